//! The server serves: pages over HTTP for clinicians and staff, by what the engine means, the renderer shows and the storage keeps.
//!
//! Read `router.rs` first: every address stands there. `session/gate.rs` is the one door for a right, `error.rs` the one place that
//! turns a failure into HTTP. A request passes `middleware/*`, meets its handler in `page/*`, and writes through `storage`.

/// The published forms, kept compiled.
pub mod catalogue;
/// The present moment.
pub mod clock;
/// The command line.
pub mod config;
/// What drafts and revisions hold.
pub mod content;
/// A fresh registry of synthetic patients.
pub mod demo;
/// What can go wrong, and how HTTP says it.
pub mod error;
/// Records being filled.
pub mod filling;
/// Definition files on disk.
pub mod folder;
/// Log lines.
pub mod logging;
/// Counters for monitoring.
pub mod metrics;
/// What stands around every handler.
pub mod middleware;
/// The screens.
pub mod page;
/// Forms shown while they are written.
pub mod preview;
/// Refusals in Japanese.
pub mod refusal;
/// Every address.
pub mod router;
/// Listening and stopping.
pub mod serving;
/// Who asks, and what they may do.
pub mod session;
/// Why a server could not start.
pub mod start;
/// What handlers share.
pub mod state;

/// Asking the storage for changes.
pub mod writing;

pub use router::router as app;
pub use serving::serve;
pub use state::{App, Settings};
