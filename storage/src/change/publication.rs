//! Publications: form, product and registry definitions as they were published, with what is needed to compile them again.

use crate::access::right::Right;
use crate::change::rule::demand_text;
use crate::error::{Error, Refusal};
use crate::random;
use crate::table::publication;
use crate::write::outcome::Written;
use crate::write::turn::Turn;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use std::fmt;

/// What is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PublicationKind {
    /// A form version.
    Form,
    /// A product with its indications.
    Product,
    /// The registry's levels and identity mapping.
    Registry,
}

impl PublicationKind {
    /// The kind's stored word.
    pub fn word(self) -> &'static str {
        match self {
            PublicationKind::Form => "form",
            PublicationKind::Product => "product",
            PublicationKind::Registry => "registry",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<PublicationKind> {
        [PublicationKind::Form, PublicationKind::Product, PublicationKind::Registry].into_iter().find(|kind| kind.word() == word)
    }
}

impl fmt::Display for PublicationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One thing to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPublication {
    /// Form, product or registry.
    pub kind: PublicationKind,
    /// Its id, e.g. `crs`, `kymriah`, `ctrj`.
    pub key: String,
    /// Its version. For a product or registry `None` numbers the publications 1, 2, 3...
    pub version: Option<String>,
    /// Digest of the meaning.
    pub digest: String,
    /// JSON `[{path, text}]`: the closure of source files from which it compiles again.
    pub bundle: String,
}

/// Publishes several things at once, all or none. What stands already with the same digest is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publish {
    /// The things, in any order.
    pub items: Vec<NewPublication>,
}

impl Publish {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand(Right::Publish).await?;
        let mut published = 0;
        for item in &self.items {
            published += usize::from(item.publish(turn).await?);
        }
        Ok(Written { published, ..Written::default() })
    }
}

impl NewPublication {
    /// Adds the publication; false when the same stands already.
    async fn publish(&self, turn: &mut Turn<'_>) -> Result<bool, Error> {
        demand_text("key", &self.key, 100)?;
        demand_text("digest", &self.digest, 100)?;
        let Some(version) = self.next_version(turn).await? else { return Ok(false) };
        let row = publication::Model {
            id: random::row_id()?,
            kind: self.kind.word().to_owned(),
            key: self.key.clone(),
            version,
            digest: self.digest.clone(),
            bundle: self.bundle.clone(),
            author: turn.actor.id().to_owned(),
            approver: None,
            at: turn.at.0,
            leaf: 0,
        };
        turn.insert(row).await?;
        Ok(true)
    }

    /// The version to publish under; `None` when the same digest stands already; a refusal when another one does.
    async fn next_version(&self, turn: &Turn<'_>) -> Result<Option<String>, Error> {
        let of_key = publication::Entity::find()
            .filter(publication::Column::Kind.eq(self.kind.word()))
            .filter(publication::Column::Key.eq(&self.key));
        match &self.version {
            Some(version) => {
                demand_text("version", version, 200)?;
                match of_key.filter(publication::Column::Version.eq(version)).one(turn.txn).await? {
                    None => Ok(Some(version.clone())),
                    Some(standing) if standing.digest == self.digest => Ok(None),
                    Some(_) => Err(Refusal::Published { key: self.key.clone(), version: version.clone() }.into()),
                }
            }
            None if self.kind == PublicationKind::Form => {
                Err(Refusal::Invalid { field: "version", rule: "is required for a form" }.into())
            }
            None => {
                let latest = of_key.clone().order_by_desc(publication::Column::Leaf).one(turn.txn).await?;
                if latest.is_some_and(|standing| standing.digest == self.digest) {
                    return Ok(None);
                }
                Ok(Some((of_key.count(turn.txn).await? + 1).to_string()))
            }
        }
    }
}
