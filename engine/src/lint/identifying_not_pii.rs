//! An item that seems to identify a person and is not marked `pii`.

use crate::diagnostic::table::row;
use crate::form::item::Item;
use crate::kind::shape::Shape;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::Subject;
use crate::reason::world::items;

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "identifying-not-pii",
        "氏名・生年月日・患者番号などの個人を特定する項目のようですが、`pii: true` がありません。`pii` の項目だけが、抽出や提供の際に除かれます。",
        "This seems to be a name, a birth date or a patient number, and is not marked `pii: true`. Only marked items are left out of extracts.",
        "label: { ja: 患者番号, en: Hospital number }",
        "label: { ja: 患者番号, en: Hospital number }\npii: true",
    ),
    run,
};

/// Words of labels; Japanese and English.
const LABELS: [&str; 34] = [
    "氏名",
    "姓（",
    "姓(",
    "名（",
    "名(",
    "フリガナ",
    "ふりがな",
    "生年月日",
    "患者番号",
    "患者id",
    "診療録番号",
    "カルテ番号",
    "電話番号",
    "住所",
    "郵便番号",
    "メールアドレス",
    "保険者番号",
    "被保険者",
    "マイナンバー",
    "patient's name",
    "patient name",
    "family name",
    "given name",
    "first name",
    "last name",
    "surname",
    "full name",
    "date of birth",
    "birth date",
    "medical record number",
    "hospital number",
    "patient number",
    "phone number",
    "e-mail address",
];

/// Parts of ids.
const IDS: [&str; 10] = [
    "family_name",
    "given_name",
    "first_name",
    "last_name",
    "patient_name",
    "birth_date",
    "date_of_birth",
    "_mrn",
    "phone_number",
    "email",
];

/// People who are not patients.
const OTHERS: [&str; 10] =
    ["医師", "担当者", "製品", "薬剤", "施設", "physician", "doctor", "manager", "investigator", "product"];

fn run(subject: &Subject<'_>, found: &mut Found) {
    for form in subject.forms() {
        for (_, item) in items(form).filter(|(_, item)| !item.pii && seems_to_identify(item)) {
            let id = &item.id;
            found.report(
                subject.item_place(form, id, "label"),
                (
                    format!("項目 `{id}` は個人を特定するようですが、`pii: true` がありません。"),
                    format!("item `{id}` seems to identify a person and is not marked `pii: true`"),
                ),
                (
                    "`pii: true` を足してください。特定しないなら `waive` に理由を書きます。".into(),
                    "add `pii: true`, or waive this with the reason why it does not".into(),
                ),
            );
        }
    }
}

fn seems_to_identify(item: &Item) -> bool {
    let typed = matches!(item.shape, Shape::Text | Shape::Date | Shape::Integer) && item.value.is_none();
    let words = format!("{} {}", item.label.ja, item.label.en).to_lowercase();
    let named = LABELS.iter().any(|word| words.contains(word)) || IDS.iter().any(|part| item.id.contains(part));
    typed && named && !OTHERS.iter().any(|word| words.contains(word))
}
