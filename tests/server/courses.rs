//! Kinds of courses are files: a cellular therapy and a transplantation of one patient, and a third kind that nobody has programmed.

use engine::library::library::Library;
use serde_json::Value;
use server::demo::definitions;
use tests::scratch::Scratch;

use super::browser::{Answer, Browser};
use super::journey::{enrol, hand_in, press};
use super::world::World;

/// The fields of a form page for the answers of an author's example, others laid over.
pub(super) fn fields(library: &Library, form: &str, example: &str, over: &[(&str, &str)]) -> Vec<(String, String)> {
    let form = library.form(form).unwrap();
    let example = form.examples.iter().find(|known| &*known.id == example).unwrap();
    let mut fields = Vec::new();
    for (item, answer) in &example.given.members() {
        let mut add = |kind: &str, value: &Value| {
            fields.push((format!("{kind}.{item}"), value.as_str().map_or_else(|| value.to_string(), str::to_owned)));
        };
        match answer {
            Value::Object(parts) if parts.contains_key("missing") => add("m", &parts["missing"]),
            Value::Object(parts) => {
                add("a", &parts["value"]);
                add("u", &parts["unit"]);
            }
            Value::Array(codes) => codes.iter().for_each(|code| add("a", code)),
            value => add("a", value),
        }
    }
    for (item, value) in over {
        let name = format!("a.{item}");
        fields.retain(|(known, _)| *known != name);
        fields.push((name, (*value).to_owned()));
    }
    fields
}

/// Starts a form from the patient's page and submits it, through the review where there is one.
pub(super) async fn submit(browser: &mut Browser, patient: &str, form: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    hand_in(browser, patient, form, &fields).await
}

#[tokio::test]
async fn one_patient_has_a_cellular_therapy_and_a_transplantation() {
    let world = World::new().await;
    world.pass(40 * 86_400);
    let mut browser = world.signed_in("hana").await;
    let library = definitions::read(&world.definitions).unwrap();
    let patient = enrol(&world, &mut browser).await;
    for (level, heading) in [("course", "Cellular therapy 1"), ("transplant", "Transplantation 1")] {
        press(&mut browser, &patient, "/places", "level", level).await;
        let page = browser.get(&patient).await;
        assert!(page.text.contains(heading), "{heading} in {}", page.text);
    }
    let baseline = fields(
        &library,
        "hct_baseline",
        "unrelated_transplant",
        &[("hct_date", "2026-01-05"), ("conditioning_start", "2025-12-29")],
    );
    let page = submit(&mut browser, &patient, "hct_baseline", &baseline).await;
    assert!(page.text.contains("state-CMP"), "{}", page.text);
    press(&mut browser, &patient, "/places", "level", "transplant_visit").await;
    let page = submit(&mut browser, &patient, "hct_day100", &fields(&library, "hct_day100", "engrafted", &[])).await;
    assert!(page.text.contains("state-CMP"), "{}", page.text);
    // The transplant has its own calendar, and the baseline and day 100 are done in it.
    let page = browser.get(&patient).await.text.replace("&#x2f;", "/");
    let start = page.split("Transplantation 1").nth(1).and_then(|rest| rest.split("href=\"").nth(1)).unwrap();
    let calendar = browser.get(start.split('"').next().unwrap()).await;
    assert_eq!(calendar.status, 200, "{}", calendar.text);
    assert_eq!(calendar.text.matches("badge calendar-done").count(), 2, "{}", calendar.text);
    // The cellular therapy beside it is as open as before: its forms are asked and those of the transplant are not.
    assert!(page.contains("data-form=\"ct_indication\""), "{page}");
    assert!(world.store.verify().await.unwrap().is_clean());
}

const GENE_FORM: &str = r#"form: gene_therapy
version: 1.0.0
title: { ja: 遺伝子治療, en: Gene therapy }
level: gene_course
sections:
  - id: main
    title: { ja: 治療, en: Therapy }
    why: [patient_background]
    items:
      - { id: gene_date, kind: date, label: { ja: 投与日, en: Day of the therapy }, required: true, max: today }
      - { id: gene_vector, kind: text, label: { ja: ベクター, en: Vector }, required: true, missing: [UNK], max_length: 100 }
"#;

const GENE_SCHEDULE: &str = r#"schedule: gene15
title: { ja: 遺伝子治療の予定, en: Calendar of a gene therapy }
level: gene_course
uses: [gene_therapy]
anchor: gene_therapy.gene_date
visits:
  - { id: day0, title: { ja: 投与, en: Therapy }, target: 0, latest: 30, forms: [gene_therapy] }
  - { id: y1, title: { ja: 1年, en: 1 year }, earliest: 330, target: 365, latest: 400, forms: [death] }
"#;

#[tokio::test]
async fn a_third_kind_of_course_is_files_only() {
    let world = World::new().await;
    let folder = Scratch::new("third-course");
    folder.copy(&world.definitions, "");
    let registry = std::fs::read_to_string(folder.join("registry.yaml")).unwrap();
    let level = "  - id: gene_course\n    title: { ja: 遺伝子治療, en: Gene therapy }\n    parent: patient\n";
    let course = "  - { id: gene, title: { ja: 遺伝子治療, en: Gene therapy }, level: gene_course, opened_by: gene_therapy, schedule: gene15 }\n";
    let registry =
        registry.replace("\nlevels:\n", "\nlevels:\n  # gene\n").replacen("\ncourses:\n", &format!("\ncourses:\n{course}"), 1);
    let registry = registry.replacen(
        "    title: { ja: 患者, en: Patient }\n",
        &format!("    title: {{ ja: 患者, en: Patient }}\n{level}"),
        1,
    );
    folder.write("registry.yaml", registry);
    folder.write("forms/gene_therapy/1.0.0.yaml", GENE_FORM);
    folder.write("schedules/gene15.yaml", GENE_SCHEDULE);
    let library = definitions::read(folder.path()).unwrap();
    definitions::publish(&world.store, &library, world.now()).await.unwrap();

    let mut browser = world.signed_in("hana").await;
    let patient = enrol(&world, &mut browser).await;
    press(&mut browser, &patient, "/places", "level", "gene_course").await;
    let page = browser.get(&patient).await.text.replace("&#x2f;", "/");
    let place = page.split("Gene therapy 1").nth(1).expect("the place of the third kind");
    let calendar = place.split("href=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    assert!(place.contains("data-form=\"gene_therapy\""), "{place}");
    let answers =
        [("a.gene_date", "2026-04-01"), ("a.gene_vector", "AAV")].map(|(name, value)| (name.to_owned(), value.to_owned()));
    let done = submit(&mut browser, &patient, "gene_therapy", &answers).await;
    assert!(done.text.contains("state-CMP"), "{}", done.text);
    let calendar = browser.get(&calendar).await;
    assert!(calendar.text.contains("2027-04-01") && calendar.text.contains("calendar-done"), "{}", calendar.text);
    // The patient's page says what is due there, with its window and its deadline.
    let page = browser.get(&patient).await.text;
    assert!(page.contains("table stack due") && page.contains("2027-02-25") && page.contains("2027-05-06"), "{page}");
}
