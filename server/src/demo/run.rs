//! `ctr-server demo`: makes the registry (or opens the one made before), serves it on loopback and keeps the terminal supplied with codes.

use std::path::{Path, PathBuf};

use storage::{MasterKey, Store, Timestamp};

use crate::clock::Clock;
use crate::config::Demo;
use crate::demo::accounts::SignIn;
use crate::demo::{accounts, definitions, directory, notice, patients};
use crate::serving::{listen_on_loopback, serve};
use crate::start::{Problem, trying};
use crate::state::{App, Settings};

/// `ctr-server demo`.
///
/// # Errors
/// Why it could not start or had to stop.
pub async fn run(options: Demo) -> Result<(), Problem> {
    let clock = Clock::system();
    let folder = trying("cannot make the demonstration's directory", directory::make(options.data.as_deref(), clock.now()))?;
    let (store, sign_ins) =
        if directory::is_made(&folder) { open(&folder).await? } else { make(&folder, &options, &clock).await? };
    let app = App::new(store.clone(), clock.clone(), Settings { demo: true, ..Settings::default() })?;
    let listener = listen_on_loopback(options.port).await?;
    let address = trying("no address", listener.local_addr())?;
    if let Some(file) = &options.sign_ins {
        let text = serde_json::json!({ "address": format!("http://localhost:{}", address.port()), "sign_ins": directory::as_json(&sign_ins) });
        trying("cannot write the sign-ins", std::fs::write(file, text.to_string()))?;
    }
    say(&notice::welcome(
        &format!("http://localhost:{}", address.port()),
        &folder.display().to_string(),
        &sign_ins,
        Timestamp(clock.now()),
    ));
    keep_supplied(sign_ins, clock);
    trying("serving stopped", serve(listener, app).await)?;
    Ok(store.close().await?)
}

/// Makes a demonstration in an empty directory; its sign-ins.
///
/// # Errors
/// When files, definitions or storage refuse.
pub async fn make(folder: &Path, options: &Demo, clock: &Clock) -> Result<(Store, Vec<SignIn>), Problem> {
    say("  Making a registry of synthetic patients ...");
    if directory::master_key(folder).exists() {
        return Err(Problem::Demo(format!(
            "{} holds an unfinished demonstration; delete it or choose another --data",
            folder.display()
        )));
    }
    let key = MasterKey::create(&directory::master_key(folder))?;
    let store = Store::open(&directory::database(folder), key).await?;
    let source = options.definitions.clone().unwrap_or_else(default_definitions);
    let definitions = definitions::read(&source)?;
    let at = Timestamp(clock.now());
    definitions::publish(&store, &definitions, at).await?;
    let sign_ins = accounts::make(&store, at).await?;
    patients::make(&store, &sign_ins, at).await?;
    trying("cannot keep the sign-ins", directory::keep(folder, &sign_ins))?;
    Ok((store, sign_ins))
}

async fn open(folder: &Path) -> Result<(Store, Vec<SignIn>), Problem> {
    let store = Store::open(&directory::database(folder), MasterKey::read(&directory::master_key(folder))?).await?;
    let sign_ins = trying("cannot read the sign-ins", directory::read(folder))?;
    Ok((store, sign_ins))
}

/// The repository's own definitions, beside this room.
fn default_definitions() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../form-definitions")
}

/// Prints codes every 30 seconds, as they change, and the whole table when somebody presses Enter.
fn keep_supplied(sign_ins: Vec<SignIn>, clock: Clock) {
    let (asked_for, asked_clock) = (sign_ins.clone(), clock.clone());
    std::thread::spawn(move || {
        let mut line = String::new();
        while std::io::stdin().read_line(&mut line).is_ok_and(|read| read > 0) {
            say(&notice::codes(&asked_for, Timestamp(asked_clock.now())));
            line.clear();
        }
    });
    tokio::spawn(async move {
        loop {
            let left = 30 - Timestamp(clock.now()).seconds() % 30;
            tokio::time::sleep(std::time::Duration::from_secs(left)).await;
            say(&notice::codes_line(&sign_ins, Timestamp(clock.now())));
        }
    });
}

/// The demonstration speaks to a person at a terminal; a closed terminal is no reason to stop.
fn say(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{text}");
}
