//! Whether the rows of a table hold for every value exactly once.
//!
//! Each column is cut into pieces at the values that its cells name: for numbers and dates the values themselves and what lies between
//! them, for codes the codes. Within a piece all values meet the same rows, so looking at pieces looks at everything.

use crate::expr::types::Type;
use crate::form::table::{Cell, Column, Table};
use crate::program::node::{Compare, Node};
use crate::value::date::Date;
use crate::value::decimal::Decimal;

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cover {
    /// Every value has exactly one row.
    Once,
    /// These values have no row.
    Gap(String),
    /// These two rows (from 0) hold for the same values.
    Overlap(usize, usize, String),
    /// Too many pieces to look at.
    TooLarge,
}

/// Steps after which a table counts as too large.
const MOST_STEPS: u32 = 200_000;

/// Looks at a table.
pub fn cover(table: &Table) -> Cover {
    let columns: Vec<Pieces> = table.columns.iter().enumerate().map(|(at, column)| pieces(table, at, column)).collect();
    if let Some((first, second, at)) = overlap(table.rows.len(), &columns) {
        return Cover::Overlap(first, second, told(table, &columns, &at));
    }
    if table.otherwise.is_some() {
        return Cover::Once;
    }
    let mut search = Search { columns: &columns, steps: 0 };
    let all: Vec<usize> = (0..table.rows.len()).collect();
    let mut at = Vec::new();
    match search.gap(&all, &mut at) {
        _ if search.steps > MOST_STEPS => Cover::TooLarge,
        true => Cover::Gap(told(table, &columns, &at)),
        false => Cover::Once,
    }
}

/// A column in pieces: what each is called, and for every row which pieces it takes.
struct Pieces {
    names: Vec<String>,
    rows: Vec<Vec<bool>>,
}

fn told(table: &Table, columns: &[Pieces], at: &[usize]) -> String {
    let one = |((column, pieces), piece): ((&Column, &Pieces), &usize)| {
        let name = pieces.names.get(*piece).map_or("*", String::as_str);
        format!("`{}` {name}", column.id)
    };
    table.columns.iter().zip(columns).zip(at).map(one).collect::<Vec<_>>().join(", ")
}

fn overlap(rows: usize, columns: &[Pieces]) -> Option<(usize, usize, Vec<usize>)> {
    let shared = |a: usize, b: usize, pieces: &Pieces| {
        let (a, b) = (pieces.rows.get(a)?, pieces.rows.get(b)?);
        a.iter().zip(b).position(|(a, b)| *a && *b)
    };
    let pairs = (0..rows).flat_map(|second| (0..second).map(move |first| (first, second)));
    pairs.into_iter().find_map(|(first, second)| {
        let at: Option<Vec<usize>> = columns.iter().map(|pieces| shared(first, second, pieces)).collect();
        at.map(|at| (first, second, at))
    })
}

struct Search<'p> {
    columns: &'p [Pieces],
    steps: u32,
}

impl Search<'_> {
    /// Whether some values below this point have no row; `at` then holds the pieces.
    fn gap(&mut self, rows: &[usize], at: &mut Vec<usize>) -> bool {
        self.steps += 1;
        if rows.is_empty() {
            return true;
        }
        let Some(pieces) = self.columns.get(at.len()) else { return false };
        if self.steps > MOST_STEPS {
            return true;
        }
        let mut before: Option<Vec<usize>> = None;
        for piece in 0..pieces.names.len() {
            let takes = |row: &usize| pieces.rows.get(*row).and_then(|takes| takes.get(piece)).copied().unwrap_or(false);
            let kept: Vec<usize> = rows.iter().copied().filter(takes).collect();
            if before.as_ref() == Some(&kept) {
                continue;
            }
            at.push(piece);
            if self.gap(&kept, at) {
                return true;
            }
            at.pop();
            before = Some(kept);
        }
        false
    }
}

fn pieces(table: &Table, at: usize, column: &Column) -> Pieces {
    let cells = || table.rows.iter().filter_map(|row| row.cells.get(at));
    if let Type::Code(list) = &column.takes {
        let named = |place: u16| {
            cells().any(|cell| matches!(cell, Cell::OneOf(codes) if codes.iter().any(|code| matches!(code, Node::Code(held, _) if *held == place))))
        };
        let places: Vec<u16> =
            (0u16..).zip(&list.codes).filter(|(place, code)| !code.retired || named(*place)).map(|(place, _)| place).collect();
        let takes = |cell: &Cell, place: u16| match cell {
            Cell::OneOf(codes) => codes.iter().any(|code| matches!(code, Node::Code(held, _) if *held == place)),
            _ => true,
        };
        return Pieces {
            names: places.iter().filter_map(|place| list.get(*place)).map(|code| format!("= {}", code.code)).collect(),
            rows: cells().map(|cell| places.iter().map(|place| takes(cell, *place)).collect()).collect(),
        };
    }
    ordered(column, &cells().collect::<Vec<_>>())
}

/// A value at which a column is cut.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Point {
    Number(Decimal),
    Day(Date),
}

fn point(node: &Node) -> Option<Point> {
    match node {
        Node::Number(number) => Some(Point::Number(*number)),
        Node::Date(day) => day.single().map(Point::Day),
        _ => None,
    }
}

fn ordered(column: &Column, cells: &[&Cell]) -> Pieces {
    let mut points: Vec<Point> = Vec::new();
    for cell in cells {
        if let Cell::Within(parts) = cell {
            points.extend(parts.iter().filter_map(|(_, node)| point(node)));
        }
    }
    points.sort_unstable();
    points.dedup();
    // Place 2i + 1 is point i, place 2i what lies before it.
    let places: Vec<usize> = (0..=2 * points.len()).filter(|place| !(column.is_whole && is_hollow(*place, &points))).collect();
    let takes = |cell: &Cell, place: usize| match cell {
        Cell::Within(parts) => parts.iter().all(|(how, node)| {
            let of = point(node).and_then(|wanted| points.binary_search(&wanted).ok()).map_or(0, |found| 2 * found + 1);
            match how {
                Compare::Eq => place == of,
                Compare::Ne => place != of,
                Compare::Lt => place < of,
                Compare::Le => place <= of,
                Compare::Gt => place > of,
                Compare::Ge => place >= of,
            }
        }),
        _ => true,
    };
    Pieces {
        names: places.iter().map(|place| named(*place, &points)).collect(),
        rows: cells.iter().map(|cell| places.iter().map(|place| takes(cell, *place)).collect()).collect(),
    }
}

/// Between 2 and 3 there is no whole number, between two days that follow each other no day.
fn is_hollow(place: usize, points: &[Point]) -> bool {
    if place % 2 == 1 || place == 0 {
        return false;
    }
    match (points.get(place / 2 - 1), points.get(place / 2)) {
        (Some(Point::Number(a)), Some(Point::Number(b))) => {
            Decimal::from_integer(1).and_then(|one| a.floor().add(one)).is_some_and(|next| next >= *b)
        }
        (Some(Point::Day(a)), Some(Point::Day(b))) => a.days_until(*b) <= 1,
        _ => false,
    }
}

fn named(place: usize, points: &[Point]) -> String {
    let print = |point: Option<&Point>| match point {
        Some(Point::Number(number)) => number.to_string(),
        Some(Point::Day(day)) => day.to_string(),
        None => String::new(),
    };
    let (before, at) = (points.get((place / 2).wrapping_sub(1)), points.get(place / 2));
    match (place % 2 == 1, before, at) {
        (true, _, at) => format!("= {}", print(at)),
        (false, None, Some(_)) => format!("< {}", print(at)),
        (false, Some(_), None) => format!("> {}", print(before)),
        (false, Some(_), Some(_)) => format!("> {} < {}", print(before), print(at)),
        (false, None, None) => "*".to_owned(),
    }
}
