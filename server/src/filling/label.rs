//! The label of a place in a form, for findings that are told away from their item.

use engine::form::form::Form;
use engine::lang::Lang;

/// The label of `item` or `group[0].item`, with group and row before it; the path itself when the form does not know it.
pub fn of(form: &Form, path: &str, lang: Lang) -> String {
    let known = |id: &str| form.find_item(id).map(|(_, item)| item.label.get(lang).to_owned());
    let labelled = match path.split_once("].") {
        Some((group, item)) => group.split_once('[').and_then(|(group, row)| {
            let row: usize = row.parse().ok()?;
            Some(format!("{} {} › {}", known(group)?, row + 1, known(item)?))
        }),
        None => known(path),
    };
    labelled.unwrap_or_else(|| path.to_owned())
}
