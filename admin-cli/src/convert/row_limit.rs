//! How many rows there may be: what the engine takes, and lower limits where there are too many.

use engine::link::layout::{MAX_FIELDS, MAX_ROWS};

use crate::convert::draft::{Form, Item, Value};
use crate::convert::report::{Fate, Report};
use crate::convert::way::find;

/// The most that `max_rows` may say.
pub const MOST_ROWS: u64 = 1_000;
/// Limits that stand for one that the source does not give, where the usual one is too many.
const GUESSES: [u64; 3] = [20, 10, 5];

/// Rows of the form that are too many by their width.
pub fn lower(form: &mut Form, section: usize, path: &[usize], report: &mut Report) -> bool {
    let Some(rows) = find(form, section, path) else { return false };
    let (own, fitting) = (most(rows), room(rows).max(1));
    if own <= fitting {
        return false;
    }
    set_most(rows, fitting);
    report.add(Fate::Person, &rows.place, "max-rows-lowered", format!("`{}` ({own} → {fitting})", rows.id));
    true
}

/// Where the source gives no limit and rows in rows are too many by our guesses, lower guesses keep them together.
pub fn lower_guesses(form: &mut Form, section: usize, path: &[usize], report: &mut Report) -> bool {
    let ways: Vec<&[usize]> = (1..=path.len()).filter_map(|depth| path.get(..depth)).collect();
    let mut given = 1u64;
    let mut width = 1;
    let mut guessed: Vec<&[usize]> = Vec::new();
    for way in ways {
        let Some(rows) = find(form, section, way) else { return false };
        width = rows.items.len().max(1) as u64;
        if is_guess(rows) { guessed.push(way) } else { given = given.saturating_mul(most(rows)) }
    }
    let fits = |guess: &u64| {
        let all = guessed.iter().fold(given, |all, _| all.saturating_mul(*guess));
        all <= MAX_ROWS && all.saturating_mul(width) <= MAX_FIELDS
    };
    let Some(guess) = GUESSES.into_iter().find(fits) else { return false };
    let mut is_lower = false;
    for way in guessed {
        let Some(rows) = find(form, section, way).filter(|rows| most(rows) > guess) else { continue };
        report.add(Fate::Person, &rows.place, "max-rows-lowered", format!("`{}` ({} → {guess})", rows.id, most(rows)));
        set_most(rows, guess);
        is_lower = true;
    }
    is_lower
}

/// Whether the source gives no limit.
fn is_guess(rows: &Item) -> bool {
    rows.properties.iter().any(|property| property.key == "max_rows" && property.source.is_empty())
}

/// How many rows there may be.
pub fn most(rows: &Item) -> u64 {
    let Some(Value::Plain(count)) = rows.get("max_rows") else { return 1 };
    count.parse::<u64>().unwrap_or(1).max(1)
}

/// Says how many rows there may be.
pub fn set_most(rows: &mut Item, most: u64) {
    if let Some(property) = rows.properties.iter_mut().find(|property| property.key == "max_rows") {
        property.value = Value::Plain(most.to_string());
    }
}

/// How many of these rows the engine takes, with the rows inside them.
pub fn room(rows: &Item) -> u64 {
    fn least(rows: &Item, times: u64) -> u64 {
        let fields = times.saturating_mul(rows.items.len().max(1) as u64);
        let own = (MAX_ROWS / times.max(1)).min(MAX_FIELDS / fields.max(1));
        let inside = rows.items.iter().filter(|item| !item.items.is_empty());
        inside.map(|item| least(item, times.saturating_mul(most(item)))).fold(own, u64::min)
    }
    least(rows, 1)
}
