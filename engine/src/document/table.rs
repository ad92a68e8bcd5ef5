//! `tables:` of a form: lookup tables as written.

use std::sync::Arc;

use crate::document::reader::{Reading, Spanned};
use crate::lang::Text;
use crate::source::Span;
use crate::syntax::tree::{Data, Node};

/// A table as written.
#[derive(Clone, Debug)]
pub struct TableDocument {
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// Columns.
    pub columns: Vec<ColumnDocument>,
    /// Code list of what it gives.
    pub list: Option<Spanned<Arc<str>>>,
    /// Unit of what it gives.
    pub unit: Option<Spanned<Arc<str>>>,
    /// Rows.
    pub rows: Vec<RowDocument>,
    /// What it gives when no row holds.
    pub otherwise: Option<Spanned<Arc<str>>>,
}

/// A column as written.
#[derive(Clone, Debug)]
pub struct ColumnDocument {
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// Code list.
    pub list: Option<Spanned<Arc<str>>>,
    /// Unit.
    pub unit: Option<Spanned<Arc<str>>>,
    /// `number`, `integer` or `date`.
    pub kind: Option<Spanned<Arc<str>>>,
}

/// A row as written.
#[derive(Clone, Debug)]
pub struct RowDocument {
    /// Where it stands.
    pub span: Span,
    /// One per column: a text, or several codes.
    pub cells: Vec<Vec<Spanned<Arc<str>>>>,
    /// What it gives.
    pub then: Spanned<Arc<str>>,
}

/// Reads one table.
pub fn table<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<TableDocument> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let columns = keys.want("columns").map_or(&[][..], |node| reading.list(node));
    let columns = columns.iter().filter_map(|node| column(reading, node)).collect();
    let list = keys.find("list").and_then(|node| reading.id(node));
    let unit = keys.find("unit").and_then(|node| reading.text(node));
    let rows = keys.want("rows").map_or(&[][..], |node| reading.list(node));
    let rows = rows.iter().filter_map(|node| row(reading, node)).collect();
    let otherwise = keys.find("otherwise").and_then(|node| word(reading, node));
    keys.finish();
    Some(TableDocument { id: id?, title: title?, columns, list, unit, rows, otherwise })
}

fn column<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<ColumnDocument> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let list = keys.find("list").and_then(|node| reading.id(node));
    let unit = keys.find("unit").and_then(|node| reading.text(node));
    let kind = keys.find("kind").and_then(|node| reading.id(node));
    keys.finish();
    Some(ColumnDocument { id: id?, list, unit, kind })
}

fn row<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<RowDocument> {
    let keys = reading.keys(node)?;
    let cells = keys.want("if").map_or(&[][..], |node| reading.list(node));
    let cells = cells.iter().map(|node| cell(reading, node)).collect();
    let then = keys.want("then").and_then(|node| word(reading, node));
    keys.finish();
    Some(RowDocument { span: node.span, cells, then: then? })
}

fn cell<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Vec<Spanned<Arc<str>>> {
    match &node.data {
        Data::List(members) => members.iter().filter_map(|member| word(reading, member)).collect(),
        _ => word(reading, node).into_iter().collect(),
    }
}

/// A number, a code, a range or `*`: as written, with or without quotes.
fn word<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Spanned<Arc<str>>> {
    Some(Spanned { value: reading.scalar(node)?.text.clone(), span: node.span })
}
