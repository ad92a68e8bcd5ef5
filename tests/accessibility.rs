//! Every generated form page for those who do not see, do not use a mouse, or write with an input method: axe-core finds nothing, each
//! control is reached and worked by keyboard alone, findings are announced, composed Japanese stays as composed.

use std::process::Command;
use std::sync::Arc;

use engine::form::form::Form;
use engine::lang::Lang;
use engine::library::library::Library;
use serde_json::Map;
use tests::definitions::definitions;
use tests::peer::{Peer, peers};
use tests::program::finished;
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
    assert!(!forms.is_empty(), "the library has no forms");
    forms.push(every_kind());
    for form in &forms {
        for lang in Lang::ALL {
            scratch.write(&format!("{}.{}.html", form.id, lang.tag()), page(form, lang));
        }
    }
    let run = finished(Command::new("node").arg(path("tests/js/access.mjs")).arg(scratch.path()).output().expect("node starts"));
    assert_eq!(run.code, 0, "{}\n{}", run.out, run.err);
    println!("{}", run.out);
}

/// The newest version of each shipped form.
fn shipped() -> Vec<Arc<Form>> {
    let folder = path("form-definitions");
    let files = definitions(&folder);
    let (library, _) = Library::read(&files);
    library.forms.keys().filter_map(|id| library.form(id)).cloned().collect()
}

/// A whole page around a blank form after a first try to submit it: every section, every required item's finding.
fn page(form: &Arc<Form>, lang: Lang) -> String {
    let sheet = |file: &str| format!("<link rel=\"stylesheet\" href=\"/assets/{file}\">");
    format!(
        "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{}</title>{}{}{}<script type=\"module\" src=\"/assets/form.js\"></script></head><body><main id=\"main\" class=\"page\"><h1>{}</h1>{}</main></body></html>",
        lang.tag(),
        form.id,
        sheet("vendor/digital-go-design-tokens.css"),
        sheet("ctr.css"),
        sheet("form.css"),
        form.id,
        body(form, lang, &Map::new(), true)
    )
}
