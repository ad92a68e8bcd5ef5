//! Definitions with a slip of the pen: what is wrong, where, and what to do, in Japanese and in English.

use engine::diagnostic::render;
use engine::lang::Lang;
use engine::library::library::Library;

fn main() -> std::io::Result<()> {
    let mut files = examples::definitions()?;
    for file in files.iter_mut().filter(|file| &*file.path == "forms/crs/1.0.0.yaml") {
        let text = String::from_utf8_lossy(&file.bytes).replacen("crs_onset_day > 21", "crs_onset_dya > 21", 1);
        file.bytes = text.into_bytes().into();
    }
    let (_, faults) = Library::read(&files);
    for fault in &faults {
        let source = files.iter().find(|file| file.path == fault.file).map(|file| String::from_utf8_lossy(&file.bytes));
        for lang in Lang::ALL {
            println!("{}", render::text(fault, source.as_deref().unwrap_or_default(), lang));
        }
    }
    Ok(())
}
