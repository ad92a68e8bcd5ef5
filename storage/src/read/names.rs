//! Accounts by id as people read them: their sealed names opened.

use crate::change::account::name_cell;
use crate::error::Error;
use crate::seal::envelope::open_text;
use crate::store::Store;
use crate::table::account;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use std::collections::{BTreeMap, BTreeSet};

/// Names of accounts by id; ids without an account (the console) are absent.
pub(crate) async fn names_of(store: &Store, ids: BTreeSet<String>) -> Result<BTreeMap<String, String>, Error> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = account::Entity::find().filter(account::Column::Id.is_in(ids)).all(store.readers()).await?;
    rows.into_iter().map(|row| Ok((row.id.clone(), open_text(&store.keys().system, name_cell(&row.id), &row.name)?))).collect()
}
