//! A publication is seen by the running server: no restart, no signal.

use server::demo::definitions;
use tests::scratch::Scratch;

use super::journey::enrol;
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
