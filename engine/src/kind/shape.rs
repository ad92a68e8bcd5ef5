//! The small fixed set of shapes that storage and exports know. New kinds map onto these.

/// The shape of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// Characters.
    Text,
    /// Whole number.
    Integer,
    /// Exact decimal.
    Decimal,
    /// Exact decimal with a unit.
    Quantity,
    /// Yes or no as a tick.
    Boolean,
    /// A day, perhaps known only by month or year.
    Date,
    /// Day and time of day, local to the site.
    Datetime,
    /// One code.
    Coded,
    /// Several codes.
    ManyCoded,
    /// An attached file: its name, digest, size and media type.
    File,
    /// Rows.
    Repeat,
}
