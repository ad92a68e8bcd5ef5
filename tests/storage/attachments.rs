//! Attached files: kept sealed beside the record that names them, given to nobody else, never named when they are not there, and cleared
//! when nobody ever named them.

use std::time::{SystemTime, UNIX_EPOCH};

use super::house::{House, NOW, refusal, url};
use storage::{
    Actor, AddAttachment, Change, ClearAttachments, DiscardDraft, Error, FileContent, Refusal, Role, Timestamp, WriteRequest,
    Written,
};
use tests::program::ctr;

const BYTES: &[u8] = b"%PDF-1.7 one";
/// What `sha256sum` says of these bytes.
const DIGEST: &str = "e6d49ab2abf82176003da667a50ba1d708796b091f2957400c19699badfb6a20";

async fn add(house: &House, actor: &Actor, record: &str, content: &[u8]) -> Result<Written, Error> {
    house.change(actor, "", file(record, content)).await
}

fn file(record: &str, content: &[u8]) -> Change {
    let content = FileContent::from(content.to_vec());
    Change::AddAttachment(AddAttachment { record: record.into(), media_type: "application/pdf".into(), content })
}

/// Contents whose answer names a file.
fn naming(sha256: &str, size: usize) -> String {
    format!(
        r#"{{"answers":{{"scan":{{"name":"a.pdf","sha256":"{sha256}","size":{size},"type":"application/pdf"}}}},"reasons":{{}}}}"#
    )
}

async fn clear(house: &House, before: i64) -> usize {
    house.console(Change::ClearAttachments(ClearAttachments { before: Timestamp(before) })).await.unwrap().cleared
}

#[tokio::test]
async fn a_file_is_kept_under_its_digest_and_given_to_those_who_may_read_the_record() {
    let house = House::build("attachments").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let ken = house.person("ken", Role::Clinician, "osaka").await.actor;
    let auditor = house.person("auditor", Role::Auditor, "").await.actor;
    let admin = house.person("admin", Role::Admin, "").await.actor;
    let (_, _, record) = house.record(&hana, 1).await;
    let (_, _, other) = house.record(&hana, 2).await;
    let kept = add(&house, &hana, &record, BYTES).await.unwrap().id;
    assert_eq!(kept, DIGEST);
    assert_eq!(add(&house, &hana, &record, BYTES).await.unwrap().id, kept, "the same again is the same");

    for reader in [&hana, &auditor] {
        let found = house.store.find_attachment(reader, &record, &kept).await.unwrap().unwrap();
        assert_eq!(found.content.expose(), BYTES);
        assert_eq!(found.media_type, "application/pdf");
    }
    for stranger in [&ken, &admin] {
        assert!(house.store.find_attachment(stranger, &record, &kept).await.unwrap().is_none());
    }
    assert!(house.store.find_attachment(&hana, &other, &kept).await.unwrap().is_none(), "a file belongs to one record");
    assert_eq!(refusal(add(&house, &ken, &record, BYTES).await), Refusal::NotFound { what: "record" });
    assert_eq!(refusal(add(&house, &auditor, &record, BYTES).await), Refusal::NotAllowed);
    assert!(matches!(refusal(add(&house, &hana, &record, b"").await), Refusal::Invalid { field: "attachment", .. }));
    assert!(matches!(refusal(add(&house, &hana, &record, &vec![1; 20_000_001]).await), Refusal::Invalid { .. }));
    assert!(house.store.verify().await.unwrap().is_clean());
}

#[tokio::test]
async fn no_answer_names_a_file_that_is_not_there() {
    let house = House::build("attachments-named").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let (_, _, record) = house.record(&hana, 1).await;
    let (_, _, other) = house.record(&hana, 2).await;
    let kept = add(&house, &hana, &record, BYTES).await.unwrap().id;
    let size = BYTES.len();
    for (record, content) in [
        (&record, naming(&"0".repeat(64), size)),
        (&record, naming(&kept, size + 1)),
        (&record, naming(&kept, size).replace("application/pdf", "image/png")),
        (&other, naming(&kept, size)),
    ] {
        assert_eq!(refusal(house.draft(&hana, record, &content, 0).await), Refusal::AttachmentMissing);
        assert_eq!(refusal(house.submit(&hana, record, &content, 0, "").await), Refusal::AttachmentMissing);
    }
    house.draft(&hana, &record, &naming(&kept, size), 0).await.unwrap();
    house.submit(&hana, &record, &naming(&kept, size), 0, "").await.unwrap();
    assert!(house.store.verify().await.unwrap().is_clean());
}

#[tokio::test]
async fn what_no_answer_names_is_cleared_after_its_time_and_nothing_else() {
    let house = House::build("attachments-cleared").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let (_, _, record) = house.record(&hana, 1).await;
    let [used, drafted, unused] = [&b"used"[..], b"drafted", b"unused"];
    let mut digests = Vec::new();
    for content in [used, drafted, unused] {
        digests.push(add(&house, &hana, &record, content).await.unwrap().id);
    }
    let [used_digest, drafted_digest, unused_digest] = &digests[..] else { panic!("three files") };
    house.submit(&hana, &record, &naming(used_digest, used.len()), 0, "").await.unwrap();
    house.draft(&hana, &record, &naming(drafted_digest, drafted.len()), 0).await.unwrap();
    let refused = house.change(&hana, "", Change::ClearAttachments(ClearAttachments { before: Timestamp(NOW + 1) })).await;
    assert_eq!(refusal(refused), Refusal::NotAllowed, "only the operator clears");

    assert_eq!(clear(&house, NOW).await, 0, "what was kept just now stays");
    assert_eq!(clear(&house, NOW + 1).await, 1);
    let is_there = async |digest: &str| house.store.find_attachment(&hana, &record, digest).await.unwrap().is_some();
    assert!(is_there(used_digest).await && is_there(drafted_digest).await && !is_there(unused_digest).await);
    assert_eq!(clear(&house, NOW + 1).await, 0);

    let version = house.store.find_draft(&hana, &record).await.unwrap().unwrap().version;
    let discard = DiscardDraft { record: record.clone(), expected_version: version };
    house.change(&hana, "", Change::DiscardDraft(discard)).await.unwrap();
    assert_eq!(clear(&house, NOW + 1).await, 1, "a discarded draft names nothing");
    assert!(is_there(used_digest).await, "a revision names its file for good");
    let report = house.store.verify().await.unwrap();
    assert!(report.is_clean(), "{:?}", report.problems);
}

#[tokio::test]
async fn the_command_clears_by_the_days_since_a_file_was_sent() {
    const DAY: i64 = 86_400_000;
    let house = House::build("attachments-command").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let (_, _, record) = house.record(&hana, 1).await;
    // The command asks the machine's clock.
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis()).unwrap();
    let mut digests = Vec::new();
    for (content, days) in [(&b"old"[..], 31), (b"young", 29), (b"named", 31)] {
        let (at, change) = (Timestamp(now - days * DAY), file(&record, content));
        let request = WriteRequest { actor: hana.clone(), at, reason: String::new(), change };
        digests.push(house.store.write(request).await.unwrap().id);
    }
    house.submit(&hana, &record, &naming(&digests[2], b"named".len()), 0, "").await.unwrap();
    let (database, key) = (url(&house.folder), house.folder.join("master.key").to_string_lossy().into_owned());
    let on = |arguments: &[&str]| ctr(&[arguments, &["--database", &database, "--master-key", &key]].concat());
    let clear = |more: &[&str]| on(&[&["attachment", "clear", "--by", "operator"][..], more].concat());
    let there = async || {
        let mut there = Vec::new();
        for digest in &digests {
            there.push(house.store.find_attachment(&hana, &record, digest).await.unwrap().is_some());
        }
        there
    };

    assert_eq!(clear(&["--older-than", "0"]).code, 2, "a file just sent may be on its way into an answer");
    let first = clear(&[]);
    assert_eq!((first.code, first.out.as_str()), (0, "1 file cleared\n"), "30 days unless said otherwise: {}", first.err);
    assert_eq!(there().await, [false, true, true]);
    assert_eq!(clear(&[]).out, "0 files cleared\n");
    assert_eq!(clear(&["--older-than", "10"]).out, "1 file cleared\n");
    assert_eq!(there().await, [false, false, true], "what an answer names stays");
    let verified = on(&["verify"]);
    assert!(verified.code == 0 && verified.out.starts_with("clean: "), "{}{}", verified.out, verified.err);
}

#[tokio::test]
async fn a_record_holds_a_bounded_number_of_files() {
    let house = House::build("attachments-bound").await;
    let hana = house.person("hana", Role::Clinician, "tokyo").await.actor;
    let (_, _, record) = house.record(&hana, 1).await;
    for n in 0..200_u32 {
        add(&house, &hana, &record, &n.to_be_bytes()).await.unwrap();
    }
    assert!(matches!(refusal(add(&house, &hana, &record, b"one more").await), Refusal::Invalid { field: "attachment", .. }));
    assert!(add(&house, &hana, &record, &0_u32.to_be_bytes()).await.is_ok(), "what is there already may be sent again");
}
