//! Canaries: a name and an answer are found nowhere in the database, its write-ahead log or the files beside them.

use super::house::{House, refusal, registration, url};
use storage::{
    Actor, AddAttachment, Change, Content, Error, FileContent, Identity, MasterKey, PatientQuery, RegisterPatient, Role, Store,
    Timestamp, WriteRequest,
};

const NAME: &str = "鸛野カナリア";
const KANA: &str = "コウノトリノ";
const MRN: &str = "MRN-CANARY-77";
const BIRTH: &str = "1931-12-07";
const ANSWER: &str = "canary-answer-3f9";
const REASON: &str = "canary-reason-51c";
const FILE: &str = "canary-file-content-8d1";
const FILE_NAME: &str = "canary-file-name.pdf";

fn canary() -> Identity {
    Identity {
        family_name: Some(NAME.into()),
        given_name: Some(NAME.into()),
        family_kana: Some(KANA.into()),
        given_kana: Some(KANA.into()),
        birth_date: Some(BIRTH.into()),
        mrn: Some(MRN.into()),
    }
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// The canaries as UTF-8, UTF-16 and hex.
fn writings(text: &str) -> Vec<Vec<u8>> {
    let hex: String = text.bytes().map(|b| format!("{b:02x}")).collect();
    let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![text.as_bytes().to_vec(), hex.clone().into_bytes(), hex.to_uppercase().into_bytes(), utf16]
}

#[tokio::test]
async fn canaries_are_nowhere_in_the_files() {
    let house = House::build("canary").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let content = format!(r#"{{"answers":{{"note":"{ANSWER}","name":"{NAME}"}},"reasons":{{"x@y":"{REASON}"}}}}"#);
    let mut change = registration(canary());
    change.first.as_mut().unwrap().content = Content::from(content.as_str());
    let written = house.change(&hana, REASON, Change::RegisterPatient(change)).await.unwrap();
    assert!(written.record.is_some());
    let (_, _, record) = house.record(&hana, 1).await;
    house.draft(&hana, &record, &content, 0).await.unwrap();
    house.submit(&hana, &record, &content, 0, REASON).await.unwrap();
    house.submit(&hana, &record, &content, 1, REASON).await.unwrap();
    house.draft(&hana, &record, &content, 0).await.unwrap();
    let content = FileContent::from(FILE.as_bytes().to_vec());
    let add = AddAttachment { record: record.clone(), media_type: "application/pdf".into(), content };
    let sha256 = house.change(&hana, "", Change::AddAttachment(add)).await.unwrap().id;
    let size = FILE.len();
    let named = format!(
        r#"{{"answers":{{"scan":{{"name":"{FILE_NAME}","sha256":"{sha256}","size":{size},"type":"application/pdf"}}}}}}"#
    );
    let version = house.store.find_draft(&hana, &record).await.unwrap().unwrap().version;
    house.draft(&hana, &record, &named, version).await.unwrap();
    let duplicate = refusal(house.register(&hana, canary()).await).to_string();
    house.store.list_patients(&hana, &PatientQuery { search: KANA.into(), ..PatientQuery::default() }).await.unwrap();

    let while_open = house.bytes();
    house.store.close().await.unwrap();
    let after_closing = house.bytes();
    assert!(holds(&while_open, b"tokyo") && holds(&after_closing, b"tokyo"), "the search itself works");
    for canary in [NAME, KANA, MRN, BIRTH, ANSWER, REASON, FILE, FILE_NAME, &sha256, "Dr hana", super::house::PASSWORD] {
        for writing in writings(canary) {
            assert!(!holds(&while_open, &writing), "{canary} is in the open files");
            assert!(!holds(&after_closing, &writing), "{canary} is in the closed files");
        }
        assert!(!duplicate.contains(canary));
    }
}

#[tokio::test]
async fn nothing_private_shows_in_debug() {
    let change: RegisterPatient = registration(canary());
    let query = PatientQuery { search: NAME.into(), ..PatientQuery::default() };
    let (actor, at, change) = (Actor::console("test"), Timestamp(0), Change::RegisterPatient(change));
    let request = WriteRequest { actor, at, reason: REASON.into(), change };
    let shown = format!("{request:?} {query:?} {:?}", MasterKey::from_bytes([9; 32]));
    for canary in [NAME, KANA, MRN, BIRTH, REASON, "female", "9, 9"] {
        assert!(!shown.contains(canary), "{canary} in {shown}");
    }
}

#[tokio::test]
async fn another_master_key_opens_nothing() {
    let house = House::build("other-key").await;
    let url = url(&house.folder);
    house.store.close().await.unwrap();
    assert!(matches!(Store::open(&url, MasterKey::from_bytes([1; 32])).await, Err(Error::OtherMasterKey)));
}

#[cfg(unix)]
#[tokio::test]
async fn the_key_file_is_its_owners_and_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let house = House::build("key-file").await;
    let path = house.folder.join("master.key");
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert!(matches!(MasterKey::create(&path), Err(Error::MasterKeyFile(_))));
    std::fs::write(&path, "ctrj-master-key-v1:AAAA").unwrap();
    assert!(matches!(MasterKey::read(&path), Err(Error::MasterKey(_))));
}
