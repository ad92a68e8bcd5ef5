//! The whole way without JavaScript: register a patient, open course and infusion, fill with skip logic, an error and a warning,
//! submit as ERR, correct with a reason, read both revisions and what changed.

use super::browser::{Answer, Browser};
use super::world::World;

const REGISTRATION: [(&str, &str); 13] = [
    ("a.facility_mrn", "T-1"),
    ("a.family_name_kanji", "試験"),
    ("a.given_name_kanji", "太郎"),
    ("a.family_name_kana", "シケン"),
    ("a.given_name_kana", "タロウ"),
    ("a.birth_date", "1961-05-20"),
    ("a.sex_at_birth", "male"),
    ("a.prefecture", "13"),
    ("a.trump_registered", "no"),
    ("a.attending_physician", "架空 花"),
    ("a.registration_date", "2026-03-02"),
    ("a.followup_facility", "北斗大学病院"),
    ("a.prior_registration_elsewhere", "no"),
];

pub(super) const PREVIOUS: (&str, &str) = ("a.crs_previously_reported", "no");

pub(super) const INFUSION: [(&str, &str); 24] = [
    ("a.infusion_no", "1"),
    ("a.infusion_date", "2026-04-01"),
    ("a.infusion_start", "2026-04-01T10:05"),
    ("a.infusion_end", "2026-04-01T10:25"),
    ("a.infusion_facility", "北斗大学病院"),
    ("a.care_setting", "inpatient"),
    ("a.route", "iv"),
    ("a.infusion_weight_kg", "64.5"),
    ("a.identity_double_check", "yes"),
    ("a.premedication", "acetaminophen"),
    ("a.premedication", "antihist"),
    ("a.prophylactic_aed", "yes"),
    ("a.prophylactic_steroid", "no"),
    ("a.tocilizumab_available", "yes"),
    ("a.thaw_start", "2026-04-01T09:40"),
    ("a.post_thaw_viability", "88.5"),
    ("a.bag_count_infused", "1"),
    ("a.volume_infused", "68"),
    ("a.car_cells_total", "129"),
    ("a.infused_entire", "yes"),
    ("a.oos_infused", "no"),
    ("a.infusion_reaction", "no"),
    ("a.infusion_interrupted", "no"),
    ("a.concomitant_planned", "no"),
];

/// The consent of an adult to enrolment and research.
pub(super) const CONSENT: [(&str, &str); 7] = [
    ("a.consent_status", "consented"),
    ("a.consent_date", "2026-03-02"),
    ("a.consent_doc_version", "第2.1版"),
    ("a.irb_approval_no", "EX-2026-001"),
    ("a.consent_scope", "registry"),
    ("a.consent_scope", "research"),
    ("a.overseas_consent", "no"),
];

/// Posts the fill page with its token and version, and follows to the next page.
pub(super) async fn fill(browser: &mut Browser, address: &str, button: &str, fields: &[(&str, &str)]) -> Answer {
    let page = browser.get(address).await;
    assert_eq!(page.status, 200, "{}", page.text);
    let (csrf, version) = (page.field("csrf"), page.field("version"));
    let mut all = vec![("csrf", csrf.as_str()), ("version", version.as_str()), ("do", button)];
    all.extend(fields);
    browser.submit(address, &all).await
}

/// Is the item of this id on the page, but not shown?
fn is_hidden(page: &Answer, item: &str) -> bool {
    let at = page.text.find(&format!("id=\"item.{item}\"")).unwrap_or_else(|| panic!("no item {item} in\n{}", page.text));
    let tag = &page.text[page.text[..at].rfind('<').unwrap()..at + page.text[at..].find('>').unwrap()];
    tag.ends_with(" hidden")
}

/// Confirms the page that lists what a submission means.
pub(super) async fn confirm(browser: &mut Browser, address: &str, review: &Answer, reason: &str) -> Answer {
    assert_eq!(review.status, 200, "{}", review.text);
    assert!(review.text.contains("value=\"confirm\""), "{}", review.text);
    let fields = [
        ("csrf", review.field("csrf")),
        ("version", review.field("version")),
        ("reason", reason.to_owned()),
        ("do", "confirm".to_owned()),
    ];
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.submit(&address.replace("/fill", "/review"), &fields).await
}

/// Presses the button of a patient page whose form goes to a place and names a value.
pub(super) async fn press(browser: &mut Browser, patient: &str, target: &str, name: &str, value: &str) -> Answer {
    let page = browser.get(patient).await;
    let marker = format!("name=\"{name}\" value=\"{value}\"");
    let at = page.text.find(&marker).unwrap_or_else(|| panic!("no button for {value} in\n{}", page.text));
    let form = &page.text[page.text[..at].rfind("<form").unwrap()..at];
    let start = form.find("action=\"").unwrap() + 8;
    let action = &form[start..start + form[start..].find('"').unwrap()];
    assert!(action.ends_with(target));
    browser.post(action, &[("csrf", &page.field("csrf")), (name, value)]).await
}

/// Fills and submits a form of a place, through the review where there is one; the page of the record.
pub(super) async fn hand_in(browser: &mut Browser, patient: &str, form: &str, fields: &[(&str, &str)]) -> Answer {
    let address = press(browser, patient, "/records", "form", form).await.location();
    let done = fill(browser, &address, "submit", fields).await;
    if done.text.contains("value=\"confirm\"") { confirm(browser, &address, &done, "").await } else { done }
}

/// A registered patient without consent; the address.
pub(super) async fn register(world: &World, browser: &mut Browser) -> String {
    let registration = world.register(browser).await;
    let done = fill(browser, &registration, "submit", &REGISTRATION).await;
    assert!(done.text.contains("state-CMP"), "{}", done.text);
    let record = registration.split('/').nth(2).unwrap();
    let found = world.store.find_record(&world.person("hana").actor, record).await.unwrap().unwrap();
    format!("/patients/{}", found.head.patient)
}

/// A registered patient who consented; the address.
pub(super) async fn enrol(world: &World, browser: &mut Browser) -> String {
    let patient = register(world, browser).await;
    let done = hand_in(browser, &patient, "consent", &CONSENT).await;
    assert!(done.text.contains("state-CMP"), "{}", done.text);
    patient
}

/// A new patient with a record of a form of the patient; the address of its fill page.
pub(super) async fn start(world: &World, browser: &mut Browser, form: &str) -> String {
    let patient = enrol(world, browser).await;
    press(browser, &patient, "/records", "form", form).await.location()
}

pub(super) async fn to_crs(world: &World, browser: &mut Browser) -> (String, String) {
    let patient = enrol(world, browser).await;
    press(browser, &patient, "/places", "level", "course").await;
    press(browser, &patient, "/places", "level", "infusion").await;
    let infusion = press(browser, &patient, "/records", "form", "infusion").await.location();
    let done = fill(browser, &infusion, "submit", &INFUSION).await;
    let done = if done.text.contains("value=\"confirm\"") { confirm(browser, &infusion, &done, "").await } else { done };
    assert!(done.text.contains("id=\"revisions\""), "{}", done.text);
    let crs = press(browser, &patient, "/records", "form", "crs").await.location();
    (patient, crs)
}

#[tokio::test]
async fn a_patient_from_registration_to_a_corrected_crs() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let (patient, crs) = to_crs(&world, &mut browser).await;
    let list = browser.get("/patients").await;
    assert!(list.text.contains("試験 太郎") && list.text.contains("1961-05-20"), "{}", list.text);

    // Update: the server renders again, and skip logic shows what yes asks for.
    assert!(is_hidden(&browser.get(&crs).await, "crs_previously_reported"));
    let page = fill(&mut browser, &crs, "update", &[("a.crs_occurred", "yes")]).await;
    assert!(!is_hidden(&page, "crs_previously_reported"));
    // An onset before the infusion is an error; the record is kept as ERR, and the truth is never refused.
    let review =
        fill(&mut browser, &crs, "submit", &[("a.crs_occurred", "yes"), PREVIOUS, ("a.crs_onset_date", "2026-03-30")]).await;
    assert!(review.text.contains("id=\"errors\""), "{}", review.text);
    let link = format!("href=\"{crs}?show=all#item.");
    assert!(review.text.replace("&#x2f;", "/").contains(&link), "an error leads to its item: {}", review.text);
    let record = confirm(&mut browser, &crs, &review, "").await;
    assert!(record.text.contains("state-ERR"), "{}", record.text);

    // The correction: needs a reason, lists what it leaves out.
    let review =
        fill(&mut browser, &crs, "submit", &[("a.crs_occurred", "no"), PREVIOUS, ("a.crs_onset_date", "2026-03-30")]).await;
    assert!(review.text.contains("id=\"hidden\""), "{}", review.text);
    let refused = confirm(&mut browser, &crs, &review, " ").await;
    assert!(refused.text.contains("Please give a reason"), "{}", refused.text);
    let record = confirm(&mut browser, &crs, &review, "転記の誤り").await;
    assert!(record.text.contains("state-CMP") && record.text.contains("転記の誤り"), "{}", record.text);

    let base = crs.trim_end_matches("/fill");
    let first = browser.get(&format!("{base}/revisions/1")).await;
    assert!(first.text.contains("2026-03-30"), "{}", first.text);
    let second = browser.get(&format!("{base}/revisions/2")).await;
    assert!(!second.text.contains("2026-03-30"), "{}", second.text);
    let changes = browser.get(&format!("{base}/revisions/2/changes")).await;
    assert!(changes.text.contains("crs_onset_date") && changes.text.contains("転記の誤り"), "{}", changes.text);
    assert!(browser.get(&patient).await.text.contains("state-CMP"));
    assert!(world.store.verify().await.unwrap().is_clean());
}

#[tokio::test]
async fn a_warning_asks_for_a_reason_which_is_kept() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let patient = enrol(&world, &mut browser).await;
    press(&mut browser, &patient, "/places", "level", "course").await;
    press(&mut browser, &patient, "/places", "level", "infusion").await;
    let infusion = press(&mut browser, &patient, "/records", "form", "infusion").await.location();
    let mut fields = INFUSION.to_vec();
    fields.push(("a.infusion_weight_kg", "151"));
    fields.retain(|field| *field != ("a.infusion_weight_kg", "64.5"));
    let page = fill(&mut browser, &infusion, "submit", &fields).await;
    assert!(page.text.contains("r.soft_range@infusion_weight_kg"), "{}", page.text);
    fields.push(("r.soft_range@infusion_weight_kg", "計量を二度確かめた"));
    let next = fill(&mut browser, &infusion, "submit", &fields).await;
    let record = if next.text.contains("value=\"confirm\"") { confirm(&mut browser, &infusion, &next, "").await } else { next };
    assert!(record.text.contains("id=\"revisions\""), "{}", record.text);
    let read = browser.get(&format!("{}/revisions/1", infusion.trim_end_matches("/fill"))).await;
    assert!(read.text.contains("計量を二度確かめた"), "{}", read.text);
}

#[tokio::test]
async fn a_draft_is_kept_and_a_stale_one_is_refused() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let address = world.register(&mut browser).await;
    let page = fill(&mut browser, &address, "save", &[("a.family_name_kanji", "途中")]).await;
    assert!(page.text.contains("value=\"途中\""), "{}", page.text);
    // The background saving of the script: the same fields, the answer in JSON.
    let draft = address.replace("/fill", "/draft");
    let (csrf, version) = (page.field("csrf"), page.field("version"));
    let body = server::session::pairs::encode([("version", version.as_str()), ("do", "save"), ("a.family_name_kanji", "続き")]);
    let headers =
        [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json"), ("x-csrf-token", csrf.as_str())];
    let saved = browser.send(axum::http::Method::POST, &draft, &headers, body.clone()).await;
    assert_eq!(saved.status, 200, "{}", saved.text);
    assert!(saved.text.contains("\"version\":2"), "{}", saved.text);
    let stale = browser.send(axum::http::Method::POST, &draft, &headers, body).await;
    assert_eq!(stale.status, 409);
    assert!(stale.text.contains("\"problem\":\"stale\""), "{}", stale.text);
    assert!(browser.get(&address).await.text.contains("value=\"続き\""));
    let stale =
        browser.post(&address, &[("csrf", &csrf), ("version", &version), ("do", "save"), ("a.family_name_kanji", "古い")]).await;
    assert_eq!(stale.status, 409);
}

#[tokio::test]
async fn rows_come_and_go_by_buttons() {
    let world = World::new().await;
    let mut browser = world.signed_in("hana").await;
    let address = world.register(&mut browser).await;
    let page = fill(&mut browser, &address, "add:former_names", &[]).await;
    assert!(page.text.contains("a.former_names[0].former_family_name_kana"), "{}", page.text);
    let row = [("n.former_names", "1"), ("a.former_names[0].former_family_name_kana", "キュウセイ")];
    let page = fill(&mut browser, &address, "add:former_names", &row).await;
    assert!(page.text.contains("キュウセイ") && page.text.contains("a.former_names[1].former_family_name_kana"), "{}", page.text);
    let rows = [("n.former_names", "2"), row[1], ("a.former_names[1].former_family_name_kana", "ベツ")];
    let page = fill(&mut browser, &address, "remove:former_names[0]", &rows).await;
    assert!(!page.text.contains("キュウセイ") && page.text.contains("ベツ"), "{}", page.text);
}

/// Kymriah for large B-cell lymphoma asks one item more at the infusion; the item is a shared one.
fn with_overlay(world: &World, label: &str) -> tests::scratch::Scratch {
    let scratch = tests::scratch::Scratch::new("overlay");
    scratch.copy(&world.definitions, "");
    let product = std::fs::read_to_string(scratch.join("products/kymriah.yaml")).unwrap();
    let (others, lbcl) = product.split_once("\n  - id: lbcl\n").expect("the indication");
    let overlay = "    overlays:\n      - form: infusion\n        add:\n          - { after: infusion_date, items: [{ item: batch_note }] }\n";
    assert!(lbcl.contains("    overlays:\n"), "the overlay joins those of the indication");
    let lbcl = lbcl.replacen("    overlays:\n", overlay, 1);
    scratch.write("products/kymriah.yaml", format!("{others}\n  - id: lbcl\n{lbcl}"));
    let item =
        format!("items:\n  - {{ id: batch_note, kind: text, max_length: 40, label: {{ ja: 製造番号の注記, en: {label} }} }}\n");
    scratch.write("items/manufacture.yaml", item);
    scratch
}

#[tokio::test]
async fn the_treatment_decides_which_overlay_is_asked_and_an_old_revision_is_read_as_it_was_asked() {
    let world = World::new().await;
    let publish = async |label| {
        let library = server::demo::definitions::read(with_overlay(&world, label).path()).unwrap();
        server::demo::definitions::publish(&world.store, &library, world.now()).await.unwrap()
    };
    assert_eq!(publish("Note on the batch").await, 2, "the product and one edition of the infusion form");
    let mut browser = world.signed_in("hana").await;
    let patient = enrol(&world, &mut browser).await;
    press(&mut browser, &patient, "/places", "level", "course").await;
    press(&mut browser, &patient, "/places", "level", "infusion").await;
    let infusion = press(&mut browser, &patient, "/records", "form", "infusion").await.location();
    assert!(!browser.get(&infusion).await.text.contains("id=\"item.batch_note\""), "the treatment is not known yet");

    let plan = press(&mut browser, &patient, "/records", "form", "ct_indication").await.location();
    let treated = [("a.therapy_category", "cart"), ("a.product", "kymriah"), ("a.primary_disease", "lbcl")];
    let review = fill(&mut browser, &plan, "submit", &treated).await;
    confirm(&mut browser, &plan, &review, "").await;
    let page = browser.get(&infusion).await;
    assert!(page.text.contains("id=\"item.batch_note\"") && page.text.contains("Note on the batch"), "{}", page.text);

    let mut answers = INFUSION.to_vec();
    answers.push(("a.batch_note", "N-1"));
    let done = fill(&mut browser, &infusion, "submit", &answers).await;
    if done.text.contains("value=\"confirm\"") {
        confirm(&mut browser, &infusion, &done, "").await;
    }
    let record = infusion.split('/').nth(2).unwrap();
    let found = world.store.find_record(&world.person("hana").actor, record).await.unwrap().unwrap();
    assert!(found.head.form.version.starts_with("1.0.0+kymriah.lbcl."), "{}", found.head.form.version);

    // A later wording of the shared item is another edition; what was filled is still read as it was asked.
    assert_eq!(publish("Batch remarks").await, 1, "one new edition; the product's file is as before");
    let revision = browser.get(&format!("/records/{record}/revisions/1")).await;
    assert!(revision.text.contains("Note on the batch") && revision.text.contains("N-1"), "{}", revision.text);
}
