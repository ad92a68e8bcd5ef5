//! Finding a patient in any writing, page by page.

use super::house::{House, somebody};
use storage::{PatientQuery, Role};

#[tokio::test]
async fn a_patient_is_found_by_id_number_kana_and_part_of_a_name() {
    let house = House::build("search").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let mut ids = Vec::new();
    for n in 0..12 {
        ids.push(house.register(&hana, somebody(n)).await.unwrap().id);
    }
    let find = |search: &str| {
        let (store, actor) = (house.store.clone(), hana.clone());
        let query = PatientQuery { search: search.into(), ..PatientQuery::default() };
        async move { store.list_patients(&actor, &query).await.unwrap().rows.into_iter().map(|row| row.id).collect::<Vec<_>>() }
    };
    for search in ["00000001", "０００００００１", "イトウ ハナコ1", "いとう はなこ１", "ｲﾄｳﾊﾅｺ1"]
    {
        assert_eq!(find(search).await, [ids[1].clone()], "`{search}`");
    }
    assert_eq!(find(&ids[3].to_lowercase()).await, [ids[3].clone()]);
    assert_eq!(find("試験11").await, [ids[11].clone()]);
    assert_eq!(find("えんどう").await.len(), 2, "a family name in kana: patients 3 and 8");
    assert!(find("ナイナイ").await.is_empty());
}

#[tokio::test]
async fn the_list_is_newest_first_and_paged() {
    let house = House::build("pages").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let mut ids = Vec::new();
    for n in 0..7 {
        ids.insert(0, house.register(&hana, somebody(n)).await.unwrap().id);
    }
    let mut seen = Vec::new();
    for page in 0..3 {
        let query = PatientQuery { search: String::new(), page, per_page: 3 };
        let found = house.store.list_patients(&hana, &query).await.unwrap();
        assert_eq!(found.total, 7);
        assert!(found.rows.iter().all(|row| row.records.len() == 1 && row.identity.is_some()));
        seen.extend(found.rows.into_iter().map(|row| row.id));
    }
    assert_eq!(seen, ids);
}
