//! What other form systems call our kinds of items; for the help line of an unknown kind.

/// Words of other systems, in lower case without `_`, `-` and blanks, with the kinds that they can mean here.
const SYNONYMS: &[(&[&str], &[&str])] = &[
    (&["string", "str", "char", "varchar", "textbox", "textfield", "input", "文字", "文字列", "テキスト"], &["text"]),
    (&["textarea", "memo", "notes", "note", "paragraph", "multiline", "freetext", "comment", "自由記載"], &["long_text"]),
    (&["int", "count", "whole", "integer32", "整数"], &["integer"]),
    (&["number", "numeric", "float", "double", "real", "num", "数値", "数"], &["decimal", "integer", "quantity"]),
    (&["percent", "percentage", "slider", "scale", "小数"], &["decimal"]),
    (&["measurement", "lab", "labvalue", "numberunit", "検査値"], &["quantity"]),
    (&["bool", "yesno", "truefalse", "flag", "logical", "toggle", "switch", "真偽"], &["boolean"]),
    (&["checkbox"], &["choices", "boolean"]),
    (&["checkboxes", "multiselect", "multiple", "multi", "selectmultiple", "multiplechoice", "複数選択"], &["choices"]),
    (
        &[
            "radio",
            "radiobutton",
            "select",
            "selectone",
            "dropdown",
            "pulldown",
            "combobox",
            "enum",
            "option",
            "options",
            "coded",
            "code",
            "選択",
            "単一選択",
        ],
        &["choice"],
    ),
    (&["day", "ymd", "calendar", "日付", "年月日"], &["date"]),
    (&["yearmonth", "incompletedate", "month", "ym", "年月"], &["partial_date"]),
    (&["time", "timestamp", "dateandtime", "日時", "時刻"], &["datetime"]),
    (&["file", "upload", "image", "photo", "document", "signature", "添付", "ファイル"], &["attachment"]),
    (&["calc", "formula", "computed", "derived", "expression", "計算"], &["calculated"]),
    (&["table", "grid", "matrix", "repeat", "repeating", "rows", "list", "繰り返し", "表"], &["group"]),
];

/// The kinds that a word of another system can mean.
pub fn meant(word: &str) -> Option<&'static [&'static str]> {
    let plain: String = word.to_lowercase().chars().filter(|letter| !matches!(letter, '_' | '-' | ' ')).collect();
    SYNONYMS.iter().find(|(words, _)| words.contains(&plain.as_str())).map(|(_, kinds)| *kinds)
}

#[cfg(test)]
mod tests {
    use super::{SYNONYMS, meant};
    use crate::kind::kind::Kind;

    #[test]
    fn words_of_other_systems_lead_to_kinds_and_are_none_themselves() {
        assert_eq!(meant("Radio-Button"), Some(["choice"].as_slice()));
        for (words, kinds) in SYNONYMS {
            assert!(kinds.iter().all(|kind| Kind::from_name(kind).is_some()), "{kinds:?}");
            assert!(words.iter().all(|word| Kind::from_name(word).is_none()), "{words:?}");
        }
    }
}
