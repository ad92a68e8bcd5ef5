//! A user of one site cannot learn that another site's patient, place or record exists: the answers are the same bytes.

use super::world::World;

#[tokio::test]
async fn another_sites_ids_answer_like_ids_that_never_were() {
    let world = World::new().await;
    let mut hana = world.signed_in("hana").await;
    let fill = world.register(&mut hana).await;
    let record = fill.split('/').nth(2).unwrap().to_owned();
    let found = world.store.find_record(&world.person("hana").actor, &record).await.unwrap().unwrap();
    let (patient, place) = (found.head.patient, found.head.place);

    let mut mio = world.signed_in("mio").await;
    let csrf = mio.get("/patients").await.field("csrf");
    let addresses = |patient: &str, record: &str| {
        [
            "".to_owned(),
            format!("/patients/{patient}"),
            format!("/records/{record}"),
            format!("/records/{record}/fill"),
            format!("/records/{record}/review"),
            format!("/records/{record}/revisions/1"),
            format!("/records/{record}/revisions/2/changes"),
        ]
    };
    for (real, invented) in addresses(&patient, &record).iter().zip(addresses("AAAAAAAAAAA", "0000000000000000000000000")).skip(1)
    {
        let (there, nowhere) = (mio.get(real).await, mio.get(&invented).await);
        assert_eq!(there.status, 404, "{real}");
        assert_eq!((there.status, there.text), (nowhere.status, nowhere.text), "{real}");
    }
    let writes = |place: &str, record: &str| {
        [
            (format!("/places/{place}/places"), ("level", "course")),
            (format!("/places/{place}/records"), ("form", "patient_registration")),
            (format!("/records/{record}/fill"), ("do", "save")),
            (format!("/records/{record}/draft"), ("do", "save")),
            (format!("/records/{record}/review"), ("do", "confirm")),
        ]
    };
    for ((real, field), (invented, _)) in
        writes(&place, &record).iter().zip(writes("0000000000000000000000000", "0000000000000000000000000"))
    {
        let fields = [("csrf", csrf.as_str()), ("version", "0"), *field];
        let (there, nowhere) = (mio.post(real, &fields).await, mio.post(&invented, &fields).await);
        assert_eq!(there.status, 404, "{real}");
        assert_eq!((there.status, there.text), (nowhere.status, nowhere.text), "{real}");
    }
    assert!(!mio.get("/patients").await.text.contains(&patient));
    assert!(hana.get("/patients").await.text.contains(&patient));
}

#[tokio::test]
async fn roles_without_the_right_are_refused() {
    let world = World::new().await;
    let mut admin = world.signed_in("admin").await;
    assert_eq!(admin.get("/patients").await.status, 403);
    assert_eq!(admin.get("/").await.location(), "/forms");
    let mut office = world.signed_in("office").await;
    let page = office.get("/patients").await;
    assert_eq!(page.status, 200);
    let answer = office.post("/patients", &[("csrf", &page.field("csrf"))]).await;
    assert_eq!(answer.status, 403);
}
