//! Runs the engine beside its peers on the same generated work and prints medians and ratios. Called by `run.sh`.
//!
//! `bench [ITEMS..]` times at these sizes (300, 1000 and 3000 unless told); `bench --dump DIR ITEMS` writes what the peers that run
//! elsewhere need (`forms.mjs`); `bench --library DIR` times a check of a whole library.

mod generate;
mod goals;
mod limit;
mod page;
mod peers;
mod record;
mod timing;

use std::fs;
use std::path::Path;
use std::sync::Arc;

use engine::diagnostic::diagnostic::Sink;
use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::library::library::Library;
use engine::program::json::program_to_json;
use engine::schema::emit::form_to_schema;
use engine::source::SourceFile;
use engine::syntax::yaml;
use serde_json::json;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

use crate::generate::Work;
use crate::goals::Goals;
use crate::timing::{beside, work};

/// Counts what a loaded form takes; the same allocator serves engine and peers.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--dump", dir, items] => write(dir, &generate::generate(number(items), 40)).expect("the peers' input is written"),
        ["--library", dir] => check_library(dir),
        [] => sizes(&[300, 1000, 3000]),
        ref items => sizes(&items.iter().map(|items| number(items)).collect::<Vec<_>>()),
    }
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_else(|_| panic!("a number of items, not `{text}`"))
}

fn sizes(sizes: &[usize]) {
    let mut goals = Goals::default();
    for items in sizes {
        let work = generate::generate(*items, 40);
        let files = sources(&work);
        let form = read(&files);
        println!("=== {items} items and a repeat of 10 x 12: YAML {} bytes, record {} bytes", bytes(&files), work.valid[0].len());
        println!("    medians of one run; the ratio is to the first line of each block\n");
        let validator = Validator::new(form.clone());
        record::agree(&validator, &work, *items);
        record::time(*items, &work, &form, &validator, &mut goals);
        compile(*items, &files, &form, &work, &mut goals);
        page::time(*items, &validator, &form, &work.valid[0], &mut goals);
        memory(*items, &files, &mut goals);
    }
    goals.print();
}

fn sources(work: &Work) -> Vec<SourceFile> {
    work.files.iter().map(|(path, text)| SourceFile::new(path.as_str(), text.as_bytes())).collect()
}

fn bytes(files: &[SourceFile]) -> usize {
    files.iter().map(|file| file.bytes.len()).sum()
}

fn read(files: &[SourceFile]) -> Arc<Form> {
    let (library, faults) = Library::read(files);
    assert!(faults.is_empty(), "the generated form has faults: {faults:?}");
    library.form("bench").expect("the generated form is there").clone()
}

/// Reading the YAML into the tree is what every later step stands on; all else together may take as long again.
fn compile(items: usize, files: &[SourceFile], form: &Arc<Form>, made: &Work, goals: &mut Goals) {
    let schema = form_to_schema(form);
    let medians = beside(
        "definition to everything in memory",
        vec![
            work("engine: YAML into the tree, every place known", || {
                files.iter().map(|file| yaml::read(file, &mut Sink::new(file.path.clone())).root.is_some()).collect::<Vec<_>>()
            }),
            work("engine: YAML to form, validator, program for the browser, JSON Schema", || {
                let form = read(files);
                (program_to_json(&form), form_to_schema(&form), Validator::new(form))
            }),
            work("engine: YAML to validator, every fault located", || Validator::new(read(files))),
            work("jsonschema + cel from schema and rules (YAML not read)", || peers::Stack::new(&schema, &made.cel)),
        ],
    );
    goals.compile(items, medians[1] / medians[0]);
}

/// Bytes that stay allocated for a loaded form (labels in both languages, rules, limits).
fn memory(items: usize, files: &[SourceFile], goals: &mut Goals) {
    let region = Region::new(ALLOCATOR);
    let validator = Validator::new(read(files));
    let change = region.change();
    let held = change.bytes_allocated as i64 - change.bytes_deallocated as i64 + change.bytes_reallocated as i64;
    drop(validator);
    println!("memory of the loaded form: {held} bytes, {:.2} times its YAML\n", held as f64 / bytes(files) as f64);
    goals.memory(items, held as f64 / bytes(files) as f64);
}

fn check_library(dir: &str) {
    let mut files = Vec::new();
    collect(Path::new(dir), Path::new(dir), &mut files);
    let medians = beside(
        &format!("a check of {dir}: {} files, {} bytes", files.len(), bytes(&files)),
        vec![work("engine: every file read, linked, checked", || Library::read(&files))],
    );
    println!("{:.1} ms (goal: at most 200 ms)\n", medians[0] / 1000.0);
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().into_owned();
            files.push(SourceFile::new(name, fs::read(&path).expect("readable")));
        }
    }
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
