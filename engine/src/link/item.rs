//! Properties of one item: words become lists, units, ranges and patterns.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::diagnostic::full_width;
use crate::diagnostic::suggest::closest;
use crate::document::form::{ConversionDocument, ItemDocument};
use crate::document::reader::Spanned;
use crate::document::rule::RuleText;
use crate::expr::check::pattern::check_pattern;
use crate::expr::types::Type;
use crate::form::item::{Bound, Item, Range};
use crate::form::list::CodeList;
use crate::kind::kind::Kind;
use crate::kind::shape::Shape;
use crate::source::Span;
use crate::value::date::{Date, DateRange};
use crate::value::decimal::Decimal;
use crate::value::unit::{Ratio, Unit};

/// Code lists of the library by id.
pub type Lists = HashMap<Arc<str>, Arc<CodeList>>;

/// What an item's words mean.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    /// Its codes.
    pub list: Option<Arc<CodeList>>,
    /// Codes that stand alone.
    pub exclusive: Vec<u16>,
    /// Units, the first canonical.
    pub units: Vec<Unit>,
    /// Ranges.
    pub range: Range,
    /// Whole-text pattern.
    pub pattern: Option<Arc<str>>,
    /// Factors to the canonical unit that the substance gives, by the index of the unit.
    pub conversions: Vec<(u8, Ratio)>,
    /// Something is wrong, so that rules on the item cannot be judged.
    pub faulty: bool,
}

/// Reads an item's words.
pub fn properties(document: &ItemDocument, lists: &Lists, sink: &mut Sink) -> Properties {
    let mut properties = Properties::default();
    if let Some(word) = &document.list {
        properties.list = lists.get(&word.value).cloned();
        if properties.list.is_none() {
            properties.faulty = true;
            let help = sink.near(&word.value, lists.keys().map(|id| &**id));
            report(sink, "unknown-list", word, ("リスト", "list"), help);
        }
    }
    properties.faulty |= document.list.is_none() && matches!(document.kind.kind, Kind::Choice | Kind::Choices);
    if let Some(list) = &properties.list {
        properties.exclusive = exclusive(document, list, sink);
    }
    for word in &document.units {
        match Unit::parse(&word.value) {
            Some(unit) => properties.units.push(unit),
            None => {
                properties.faulty = true;
                report_unit(sink, word);
            }
        }
    }
    properties.conversions = conversions(document, &properties.units, sink);
    same_dimension(document, &properties, sink);
    properties.range = range(document, sink);
    properties.pattern = document.pattern.as_ref().and_then(|pattern| checked_pattern(pattern, sink));
    rows(document, sink);
    properties
}

fn report(sink: &mut Sink, code: &'static str, word: &Spanned<Arc<str>>, noun: (&str, &str), help: (String, String)) {
    let text = &word.value;
    sink.error(
        code,
        word.span,
        (format!("{} `{text}` はありません。", noun.0), format!("there is no {} `{text}`", noun.1)),
        help,
    );
}

fn exclusive(document: &ItemDocument, list: &CodeList, sink: &mut Sink) -> Vec<u16> {
    let mut codes = Vec::new();
    for word in &document.exclusive {
        match list.find(&word.value) {
            Some(place) => codes.push(place),
            None => {
                let text = &word.value;
                let help = sink.near(text, list.codes.iter().map(|code| &*code.code));
                sink.error(
                    "unknown-code",
                    word.span,
                    (
                        format!("リスト `{}` にコード `{text}` はありません。", list.id),
                        format!("list `{}` has no code `{text}`", list.id),
                    ),
                    help,
                );
            }
        }
    }
    codes
}

fn report_unit(sink: &mut Sink, word: &Spanned<Arc<str>>) {
    // `[ng/mL，ug/L]` is one word.
    if let Some((at, comma)) = word.value.char_indices().find(|(_, sign)| matches!(sign, '，' | '、')) {
        let (message, help) = full_width::told(comma);
        let start = word.span.start as usize + at;
        return sink.error("full-width-sign", Span::new(start, start + comma.len_utf8()).of(word.span.origin), message, help);
    }
    let help = match Unit::suggest(&word.value) {
        Some(near) => (format!("UCUMでは `{near}` と書きます。"), format!("in UCUM it is written `{near}`")),
        None => (
            "UCUMの単位(`mg/dL`、`10*6`、`Cel` など)で書いてください。".into(),
            "write a UCUM unit, such as `mg/dL`, `10*6` or `Cel`".into(),
        ),
    };
    report(sink, "unknown-unit", word, ("単位", "unit"), help);
}

/// The declared conversions that can be used; the others are reported.
fn conversions(document: &ItemDocument, units: &[Unit], sink: &mut Sink) -> Vec<(u8, Ratio)> {
    let mut found: Vec<(u8, Ratio)> = Vec::new();
    for conversion in &document.conversions {
        let at = (0_u8..).zip(units).find(|(_, unit)| unit.text() == &*conversion.unit.value);
        let declared = |at: u8| found.iter().any(|(known, _)| *known == at);
        let fits = at.zip(units.first()).filter(|((at, unit), first)| *at > 0 && !declared(*at) && !unit.is_compatible(first));
        let Some(((at, _), _)) = fits else {
            let text = &conversion.unit.value;
            sink.error(
                "bad-conversion",
                conversion.unit.span,
                (format!("単位 `{text}` に換算は書けません。"), format!("no conversion can be given for unit `{text}`")),
                (
                    "`units` の2番目以降にあり、最初の単位に自動では換算できない単位に、1回だけ書きます。".into(),
                    "give it once, for a unit after the first of `units` that does not convert by itself".into(),
                ),
            );
            continue;
        };
        found.extend(ratio(conversion, sink).map(|ratio| (at, ratio)));
    }
    found
}

/// `multiply_by` over `divide_by`, exactly.
fn ratio(conversion: &ConversionDocument, sink: &mut Sink) -> Option<Ratio> {
    let part = |word: &Option<Spanned<Arc<str>>>| match word {
        None => Some(Decimal::ONE),
        Some(word) => Decimal::parse(&word.value).filter(|number| number.coefficient() > 0),
    };
    let made = part(&conversion.multiply_by).zip(part(&conversion.divide_by)).and_then(|(above, below)| {
        let raised = |number: Decimal, other: Decimal| {
            i128::from(number.coefficient()).checked_mul(10_i128.checked_pow(u32::from(other.scale()))?)
        };
        Ratio::new(raised(above, below)?, raised(below, above)?)
    });
    let stated = conversion.multiply_by.is_some() || conversion.divide_by.is_some();
    if made.is_none() || !stated {
        sink.error(
            "bad-conversion",
            conversion.multiply_by.as_ref().or(conversion.divide_by.as_ref()).map_or(conversion.unit.span, |word| word.span),
            ("換算の係数として読めません。".into(), "this is no factor of a conversion".into()),
            (
                "`multiply_by` と `divide_by` に正の数を書いてください(例: `multiply_by: 113.12`)。".into(),
                "write positive numbers in `multiply_by` and `divide_by`, such as `multiply_by: 113.12`".into(),
            ),
        );
        return None;
    }
    made
}

fn same_dimension(document: &ItemDocument, properties: &Properties, sink: &mut Sink) {
    let units = &properties.units;
    let Some(first) = units.first() else { return };
    // Where a unit was not read, the words no longer stand beside the units.
    if units.len() != document.units.len() {
        return;
    }
    let declared = |word: &Spanned<Arc<str>>| document.conversions.iter().any(|conversion| conversion.unit.value == word.value);
    for (unit, word) in
        units.iter().zip(&document.units).skip(1).filter(|(unit, word)| !unit.is_compatible(first) && !declared(word))
    {
        let (a, b) = (unit.text(), first.text());
        sink.error(
            "unit-mismatch",
            word.span,
            (format!("単位 `{a}` は `{b}` に換算できません。"), format!("unit `{a}` does not convert to `{b}`")),
            (
                "同じ種類の量の単位だけを並べるか、物質による換算を `conversions` に書いてください。".into(),
                "list units of the same kind of quantity only, or give the substance's conversion under `conversions`".into(),
            ),
        );
    }
}

fn range(document: &ItemDocument, sink: &mut Sink) -> Range {
    let [min, max, soft_min, soft_max] = &document.range;
    let mut end = |word: &Option<Spanned<Arc<str>>>| word.as_ref().and_then(|word| bound(document.kind.kind, word, sink));
    let range = Range { min: end(min), max: end(max), soft_min: end(soft_min), soft_max: end(soft_max) };
    let pairs = [
        (&range.min, &range.max, max),
        (&range.soft_min, &range.soft_max, soft_max),
        (&range.min, &range.soft_min, soft_min),
        (&range.soft_max, &range.max, soft_max),
    ];
    for (low, high, word) in pairs {
        if let (Some(low), Some(high), Some(word)) = (low, high, word)
            && is_above(low, high)
        {
            sink.error(
                "empty-range",
                word.span,
                (
                    "範囲の下限と上限が逆か、注意の範囲が許容の範囲からはみ出しています。".into(),
                    "the ends of the ranges cross, or the usual range leaves the allowed one".into(),
                ),
                (
                    "`min <= soft_min <= soft_max <= max` となるようにしてください。".into(),
                    "keep `min <= soft_min <= soft_max <= max`".into(),
                ),
            );
        }
    }
    range
}

fn bound(kind: Kind, word: &Spanned<Arc<str>>, sink: &mut Sink) -> Option<Bound> {
    let dated = matches!(kind, Kind::Date | Kind::PartialDate | Kind::Datetime);
    let bound = match (&*word.value, dated) {
        ("today", true) => Some(Bound::Today),
        (text, true) => DateRange::parse(text).map(Bound::Date),
        (text, false) => Decimal::parse(text).filter(|number| kind != Kind::Integer || number.scale() == 0).map(Bound::Number),
    };
    if bound.is_none() {
        let text = &word.value;
        let plain: String = text.chars().map(full_width::narrow).filter(|sign| !matches!(sign, ',' | ' ')).collect();
        let dashed = plain.replace(['/', '.'], "-");
        let help = match (dated, kind) {
            (true, _) if Date::parse(&dashed).is_some() => {
                (format!("`{dashed}` と書いてください。"), format!("write `{dashed}`"))
            }
            (true, _) if closest(&plain.to_lowercase(), ["today", "now"]).is_some() || matches!(&*plain, "今日" | "本日") => {
                ("`today` と書いてください。".into(), "write `today`".into())
            }
            (true, _) => (
                "`2019-03-26` のような日付か `today` を書いてください。".into(),
                "write a date such as `2019-03-26`, or `today`".into(),
            ),
            (false, _) if plain != **text && Decimal::parse(&plain).is_some() => (
                format!("半角数字だけで `{plain}` と書いてください。"),
                format!("write `{plain}`, in half-width digits without commas"),
            ),
            (false, Kind::Integer) => ("`30` のような整数を書いてください。".into(), "write a whole number, such as `30`".into()),
            (false, _) => ("`36.5` のような数を半角で書いてください。".into(), "write a number, such as `36.5`".into()),
        };
        sink.error(
            "bad-range",
            word.span,
            (format!("`{text}` はこの項目の範囲として読めません。"), format!("`{text}` cannot be an end of this item's range")),
            help,
        );
    }
    bound
}

fn is_above(low: &Bound, high: &Bound) -> bool {
    match (low, high) {
        (Bound::Number(low), Bound::Number(high)) => low > high,
        (Bound::Date(low), Bound::Date(high)) => high.is_before(*low) == Some(true),
        _ => false,
    }
}

fn checked_pattern(pattern: &RuleText, sink: &mut Sink) -> Option<Arc<str>> {
    match check_pattern(&pattern.text) {
        Ok(()) => Some(pattern.text.clone()),
        Err(help) => {
            let text = &pattern.text;
            sink.error(
                "bad-pattern",
                pattern.span,
                (format!("`{text}` はパターンとして読めません。"), format!("`{text}` is not a pattern")),
                help,
            );
            None
        }
    }
}

fn rows(document: &ItemDocument, sink: &mut Sink) {
    if document.kind.kind == Kind::Group && document.min_rows > document.max_rows {
        sink.error(
            "empty-range",
            document.id.span,
            ("`min_rows` が `max_rows` より大きくなっています。".into(), "`min_rows` is greater than `max_rows`".into()),
            ("数を直してください。".into(), "mend the numbers".into()),
        );
    }
}

/// The type of an item's values; `None` for groups, faulty items, and calculated items (their rule says).
pub fn written_type(kind: Kind, properties: &Properties) -> Option<Type> {
    let list = || properties.list.clone();
    match kind {
        _ if properties.faulty => None,
        Kind::Text | Kind::LongText => Some(Type::Text),
        Kind::Integer | Kind::Decimal | Kind::Quantity => Some(Type::Number(properties.units.first().cloned())),
        Kind::Boolean => Some(Type::Bool),
        Kind::Date | Kind::PartialDate => Some(Type::Date),
        Kind::Datetime => Some(Type::Datetime),
        Kind::Choice => list().map(Type::Code),
        Kind::Choices => list().map(Type::Codes),
        Kind::Attachment => Some(Type::File),
        Kind::Calculated | Kind::Group => None,
    }
}

/// The type of a linked item's values.
pub fn linked_type(item: &Item) -> Option<Type> {
    match item.shape {
        Shape::Text => Some(Type::Text),
        Shape::Integer | Shape::Decimal | Shape::Quantity => Some(Type::Number(item.units.first().cloned())),
        Shape::Boolean => Some(Type::Bool),
        Shape::Date => Some(Type::Date),
        Shape::Datetime => Some(Type::Datetime),
        Shape::Coded => item.list.clone().map(Type::Code),
        Shape::ManyCoded => item.list.clone().map(Type::Codes),
        Shape::File => Some(Type::File),
        Shape::Repeat => None,
    }
}

/// The shape of a calculated item, by what its rule gives.
pub fn shape_of(gives: &Type) -> Shape {
    match gives {
        Type::Bool => Shape::Boolean,
        Type::Number(_) => Shape::Decimal,
        Type::Text => Shape::Text,
        Type::Date => Shape::Date,
        Type::Datetime => Shape::Datetime,
        Type::Code(_) | Type::Reason => Shape::Coded,
        Type::Codes(_) => Shape::ManyCoded,
        Type::File => Shape::File,
    }
}
