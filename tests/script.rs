//! The fill page's script in Chromium, on pages of the form that has every kind of item: it starts without changing what the server
//! rendered, reacts while typing, waits for the input method, and saves in the background.

use std::process::Command;
use std::sync::Arc;

use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::value::date::Date;
use renderer::page::fill::Fill;
use renderer::page::page::FormPage;
use serde_json::{Map, Value};
use tests::case::find_cases;
use tests::definitions::definitions;
use tests::peer::{Peer, peers};
use tests::program::finished;
use tests::root::path;
use tests::scratch::Scratch;

use crate::node;

const TODAY: &str = "2026-05-01";

#[test]
fn the_fill_page_lives() {
    if !peers("script::the_fill_page_lives", &[Peer::Node, Peer::NodePackages, Peer::Chromium]) {
        return;
    }
    let (form, scratch) = (every_kind(), Scratch::new("script"));
    for lang in Lang::ALL {
        scratch.write(&format!("fresh.{}.html", lang.tag()), page(&form, lang, &Map::new(), false));
        for case in find_cases(&path("tests/page"), &["answers.json"]) {
            let text = std::fs::read_to_string(case.join("answers.json")).expect("readable");
            let answers: Map<String, Value> = serde_json::from_str(&text).expect("an object");
            let name = case.file_name().expect("a name").to_string_lossy().into_owned();
            scratch.write(&format!("{name}.{}.html", lang.tag()), page(&form, lang, &answers, true));
        }
    }
    let sent = Scratch::new("sent");
    let node =
        Command::new("node").arg(path("tests/js/script.mjs")).arg(scratch.path()).env("CTR_ASSETS", node::sent(&sent)).output();
    let run = finished(node.expect("node starts"));
    assert_eq!(run.code, 0, "{}\n{}", run.out, run.err);
    println!("{}", run.out);
}

/// The form that has every kind of item.
pub fn every_kind() -> Arc<Form> {
    let folder = path("tests/page/definitions");
    let files = definitions(&folder);
    Library::read(&files).0.form("every_kind").expect("the form").clone()
}

fn page(form: &Arc<Form>, lang: Lang, answers: &Map<String, Value>, all: bool) -> String {
    let head = "<meta charset=\"utf-8\"><title>fill</title><script type=\"module\" src=\"/assets/form.js\"></script>";
    format!(
        "<!doctype html><html lang=\"{}\"><head>{head}</head><body>{}</body></html>",
        lang.tag(),
        body(form, lang, answers, all)
    )
}

/// The form as the fill page has it, of answers judged on a fixed day; `all` shows also the findings of items nobody has been at.
pub fn body(form: &Arc<Form>, lang: Lang, answers: &Map<String, Value>, all: bool) -> String {
    let validator = Validator::new(form.clone());
    let context = validator.read_context(&Map::new());
    let read = validator.read_value(&Value::Object(answers.clone())).expect("an object");
    let outcome = validator.judge(read, &context, Date::parse(TODAY).expect("a date"));
    FormPage::compile(form, lang).expect("a page").fill(&Fill {
        action: "/records/1/fill",
        autosave: Some("/records/1/draft"),
        csrf: "token",
        today: TODAY,
        moment: engine::form::moment::Moment::Submit,
        version: 3,
        saved: "",
        all,
        answers,
        reasons: &Map::new(),
        context: "{}",
        outcome: &outcome,
    })
}
