//! The sites and people of a demonstration, one row each; every name is invented.

use storage::{Actor, Change, CreateAccount, CreateSite, Password, Role, Store, Timestamp, TotpSecret, WriteRequest};

use crate::demo::guard::SITE_PREFIX;

/// The password of every demonstration account. No secret: such accounts exist only in databases that the demonstration made.
pub const PASSWORD: &str = "synthetic-patients-only";

const SITES: [(&str, &str, &str); 2] = [
    ("hokuto", "北斗大学病院(架空)", "Hokuto University Hospital (fictional)"),
    ("minato", "みなと医療センター(架空)", "Minato Medical Center (fictional)"),
];

const PEOPLE: [(&str, &str, Role, Option<&str>); 7] = [
    ("hana", "架空 花(医師)", Role::Clinician, Some("hokuto")),
    ("ken", "架空 健(データ)", Role::DataManager, Some("hokuto")),
    ("mio", "見本 澪(医師)", Role::Clinician, Some("minato")),
    ("ryo", "見本 諒(データ)", Role::DataManager, Some("minato")),
    ("office", "事務局 見本", Role::RegistryStaff, None),
    ("audit", "監査 見本", Role::Auditor, None),
    ("admin", "管理 見本", Role::Admin, None),
];

/// One sign-in of a demonstration.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// User name.
    pub login: String,
    /// Role.
    pub role: Role,
    /// Site in English, empty for roles of the registry.
    pub site: String,
    /// Secret of the one-time codes.
    pub totp: TotpSecret,
    /// The account, for writing in its name.
    pub actor: Actor,
}

/// Makes the sites and accounts.
///
/// # Errors
/// What the storage refuses or cannot do.
pub async fn make(store: &Store, at: Timestamp) -> Result<Vec<SignIn>, storage::Error> {
    let console = Actor::console("demo");
    let write = |change| store.write(WriteRequest { actor: console.clone(), at, reason: "demonstration".to_owned(), change });
    for (id, ja, en) in SITES {
        let site = CreateSite { id: format!("{SITE_PREFIX}{id}"), name_ja: ja.to_owned(), name_en: en.to_owned() };
        write(Change::CreateSite(site)).await?;
    }
    let mut made = Vec::new();
    for (login, name, role, site) in PEOPLE {
        let totp = TotpSecret::generate()?;
        let site_id = site.map(|id| format!("{SITE_PREFIX}{id}"));
        let account = CreateAccount {
            login: login.to_owned(),
            name: name.to_owned(),
            role,
            site: site_id.clone(),
            password: Password::new(PASSWORD),
            totp: totp.clone(),
        };
        let id = write(Change::CreateAccount(account)).await?.id;
        let site = SITES.iter().find(|(id, ..)| Some(*id) == site).map_or("", |(_, _, en)| en).to_owned();
        made.push(SignIn { login: login.to_owned(), role, site, totp, actor: Actor::account(id, role, site_id) });
    }
    Ok(made)
}
