//! Parts of a rule as written in our language, and the items that rules can name.

use std::collections::{BTreeMap, BTreeSet};

use engine::kind::kind::Kind;

/// The type of a written part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ty {
    Bool,
    Number,
    Text,
    Date,
    Datetime,
    Code,
    Codes,
}

/// A written part: text, type, and how strongly it binds (higher binds more).
pub struct Written {
    /// The text.
    pub text: String,
    /// Its type.
    pub ty: Ty,
    /// How strongly it binds.
    pub strength: u8,
}

/// How strongly a name or a call binds.
pub const ATOM: u8 = 9;

pub fn atom(text: String, ty: Ty) -> Written {
    Written { text, ty, strength: ATOM }
}

pub fn weak(text: String, ty: Ty, strength: u8) -> Written {
    Written { text, ty, strength }
}

pub fn guarded(written: &Written, least: u8) -> String {
    if written.strength < least { format!("({})", written.text) } else { written.text.clone() }
}

/// What a rule can name.
#[derive(Clone, Debug)]
pub struct Target {
    /// The form in which it stands.
    pub form: usize,
    /// Its id there.
    pub id: String,
    /// Its kind.
    pub kind: Kind,
    /// The group of rows in which it stands.
    pub group: Option<String>,
    /// Codes of the source to ours.
    pub codes: BTreeMap<String, String>,
    /// What it gives, when it is calculated.
    pub calculated: Option<Ty>,
}

/// What the rules of a form can name, and which other forms they turned out to read.
pub struct Known<'d> {
    /// Items by their names in the source.
    pub names: &'d mut BTreeMap<String, Vec<Target>>,
    /// Ids of all forms, in their order.
    pub forms: &'d [String],
    /// The form whose rules are written.
    pub form: usize,
    /// Forms that its rules read.
    pub uses: BTreeSet<usize>,
    /// The group around a group, by form and id.
    pub around: &'d BTreeMap<(usize, String), String>,
}

impl Known<'_> {
    /// Whether rows are those of `group`, or stand inside them.
    pub fn is_inside(&self, rows: &str, group: &str) -> bool {
        let above = |rows: &&str| self.around.get(&(self.form, (*rows).to_string())).map(String::as_str);
        std::iter::successors(Some(rows), above).any(|around| around == group)
    }
}
