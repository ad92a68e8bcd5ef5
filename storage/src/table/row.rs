//! What every table behind the door has: an id, the leaf of its last change, and a digest over all its other columns.

use crate::error::Error;
use crate::ledger::content::{Cell, content_digest};
use crate::ledger::hash::Hash;
use sea_orm::{ActiveModelBehavior, ActiveModelTrait, EntityTrait, IdenStatic, IntoActiveModel, Iterable, ModelTrait, Value};

/// A row whose every change has a leaf.
pub(crate) trait Row:
    ModelTrait<Entity: EntityTrait<Model = Self>> + IntoActiveModel<<Self as Row>::Active> + Sync
{
    /// The active model of the same entity.
    type Active: ActiveModelTrait<Entity = Self::Entity> + ActiveModelBehavior + Send;
    /// Table name.
    const TABLE: &'static str;
    /// Rows that verification reads at a time.
    const PAGE: usize;
    /// The row's id.
    fn id(&self) -> &str;
    /// Leaf of the last change.
    fn leaf(&self) -> i64;
    /// Notes the leaf of a change.
    fn set_leaf(&mut self, leaf: i64);

    /// Digest over every column but `leaf`.
    fn content(&self) -> Result<Hash, Error> {
        let columns = <<Self::Entity as EntityTrait>::Column as Iterable>::iter().filter(|column| column.as_str() != "leaf");
        let values: Vec<(&'static str, Value)> = columns.map(|column| (column.as_str(), self.get(column))).collect();
        let mut cells = Vec::with_capacity(values.len());
        for (name, value) in &values {
            cells.push((*name, cell(value).ok_or(Error::Unreadable { table: Self::TABLE, column: name })?));
        }
        Ok(content_digest(Self::TABLE, cells))
    }
}

/// The column types that tables may use; another type has no digest and is refused at its first write. Yes and no are 1 and 0:
/// in a boolean column SQLite would read an edited 2 as yes, and the edit would go unseen.
fn cell(value: &Value) -> Option<Cell<'_>> {
    Some(match value {
        Value::String(Some(text)) => Cell::Text(text),
        Value::BigInt(Some(number)) => Cell::Integer(*number),
        Value::Bytes(Some(bytes)) => Cell::Bytes(bytes),
        Value::String(None) | Value::BigInt(None) | Value::Bytes(None) => Cell::Null,
        _ => return None,
    })
}

/// The same four lines for every table: its entity parts and its `Row`.
macro_rules! row {
    ($table:literal) => {
        $crate::table::row::row!($table, 1_000);
    };
    ($table:literal, $page:literal) => {
        #[derive(Copy, Clone, Debug, sea_orm::EnumIter, sea_orm::DeriveRelation)]
        pub enum Relation {}

        impl sea_orm::ActiveModelBehavior for ActiveModel {}

        impl $crate::table::row::Row for Model {
            type Active = ActiveModel;
            const TABLE: &'static str = $table;
            const PAGE: usize = $page;

            fn id(&self) -> &str {
                &self.id
            }

            fn leaf(&self) -> i64 {
                self.leaf
            }

            fn set_leaf(&mut self, leaf: i64) {
                self.leaf = leaf;
            }
        }
    };
}

pub(crate) use row;
