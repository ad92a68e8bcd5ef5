//! One item of the dictionary with what is around it.

use engine::form::form::Form;
use engine::form::item::{Bound, Check, Item, Required, Section, Weight};
use engine::form::provenance::{Step, What};
use engine::lang::Lang;
use engine::library::library::Library;
use engine::program::program::{ItemId, RuleId};
use engine::source::position;

use crate::export::rules::Rules;

/// One item.
pub struct Entry<'a, 'f> {
    /// Where its parts are written.
    pub library: &'a Library,
    /// Its form's rules.
    pub rules: &'a Rules<'f>,
    /// The item.
    pub item: &'f Item,
    /// Its index.
    pub id: ItemId,
}

impl<'f> Entry<'_, 'f> {
    /// The form.
    pub fn form(&self) -> &'f Form {
        self.rules.form
    }

    /// The section.
    pub fn section(&self) -> Option<&'f Section> {
        self.form().sections.get(usize::from(self.item.section))
    }

    /// Every rule under which it is asked, that of the section first.
    pub fn conditions(&self) -> Vec<RuleId> {
        self.item.shown_if.to_vec()
    }

    /// The rule by which an answer is required.
    pub fn required_rule(&self) -> Option<RuleId> {
        match self.item.required {
            Required::If(rule) => Some(rule),
            Required::No | Required::Always => None,
        }
    }

    /// The checks shown at it.
    pub fn checks(&self) -> Vec<&'f Check> {
        self.rules.checks_of(self.id).collect()
    }

    /// Its codes, one a line: `yes, はい`; retired ones are marked.
    pub fn codes(&self, lang: Lang) -> String {
        let retired = if lang == Lang::Ja { "（使用終了）" } else { " (retired)" };
        let codes = self.item.list.iter().flat_map(|list| &list.codes);
        let one = |code: &engine::form::list::Code| {
            format!("{}, {}{}", code.code, code.text.get(lang), if code.retired { retired } else { "" })
        };
        codes.map(one).collect::<Vec<_>>().join("\n")
    }

    /// Where it is written, each step of its making on a line.
    pub fn origin(&self) -> String {
        let steps = self.form().provenance.of_item(&self.item.id, self.id);
        steps.iter().map(|step| told(step, self.library)).collect::<Vec<_>>().join("\n")
    }
}

/// One end of a range.
pub fn bound(bound: Option<Bound>) -> String {
    match bound {
        Some(Bound::Number(number)) => number.to_string(),
        Some(Bound::Date(date)) => date.to_string(),
        Some(Bound::Today) => "today".to_owned(),
        None => String::new(),
    }
}

/// How much a check weighs: one word, or a word per moment from which it changes.
pub fn weight(weight: Weight) -> String {
    match weight.is_always() {
        true => weight.severity.name().to_owned(),
        false => weight
            .steps()
            .into_iter()
            .map(|(moment, severity)| format!("{} {}", moment.name(), severity.name()))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn told(step: &Step, library: &Library) -> String {
    let text = library.sources.file(&step.file).map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    let line = text.map_or(0, |text| position(&text, step.span.start).line);
    let what = match &step.what {
        What::Written => "written".to_owned(),
        What::Taken(item) => format!("item {item}"),
        What::Block(block, prefix) => format!("block {block} with prefix {prefix}"),
        What::Parameter(key, name) => format!("{key} by parameter {name}"),
        What::Adjusted(key) => format!("{key} adjusted"),
        What::LabelRule(name) => format!("label rule {name}"),
        What::Overlay(product, indication) => format!("overlay of {product} for {indication}"),
    };
    format!("{}:{line} {what}", step.file)
}
