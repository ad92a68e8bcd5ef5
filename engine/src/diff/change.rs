//! One change between two versions of a form.

use serde_json::Value;

use crate::lang::Text;

/// What kind of part changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The form itself.
    Form,
    /// A section.
    Section,
    /// An item.
    Item,
    /// A check.
    Check,
    /// A lookup table.
    Table,
    /// A code list.
    List,
    /// A code of a list.
    Code,
    /// An item of another form that rules read.
    Read,
    /// A part of a file that is no form: a product, a schedule, a crosswalk.
    Entry,
}

impl Part {
    /// (Japanese, English).
    pub fn name(self) -> (&'static str, &'static str) {
        match self {
            Part::Form => ("様式", "form"),
            Part::Section => ("セクション", "section"),
            Part::Item => ("項目", "item"),
            Part::Check => ("チェック", "check"),
            Part::Table => ("表", "table"),
            Part::List => ("リスト", "list"),
            Part::Code => ("コード", "code"),
            Part::Read => ("参照", "reading"),
            Part::Entry => ("記述", "entry"),
        }
    }
}

/// How it changed.
#[derive(Clone, Debug, PartialEq)]
pub enum How {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It stands elsewhere: (before, after), as section or group ids.
    Moved(String, String),
    /// A property is another: name, before, after (`null`: not there).
    Changed(String, Value, Value),
}

/// A part and how it changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The kind of part.
    pub part: Part,
    /// Its id; for codes `list/code`.
    pub id: String,
    /// How.
    pub how: How,
    /// For a changed rule: what it said before and what it says now, in plain words.
    pub words: Option<(Text, Text)>,
}
