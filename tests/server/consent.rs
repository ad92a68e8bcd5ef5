//! Data are collected within consent: what is refused without it, what passes all the same, and how the pages say it.
//!
//! requirement: R083
//! requirement: R088

use server::demo::definitions;
use tests::scratch::Scratch;

use super::browser::{Answer, Browser};
use super::journey::{CONSENT, INFUSION, confirm, enrol, fill, hand_in, press, register};
use super::world::World;

const REFUSED: &str = "No consent that allows data to be collected is on record";
const LATE: &str = "Only what happened before the day of the withdrawal";

/// A withdrawal of some scope, a month after the consent.
fn withdrawal(scope: &'static str) -> [(&'static str, &'static str); 4] {
    [
        ("a.consent_status", "withdrawn"),
        ("a.withdrawal_date", "2026-04-05"),
        ("a.withdrawal_scope", scope),
        ("a.withdrawal_doc_received", "yes"),
    ]
}

/// A course with an infusion.
async fn open_places(browser: &mut Browser, patient: &str) {
    press(browser, patient, "/places", "level", "course").await;
    press(browser, patient, "/places", "level", "infusion").await;
}

/// Whether the patient's page offers to fill a form.
async fn is_offered(browser: &mut Browser, patient: &str, form: &str) -> bool {
    browser.get(patient).await.text.contains(&format!("data-form=\"{form}\""))
}

/// Posts what a button to start a form would post, though the page has none.
async fn start_anyway(world: &World, browser: &mut Browser, patient: &str, form: &str) -> Answer {
    let id = patient.rsplit('/').next().unwrap();
    let found = world.store.find_patient(&world.person("hana").actor, id).await.unwrap().unwrap();
    let place = found.places.iter().find(|place| place.level == "infusion").unwrap();
    let csrf = browser.get(patient).await.field("csrf");
    browser.post(&format!("/places/{}/records", place.id), &[("csrf", &csrf), ("form", form)]).await
}

#[tokio::test]
async fn without_consent_only_what_comes_before_it_is_filled() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let patient = register(&world, &mut browser).await;
    open_places(&mut browser, &patient).await;
    let page = browser.get(&patient).await.text;
    assert!(page.contains(REFUSED) && page.contains("After consent"), "{page}");
    for (form, offered) in [("consent", true), ("ct_indication", true), ("infusion", false), ("crs", false), ("death", false)] {
        assert_eq!(is_offered(&mut browser, &patient, form).await, offered, "{form}");
    }
    let answer = start_anyway(&world, &mut browser, &patient, "infusion").await;
    assert_eq!(answer.status, 422);
    assert!(answer.text.contains(REFUSED), "{}", answer.text);
    browser.set_cookie("ctrj-lang", "ja");
    let answer = start_anyway(&world, &mut browser, &patient, "infusion").await;
    assert!(answer.text.contains("新しいデータの収集を認める同意が登録されていません"), "{}", answer.text);
    browser.set_cookie("ctrj-lang", "en");

    // A patient who declines is registered and decided on, and nothing else.
    let declined = [("a.consent_status", "declined"), ("a.consent_date", "2026-03-02")];
    hand_in(&mut browser, &patient, "consent", &declined).await;
    assert!(!is_offered(&mut browser, &patient, "infusion").await);
    assert_eq!(start_anyway(&world, &mut browser, &patient, "infusion").await.status, 422);

    // A draft is no consent; the submitted one is.
    let consent = press(&mut browser, &patient, "/records", "form", "consent").await.location();
    fill(&mut browser, &consent, "save", &CONSENT).await;
    assert!(!is_offered(&mut browser, &patient, "infusion").await);
    let done = fill(&mut browser, &consent, "submit", &CONSENT).await;
    if done.text.contains("value=\"confirm\"") {
        confirm(&mut browser, &consent, &done, "").await;
    }
    let page = browser.get(&patient).await.text;
    assert!(
        !page.contains(REFUSED) && is_offered(&mut browser, &patient, "infusion").await,
        "of one day the later record stands: {page}"
    );
    assert_eq!(start_anyway(&world, &mut browser, &patient, "infusion").await.status, 303);
}

#[tokio::test]
async fn a_withdrawal_closes_what_is_new_and_never_a_correction() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let patient = enrol(&world, &mut browser).await;
    open_places(&mut browser, &patient).await;
    let done = hand_in(&mut browser, &patient, "infusion", &INFUSION).await;
    assert!(done.text.contains("id=\"revisions\""), "{}", done.text);
    let crs = press(&mut browser, &patient, "/records", "form", "crs").await.location();
    fill(&mut browser, &crs, "save", &[("a.crs_occurred", "no")]).await;

    hand_in(&mut browser, &patient, "consent", &withdrawal("stop_use")).await;
    assert!(!is_offered(&mut browser, &patient, "icans").await);
    let page = browser.get(&crs).await.text;
    assert!(page.contains(REFUSED) && page.contains("name=\"a.crs_occurred\""), "the draft is still there: {page}");
    let refused = fill(&mut browser, &crs, "submit", &[("a.crs_occurred", "no")]).await;
    assert_eq!(refused.status, 422);
    assert!(refused.text.contains(REFUSED), "{}", refused.text);
    let kept = world.store.find_record(&world.person("hana").actor, crs.split('/').nth(2).unwrap()).await.unwrap().unwrap();
    assert!(kept.head.revision == 0 && kept.draft.unwrap().content.expose().contains("crs_occurred"), "nothing typed is lost");

    // What was submitted is corrected whatever the consent says.
    let id = patient.rsplit('/').next().unwrap();
    let found = world.store.find_patient(&world.person("hana").actor, id).await.unwrap().unwrap();
    let infusion = found.records.iter().find(|record| record.form.id == "infusion").unwrap();
    let address = format!("/records/{}/fill", infusion.id);
    let corrected = INFUSION.map(|(name, value)| (name, if name == "a.volume_infused" { "70" } else { value }));
    let review = fill(&mut browser, &address, "submit", &corrected).await;
    let done = confirm(&mut browser, &address, &review, "transcription error").await;
    assert!(done.text.contains("transcription error"), "{}", done.text);

    // A later withdrawal of another scope stands: what happened before it may still be reported.
    let mut later = withdrawal("stop_collection").to_vec();
    later.retain(|(name, _)| *name != "a.withdrawal_date");
    later.push(("a.withdrawal_date", "2026-04-06"));
    hand_in(&mut browser, &patient, "consent", &later).await;
    assert!(browser.get(&patient).await.text.contains(LATE) && is_offered(&mut browser, &patient, "icans").await);
    assert!(browser.get(&crs).await.text.contains(LATE));
    let done = fill(&mut browser, &crs, "submit", &[("a.crs_occurred", "no")]).await;
    let done = if done.text.contains("value=\"confirm\"") { confirm(&mut browser, &crs, &done, "").await } else { done };
    assert!(done.text.contains("id=\"revisions\""), "{}", done.text);
    assert!(world.store.verify().await.unwrap().is_clean());
}

#[tokio::test]
async fn a_registry_that_declares_no_consent_asks_for_none() {
    let world = World::new().await;
    let folder = Scratch::new("no-consent");
    folder.copy(&world.definitions, "");
    let registry = std::fs::read_to_string(folder.join("registry.yaml")).unwrap();
    let (before, _) = registry.split_once("\nconsent:\n").expect("the shipped registry declares it last");
    folder.write("registry.yaml", before);
    let library = definitions::read(folder.path()).unwrap();
    definitions::publish(&world.store, &library, world.now()).await.unwrap();
    let mut browser = world.signed_in("hana").await;
    let patient = register(&world, &mut browser).await;
    open_places(&mut browser, &patient).await;
    assert!(!browser.get(&patient).await.text.contains(REFUSED) && is_offered(&mut browser, &patient, "infusion").await);
}
