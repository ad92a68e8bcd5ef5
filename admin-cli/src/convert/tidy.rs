//! Leaves out what asks nothing: groups, sections and forms that were empty in the source, or whose items were all taken out.

use engine::kind::kind::Kind;

use crate::convert::draft::{Draft, Form, Item};
use crate::convert::report::{Fate, Report};

/// Most items of one source.
pub const MOST_ITEMS: usize = 20_000;
/// Most items of one form: as many as the engine takes. It tells of 200 more at a time, so it would be asked over and over.
const MOST_IN_FORM: usize = 5_000;

/// Leaves out groups, sections and forms in which nothing is asked.
pub fn tidy(draft: &mut Draft, report: &mut Report) {
    let mut all = MOST_ITEMS;
    for form in &mut draft.forms {
        let most = all.min(MOST_IN_FORM);
        let mut left = most;
        for section in &mut form.sections {
            section.items =
                std::mem::take(&mut section.items).into_iter().filter_map(|item| kept(item, &mut left, report)).collect();
        }
        form.sections.retain(|section| !section.items.is_empty());
        all -= most - left;
    }
    let (kept, empty): (Vec<Form>, Vec<Form>) =
        std::mem::take(&mut draft.forms).into_iter().partition(|form| !form.sections.is_empty());
    draft.forms = kept;
    for form in empty {
        report.add(Fate::Dropped, "", "form-empty", form.title.any());
        draft.forms.iter_mut().for_each(|other| other.uses.retain(|id| *id != form.id));
    }
}

fn kept(mut item: Item, left: &mut usize, report: &mut Report) -> Option<Item> {
    if *left == 0 {
        report.add(Fate::Dropped, &item.place, "too-many", item.source);
        return None;
    }
    *left -= 1;
    if item.kind == Kind::Group {
        item.items = std::mem::take(&mut item.items).into_iter().filter_map(|member| kept(member, left, report)).collect();
        if item.items.is_empty() {
            report.add(Fate::Dropped, &item.place, "group-empty", item.source);
            return None;
        }
    }
    Some(item)
}
