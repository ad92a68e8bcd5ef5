//! Sites: the hospitals that register patients.

use crate::access::right::Right;
use crate::change::rule::{demand_text, demand_word};
use crate::error::{Error, Refusal};
use crate::table::site;
use crate::write::outcome::Written;
use crate::write::turn::Turn;
use sea_orm::EntityTrait;

/// Adds a site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CreateSite {
    /// Short id used everywhere (`[a-z0-9-]`, 2 to 32 characters); chosen once.
    pub id: String,
    /// Name in Japanese.
    pub name_ja: String,
    /// Name in English.
    pub name_en: String,
}

impl CreateSite {
    pub(crate) async fn apply(&self, turn: &mut Turn<'_>) -> Result<Written, Error> {
        turn.demand(Right::KeepAccounts).await?;
        demand_word("site", &self.id, "-", 2..=32, "is 2 to 32 of a-z, 0-9 and -")?;
        demand_text("name_ja", &self.name_ja, 200)?;
        demand_text("name_en", &self.name_en, 200)?;
        if site::Entity::find_by_id(&self.id).one(turn.txn).await?.is_some() {
            return Err(Refusal::Exists { what: "site" }.into());
        }
        let row = site::Model {
            id: self.id.clone(),
            name_ja: self.name_ja.clone(),
            name_en: self.name_en.clone(),
            created_at: turn.at.0,
            leaf: 0,
        };
        turn.insert(row).await?;
        Ok(Written { id: self.id.clone(), ..Written::default() })
    }
}
