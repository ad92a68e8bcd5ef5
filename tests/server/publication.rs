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
