//! Where a demonstration keeps its database, and how it is opened a second time.

use std::io;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use storage::{Actor, Role, TotpSecret};

use crate::demo::accounts::{PASSWORD, SignIn};

const SIGN_INS: &str = "sign-ins.json";

/// A directory for the database: the one asked for, or a new one under the system's temporary directory.
///
/// # Errors
/// When it cannot be made.
pub fn make(asked: Option<&Path>, now: i64) -> io::Result<PathBuf> {
    let path =
        asked.map_or_else(|| std::env::temp_dir().join(format!("ctrj-demo-{}-{now}", std::process::id())), Path::to_path_buf);
    std::fs::create_dir_all(&path)?;
    Ok(path)
}

/// The address of the database in a directory.
pub fn database(directory: &Path) -> String {
    format!("sqlite://{}?mode=rwc", directory.join("registry.db").display())
}

/// The file of the master key in a directory.
pub fn master_key(directory: &Path) -> PathBuf {
    directory.join("master.key")
}

/// Has a demonstration been made here before?
pub fn is_made(directory: &Path) -> bool {
    directory.join(SIGN_INS).is_file()
}

/// Keeps the sign-ins beside the database; written last, so that it also says that the demonstration is whole.
///
/// # Errors
/// When the file cannot be written.
pub fn keep(directory: &Path, sign_ins: &[SignIn]) -> io::Result<()> {
    std::fs::write(directory.join(SIGN_INS), as_json(sign_ins).to_string())
}

/// The sign-ins as JSON, also for browser tests.
pub fn as_json(sign_ins: &[SignIn]) -> Value {
    let row = |s: &SignIn| {
        json!({
            "login": s.login, "password": PASSWORD, "role": s.role.word(), "site": s.site, "totp": s.totp.to_base32(),
            "otpauth": s.totp.to_url(&s.login), "account": s.actor.id(), "site_id": s.actor.site(),
        })
    };
    Value::Array(sign_ins.iter().map(row).collect())
}

/// The sign-ins of a demonstration made before.
///
/// # Errors
/// When the file is not one that [`keep`] wrote.
pub fn read(directory: &Path) -> io::Result<Vec<SignIn>> {
    let text = std::fs::read_to_string(directory.join(SIGN_INS))?;
    let rows: Vec<Value> = serde_json::from_str(&text).map_err(io::Error::other)?;
    rows.iter().map(|row| sign_in(row).ok_or_else(|| io::Error::other("sign-ins.json is not of a demonstration"))).collect()
}

fn sign_in(row: &Value) -> Option<SignIn> {
    let text = |name: &str| row.get(name).and_then(Value::as_str).map(str::to_owned);
    let role = Role::from_word(&text("role")?)?;
    Some(SignIn {
        login: text("login")?,
        role,
        site: text("site")?,
        totp: TotpSecret::from_base32(&text("totp")?).ok()?,
        actor: Actor::account(text("account")?, role, text("site_id")),
    })
}
