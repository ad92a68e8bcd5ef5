//! Runs the authors' own examples: what a form says about given answers, beside what its author expects.

use std::sync::Arc;

use engine::evaluate::Validator;
use engine::evaluate::example::{Difference, judge, judge_label};
use engine::form::form::{Example, Form};
use engine::lang::Lang;
use engine::library::library::{Library, ProductCase};
use engine::schedule;
use engine::schedule::schedule::Schedule;
use engine::source::{Position, position};

/// What came of one example.
#[derive(Debug)]
pub struct ExampleResult {
    /// The form, as `crs@1.0.0`.
    pub form: String,
    /// The form's file.
    pub file: Arc<str>,
    /// Where the example stands.
    pub place: Position,
    /// The example's id.
    pub id: Arc<str>,
    /// Where outcome and expectation part; empty when the example holds.
    pub differences: Vec<Difference>,
}

impl ExampleResult {
    /// The differences as people read them; empty when there are none.
    pub fn report(&self, lang: Lang) -> String {
        if self.differences.is_empty() {
            return String::new();
        }
        let word = if lang == Lang::Ja { "例" } else { "example" };
        let mut text = format!("{word} `{}` ({})\n", self.id, self.form);
        text.push_str(&format!("  --> {}:{}:{}\n", self.file, self.place.line, self.place.column));
        for difference in &self.differences {
            text.push_str(&format!("  - {}\n", difference.text().get(lang)));
        }
        text
    }
}

/// Runs every example of every form, then those of products.
pub fn run(library: &Library) -> Vec<ExampleResult> {
    let forms = library.forms.values().flatten().flat_map(|form| run_form(library, form));
    let products = library.product_examples.iter().filter_map(|case| run_case(library, case));
    forms.chain(products).chain(library.schedules.iter().flat_map(|schedule| run_schedule(library, schedule))).collect()
}

fn run_schedule<'l>(library: &'l Library, schedule: &'l Schedule) -> impl Iterator<Item = ExampleResult> + 'l {
    let text = library.sources.file(&schedule.file).map(|file| String::from_utf8_lossy(&file.bytes)).unwrap_or_default();
    schedule.examples.iter().map(move |case| ExampleResult {
        form: format!("schedule {}", schedule.id),
        file: schedule.file.clone(),
        place: position(&text, case.id.span.start),
        id: case.id.value.clone(),
        differences: schedule::example::judge(schedule, library.registry.as_ref(), &library.products, case)
            .into_iter()
            .map(Difference::Calendar)
            .collect(),
    })
}

fn run_case(library: &Library, case: &ProductCase) -> Option<ExampleResult> {
    let form = library.form(&case.form)?;
    let text = library.sources.file(&case.file).map(|file| String::from_utf8_lossy(&file.bytes)).unwrap_or_default();
    Some(ExampleResult {
        form: format!("{}, {}", case.product, form.reference()),
        file: case.file.clone(),
        place: position(&text, case.example.span.start),
        id: case.example.id.clone(),
        differences: judge_label(&Validator::new(form.clone()), &case.product, &case.example),
    })
}

fn run_form(library: &Library, form: &Arc<Form>) -> Vec<ExampleResult> {
    let file = library.sources.form_files.get(&(form.id.clone(), form.version)).and_then(|at| library.sources.files.get(*at));
    let text = file.map(|file| String::from_utf8_lossy(&file.bytes)).unwrap_or_default();
    let validator = Validator::new(form.clone());
    let one = |example: &Example| ExampleResult {
        form: form.reference(),
        file: file.map_or_else(|| "".into(), |file| file.path.clone()),
        place: position(&text, example.span.start),
        id: example.id.clone(),
        differences: judge(&validator, example),
    };
    form.examples.iter().map(one).collect()
}
