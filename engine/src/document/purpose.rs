//! `purposes.yaml`: why the registry asks, and the requirements that definitions can satisfy.

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::suggest::did_you_mean;
use crate::document::reader::{Reading, Spanned};
use crate::lang::Text;
use crate::syntax::tree::Node;

/// A reason for asking, which items name under `why`.
#[derive(Clone, Debug)]
pub struct Purpose {
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// Where it comes from.
    pub source: Option<Arc<str>>,
    /// The requirements it serves.
    pub requirements: Vec<Spanned<Arc<str>>>,
}

/// A line of a regulation that a definition can satisfy.
#[derive(Clone, Debug)]
pub struct Requirement {
    /// `R075`.
    pub id: Spanned<Arc<str>>,
    /// What it asks, in the registry's own words.
    pub text: Text,
    /// The regulation.
    pub source: Option<Arc<str>>,
}

/// Every purpose and requirement.
#[derive(Clone, Debug, Default)]
pub struct Purposes {
    /// Purposes in the order of the file.
    pub purposes: Vec<Purpose>,
    /// Requirements in the order of the file.
    pub requirements: Vec<Requirement>,
}

impl Purposes {
    /// Whether an item may name this under `why`: a purpose, or a requirement directly.
    pub fn knows(&self, word: &str) -> bool {
        self.words().any(|known| known == word)
    }

    /// Everything that may stand under `why`.
    pub fn words(&self) -> impl Iterator<Item = &str> + Clone {
        let purposes = self.purposes.iter().map(|purpose| &*purpose.id.value);
        purposes.chain(self.requirements.iter().map(|requirement| &*requirement.id.value))
    }

    /// What people read for a word under `why`.
    pub fn title(&self, word: &str) -> Option<&Text> {
        let purpose = self.purposes.iter().find(|purpose| &*purpose.id.value == word).map(|purpose| &purpose.title);
        purpose.or_else(|| self.requirements.iter().find(|known| &*known.id.value == word).map(|known| &known.text))
    }

    /// The requirements that a word under `why` stands for: itself, or those that the purpose serves.
    pub fn requirements_of(&self, word: &str) -> Vec<Arc<str>> {
        match self.purposes.iter().find(|purpose| &*purpose.id.value == word) {
            Some(purpose) => purpose.requirements.iter().map(|id| id.value.clone()).collect(),
            None => {
                self.requirements.iter().filter(|known| &*known.id.value == word).map(|known| known.id.value.clone()).collect()
            }
        }
    }
}

/// Reads the file.
pub fn read<'a>(reading: &'a Reading<'a>, root: &'a Node) -> Option<Purposes> {
    let keys = reading.keys(root)?;
    let nodes = |key: &'static str| keys.find(key).map_or(&[][..], |node| reading.list(node));
    let purposes: Vec<Purpose> = nodes("purposes").iter().filter_map(|node| purpose(reading, node)).collect();
    let requirements: Vec<Requirement> = nodes("requirements").iter().filter_map(|node| requirement(reading, node)).collect();
    keys.finish();
    let mut seen = HashSet::new();
    let ids = purposes.iter().map(|purpose| &purpose.id).chain(requirements.iter().map(|requirement| &requirement.id));
    ids.filter(|id| !seen.insert(id.value.clone())).for_each(|id| report_twice(reading, id));
    let known = || requirements.iter().map(|requirement| &*requirement.id.value);
    for named in purposes.iter().flat_map(|purpose| &purpose.requirements) {
        if !known().any(|id| id == &*named.value) {
            let word = &named.value;
            reading.error(
                "unknown-requirement",
                named.span,
                (
                    format!("要求事項 `{word}` は `requirements` にありません。"),
                    format!("requirement `{word}` does not stand under `requirements`"),
                ),
                did_you_mean(word, known()),
            );
        }
    }
    Some(Purposes { purposes, requirements })
}

fn purpose<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Purpose> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let source = keys.find("source").and_then(|node| reading.text(node)).map(|source| source.value);
    let named = keys.find("requirements").map_or(&[][..], |node| reading.list(node));
    let requirements = named.iter().filter_map(|node| reading.text(node)).collect();
    keys.finish();
    Some(Purpose { id: id?, title: title?, source, requirements })
}

fn requirement<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Requirement> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| requirement_id(reading, node));
    let text = keys.want("text").and_then(|node| reading.both(node));
    let source = keys.find("source").and_then(|node| reading.text(node)).map(|source| source.value);
    keys.finish();
    Some(Requirement { id: id?, text: text?, source })
}

/// `R` and three digits, as the list of requirements numbers them.
fn requirement_id<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Spanned<Arc<str>>> {
    let id = reading.text(node)?;
    let digits = id.value.strip_prefix('R').unwrap_or_default();
    if digits.len() == 3 && digits.chars().all(|digit| digit.is_ascii_digit()) {
        return Some(id);
    }
    let word = &id.value;
    reading.error(
        "bad-requirement-id",
        id.span,
        (format!("`{word}` は要求事項の番号ではありません。"), format!("`{word}` is not the number of a requirement")),
        ("`R075` のように、R と3桁の数字で書いてください。".into(), "write R and three digits, such as `R075`".into()),
    );
    None
}

fn report_twice(reading: &Reading<'_>, id: &Spanned<Arc<str>>) {
    let word = &id.value;
    reading.error(
        "duplicate-purpose",
        id.span,
        (format!("`{word}` が2回あります。"), format!("`{word}` stands twice")),
        ("どちらかを削除するか、別のIDにしてください。".into(), "delete one of them, or choose another id".into()),
    );
}
