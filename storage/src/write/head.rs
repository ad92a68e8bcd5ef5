//! The ledger's head as stored: loaded at the start of a commit, written at its end, authenticated with the master key.

use crate::error::Error;
use crate::ledger::peaks::Peaks;
use crate::seal::keys::{Keys, mac};
use crate::table::tree_head;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QuerySelect};

/// The head has one row.
pub(crate) const HEAD_ID: i64 = 1;

/// The authentication code of a head.
pub(crate) fn head_mac(keys: &Keys, size: i64, root: &[u8], peaks: &[u8]) -> Result<Vec<u8>, Error> {
    mac(&keys.head, &[&size.to_be_bytes(), root, peaks]).map(|code| code.to_vec())
}

/// The peaks to append to. On PostgreSQL the head row is locked, so that writers of several processes queue up;
/// on SQLite the immediate transaction has done that already.
pub(crate) async fn load_peaks(db: &impl ConnectionTrait, keys: &Keys) -> Result<Peaks, Error> {
    let mut query = tree_head::Entity::find_by_id(HEAD_ID);
    if db.get_database_backend() == DbBackend::Postgres {
        query = query.lock_exclusive();
    }
    let head = query.one(db).await?.ok_or(Error::LedgerBroken)?;
    if head.mac != head_mac(keys, head.size, &head.root, &head.peaks)? {
        return Err(Error::LedgerBroken);
    }
    let size = u64::try_from(head.size).map_err(|_| Error::LedgerBroken)?;
    Peaks::from_bytes(size, &head.peaks).filter(|peaks| peaks.root().as_slice() == head.root).ok_or(Error::LedgerBroken)
}

/// Writes the head after an append.
pub(crate) async fn save_peaks(db: &impl ConnectionTrait, keys: &Keys, peaks: &Peaks) -> Result<(), Error> {
    let model = head_of(keys, peaks)?;
    tree_head::Entity::update(tree_head::ActiveModel {
        id: Set(model.id),
        size: Set(model.size),
        root: Set(model.root),
        peaks: Set(model.peaks),
        mac: Set(model.mac),
        key_check: sea_orm::ActiveValue::NotSet,
    })
    .exec_without_returning(db)
    .await?;
    Ok(())
}

/// Makes the head of a new database, or checks that the database was sealed with this master key.
pub(crate) async fn ensure_head(db: &impl ConnectionTrait, keys: &Keys) -> Result<(), Error> {
    match tree_head::Entity::find_by_id(HEAD_ID).one(db).await? {
        Some(head) if head.key_check == keys.check => Ok(()),
        Some(_) => Err(Error::OtherMasterKey),
        None => {
            let head = head_of(keys, &Peaks::new())?.into_active_model();
            tree_head::Entity::insert(head).exec_without_returning(db).await?;
            Ok(())
        }
    }
}

fn head_of(keys: &Keys, peaks: &Peaks) -> Result<tree_head::Model, Error> {
    let size = i64::try_from(peaks.size()).map_err(|_| Error::LedgerBroken)?;
    let (root, bytes) = (peaks.root().to_vec(), peaks.to_bytes());
    let mac = head_mac(keys, size, &root, &bytes)?;
    Ok(tree_head::Model { id: HEAD_ID, size, root, peaks: bytes, mac, key_check: keys.check.to_vec() })
}
