//! The dictionary as comma-separated values, all forms in one table.

use std::borrow::Cow;

use engine::program::program::ItemId;

use super::column::COLUMNS;
use super::entry::Entry;
use crate::error::Error;
use crate::export::cells::{BYTE_ORDER_MARK, inert, line};
use crate::export::rules::Rules;
use crate::export::target::Subject;

/// Makes the table.
pub fn make(subject: &Subject<'_>) -> Result<String, Error> {
    let mut out = String::from(if subject.spreadsheet { BYTE_ORDER_MARK } else { "" });
    out.push_str(&line(COLUMNS.iter().map(|column| column.name)));
    for form in subject.forms {
        let rules = Rules::new(form);
        for (item, id) in form.items.iter().zip(0u32..) {
            let entry = Entry { library: subject.library, rules: &rules, item, id: ItemId(id) };
            let cells: Vec<String> = COLUMNS.iter().map(|column| (column.of)(&entry)).collect();
            let safe = |cell| if subject.spreadsheet { Cow::Owned(inert(cell)) } else { Cow::Borrowed(cell) };
            let cells: Vec<Cow<'_, str>> = cells.iter().map(String::as_str).map(safe).collect();
            out.push_str(&line(cells.iter().map(|cell| &**cell)));
        }
    }
    Ok(out)
}
