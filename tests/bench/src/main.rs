//! Runs the engine beside its peers on the same generated work and prints medians and ratios. Called by `run.sh`.
//!
//! `bench [ITEMS..]` times at these sizes (50 to 3000, and 3000x200: 3,000 items with 200 rows, unless told); `bench --dump DIR ITEMS` writes what the peers that run
//! elsewhere need (`forms.mjs`); `bench --library DIR` times a check of a whole library; `bench --made DIR` prints digests of all that it
//! becomes. With `BENCH_ONLY` in the environment (part of its title and name) that work alone is repeated, for a profiler.

mod generate;
mod goals;
mod library;
mod limit;
mod made;
mod page;
mod peers;
mod record;
mod timing;

use std::fs;
use std::sync::Arc;

use engine::diagnostic::diagnostic::Sink;
use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::library::library::Library;
use engine::lint;
use engine::program::json::{program_to_json, program_to_text};
use engine::schema::emit::form_to_schema;
use engine::schema::text::form_to_schema_text;
use engine::source::SourceFile;
use engine::syntax::yaml;
use renderer::page::page::FormPage;
use serde_json::json;

use crate::generate::{Size, Work};
use crate::goals::Goals;
use crate::timing::{beside, work};

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--dump", dir, items] => write(dir, &generate::generate(size(items), 40)).expect("the peers' input is written"),
        ["--library", dir] => check_library(dir),
        ["--made", dir] => made::tell(dir),
        [] => sizes(&["50", "300", "1000", "3000", "3000x200"].map(size)),
        ref given => sizes(&given.iter().map(|given| size(given)).collect::<Vec<_>>()),
    }
}

fn size(text: &str) -> Size {
    Size::parse(text).unwrap_or_else(|| panic!("a number of items such as `300`, or `3000x200` with rows, not `{text}`"))
}

fn sizes(sizes: &[Size]) {
    let mut goals = Goals::default();
    for size in sizes {
        let work = generate::generate(*size, 40);
        let files = sources(&work);
        let form = read(&files);
        println!(
            "=== {size}; a repeat of 12 columns: YAML {} bytes, record {} bytes",
            library::bytes(&files),
            work.valid[0].len()
        );
        println!("    medians of one run; the ratio is to the first line of each block\n");
        let validator = Validator::new(form.clone());
        record::agree(&validator, &work, *size);
        record::time(*size, &work, &form, &validator, &mut goals);
        compile(*size, &files, &form, &work, &mut goals);
        page::time(*size, &validator, &form, &work.valid[0], &mut goals);
    }
    goals.print();
}

fn sources(work: &Work) -> Vec<SourceFile> {
    work.files.iter().map(|(path, text)| SourceFile::new(path.as_str(), text.as_bytes())).collect()
}

fn read(files: &[SourceFile]) -> Arc<Form> {
    let (library, faults) = Library::read(files);
    assert!(faults.is_empty(), "the generated form has faults: {faults:?}");
    library.form("bench").expect("the generated form is there").clone()
}

/// Reading the YAML into the tree is what every later step stands on; all else together may take as long again.
fn compile(size: Size, files: &[SourceFile], form: &Arc<Form>, made: &Work, goals: &mut Goals) {
    let schema = form_to_schema(form);
    let measured = beside(
        "definition to everything in memory",
        vec![
            work("engine: YAML into the tree, every place known", || trees(files)),
            work("engine: YAML to validator, JSON Schema, pages in both languages with the browser's program", || {
                let form = read(files);
                (FormPage::compile_both(&form).expect("pages"), form_to_schema_text(&form), Validator::new(form))
            }),
            work("engine: YAML to validator, browser's program, JSON Schema (no pages)", || {
                let form = read(files);
                (form_to_schema_text(&form), program_to_text(&form), Validator::new(form))
            }),
            work("engine: YAML to validator, every fault located", || Validator::new(read(files))),
            work("jsonschema + cel from schema and rules (YAML not read)", || peers::Stack::new(&schema, &made.cel)),
        ],
    );
    goals.compile(size, measured.ratio(1, 0));
}

fn trees(files: &[SourceFile]) -> usize {
    files.iter().filter(|file| yaml::read(file, &mut Sink::new(file.path.clone())).root.is_some()).count()
}

fn check_library(dir: &str) {
    let files = library::files(dir);
    let check = || {
        let checked = lint::check(&library::files(dir));
        assert!(checked.faults.is_empty(), "the library has faults: {:?}", checked.faults);
        checked.lints.found.len()
    };
    let measured = beside(
        &format!("a check of {dir}: {} files, {} bytes", files.len(), library::bytes(&files)),
        vec![
            work("as `ctr check` does: folder walked, every file read, linked, checked, linted", check),
            work("engine: every file linked and checked", || Library::read(&files)),
            work("engine: every file into the tree", || trees(&files)),
        ],
    );
    println!("=== goals");
    let milliseconds = measured.median(0) / 1000.0;
    println!("{}", goals::told("a check of the whole library, ms", milliseconds, 200.0));
}

fn write(dir: &str, work: &Work) -> std::io::Result<()> {
    let form = read(&sources(work));
    fs::create_dir_all(dir)?;
    let lines = |records: &[Vec<u8>]| records.iter().flat_map(|record| [&record[..], b"\n"].concat()).collect::<Vec<u8>>();
    fs::write(format!("{dir}/schema.json"), form_to_schema(&form).to_string())?;
    fs::write(format!("{dir}/program.json"), program_to_json(&form).to_string())?;
    fs::write(format!("{dir}/rules.json"), json!(work.cel).to_string())?;
    fs::write(format!("{dir}/valid.ndjson"), lines(&work.valid))?;
    fs::write(format!("{dir}/faulty.ndjson"), lines(&work.faulty))
}
