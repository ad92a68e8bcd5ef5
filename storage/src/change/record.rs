//! Records: one form at one place.

use crate::access::right::Right;
use crate::change::place::load_place;
use crate::change::publication::PublicationKind;
use crate::error::{Error, Refusal};
use crate::form_ref::FormRef;
use crate::random;
use crate::seal::data_key::DataKey;
use crate::state::RecordState;
use crate::table::{patient, publication, record};
use crate::write::outcome::Written;
use crate::write::turn::Turn;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Opens a record (state DUE) so that it can be filled; the same form at the same place gives the record that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenRecord {
    /// Place id.
    pub place: String,
    /// The form version to be filled.
    pub form: FormRef,
    /// 1 for the only record of a form at a place; higher for a form that may be filled several times.
    pub ordinal: i64,
}

impl OpenRecord {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand(Right::FillRecords).await?;
        demand_published(turn, &self.form).await?;
        let place = load_place(turn, &self.place).await?;
        let standing = record::Entity::find()
            .filter(record::Column::Place.eq(&place.id))
            .filter(record::Column::Form.eq(&self.form.id))
            .filter(record::Column::Ordinal.eq(self.ordinal))
            .one(turn.txn)
            .await?;
        if let Some(row) = standing {
            let state = state_of(&row)?;
            return Ok(Written { id: row.id, version: row.revision, state: Some(state), ..Written::default() });
        }
        let id = random::row_id()?;
        let row = record::Model {
            id: id.clone(),
            patient: place.patient,
            place: place.id,
            form: self.form.id.clone(),
            form_version: self.form.version.clone(),
            form_digest: self.form.digest.clone(),
            ordinal: self.ordinal,
            state: RecordState::Due.word().to_owned(),
            revision: 0,
            draft_base: 0,
            opened_at: turn.at.0,
            changed_at: turn.at.0,
            leaf: 0,
        };
        turn.insert(row).await?;
        Ok(Written { id, state: Some(RecordState::Due), ..Written::default() })
    }
}

/// A record's state.
pub(crate) fn state_of(row: &record::Model) -> Result<RecordState, Error> {
    RecordState::from_word(&row.state).ok_or(Error::Unreadable { table: "record", column: "state" })
}

/// Refuses a form that is not published with exactly this digest: what was asked can always be read again.
pub(crate) async fn demand_published(turn: &Turn<'_>, form: &FormRef) -> Result<(), Error> {
    let found = publication::Entity::find()
        .filter(publication::Column::Kind.eq(PublicationKind::Form.word()))
        .filter(publication::Column::Key.eq(&form.id))
        .filter(publication::Column::Version.eq(&form.version))
        .filter(publication::Column::Digest.eq(&form.digest))
        .count(turn.txn)
        .await?;
    if found > 0 { Ok(()) } else { Err(Refusal::NotFound { what: "published form" }.into()) }
}

/// Refuses to fill a record with another form than its own.
pub(crate) fn demand_same_form(record: &record::Model, form: &FormRef) -> Result<(), Refusal> {
    if record.form == form.id { Ok(()) } else { Err(Refusal::Invalid { field: "form", rule: "is the record's own form" }) }
}

/// A record of a patient of the actor's site that takes changes; the patient becomes the subject of the change.
pub(crate) async fn load_open_record(turn: &mut Turn<'_>, id: &str) -> Result<(record::Model, patient::Model, DataKey), Error> {
    let found = record::Entity::find_by_id(id).one(turn.txn).await?;
    let record = found.ok_or(Refusal::NotFound { what: "record" })?;
    let (patient, key) = turn.load_subject(&record.patient, "record").await?;
    if state_of(&record)?.is_closed() {
        return Err(Refusal::Locked.into());
    }
    Ok((record, patient, key))
}
