//! Signing in: both factors, each code once, one message for every failure, ending on sign-out and after idling.

use server::demo::accounts::PASSWORD;
use server::session::cookie;

use super::world::World;

#[tokio::test]
async fn both_factors_open_the_patient_list() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let page = browser.get("/patients").await;
    assert_eq!(page.status, 200);
    assert!(page.text.contains("Hokuto University Hospital"), "{}", page.text);
}

#[tokio::test]
async fn every_failure_says_the_same() {
    let world = World::new().await;
    let mut pages = Vec::new();
    for (login, password, code) in [
        ("hana", PASSWORD, "000000"),
        ("hana", "wrong-password-entirely", &world.code("hana")),
        ("nobody", PASSWORD, "000000"),
        ("hana", PASSWORD, ""),
    ] {
        let mut browser = world.browser();
        browser.set_cookie(cookie::SIGN_IN, "0123456789012345678901234567890123456789012");
        let answer = world.try_sign_in(&mut browser, login, password, code).await;
        assert_eq!(answer.status, 401);
        assert_eq!(browser.cookie(cookie::SESSION), None);
        pages.push(answer.text.replace(&format!("value=\"{login}\""), ""));
    }
    assert!(pages.iter().all(|page| *page == pages[0]));
}

#[tokio::test]
async fn a_code_works_once() {
    let world = World::new().await;
    let code = world.code("hana");
    assert_eq!(world.try_sign_in(&mut world.browser(), "hana", PASSWORD, &code).await.status, 303);
    assert_eq!(world.try_sign_in(&mut world.browser(), "hana", PASSWORD, &code).await.status, 401);
}

#[tokio::test]
async fn signing_out_ends_the_session_in_the_database() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let token = browser.cookie(cookie::SESSION).unwrap().to_owned();
    let csrf = browser.get("/patients").await.field("csrf");
    assert_eq!(browser.post("/sign-out", &[("csrf", &csrf)]).await.location(), "/sign-in");
    browser.set_cookie(cookie::SESSION, &token);
    assert_eq!(browser.get("/patients").await.location(), "/sign-in?next=%2Fpatients");
}

#[tokio::test]
async fn an_idle_session_ends() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    world.pass(14 * 60);
    assert_eq!(browser.get("/patients").await.status, 200);
    world.pass(16 * 60);
    assert_eq!(browser.get("/patients").await.status, 303);
}

#[tokio::test]
async fn no_page_without_a_session() {
    let world = World::new().await;
    for path in ["/", "/patients", "/patients/x", "/records/x", "/records/x/fill", "/forms"] {
        let answer = world.browser().get(path).await;
        assert_eq!(answer.status, 303, "{path}");
        assert!(answer.location().starts_with("/sign-in"), "{path}");
    }
}

#[tokio::test]
async fn the_next_page_is_never_elsewhere() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = browser.get("/sign-in?next=//evil.example/").await;
    assert_eq!(page.field("next"), "/");
}
