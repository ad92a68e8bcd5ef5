//! Finding a patient: by registry id, hospital number and full kana through the blind keys, by part of a name in memory;
//! and suspected duplicates, which only registry staff see across sites.

use crate::access::actor::Actor;
use crate::access::right::{Right, has_right};
use crate::access::scope::Scope;
use crate::error::Error;
use crate::identity::Identity;
use crate::read::patients::in_scope;
use crate::read::view::Suspect;
use crate::registry_id::is_registry_id;
use crate::seal::fold::fold;
use crate::seal::search_key::SearchKeys;
use crate::store::Store;
use crate::table::{patient, site};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect, Select};

/// Most patients whose names one search opens in memory; a blind key finds a patient beyond that.
const OPENED_PER_SEARCH: u64 = 20_000;

impl Store {
    /// The patients of a query that fit what was typed.
    pub(crate) async fn search_patients(
        &self,
        actor: &Actor,
        scoped: Select<patient::Entity>,
        typed: &str,
    ) -> Result<Vec<patient::Model>, Error> {
        if is_registry_id(typed) {
            let id = typed.trim().to_ascii_uppercase();
            return Ok(scoped.filter(patient::Column::Id.eq(id)).all(self.readers()).await?);
        }
        if !has_right(actor.role(), Right::ReadIdentity) {
            return Ok(Vec::new());
        }
        let by_key = scoped.clone().filter(self.typed_keys(actor, typed).await?).all(self.readers()).await?;
        if !by_key.is_empty() {
            return Ok(by_key);
        }
        let part = fold(typed);
        let mut found = Vec::new();
        for row in scoped.limit(OPENED_PER_SEARCH).all(self.readers()).await? {
            let id_begins = row.id.to_lowercase().starts_with(&part);
            if id_begins || self.identity_for(actor, &row)?.is_some_and(|identity| has_part(&identity, &part)) {
                found.push(row);
            }
        }
        Ok(found)
    }

    /// The blind keys that what was typed could be: a hospital number of any site in scope, or a full name in kana.
    async fn typed_keys(&self, actor: &Actor, typed: &str) -> Result<Condition, Error> {
        let mut any = Condition::any().add(patient::Column::KeyKana.eq(SearchKeys::of_kana(self.keys(), typed)?));
        let sites: Vec<String> = match Scope::of(actor) {
            Scope::Site(own) => vec![own],
            Scope::All => site::Entity::find().all(self.readers()).await?.into_iter().map(|site| site.id).collect(),
            Scope::Nothing => Vec::new(),
        };
        for site in sites {
            any = any.add(patient::Column::KeyMrn.eq(SearchKeys::of_mrn(self.keys(), &site, typed)?));
        }
        Ok(any)
    }

    /// Patients who may be this person: at the own site for its people, at all sites for registry staff, none for others.
    pub async fn list_suspects(&self, actor: &Actor, identity: &Identity) -> Result<Vec<Suspect>, Error> {
        let scope = match Scope::of(actor) {
            Scope::All if !has_right(actor.role(), Right::SeeDuplicates) => Scope::Nothing,
            scope => scope,
        };
        let own_site = actor.site().unwrap_or_default();
        let keys = SearchKeys::of(self.keys(), own_site, identity)?;
        let mut any = Condition::any();
        for (column, key) in [(patient::Column::KeyMrn, keys.mrn.clone()), (patient::Column::KeyKanaBirth, keys.kana_birth)] {
            if let Some(key) = key {
                any = any.add(column.eq(key));
            }
        }
        if any.is_empty() {
            return Ok(Vec::new());
        }
        let rows = in_scope(&scope).filter(any).all(self.readers()).await?;
        let suspect = |row: patient::Model| Suspect {
            same_mrn: row.key_mrn.is_some() && row.key_mrn == keys.mrn,
            patient: row.id,
            site: row.site,
        };
        Ok(rows.into_iter().map(suspect).collect())
    }
}

/// True when a name, kana, their joining or the hospital number holds the folded part.
fn has_part(identity: &Identity, part: &str) -> bool {
    let text = |part: &Option<String>| part.as_deref().map(fold).unwrap_or_default();
    let name = text(&identity.family_name) + &text(&identity.given_name);
    let kana = text(&identity.family_kana) + &text(&identity.given_kana);
    let mrn = text(&identity.mrn);
    !part.is_empty() && (name.contains(part) || kana.contains(part) || mrn.starts_with(part))
}
