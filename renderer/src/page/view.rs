//! An item as its template sees it: texts in one language, codes offered, units in print.

use std::borrow::Cow;
use std::hash::{Hash, Hasher};

use engine::form::item::{Item, Required};
use engine::form::list::{Code, CodeList};
use engine::kind::kind::Kind;
use engine::kind::media::Files;
use engine::kind::shape::Shape;
use engine::lang::Lang;
use engine::value::censor::Censoring;
use engine::value::file::print_size;
use engine::value::missing::Missing;
use serde_json::{Map, Value, json};

use super::hole::{NOWHERE, place};
use super::mark::clean;
use crate::display::display::missing_name;
use crate::display::unit;

/// Up to so many codes are radio buttons; more are a list to pull down.
const MOST_RADIOS: usize = 6;
/// More codes than so many are searched by typing.
const MOST_PULLED: usize = 25;
/// Options stand side by side while they need no more than this many columns of text.
const INLINE_WIDTH: usize = 72;
/// Check boxes with labels up to this wide stand in columns.
const COLUMN_WIDTH: usize = 34;
/// So many boxes or more stand in columns when their labels are up to `LONG_WIDTH` wide, since one column would be a wall.
const LONG_LIST: usize = 8;
/// Labels up to this wide may break once within a column.
const LONG_WIDTH: usize = 56;

/// What an item's template sees beside the item's own texts: items that look the same are rendered once.
/// INVARIANT: a template is given nothing else, so that what looks the same is rendered the same.
#[derive(PartialEq, Eq, Hash)]
pub struct Look<'f> {
    kind: Kind,
    shape: Shape,
    required: &'static str,
    censored: bool,
    width: &'static str,
    has_help: bool,
    missing: &'f [Missing],
    units: Vec<&'f str>,
    list: Option<Listed<'f>>,
    barrable: bool,
    files: Option<&'f Files>,
}

/// A list, known by where it stands: a form's items share the lists that they use.
struct Listed<'f>(&'f CodeList);

impl PartialEq for Listed<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for Listed<'_> {}

impl Hash for Listed<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::ptr::from_ref(self.0).hash(state);
    }
}

/// The texts that are an item's own.
pub struct Texts<'t> {
    /// Its path; in rows it holds marks for their numbers.
    pub path: &'t str,
    /// Its id.
    pub id: &'t str,
    /// What people read.
    pub label: Cow<'t, str>,
    /// The author's help, and what may be typed beside a number.
    pub help: Option<Cow<'t, str>>,
}

impl<'t> Texts<'t> {
    /// The texts of an item in a language.
    pub fn of(item: &'t Item, path: &'t str, lang: Lang) -> Texts<'t> {
        Texts { path, id: &item.id, label: clean(item.label.get(lang)), help: help(item, lang) }
    }
}

impl<'f> Look<'f> {
    /// How an item looks.
    pub fn of(item: &'f Item) -> Look<'f> {
        Look {
            kind: item.kind,
            shape: item.shape,
            required: required(item.required),
            censored: item.censored.is_any(),
            width: width(item.max_length),
            has_help: item.help.is_some() || item.censored.is_any() || item.files.is_some(),
            missing: &item.missing,
            units: item.units.iter().map(|unit| unit.text()).collect(),
            list: item.list.as_deref().map(Listed),
            barrable: !item.choices_if.is_empty(),
            files: item.files.as_ref(),
        }
    }

    /// The name of its template.
    pub fn template(&self) -> String {
        format!("item/{}.html", self.kind.name())
    }

    /// The place of what a hole of its template names: an option, a missing reason or a unit.
    pub fn place(&self, hole: &str, code: &str) -> u16 {
        match hole {
            "missing" => place(self.missing.iter().position(|reason| reason.code() == code)),
            "unit" => place(self.units.iter().position(|unit| *unit == code)),
            _ => option_at(self.list.as_ref().map(|list| list.0), code).unwrap_or(NOWHERE),
        }
    }

    /// The values of its template.
    pub fn values(&self, texts: &Texts<'_>, lang: Lang) -> Value {
        let offered = self.list.iter().flat_map(|list| &list.0.codes).filter(|code| !code.retired);
        let codes: Vec<&Code> = offered.collect();
        let is_searched = matches!(self.kind, Kind::Choice | Kind::Choices)
            && self.list.as_ref().is_some_and(|list| list.0.search || codes.len() > MOST_PULLED);
        let options: Vec<Value> = codes.iter().map(|code| option(code, lang)).collect();
        let missing: Vec<Value> =
            self.missing.iter().map(|reason| json!({ "code": reason.code(), "label": missing_name(*reason, lang) })).collect();
        let units: Vec<Value> = self.units.iter().map(|one| json!({ "code": one, "label": unit::print(one, lang) })).collect();
        json!({
            "path": texts.path,
            "id": texts.id,
            "kind": self.kind.name(),
            "label": texts.label,
            "help": texts.help,
            "censored": self.censored,
            "required": self.required,
            "missing": missing,
            "options": options,
            "radios": codes.len() <= MOST_RADIOS && !is_searched,
            "search": is_searched,
            "barrable": self.barrable,
            "inline": columns(&codes, lang) <= INLINE_WIDTH,
            "columns": self.kind == Kind::Choices && stand_in_columns(&codes, lang),
            "units": units,
            "unit": self.units.first().map(|unit| unit::print(unit, lang)).filter(|print| !print.is_empty()),
            "width": self.width,
            "labels": self.labels(lang),
            "accept": self.files.map(accept),
        })
    }

    /// Labels of the values that a coded or yes/no calculation can have, as JSON for form.js.
    fn labels(&self, lang: Lang) -> Option<String> {
        if self.kind != Kind::Calculated {
            return None;
        }
        let pairs: Map<String, Value> = match self.shape {
            Shape::Boolean => {
                let (yes, no) = if lang == Lang::Ja { ("はい", "いいえ") } else { ("Yes", "No") };
                [("true".to_owned(), json!(yes)), ("false".to_owned(), json!(no))].into_iter().collect()
            }
            _ => {
                let codes = self.list.iter().flat_map(|list| &list.0.codes);
                codes.map(|code| (code.code.to_string(), json!(clean(code.text.get(lang))))).collect()
            }
        };
        (!pairs.is_empty()).then(|| Value::Object(pairs).to_string())
    }
}

/// What may be typed beside a number, or attached.
fn hint(item: &Item, lang: Lang) -> Option<String> {
    if let Some(files) = &item.files {
        let most = print_size(u64::from(files.max_size));
        return Some(match lang {
            Lang::Ja => format!("{} のファイル、{most} まで。", files.print("、")),
            Lang::En => format!("{} file, at most {most}.", files.print(", ")),
        });
    }
    censored_hint(item.censored, lang)
}

/// Signs and words rather than an example: one figure would be absurd beside most tests.
fn censored_hint(censored: Censoring, lang: Lang) -> Option<String> {
    let signs = match (censored.below, censored.above) {
        (true, true) => Some(("「<」「>」の付いた値", "with < or >")),
        (true, false) => Some(("「<」の付いた値", "with <")),
        (false, true) => Some(("「>」の付いた値", "with >")),
        (false, false) => None,
    };
    let said = match (signs, censored.not_detected, lang) {
        (Some((ja, _)), true, Lang::Ja) => format!("{ja}や「検出せず」も入力できます。"),
        (Some((ja, _)), false, Lang::Ja) => format!("{ja}も入力できます。"),
        (None, true, Lang::Ja) => "「検出せず」も入力できます。".to_owned(),
        (Some((_, en)), true, Lang::En) => format!("A value {en}, or \"not detected\", may be entered."),
        (Some((_, en)), false, Lang::En) => format!("A value {en} may be entered."),
        (None, true, Lang::En) => "\"Not detected\" may be entered.".to_owned(),
        (None, false, _) => return None,
    };
    Some(said)
}

/// The author's help, and what may be typed beside a number or attached.
fn help(item: &Item, lang: Lang) -> Option<Cow<'_, str>> {
    let written = item.help.as_ref().map(|help| clean(help.get(lang)));
    let Some(hint) = hint(item, lang) else { return written };
    let Some(written) = written else { return Some(hint.into()) };
    // A help that ends without a full stop gets one, so that the hint does not run into it.
    let joint = match (lang, written.ends_with(['。', '.', '？', '?'])) {
        (Lang::Ja, true) => "",
        (Lang::Ja, false) => "。",
        (Lang::En, true) => " ",
        (Lang::En, false) => ". ",
    };
    Some(format!("{written}{joint}{hint}").into())
}

/// Endings and media types that a file field offers.
fn accept(files: &Files) -> String {
    let rows = files.accept.iter().map(|media| media.row());
    let words = rows.flat_map(|row| row.endings.iter().map(|ending| format!(".{ending}")).chain([row.media_type.to_owned()]));
    words.collect::<Vec<_>>().join(",")
}

fn option(code: &Code, lang: Lang) -> Value {
    json!({ "code": clean(&code.code), "label": clean(code.text.get(lang)) })
}

/// The place of an option in the list of an item; without a list, yes and no are the options.
pub fn option_at(list: Option<&CodeList>, code: &str) -> Option<u16> {
    match (list, code) {
        (Some(list), _) => list.find(code),
        (None, "true") => Some(0),
        (None, "false") => Some(1),
        (None, _) => None,
    }
}

fn required(required: Required) -> &'static str {
    match required {
        Required::No => "no",
        Required::Always => "always",
        Required::If(_) => "if",
    }
}

/// Whether boxes are easier to read in columns than in one.
fn stand_in_columns(codes: &[&Code], lang: Lang) -> bool {
    let most = if codes.len() >= LONG_LIST { LONG_WIDTH } else { COLUMN_WIDTH };
    codes.iter().all(|code| columns(&[code], lang) <= most)
}

/// Columns of text that all options need side by side; a Japanese character takes two.
fn columns(codes: &[&Code], lang: Lang) -> usize {
    const BUTTON_AND_GAP: usize = 5;
    let of_text = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    codes.iter().map(|code| of_text(code.text.get(lang)) + BUTTON_AND_GAP).sum()
}

/// A field as wide as what is to be typed into it.
fn width(max_length: Option<u32>) -> &'static str {
    match max_length {
        Some(0..=10) => "short",
        Some(11..=40) => "middle",
        _ => "long",
    }
}
