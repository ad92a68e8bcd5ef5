//! Registering a patient.

use crate::access::right::Right;
use crate::change::held::demand_held;
use crate::change::identified::with_identity;
use crate::change::new_revision::{NewRevision, add_revision, state_after};
use crate::change::record::demand_published;
use crate::change::rule::{demand_content, demand_word};
use crate::error::{Error, Refusal};
use crate::form_ref::{FindingSummary, FormRef};
use crate::identity::Identity;
use crate::random;
use crate::registry_id::new_registry_id;
use crate::seal::data_key::DataKey;
use crate::seal::search_key::SearchKeys;
use crate::secret::Content;
use crate::table::{patient, place, record};
use crate::write::outcome::Written;
use crate::write::turn::Turn;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

/// Registers a patient at the actor's site, with the root place and, when given, the first record in one step.
#[derive(Debug, Clone)]
pub struct RegisterPatient {
    /// The root level's id in `registry.yaml`, e.g. `patient`.
    pub level: String,
    /// Identifiers from the registration form; `None` while only a draft exists.
    pub identity: Option<Identity>,
    /// True when the person has seen the suspected duplicate at the own site and says it is another person.
    pub despite_duplicate: bool,
    /// The registration form, as submitted.
    pub first: Option<FirstRecord>,
}

/// The record that is submitted together with the registration.
#[derive(Debug, Clone)]
pub struct FirstRecord {
    /// Form version it was filled with.
    pub form: FormRef,
    /// Canonical JSON of answers and reasons.
    pub content: Content,
    /// Short account of the findings.
    pub findings: FindingSummary,
}

impl RegisterPatient {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand(Right::FillRecords).await?;
        demand_word("level", &self.level, "_", 1..=64, "is a level's id")?;
        let site = turn.own_site()?.to_owned();
        if let (Some(identity), false) = (&self.identity, self.despite_duplicate) {
            refuse_duplicate(turn, &site, identity).await?;
        }
        let id = new_registry_id()?;
        let key = DataKey::generate()?;
        turn.set_subject(&id, key.clone());
        let row = patient::Model {
            data_key: key.wrap(turn.keys, &id)?,
            site,
            identity: None,
            key_kana: None,
            key_kana_birth: None,
            key_mrn: None,
            registered_at: turn.at.0,
            leaf: 0,
            id: id.clone(),
        };
        turn.insert(with_identity(turn, row, &key, self.identity.as_ref())?).await?;
        let place = random::row_id()?;
        let root = place::Model {
            id: place.clone(),
            patient: id.clone(),
            parent: None,
            level: self.level.clone(),
            ordinal: 1,
            opened_at: turn.at.0,
            leaf: 0,
        };
        turn.insert(root).await?;
        let written = Written { id: id.clone(), place: Some(place.clone()), ..Written::default() };
        match &self.first {
            None => Ok(written),
            Some(first) => first.submit(turn, &id, &place, &key, written).await,
        }
    }
}

impl FirstRecord {
    async fn submit(
        &self,
        turn: &mut Turn<'_>,
        patient: &str,
        place: &str,
        key: &DataKey,
        written: Written,
    ) -> Result<Written, Error> {
        demand_published(turn, &self.form).await?;
        demand_content(self.content.expose())?;
        let id = random::row_id()?;
        // A record that is not there yet holds no file.
        demand_held(turn, &id, self.content.expose()).await?;
        let state = state_after(&self.findings);
        let row = record::Model {
            id: id.clone(),
            patient: patient.to_owned(),
            place: place.to_owned(),
            form: self.form.id.clone(),
            form_version: self.form.version.clone(),
            form_digest: self.form.digest.clone(),
            ordinal: 1,
            state: state.word().to_owned(),
            revision: 1,
            draft_base: 0,
            opened_at: turn.at.0,
            changed_at: turn.at.0,
            leaf: 0,
        };
        turn.insert(row).await?;
        let revision = NewRevision {
            record: &id,
            patient,
            number: 1,
            form: &self.form,
            content: &self.content,
            findings: &self.findings,
            reason: turn.reason.to_owned(),
            state,
        };
        add_revision(turn, key, revision).await?;
        Ok(Written { record: Some(id), state: Some(state), version: 1, ..written })
    }
}

/// Refuses when the own site has a patient with the same number, or the same kana and birth date.
async fn refuse_duplicate(turn: &Turn<'_>, site: &str, identity: &Identity) -> Result<(), Error> {
    let keys = SearchKeys::of(turn.keys, site, identity)?;
    let mut same = Condition::any();
    for (column, key) in [(patient::Column::KeyMrn, keys.mrn), (patient::Column::KeyKanaBirth, keys.kana_birth)] {
        if let Some(key) = key {
            same = same.add(column.eq(key));
        }
    }
    if same.is_empty() {
        return Ok(());
    }
    let found = patient::Entity::find().filter(patient::Column::Site.eq(site)).filter(same).one(turn.txn).await?;
    match found {
        Some(patient) => Err(Refusal::Duplicate { patient: patient.id }.into()),
        None => Ok(()),
    }
}
