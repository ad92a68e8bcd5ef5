//! Types of values in rules.

use std::sync::Arc;

use crate::form::list::CodeList;
use crate::value::unit::Unit;

/// The type of a value.
#[derive(Clone, Debug)]
pub enum Type {
    /// True or false.
    Bool,
    /// A number, perhaps with a unit; a number without a unit goes with any.
    Number(Option<Unit>),
    /// Characters.
    Text,
    /// A date, perhaps partial.
    Date,
    /// Date and time of day.
    Datetime,
    /// A code of a list.
    Code(Arc<CodeList>),
    /// Several codes of a list.
    Codes(Arc<CodeList>),
    /// An attached file.
    File,
    /// A reason for a missing value.
    Reason,
}

impl Type {
    /// What people call it: (Japanese, English).
    pub fn describe(&self) -> (String, String) {
        let fixed = |ja: &str, en: &str| (ja.to_owned(), en.to_owned());
        match self {
            Type::Bool => fixed("真偽", "a truth value"),
            Type::Number(None) => fixed("数", "a number"),
            Type::Number(Some(unit)) => (format!("数({})", unit.text()), format!("a number in {}", unit.text())),
            Type::Text => fixed("文字", "a text"),
            Type::Date => fixed("日付", "a date"),
            Type::Datetime => fixed("日時", "a date and time"),
            Type::Code(list) => (format!("リスト `{}` のコード", list.id), format!("a code of list `{}`", list.id)),
            Type::Codes(list) => (format!("リスト `{}` の複数のコード", list.id), format!("several codes of list `{}`", list.id)),
            Type::File => fixed("添付ファイル", "an attached file"),
            Type::Reason => fixed("欠測理由", "a missing reason"),
        }
    }

    /// Whether two values can be compared or chosen between, units aside.
    pub fn is_like(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Code(a), Type::Code(b)) | (Type::Codes(a), Type::Codes(b)) => a.id == b.id,
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }
}
