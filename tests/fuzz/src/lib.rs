//! What the fuzz targets have in common: the converters by their path, so that nothing else of `admin-cli` is built, and the small
//! library of `tests/language/base`.

#[path = "../../../admin-cli/src/convert/mod.rs"]
pub mod convert;

use std::sync::OnceLock;

use engine::library::library::Library;
use engine::source::SourceFile;

use convert::convert::{Converted, Refusal};
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

/// Converts, and holds the promise: what comes out checks clean.
pub fn convert(format: &str, bytes: &[u8]) {
    let format = convert::FORMATS.iter().find(|row| row.name == format).unwrap();
    hold(convert::convert::convert(bytes, format, Tongue::Guess));
}

/// A draft that does not check is a fault of the converter.
pub fn hold(outcome: Result<Converted, Refusal>) {
    match outcome {
        Ok(converted) => assert!(!converted.files.is_empty()),
        Err(Refusal::DoesNotCheck(reason)) => panic!("the draft does not check: {reason}"),
        Err(_) => {}
    }
}
