//! What the fuzz targets have in common: the converters by their path, so that nothing else of `admin-cli` is built, and the small
//! library of `tests/language/base`.

#[path = "../../../admin-cli/src/convert/mod.rs"]
pub mod convert;

use std::sync::OnceLock;

use engine::library::library::Library;
use engine::source::SourceFile;

use convert::convert::{Converted, Refusal, Refused, judged, translated};
use convert::draft::Draft;
use convert::report::Report;
use convert::words::Tongue;

/// The definitions below the cases of `tests/language`.
pub fn base() -> &'static Vec<SourceFile> {
    static BASE: OnceLock<Vec<SourceFile>> = OnceLock::new();
    BASE.get_or_init(|| read(concat!(env!("CARGO_MANIFEST_DIR"), "/../language/base")))
}

/// The definitions with every kind of item.
pub fn everything() -> &'static Library {
    static EVERYTHING: OnceLock<Library> = OnceLock::new();
    EVERYTHING.get_or_init(|| {
        let (library, faults) = Library::read(&read(concat!(env!("CARGO_MANIFEST_DIR"), "/../schema/definitions")));
        assert!(faults.is_empty(), "{faults:?}");
        library
    })
}

fn read(top: &str) -> Vec<SourceFile> {
    let mut files = Vec::new();
    walk(top.as_ref(), top.as_ref(), &mut files);
    assert!(!files.is_empty(), "{top} holds no definitions");
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}

fn walk(top: &std::path::Path, folder: &std::path::Path, files: &mut Vec<SourceFile>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(top, &path, files);
        } else if path.extension().is_some_and(|ending| ending == "yaml") {
            let name = path.strip_prefix(top).unwrap().to_string_lossy().replace('\\', "/");
            files.push(SourceFile::new(name, std::fs::read(&path).unwrap()));
        }
    }
}

/// One input in this many is also judged by the engine, which takes a hundred times as long; `definition` feeds the engine.
const JUDGED: u32 = 16;

/// Reads the input and finishes the draft.
pub fn convert(format: &str, bytes: &[u8]) {
    let format = convert::FORMATS.iter().find(|row| row.name == format).unwrap();
    let mut report = Report::default();
    if let Ok(draft) = (format.read)(bytes, Tongue::Guess, &mut report) {
        finish(bytes, draft, report);
    }
}

/// Translates every draft, and holds the promise of the converter at some: what comes out checks clean.
pub fn finish(bytes: &[u8], draft: Draft, report: Report) {
    let sum = bytes.iter().fold(0u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
    match translated(draft, report) {
        Ok((draft, report)) if sum % JUDGED == 0 => hold(judged(draft, report)),
        _ => {}
    }
}

/// A draft that does not check is a fault of the converter.
fn hold(outcome: Result<Converted, Refused>) {
    match outcome {
        Ok(converted) => assert!(!converted.files.is_empty()),
        Err(Refused { refusal: Refusal::DoesNotCheck(reason), .. }) => panic!("the draft does not check: {reason}"),
        Err(_) => {}
    }
}
