//! A draft or revision may name only files whose content its record holds.

use crate::attached::{address, named};
use crate::error::{Error, Refusal};
use crate::table::attachment;
use crate::write::turn::Turn;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

/// Refuses contents that name a file which this record does not hold, or holds with another size or type.
pub(crate) async fn demand_held(turn: &Turn<'_>, record: &str, content: &str) -> Result<(), Error> {
    for file in named(content) {
        let id = address(turn.keys, record, &file.sha256)?;
        let held = attachment::Entity::find()
            .select_only()
            .columns([attachment::Column::Size, attachment::Column::MediaType])
            .filter(attachment::Column::Id.eq(id))
            .into_tuple::<(i64, String)>()
            .one(turn.txn)
            .await?;
        if held != Some((file.size, file.media_type)) {
            return Err(Refusal::AttachmentMissing.into());
        }
    }
    Ok(())
}
