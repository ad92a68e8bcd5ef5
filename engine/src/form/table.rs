//! A lookup table of a form: columns, rows and what each row gives, as data (scores, grades of two signs).

use std::sync::Arc;

use crate::expr::types::Type;
use crate::form::list::CodeList;
use crate::lang::Text;
use crate::program::node::{Compare, Node};

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Identity within the form.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// What it is asked with.
    pub columns: Vec<Column>,
    /// The type of what it gives.
    pub gives: Type,
    /// The rows; no two hold for the same values.
    pub rows: Vec<Row>,
    /// What it gives when no row holds; without it the rows cover everything.
    pub otherwise: Option<Outcome>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Identity within the table.
    pub id: Arc<str>,
    /// The type of its values.
    pub takes: Type,
    /// Only whole steps are possible: integers and days.
    pub is_whole: bool,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    /// One cell per column.
    pub cells: Vec<Cell>,
    /// What it gives.
    pub gives: Outcome,
}

/// What a table gives: as written, and as it runs.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// As written.
    pub text: Arc<str>,
    /// A constant.
    pub node: Node,
}

/// What a row asks of a column.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Anything: `"*"`.
    Any,
    /// One of these codes, with how they run.
    OneOf(Vec<Node>),
    /// All of these comparisons with constants.
    Within(Vec<(Compare, Node)>),
}

impl Table {
    /// The code lists of its columns and of what it gives.
    pub fn lists(&self) -> impl Iterator<Item = &CodeList> {
        let types = self.columns.iter().map(|column| &column.takes).chain([&self.gives]);
        types.filter_map(|of| match of {
            Type::Code(list) => Some(&**list),
            _ => None,
        })
    }
}
