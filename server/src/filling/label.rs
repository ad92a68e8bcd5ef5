//! The label of a place in a form, for findings that are told away from their item.

use engine::answers::place::Place;
use engine::form::form::Form;
use engine::lang::Lang;

/// The label of `item` or `group[0].item`, with groups and rows before it; the path itself when the form does not know it.
pub fn of(form: &Form, path: &str, lang: Lang) -> String {
    let Some(place) = Place::parse(form, path) else { return path.to_owned() };
    let label = form.item(place.item).map_or(path, |item| item.label.get(lang));
    let rows = place.groups(form).into_iter().map(|(group, row)| format!("{} {} › ", group.label.get(lang), row + 1));
    rows.chain([label.to_owned()]).collect()
}
