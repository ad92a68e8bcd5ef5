//! What a loaded form keeps: a program of its own, because counting what is allocated makes everything slower that allocates.
//!
//! `memory [ITEMS..]` for generated forms (sizes as of `bench`), `memory --library DIR` for each form of a library.

#[path = "../generate.rs"]
#[expect(dead_code, reason = "only the forms are needed here")]
mod generate;
#[path = "../goals.rs"]
#[expect(dead_code, reason = "only the way of telling is needed here")]
mod goals;
#[path = "../library.rs"]
mod library;

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::library::library::Library;
use engine::source::SourceFile;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// Most of a loaded form, in times of its YAML.
const MOST: f64 = 3.0;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["--library", dir] => shipped(&library::files(dir)),
        [] => ["50", "300", "1000", "3000", "3000x200"].into_iter().for_each(generated),
        ref given => given.iter().copied().for_each(generated),
    }
}

fn generated(size: &str) {
    let size = generate::Size::parse(size).unwrap_or_else(|| panic!("a number of items, not `{size}`"));
    let work = generate::generate(size, 1);
    let files: Vec<SourceFile> = work.files.iter().map(|(path, text)| SourceFile::new(path.as_str(), text.as_bytes())).collect();
    let form = |files: &[SourceFile]| Library::read(files).0.form("bench").expect("the generated form").clone();
    tell(&size.to_string(), library::bytes(&files), || Validator::new(form(&files)));
}

/// The whole library as a server holds it: lists and products once, every form with its validator.
fn shipped(files: &[SourceFile]) {
    let load = || {
        let (library, faults) = Library::read(files);
        assert!(faults.is_empty(), "the library has faults: {faults:?}");
        let forms: Vec<Arc<Form>> = library.forms.values().flatten().cloned().collect();
        forms.into_iter().map(Validator::new).collect::<Vec<_>>()
    };
    tell(&format!("the library's forms, {} files", files.len()), library::bytes(files), load);
}

/// Bytes that stay allocated for what `load` gives: rules, labels in both languages, limits, the reader of answers.
fn tell<T>(name: &str, yaml: usize, load: impl Fn() -> T) {
    drop(load()); // what is made once for the whole program does not count
    held(&Region::new(ALLOCATOR));
    let region = Region::new(ALLOCATOR);
    let loaded = load();
    let held = held(&region);
    drop(loaded);
    let name = format!("memory of {name}, in times of its {yaml} bytes of YAML");
    println!("{}", goals::told(&name, held / yaml as f64, MOST));
}

/// What stays once other threads have given back what nobody reads any more.
fn held(region: &Region<'_, std::alloc::System>) -> f64 {
    let now = || {
        let change = region.change();
        change.bytes_allocated as f64 - change.bytes_deallocated as f64
    };
    let mut before = now();
    loop {
        thread::sleep(Duration::from_millis(100));
        let after = now();
        if after == before {
            return after;
        }
        before = after;
    }
}
