//! What is published, compiled and ready to be filled.

use std::collections::BTreeMap;

use engine::lang::Text;
use storage::FormRef;

/// A published form version.
#[derive(Debug)]
pub struct PublishedForm {
    pub form: Stub,
    /// When it was published, milliseconds UTC.
    pub at: i64,
}

#[derive(Debug)]
pub struct Stub {
    pub id: std::sync::Arc<str>,
    pub version: String,
    pub title: Text,
    pub level: std::sync::Arc<str>,
    pub digest: String,
}

impl PublishedForm {
    /// The version as the storage names it.
    pub fn reference(&self) -> FormRef {
        FormRef { id: self.form.id.to_string(), version: self.form.version.to_string(), digest: self.form.digest.to_string() }
    }
}

/// A level of places.
#[derive(Debug)]
pub struct Level {
    pub id: String,
    pub title: Text,
    pub parent: Option<String>,
}

#[derive(Debug, Default)]
pub struct IdentityItems { pub form: String }

/// Everything published.
#[derive(Debug, Default)]
pub struct Published {
    forms: BTreeMap<String, Vec<PublishedForm>>,
    levels: Vec<Level>,
    identity: IdentityItems,
}

impl Published {
    pub fn latest(&self, form: &str) -> Option<&PublishedForm> {
        self.forms.get(form)?.first()
    }
    pub fn find(&self, form: &str, version: &str) -> Option<&PublishedForm> {
        self.forms.get(form)?.iter().find(|f| f.form.version == version)
    }
    pub fn latest_of_level(&self, level: &str) -> impl Iterator<Item = &PublishedForm> {
        self.forms.values().filter_map(|v| v.first()).filter(move |f| &*f.form.level == level)
    }
    pub fn level(&self, id: &str) -> Option<&Level> {
        self.levels.iter().find(|l| l.id == id)
    }
    pub fn levels_below(&self, id: &str) -> impl Iterator<Item = &Level> {
        self.levels.iter().filter(move |l| l.parent.as_deref() == Some(id))
    }
    pub fn root_level(&self) -> Option<&str> {
        self.levels.iter().find(|l| l.parent.is_none()).map(|l| l.id.as_str())
    }
    pub fn identity(&self) -> &IdentityItems { &self.identity }
}
/// Publications that do not compile.
#[derive(Debug, thiserror::Error)]
#[error("a published definition does not compile")]
pub struct Unreadable;
impl Published {
    pub fn compile(_: &[storage::Publication]) -> Result<Published, Unreadable> { Err(Unreadable) }
    pub fn form_count(&self) -> usize { 0 }
}
