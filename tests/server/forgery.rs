//! Writes that another page forged are refused, whatever else is right.

use axum::http::Method;

use super::world::World;

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

#[tokio::test]
async fn without_or_with_a_foreign_token_nothing_is_written() {
    let world = World::new().await;
    let mut hana = world.signed_in("hana").await;
    let mut ken = world.signed_in("ken").await;
    let foreign = ken.get("/patients").await.field("csrf");
    for token in ["", "x", foreign.as_str()] {
        assert_eq!(hana.post("/patients", &[("csrf", token)]).await.status, 403);
    }
    assert!(hana.get("/patients").await.text.contains("No patient is registered"));
}

#[tokio::test]
async fn from_another_origin_even_the_right_token_is_refused() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let csrf = browser.get("/patients").await.field("csrf");
    for foreign in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        let answer = browser.send(Method::POST, "/patients", &[FORM, foreign], format!("csrf={csrf}")).await;
        assert_eq!(answer.status, 403, "{foreign:?}");
    }
}

#[tokio::test]
async fn a_sign_in_form_of_another_browser_is_refused() {
    let world = World::new().await;
    let csrf = world.browser().get("/sign-in").await.field("csrf");
    let answer =
        world.browser().post("/sign-in", &[("csrf", &csrf), ("username", "hana"), ("password", "x"), ("code", "1")]).await;
    assert_eq!(answer.status, 403);
}

#[tokio::test]
async fn a_get_writes_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let size = world.store.ledger_head().await.unwrap();
    for path in ["/", "/patients", "/forms", "/patients/search", "/places/x/records", "/sign-out"] {
        browser.get(path).await;
    }
    assert_eq!(world.store.ledger_head().await.unwrap(), size);
}
