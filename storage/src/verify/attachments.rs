//! Files and the answers that name them: every content must have the digest of its address, and every file that a draft or revision
//! names must be there, with the size and type that the answer says.

use crate::attached::{address, content_cell, digest, named};
use crate::change::draft::content_cell as draft_cell;
use crate::change::new_revision::revision_cell;
use crate::error::Error;
use crate::seal::data_key::DataKey;
use crate::seal::envelope::{Cell, open, open_text};
use crate::seal::keys::Keys;
use crate::table::row::Row;
use crate::table::{attachment, draft, patient, revision};
use crate::verify::report::{Fault, Problem, Report};
use crate::verify::rows::{all_ids, readable};
use sea_orm::ConnectionTrait;
use std::collections::{BTreeSet, HashMap, HashSet};

/// What every content says of itself: size and media type, by address.
type Held = HashMap<String, (i64, String)>;

/// Looks into every sealed content. What cannot be read or opened because its row was changed is reported already.
pub(crate) async fn check_attachments(db: &impl ConnectionTrait, keys: &Keys, report: &mut Report) -> Result<(), Error> {
    let known: HashSet<(String, String)> = report.problems.iter().map(|one| (one.table.clone(), one.id.clone())).collect();
    let mut found: Vec<Problem> = Vec::new();
    let mut problem = |table: &str, id: &str, fault| {
        if !known.contains(&(table.to_owned(), id.to_owned())) {
            found.push(Problem { table: table.to_owned(), id: id.to_owned(), fault });
        }
    };
    let mut held = Held::new();
    for ids in all_ids::<attachment::Model>(db).await?.chunks(attachment::Model::PAGE) {
        let rows: Vec<attachment::Model> = readable(db, ids).await;
        let data_keys = data_keys(db, keys, rows.iter().map(|row| &row.patient)).await;
        for row in rows {
            let opened = data_keys.get(&row.patient).map(|key| open(key.bytes(), content_cell(&row.id), &row.content));
            match opened {
                Some(Ok(content)) => {
                    let size = i64::try_from(content.len()).unwrap_or(i64::MAX);
                    if address(keys, &row.record, &digest(&content))? != row.id || size != row.size {
                        problem(attachment::Model::TABLE, &row.id, Fault::ContentDiffers);
                    }
                }
                Some(Err(_)) | None => problem(attachment::Model::TABLE, &row.id, Fault::Unsealable),
            }
            held.insert(row.id, (row.size, row.media_type));
        }
    }
    let mut missing = |table: &'static str, id: &str, record: &str, opened: Option<Result<String, Error>>| {
        let Some(Ok(content)) = opened else { return Ok(()) };
        for file in named(&content) {
            let there = held.get(&address(keys, record, &file.sha256)?);
            if there != Some(&(file.size, file.media_type)) {
                problem(table, id, Fault::ContentMissing);
            }
        }
        Ok::<(), Error>(())
    };
    for ids in all_ids::<draft::Model>(db).await?.chunks(draft::Model::PAGE) {
        let rows: Vec<draft::Model> = readable(db, ids).await;
        let data_keys = data_keys(db, keys, rows.iter().map(|row| &row.patient)).await;
        for row in &rows {
            let opened = opened(&data_keys, &row.patient, draft_cell(&row.id), &row.content);
            missing(draft::Model::TABLE, &row.id, &row.id, opened)?;
        }
    }
    for ids in all_ids::<revision::Model>(db).await?.chunks(revision::Model::PAGE) {
        let rows: Vec<revision::Model> = readable(db, ids).await;
        let data_keys = data_keys(db, keys, rows.iter().map(|row| &row.patient)).await;
        for row in &rows {
            let opened = opened(&data_keys, &row.patient, revision_cell("content", &row.id), &row.content);
            missing(revision::Model::TABLE, &row.id, &row.record, opened)?;
        }
    }
    report.problems.extend(found);
    Ok(())
}

/// The data keys of the patients of one page, and of nobody else.
type DataKeys = HashMap<String, DataKey>;

async fn data_keys<'r>(db: &impl ConnectionTrait, keys: &Keys, patients: impl Iterator<Item = &'r String>) -> DataKeys {
    let ids: Vec<String> = patients.collect::<BTreeSet<_>>().into_iter().cloned().collect();
    let mut found = DataKeys::new();
    for ids in ids.chunks(patient::Model::PAGE) {
        for row in readable::<patient::Model>(db, ids).await {
            found.extend(DataKey::unwrap_from(keys, &row.id, &row.data_key).ok().map(|key| (row.id, key)));
        }
    }
    found
}

fn opened(data_keys: &DataKeys, patient: &str, cell: Cell<'_>, sealed: &[u8]) -> Option<Result<String, Error>> {
    data_keys.get(patient).map(|key| open_text(key.bytes(), cell, sealed))
}
