//! A folder of definitions that is looked at again and again, and what stands in it now.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use crate::clock::Clock;
use crate::folder;
use crate::preview::workbench::Workbench;
use crate::start::Problem;

/// A folder that is watched, and what stands in it now.
pub struct Watched {
    path: PathBuf,
    first: Option<String>,
    clock: Clock,
    bench: RwLock<Arc<Workbench>>,
    told: watch::Sender<u64>,
}

impl Watched {
    /// Reads a folder for the first time.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn new(path: PathBuf, first: Option<String>) -> Result<Watched, Problem> {
        let bench = Workbench::read(&path, None)?;
        let told = watch::Sender::new(bench.stamp);
        Ok(Watched { path, first, clock: Clock::system(), bench: RwLock::new(Arc::new(bench)), told })
    }

    /// The form that was asked for when starting.
    pub fn first(&self) -> Option<&str> {
        self.first.as_deref()
    }

    /// What stands in the files now.
    pub fn bench(&self) -> Arc<Workbench> {
        self.bench.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Today in Japan, ISO.
    pub fn today(&self) -> String {
        crate::clock::day_in_japan(self.clock.now())
    }

    /// Tells of changes.
    pub fn told(&self) -> watch::Receiver<u64> {
        self.told.subscribe()
    }

    /// Looks at the files once; true when something changed and could be read. A file that is being replaced right now is met the
    /// next time.
    pub fn look(&self) -> bool {
        let before = self.bench();
        let Ok(files) = folder::read(&self.path) else { return false };
        if before.is_current(&files) {
            return false;
        }
        let Ok(bench) = Workbench::read(&self.path, Some(&before)) else { return false };
        let stamp = bench.stamp;
        *self.bench.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(bench);
        self.told.send_replace(stamp);
        true
    }
}
