//! Small promises of the screens: search, language, drafts of corrections, and the forms that a product asks for.

use server::demo::patients;

use super::browser::Browser;
use super::world::World;

/// A world with the demonstration's synthetic patients.
async fn peopled() -> World {
    let world = World::new().await;
    patients::make(&world.store, &world.people, world.now()).await.unwrap();
    world
}

async fn first_link(browser: &mut Browser, name: &str) -> String {
    let text = browser.get("/patients").await.text.replace("&#x2f;", "/");
    let row = text.split("<tr>").find(|row| row.contains(name)).unwrap();
    row.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
}

#[tokio::test]
async fn patients_are_found_by_name_kana_and_number_and_never_by_an_address() {
    let world = peopled().await;
    let mut browser = world.signed_in("hana").await;
    let csrf = browser.get("/patients").await.field("csrf");
    for query in ["試験", "シケン", "しけん", "D-1001"] {
        let page = browser.post("/patients/search", &[("csrf", &csrf), ("query", query)]).await;
        assert!(page.text.contains("太郎") && !page.text.contains("次郎"), "{query}: {}", page.text);
    }
    let none = browser.post("/patients/search", &[("csrf", &csrf), ("query", "M-0001")]).await;
    assert!(none.text.contains("No patient of this site matches"), "{}", none.text);
    assert_eq!(browser.get("/patients/search?query=x").await.location(), "/patients");
}

#[tokio::test]
async fn a_form_of_an_event_is_not_missing_before_it_happened() {
    let world = peopled().await;
    let mut browser = world.signed_in("hana").await;
    let patient = first_link(&mut browser, "太郎").await;
    let text = browser.get(&patient).await.text;
    let row = |form: &str| text.split("<tr>").find(|row| row.contains(&format!("data-form=\"{form}\""))).unwrap();
    for form in ["death", "pregnancy"] {
        assert!(row(form).contains("When it occurs") && !row(form).contains("state-DUE"), "{}", row(form));
    }
    assert!(text.contains("state-DUE"), "what a visit asks for is due: {text}");
}

#[tokio::test]
async fn the_language_is_chosen_on_any_page_and_kept() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let switched = browser.get("/forms?lang=ja").await;
    assert_eq!((switched.status.as_u16(), switched.location().as_str()), (303, "/forms"));
    assert!(browser.get("/patients").await.text.contains("<html lang=\"ja\">"));
    browser.get("/patients?lang=en").await;
    assert!(browser.get("/patients").await.text.contains("<html lang=\"en\">"));
    assert_eq!(browser.get("/patients?lang=fr").await.status, 200);
}

#[tokio::test]
async fn the_draft_of_a_correction_can_be_thrown_away_and_a_first_draft_cannot() {
    let world = peopled().await;
    let mut browser = world.signed_in("hana").await;
    let address = first_link(&mut browser, "太郎").await;
    let patient = browser.get(&address).await.text.replace("&#x2f;", "/");
    let record = patient.split("href=\"/records/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fill = format!("/records/{record}/fill");
    let page = browser.get(&fill).await;
    let fields = [("csrf", page.field("csrf")), ("version", page.field("version")), ("do", "save".to_owned())];
    browser.submit(&fill, &fields.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    let history = browser.get(&format!("/records/{record}")).await;
    assert!(history.text.contains("id=\"discard\""), "{}", history.text);
    let discard = format!("/records/{record}/discard");
    let after = browser.submit(&discard, &[("csrf", &history.field("csrf")), ("version", &history.field("version"))]).await;
    assert!(!after.text.contains("id=\"discard\"") && after.text.contains("id=\"revisions\""), "{}", after.text);

    let new = world.register(&mut browser).await;
    let csrf = browser.get(&new).await.field("csrf");
    assert_eq!(browser.post(&new.replace("/fill", "/discard"), &[("csrf", &csrf), ("version", "0")]).await.status, 404);
}

#[tokio::test]
async fn another_role_reads_but_does_not_write() {
    let world = peopled().await;
    let mut audit = world.signed_in("audit").await;
    let list = audit.get("/patients").await;
    assert!(
        list.text.contains("demo-hokuto") && list.text.contains("demo-minato") && !list.text.contains("太郎"),
        "{}",
        list.text
    );
    let address = first_link(&mut audit, "demo-hokuto").await;
    let patient = audit.get(&address).await.text.replace("&#x2f;", "/");
    assert!(!patient.contains("data-level="));
    let record = patient.split("href=\"/records/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert_eq!(audit.get(&format!("/records/{record}")).await.status, 200);
    assert_eq!(audit.get(&format!("/records/{record}/fill")).await.status, 403);
}

#[tokio::test]
async fn a_place_has_its_calendar_with_windows_deadlines_and_a_drawing() {
    let world = peopled().await;
    let mut browser = world.signed_in("hana").await;
    let address = first_link(&mut browser, "太郎").await;
    let patient = browser.get(&address).await.text.replace("&#x2f;", "/");
    let link = patient.split("href=\"/places/").nth(1).map(|rest| format!("/places/{}", rest.split('"').next().unwrap()));
    let link = link.expect("the infusion has a calendar");
    let page = browser.get(&link).await;
    assert_eq!(page.status, 200, "{}", page.text);
    for word in ["<svg class=\"timeline\"", "Day 28", "15 years", "id=\"visits\""] {
        assert!(page.text.contains(word), "{word}: {}", page.text);
    }
    assert_eq!(browser.get("/places/nowhere/calendar").await.status, 404);
}

#[tokio::test]
async fn staff_and_auditors_see_what_the_definitions_cover_and_hospitals_do_not() {
    let world = World::new().await;
    for login in ["office", "audit"] {
        let mut browser = world.signed_in(login).await;
        assert!(browser.get("/forms").await.text.replace("&#x2f;", "/").contains("href=\"/coverage\""), "{login}");
        let page = browser.get("/coverage").await;
        assert_eq!(page.status, 200, "{}", page.text);
        // A column for each product and indication, a row for each form, and what a product's overlay changes is marked.
        assert!(page.text.contains("id=\"matrix\"") && page.text.contains("hct_day100@1.0.0"), "{}", page.text);
        assert!(page.text.matches("class=\"num covered\"").count() > 100, "{}", page.text);
    }
    let mut browser = world.signed_in("hana").await;
    assert!(!browser.get("/forms").await.text.contains("coverage"));
    assert_eq!(browser.get("/coverage").await.status, 403);
}
