//! What the words of the language mean: kinds, units with what they are exactly in other units, reasons for a missing value, codes.

use std::fmt::Write as _;

use crate::form::list::CodeList;
use crate::kind::kind::Kind;
use crate::lang::Lang;
use crate::library::library::Library;
use crate::value::missing::Missing;
use crate::value::unit::{Unit, convert_factor};
use crate::value::unit_name::print;

/// What a kind is for: Japanese, English.
const KINDS: &[(&str, &str, &str)] = &[
    ("text", "1行の文字。", "One line of text."),
    ("long_text", "複数行の文字。", "Several lines of text."),
    ("integer", "整数。", "A whole number."),
    ("decimal", "小数。書かれたとおりの桁で正確に扱います。", "A decimal, kept exactly as it is written."),
    (
        "quantity",
        "単位を選んで入力する数。最初の単位に正確に換算します。",
        "A number in one of several units, converted exactly to the first.",
    ),
    ("boolean", "チェックの有無。", "A tick."),
    ("date", "年月日。", "A full date."),
    ("partial_date", "年だけ、年月だけでもよい日付。", "A date of which perhaps only the year or the month is known."),
    ("datetime", "日付と時刻。", "A date with the time of day."),
    ("choice", "リストから1つ選びます。", "One code of a list."),
    ("choices", "リストからいくつでも選びます。", "Any number of codes of a list."),
    ("attachment", "添付ファイル。", "A file."),
    ("calculated", "他の項目から計算されます。入力はしません。", "Computed from other items, never typed."),
    ("group", "行を繰り返す項目のまとまり。", "Rows of items."),
];

/// What a kind of item is; nothing for another word.
pub fn of_kind(word: &str) -> Option<(String, String)> {
    let row = Kind::from_name(word)?;
    let (_, ja, en) = KINDS.iter().find(|(name, ..)| *name == row.name)?;
    let keys = row.properties.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    match keys.is_empty() {
        true => Some(((*ja).to_owned(), (*en).to_owned())),
        false => Some((format!("{ja}\n\n使えるキー: {keys}"), format!("{en}\n\nIt takes {keys}"))),
    }
}

/// Why a value is missing.
pub fn of_reason(word: &str) -> Option<(String, String)> {
    let reason = Missing::from_code(word)?;
    Some((reason.ja().to_owned(), reason.en().to_owned()))
}

/// A code in both languages, whatever language the editor speaks.
pub fn of_code(list: &CodeList, word: &str) -> Option<String> {
    let code = list.get(list.find(word)?)?;
    let retired = if code.retired { " (retired)" } else { "" };
    Some(format!("**{}**{retired} `{}`\n\n- ja: {}\n- en: {}", code.code, list.id, code.text.ja, code.text.en))
}

/// A unit as people read it, and what one of it is in every other unit of the library that measures the same.
pub fn of_unit(library: &Library, word: &str) -> Option<String> {
    let unit = Unit::parse(word)?;
    let mut said = format!("**{word}**\n\n- ja: {}\n- en: {}", print(word, Lang::Ja), print(word, Lang::En));
    for other in units(library).iter().filter(|other| **other != word) {
        let Some(ratio) = Unit::parse(other).and_then(|other| convert_factor(&unit, &other)) else { continue };
        let number = match ratio.denominator {
            1 => ratio.numerator.to_string(),
            below => format!("{}/{below}", ratio.numerator),
        };
        let _ = write!(said, "\n- 1 {word} = {number} {other}");
    }
    Some(said)
}

/// Every unit that an item of the library is measured in.
pub fn units(library: &Library) -> Vec<String> {
    let items = library.forms.values().filter_map(|versions| versions.last()).flat_map(|form| &form.items);
    let mut units: Vec<String> = items.flat_map(|item| item.units.iter().map(|unit| unit.text().to_owned())).collect();
    units.sort_unstable();
    units.dedup();
    units
}

#[cfg(test)]
mod tests {
    use crate::kind::kind::KINDS;

    #[test]
    fn every_kind_has_a_meaning() {
        for row in KINDS {
            assert!(super::of_kind(row.name).is_some(), "{}", row.name);
        }
        assert_eq!(KINDS.len(), super::KINDS.len());
    }
}
