//! Every answer carries the headers that keep pages ours.

use super::world::World;
use server::{Settings, middleware::headers::CONTENT_SECURITY_POLICY};

#[tokio::test]
async fn pages_files_errors_and_redirects_carry_them() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    for path in ["/patients", "/nowhere", "/", "/healthz", "/sign-in", "/assets/0/none.css", "/metrics"] {
        let answer = browser.get(path).await;
        let header = |name: &str| answer.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default();
        assert_eq!(header("content-security-policy"), CONTENT_SECURITY_POLICY, "{path}");
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert_eq!(header("strict-transport-security"), "", "{path}: plain http must not promise https");
    }
    for unsafe_word in ["unsafe-inline", "unsafe-eval", "*", "http:"] {
        assert!(!CONTENT_SECURITY_POLICY.contains(unsafe_word));
    }
}

#[tokio::test]
async fn behind_https_browsers_are_told_to_stay_there() {
    let world = World::with(Settings { https: true, ..Settings::default() }).await;
    let answer = world.browser().get("/sign-in").await;
    assert!(answer.headers.get("strict-transport-security").unwrap().to_str().unwrap().starts_with("max-age=63072000"));
}

#[tokio::test]
async fn files_are_kept_for_ever_and_cookies_are_hidden() {
    let world = World::new().await;
    let mut browser = world.browser();
    let page = browser.get("/sign-in").await;
    let text = page.text.replace("&#x2f;", "/");
    let at = text.find("/assets/").unwrap();
    let address = &text[at..at + text[at..].find('"').unwrap()];
    let file = browser.get(address).await;
    assert_eq!(file.status, 200);
    assert!(file.headers.get("cache-control").unwrap().to_str().unwrap().contains("immutable"));
    let cookie = page.headers.get("set-cookie").unwrap().to_str().unwrap();
    for word in ["__Host-", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
        assert!(cookie.contains(word), "{cookie}");
    }
}

#[tokio::test]
async fn no_page_holds_inline_script_or_style() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let fill = world.register(&mut browser).await;
    for path in ["/sign-in", "/patients", "/forms", fill.as_str()] {
        let text = browser.get(path).await.text;
        assert!(!text.contains(" style=") && !text.contains(" onclick=") && !text.contains("<style"), "{path}");
        for script in text.match_indices("<script").map(|(at, _)| &text[at..at + text[at..].find('>').unwrap()]) {
            assert!(script.contains("src=") || script.contains("application/json"), "{path}: {script}");
        }
    }
}
