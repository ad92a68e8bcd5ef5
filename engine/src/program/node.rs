//! Rule trees: typed, resolved to slots, ready to run in Rust and, as data, in the browser.
//!
//! A rule runs in a *frame*: the slots of one scope (the form, or one row of a repeating group). `up` counts frames outward.
//! Rows bound by `all`, `exists`, `map`, `filter` stand on a small stack of variables; `var` counts from the outermost.

use std::sync::Arc;

use crate::lang::Text;
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;
use crate::value::rounding::Rounding;

/// One node of a rule.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// A constant truth value.
    Bool(bool),
    /// A constant number.
    Number(Decimal),
    /// A constant text.
    Text(Arc<str>),
    /// A constant date, perhaps partial.
    Date(DateRange),
    /// A code of a list: its place in the list, and the code itself.
    Code(u16, Arc<str>),
    /// The day on which the answers are judged.
    Today,
    /// An item's effective value.
    Read(Read),
    /// Not.
    Not(Box<Node>),
    /// And of two or more.
    And(Vec<Node>),
    /// Or of two or more.
    Or(Vec<Node>),
    /// A comparison of two values of one type.
    Compare(Compare, Box<Node>, Box<Node>),
    /// Equality with one of several.
    OneOf(Box<Node>, Box<[Node]>),
    /// A code is among the selected codes: (code, many-coded value).
    Contains(Box<Node>, Box<Node>),
    /// Arithmetic on numbers.
    Arithmetic(Arithmetic, Box<Node>, Box<Node>),
    /// A number with the sign changed.
    Negate(Box<Node>),
    /// Condition, then, otherwise. An unknown condition gives unknown.
    If(Box<Node>, Box<Node>, Box<Node>),
    /// A function of plain values.
    Call(Function, Vec<Node>),
    /// An item has a value.
    Answered(Read),
    /// An item is missing with a reason.
    Missing(Read),
    /// An item is asked.
    Applicable(Read),
    /// The reason, as the place in the list of reasons.
    MissingReason(Read),
    /// Text matches a pattern (index into the program's patterns).
    Matches(Box<Node>, u16),
    /// Number of rows of a group.
    Rows(Rows),
    /// A rule over rows; the list it gives is used by `Fold` only.
    Each(Each, Box<RowList>, Box<Node>),
    /// Number of rows that a filter keeps.
    Count(Box<RowList>),
    /// A table asked with values.
    Lookup(Box<Lookup>),
    /// One value from the values of rows.
    Fold(Fold, Box<RowList>, Box<Node>),
}

impl Node {
    /// Gives back what its lists reserved and do not use: a form keeps thousands of nodes for as long as it is served.
    pub fn shrink(&mut self) {
        match self {
            Node::And(parts) | Node::Or(parts) | Node::Call(_, parts) => shrink_all(parts),
            Node::OneOf(value, choices) => {
                value.shrink();
                choices.iter_mut().for_each(Node::shrink);
            }
            Node::Not(part) | Node::Negate(part) | Node::Matches(part, _) => part.shrink(),
            Node::Compare(_, a, b) | Node::Contains(a, b) | Node::Arithmetic(_, a, b) => {
                a.shrink();
                b.shrink();
            }
            Node::If(condition, yes, no) => [condition, yes, no].into_iter().for_each(|part| part.shrink()),
            Node::Each(_, _, part) | Node::Fold(_, _, part) => part.shrink(),
            _ => {}
        }
    }
}

fn shrink_all(parts: &mut Vec<Node>) {
    parts.shrink_to_fit();
    parts.iter_mut().for_each(Node::shrink);
}

/// Rows of a group, each bound to variable `var`, perhaps only those for which `filter` is true.
#[derive(Clone, Debug, PartialEq)]
pub struct RowList {
    /// The group.
    pub rows: Rows,
    /// The variable's place on the stack.
    pub var: u8,
    /// Keeps the rows for which it is true; unknown for any row makes the whole list unknown.
    pub filter: Option<Node>,
}

/// A table asked with values: of the entries that are not definitely false, the only one gives the answer; two leave it unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Lookup {
    /// The table.
    pub id: Arc<str>,
    /// What it is called.
    pub title: Text,
    /// What it is asked with, column by column.
    pub asked: Vec<Node>,
    /// Every outcome with the condition under which the table gives it; together the conditions cover everything.
    pub entries: Vec<(Node, Node)>,
}

/// Where a slot is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Base {
    /// The frame the rule runs in (0), the one around it (1), ...
    Up(u8),
    /// A row bound by a row rule.
    Var(u8),
}

/// An item's slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The frame.
    pub base: Base,
    /// The slot in the frame.
    pub slot: u16,
}

/// A group's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    /// The frame that holds the group.
    pub base: Base,
    /// The group's place among the frame's groups.
    pub group: u16,
    /// The scope of the rows: index into `Form::scopes`.
    pub scope: u16,
    /// The slot of the group item itself in the frame (hidden group: rows unknown).
    pub slot: u16,
}

/// Comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl Compare {
    /// How it is written.
    pub fn sign(self) -> &'static str {
        match self {
            Compare::Eq => "==",
            Compare::Ne => "!=",
            Compare::Lt => "<",
            Compare::Le => "<=",
            Compare::Gt => ">",
            Compare::Ge => ">=",
        }
    }
}

/// Arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arithmetic {
    /// `+`
    Add,
    /// `-`
    Sub,
    /// `*`
    Mul,
    /// `/`
    Div,
}

/// Truth over rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Each {
    /// True for all rows.
    All,
    /// True for at least one row.
    Exists,
}

/// One value from many.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// Sum of numbers.
    Sum,
    /// Sum of the known numbers.
    SumAnswered,
    /// Least.
    Min,
    /// Greatest.
    Max,
    /// Of the first row.
    First,
    /// Of the last row.
    Last,
}

/// Functions of plain values: unknown in, unknown out (`Coalesce` skips unknowns).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Function {
    /// Days from the first date to the second.
    DaysBetween,
    /// Completed months from the first date to the second.
    MonthsBetween,
    /// Completed years from the first date to the second.
    YearsBetween,
    /// Completed years of a life.
    Age,
    /// Hours from the first date-time to the second.
    HoursBetween,
    /// The day of a date-time.
    DateOf,
    /// A date some days later.
    AddDays,
    /// A date some months later; the day is cut to the month's end.
    AddMonths,
    /// A date some years later; 29 February becomes 28 February where there is none.
    AddYears,
    /// First possible day of a partial date.
    Earliest,
    /// Last possible day of a partial date.
    Latest,
    /// Without sign.
    Abs,
    /// Rounded half away from zero to a number of places.
    Round,
    /// Largest integer not above.
    Floor,
    /// Smallest integer not below.
    Ceil,
    /// Least of several.
    Min,
    /// Greatest of several.
    Max,
    /// The number, or the limit of a censored one; unknown when not detected.
    Limit,
    /// Whether a number is censored.
    Censored,
    /// Whether a number was not detected.
    NotDetected,
    /// A code read as a number.
    NumberOf,
    /// Number of selected codes.
    CountCodes,
    /// Characters in a text.
    Length,
    /// The first that is known.
    Coalesce,
    /// How many of the conditions hold.
    CountTrue,
    /// Sum of the known numbers.
    SumAnswered,
    /// Rounded to a number of places in a way that is named.
    RoundBy(Rounding),
    /// Square root.
    Sqrt,
    /// Natural logarithm.
    Ln,
    /// Logarithm to the base 10.
    Log10,
    /// Logarithm to the base 2.
    Log2,
    /// e to a power.
    Exp,
    /// A number to a power.
    Pow,
}

impl Function {
    /// Steps of work: about how many times as much as a sum.
    pub fn steps(self) -> u64 {
        match self {
            Function::Sqrt => 200,
            Function::Exp => 1_000,
            Function::Ln | Function::Log10 | Function::Log2 => 2_000,
            Function::Pow => 3_000,
            _ => 1,
        }
    }

    /// The name used in program data (`form.js` knows the same names).
    pub fn name(self) -> &'static str {
        match self {
            Function::DaysBetween => "days_between",
            Function::MonthsBetween => "months_between",
            Function::YearsBetween => "years_between",
            Function::Age => "age",
            Function::HoursBetween => "hours_between",
            Function::DateOf => "date_of",
            Function::AddDays => "add_days",
            Function::AddMonths => "add_months",
            Function::AddYears => "add_years",
            Function::Earliest => "earliest",
            Function::Latest => "latest",
            Function::Abs => "abs",
            Function::Round => "round",
            Function::Floor => "floor",
            Function::Ceil => "ceil",
            Function::Min => "min",
            Function::Max => "max",
            Function::NumberOf => "number",
            Function::Limit => "limit",
            Function::Censored => "censored",
            Function::NotDetected => "not_detected",
            Function::CountCodes => "count_codes",
            Function::Length => "length",
            Function::Coalesce => "coalesce",
            Function::CountTrue => "count",
            Function::SumAnswered => "sum_answered",
            Function::RoundBy(rounding) => rounding.row().function,
            Function::Sqrt => "sqrt",
            Function::Ln => "ln",
            Function::Log10 => "log10",
            Function::Log2 => "log2",
            Function::Exp => "exp",
            Function::Pow => "pow",
        }
    }
}
