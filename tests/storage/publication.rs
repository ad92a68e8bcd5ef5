//! Published versions stand for good, and a running server notices new ones.

use super::house::{House, refusal};
use storage::{Change, NewPublication, PublicationKind, Publish, Refusal, Role};

fn form(version: &str, digest: &str) -> NewPublication {
    NewPublication {
        kind: PublicationKind::Form,
        key: "icans".into(),
        version: Some(version.into()),
        digest: digest.into(),
        bundle: r#"[{"path":"forms/icans/1.0.0.yaml","text":"form: icans"}]"#.into(),
    }
}

fn product(digest: &str) -> NewPublication {
    NewPublication {
        kind: PublicationKind::Product,
        key: "kymriah".into(),
        version: None,
        digest: digest.into(),
        bundle: "[]".into(),
    }
}

#[tokio::test]
async fn a_version_is_published_once_and_the_stamp_moves() {
    let house = House::build("publish").await;
    let staff = house.person("staff", Role::RegistryStaff, "").await.actor;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let publish = |items| Change::Publish(Publish { items });
    let before = house.store.catalogue_stamp().await.unwrap();
    assert_eq!(house.change(&staff, "", publish(vec![form("1.0.0", "a"), product("p1")])).await.unwrap().published, 2);
    let after = house.store.catalogue_stamp().await.unwrap();
    assert_ne!(before, after);
    assert_eq!(house.console(publish(vec![form("1.0.0", "a"), product("p1")])).await.unwrap().published, 0);
    assert_eq!(house.store.catalogue_stamp().await.unwrap(), after);

    let other = Refusal::Published { key: "icans".into(), version: "1.0.0".into() };
    assert_eq!(refusal(house.change(&staff, "", publish(vec![product("p2"), form("1.0.0", "b")])).await), other);
    assert_eq!(house.store.catalogue_stamp().await.unwrap(), after, "all or nothing");
    assert_eq!(refusal(house.change(&hana, "", publish(vec![form("2.0.0", "c")])).await), Refusal::NotAllowed);

    house.change(&staff, "", publish(vec![form("1.1.0", "b"), product("p2")])).await.unwrap();
    let all = house.store.list_publications().await.unwrap();
    let versions: Vec<(&str, &str)> = all.iter().skip(2).map(|p| (p.key.as_str(), p.version.as_str())).collect();
    assert_eq!(versions, [("icans", "1.0.0"), ("kymriah", "1"), ("icans", "1.1.0"), ("kymriah", "2")]);
    assert!(house.store.verify().await.unwrap().is_clean());
}
