//! The columns of the dictionary, one row each: the word in the first line, what it says, and how it is found.

use engine::form::item::Required;
use engine::lang::Lang;
use engine::program::program::RuleId;

use super::entry::{Entry, bound, weight};
use crate::export::guard;

/// One column.
pub struct Column {
    /// The word in the first line.
    pub name: &'static str,
    /// What it says.
    pub en: &'static str,
    /// The cell of an item.
    pub of: fn(&Entry<'_, '_>) -> String,
}

const fn column(name: &'static str, en: &'static str, of: fn(&Entry<'_, '_>) -> String) -> Column {
    Column { name, en, of }
}

/// Every column, in order.
pub const COLUMNS: &[Column] = &[
    column("form", "id of the form", |e| e.form().id.to_string()),
    column("version", "version of the form, with the overlay laid over it", |e| e.form().edition()),
    column("digest", "SHA-256 over the form's meaning", |e| e.form().digest().to_string()),
    column("level", "level of the registry at which the form is filled", |e| e.form().level.to_string()),
    column("section", "id of the section", |e| e.section().map_or_else(String::new, |section| section.id.to_string())),
    column("section_ja", "section in Japanese", |e| e.section().map_or_else(String::new, |section| section.title.ja.to_string())),
    column("section_en", "section in English", |e| e.section().map_or_else(String::new, |section| section.title.en.to_string())),
    column("groups", "ids of the groups around the item, the outermost first", |e| {
        e.rules.groups_around(e.item).iter().map(|group| &*group.id).collect::<Vec<_>>().join(" ")
    }),
    column("item", "id of the item", |e| e.item.id.to_string()),
    column("kind", "kind of the item", |e| e.item.kind.name().to_owned()),
    column("label_ja", "label in Japanese", |e| e.item.label.ja.to_string()),
    column("label_en", "label in English", |e| e.item.label.en.to_string()),
    column("help_ja", "help in Japanese", |e| help(e, Lang::Ja)),
    column("help_en", "help in English", |e| help(e, Lang::En)),
    column("list", "id of the code list", |e| e.item.list.as_ref().map_or_else(String::new, |list| list.id.to_string())),
    column("codes_ja", "codes with their Japanese texts, one a line", |e| e.codes(Lang::Ja)),
    column("codes_en", "codes with their English texts, one a line", |e| e.codes(Lang::En)),
    column("exclusive", "codes that stand alone", |e| {
        let list = e.item.list.as_deref();
        let codes = e.item.exclusive.iter().filter_map(|at| list?.get(*at)).map(|code| &*code.code);
        codes.collect::<Vec<_>>().join(" ")
    }),
    column("units", "units in UCUM; rules and ranges are in the first", |e| {
        e.item.units.iter().map(|unit| unit.text()).collect::<Vec<_>>().join(" ")
    }),
    column("decimals", "most places after the point", |e| e.item.decimals.map_or_else(String::new, |places| places.to_string())),
    column("min", "less is an error", |e| bound(e.item.range.min)),
    column("max", "more is an error", |e| bound(e.item.range.max)),
    column("soft_min", "less asks for a reason", |e| bound(e.item.range.soft_min)),
    column("soft_max", "more asks for a reason", |e| bound(e.item.range.soft_max)),
    column("censored", "censored values that are taken: below, above, not_detected", |e| {
        e.item.censored.words().collect::<Vec<_>>().join(" ")
    }),
    column("max_length", "most characters", |e| e.item.max_length.map_or_else(String::new, |most| most.to_string())),
    column("pattern", "the whole text must match", |e| {
        let characters = e.item.characters.map(|characters| characters.pattern());
        e.item.pattern.as_ref().map(ToString::to_string).or(characters).unwrap_or_default()
    }),
    column("rows", "fewest and most rows of a group", |e| {
        if e.item.rows.is_some() { format!("{} to {}", e.item.min_rows, e.item.max_rows) } else { String::new() }
    }),
    column("missing", "reasons allowed for a missing value", |e| {
        e.item.missing.iter().map(|reason| reason.code()).collect::<Vec<_>>().join(" ")
    }),
    column("required", "yes, no, or rule", |e| {
        match e.item.required {
            Required::No => "no",
            Required::Always => "yes",
            Required::If(_) => "rule",
        }
        .to_owned()
    }),
    column("required_if", "rule by which an answer is required, as written", |e| written(e, e.required_rule())),
    column("required_if_ja", "the same in Japanese words", |e| words(e, e.required_rule(), Lang::Ja)),
    column("required_if_en", "the same in English words", |e| words(e, e.required_rule(), Lang::En)),
    column("show_if", "rules under which the item is asked, as written, that of the section first", |e| {
        e.conditions().into_iter().map(|rule| written(e, Some(rule))).collect::<Vec<_>>().join("\n")
    }),
    column("show_if_ja", "the same in Japanese words", |e| conditions(e, Lang::Ja)),
    column("show_if_en", "the same in English words", |e| conditions(e, Lang::En)),
    column("value", "rule of a calculated item, as written", |e| written(e, e.item.value)),
    column("value_ja", "the same in Japanese words", |e| words(e, e.item.value, Lang::Ja)),
    column("value_en", "the same in English words", |e| words(e, e.item.value, Lang::En)),
    column("checks", "checks shown at the item: severity, id, rule as written", |e| {
        let one = |check: &&engine::form::item::Check| {
            format!("{} {}: {}", weight(check.weight), check.id, e.rules.written(check.violated_if))
        };
        e.checks().iter().map(one).collect::<Vec<_>>().join("\n")
    }),
    column("checks_ja", "message and rule in Japanese words", |e| checks(e, Lang::Ja)),
    column("checks_en", "message and rule in English words", |e| checks(e, Lang::En)),
    column("guards", "what else is held at the item: row counts, unique rows, agreement, choices under conditions", |e| {
        guard::of(e.rules, e.item)
            .iter()
            .map(|guard| format!("{} {}", guard.weight, guard.written))
            .collect::<Vec<_>>()
            .join("\n")
    }),
    column("guards_ja", "the same in Japanese words", |e| guards(e, Lang::Ja)),
    column("guards_en", "the same in English words", |e| guards(e, Lang::En)),
    column("rounding", "how a calculated number is rounded to its places", |e| {
        if e.item.value.is_some() && e.item.decimals.is_some() { e.item.rounding.row().name.to_owned() } else { String::new() }
    }),
    column("accept", "kinds of files that can be attached", |e| {
        let rows = e.item.files.iter().flat_map(|files| &files.accept);
        rows.map(|media| media.row().name).collect::<Vec<_>>().join(" ")
    }),
    column("max_size", "greatest size of an attached file in bytes", |e| {
        e.item.files.as_ref().map_or_else(String::new, |files| files.max_size.to_string())
    }),
    column("why", "purposes and requirements for which it is asked", |e| e.item.why.join(" ")),
    column("pii", "yes when it identifies a person", |e| flag(e.item.pii)),
    column("retired", "yes when it is no longer asked", |e| flag(e.item.retired)),
    column("replaces", "id that it took over from", |e| e.item.replaces.as_deref().unwrap_or_default().to_owned()),
    column("origin", "where it is written and what made it what it is", |e| e.origin()),
];

fn help(entry: &Entry<'_, '_>, lang: Lang) -> String {
    entry.item.help.as_ref().map_or_else(String::new, |help| help.get(lang).to_owned())
}

fn written(entry: &Entry<'_, '_>, rule: Option<RuleId>) -> String {
    rule.map_or_else(String::new, |rule| entry.rules.written(rule).to_owned())
}

fn words(entry: &Entry<'_, '_>, rule: Option<RuleId>, lang: Lang) -> String {
    rule.map_or_else(String::new, |rule| entry.rules.line(rule, lang))
}

fn conditions(entry: &Entry<'_, '_>, lang: Lang) -> String {
    entry.conditions().into_iter().map(|rule| entry.rules.line(rule, lang)).collect::<Vec<_>>().join("\n")
}

fn checks(entry: &Entry<'_, '_>, lang: Lang) -> String {
    let when = if lang == Lang::Ja { "条件: " } else { "when " };
    let one = |check: &&engine::form::item::Check| {
        format!("{} [{when}{}]", check.message.get(lang), entry.rules.line(check.violated_if, lang))
    };
    entry.checks().iter().map(one).collect::<Vec<_>>().join("\n")
}

fn guards(entry: &Entry<'_, '_>, lang: Lang) -> String {
    guard::of(entry.rules, entry.item).iter().map(|guard| guard.words.get(lang).to_owned()).collect::<Vec<_>>().join("\n")
}

fn flag(is_set: bool) -> String {
    if is_set { "yes".to_owned() } else { String::new() }
}
