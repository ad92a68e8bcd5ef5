//! The texts of built-in findings, in one table for screens, the command line and `form.js`. They speak of limits, never of answers.

use crate::evaluate::builtin::Builtin;
use crate::form::item::{Bound, Item};
use crate::kind::kind::Kind;
use crate::lang::{Lang, Text};
use crate::value::censor::Censoring;
use crate::value::decimal::Decimal;
use crate::value::file::print_size;
use crate::value::unit_name::{measured, print};
use std::sync::{LazyLock, OnceLock};

/// The text of a built-in finding where nothing is known about the item.
pub fn plain(builtin: Builtin) -> (&'static str, &'static str) {
    match builtin {
        Builtin::Required => ("入力してください。", "Please answer."),
        Builtin::Unreadable => {
            ("入力された内容を読み取れません。形式を確認してください。", "This cannot be read. Please check how it is written.")
        }
        Builtin::UnknownCode => ("選択肢にないコードです。", "This code is not among the choices."),
        Builtin::MissingNotAllowed => {
            ("この項目では使えない欠測理由です。", "This reason for a missing value is not allowed here.")
        }
        Builtin::UnitNotAllowed => ("この項目では使えない単位です。", "This unit is not offered here."),
        Builtin::ComparatorNotAllowed => (
            "この項目では、この比較記号や「検出せず」は入力できません。",
            "This comparator, or \"not detected\", cannot be entered here.",
        ),
        Builtin::FileTypeNotAllowed => {
            ("この項目では添付できない種類のファイルです。", "A file of this kind cannot be attached here.")
        }
        Builtin::OutOfRange => ("入力できる範囲を外れています。", "This is outside the possible range."),
        Builtin::SoftRange => ("通常の範囲を外れています。", "This is outside the usual range."),
        Builtin::TooLong => ("文字数が多すぎます。", "This text is too long."),
        Builtin::Characters => ("使えない文字が含まれています。", "This holds characters that are not allowed here."),
        Builtin::Pattern => ("決められた形式に合っていません。", "This is not in the expected format."),
        Builtin::Exclusive => (
            "単独でしか選べない選択肢が、ほかの選択肢と一緒に選ばれています。",
            "A choice that stands alone was chosen together with others.",
        ),
        Builtin::TooManyDecimals => ("小数点以下の桁数が多すぎます。", "There are too many places after the decimal point."),
        Builtin::FileTooLarge => ("ファイルが大きすぎます。", "This file is too large."),
        Builtin::TooFewRows => ("行が足りません。", "There are too few rows."),
        Builtin::TooManyRows => ("行が多すぎます。", "There are too many rows."),
        Builtin::ChoiceNotAllowed => ("ほかの回答と合わない選択肢です。", "This choice does not go with the other answers."),
        Builtin::DerivedDiffers => (
            "ほかの回答から導かれる値と異なります。正しければ理由を入力してください。",
            "This differs from what follows from the other answers. If it is right, please give the reason.",
        ),
        Builtin::Unique => ("前の行と同じ内容です。", "An earlier row says the same."),
        Builtin::RowCount => ("行数がほかの回答と一致していません。", "The number of rows is not what another answer says."),
        Builtin::UnknownItem => ("この様式にない項目です。", "This item is not part of the form."),
        Builtin::DuplicateItem => ("同じ項目が2回あります。", "This item is given twice."),
    }
}

/// The text of a finding at an item, with the item's own limits.
pub fn at_item(builtin: Builtin, item: &Item) -> Text {
    with_limits(builtin, item).unwrap_or_else(|| {
        let (ja, en) = plain(builtin);
        Text::new(ja, en)
    })
}

/// The texts of a form's findings that tell an item's own limits, made when the first finding is reported and shared from then on.
pub struct Messages {
    items: usize,
    own: OnceLock<Box<[OnceLock<OwnTexts>]>>,
}

/// The texts that tell an item's own limits.
type OwnTexts = Box<[(Builtin, Text)]>;

/// The texts of findings where no limit is told, by finding.
static PLAIN: LazyLock<Vec<Text>> = LazyLock::new(|| {
    let text = |builtin: Builtin| {
        let (ja, en) = plain(builtin);
        Text::new(ja, en)
    };
    Builtin::ALL.map(text).into()
});

impl Messages {
    /// For a form of so many items.
    pub fn new(items: usize) -> Messages {
        Messages { items, own: OnceLock::new() }
    }

    /// The text of a finding at an item; `at` is its place among the form's items.
    pub fn get(&self, builtin: Builtin, at: usize, item: &Item) -> Text {
        let all = self.own.get_or_init(|| (0..self.items).map(|_| OnceLock::new()).collect());
        let own = all.get(at).map(|own| own.get_or_init(|| own_texts(item)));
        let found = own.into_iter().flatten().find(|(of, _)| *of == builtin).map(|(_, text)| text);
        found.or_else(|| PLAIN.get(builtin as usize)).cloned().unwrap_or_else(|| at_item(builtin, item))
    }
}

fn own_texts(item: &Item) -> OwnTexts {
    Builtin::ALL.into_iter().filter_map(|builtin| Some((builtin, with_limits(builtin, item)?))).collect()
}

/// The text with the item's limits, where the item has such a limit; `form.js` gets these with the program.
pub fn with_limits(builtin: Builtin, item: &Item) -> Option<Text> {
    match builtin {
        Builtin::Unreadable => unreadable(item),
        Builtin::ComparatorNotAllowed => comparators(item),
        Builtin::Characters => item.characters.map(|characters| {
            let (ja, en) = characters.words();
            Text::new(format!("{ja}で入力してください。"), format!("Please use {en} only."))
        }),
        Builtin::Pattern => item.pattern_message.clone(),
        Builtin::OutOfRange => span(item, item.range.min, item.range.max)
            .map(|(ja, en)| Text::new(format!("{ja}で入力してください。"), format!("Please enter {en}."))),
        Builtin::SoftRange => span(item, item.range.soft_min, item.range.soft_max).map(|(ja, en)| {
            Text::new(
                format!("通常の範囲（{ja}）を外れています。正しければ理由を入力してください。"),
                format!("This is outside the usual range ({en}). If it is right, please give the reason."),
            )
        }),
        Builtin::TooLong => item.max_length.map(|most| {
            Text::new(format!("{most}文字以内で入力してください。"), format!("Please use at most {most} characters."))
        }),
        Builtin::TooManyDecimals => item.decimals.map(|places| match places {
            0 => Text::new("小数点以下は入力できません。", "Please enter a whole number."),
            1 => Text::new("小数点以下は1桁までです。", "Please use at most one place after the decimal point."),
            _ => Text::new(
                format!("小数点以下は{places}桁までです。"),
                format!("Please use at most {places} places after the decimal point."),
            ),
        }),
        Builtin::UnitNotAllowed if !item.units.is_empty() => {
            let units = |lang: Lang| item.units.iter().map(|unit| print(unit.text(), lang)).collect::<Vec<_>>();
            let (ja, en) = (units(Lang::Ja).join("、"), units(Lang::En).join(", "));
            Some(Text::new(format!("単位は {ja} から選んでください。"), format!("Please use one of these units: {en}.")))
        }
        Builtin::FileTypeNotAllowed => item.files.as_ref().map(|files| {
            Text::new(
                format!("添付できるのは {} のファイルです。", files.print("、")),
                format!("Please attach a file of one of these kinds: {}.", files.print(", ")),
            )
        }),
        Builtin::FileTooLarge => item.files.as_ref().map(|files| {
            let most = print_size(u64::from(files.max_size));
            Text::new(format!("ファイルの大きさは {most} までです。"), format!("Please attach a file of at most {most}."))
        }),
        Builtin::TooFewRows => Some(Text::new(
            format!("{}行以上入力してください。", item.min_rows),
            format!("Please enter at least {} {}.", item.min_rows, rows(item.min_rows)),
        )),
        Builtin::TooManyRows => Some(Text::new(
            format!("{}行まで入力できます。", item.max_rows),
            format!("Please enter at most {} {}.", item.max_rows, rows(item.max_rows)),
        )),
        Builtin::ChoiceNotAllowed | Builtin::DerivedDiffers | Builtin::Unique | Builtin::RowCount => {
            item.guards.iter().find(|guard| Builtin::from(guard.kind) == builtin).map(|guard| guard.message.clone())
        }
        _ => None,
    }
}

fn rows(count: u16) -> &'static str {
    if count == 1 { "row" } else { "rows" }
}

/// Which censored values may be typed, with examples.
fn comparators(item: &Item) -> Option<Text> {
    if !matches!(item.kind, Kind::Integer | Kind::Decimal | Kind::Quantity) {
        return None;
    }
    let (ja, en) = censored_examples(item.censored);
    Some(match en.is_empty() {
        true => Text::new("この項目には数値だけを入力してください。", "Please enter a number only."),
        false => Text::new(
            format!("この項目には、数値のほかに {ja} を入力できます。"),
            format!("Beside a number, {en} can be entered here."),
        ),
    })
}

/// What may be typed beside a number: `<0.02`, `>2000`, 検出せず; empty when nothing may.
pub fn censored_examples(censored: Censoring) -> (String, String) {
    let all = [
        (censored.below, "<0.02", "<0.02"),
        (censored.above, ">2000", ">2000"),
        (censored.not_detected, "「検出せず」", "\"not detected\""),
    ];
    let allowed = || all.iter().filter(|(allowed, ..)| *allowed);
    let (ja, en): (Vec<&str>, Vec<&str>) = allowed().map(|(_, ja, en)| (*ja, *en)).unzip();
    (ja.join("、"), en.join(", "))
}

fn unreadable(item: &Item) -> Option<Text> {
    let (ja, en) = match item.kind {
        Kind::Integer => ("整数を半角数字で入力してください。", "Please enter a whole number, for example 3."),
        Kind::Decimal | Kind::Quantity => {
            ("数値を半角数字で入力してください（例：12.5）。", "Please enter a number, for example 12.5.")
        }
        Kind::Date => ("日付を 2026-04-01 の形で入力してください。", "Please enter a date as 2026-04-01."),
        Kind::PartialDate => (
            "日付を 2026-04-01、2026-04、2026 のいずれかの形で入力してください。",
            "Please enter a date as 2026-04-01, 2026-04 or 2026.",
        ),
        Kind::Datetime => ("日時を 2026-04-01T09:30 の形で入力してください。", "Please enter date and time as 2026-04-01T09:30."),
        Kind::Attachment => (
            "添付ファイルの記録を読み取れません。もう一度ファイルを選んでください。",
            "This attachment cannot be read. Please choose the file again.",
        ),
        _ => return None,
    };
    Some(Text::new(ja, en))
}

/// `34～44 ℃` and `a value from 34 to 44 °C`; with several entry units the same range in each of them.
fn span(item: &Item, min: Option<Bound>, max: Option<Bound>) -> Option<(String, String)> {
    let dates = matches!(item.kind, Kind::Date | Kind::PartialDate | Kind::Datetime);
    let in_unit = |at: usize| {
        let unit = item.units.get(at).map(|unit| unit.text());
        let into = |bound: Bound| converted(item, at, bound);
        span_in(dates, unit, min.map(into), max.map(into))
    };
    let (ja, en) = in_unit(0)?;
    let others = (1..item.units.len()).filter_map(in_unit);
    let (mut more_ja, mut more_en) = (String::new(), String::new());
    for (ja, en) in others {
        more_ja.push_str(&format!("、{ja}"));
        more_en.push_str(&format!(", or {}", en.trim_start_matches("a value ")));
    }
    Some((format!("{ja}{more_ja}"), format!("{en}{more_en}")))
}

fn span_in(dates: bool, unit: Option<&str>, least: Option<Printed>, greatest: Option<Printed>) -> Option<(String, String)> {
    let (from, to, noun) = if dates { ("以後", "以前", "a date") } else { ("以上", "以下", "a value") };
    let (below, above) = if dates { ("before", "after") } else { ("below", "above") };
    let measure = |number: &str| measured(number, unit, Lang::En);
    let measure_ja = |number: &str| measured(number, unit, Lang::Ja);
    Some(match (&least, &greatest) {
        (Some(least), Some(greatest)) => {
            (format!("{}～{}", least.0, measure_ja(&greatest.0)), format!("{noun} from {} to {}", least.1, measure(&greatest.1)))
        }
        (Some(least), None) => (format!("{}{from}", measure_ja(&least.0)), format!("{noun} not {below} {}", measure(&least.1))),
        (None, Some(greatest)) => {
            (format!("{}{to}", measure_ja(&greatest.0)), format!("{noun} not {above} {}", measure(&greatest.1)))
        }
        (None, None) => return None,
    })
}

/// An end in Japanese and English.
type Printed = (String, String);

/// An end in an entry unit; the canonical unit keeps the digits that the author wrote.
fn converted(item: &Item, unit: usize, bound: Bound) -> Printed {
    match bound {
        Bound::Number(number) if unit > 0 => {
            let ratio = item.factor(unit).and_then(|ratio| ratio.inverse());
            let other = ratio.and_then(|ratio| number.scaled(ratio.numerator, ratio.denominator)).unwrap_or(number);
            end(Bound::Number(shortened(other)))
        }
        bound => end(bound),
    }
}

/// To at most four places: a converted end is read by people, the canonical one decides.
fn shortened(number: Decimal) -> Decimal {
    if number.scale() > 4 { number.round(4) } else { number.normalized() }
}

fn end(bound: Bound) -> Printed {
    match bound {
        Bound::Number(number) => (number.to_string(), number.to_string()),
        Bound::Date(date) => (date.to_string(), date.to_string()),
        Bound::Today => ("本日".to_owned(), "today".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finding_has_a_text_in_both_languages() {
        for builtin in Builtin::ALL {
            let (ja, en) = plain(builtin);
            assert!(ja.ends_with('。') && en.ends_with('.'), "{}", builtin.code());
        }
    }
}
