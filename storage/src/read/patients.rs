//! Patients: the list with its search, and one patient with places and records.

use crate::access::actor::Actor;
use crate::access::right::{Right, has_right};
use crate::access::scope::Scope;
use crate::change::identified::identity_cell;
use crate::error::Error;
use crate::identity::Identity;
use crate::read::records::{head_view, place_view};
use crate::read::view::{Page, Patient, PatientQuery, PatientRow, RecordHead};
use crate::seal::data_key::DataKey;
use crate::seal::envelope::open_text;
use crate::store::Store;
use crate::table::{draft, patient, place, record};
use crate::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use std::collections::BTreeMap;

impl Store {
    /// The patients in scope, newest first, searched and paged.
    pub async fn list_patients(&self, actor: &Actor, query: &PatientQuery) -> Result<Page<PatientRow>, Error> {
        let per_page = if query.per_page == 0 { 50 } else { query.per_page.min(200) };
        let scoped = in_scope(&Scope::of(actor));
        let (total, rows) = if query.search.trim().is_empty() {
            let total = scoped.clone().count(self.readers()).await?;
            let first = u64::from(query.page) * u64::from(per_page);
            (total, newest_first(scoped).offset(first).limit(u64::from(per_page)).all(self.readers()).await?)
        } else {
            let found = self.search_patients(actor, newest_first(scoped), &query.search).await?;
            let first = usize::try_from(u64::from(query.page) * u64::from(per_page)).unwrap_or(usize::MAX);
            (found.len() as u64, found.into_iter().skip(first).take(per_page as usize).collect())
        };
        let rows = self.patient_rows(actor, rows).await?;
        Ok(Page { rows, total, page: query.page, per_page })
    }

    /// A patient with places and records.
    pub async fn find_patient(&self, actor: &Actor, patient: &str) -> Result<Option<Patient>, Error> {
        let Some(row) = self.patient_in_scope(actor, patient).await? else { return Ok(None) };
        let places = place::Entity::find()
            .filter(place::Column::Patient.eq(&row.id))
            .order_by_asc(place::Column::OpenedAt)
            .order_by_asc(place::Column::Leaf)
            .all(self.readers())
            .await?;
        let mut records = self.heads_of(std::slice::from_ref(&row)).await?;
        Ok(Some(Patient {
            identity: self.identity_for(actor, &row)?,
            records: records.remove(&row.id).unwrap_or_default(),
            places: places.into_iter().map(place_view).collect(),
            registered_at: Timestamp(row.registered_at),
            id: row.id,
            site: row.site,
        }))
    }

    /// A patient's row when the actor's scope holds it.
    pub(crate) async fn patient_in_scope(&self, actor: &Actor, patient: &str) -> Result<Option<patient::Model>, Error> {
        let scope = Scope::of(actor);
        let found = patient::Entity::find_by_id(patient.trim().to_ascii_uppercase()).one(self.readers()).await?;
        Ok(found.filter(|row| scope.holds(&row.site)))
    }

    /// The patient's identity when the role may read it and it was given.
    pub(crate) fn identity_for(&self, actor: &Actor, row: &patient::Model) -> Result<Option<Identity>, Error> {
        match &row.identity {
            Some(sealed) if has_right(actor.role(), Right::ReadIdentity) => {
                let key = DataKey::unwrap_from(self.keys(), &row.id, &row.data_key)?;
                let text = open_text(key.bytes(), identity_cell(&row.id), sealed)?;
                let unreadable = Error::Unreadable { table: "patient", column: "identity" };
                serde_json::from_str(&text).map(Some).map_err(|_| unreadable)
            }
            _ => Ok(None),
        }
    }

    async fn patient_rows(&self, actor: &Actor, rows: Vec<patient::Model>) -> Result<Vec<PatientRow>, Error> {
        let mut heads = self.heads_of(&rows).await?;
        let view = |row: patient::Model| {
            Ok(PatientRow {
                identity: self.identity_for(actor, &row)?,
                records: heads.remove(&row.id).unwrap_or_default(),
                registered_at: Timestamp(row.registered_at),
                id: row.id,
                site: row.site,
            })
        };
        rows.into_iter().map(view).collect()
    }

    /// The record heads of patients, in the order they were opened.
    async fn heads_of(&self, patients: &[patient::Model]) -> Result<BTreeMap<String, Vec<RecordHead>>, Error> {
        let sites: BTreeMap<&str, &str> = patients.iter().map(|p| (p.id.as_str(), p.site.as_str())).collect();
        let ids: Vec<&str> = sites.keys().copied().collect();
        let drafts = draft::Entity::find()
            .select_only()
            .columns([draft::Column::Id, draft::Column::Version])
            .filter(draft::Column::Patient.is_in(ids.clone()))
            .into_tuple::<(String, i64)>()
            .all(self.readers())
            .await?;
        let drafts: BTreeMap<String, i64> = drafts.into_iter().collect();
        let records = record::Entity::find()
            .filter(record::Column::Patient.is_in(ids))
            .order_by_asc(record::Column::OpenedAt)
            .order_by_asc(record::Column::Ordinal)
            .order_by_asc(record::Column::Id)
            .all(self.readers())
            .await?;
        let mut heads: BTreeMap<String, Vec<RecordHead>> = BTreeMap::new();
        for row in records {
            let site = sites.get(row.patient.as_str()).copied().unwrap_or_default();
            let waiting = drafts.get(&row.id).copied().unwrap_or(0);
            heads.entry(row.patient.clone()).or_default().push(head_view(row, site, waiting)?);
        }
        Ok(heads)
    }
}

/// The only place where a list of patients gets its scope.
pub(crate) fn in_scope(scope: &Scope) -> Select<patient::Entity> {
    let query = patient::Entity::find();
    match scope {
        Scope::All => query,
        Scope::Site(site) => query.filter(patient::Column::Site.eq(site)),
        Scope::Nothing => query.filter(patient::Column::Id.is_null()),
    }
}

fn newest_first(query: Select<patient::Entity>) -> Select<patient::Entity> {
    query.order_by_desc(patient::Column::RegisteredAt).order_by_desc(patient::Column::Leaf)
}
