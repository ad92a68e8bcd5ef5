//! Digests of everything that a library's forms become, and of what judging their examples gives: what a change that is only about speed
//! must leave as it is. `bench --made DIR` before and after such a change; the two outputs are the same.

use std::sync::Arc;

use engine::evaluate::validator::Validator;
use engine::form::digest::{digest_of_text, meaning};
use engine::form::form::{Example, Form};
use engine::lang::Lang;
use engine::library::library::Library;
use engine::program::json::{program_to_json, program_to_text};
use engine::schema::emit::form_to_schema;
use engine::schema::text::form_to_schema_text;
use engine::value::canonical;
use renderer::export::TARGETS;
use renderer::export::target::Subject;
use renderer::page::fill::Fill;
use renderer::page::page::FormPage;
use serde_json::Map;

use crate::library;

/// Prints a line for each thing made of each form.
pub fn tell(dir: &str) {
    let (library, faults) = Library::read(&library::files(dir));
    println!("faults {}", digest_of_text(format!("{faults:?}").as_bytes()));
    for form in library.forms.values().flatten().chain(library.overlaid.values()) {
        tell_form(form);
    }
    let forms: Vec<Arc<Form>> = library.forms.values().flatten().cloned().collect();
    for (target, lang) in TARGETS.iter().flat_map(|target| Lang::ALL.map(|lang| (target, lang))) {
        let made = "2026-04-01T09:00:00+09:00";
        let subject = Subject { library: &library, forms: &forms, lang, made, spreadsheet: false, annotated: true };
        line("the library", &format!("{} {}", target.name, lang.tag()), &(target.make)(&subject).expect("an export"));
    }
}

fn tell_form(form: &Arc<Form>) {
    let name = form.edition();
    let name = format!("{}@{name}", form.id);
    line(&name, "digest", form.digest());
    line(&name, "meaning", &canonical::write(&meaning(form)));
    line(&name, "program", &program_to_json(form).to_string());
    line(&name, "program as text", &program_to_text(form));
    line(&name, "schema", &form_to_schema(form).to_string());
    line(&name, "schema as text", &form_to_schema_text(form));
    let validator = Validator::new(form.clone());
    let pages = FormPage::compile_both(form).expect("pages");
    for example in &form.examples {
        tell_example(&name, &validator, &pages, example);
    }
}

fn tell_example(name: &str, validator: &Validator, pages: &[FormPage], example: &Example) {
    let Some(today) = example.today.single() else { return };
    let given = example.given.members();
    let answers = validator.read(example.given.text().as_bytes()).expect("answers");
    let outcome = validator.judge_at(example.moment, answers, &validator.read_context(&example.context.members()), today);
    line(name, &format!("{}: outcome", example.id), &outcome.to_json(&validator.form).to_string());
    for page in pages {
        let html = page.fill(&Fill {
            action: "/records/1/fill",
            autosave: None,
            csrf: "token",
            today: "2026-04-01",
            moment: example.moment,
            version: 1,
            saved: "",
            all: true,
            answers: &given,
            reasons: &Map::new(),
            context: "{}",
            outcome: &outcome,
        });
        line(name, &format!("{}: page", example.id), &html);
    }
}

fn line(form: &str, what: &str, text: &str) {
    println!("{form} {what}: {} {}", text.len(), digest_of_text(text.as_bytes()));
}
