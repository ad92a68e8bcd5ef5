//! A publication is seen by the running server: no restart, no signal.

use server::demo::definitions;
use tests::scratch::Scratch;

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
