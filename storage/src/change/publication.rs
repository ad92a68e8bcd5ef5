//! Publications: form, product and registry definitions as they were published, with what is needed to compile them again.

use std::fmt;

/// What is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PublicationKind {
    /// A form version.
    Form,
    /// A product with its indications.
    Product,
    /// The registry's levels and identity mapping.
    Registry,
}

impl PublicationKind {
    /// The kind's stored word.
    pub fn word(self) -> &'static str {
        match self {
            PublicationKind::Form => "form",
            PublicationKind::Product => "product",
            PublicationKind::Registry => "registry",
        }
    }

    /// The kind of a stored word.
    pub fn from_word(word: &str) -> Option<PublicationKind> {
        [PublicationKind::Form, PublicationKind::Product, PublicationKind::Registry].into_iter().find(|kind| kind.word() == word)
    }
}

impl fmt::Display for PublicationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// One thing to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPublication {
    /// Form, product or registry.
    pub kind: PublicationKind,
    /// Its id, e.g. `crs`, `kymriah`, `ctrj`.
    pub key: String,
    /// Its version. For a product or registry `None` numbers the publications 1, 2, 3...
    pub version: Option<String>,
    /// Digest of the meaning.
    pub digest: String,
    /// JSON `[{path, text}]`: the closure of source files from which it compiles again.
    pub bundle: String,
}

/// Publishes several things at once, all or none. What stands already with the same digest is left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publish {
    /// The things, in any order.
    pub items: Vec<NewPublication>,
}
