//! Drafts and revisions: optimistic locking, reasons for corrections, states.

use super::house::{House, crs, refusal};
use storage::{Change, DiscardDraft, FindingSummary, FormRef, OpenRecord, RecordState, Refusal, Role, SaveDraft, SubmitRevision};

const CONTENT: &str = r#"{"answers":{"crs_occurred":"no"},"reasons":{}}"#;

#[tokio::test]
async fn a_correction_needs_a_reason_and_both_revisions_stay() {
    let house = House::build("correction").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let (patient, _, record) = house.record(&hana, 1).await;
    house.submit(&hana, &record, CONTENT, 0, "").await.unwrap();
    let second = r#"{"answers":{"crs_occurred":"yes"},"reasons":{}}"#;
    for reason in ["", "  \n"] {
        assert_eq!(refusal(house.submit(&hana, &record, second, 1, reason).await), Refusal::ReasonMissing);
    }
    let written = house.submit(&hana, &record, second, 1, "chart read again").await.unwrap();
    assert_eq!((written.version, written.state), (2, Some(RecordState::Complete)));
    let read = house.store.find_record(&hana, &record).await.unwrap().unwrap();
    let contents: Vec<&str> = read.revisions.iter().map(|r| r.content.expose()).collect();
    assert_eq!(contents, [CONTENT, second]);
    assert_eq!(read.revisions[1].reason.expose(), "chart read again");
    assert_eq!(read.revisions[1].actor_name, "Dr hana");
    assert_eq!(read.head.revision, 2);
    let context = house.store.list_standing(&hana, &patient).await.unwrap();
    let levels: Vec<(&str, &str, i64)> = context.iter().map(|c| (c.form.id.as_str(), c.level.as_str(), c.revision)).collect();
    assert_eq!(levels, [("patient_registration", "patient", 1), ("crs", "infusion", 2)]);
}

#[tokio::test]
async fn who_comes_second_is_told_so() {
    let house = House::build("locking").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let ken = house.person("ken", Role::DataManager, "tokyo").await.actor;
    let (_, _, record) = house.record(&hana, 1).await;
    assert_eq!(house.draft(&hana, &record, CONTENT, 0).await.unwrap().version, 1);
    assert_eq!(refusal(house.draft(&ken, &record, CONTENT, 0).await), Refusal::Stale { current: 1 });
    assert_eq!(house.draft(&ken, &record, CONTENT, 1).await.unwrap().version, 2);
    assert_eq!(refusal(house.draft(&hana, &record, CONTENT, 1).await), Refusal::Stale { current: 2 });

    let submit = |draft| {
        let (form, findings) = (crs(), FindingSummary::default());
        let content = CONTENT.into();
        Change::SubmitRevision(SubmitRevision {
            record: record.clone(),
            form,
            content,
            findings,
            expected_revision: 0,
            expected_draft: Some(draft),
            restated: Vec::new(),
            identity: None,
        })
    };
    assert_eq!(refusal(house.change(&hana, "", submit(1)).await), Refusal::Stale { current: 2 });
    house.change(&hana, "", submit(2)).await.unwrap();
    assert!(house.store.find_draft(&hana, &record).await.unwrap().is_none(), "the submitted draft is gone");
    assert_eq!(refusal(house.submit(&ken, &record, CONTENT, 0, "why").await), Refusal::Stale { current: 1 });
    assert_eq!(house.draft(&ken, &record, CONTENT, 0).await.unwrap().version, 3, "draft versions never repeat");
}

#[tokio::test]
async fn states_follow_drafts_and_errors() {
    let house = House::build("states").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let (patient, _, record) = house.record(&hana, 1).await;
    let state = || async {
        let patient = house.store.find_patient(&hana, &patient).await.unwrap().unwrap();
        let head = patient.records.into_iter().find(|r| r.id == record).unwrap();
        (head.state, head.draft_version)
    };
    assert_eq!(state().await, (RecordState::Due, 0));
    house.draft(&hana, &record, CONTENT, 0).await.unwrap();
    assert_eq!(state().await, (RecordState::Saved, 1));
    house.change(&hana, "", Change::DiscardDraft(DiscardDraft { record: record.clone(), expected_version: 1 })).await.unwrap();
    assert_eq!(state().await, (RecordState::Due, 0));
    let findings = FindingSummary { errors: 1, warnings: 2, keys: vec!["crs_late_onset@crs_onset_date".into()] };
    let change = SubmitRevision {
        record: record.clone(),
        form: crs(),
        content: CONTENT.into(),
        findings: findings.clone(),
        expected_revision: 0,
        expected_draft: None,
        restated: Vec::new(),
        identity: None,
    };
    house.change(&hana, "", Change::SubmitRevision(change)).await.unwrap();
    assert_eq!(state().await, (RecordState::Error, 0));
    let read = house.store.find_record(&hana, &record).await.unwrap().unwrap();
    assert_eq!(read.revisions[0].findings, findings);
    house.submit(&hana, &record, CONTENT, 1, "date mended").await.unwrap();
    assert_eq!(state().await, (RecordState::Complete, 0));
}

#[tokio::test]
async fn contents_that_are_no_object_are_refused() {
    let house = House::build("content").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let (_, _, record) = house.record(&hana, 1).await;
    for wrong in ["", "[]", "{"] {
        assert!(matches!(refusal(house.draft(&hana, &record, wrong, 0).await), Refusal::Invalid { field: "content", .. }));
    }
}

#[tokio::test]
async fn a_record_takes_only_its_own_form_as_published() {
    let house = House::build("forms").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let (_, place, record) = house.record(&hana, 1).await;
    let with = |form: FormRef| {
        let (record, content) = (record.clone(), CONTENT.into());
        Change::SaveDraft(SaveDraft { record, form, content, expected_version: 0 })
    };
    let unpublished = Refusal::NotFound { what: "published form" };
    for form in [FormRef { version: "9.0.0".into(), ..crs() }, FormRef { digest: "sha256:other".into(), ..crs() }] {
        assert_eq!(refusal(house.change(&hana, "", with(form.clone())).await), unpublished);
        let open = OpenRecord { place: place.clone(), form, ordinal: 2 };
        assert_eq!(refusal(house.change(&hana, "", Change::OpenRecord(open)).await), unpublished);
    }
    let other =
        FormRef { id: "patient_registration".into(), version: "1.0.0".into(), digest: "sha256:patient_registration".into() };
    assert!(matches!(refusal(house.change(&hana, "", with(other)).await), Refusal::Invalid { field: "form", .. }));
}
