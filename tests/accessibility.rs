//! Every generated form page for those who do not see, do not use a mouse, or write with an input method: axe-core finds nothing, each
//! control is reached and worked by keyboard alone, findings are announced, composed Japanese stays as composed.

use std::process::Command;
use std::sync::Arc;

use engine::form::form::Form;
use engine::lang::{Lang, Text};
use engine::library::coverage::Covered;
use engine::library::library::Library;
use serde_json::{Map, Value};
use tests::definitions::definitions;
use tests::peer::{Peer, peers};
use tests::program::{ctr, finished};
use tests::root::path;
use tests::scratch::Scratch;

use crate::script::{body, every_kind};

#[test]
fn everyone_can_fill_every_form() {
    if !peers("accessibility::everyone_can_fill_every_form", &[Peer::Node, Peer::NodePackages, Peer::Chromium]) {
        return;
    }
    let scratch = Scratch::new("accessibility");
    let mut forms = shipped();
    let folders = std::fs::read_dir(path("form-definitions/forms")).expect("the folder of forms").count();
    assert_eq!(forms.len(), folders, "every folder of the library is a form");
    forms.push(every_kind());
    for form in &forms {
        let answers = gathered(form);
        for lang in Lang::ALL {
            scratch.write(&format!("{}.blank.{}.html", form.id, lang.tag()), page(form, lang, &Map::new()));
            scratch.write(&format!("{}.filled.{}.html", form.id, lang.tag()), page(form, lang, &answers));
        }
    }
    let run = finished(Command::new("node").arg(path("tests/js/access.mjs")).arg(scratch.path()).output().expect("node starts"));
    assert_eq!(run.code, 0, "{}\n{}", run.out, run.err);
    println!("{}", run.out);
}

/// What the definitions cover is shown to everyone: as the page that stands alone, and as the screen of the registry.
#[test]
fn everyone_can_read_what_the_definitions_cover() {
    if !peers("accessibility::everyone_can_read_what_the_definitions_cover", &[Peer::Node, Peer::NodePackages, Peer::Chromium]) {
        return;
    }
    let scratch = Scratch::new("coverage");
    let (library, _) = Library::read(&definitions(&path("form-definitions")));
    let covered = Covered::without_goals(&library);
    let level = |id: &str| Text::new(id, id);
    let values = renderer::coverage::values(&library.products, &covered.forms, &covered.asked, level);
    for lang in Lang::ALL {
        let alone = ctr(&["coverage", "form-definitions", "--format", "html", "--lang", lang.tag()]);
        assert_eq!(alone.code, 0, "{}", alone.err);
        scratch.write(&format!("alone.{}.html", lang.tag()), alone.out);
        let mut screen = renderer::template::screen("coverage", lang, &values).expect("the screen");
        for file in ["tokens.css", "ctr.css"] {
            let address = renderer::asset::address(file).expect("an asset");
            let plain = if file == "tokens.css" { "/assets/vendor/digital-go-design-tokens.css" } else { "/assets/ctr.css" };
            screen = screen.replace("&#x2f;", "/").replace(address, plain);
        }
        scratch.write(&format!("screen.{}.html", lang.tag()), screen);
    }
    let run = finished(Command::new("node").arg(path("tests/js/look.mjs")).arg(scratch.path()).output().expect("node starts"));
    assert_eq!(run.code, 0, "{}\n{}", run.out, run.err);
}

/// The newest version of each shipped form.
fn shipped() -> Vec<Arc<Form>> {
    let folder = path("form-definitions");
    let files = definitions(&folder);
    let (library, _) = Library::read(&files);
    library.forms.keys().filter_map(|id| library.form(id)).cloned().collect()
}

/// The answers of all of a form's examples laid over each other, the fullest first, each group with the most rows it has anywhere: as much of
/// the form as its authors show at once, with the findings of answers that do not go together.
fn gathered(form: &Form) -> Map<String, Value> {
    let mut given: Vec<_> = form.examples.iter().map(|example| example.given.members()).collect();
    given.sort_by_key(|answers: &Map<_, _>| std::cmp::Reverse(answers.len()));
    let mut gathered = Map::new();
    for (id, answer) in given.into_iter().flatten() {
        let rows = |answer: &Value| answer.as_array().map_or(0, Vec::len);
        if gathered.get(&id).is_none_or(|before| rows(before) < rows(&answer)) {
            gathered.insert(id, answer);
        }
    }
    gathered
}

/// A whole page around a form after a first try to submit it, with the findings of every section.
fn page(form: &Arc<Form>, lang: Lang, answers: &Map<String, Value>) -> String {
    let sheet = |file: &str| format!("<link rel=\"stylesheet\" href=\"/assets/{file}\">");
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title>{}{}{}<script type=\"module\" src=\"/assets/form.js\"></script></head><body><main id=\"main\" class=\"page\"><h1>{}</h1>{}</main></body></html>",
        lang.tag(),
        form.id,
        sheet("vendor/digital-go-design-tokens.css"),
        sheet("ctr.css"),
        sheet("form.css"),
        form.id,
        body(form, lang, answers, true)
    )
}
