//! Lookup tables: cells read by their column's type, rows held against each other, so that every value has exactly one row.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::document::reader::Spanned;
use crate::document::table::{ColumnDocument, TableDocument};
use crate::expr::types::Type;
use crate::form::table::{Cell, Column, Outcome, Row, Table};
use crate::link::cover::{Cover, cover};
use crate::link::item::Lists;
use crate::program::node::{Compare, Node};
use crate::program::program::ItemId;
use crate::source::Span;
use crate::value::date::DateRange;
use crate::value::decimal::Decimal;
use crate::value::unit::Unit;

/// Rows beyond these belong into several tables.
const MOST_ROWS: usize = 500;

/// The tables of a form, in the order in which they are written. A faulty one is left out; rules on it are judged no further.
pub fn tables(documents: &[TableDocument], lists: &Lists, items: &HashMap<Arc<str>, ItemId>, sink: &mut Sink) -> Vec<Arc<Table>> {
    let mut found: Vec<Arc<Table>> = Vec::new();
    for document in documents {
        let id = &document.id.value;
        if items.contains_key(id) || found.iter().any(|table| table.id == *id) {
            sink.error(
                "duplicate-table",
                document.id.span,
                (
                    format!("`{id}` は項目か表のIDとしてすでに使われています。"),
                    format!("`{id}` already names an item or a table"),
                ),
                ("表に別のIDを付けてください。".into(), "give the table another id".into()),
            );
            continue;
        }
        found.extend(table(document, lists, sink).map(Arc::new));
    }
    found
}

fn table(document: &TableDocument, lists: &Lists, sink: &mut Sink) -> Option<Table> {
    let columns: Vec<Option<Column>> = document.columns.iter().map(|column| self::column(column, lists, sink)).collect();
    let gives = type_of(document.list.as_ref(), document.unit.as_ref(), lists, sink);
    let columns: Option<Vec<Column>> = columns.into_iter().collect();
    let (columns, gives) = (columns?, gives?);
    if columns.is_empty() || document.rows.is_empty() || document.rows.len() > MOST_ROWS {
        sink.error(
            "table-size",
            document.id.span,
            (
                format!("表には列が1つ以上、行が1〜{MOST_ROWS}必要です。"),
                format!("a table has a column or more, and 1 to {MOST_ROWS} rows"),
            ),
            ("列と行を足すか、表を分けてください。".into(), "add columns and rows, or split the table".into()),
        );
        return None;
    }
    let mut rows = Vec::new();
    for row in &document.rows {
        if row.cells.len() != columns.len() {
            let (seen, wanted) = (row.cells.len(), columns.len());
            sink.error(
                "table-cell-count",
                row.span,
                (
                    format!("列は{wanted}個ですが、この行のセルは{seen}個です。"),
                    format!("there are {wanted} columns, but this row has {seen} cells"),
                ),
                (
                    "列ごとに1つ書いてください。何でもよい列は `\"*\"` です。".into(),
                    "write one for each column; `\"*\"` stands for anything".into(),
                ),
            );
            continue;
        }
        let cells: Vec<Option<Cell>> =
            columns.iter().zip(&row.cells).map(|(column, cell)| self::cell(column, cell, row.span, sink)).collect();
        let then = outcome(&row.then, &gives, sink);
        rows.extend(cells.into_iter().collect::<Option<Vec<Cell>>>().zip(then).map(|(cells, gives)| Row { cells, gives }));
    }
    let otherwise = document.otherwise.as_ref().map(|word| outcome(word, &gives, sink));
    if rows.len() != document.rows.len() || matches!(otherwise, Some(None)) {
        return None;
    }
    let table = Table {
        id: document.id.value.clone(),
        title: document.title.clone(),
        columns,
        gives,
        rows,
        otherwise: otherwise.flatten(),
    };
    is_covered(document, &table, sink).then_some(table)
}

fn is_covered(document: &TableDocument, table: &Table, sink: &mut Sink) -> bool {
    match cover(table) {
        Cover::Once => true,
        Cover::Overlap(first, second, values) => {
            let span = document.rows.get(second).map_or(document.id.span, |row| row.span);
            let (first, second) = (first + 1, second + 1);
            sink.error(
                "table-overlap",
                span,
                (
                    format!("{first}行目と{second}行目がどちらも当てはまります: {values}"),
                    format!("row {first} and row {second} both hold for {values}"),
                ),
                ("どの値にも1行だけが当てはまるようにしてください。".into(), "let one row only hold for any values".into()),
            );
            false
        }
        Cover::Gap(values) => {
            sink.error(
                "table-gap",
                document.id.span,
                (format!("当てはまる行がありません: {values}"), format!("no row holds for {values}")),
                ("行を足すか、`otherwise: 値` を書いてください。".into(), "add a row, or write `otherwise: value`".into()),
            );
            false
        }
        Cover::TooLarge => {
            sink.error(
                "table-size",
                document.id.span,
                (
                    "列の組み合わせが多すぎて、漏れを確かめられません。".into(),
                    "too many combinations of columns to prove that none is left out".into(),
                ),
                ("表を分けるか、`otherwise` を書いてください。".into(), "split the table, or write `otherwise`".into()),
            );
            false
        }
    }
}

fn column(document: &ColumnDocument, lists: &Lists, sink: &mut Sink) -> Option<Column> {
    let id = document.id.value.clone();
    let kind = document.kind.as_ref().map(|kind| &*kind.value);
    match (kind, &document.list) {
        (Some("date"), None) => return Some(Column { id, takes: Type::Date, is_whole: true }),
        (None | Some("number" | "integer"), _) => {}
        (Some(_), _) => {
            let span = document.kind.as_ref().map_or(document.id.span, |kind| kind.span);
            sink.error(
                "table-column-kind",
                span,
                (
                    "列の種類は `list`、`unit`、`kind: number`、`kind: integer`、`kind: date` で示します。".into(),
                    "a column is one of `list`, `unit`, `kind: number`, `kind: integer` and `kind: date`".into(),
                ),
                ("コードの列には `list: リスト` と書いてください。".into(), "write `list: id` for a column of codes".into()),
            );
            return None;
        }
    }
    let takes = type_of(document.list.as_ref(), document.unit.as_ref(), lists, sink)?;
    Some(Column { id, takes, is_whole: kind == Some("integer") })
}

fn type_of(list: Option<&Spanned<Arc<str>>>, unit: Option<&Spanned<Arc<str>>>, lists: &Lists, sink: &mut Sink) -> Option<Type> {
    if let Some(word) = list {
        let found = lists.get(&word.value).map(|list| Type::Code(list.clone()));
        if found.is_none() {
            let id = &word.value;
            let help = sink.near(id, lists.keys().map(|id| &**id));
            sink.error(
                "unknown-list",
                word.span,
                (format!("リスト `{id}` はありません。"), format!("there is no list `{id}`")),
                help,
            );
        }
        return found;
    }
    let Some(word) = unit else { return Some(Type::Number(None)) };
    let found = Unit::parse(&word.value).map(|unit| Type::Number(Some(unit)));
    if found.is_none() {
        let text = &word.value;
        sink.error(
            "unknown-unit",
            word.span,
            (format!("単位 `{text}` はUCUMの単位として読めません。"), format!("`{text}` is not a unit of UCUM")),
            ("`mg/dL`、`Cel`、`d` のように書いてください。".into(), "write it as `mg/dL`, `Cel` or `d`".into()),
        );
    }
    found
}

fn cell(column: &Column, words: &[Spanned<Arc<str>>], span: Span, sink: &mut Sink) -> Option<Cell> {
    match (&column.takes, words) {
        (_, [only]) if &*only.value == "*" => Some(Cell::Any),
        (Type::Code(_), [_, ..]) => {
            let codes: Option<Vec<Node>> = words.iter().map(|word| constant(word, &column.takes, sink)).collect();
            codes.map(Cell::OneOf)
        }
        (takes, [only]) => match within(&only.value, takes) {
            Some(parts) => Some(Cell::Within(parts)),
            None => bad_cell(&only.value, only.span, sink),
        },
        _ => bad_cell("", span, sink),
    }
}

fn bad_cell<T>(word: &str, span: Span, sink: &mut Sink) -> Option<T> {
    sink.error(
        "bad-table-cell",
        span,
        (format!("セル `{word}` は読めません。"), format!("the cell `{word}` cannot be read")),
        (
            "`38`、`\"< 38\"`、`\">= 38 < 39\"`、`\"*\"`、コード、`[コード, コード]` のどれかを書いてください。".into(),
            "write `38`, `\"< 38\"`, `\">= 38 < 39\"`, `\"*\"`, a code or `[code, code]`".into(),
        ),
    );
    None
}

/// `>= 38 < 39`: comparisons, one after another.
fn within(text: &str, takes: &Type) -> Option<Vec<(Compare, Node)>> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        let signs = [("<=", Compare::Le), (">=", Compare::Ge), ("!=", Compare::Ne), ("<", Compare::Lt), (">", Compare::Gt)];
        let sign = signs.into_iter().find(|(sign, _)| rest.starts_with(sign));
        let (how, after) =
            sign.map_or((Compare::Eq, rest), |(sign, how)| (how, rest.get(sign.len()..).unwrap_or_default().trim_start()));
        let end = after.find(|c: char| c.is_whitespace() || "<>=!".contains(c)).unwrap_or(after.len());
        let (word, next) = after.split_at_checked(end)?;
        parts.push((how, point(word, takes)?));
        rest = next.trim_start();
    }
    (!parts.is_empty()).then_some(parts)
}

fn point(word: &str, takes: &Type) -> Option<Node> {
    match takes {
        Type::Date => DateRange::parse(word).filter(|day| day.single().is_some()).map(Node::Date),
        _ => Decimal::parse(word).map(|number| Node::Number(number.normalized())),
    }
}

fn outcome(word: &Spanned<Arc<str>>, gives: &Type, sink: &mut Sink) -> Option<Outcome> {
    constant(word, gives, sink).map(|node| Outcome { text: word.value.clone(), node })
}

fn constant(word: &Spanned<Arc<str>>, of: &Type, sink: &mut Sink) -> Option<Node> {
    let text = &word.value;
    match of {
        Type::Code(list) => match list.find(text) {
            Some(place) => Some(Node::Code(place, text.clone())),
            None => {
                let id = &list.id;
                let help = sink.near(text, list.codes.iter().map(|code| &*code.code));
                sink.error(
                    "unknown-code",
                    word.span,
                    (format!("リスト `{id}` にコード `{text}` はありません。"), format!("list `{id}` has no code `{text}`")),
                    help,
                );
                None
            }
        },
        _ => point(text, of).or_else(|| bad_cell(text, word.span, sink)),
    }
}
