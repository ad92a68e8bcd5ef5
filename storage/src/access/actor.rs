//! The person (or console) behind a write or a read.

use std::fmt;

/// What an account is for. One role per account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Fills forms about the patients of one site.
    Clinician,
    /// Fills and corrects forms of one site.
    DataManager,
    /// The registry's own people: publish forms, see all sites, resolve duplicates.
    RegistryStaff,
    /// Reads everything including the log, writes nothing.
    Auditor,
    /// Keeps sites and accounts, sees no clinical data.
    Admin,
    /// The operator at the machine itself, holding the master key (admin-cli, set-up). Never the role of an account.
    Console,
}

impl Role {
    /// Every role an account may have.
    pub const OF_ACCOUNTS: [Role; 5] = [Role::Clinician, Role::DataManager, Role::RegistryStaff, Role::Auditor, Role::Admin];

    /// The role's stored word.
    pub fn word(self) -> &'static str {
        match self {
            Role::Clinician => "clinician",
            Role::DataManager => "data_manager",
            Role::RegistryStaff => "registry_staff",
            Role::Auditor => "auditor",
            Role::Admin => "admin",
            Role::Console => "console",
        }
    }

    /// The account role of a stored or typed word.
    pub fn from_word(word: &str) -> Option<Role> {
        Role::OF_ACCOUNTS.into_iter().find(|role| role.word() == word)
    }

    /// True for the roles that belong to exactly one site.
    pub fn has_site(self) -> bool {
        matches!(self, Role::Clinician | Role::DataManager)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Who writes or reads: an account with its role and site, or the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    id: String,
    role: Role,
    site: Option<String>,
}

impl Actor {
    /// An account. Every write compares this with the stored account, so a stale or invented actor is refused.
    pub fn account(id: impl Into<String>, role: Role, site: Option<String>) -> Actor {
        Actor { id: id.into(), role, site }
    }

    /// The operator at the machine, named in the log as `console:<name>`.
    pub fn console(name: &str) -> Actor {
        Actor { id: format!("console:{name}"), role: Role::Console, site: None }
    }

    /// The account id, or `console:<name>`.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The role.
    pub fn role(&self) -> Role {
        self.role
    }

    /// The site, for roles of one site.
    pub fn site(&self) -> Option<&str> {
        self.site.as_deref()
    }
}
