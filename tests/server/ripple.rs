//! What a correction changes elsewhere, and a record that moves to a newer version of its form.

use engine::library::library::Library;
use serde_json::Value;
use server::demo::definitions;

use super::browser::Browser;
use super::courses::{fields, submit};
use super::journey::{INFUSION, PREVIOUS, confirm, enrol, fill, press, to_crs};
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

/// A myeloma patient's assessments, one at each visit, in the order in which they were entered; each hands its lowest M-protein on.
struct Chain {
    world: World,
    browser: Browser,
    library: Library,
    records: Vec<String>,
}

impl Chain {
    /// The M-protein before the treatment, which stands in the baseline.
    const BASELINE: f64 = 4.0;

    async fn new(assessments: &[(&str, &str)]) -> Chain {
        let world = World::new().await;
        world.pass(200 * 86_400);
        let mut browser = world.signed_in("hana").await;
        let library = definitions::read(&world.definitions).unwrap();
        let patient = enrol(&world, &mut browser).await;
        press(&mut browser, &patient, "/places", "level", "course").await;
        let own = |fields: &[(&str, &str)]| {
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Vec<_>>()
        };
        submit(&mut browser, &patient, "dx_mm", &own(&[("a.mm_serum_m", "4"), ("u.mm_serum_m", "g/dL")])).await;
        press(&mut browser, &patient, "/places", "level", "infusion").await;
        submit(&mut browser, &patient, "infusion", &own(&INFUSION)).await;
        for (day, protein) in assessments {
            press(&mut browser, &patient, "/places", "level", "visit").await;
            submit(&mut browser, &patient, "resp_mm", &Chain::answers(&library, day, protein)).await;
        }
        let id = patient.rsplit('/').next().unwrap();
        let found = world.store.find_patient(&world.person("hana").actor, id).await.unwrap().unwrap();
        let records = found.records.iter().filter(|record| record.form.id == "resp_mm").map(|record| record.id.clone()).collect();
        let mut chain = Chain { world, browser, library, records };
        assert_eq!(chain.records.len(), assessments.len());
        let mut days = Vec::new();
        for record in chain.records.clone() {
            days.push((chain.standing(&record).await.0["answers"]["rm_assess_date"].as_str().unwrap().to_owned(), record));
        }
        chain.records =
            assessments.iter().map(|(day, _)| days.iter().find(|(known, _)| known == day).unwrap().1.clone()).collect();
        chain
    }

    fn answers(library: &Library, day: &str, protein: &str) -> Vec<(String, String)> {
        fields(library, "resp_mm", "very_good_partial_response", &[("rm_assess_date", day), ("rm_serum_m", protein)])
    }

    /// What stands of a record, and its revision.
    async fn standing(&self, record: &str) -> (Value, i64) {
        let found = self.world.store.find_record(&self.world.person("hana").actor, record).await.unwrap().unwrap();
        let last = found.revisions.iter().max_by_key(|revision| revision.number).unwrap();
        (serde_json::from_str(last.content.expose()).unwrap(), found.head.revision)
    }

    /// Corrects an assessment. Those named in the review, and those that have a new revision afterwards, by their places in the chain: they
    /// must be the same.
    async fn correct(&mut self, at: usize, day: &str, protein: &str) -> Vec<usize> {
        let mut before = Vec::new();
        for record in &self.records {
            before.push(self.standing(record).await.1);
        }
        let address = format!("/records/{}/fill", self.records[at]);
        let answers = Chain::answers(&self.library, day, protein);
        let answers: Vec<(&str, &str)> = answers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let review = fill(&mut self.browser, &address, "submit", &answers).await;
        let text = review.text.replace("&#x2f;", "/");
        let named: Vec<usize> = (0..self.records.len())
            .filter(|other| text.contains(&format!("<h3><a href=\"/records/{}\"", self.records[*other])))
            .collect();
        confirm(&mut self.browser, &address, &review, "read again").await;
        let mut moved = Vec::new();
        for (other, record) in self.records.iter().enumerate() {
            let now = self.standing(record).await.1;
            assert!(now <= before[other] + 1, "one revision of each at most");
            if now > before[other] && other != at {
                moved.push(other);
            }
        }
        assert_eq!(named, moved, "what was shown is what was written");
        self.is_sound().await;
        moved
    }

    /// Every lowest value is that of the assessments up to that day, told anew from the answers alone; and each stands beside the revision
    /// from which it says that it was read.
    async fn is_sound(&self) {
        let mut all = Vec::new();
        for record in &self.records {
            all.push((record, self.standing(record).await.0));
        }
        let number = |value: &Value| value.as_str().map_or_else(|| value.as_f64(), |text| text.parse().ok()).unwrap();
        all.sort_by_key(|(_, content)| content["answers"]["rm_assess_date"].as_str().unwrap().to_owned());
        let mut lowest = Chain::BASELINE;
        for (record, content) in &all {
            let calculated = &content["calculated"];
            assert!((number(&calculated["rm_nadir_before"]) - lowest).abs() < 1e-9, "{record}: {lowest} and {content}");
            lowest = lowest.min(number(&content["answers"]["rm_serum_m"]["value"]));
            assert!((number(&calculated["rm_nadir"]) - lowest).abs() < 1e-9, "{record}: {lowest} and {content}");
            let Some(source) = content["sources"]["previous"][0].as_str() else { continue };
            let (other, revision) = source.rsplit_once('.').unwrap();
            let found = self.world.store.find_record(&self.world.person("hana").actor, other).await.unwrap().unwrap();
            let read = found.revisions.iter().find(|known| known.number.to_string() == revision);
            let read: Value = serde_json::from_str(read.expect("the revision that was read").content.expose()).unwrap();
            assert_eq!(read["calculated"]["rm_nadir"], content["read"]["previous"]["rm_nadir"], "{record} reads {source}");
        }
        assert!(self.world.store.verify().await.unwrap().is_clean());
    }
}

#[tokio::test]
async fn corrections_run_along_a_chain_of_visits() {
    let visits =
        [("2026-05-04", "0.4"), ("2026-06-01", "0.8"), ("2026-07-01", "0.3"), ("2026-08-01", "0.7"), ("2026-09-01", "0.6")];
    let mut chain = Chain::new(&visits).await;
    chain.is_sound().await;
    // From the last to the first: whatever reads the corrected value, and only that, is written anew.
    assert_eq!(chain.correct(4, "2026-09-01", "0.5").await, [] as [usize; 0]);
    assert_eq!(chain.correct(3, "2026-08-01", "0.65").await, [] as [usize; 0], "higher than the lowest so far");
    assert_eq!(chain.correct(2, "2026-07-01", "0.5").await, [3, 4], "the lowest is now that of the first visit");
    assert_eq!(chain.correct(1, "2026-06-01", "0.2").await, [2, 3, 4]);
    assert_eq!(chain.correct(0, "2026-05-04", "0.35").await, [1], "the second visit is lower, whatever stood before it");
    // In the middle, a day: the second visit moves behind the fourth, and the lowest value with it.
    assert_eq!(chain.correct(1, "2026-08-15", "0.2").await, [2, 3], "the fifth reads the same lowest value from another visit");
    // And back to the front, before all others.
    assert_eq!(chain.correct(1, "2026-04-20", "0.2").await, [0, 2, 3]);
}

#[tokio::test]
async fn a_visit_entered_late_stands_in_the_middle_of_the_chain() {
    // Entered in another order than that of their days.
    let visits = [("2026-09-01", "0.6"), ("2026-05-04", "1.2"), ("2026-07-01", "0.9"), ("2026-06-01", "0.5")];
    let mut chain = Chain::new(&visits).await;
    chain.is_sound().await;
    assert_eq!(chain.correct(3, "2026-06-01", "1.1").await, [0, 2]);
    assert_eq!(
        chain.correct(1, "2026-08-01", "0.2").await,
        [0, 3],
        "the first has the baseline before it, the last the new lowest value"
    );
    assert_eq!(chain.correct(1, "2026-05-04", "0.2").await, [2, 3], "the last reads the same lowest value from another visit");
}
