//! Keeps what is published in memory and looks at the database's catalogue stamp on each request, so that a publication is seen at once.

use std::sync::{Arc, PoisonError, RwLock};

use storage::CatalogueStamp;

use storage::Store;

use crate::catalogue::compile::{self, Unreadable};
use crate::catalogue::published::Published;

/// What is published, as of the last look.
#[derive(Default)]
pub struct Catalogue {
    kept: RwLock<(CatalogueStamp, Arc<Published>)>,
    reading: tokio::sync::Mutex<()>,
}

/// Why the catalogue could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The storage could not.
    #[error(transparent)]
    Storage(#[from] storage::Error),
    /// Publications that do not compile.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// The compiling task stopped.
    #[error("compiling the publications stopped")]
    Stopped,
}

impl Catalogue {
    /// What is published now. Costs one small query, and compiling when something new was published.
    ///
    /// # Errors
    /// When the storage or the publications cannot be read.
    pub async fn current(&self, store: &Store) -> Result<Arc<Published>, Fault> {
        let stamp = store.catalogue_stamp().await?;
        if let Some(kept) = self.find(stamp) {
            return Ok(kept);
        }
        // One request compiles, the others wait for it instead of compiling the same.
        let _turn = self.reading.lock().await;
        if let Some(kept) = self.find(stamp) {
            return Ok(kept);
        }
        let publications = store.list_publications().await?;
        let published =
            tokio::task::spawn_blocking(move || compile::publications(&publications)).await.map_err(|_| Fault::Stopped)??;
        let published = Arc::new(published);
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = (stamp, published.clone());
        tracing::info!(publications = stamp.count, forms = published.form_count(), "catalogue read");
        Ok(published)
    }

    fn find(&self, stamp: CatalogueStamp) -> Option<Arc<Published>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        (kept.0 == stamp).then(|| kept.1.clone())
    }
}
