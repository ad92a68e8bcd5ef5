//! What a correction changes elsewhere, and a record that moves to a newer version of its form.

use super::journey::{INFUSION, PREVIOUS, confirm, fill, to_crs};
use super::world::World;

/// The infusion four days later than it was written first.
fn later() -> Vec<(&'static str, &'static str)> {
    let moved = |(name, value): &(&'static str, &'static str)| match *name {
        "a.infusion_date" => (*name, "2026-04-05"),
        "a.infusion_start" => (*name, "2026-04-05T10:05"),
        "a.infusion_end" => (*name, "2026-04-05T10:25"),
        "a.thaw_start" => (*name, "2026-04-05T09:40"),
        _ => (*name, *value),
    };
    INFUSION.iter().map(moved).collect()
}

#[tokio::test]
async fn a_correction_shows_what_it_changes_elsewhere_and_changes_it_in_the_same_step() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let (patient, crs) = to_crs(&world, &mut browser).await;
    let onset = [("a.crs_occurred", "yes"), PREVIOUS, ("a.crs_onset_date", "2026-04-04")];
    let review = fill(&mut browser, &crs, "submit", &onset).await;
    confirm(&mut browser, &crs, &review, "").await;
    let actor = world.person("hana").actor.clone();
    let crs_record = crs.split('/').nth(2).unwrap();
    let found = world.store.find_record(&actor, crs_record).await.unwrap().unwrap();
    let first = found.revisions.last().unwrap().content.expose().to_owned();
    assert!(first.contains(r#""crs_onset_day":3"#) || first.contains(r#""crs_onset_day":"3""#), "what was calculated is kept");
    assert!(first.contains(r#""read":{"infusion":{"infusion_date":"2026-04-01""#), "and from what: {first}");
    assert!(first.contains(r#""sources":{"infusion":["#), "and from which revision");

    // The date of the infusion was wrong: before it is corrected, what that means for CRS is shown.
    let infusion = address_of(&world, &patient, "infusion").await;
    let review = fill(&mut browser, &infusion, "submit", &later()).await;
    assert!(review.text.contains("id=\"rippled\"") && review.text.contains("Cytokine release syndrome"), "{}", review.text);
    assert!(review.text.contains("3 days → -1 days"), "the calculated day before and after: {}", review.text);
    let done = confirm(&mut browser, &infusion, &review, "transcription error").await;
    assert!(done.text.contains("id=\"revisions\""), "{}", done.text);

    // Afterwards nothing is stale: CRS has a revision that says why, and is kept as ERR.
    let found = world.store.find_record(&actor, crs_record).await.unwrap().unwrap();
    assert_eq!(found.head.revision, 2);
    let second = found.revisions.iter().max_by_key(|revision| revision.number).unwrap();
    assert!(second.content.expose().contains("crs_onset_day") && second.content.expose().contains("-1"));
    assert!(second.reason.expose().contains("recalculated"), "{}", second.reason.expose());
    assert!(second.findings.keys.iter().any(|key| key.starts_with("crs_onset_before_infusion@")));
    let report = world.store.verify().await.unwrap();
    assert!(report.problems.is_empty(), "{report:?}");
}

#[tokio::test]
async fn a_record_moves_to_a_newer_version_after_a_preview_and_loses_nothing() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let (patient, _) = to_crs(&world, &mut browser).await;
    let infusion = address_of(&world, &patient, "infusion").await;
    assert!(!browser.get(&infusion).await.text.contains("id=\"newer\""));

    let scratch = tests::scratch::Scratch::new("upgrade");
    scratch.copy(&world.definitions, "");
    let text = std::fs::read_to_string(scratch.join("forms/infusion/1.0.0.yaml")).unwrap();
    let item = "    items:\n      - { id: handover_note, kind: text, max_length: 40, required: true, label: { ja: 申し送り, en: Handover note } }\n";
    let text = text.replacen("version: 1.0.0", "version: 1.1.0", 1).replacen("    items:\n", item, 1);
    scratch.write("forms/infusion/1.1.0.yaml", text);
    let library = server::demo::definitions::read(scratch.path()).unwrap();
    server::demo::definitions::publish(&world.store, &library, world.now()).await.unwrap();

    let page = browser.get(&infusion).await;
    assert!(page.text.contains("id=\"newer\"") && page.text.contains("1.1.0"), "the fill page offers the newer version");
    assert!(!page.text.contains("id=\"item.handover_note\""), "and keeps the one with which it was submitted");
    let address = infusion.replace("/fill", "/upgrade");
    let preview = browser.get(&address).await;
    assert!(preview.text.contains("Handover note") && preview.text.contains("id=\"findings\""), "{}", preview.text);
    let moved = [("csrf", preview.field("csrf")), ("version", preview.field("version"))];
    let fields: Vec<(&str, &str)> = moved.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let page = browser.submit(&address, &fields).await;
    assert!(page.text.contains("id=\"item.handover_note\"") && page.text.contains("value=\"2026-04-01\""), "{}", page.text);
    let record = infusion.split('/').nth(2).unwrap();
    let found = world.store.find_record(&world.person("hana").actor, record).await.unwrap().unwrap();
    assert_eq!((found.head.revision, &*found.head.form.version), (1, "1.0.0"), "what was submitted stands as it was");
    assert_eq!(found.draft.unwrap().form.version, "1.1.0");
}

/// The fill page of a patient's only record of a form.
async fn address_of(world: &World, patient: &str, form: &str) -> String {
    let id = patient.rsplit('/').next().unwrap();
    let found = world.store.find_patient(&world.person("hana").actor, id).await.unwrap().unwrap();
    let record = found.records.iter().find(|record| record.form.id == form).unwrap();
    format!("/records/{}/fill", record.id)
}
