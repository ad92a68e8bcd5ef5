//! What changed between a form and its next version: by item id, never by line.

use engine::diff::{compare::compare, render};
use engine::lang::Lang;
use engine::library::library::Library;
use engine::source::SourceFile;

fn main() -> std::io::Result<()> {
    let mut files = examples::definitions()?;
    let old = files.iter().find(|file| &*file.path == "forms/crs/1.0.0.yaml").cloned();
    let text = old.map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).unwrap_or_default();
    let new = text.replacen("version: 1.0.0", "version: 1.1.0", 1).replacen(
        "- block: crs\n",
        "- block: crs\n    adjust: { crs_max_temp: { soft_max: 41.5 } }\n",
        1,
    );
    files.push(SourceFile::new("forms/crs/1.1.0.yaml", new.into_bytes()));
    let (library, _) = Library::read(&files);
    if let Some([old, new]) = library.forms.get("crs").map(Vec::as_slice) {
        for lang in Lang::ALL {
            print!("{}", render::text(&compare(old, new), lang));
        }
    }
    Ok(())
}
