//! Records with their history, drafts, places, and the answers of other forms that rules read.

use crate::access::actor::Actor;
use crate::change::draft::content_cell;
use crate::change::new_revision::revision_cell;
use crate::change::record::state_of;
use crate::error::Error;
use crate::form_ref::{FindingSummary, FormRef};
use crate::read::names::names_of;
use crate::read::view::{ContextRecord, Draft, Place, Record, RecordHead, Revision};
use crate::seal::data_key::DataKey;
use crate::seal::envelope::open_text;
use crate::secret::Content;
use crate::state::RecordState;
use crate::store::Store;
use crate::table::{draft, patient, place, record, revision};
use crate::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use std::collections::BTreeMap;

impl Store {
    /// A record with all its revisions and its draft.
    pub async fn find_record(&self, actor: &Actor, record: &str) -> Result<Option<Record>, Error> {
        let Some((row, patient, key)) = self.record_in_scope(actor, record).await? else { return Ok(None) };
        let Some(place) = place::Entity::find_by_id(&row.place).one(self.readers()).await? else { return Ok(None) };
        let revisions = revision::Entity::find()
            .filter(revision::Column::Record.eq(&row.id))
            .order_by_asc(revision::Column::Number)
            .all(self.readers())
            .await?;
        let draft = draft::Entity::find_by_id(&row.id).one(self.readers()).await?;
        let actors = revisions.iter().map(|r| r.actor.clone()).chain(draft.iter().map(|d| d.saved_by.clone())).collect();
        let names = names_of(self, actors).await?;
        let waiting = draft.as_ref().map_or(0, |d| d.version);
        Ok(Some(Record {
            head: head_view(row, &patient.site, waiting)?,
            place: place_view(place),
            revisions: revisions.into_iter().map(|r| revision_view(r, &key, &names)).collect::<Result<_, _>>()?,
            draft: draft.map(|d| draft_view(d, &key, &names)).transpose()?,
        }))
    }

    /// The waiting draft of a record.
    pub async fn find_draft(&self, actor: &Actor, record: &str) -> Result<Option<Draft>, Error> {
        let Some((row, _, key)) = self.record_in_scope(actor, record).await? else { return Ok(None) };
        let Some(draft) = draft::Entity::find_by_id(&row.id).one(self.readers()).await? else { return Ok(None) };
        let names = names_of(self, [draft.saved_by.clone()].into()).await?;
        draft_view(draft, &key, &names).map(Some)
    }

    /// A place in scope.
    pub async fn find_place(&self, actor: &Actor, place: &str) -> Result<Option<Place>, Error> {
        let Some(row) = place::Entity::find_by_id(place).one(self.readers()).await? else { return Ok(None) };
        Ok(self.patient_in_scope(actor, &row.patient).await?.map(|_| place_view(row)))
    }

    /// Latest submitted contents of all records of a patient: places in the order they were opened, at each place the records of a
    /// form in theirs.
    pub async fn list_standing(&self, actor: &Actor, patient: &str) -> Result<Vec<ContextRecord>, Error> {
        let Some(patient) = self.patient_in_scope(actor, patient).await? else { return Ok(Vec::new()) };
        let key = DataKey::unwrap_from(self.keys(), &patient.id, &patient.data_key)?;
        let places = place::Entity::find()
            .filter(place::Column::Patient.eq(&patient.id))
            .order_by_asc(place::Column::OpenedAt)
            .order_by_asc(place::Column::Ordinal)
            .all(self.readers())
            .await?;
        let records = record::Entity::find()
            .filter(record::Column::Patient.eq(&patient.id))
            .filter(record::Column::Revision.gt(0))
            .order_by_asc(record::Column::Ordinal)
            .all(self.readers())
            .await?;
        let revisions = revision::Entity::find()
            .filter(revision::Column::Id.is_in(records.iter().map(|row| format!("{}.{}", row.id, row.revision))))
            .all(self.readers())
            .await?;
        let mut latest: BTreeMap<String, revision::Model> = revisions.into_iter().map(|row| (row.record.clone(), row)).collect();
        let mut standing = Vec::new();
        for place in &places {
            for row in records.iter().filter(|row| row.place == place.id) {
                let Some(revision) = latest.remove(&row.id) else { continue };
                standing.push(context_view(revision, row, place, &key)?);
            }
        }
        Ok(standing)
    }

    /// A record that the actor may read, with its patient and their key.
    pub(crate) async fn record_in_scope(
        &self,
        actor: &Actor,
        record: &str,
    ) -> Result<Option<(record::Model, patient::Model, DataKey)>, Error> {
        let Some(row) = record::Entity::find_by_id(record).one(self.readers()).await? else { return Ok(None) };
        let Some(patient) = self.patient_in_scope(actor, &row.patient).await? else { return Ok(None) };
        let key = DataKey::unwrap_from(self.keys(), &patient.id, &patient.data_key)?;
        Ok(Some((row, patient, key)))
    }
}

/// A record's head.
pub(crate) fn head_view(row: record::Model, site: &str, draft_version: i64) -> Result<RecordHead, Error> {
    Ok(RecordHead {
        state: state_of(&row)?,
        site: site.to_owned(),
        form: FormRef { id: row.form, version: row.form_version, digest: row.form_digest },
        id: row.id,
        patient: row.patient,
        place: row.place,
        ordinal: row.ordinal,
        revision: row.revision,
        draft_version,
        changed_at: Timestamp(row.changed_at),
    })
}

/// A place.
pub(crate) fn place_view(row: place::Model) -> Place {
    Place {
        id: row.id,
        patient: row.patient,
        parent: row.parent,
        level: row.level,
        ordinal: row.ordinal,
        opened_at: Timestamp(row.opened_at),
    }
}

fn revision_view(row: revision::Model, key: &DataKey, names: &BTreeMap<String, String>) -> Result<Revision, Error> {
    let opened = |column, sealed| open_text(key.bytes(), revision_cell(column, &row.id), sealed);
    Ok(Revision {
        content: Content::new(opened("content", &row.content)?),
        reason: Content::new(opened("reason", &row.reason)?),
        findings: findings_of(&row, key)?,
        state: RecordState::from_word(&row.state).ok_or(Error::Unreadable { table: "revision", column: "state" })?,
        form: FormRef { id: row.form, version: row.form_version, digest: row.form_digest },
        number: row.number,
        at: Timestamp(row.at),
        actor_name: names.get(&row.actor).cloned().unwrap_or_default(),
        actor: row.actor,
        leaf: row.leaf,
    })
}

fn findings_of(row: &revision::Model, key: &DataKey) -> Result<FindingSummary, Error> {
    let keys = open_text(key.bytes(), revision_cell("findings", &row.id), &row.findings)?;
    let unreadable = |column| Error::Unreadable { table: "revision", column };
    Ok(FindingSummary {
        errors: u32::try_from(row.errors).map_err(|_| unreadable("errors"))?,
        warnings: u32::try_from(row.warnings).map_err(|_| unreadable("warnings"))?,
        keys: serde_json::from_str(&keys).map_err(|_| unreadable("findings"))?,
    })
}

fn draft_view(row: draft::Model, key: &DataKey, names: &BTreeMap<String, String>) -> Result<Draft, Error> {
    Ok(Draft {
        content: Content::new(open_text(key.bytes(), content_cell(&row.id), &row.content)?),
        form: FormRef { id: row.form, version: row.form_version, digest: row.form_digest },
        record: row.id,
        version: row.version,
        saved_at: Timestamp(row.saved_at),
        saved_by_name: names.get(&row.saved_by).cloned().unwrap_or_default(),
        saved_by: row.saved_by,
    })
}

fn context_view(
    row: revision::Model,
    record: &record::Model,
    place: &place::Model,
    key: &DataKey,
) -> Result<ContextRecord, Error> {
    Ok(ContextRecord {
        content: Content::new(open_text(key.bytes(), revision_cell("content", &row.id), &row.content)?),
        findings: findings_of(&row, key)?,
        state: state_of(record)?,
        ordinal: record.ordinal,
        at: Timestamp(row.at),
        form: FormRef { id: row.form, version: row.form_version, digest: row.form_digest },
        record: row.record,
        level: place.level.clone(),
        place: place.id.clone(),
        revision: row.number,
    })
}
