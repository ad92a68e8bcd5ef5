//! The definition files of a folder, as the engine takes them.

use std::path::Path;

use engine::source::SourceFile;

/// Every YAML file below a folder, by path inside it, in the order of paths.
///
/// # Errors
/// When the folder or a file in it cannot be read.
pub fn read(folder: &Path) -> std::io::Result<Vec<SourceFile>> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files)?;
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            let inside = path.strip_prefix(root).map_err(std::io::Error::other)?;
            files.push(SourceFile::new(inside.to_string_lossy().replace('\\', "/"), std::fs::read(&path)?));
        }
    }
    Ok(())
}

/// The text of one of these files, as diagnostics count it; empty when it is not among them.
pub fn text_of(files: &[SourceFile], path: &str) -> String {
    files
        .iter()
        .find(|file| &*file.path == path)
        .map(|file| String::from_utf8_lossy(&file.bytes).into_owned())
        .unwrap_or_default()
}
