//! A code that means "unknown": that is a missing reason, not an answer.

use crate::diagnostic::table::row;
use crate::lint::lint::{Found, Lint};
use crate::lint::subject::{Subject, place_of};

/// The lint.
pub const LINT: Lint = Lint {
    row: row(
        "unknown-as-code",
        "「不明」「未実施」は回答ではなく、回答がない理由です。コードにすると、規則はそれを分かった値として扱い、集計にも混ざります。項目に `missing: [UNK]` を書きます。",
        "\"Unknown\" and \"not done\" are reasons for having no answer. As codes they count as known values in rules and in statistics. Give the item `missing: [UNK]` instead.",
        "- { code: unk, ja: 不明, en: Unknown }",
        "missing: [UNK]",
    ),
    run,
};

const TEXTS: [&str; 14] = [
    "不明",
    "未実施",
    "未検",
    "未測定",
    "該当なし",
    "欠測",
    "unknown",
    "not known",
    "not done",
    "not tested",
    "not available",
    "not applicable",
    "missing",
    "n/a",
];

fn run(subject: &Subject<'_>, found: &mut Found) {
    for file in subject.folder("lists/") {
        let lists = file.root.get("lists").map_or(&[][..], |lists| lists.members());
        for code in lists.iter().filter_map(|list| list.get("codes")).flat_map(|codes| codes.members()) {
            let word = |key| code.get(key).and_then(|value| value.word()).map(|text| text.to_lowercase());
            let says = |key| word(key).is_some_and(|text| TEXTS.contains(&text.trim()));
            let retired = word("retired").is_some_and(|word| word == "true");
            if retired || !(says("ja") || says("en")) {
                continue;
            }
            let name = word("code").unwrap_or_default();
            found.report(
                place_of(file, code, "code"),
                (
                    format!("コード `{name}` は回答ではなく、回答がない理由です。"),
                    format!("code `{name}` is a reason for having no answer"),
                ),
                (
                    "コードを外し、使う項目に `missing: [UNK]`(未実施なら `ND`)を書いてください。".into(),
                    "take it out and give the items that use the list `missing: [UNK]` (`ND` for not done)".into(),
                ),
            );
        }
    }
}
