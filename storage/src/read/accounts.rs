//! Sites and accounts.

use crate::access::actor::{Actor, Role};
use crate::access::right::{Right, has_right};
use crate::change::account::name_cell;
use crate::error::Error;
use crate::read::view::{Account, Site};
use crate::seal::envelope::open_text;
use crate::store::Store;
use crate::table::{account, site};
use crate::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

impl Store {
    /// The sites an actor may know of: the own one for people of a site, all for the others.
    pub async fn list_sites(&self, actor: &Actor) -> Result<Vec<Site>, Error> {
        let mut query = site::Entity::find().order_by_asc(site::Column::Id);
        if actor.role().has_site() {
            query = query.filter(site::Column::Id.eq(actor.site().unwrap_or_default()));
        }
        let rows = query.all(self.readers()).await?;
        Ok(rows.into_iter().map(|row| Site { id: row.id, name_ja: row.name_ja, name_en: row.name_en }).collect())
    }

    /// All accounts, by sign-in name; empty for those who do not keep accounts.
    pub async fn list_accounts(&self, actor: &Actor) -> Result<Vec<Account>, Error> {
        if !has_right(actor.role(), Right::KeepAccounts) {
            return Ok(Vec::new());
        }
        let rows = account::Entity::find().order_by_asc(account::Column::Login).all(self.readers()).await?;
        rows.into_iter().map(|row| self.account_view(row)).collect()
    }

    /// The account of a sign-in name; absent for those who do not keep accounts.
    pub async fn find_account(&self, actor: &Actor, login: &str) -> Result<Option<Account>, Error> {
        if !has_right(actor.role(), Right::KeepAccounts) {
            return Ok(None);
        }
        let login = login.trim().to_lowercase();
        let found = account::Entity::find().filter(account::Column::Login.eq(login)).one(self.readers()).await?;
        found.map(|row| self.account_view(row)).transpose()
    }

    fn account_view(&self, row: account::Model) -> Result<Account, Error> {
        Ok(Account {
            name: open_text(&self.keys().system, name_cell(&row.id), &row.name)?,
            role: Role::from_word(&row.role).ok_or(Error::Unreadable { table: "account", column: "role" })?,
            id: row.id,
            login: row.login,
            site: row.site,
            active: row.active == 1,
            locked_until: row.locked_until.map(Timestamp),
            created_at: Timestamp(row.created_at),
        })
    }
}
