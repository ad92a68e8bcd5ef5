//! The page of a filled record: holes of the compiled page, beside askama and beside rendering the template for each request.

use std::sync::Arc;

use askama::Template;
use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::form::item::{Item, Required};
use engine::kind::kind::Kind;
use engine::lang::Lang;
use engine::program::json::program_to_json;
use renderer::page::fill::Fill;
use renderer::page::page::FormPage;
use serde_json::{Map, Value};

use crate::generate::Size;
use crate::goals::Goals;
use crate::record::today;
use crate::timing::{beside, work};

/// The same page as an askama template, with everything already in the shape that the template wants.
#[derive(Template)]
#[template(path = "page.html")]
struct Page {
    today: String,
    program: String,
    sections: Vec<Section>,
}

struct Section {
    id: String,
    title: String,
    progress: String,
    items: Vec<Asked>,
}

#[derive(Default)]
struct Asked {
    path: String,
    kind: &'static str,
    label: String,
    required: bool,
    hidden: bool,
    value: String,
    era: String,
    input: &'static str,
    options: Vec<Choice>,
    findings: Vec<String>,
    rows: Vec<Row>,
    /// The row that the browser copies for a new one.
    blank: Vec<Row>,
}

struct Choice {
    code: String,
    label: String,
    chosen: bool,
}

struct Row {
    path: String,
    number: usize,
    items: Vec<Asked>,
}

/// Times the three.
pub fn time(size: Size, validator: &Validator, form: &Arc<Form>, record: &[u8], goals: &mut Goals) {
    let page = FormPage::compile(form, Lang::Ja).expect("the page compiles");
    let answers: Map<String, Value> = serde_json::from_slice(record).expect("JSON");
    let context = validator.read_context(&Map::new());
    let outcome = validator.judge(validator.read(record).expect("JSON"), &context, today());
    let reasons = Map::new();
    let fill = Fill {
        action: "/records/1/fill",
        autosave: None,
        csrf: "token",
        today: "2026-04-01",
        moment: engine::form::moment::Moment::Submit,
        version: 1,
        saved: "",
        all: false,
        answers: &answers,
        reasons: &reasons,
        context: "{}",
        outcome: &outcome,
    };
    let (ours, theirs) = (page.fill(&fill), askama(form, &answers).render().expect("the template renders"));
    let controls = |page: &str| ["<input", "<select", "<option", "<output", "<button"].map(|tag| page.matches(tag).count());
    assert_eq!(controls(&ours), controls(&theirs), "the two pages ask for the same");
    println!("page of {} bytes; askama's of {} bytes with the same controls", ours.len(), theirs.len());
    let prepared = askama(form, &answers);
    // Both sides write into a text that is kept from page to page: what the allocator does with half a megabyte is no part of the work.
    let (mut ours, mut theirs, mut copied) = (String::new(), String::new(), String::new());
    let finished = page.fill(&fill);
    let measured = beside(
        "HTML page of a filled record",
        vec![
            work("renderer: holes of the compiled page filled from answers", || {
                ours.clear();
                page.fill_into(&fill, &mut ours);
            }),
            work("askama: template rendered, all values prepared before", || {
                theirs.clear();
                prepared.render_into(&mut theirs)
            }),
            work("minijinja: the template rendered for each request", || {
                FormPage::compile_each(form, Lang::Ja).map(|page| page.fill(&fill))
            }),
            work("limit: the finished page copied", || {
                copied.clear();
                copied.push_str(&finished);
            }),
        ],
    );
    goals.page(size, measured.ratio(0, 1), measured.ratio(0, 2));
}

fn askama(form: &Form, answers: &Map<String, Value>) -> Page {
    let sections = form.sections.iter().map(|section| Section {
        id: section.id.to_string(),
        title: section.title.ja.to_string(),
        progress: "0/0".to_owned(),
        items: section
            .items
            .iter()
            .filter_map(|id| form.item(*id))
            .filter(|item| item.scope.0 == 0)
            .map(|item| asked(form, item, &item.id, answers.get(&*item.id)))
            .collect(),
    });
    Page {
        today: "2026-04-01".to_owned(),
        program: program_to_json(form).to_string().replace('<', "\\u003c"),
        sections: sections.collect(),
    }
}

fn asked(form: &Form, item: &Item, path: &str, answer: Option<&Value>) -> Asked {
    let chosen = |code: &str| match answer {
        Some(Value::String(text)) => text == code,
        Some(Value::Array(codes)) => codes.iter().any(|one| one == code),
        Some(Value::Bool(truth)) => truth.to_string() == code,
        _ => false,
    };
    let choice = |code: &str, label: &str| Choice { code: code.to_owned(), label: label.to_owned(), chosen: chosen(code) };
    let options = match (item.kind, &item.list) {
        (Kind::Boolean, _) => vec![choice("true", "はい"), choice("false", "いいえ")],
        (_, Some(list)) => list.codes.iter().map(|code| choice(&code.code, &code.text.ja)).collect(),
        _ => Vec::new(),
    };
    Asked {
        path: path.to_owned(),
        kind: item.kind.name(),
        label: item.label.ja.to_string(),
        required: item.required != Required::No,
        value: answer.map(|answer| answer.as_str().map_or_else(|| answer.to_string(), str::to_owned)).unwrap_or_default(),
        era: if item.kind == Kind::Date { "令和8年".to_owned() } else { String::new() },
        input: if item.kind == Kind::Choices { "checkbox" } else { "radio" },
        options,
        rows: rows(form, item, answer),
        blank: rows(form, item, Some(&Value::Array(vec![Value::Object(Map::new())]))),
        ..Asked::default()
    }
}

fn rows(form: &Form, group: &Item, answer: Option<&Value>) -> Vec<Row> {
    let (Some(scope), Some(Value::Array(rows))) = (group.rows, answer) else { return Vec::new() };
    let columns: Vec<&Item> = form.items.iter().filter(|item| item.scope == scope).collect();
    let row = |(at, row): (usize, &Value)| {
        let path = format!("{}[{at}]", group.id);
        let items = columns.iter().map(|item| asked(form, item, &format!("{path}.{}", item.id), row.get(&*item.id))).collect();
        Row { path, number: at + 1, items }
    };
    rows.iter().enumerate().map(row).collect()
}
