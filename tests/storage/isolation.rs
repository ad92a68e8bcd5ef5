//! A user of one site cannot learn that anything of another site exists: by read, by write, by refusal or by search.

use super::house::{House, refusal, somebody};
use storage::{Actor, Change, DiscardDraft, OpenPlace, OpenRecord, PatientQuery, Refusal, Role};

const CONTENT: &str = r#"{"answers":{}}"#;

#[tokio::test]
async fn the_other_site_is_absent_everywhere() {
    let house = House::build("isolation").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let ken = house.person("ken", Role::Clinician, "osaka").await.actor;
    let (patient, place, record) = house.record(&hana, 1).await;
    house.draft(&hana, &record, CONTENT, 0).await.unwrap();

    assert!(house.store.find_patient(&ken, &patient).await.unwrap().is_none());
    assert!(house.store.find_record(&ken, &record).await.unwrap().is_none());
    assert!(house.store.find_draft(&ken, &record).await.unwrap().is_none());
    assert!(house.store.find_place(&ken, &place).await.unwrap().is_none());
    assert!(house.store.list_standing(&ken, &patient).await.unwrap().is_empty());
    assert!(house.store.list_suspects(&ken, &somebody(1)).await.unwrap().is_empty());
    assert_eq!(house.store.list_sites(&ken).await.unwrap().len(), 1);
    for search in ["", patient.as_str(), "00000001", "試験1", "イトウハナコ1"] {
        let query = PatientQuery { search: search.into(), ..PatientQuery::default() };
        assert_eq!(house.store.list_patients(&ken, &query).await.unwrap().total, 0, "`{search}`");
        assert_eq!(house.store.list_patients(&hana, &query).await.unwrap().total, 1, "`{search}`");
    }
}

#[tokio::test]
async fn writing_to_the_other_site_looks_like_writing_to_nothing() {
    let house = House::build("isolation-write").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let ken = house.person("ken", Role::Clinician, "osaka").await.actor;
    let (_, place, record) = house.record(&hana, 1).await;
    house.draft(&hana, &record, CONTENT, 0).await.unwrap();
    for (there, nowhere) in [(&record, "record"), (&"0".repeat(25), "record")] {
        assert_eq!(refusal(house.draft(&ken, there, CONTENT, 1).await), Refusal::NotFound { what: nowhere });
        assert_eq!(refusal(house.submit(&ken, there, CONTENT, 0, "").await), Refusal::NotFound { what: nowhere });
        let discard = DiscardDraft { record: there.clone(), expected_version: 1 };
        assert_eq!(refusal(house.change(&ken, "", Change::DiscardDraft(discard)).await), Refusal::NotFound { what: nowhere });
    }
    for there in [&place, &"0".repeat(25)] {
        let open = OpenPlace { parent: there.clone(), level: "visit".into() };
        assert_eq!(refusal(house.change(&ken, "", Change::OpenPlace(open)).await), Refusal::NotFound { what: "place" });
        let open = OpenRecord { place: there.clone(), form: super::house::crs(), ordinal: 1 };
        assert_eq!(refusal(house.change(&ken, "", Change::OpenRecord(open)).await), Refusal::NotFound { what: "place" });
    }
}

#[tokio::test]
async fn a_duplicate_elsewhere_is_shown_to_registry_staff_only() {
    let house = House::build("duplicate").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let ken = house.person("ken", Role::Clinician, "osaka").await.actor;
    let staff = house.person("staff", Role::RegistryStaff, "").await.actor;
    let auditor = house.person("auditor", Role::Auditor, "").await.actor;
    let first = house.register(&hana, somebody(1)).await.unwrap().id;
    let second = house.register(&ken, somebody(1)).await.expect("a duplicate at another site is no refusal").id;
    assert_eq!(refusal(house.register(&hana, somebody(1)).await), Refusal::Duplicate { patient: first.clone() });

    let suspects = |actor: Actor| {
        let store = house.store.clone();
        async move {
            let mut ids: Vec<String> =
                store.list_suspects(&actor, &somebody(1)).await.unwrap().into_iter().map(|s| s.patient).collect();
            ids.sort();
            ids
        }
    };
    let mut both = vec![first.clone(), second.clone()];
    both.sort();
    assert_eq!(suspects(staff).await, both);
    assert_eq!(suspects(hana).await, [first]);
    assert_eq!(suspects(ken).await, [second]);
    assert!(suspects(auditor).await.is_empty());
}

#[tokio::test]
async fn administrators_see_no_patient_and_auditors_no_name() {
    let house = House::build("scopes").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let admin = house.person("admin", Role::Admin, "").await.actor;
    let auditor = house.person("auditor", Role::Auditor, "").await.actor;
    let (patient, _, record) = house.record(&hana, 1).await;
    assert!(house.store.find_patient(&admin, &patient).await.unwrap().is_none());
    assert!(house.store.find_record(&admin, &record).await.unwrap().is_none());
    assert_eq!(house.store.list_patients(&admin, &PatientQuery::default()).await.unwrap().total, 0);
    assert_eq!(house.store.find_patient(&auditor, &patient).await.unwrap().unwrap().identity, None);
    assert!(house.store.find_patient(&hana, &patient).await.unwrap().unwrap().identity.is_some());
    assert!(house.store.list_log(&hana, 0, 10).await.unwrap().is_empty());
    assert_eq!(house.store.list_log(&auditor, 0, 10).await.unwrap().len(), 10);
}
