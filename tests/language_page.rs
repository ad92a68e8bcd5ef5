//! `docs/LANGUAGE.md` is true: every definition it shows is read by the engine, and every example in it holds.

use std::sync::Arc;

use engine::diagnostic::render;
use engine::evaluate::{Validator, example};
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::SourceFile;
use tests::root::text;

/// A fenced block: what stands after the fence, and its text.
struct Block {
    info: String,
    text: String,
}

fn blocks() -> Vec<Block> {
    let page = text("docs/LANGUAGE.md");
    let mut found = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            let text: String =
                lines.by_ref().take_while(|line| !line.starts_with("```")).map(|line| format!("{line}\n")).collect();
            found.push(Block { info: info.to_string(), text });
        }
    }
    found
}

/// Blocks marked `file=`: one library.
fn files(blocks: &[Block]) -> Vec<SourceFile> {
    let named = blocks.iter().filter_map(|block| Some((block.info.strip_prefix("yaml file=")?, &block.text)));
    named.map(|(path, text)| SourceFile::new(path, text.as_bytes())).collect()
}

/// Blocks marked `items`: the items of a form of their own.
fn item_forms(blocks: &[Block]) -> Vec<SourceFile> {
    let of_items = blocks.iter().filter(|block| block.info == "yaml items");
    of_items
        .enumerate()
        .map(|(at, block)| {
            let items: String = block.text.lines().map(|line| format!("      {line}\n")).collect();
            let form = format!(
                "form: snippet{at}\nversion: 1.0.0\ntitle: {{ ja: 見本, en: Snippet }}\nlevel: patient\nsections:\n  - id: main\n    title: {{ ja: 見本, en: Snippet }}\n    items:\n{items}"
            );
            SourceFile::new(format!("forms/snippet{at}/1.0.0.yaml"), form.as_bytes())
        })
        .collect()
}

#[test]
fn every_definition_shown_is_sound() {
    let blocks = blocks();
    let mut all = files(&blocks);
    let snippets = item_forms(&blocks);
    assert!(all.len() >= 4 && snippets.len() >= 4, "the page lost its marked blocks");
    all.extend(snippets);
    let (library, faults) = Library::read(&all);
    let source =
        |path: &str| all.iter().find(|file| &*file.path == path).map(|file| String::from_utf8_lossy(&file.bytes).into_owned());
    let told: String =
        faults.iter().map(|fault| render::text(fault, &source(&fault.file).unwrap_or_default(), Lang::En)).collect();
    assert!(told.is_empty(), "{told}");
    let mut ran = 0;
    for form in library.forms.values().flatten() {
        let validator = Validator::new(Arc::clone(form));
        for shown in &form.examples {
            ran += 1;
            assert_eq!(example::judge(&validator, shown), [], "{} {}", form.reference(), shown.id);
        }
    }
    assert!(ran >= 2, "the page shows examples");
}
