//! What every handler shares: the store, the published forms, counters, clock and settings.

use std::sync::Arc;

use storage::Store;
use tokio::sync::Semaphore;

use crate::catalogue::catalogue::Catalogue;
use crate::clock::Clock;
use crate::metrics::{Fault, Metrics};
use crate::middleware::limits::{Attempts, Limits};

/// How this server is run.
#[derive(Debug, Clone, Copy, Default)]
pub struct Settings {
    /// Browsers reach it by https (through a proxy that we trust to say who called).
    pub https: bool,
    /// It serves a demonstration: synthetic patients, on this machine only.
    pub demo: bool,
    /// Bounds of requests.
    pub limits: Limits,
}

/// The shared state. Cloning shares it.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    store: Store,
    catalogue: Catalogue,
    metrics: Metrics,
    clock: Clock,
    settings: Settings,
    attempts: Attempts,
    requests: Semaphore,
    passwords: Semaphore,
    uploads: Arc<Semaphore>,
}

/// Passwords looked at together; each costs tens of megabytes and most of a second of one core, on purpose.
const PASSWORDS_AT_ONCE: usize = 2;

/// Posts with files read together; each may hold tens of megabytes while it is read and stored.
const UPLOADS_AT_ONCE: usize = 4;

impl App {
    /// The state of a server over an opened store.
    ///
    /// # Errors
    /// When the counters cannot be made.
    pub fn new(store: Store, clock: Clock, settings: Settings) -> Result<App, Fault> {
        Ok(App(Arc::new(Inner {
            store,
            catalogue: Catalogue::default(),
            metrics: Metrics::new()?,
            clock,
            settings,
            attempts: Attempts::default(),
            requests: Semaphore::new(settings.limits.concurrent),
            passwords: Semaphore::new(PASSWORDS_AT_ONCE),
            uploads: Arc::new(Semaphore::new(UPLOADS_AT_ONCE)),
        })))
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// The published forms.
    pub fn catalogue(&self) -> &Catalogue {
        &self.0.catalogue
    }

    /// The counters.
    pub fn metrics(&self) -> &Metrics {
        &self.0.metrics
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// How this server is run.
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Sign-in attempts of the last minute.
    pub fn attempts(&self) -> &Attempts {
        &self.0.attempts
    }

    /// One permit for each request that may be answered at once.
    pub fn request_permits(&self) -> &Semaphore {
        &self.0.requests
    }

    /// One permit for each password that may be looked at at once.
    pub fn password_permits(&self) -> &Semaphore {
        &self.0.passwords
    }
    /// One permit for each post with files that may be read at once.
    pub fn upload_permits(&self) -> Arc<Semaphore> {
        self.0.uploads.clone()
    }
}
