//! Bytes as a definition file beside a small sound library: read, linked, and its faults drawn in both languages. What is no YAML is not
//! linked: nothing of it would reach the linker, and most mutations are of that kind.
#![no_main]

use engine::diagnostic::diagnostic::{Diagnostic, Sink};
use engine::diagnostic::render;
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::SourceFile;
use engine::syntax::yaml;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let path = match bytes.get(..8) {
        Some(start) if start.starts_with(b"lists:") => "lists/fuzz.yaml",
        Some(start) if start.starts_with(b"product:") => "products/fuzz.yaml",
        Some(start) if start.starts_with(b"registry") => "registry.yaml",
        _ => "forms/faulty/1.0.0.yaml",
    };
    let file = SourceFile::new(path, bytes);
    let mut sink = Sink::new(path.into());
    let is_yaml = yaml::read(&file, &mut sink).root.is_some() && !sink.has_errors();
    let faults = if is_yaml { linked(file) } else { sink.finish() };
    let text = String::from_utf8_lossy(bytes);
    for fault in faults.iter().filter(|fault| &*fault.file == path).take(3) {
        let _ = render::text(fault, &text, Lang::Ja);
        let _ = render::text(fault, &text, Lang::En);
    }
});

fn linked(file: SourceFile) -> Vec<Diagnostic> {
    let mut files = fuzz::base().clone();
    files.retain(|known| known.path != file.path);
    files.push(file);
    Library::read(&files).1
}
