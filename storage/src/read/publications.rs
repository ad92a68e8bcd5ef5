//! Publications: for everybody, because what is asked is no secret.

use crate::change::publication::PublicationKind;
use crate::error::Error;
use crate::read::view::{CatalogueStamp, Publication};
use crate::store::Store;
use crate::table::publication;
use crate::time::Timestamp;
use sea_orm::{EntityTrait, FromQueryResult, QueryOrder, QuerySelect};

#[derive(FromQueryResult)]
struct Mark {
    count: i64,
    latest: Option<i64>,
}

impl Store {
    /// All publications, in the order they were published.
    pub async fn list_publications(&self) -> Result<Vec<Publication>, Error> {
        let rows = publication::Entity::find().order_by_asc(publication::Column::Leaf).all(self.readers()).await?;
        rows.into_iter().map(view).collect()
    }

    /// Differs whenever something was published; cheap enough to ask at every request.
    pub async fn catalogue_stamp(&self) -> Result<CatalogueStamp, Error> {
        use sea_orm::ColumnTrait;
        let mark = publication::Entity::find()
            .select_only()
            .column_as(publication::Column::Id.count(), "count")
            .column_as(publication::Column::Leaf.max(), "latest")
            .into_model::<Mark>()
            .one(self.readers())
            .await?;
        Ok(mark.map_or(CatalogueStamp::default(), |m| CatalogueStamp { count: m.count, latest: m.latest.unwrap_or(-1) }))
    }
}

fn view(row: publication::Model) -> Result<Publication, Error> {
    Ok(Publication {
        kind: PublicationKind::from_word(&row.kind).ok_or(Error::Unreadable { table: "publication", column: "kind" })?,
        id: row.id,
        key: row.key,
        version: row.version,
        digest: row.digest,
        bundle: row.bundle,
        author: row.author,
        at: Timestamp(row.at),
        leaf: row.leaf,
    })
}
