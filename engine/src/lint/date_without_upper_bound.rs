//! A date without an upper end: a slip of the year is not noticed.

use crate::diagnostic::table::row;
use crate::kind::shape::Shape;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::items;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "date-without-upper-bound",
        "上限のない日付です。年の打ち間違い(2062年など)に気付けません。起きたことの日付なら `max: today` を付けます。予定日には不要です。",
        "A date without an upper end: a slip of the year, such as 2062, goes unnoticed. What has happened gets `max: today`; planned dates need none.",
        "kind: date",
        "kind: date\nmax: today",
    ),
    run,
};

/// Words of dates that may lie in the future.
const FUTURE: [&str; 12] =
    ["予定", "期限", "次回", "有効", "見込", "今後", "planned", "scheduled", "expir", "next", "due", "until"];

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        let dates = items(form).filter(|(_, item)| matches!(item.shape, Shape::Date | Shape::Datetime) && item.value.is_none());
        for (_, item) in dates.filter(|(_, item)| item.range.max.is_none() && !item.retired) {
            let words = format!("{} {}", item.label.ja, item.label.en).to_lowercase();
            if FUTURE.iter().any(|word| words.contains(word)) {
                continue;
            }
            let id = &item.id;
            found.report(
                subject.item_place(form, id, "id"),
                (format!("日付の項目 `{id}` に上限がありません。"), format!("date `{id}` has no upper end")),
                (
                    "起きたことの日付なら `max: today` を足してください。未来の日付もあり得るなら `waive` に理由を書きます。"
                        .into(),
                    "add `max: today` if it is the date of something that has happened; waive this if it may lie in the future"
                        .into(),
                ),
            );
        }
    }
}
