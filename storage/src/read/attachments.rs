//! The content of an attached file, for those who may read its record.

use crate::access::actor::Actor;
use crate::attached::{address, content_cell, digest};
use crate::error::Error;
use crate::read::view::Attachment;
use crate::seal::envelope::open;
use crate::secret::FileContent;
use crate::store::Store;
use crate::table::attachment;
use sea_orm::EntityTrait;

impl Store {
    /// The content that a record holds under a digest. Bytes that do not have this digest are never given out.
    pub async fn find_attachment(&self, actor: &Actor, record: &str, sha256: &str) -> Result<Option<Attachment>, Error> {
        let Some((record, _, key)) = self.record_in_scope(actor, record).await? else { return Ok(None) };
        let id = address(self.keys(), &record.id, sha256)?;
        let Some(row) = attachment::Entity::find_by_id(&id).one(self.readers()).await? else { return Ok(None) };
        let content = open(key.bytes(), content_cell(&id), &row.content)?;
        if digest(&content) != sha256 {
            return Err(Error::Unsealable { table: "attachment", column: "content", row: id });
        }
        Ok(Some(Attachment { media_type: row.media_type, content: FileContent::from(content.to_vec()) }))
    }
}
