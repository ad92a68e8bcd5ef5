//! What monitoring sees: health, and counters that name routes and never people.

use super::world::World;

#[tokio::test]
async fn health_asks_the_database() {
    let world = World::new().await;
    let mut browser = world.browser();
    assert_eq!(browser.get("/healthz").await.text, "ok\n");
}

#[tokio::test]
async fn metrics_count_by_route_template_and_only_for_this_machine() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let fill = world.register(&mut browser).await;
    browser.get(&fill).await;
    let text = browser.get("/metrics").await.text;
    for line in [
        "route=\"/records/{record}/fill\"",
        "auth_attempts_total{result=\"accepted\"} 1",
        "writes_total{change=\"patient.register\",result=\"written\"} 1",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    let id = fill.split('/').nth(2).unwrap();
    assert!(!text.contains(id) && !text.contains("hana"));
    let answer = browser.send(axum::http::Method::GET, "/metrics", &[("x-forwarded-for", "192.0.2.1")], String::new()).await;
    assert_eq!(answer.status, 404);
}
