//! Many writers at once share commits; what was acknowledged is there after the store is dropped in mid-work.

use super::house::{House, open, refusal};
use std::collections::BTreeSet;
use storage::{Refusal, Role};

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn many_writers_lose_nothing_and_the_ledger_stays_whole() {
    let house = House::build("group").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let mut records = Vec::new();
    for n in 0..8 {
        records.push(house.record(&hana, n).await.2);
    }
    let before = house.store.ledger_head().await.unwrap().size;
    let house = std::sync::Arc::new(house);
    let writers: Vec<_> = records
        .iter()
        .cloned()
        .map(|record| {
            let (house, hana) = (house.clone(), hana.clone());
            tokio::spawn(async move {
                for version in 0..20 {
                    let content = format!(r#"{{"answers":{{"n":{version}}}}}"#);
                    assert_eq!(house.draft(&hana, &record, &content, version).await.unwrap().version, version + 1);
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    for record in &records {
        assert_eq!(house.store.find_draft(&hana, record).await.unwrap().unwrap().version, 20);
    }
    let report = house.store.verify().await.unwrap();
    assert_eq!(report.problems, []);
    // one leaf per draft, and one more for each record that became SVD
    assert_eq!(report.leaves, before + 8 * 20 + 8);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_at_once_on_one_draft_exactly_one_wins_each_round() {
    let house = std::sync::Arc::new(House::build("contest").await);
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let (_, _, record) = house.record(&hana, 1).await;
    for round in 0..10 {
        let contestants: Vec<_> = (0..8)
            .map(|_| {
                let (house, hana, record) = (house.clone(), hana.clone(), record.clone());
                tokio::spawn(async move { house.draft(&hana, &record, "{}", round).await })
            })
            .collect();
        let mut won = 0;
        for contestant in contestants {
            match contestant.await.unwrap() {
                Ok(_) => won += 1,
                lost => assert_eq!(refusal(lost), Refusal::Stale { current: round + 1 }),
            }
        }
        assert_eq!(won, 1);
    }
    assert!(house.store.verify().await.unwrap().is_clean());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn acknowledged_writes_survive_a_store_that_is_dropped_at_work() {
    let house = House::build("restart").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let (patient, _, record) = house.record(&hana, 1).await;
    for round in 0..3 {
        let store = open(&house.folder).await;
        let base = store.find_draft(&hana, &record).await.unwrap().map_or(0, |d| d.version);
        let (sender, mut acknowledged) = tokio::sync::mpsc::unbounded_channel();
        let writer = {
            let (store, hana, record) = (store.clone(), hana.clone(), record.clone());
            tokio::spawn(async move {
                for version in base.. {
                    let form = super::house::crs();
                    let change =
                        storage::SaveDraft { record: record.clone(), form, content: "{}".into(), expected_version: version };
                    let change = storage::Change::SaveDraft(change);
                    let at = storage::Timestamp(super::house::NOW);
                    let request = storage::WriteRequest { actor: hana.clone(), at, reason: String::new(), change };
                    if store.write(request).await.is_err() || sender.send(version + 1).is_err() {
                        break;
                    }
                }
            })
        };
        for _ in 0..10 + round {
            acknowledged.recv().await.unwrap();
        }
        // Dropped in the middle of a write, without closing.
        writer.abort();
        let _ = writer.await;
        drop(store);
        let mut last = 0;
        while let Some(version) = acknowledged.recv().await {
            last = version;
        }
        let again = open(&house.folder).await;
        assert!(again.find_draft(&hana, &record).await.unwrap().unwrap().version >= last);
        assert_eq!(again.verify().await.unwrap().problems, []);
    }
    let ids: BTreeSet<String> =
        house.store.find_patient(&hana, &patient).await.unwrap().unwrap().records.into_iter().map(|r| r.id).collect();
    assert_eq!(ids.len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn two_processes_may_write_the_same_database() {
    // A second store on the same file stands for `ctr publish` beside a running server.
    let house = std::sync::Arc::new(House::build("two").await);
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let second = open(&house.folder).await;
    let (_, _, record) = house.record(&hana, 1).await;
    let one = {
        let (house, hana) = (house.clone(), hana.clone());
        tokio::spawn(async move {
            for version in 0..30 {
                house.draft(&hana, &record, "{}", version).await.unwrap();
            }
        })
    };
    for n in 0..30 {
        let site = storage::CreateSite { id: format!("site-{n}"), name_ja: "名".into(), name_en: "name".into() };
        let actor = storage::Actor::console("ctr");
        let at = storage::Timestamp(super::house::NOW);
        let request = storage::WriteRequest { actor, at, reason: String::new(), change: storage::Change::CreateSite(site) };
        second.write(request).await.unwrap();
    }
    one.await.unwrap();
    assert_eq!(second.verify().await.unwrap().problems, []);
    house.store.close().await.unwrap();
    let late = storage::DiscardDraft { record: "x".into(), expected_version: 1 };
    assert!(matches!(house.change(&hana, "", storage::Change::DiscardDraft(late)).await, Err(storage::Error::Closed)));
}
