//! Starts the preview on loopback and looks for changed files a few times a second (editors replace files in many ways; reading a
//! library takes milliseconds, so looking is simpler and surer than being told).

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch;

use crate::clock::Clock;
use crate::config::Preview;
use crate::folder;
use crate::preview::page;
use crate::preview::workbench::Workbench;
use crate::serving::{listen_on_loopback, until_told_to_stop};
use crate::start::{Problem, trying};

/// How often the files are looked at.
const EVERY: Duration = Duration::from_millis(300);

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

/// `ctr-server preview`.
///
/// # Errors
/// Why it could not start or had to stop.
pub async fn run(options: Preview) -> Result<(), Problem> {
    let watched = Arc::new(Watched::new(options.definitions.clone(), options.form.clone())?);
    if let Some(name) = &options.form
        && watched.bench().find(name).is_none()
    {
        let bench = watched.bench();
        let known: Vec<String> = bench.forms().map(|shown| shown.form.reference()).collect();
        return Err(Problem::Demo(format!("there is no form `{name}` that compiles; there are {}", known.join(", "))));
    }
    let listener = listen_on_loopback(options.port).await?;
    let address = trying("no address", listener.local_addr())?;
    say(&format!(
        "\n  Preview of {}: http://localhost:{}\n  It follows the files as you save them. Nothing is stored. Stop with Ctrl-C.\n",
        options.definitions.display(),
        address.port()
    ));
    let looking = watched.clone();
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(EVERY);
            looking.look();
        }
    });
    let serving = axum::serve(listener, page::router(watched)).with_graceful_shutdown(until_told_to_stop());
    trying("serving stopped", serving.await)
}

/// The preview speaks to a person at a terminal; a closed terminal is no reason to stop.
fn say(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{text}");
}
