//! An item or a section that can never be shown.

use crate::diagnostic::table::row;
use crate::form::form::Form;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::program::program::RuleId;
use crate::reason::world::{can_become, items, visibility};

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "unreachable",
        "`show_if` が決して成り立たないため、この項目やセクションは表示されません。項目の種類・コード・範囲と、周りの `show_if` から判断しています。",
        "The `show_if` can never be true, so this is never asked. Types, codes, ranges and the `show_if` of whatever stands around are taken into account.",
        "show_if: sex == \"male\" && sex == \"female\"",
        "show_if: sex == \"female\"",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        let mut dark: Vec<RuleId> = Vec::new();
        for section in &form.sections {
            let Some(rule) = section.shown_if.filter(|rule| !can_become(form, *rule, true, &[])) else { continue };
            dark.push(rule);
            let id = &section.id;
            report(
                found,
                subject.section_place(form, id, "show_if"),
                (format!("セクション `{id}` は決して表示されません。"), format!("section `{id}` is never shown")),
            );
        }
        for (_, item) in items(form).filter(|(_, item)| !item.retired) {
            let rules = visibility(form, item);
            let own = item.shown_if.last().copied().filter(|rule| is_own(form, item.section, *rule));
            let Some(own) = own.filter(|own| !dark.contains(own) && !rules.iter().any(|rule| dark.contains(rule))) else {
                continue;
            };
            let given: Vec<RuleId> = rules.into_iter().filter(|rule| *rule != own).collect();
            if can_become(form, own, true, &given) {
                continue;
            }
            dark.push(own);
            let id = &item.id;
            report(
                found,
                subject.item_place(form, id, "show_if"),
                (format!("項目 `{id}` は決して表示されません。"), format!("item `{id}` is never shown")),
            );
        }
    }
}

/// Whether a rule is the item's own and not its section's.
fn is_own(form: &Form, section: u16, rule: RuleId) -> bool {
    form.sections.get(usize::from(section)).is_none_or(|section| section.shown_if != Some(rule))
}

fn report(found: &mut Found, place: Option<crate::lint::subject::Place>, message: (String, String)) {
    found.report(
        place,
        message,
        (
            "この条件と、条件に出てくる項目の `show_if`・コード・範囲を見比べてください。両方が同時に成り立つことはありません。"
                .into(),
            "compare this condition with the codes, ranges and `show_if` of the items it reads: they cannot hold together".into(),
        ),
    );
}
