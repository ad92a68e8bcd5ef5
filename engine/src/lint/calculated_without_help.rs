//! A calculated item that does not say what it is made of.

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::items;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "calculated-without-help",
        "計算項目は入力者が直せません。何から計算されるのかを `help` に書いておけば、値がおかしいときにどの回答を見直せばよいか分かります。",
        "Nobody can type over a calculated item. When `help` says what it is made of, people know which answer to look at if the value seems wrong.",
        "kind: calculated\nvalue: weight / (height * height)",
        "help: { ja: 体重と身長から計算します。, en: From weight and height. }",
    ),
    run,
};

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        for (_, item) in items(form).filter(|(_, item)| item.value.is_some() && item.help.is_none() && !item.retired) {
            let id = &item.id;
            found.report(
                subject.item_place(form, id, "id"),
                (
                    format!("計算項目 `{id}` に、何から計算されるかの説明がありません。"),
                    format!("calculated item `{id}` does not say what it is made of"),
                ),
                ("`help: { ja: …, en: … }` を足してください。".into(), "add `help: { ja: …, en: … }`".into()),
            );
        }
    }
}
