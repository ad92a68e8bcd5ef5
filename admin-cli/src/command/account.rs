//! `ctr account`: the people who sign in. The first password and the authenticator secret are made here and shown once. For operators.

use std::fmt::Write as _;

use storage::{Actor, Change, CreateAccount, EnrolTotp, Password, Role, SetActive, SetPassword, TotpSecret};

use crate::clock;
use crate::database::{Database, Operator};
use crate::error::Error;
use crate::output::Output;

/// Accounts.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Add an account; prints its first password and the address for an authenticator app
    Create {
        /// Sign-in name: small letters, digits, `.`, `_`, `-`
        login: String,
        /// The person's name, as histories show it
        #[arg(long)]
        name: String,
        /// clinician, data_manager, registry_staff, auditor or admin
        #[arg(long, value_parser = role)]
        role: Role,
        /// The site, for clinicians and data managers
        #[arg(long)]
        site: Option<String>,
        #[command(flatten)]
        database: Database,
        #[command(flatten)]
        operator: Operator,
    },
    /// Show all accounts
    List {
        #[command(flatten)]
        database: Database,
    },
    /// Give an account a new authenticator secret; the old one ends
    Enrol(One),
    /// Give an account a new password; its sessions end
    Password(One),
    /// Switch an account off; its sessions end at once
    Disable(One),
    /// Switch an account on again
    Enable(One),
}

/// One account that stands already.
#[derive(Debug, clap::Args)]
struct One {
    /// Sign-in name
    login: String,
    #[command(flatten)]
    database: Database,
    #[command(flatten)]
    operator: Operator,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    match &arguments.action {
        Action::Create { login, name, role, site, database, operator } => {
            let (password, totp) = (new_password()?, TotpSecret::generate()?);
            let account = CreateAccount {
                login: login.clone(),
                name: name.clone(),
                role: *role,
                site: site.clone(),
                password: password.clone(),
                totp: totp.clone(),
            };
            database.write(operator, "new account", Change::CreateAccount(account))?;
            Ok(Output::clean(format!("account {login} is there\n{}{}", shown(&password), enrolment(&totp, login))))
        }
        Action::List { database } => list(database),
        Action::Enrol(one) => {
            let secret = TotpSecret::generate()?;
            let given = secret.clone();
            change(one, "new authenticator", |account| Change::EnrolTotp(EnrolTotp { account, secret: given }))?;
            Ok(Output::clean(enrolment(&secret, &one.login)))
        }
        Action::Password(one) => {
            let password = new_password()?;
            let given = password.clone();
            change(one, "new password", |account| Change::SetPassword(SetPassword { account, password: given }))?;
            Ok(Output::clean(shown(&password)))
        }
        Action::Disable(one) => switch(one, false),
        Action::Enable(one) => switch(one, true),
    }
}

fn switch(one: &One, active: bool) -> Result<Output, Error> {
    let word = if active { "on" } else { "off" };
    change(one, "account switched", |account| Change::SetActive(SetActive { account, active }))?;
    Ok(Output::clean(format!("account {} is {word}\n", one.login)))
}

/// Finds the account by its sign-in name, then makes the change to it.
fn change(one: &One, reason: &str, make: impl FnOnce(String) -> Change) -> Result<(), Error> {
    let account = one.database.with(async |store| Ok(store.find_account(&one.operator.actor(), &one.login).await?))?;
    let Some(account) = account else {
        return Err(Error::Unknown { what: "account", name: one.login.clone(), known: "see `ctr account list`".into() });
    };
    one.database.write(&one.operator, reason, make(account.id)).map(|_| ())
}

fn list(database: &Database) -> Result<Output, Error> {
    let accounts = database.with(async |store| Ok(store.list_accounts(&Actor::console("list")).await?))?;
    let mut text = String::new();
    for account in accounts {
        let state = if account.active { "on" } else { "off" };
        let site = account.site.as_deref().unwrap_or("-");
        let since = clock::readable(account.created_at);
        let _ = writeln!(text, "{}\t{}\t{site}\t{state}\t{since}\t{}", account.login, account.role, account.name);
    }
    Ok(Output::clean(text))
}

fn role(word: &str) -> Result<Role, String> {
    Role::from_word(word).ok_or_else(|| format!("it is one of {}", Role::OF_ACCOUNTS.map(Role::word).join(", ")))
}

/// A password nobody chose: 160 random bits, as 32 letters and digits.
fn new_password() -> Result<Password, Error> {
    Ok(Password::new(TotpSecret::generate()?.to_base32().to_lowercase()))
}

fn shown(password: &Password) -> String {
    format!("password, shown this once: {}\n", password.expose())
}

fn enrolment(secret: &TotpSecret, login: &str) -> String {
    let address = secret.to_url(login).unwrap_or_default();
    format!("authenticator, shown this once: {address}\n")
}
