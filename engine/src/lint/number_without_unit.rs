//! A number that is a measurement and has no unit.

use crate::diagnostic::table::row;
use crate::form::item::Item;
use crate::kind::shape::Shape;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::items;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "number-without-unit",
        "単位のない数値です。施設によって別の単位で入力されると、後から区別できません。比や点数のように単位のないものは `unit: \"1\"` と書きます。",
        "A number without a unit: when hospitals enter different units, nobody can tell afterwards. For ratios and scores write `unit: \"1\"`.",
        "kind: decimal",
        "kind: decimal\nunit: mg/dL",
    ),
    run,
};

/// Words of whole numbers that are measured, not counted.
const MEASURED: [&str; 16] = [
    "日数",
    "時間",
    "体重",
    "身長",
    "血圧",
    "脈拍",
    "心拍",
    "濃度",
    "days",
    "hours",
    "weight",
    "height",
    "pressure",
    "pulse",
    "heart rate",
    "concentration",
];

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        let typed = items(form).filter(|(_, item)| item.value.is_none() && item.units.is_empty() && !item.retired);
        for (_, item) in typed.filter(|(_, item)| is_measured(item)) {
            let id = &item.id;
            found.report(
                subject.item_place(form, id, "kind"),
                (format!("数値の項目 `{id}` に単位がありません。"), format!("number `{id}` has no unit")),
                (
                    "`unit` にUCUMの単位を書いてください(単位のない比や点数は `\"1\"`)。".into(),
                    "write the UCUM `unit`; `\"1\"` for ratios and scores".into(),
                ),
            );
        }
    }
}

/// Exact decimals always; whole numbers when the label speaks of a measurement.
fn is_measured(item: &Item) -> bool {
    let words = || format!("{} {}", item.label.ja, item.label.en).to_lowercase();
    match item.shape {
        Shape::Decimal => true,
        Shape::Integer => MEASURED.iter().any(|word| words().contains(word)),
        _ => false,
    }
}
