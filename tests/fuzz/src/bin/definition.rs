//! Bytes as a definition file beside a small sound library: read, linked, and its faults drawn in both languages.
#![no_main]

use engine::diagnostic::render;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::SourceFile;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let path = match bytes.get(..8) {
        Some(start) if start.starts_with(b"lists:") => "lists/fuzz.yaml",
        Some(start) if start.starts_with(b"product:") => "products/fuzz.yaml",
        Some(start) if start.starts_with(b"registry") => "registry.yaml",
        _ => "forms/faulty/1.0.0.yaml",
    };
    let mut files = fuzz::base().clone();
    files.retain(|file| &*file.path != path);
    files.push(SourceFile::new(path, bytes));
    let (_, faults) = Library::read(&files);
    let text = String::from_utf8_lossy(bytes);
    for fault in faults.iter().filter(|fault| &*fault.file == path).take(3) {
        let _ = render::text(fault, &text, Lang::Ja);
        let _ = render::text(fault, &text, Lang::En);
    }
});
