//! Attachments: a content comes before the answer that names it, and goes again when no answer ever did.

use crate::access::right::Right;
use crate::attached::{address, content_cell, digest, named};
use crate::change::draft;
use crate::change::new_revision::revision_cell;
use crate::change::record::load_open_record;
use crate::change::rule::demand_word;
use crate::error::{Error, Refusal};
use crate::seal::data_key::DataKey;
use crate::seal::envelope::{open_text, seal};
use crate::secret::FileContent;
use crate::table::{attachment, draft as draft_table, patient, revision};
use crate::time::Timestamp;
use crate::write::outcome::Written;
use crate::write::turn::Turn;
use engine::value::file::GREATEST;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use std::collections::{BTreeSet, HashMap};

/// Contents that one record may hold: far more than forms ask for, and an end for whoever uploads without one.
const MOST_OF_RECORD: u64 = 200;

/// Keeps the content of a file for a record, before an answer names it. The same content again stays as it is.
#[derive(Debug, Clone)]
pub struct AddAttachment {
    /// Record id.
    pub record: String,
    /// Media type, as the answer will name it.
    pub media_type: String,
    /// The content.
    pub content: FileContent,
}

/// Removes contents that were kept before a moment and that no draft and no revision names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClearAttachments {
    /// Contents kept later than this stay.
    pub before: Timestamp,
}

impl AddAttachment {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand(Right::FillRecords).await?;
        demand_word("media_type", &self.media_type, "/-+.", 3..=100, "is a media type")?;
        let content = self.content.expose();
        let most = usize::try_from(GREATEST).unwrap_or(usize::MAX);
        if content.is_empty() || content.len() > most {
            return Err(Refusal::Invalid { field: "attachment", rule: "is 1 byte to 20 MB" }.into());
        }
        let (record, patient, key) = load_open_record(turn, &self.record).await?;
        let sha256 = digest(content);
        let id = address(turn.keys, &record.id, &sha256)?;
        let row = attachment::Model {
            content: seal(key.bytes(), content_cell(&id), content)?,
            patient: patient.id,
            media_type: self.media_type.clone(),
            size: i64::try_from(content.len()).unwrap_or(i64::MAX),
            actor: turn.actor.id().to_owned(),
            at: turn.at.0,
            leaf: 0,
            record: record.id.clone(),
            id: id.clone(),
        };
        let of_record = attachment::Entity::find().filter(attachment::Column::Record.eq(&record.id));
        if of_record.clone().filter(attachment::Column::Id.eq(&id)).count(turn.txn).await? > 0 {
            // It counts as kept now, so that it is not cleared before an answer can name it.
            turn.update(row).await?;
        } else if of_record.count(turn.txn).await? >= MOST_OF_RECORD {
            return Err(Refusal::Invalid { field: "attachment", rule: "is one of at most 200 of a record" }.into());
        } else {
            turn.insert(row).await?;
        }
        Ok(Written { id: sha256, ..Written::default() })
    }
}

impl ClearAttachments {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand(Right::ClearUploads).await?;
        let old = attachment::Entity::find()
            .select_only()
            .columns([attachment::Column::Id, attachment::Column::Record, attachment::Column::Patient])
            .filter(attachment::Column::At.lt(self.before.0))
            .into_tuple::<(String, String, String)>()
            .all(turn.txn)
            .await?;
        let mut used: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut cleared = 0;
        for (id, record, patient) in old {
            let found = patient::Entity::find_by_id(&patient).one(turn.txn).await?;
            let row = found.ok_or(Refusal::NotFound { what: "patient" })?;
            let key = DataKey::unwrap_from(turn.keys, &row.id, &row.data_key)?;
            if !used.contains_key(&record) {
                used.insert(record.clone(), addresses_in_use(turn, &record, &key).await?);
            }
            if used.get(&record).is_some_and(|used| used.contains(&id)) {
                continue;
            }
            turn.set_subject(&patient, key);
            if let Some(row) = attachment::Entity::find_by_id(&id).one(turn.txn).await? {
                turn.discard(row).await?;
                cleared += 1;
            }
        }
        Ok(Written { cleared, ..Written::default() })
    }
}

/// The addresses that a record's draft and revisions name.
async fn addresses_in_use(turn: &Turn<'_>, record: &str, key: &DataKey) -> Result<BTreeSet<String>, Error> {
    let mut contents = Vec::new();
    if let Some(row) = draft_table::Entity::find_by_id(record).one(turn.txn).await? {
        contents.push(open_text(key.bytes(), draft::content_cell(&row.id), &row.content)?);
    }
    for row in revision::Entity::find().filter(revision::Column::Record.eq(record)).all(turn.txn).await? {
        contents.push(open_text(key.bytes(), revision_cell("content", &row.id), &row.content)?);
    }
    contents.iter().flat_map(|content| named(content)).map(|file| address(turn.keys, record, &file.sha256)).collect()
}
