//! What the library covers: products and indications with their forms, and what stands in each form version.

use std::sync::Arc;

use crate::evaluate::coverage::{Coverage, What};
use crate::evaluate::validator::Validator;
use crate::form::form::Form;
use crate::form::item::Severity;
use crate::kind::kind::Kind;
use crate::library::library::Library;
use crate::value::date::Date;

/// One form version in numbers.
#[derive(Clone, Debug)]
pub struct FormCounts {
    /// The form.
    pub form: Arc<Form>,
    /// The first day on which it holds no longer: that of the next version that says its own.
    pub until: Option<Date>,
    /// Items that people fill.
    pub items: usize,
    /// Items that are calculated.
    pub calculated: usize,
    /// Its own checks that give an error.
    pub errors: usize,
    /// Its own checks that give a warning.
    pub warnings: usize,
    /// Label rules of products laid over it.
    pub label_rules: usize,
    /// Its examples.
    pub examples: usize,
    /// Texts in both languages, and those that are the same in both.
    pub texts: usize,
    /// Texts whose two languages do not differ although the Japanese one holds no Japanese.
    pub untranslated: usize,
    /// Goals that the examples reach, and all goals.
    pub reached: (usize, usize),
}

/// One form for one product and indication.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The product.
    pub product: Arc<str>,
    /// The indication.
    pub indication: Arc<str>,
    /// The form.
    pub form: Arc<str>,
    /// The edition that is asked: the newest version, or the overlay over it.
    pub edition: String,
    /// Label rules of this product for this indication.
    pub label_rules: usize,
}

/// What the library covers.
#[derive(Clone, Debug, Default)]
pub struct Covered {
    /// Every form version in numbers, in the order of ids and versions.
    pub forms: Vec<FormCounts>,
    /// Product by indication by form.
    pub asked: Vec<Asked>,
}

impl Covered {
    /// What stands in the library, without judging its examples: no goals are counted.
    pub fn without_goals(library: &Library) -> Covered {
        let forms = library.forms.values().flat_map(|versions| versions.iter().map(|form| standing(form, versions)));
        Covered { forms: forms.collect(), asked: matrix(library) }
    }
}

/// Every form version in numbers, in the order of ids and versions.
pub fn forms(library: &Library) -> Vec<FormCounts> {
    let mut found = Vec::new();
    for versions in library.forms.values() {
        for (at, form) in versions.iter().enumerate() {
            found.push(counts(library, form, versions, at + 1 == versions.len()));
        }
    }
    found
}

/// The first day on which a version holds no longer, among all versions of its form; `None` when none that comes after says its day.
pub fn until<'f>(form: &Form, versions: impl IntoIterator<Item = &'f Form>) -> Option<Date> {
    let later = versions.into_iter().filter(|other| other.version > form.version);
    later.filter_map(|other| other.effective_from).min()
}

/// The last day on which a version holds that holds no longer from this day on.
pub fn last_day(until: Option<Date>) -> Option<Date> {
    until?.add_days(-1)
}

fn counts(library: &Library, form: &Arc<Form>, versions: &[Arc<Form>], is_newest: bool) -> FormCounts {
    let mut coverage = Coverage::new(form, is_newest);
    let validator = Validator::new(form.clone());
    let of_products = library.product_examples.iter().filter(|case| is_newest && case.form == form.id);
    form.examples.iter().chain(of_products.map(|case| &case.example)).for_each(|example| coverage.add(&validator, example));
    let counted = What::ALL.map(|what| coverage.count(what));
    FormCounts {
        reached: counted.into_iter().fold((0, 0), |(reached, all), (more, of)| (reached + more, all + of)),
        ..standing(form, versions)
    }
}

fn standing(form: &Arc<Form>, versions: &[Arc<Form>]) -> FormCounts {
    let asked = form.items.iter().filter(|item| !item.retired);
    let own = form.checks.iter().filter(|check| check.label_rule.is_none());
    let (texts, untranslated) = texts(form);
    FormCounts {
        until: until(form, versions.iter().map(|version| &**version)),
        items: asked.clone().filter(|item| !matches!(item.kind, Kind::Calculated | Kind::Group)).count(),
        calculated: asked.filter(|item| item.kind == Kind::Calculated).count(),
        errors: own.clone().filter(|check| check.weight.severity == Severity::Error).count(),
        warnings: own.filter(|check| check.weight.severity == Severity::Warning).count(),
        label_rules: form.checks.iter().filter(|check| check.label_rule.is_some()).count(),
        examples: form.examples.len(),
        texts,
        untranslated,
        reached: (0, 0),
        form: form.clone(),
    }
}

/// Texts that people read, and those whose Japanese is only the English one.
fn texts(form: &Form) -> (usize, usize) {
    let of_items = form.items.iter().flat_map(|item| std::iter::once(&item.label).chain(&item.help).chain(&item.pattern_message));
    let of_sections = form.sections.iter().flat_map(|section| std::iter::once(&section.title).chain(&section.help));
    let all = of_items.chain(of_sections).chain(form.checks.iter().map(|check| &check.message)).chain([&form.title]);
    let is_latin = |text: &str| text.is_ascii() && text.split_whitespace().count() > 2;
    let mut count = (0, 0);
    for text in all {
        count.0 += 1;
        count.1 += usize::from(text.ja == text.en && is_latin(&text.ja));
    }
    count
}

/// Product by indication by form, in the order in which people fill them.
pub fn matrix(library: &Library) -> Vec<Asked> {
    let mut found = Vec::new();
    for product in &library.products {
        for indication in &product.indications {
            for form in &indication.forms {
                let Some(newest) = library.form(&form.value) else { continue };
                let rules = product.rules().filter(|(home, rule)| {
                    rule.form.value == form.value && home.is_none_or(|home| home.id.value == indication.id.value)
                });
                found.push(Asked {
                    product: product.id.value.clone(),
                    indication: indication.id.value.clone(),
                    form: form.value.clone(),
                    edition: library.form_for(newest, &product.id.value, &indication.id.value).edition(),
                    label_rules: rules.count(),
                });
            }
        }
    }
    found
}
