//! The kinds of items: name, shape and which properties an author may give. One row each in `KINDS`.

use crate::kind::shape::Shape;

/// A kind of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// One line of text.
    Text,
    /// Several lines of text.
    LongText,
    /// Whole number.
    Integer,
    /// Exact decimal.
    Decimal,
    /// Decimal with one of several units.
    Quantity,
    /// A tick.
    Boolean,
    /// A full date.
    Date,
    /// A date of which perhaps only year or month is known.
    PartialDate,
    /// Date and time of day.
    Datetime,
    /// One of a list.
    Choice,
    /// Several of a list.
    Choices,
    /// A file, kept under its digest.
    Attachment,
    /// Computed from other items, never typed.
    Calculated,
    /// Rows of items.
    Group,
}

/// What an author may write for a kind.
#[derive(Clone, Copy, Debug)]
pub struct KindRow {
    /// The kind.
    pub kind: Kind,
    /// The word in definitions.
    pub name: &'static str,
    /// Its shape (`Calculated` takes the shape of its rule instead).
    pub shape: Shape,
    /// Properties beyond those of every item.
    pub properties: &'static [&'static str],
}

const RANGE: [&str; 4] = ["min", "max", "soft_min", "soft_max"];

/// Every kind, in the order of the language reference.
pub const KINDS: &[KindRow] = &[
    KindRow {
        kind: Kind::Text,
        name: "text",
        shape: Shape::Text,
        properties: &["max_length", "characters", "pattern", "pattern_message", "missing", "required"],
    },
    KindRow { kind: Kind::LongText, name: "long_text", shape: Shape::Text, properties: &["max_length", "missing", "required"] },
    KindRow {
        kind: Kind::Integer,
        name: "integer",
        shape: Shape::Integer,
        properties: &[
            "unit",
            "min",
            "max",
            "soft_min",
            "soft_max",
            "censored",
            "derived",
            "difference_reason",
            "missing",
            "required",
        ],
    },
    KindRow {
        kind: Kind::Decimal,
        name: "decimal",
        shape: Shape::Decimal,
        properties: &[
            "unit",
            "decimals",
            "min",
            "max",
            "soft_min",
            "soft_max",
            "censored",
            "derived",
            "difference_reason",
            "missing",
            "required",
        ],
    },
    KindRow {
        kind: Kind::Quantity,
        name: "quantity",
        shape: Shape::Quantity,
        properties: &[
            "units",
            "conversions",
            "decimals",
            "min",
            "max",
            "soft_min",
            "soft_max",
            "censored",
            "missing",
            "required",
        ],
    },
    KindRow { kind: Kind::Boolean, name: "boolean", shape: Shape::Boolean, properties: &["missing", "required"] },
    KindRow {
        kind: Kind::Date,
        name: "date",
        shape: Shape::Date,
        properties: &["min", "max", "soft_min", "soft_max", "missing", "required"],
    },
    KindRow {
        kind: Kind::PartialDate,
        name: "partial_date",
        shape: Shape::Date,
        properties: &["min", "max", "soft_min", "soft_max", "missing", "required"],
    },
    KindRow {
        kind: Kind::Datetime,
        name: "datetime",
        shape: Shape::Datetime,
        properties: &["min", "max", "soft_min", "soft_max", "missing", "required"],
    },
    KindRow {
        kind: Kind::Choice,
        name: "choice",
        shape: Shape::Coded,
        properties: &["list", "choices_if", "other", "derived", "difference_reason", "missing", "required"],
    },
    KindRow {
        kind: Kind::Choices,
        name: "choices",
        shape: Shape::ManyCoded,
        properties: &["list", "exclusive", "choices_if", "other", "missing", "required"],
    },
    KindRow {
        kind: Kind::Attachment,
        name: "attachment",
        shape: Shape::File,
        properties: &["accept", "max_size", "missing", "required"],
    },
    KindRow {
        kind: Kind::Calculated,
        name: "calculated",
        shape: Shape::Decimal,
        properties: &["value", "list", "unit", "decimals", "rounding"],
    },
    KindRow {
        kind: Kind::Group,
        name: "group",
        shape: Shape::Repeat,
        properties: &["items", "min_rows", "max_rows", "checks", "unique", "row_count"],
    },
];

/// Properties that every kind takes.
pub const COMMON: &[&str] = &["id", "kind", "label", "help", "show_if", "why", "pii", "retired", "replaces"];

impl Kind {
    /// Reads the word in definitions.
    pub fn from_name(name: &str) -> Option<&'static KindRow> {
        KINDS.iter().find(|row| row.name == name)
    }

    /// The word in definitions.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|row| row.kind == self).map_or("", |row| row.name)
    }

    /// Whether an author may give soft and hard ends.
    pub fn has_range(self) -> bool {
        KINDS.iter().find(|row| row.kind == self).is_some_and(|row| RANGE.iter().all(|end| row.properties.contains(end)))
    }
}
