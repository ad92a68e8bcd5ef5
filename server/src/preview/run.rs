//! Starts the preview on loopback and looks for changed files a few times a second (editors replace files in many ways; reading a
//! library takes milliseconds, so looking is simpler and surer than being told).

use std::sync::Arc;
use std::time::Duration;

use crate::config::Preview;
use crate::preview::page;
use crate::preview::watched::Watched;
use crate::serving::{listen_on_loopback, until_told_to_stop};
use crate::start::{Problem, trying};

/// How often the files are looked at.
const EVERY: Duration = Duration::from_millis(300);

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
        return Err(Problem::PreviewForm { name: name.clone(), known: known.join(", ") });
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
