//! Bounds: body size, sign-in attempts of one network, requests at once.

use super::world::World;
use server::Settings;
use server::middleware::limits::Limits;

#[tokio::test]
async fn a_body_beyond_the_limit_is_refused() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let csrf = browser.get("/patients").await.field("csrf");
    let long = "x".repeat(2 << 20);
    let answer = browser.post("/patients/search", &[("csrf", &csrf), ("query", &long)]).await;
    assert_eq!(answer.status, 413);
    assert!(answer.text.contains("too large"), "{}", answer.text);
}

#[tokio::test]
async fn a_network_is_slowed_before_passwords_are_looked_at() {
    let limits = Limits { sign_ins_per_minute: 3, ..Limits::default() };
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    for _ in 0..3 {
        assert_eq!(world.try_sign_in(&mut world.browser(), "nobody", "x", "1").await.status, 401);
    }
    let answer = world.try_sign_in(&mut world.browser(), "hana", "x", "1").await;
    assert_eq!(answer.status, 429);
    assert_eq!(answer.headers.get("retry-after").unwrap(), "60");
    world.pass(60);
    assert_eq!(world.try_sign_in(&mut world.browser(), "nobody", "x", "1").await.status, 401);
}

#[tokio::test]
async fn beyond_the_bound_of_requests_callers_are_told_to_come_back() {
    let limits = Limits { concurrent: 0, ..Limits::default() };
    let world = World::with(Settings { limits, ..Settings::default() }).await;
    let answer = world.browser().get("/sign-in").await;
    assert_eq!(answer.status, 503);
    assert!(answer.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn unreadable_bodies_and_unknown_methods_are_named() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let csrf = browser.get("/patients").await.field("csrf");
    let kind = [("content-type", "application/x-www-form-urlencoded")];
    let answer = browser.send(axum::http::Method::POST, "/patients", &kind, format!("csrf={csrf}&x=%ff")).await;
    assert_eq!(answer.status, 400);
    let answer =
        browser.send(axum::http::Method::POST, "/patients", &[("content-type", "text/plain")], format!("csrf={csrf}")).await;
    assert_eq!(answer.status, 400);
    assert_eq!(browser.send(axum::http::Method::DELETE, "/patients", &[], String::new()).await.status, 405);
}
