//! Which record of another form a form reads: the one above it, one of several by an explicit order, or all of them.

use std::sync::Arc;

/// The name under which a correction reads the answers of the revision before it.
pub const OLD: &str = "old";

/// Which of the candidate records is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The one at the record's own place, else at the nearest place above: there is one at most.
    Above,
    /// The first by the order.
    First,
    /// The last by the order.
    Last,
    /// The last one before this record by the order.
    LastBefore,
    /// The one with the least value.
    Min,
    /// The one with the greatest value.
    Max,
    /// All of them; rules bring their values together.
    All,
    /// The only one; none when there are several.
    Only,
}

impl Which {
    /// Every word that authors may write, with its meaning.
    pub const WORDS: [(&'static str, Which); 7] = [
        ("first", Which::First),
        ("last", Which::Last),
        ("last_before", Which::LastBefore),
        ("min", Which::Min),
        ("max", Which::Max),
        ("all", Which::All),
        ("only", Which::Only),
    ];

    /// The word; empty for the one above.
    pub fn word(self) -> &'static str {
        Which::WORDS.iter().find(|(_, which)| *which == self).map_or("", |(word, _)| word)
    }

    /// The meaning of a word.
    pub fn from_word(word: &str) -> Option<Which> {
        Which::WORDS.iter().find(|(known, _)| *known == word).map(|(_, which)| *which)
    }
}

/// One entry of `uses`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The name that rules use: the form's id unless `as` says otherwise.
    pub alias: Arc<str>,
    /// The form that is read.
    pub form: Arc<str>,
    /// Which of its records.
    pub which: Which,
    /// The item of that form by which its records are ordered; `None` for the order in which their places were opened.
    pub by: Option<Arc<str>>,
    /// For `last_before`: the item of this form that says where this record stands in that order.
    pub before: Option<Arc<str>>,
    /// The level within whose place the candidates lie; `None` for the level around both forms.
    pub within: Option<Arc<str>>,
    /// Only records are meant whose item (first) equals an item of this form (second).
    pub matching: Vec<(Arc<str>, Arc<str>)>,
}

impl Reference {
    /// The plain reading of a form at the same place or above.
    pub fn above(form: Arc<str>) -> Reference {
        Reference { alias: form.clone(), form, which: Which::Above, by: None, before: None, within: None, matching: Vec::new() }
    }
}
