//! A publication is seen by the running server: no restart, no signal. Versions stand side by side, each with its days.
//! requirement: R085

use server::demo::definitions;
use tests::scratch::Scratch;

use super::courses::{fields, submit};
use super::journey::{confirm, enrol, fill, press};
use super::world::World;

const PRODUCT: &str = "product: trial_product
title: { ja: 試験製品, en: Trial product }
generic: { ja: 試験一般名, en: trial generic }
holder: { ja: 試験社, en: Trial company }
target: cd19
indications:
  - id: lbcl
    disease: lbcl
    title: { ja: LBCL, en: LBCL }
    forms: [patient_registration]
";

#[tokio::test]
async fn a_new_product_appears_in_the_catalogue_at_once() {
    let world = World::new().await;
    let mut browser = world.signed_in("office").await;
    let before = browser.get("/forms").await;
    assert!(
        before.text.contains("crs") && before.text.contains("kymriah") && !before.text.contains("trial_product"),
        "{}",
        before.text
    );

    let scratch = Scratch::new("publication");
    scratch.copy(&world.definitions, "");
    scratch.write("products/trial_product.yaml", PRODUCT);
    let library = definitions::read(scratch.path()).unwrap();
    assert_eq!(definitions::publish(&world.store, &library, world.now()).await.unwrap(), 1);

    let after = browser.get("/forms").await;
    assert!(after.text.contains("trial_product"), "{}", after.text);
}

#[tokio::test]
async fn a_record_keeps_its_form_version_and_a_new_one_gets_the_latest() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let before = world.register(&mut browser).await;
    assert!(browser.get(&before).await.text.contains("Version 1.0.0"));

    let scratch = Scratch::new("version");
    scratch.copy(&world.definitions, "");
    let first = std::fs::read_to_string(scratch.join("forms/patient_registration/1.0.0.yaml")).unwrap();
    let second = first.replace("version: 1.0.0", "version: 1.1.0").replace("max_length: 30", "max_length: 31");
    scratch.write("forms/patient_registration/1.1.0.yaml", second);
    let library = definitions::read(scratch.path()).unwrap();
    definitions::publish(&world.store, &library, world.now()).await.unwrap();

    assert!(browser.get(&before).await.text.contains("Version 1.0.0"));
    let after = world.register(&mut browser).await;
    assert!(browser.get(&after).await.text.contains("Version 1.1.0"));
}

/// The library's own story of versions, as it would have happened: the form of 2017 is published and filled, then the one of 2022. What was
/// submitted opens, is corrected and verified under its own version; a new record opens with the newer.
#[tokio::test]
async fn a_shipped_form_lives_through_its_next_version() {
    let folder = Scratch::new("before-2022");
    folder.copy(&tests::root::path("form-definitions"), "");
    std::fs::remove_file(folder.join("forms/dx_lymphoma/2.0.0.yaml")).unwrap();
    // Nor was there a label rule about the names of 2022.
    let product = std::fs::read_to_string(folder.join("products/breyanzi.yaml")).unwrap();
    let before =
        product.replace("\"fl_classic\", \"fl_uncommon\"", "\"fl3a\"").replace("ly_subtype: fl_classic", "ly_subtype: fl3a");
    folder.write("products/breyanzi.yaml", before);
    let world = World::of(World::unhurried(), folder.path().to_owned()).await;
    let library = definitions::read(folder.path()).unwrap();
    let answers = |over: &[(&str, &str)]| {
        let split = [("ly_subtype", "hgbl_dth"), ("ly_myc", "yes"), ("ly_bcl2_r", "no"), ("ly_bcl6_r", "yes")];
        fields(&library, "dx_lymphoma", "plan_still_blank", &[&split[..], over].concat())
    };
    let mut browser = world.signed_in("hana").await;
    let patient = enrol(&world, &mut browser).await;
    press(&mut browser, &patient, "/places", "level", "course").await;
    let done = submit(&mut browser, &patient, "dx_lymphoma", &answers(&[])).await;
    assert!(done.text.contains("state-CMP"), "{}", done.text);
    let actor = world.person("hana").actor.clone();
    let of_patient = world.store.find_patient(&actor, patient.rsplit('/').next().unwrap()).await.unwrap().unwrap();
    let record = of_patient.records.iter().find(|record| record.form.id == "dx_lymphoma").unwrap().id.clone();
    let address = format!("/records/{record}/fill");

    let newer = definitions::read(&tests::root::path("form-definitions")).unwrap();
    assert_eq!(definitions::publish(&world.store, &newer, world.now()).await.unwrap(), 2, "the form and that product are new");

    // The record opens under its own version, with the names of that time, and is corrected under it.
    let page = browser.get(&address).await;
    assert!(page.text.contains("Version 1.0.0") && page.text.contains("value=\"hgbl_dth\""), "{}", page.text);
    assert!(page.text.contains("id=\"newer\"") && !page.text.contains("value=\"fl_fbl\""), "the newer version is offered only");
    let corrected = answers(&[("ly_ki67", "70")]);
    let corrected: Vec<(&str, &str)> = corrected.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let review = fill(&mut browser, &address, "submit", &corrected).await;
    let done = confirm(&mut browser, &address, &review, "transcription error").await;
    assert!(done.text.contains("id=\"revisions\"") && done.text.contains("state-CMP"), "{}", done.text);
    let found = world.store.find_record(&actor, &record).await.unwrap().unwrap();
    assert_eq!((found.head.revision, found.head.form.version.as_str()), (2, "1.0.0"));
    let held = library.form("dx_lymphoma").unwrap();
    assert!(
        found.revisions.iter().all(|revision| revision.form.digest == **held.digest()),
        "both revisions are of the released meaning"
    );
    assert!(world.store.verify().await.unwrap().is_clean());

    // Moving it would name the one answer that has no name any more, and ask for it again.
    let preview = browser.get(&address.replace("/fill", "/upgrade")).await;
    let behind = "High-grade B-cell lymphoma with MYC and BCL2 and&#x2f;or BCL6 rearrangements";
    assert_eq!(preview.text.matches(behind).count(), 1, "{}", preview.text);
    assert!(preview.text.contains("id=\"findings\"") && preview.text.contains("2.0.0"), "{}", preview.text);

    // A new record opens with the newer version: here that of the patient's next course.
    press(&mut browser, &patient, "/places", "level", "course").await;
    let new = press(&mut browser, &patient, "/records", "form", "dx_lymphoma").await.location();
    let page = browser.get(&new).await;
    assert!(page.text.contains("Version 2.0.0") && page.text.contains("value=\"fl_fbl\""), "{}", page.text);
    assert!(!page.text.contains("value=\"hgbl_dth\"") && !page.text.contains("id=\"newer\""));

    // An officer reads which version held when.
    let mut office = world.signed_in("office").await;
    for page in ["/forms", "/coverage"] {
        let text = office.get(page).await.text;
        assert!(text.contains("2019-03-26 to 2022-12-31") && text.contains("from 2023-01-01"), "{page}: {text}");
    }
}

const EVENT: &str = "form: event_note
version: 1.0.0
title: { ja: 事象, en: Event }
level: patient
several: true
sections:
  - id: main
    title: { ja: 事象, en: Event }
    items:
      - { id: event_date, kind: date, label: { ja: 発現日, en: Date of the event }, max: today }
";

#[tokio::test]
async fn a_form_that_may_be_filled_several_times_offers_another() {
    let world = World::new().await;
    let scratch = Scratch::new("several");
    scratch.copy(&world.definitions, "");
    scratch.write("forms/event_note/1.0.0.yaml", EVENT);
    let library = definitions::read(scratch.path()).unwrap();
    definitions::publish(&world.store, &library, world.now()).await.unwrap();

    let mut browser = world.signed_in("hana").await;
    let patient = enrol(&world, &mut browser).await;
    let place = |text: &str| {
        let before = text.split("value=\"event_note\"").next().unwrap().to_owned();
        before.rsplit("action=\"").next().unwrap().split('"').next().unwrap().to_owned()
    };
    for ordinal in ["1", "2"] {
        let page = browser.get(&patient).await;
        let text = page.text.replace("&#x2f;", "/");
        let button = text.split("value=\"event_note\"").nth(1).unwrap().split("</form>").next().unwrap();
        assert_eq!(button.contains("Add another"), ordinal == "2", "{button}");
        let start = [("csrf", page.field("csrf")), ("form", "event_note".to_owned()), ("ordinal", ordinal.to_owned())];
        let start = start.each_ref().map(|(name, value)| (*name, value.as_str()));
        let opened = browser.post(&place(&text), &start).await;
        assert_eq!(opened.status, 303, "{}", opened.text);
        let again = browser.post(&place(&text), &start).await;
        assert_eq!(again.location(), opened.location(), "the button pressed twice opens one record");
        assert!(browser.get(&opened.location()).await.text.contains(&format!("Event {ordinal}")));
    }
    let page = browser.get(&patient).await;
    let text = page.text.replace("&#x2f;", "/");
    assert!(text.contains("Event 1") && text.contains("Event 2"), "{text}");
    let far = [("csrf", page.field("csrf")), ("form", "event_note".to_owned()), ("ordinal", "9".to_owned())];
    let far = browser.post(&place(&text), &far.each_ref().map(|(name, value)| (*name, value.as_str()))).await;
    assert_eq!(far.status, 400, "{}", far.text);
}
