//! Attached files over HTTP: posted with the form, without JavaScript, or sent by a script; refused alone when they do not fit; given out
//! byte for byte to those who may read the record, and to nobody else.

use axum::http::{Method, StatusCode};
use serde_json::Value;

use super::browser::{Answer, Browser};
use super::journey::start;
use super::world::World;

const NAME: &str = "試験 花代 \"1\".pdf";
const BOUNDARY: &str = "----ctr-test-boundary";

/// A small PDF that is one.
fn pdf() -> Vec<u8> {
    b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n\x00\xff canary-8d1f".to_vec()
}

/// The SHA-256 of [`pdf`] as `sha256sum` prints it.
const DIGEST: &str = "1a5c40b4659e121392e3ecc78ec3246b7f2f4e9117eee99051898c62d637a45c";

/// One part of a body.
enum Part<'p> {
    Field(&'p str, &'p str),
    File(&'p str, &'p str, &'p str, &'p [u8]),
}

fn body(parts: &[Part<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        let (head, content) = match part {
            Part::Field(name, text) => (format!("name=\"{name}\""), text.as_bytes()),
            Part::File(name, file, kind, content) => {
                let file = file.replace('"', "%22");
                (format!("name=\"{name}\"; filename=\"{file}\"\r\nContent-Type: {kind}"), *content)
            }
        };
        bytes.extend_from_slice(format!("--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n").as_bytes());
        bytes.extend_from_slice(content);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    bytes
}

async fn send(browser: &mut Browser, address: &str, token: Option<&str>, parts: &[Part<'_>]) -> Answer {
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    let mut headers = vec![("content-type", kind.as_str()), ("accept", "application/json"), ("sec-fetch-site", "same-origin")];
    headers.extend(token.map(|token| ("x-csrf-token", token)));
    browser.send_bytes(Method::POST, address, &headers, body(parts)).await
}

/// A neoplasm's record of a new patient: its fill page's address.
async fn neoplasm(world: &World, browser: &mut Browser) -> String {
    start(world, browser, "subsequent_neoplasm").await
}

/// Posts the fill page as a browser without JavaScript does.
async fn post(browser: &mut Browser, fill: &str, button: &str, file: Part<'_>) -> Answer {
    let page = browser.get(fill).await;
    let (csrf, version) = (page.field("csrf"), page.field("version"));
    let typed = [("a.sn_pathology", "yes"), ("a.sn_report_attached", "yes"), ("a.sn_prior_risk", "喫煙\r\n20本")];
    let mut parts = vec![Part::Field("csrf", &csrf), Part::Field("version", &version), Part::Field("do", button)];
    parts.extend(typed.map(|(name, text)| Part::Field(name, text)));
    parts.push(file);
    let answer = send(browser, fill, None, &parts).await;
    browser.follow(answer).await
}

fn answer_on(page: &Answer) -> Value {
    serde_json::from_str(&page.field("a.sn_report")).unwrap_or(Value::Null)
}

#[tokio::test]
async fn a_file_goes_with_the_form_and_comes_back_byte_for_byte() {
    let world = World::new().await;
    let mut hana = world.signed_in("hana").await;
    let fill = neoplasm(&world, &mut hana).await;
    let page = post(&mut hana, &fill, "attach:sn_report", Part::File("f.sn_report", NAME, "application/pdf", &pdf())).await;
    assert!(page.text.contains("enctype=\"multipart/form-data\""), "{}", page.text);
    let answer = answer_on(&page);
    assert_eq!(answer["sha256"], DIGEST, "{answer}");
    assert_eq!(answer["size"], pdf().len());
    assert_eq!(answer["type"], "application/pdf");
    assert!(answer["name"].as_str().unwrap().starts_with("試験 花代"), "{answer}");
    assert!(page.text.contains("喫煙\n20本"), "what was typed beside it is saved");

    // Saving the page again, with nothing chosen, keeps the file; so does the script's own saving.
    let again = post(&mut hana, &fill, "save", Part::File("f.sn_report", "", "application/octet-stream", b"")).await;
    assert_eq!(answer_on(&again), Value::Null, "a page that sends no hidden answer takes it away");
    let page = post(&mut hana, &fill, "save", Part::Field("a.sn_report", &answer.to_string())).await;
    assert_eq!(answer_on(&page), answer);

    let address = fill.replace("/fill", &format!("/attachments/{DIGEST}"));
    let (status, headers, bytes) = hana.download(&address).await;
    assert_eq!((status, bytes), (StatusCode::OK, pdf()));
    let header = |name: &str| headers.get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default();
    assert_eq!(header("content-type"), "application/pdf");
    assert!(header("content-disposition").starts_with("attachment; filename=\"attachment.pdf\"; filename*=UTF-8''%E8%A9%A6"));
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").contains("sandbox"), "{}", header("content-security-policy"));
    assert_eq!(header("cache-control"), "no-store");
    assert!(world.store.verify().await.unwrap().is_clean());

    // Taken away again: the draft names it no longer.
    let page = post(&mut hana, &fill, "detach:sn_report", Part::Field("a.sn_report", &answer.to_string())).await;
    assert_eq!(page.field("a.sn_report"), "");
}

#[tokio::test]
async fn a_file_that_does_not_fit_is_refused_alone_and_says_why() {
    let world = World::new().await;
    let mut hana = world.signed_in("hana").await;
    let fill = neoplasm(&world, &mut hana).await;
    let large = [pdf(), vec![b' '; 10_000_000]].concat();
    let beyond = [pdf(), vec![b' '; 20_000_001]].concat();
    let upload = fill.replace("/fill", "/attachments?item=sn_report");
    let token = hana.get(&fill).await.field("csrf");
    for (file, kind, content, code, text) in [
        ("a.pdf", "application/pdf", &large[..], "file-too-large", "at most 10 MB"),
        ("a.pdf", "application/pdf", &beyond[..], "file-too-large", "at most 10 MB"),
        ("a.svg", "image/svg+xml", b"<svg xmlns='x'/>", "file-type-not-allowed", "PDF, JPEG, PNG"),
        ("a.html", "text/html", b"<script>1</script>", "file-type-not-allowed", "PDF, JPEG, PNG"),
        ("a.pdf", "application/pdf", b"\x89PNG\r\n\x1a\n", "file-disguised", "not what its name says"),
        ("a.pdf", "application/pdf", b"<script>1</script>", "file-disguised", "not what its name says"),
        ("a.pdf", "application/pdf", b"", "file-empty", "empty"),
    ] {
        let page = post(&mut hana, &fill, "submit", Part::File("f.sn_report", file, kind, content)).await;
        assert!(page.text.contains(text), "{file}: {}", page.text);
        assert!(page.text.contains("Copy of the pathology report: "), "the notice names the item");
        assert_eq!(answer_on(&page), Value::Null);
        assert!(page.text.contains("喫煙\n20本"), "what was typed beside it is saved");
        let told = send(&mut hana, &upload, Some(&token), &[Part::File("file", file, kind, content)]).await;
        let said: Value = serde_json::from_str(&told.text).unwrap();
        assert_eq!((told.status, said["problem"].as_str().unwrap()), (StatusCode::UNPROCESSABLE_ENTITY, code), "{}", told.text);
        assert!(said["message"].as_str().unwrap().contains(text), "{}", told.text);
    }
    let body_beyond = vec![0; 65 << 20];
    let told = send(&mut hana, &upload, Some(&token), &[Part::File("file", "a.pdf", "application/pdf", &body_beyond)]).await;
    assert_eq!(told.status, StatusCode::PAYLOAD_TOO_LARGE);
    let text = "x".repeat(2 << 20);
    let told = send(&mut hana, &fill, Some(&token), &[Part::Field("a.sn_prior_risk", &text)]).await;
    assert_eq!(told.status, StatusCode::PAYLOAD_TOO_LARGE, "texts keep to their own bound");
    let told = hana.post(&fill, &[("csrf", &token), ("version", "0"), ("a.sn_prior_risk", &text)]).await;
    assert_eq!(told.status, StatusCode::PAYLOAD_TOO_LARGE, "and so does a form without files");
}

#[tokio::test]
async fn a_script_sends_a_file_first_and_names_it_then() {
    let world = World::new().await;
    let mut hana = world.signed_in("hana").await;
    let fill = neoplasm(&world, &mut hana).await;
    let page = hana.get(&fill).await;
    let (token, version) = (page.field("csrf"), page.field("version"));
    let upload = fill.replace("/fill", "/attachments?item=sn_report");
    let file = || Part::File("file", "a.pdf", "application/pdf", Box::leak(pdf().into_boxed_slice()));
    let told = send(&mut hana, &upload, Some(&token), &[file()]).await;
    let answer = serde_json::from_str::<Value>(&told.text).unwrap()["answer"].clone();
    assert_eq!((told.status, &answer["sha256"]), (StatusCode::OK, &Value::from(DIGEST)), "{}", told.text);

    let draft = fill.replace("/fill", "/draft");
    let forged = |change: &dyn Fn(&mut Value)| {
        let mut forged = answer.clone();
        change(&mut forged);
        forged.to_string()
    };
    for text in [
        forged(&|answer| answer["sha256"] = Value::from("0".repeat(64))),
        forged(&|answer| answer["size"] = Value::from(1)),
        forged(&|answer| answer["type"] = Value::from("image/png")),
    ] {
        let told = hana.post(&draft, &[("csrf", &token), ("version", &version), ("a.sn_report", &text)]).await;
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{text}: {}", told.text);
    }
    let named = [("csrf", token.as_str()), ("version", &version), ("a.sn_report", &answer.to_string())];
    assert_eq!(hana.post(&draft, &named).await.status, StatusCode::OK);
    let nothing_there = fill.replace("/fill", "/attachments?item=sn_type");
    assert_eq!(send(&mut hana, &nothing_there, Some(&token), &[file()]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(send(&mut hana, &upload, Some("forged"), &[file()]).await.status, StatusCode::FORBIDDEN);
    assert_eq!(send(&mut hana, &upload, None, &[file()]).await.status, StatusCode::FORBIDDEN, "no file before the token");
    assert_eq!(send(&mut hana, &upload, None, &[file(), Part::Field("csrf", &token)]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn nobody_else_learns_that_a_file_exists() {
    let world = World::new().await;
    let mut hana = world.signed_in("hana").await;
    let fill = neoplasm(&world, &mut hana).await;
    post(&mut hana, &fill, "save", Part::File("f.sn_report", NAME, "application/pdf", &pdf())).await;
    let (real, unknown) = (format!("/attachments/{DIGEST}"), format!("/attachments/{}", "0".repeat(64)));
    let mut mio = world.signed_in("mio").await;
    let token = mio.get("/patients").await.field("csrf");
    let nowhere = mio.get(&format!("/records/{}{real}", "0".repeat(25))).await;
    for address in [fill.replace("/fill", &real), fill.replace("/fill", &unknown)] {
        let there = mio.get(&address).await;
        assert_eq!((there.status, &there.text), (StatusCode::NOT_FOUND, &nowhere.text), "{address}");
    }
    let upload = fill.replace("/fill", "/attachments?item=sn_report");
    let told = send(&mut mio, &upload, Some(&token), &[Part::File("file", "a.pdf", "application/pdf", &pdf())]).await;
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    assert_eq!(hana.get(&fill.replace("/fill", &unknown)).await.status, StatusCode::NOT_FOUND);
    assert_eq!(hana.get(&fill.replace("/fill", "/attachments/..%2f..")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(world.browser().get(&fill.replace("/fill", &real)).await.status, StatusCode::SEE_OTHER, "signing in comes first");
    let mut auditor = world.signed_in("audit").await;
    assert_eq!(auditor.download(&fill.replace("/fill", &real)).await.2, pdf());
    let mut admin = world.signed_in("admin").await;
    assert_eq!(admin.get(&fill.replace("/fill", &real)).await.status, StatusCode::FORBIDDEN);

    // Neither content nor name stands anywhere in clear.
    let files = world.bytes();
    for canary in [&b"canary-8d1f"[..], NAME.as_bytes(), "花代".as_bytes(), DIGEST.as_bytes(), b"%PDF-1.4"] {
        assert!(!files.windows(canary.len()).any(|window| window == canary), "{}", String::from_utf8_lossy(canary));
    }
}
