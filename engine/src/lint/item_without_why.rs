//! An item that does not say why it is asked, in a library that declares purposes.

use crate::diagnostic::table::row;
use crate::form::form::Form;
use crate::form::item::Item;
use crate::kind::kind::Kind;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::items;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "item-without-why",
        "なぜ質問するのかが書かれていない項目です。記入の負担に見合う目的を、項目かセクションの `why` に書きます。",
        "The item does not say why it is asked. Whatever a hospital is asked to fill in names its purpose, under `why` of the item or its section.",
        "- { id: main, title: .., items: [..] }",
        "- { id: main, title: .., why: [safety], items: [..] }",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    if subject.library.purposes.is_none() {
        return;
    }
    for form in subject.forms() {
        for section in 0..form.sections.len() {
            let asked: Vec<&Item> = items(form).map(|(_, item)| item).filter(|item| is_asked(item, section)).collect();
            let without: Vec<&&Item> = asked.iter().filter(|item| item.why.is_empty()).collect();
            if without.len() == asked.len() && asked.len() > 1 {
                report_section(subject, form, section, found);
            } else {
                without.into_iter().for_each(|item| report_item(subject, form, item, found));
            }
        }
    }
}

/// What nobody types needs no reason of its own.
fn is_asked(item: &Item, section: usize) -> bool {
    usize::from(item.section) == section && !item.retired && !matches!(item.kind, Kind::Calculated | Kind::Group)
}

fn report_section(subject: &Subject<'_>, form: &Form, section: usize, found: &mut Found) {
    let Some(id) = form.sections.get(section).map(|section| &section.id) else { return };
    let place = subject.section_place(form, id, "id").or_else(|| subject.form_place(form));
    found.report(
        place,
        (
            format!("様式 `{}` のセクション `{id}` は、なぜ質問するのかを示していません。", form.id),
            format!("section `{id}` of form `{}` does not say why it is asked", form.id),
        ),
        help(),
    );
}

fn report_item(subject: &Subject<'_>, form: &Form, item: &Item, found: &mut Found) {
    let id = &item.id;
    found.report(
        subject.item_place(form, id, "id").or_else(|| subject.form_place(form)),
        (
            format!("様式 `{}` の項目 `{id}` は、なぜ質問するのかを示していません。", form.id),
            format!("item `{id}` of form `{}` does not say why it is asked", form.id),
        ),
        help(),
    );
}

fn help() -> (String, String) {
    ("`why: [目的]` をセクションか項目に足してください。".into(), "add `why: [purpose]` to the section or the item".into())
}
