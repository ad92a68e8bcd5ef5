//! What judging found, in print: calculated values as `assets/page.js` shows them, and which findings wait.

use engine::evaluate::outcome::value_to_json;
use engine::form::item::Item;
use engine::kind::shape::Shape;
use engine::lang::Lang;
use engine::value::value::Slot;

use crate::display::display::{boolean, code, typed};

/// Findings about blanks, which wait until somebody has been at the item.
pub fn waits(code: &str) -> bool {
    matches!(code, "required" | "too_few_rows")
}

/// A calculated value as its field shows it, without its unit; empty when blank.
pub fn calculated(item: &Item, slot: &Slot, lang: Lang) -> String {
    let value = value_to_json(item, slot);
    let text = typed(&value);
    match item.shape {
        Shape::Boolean => boolean(&text, lang).to_owned(),
        Shape::Coded => code(item, &text, lang).to_owned(),
        _ => text.into_owned(),
    }
}
