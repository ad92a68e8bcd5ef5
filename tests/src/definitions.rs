//! A folder of definitions as the engine takes them.

use std::path::Path;

use engine::source::SourceFile;

use crate::case::find_files;

/// Every YAML file below a folder, named by its path inside it.
pub fn definitions(folder: &Path) -> Vec<SourceFile> {
    let read = |file: std::path::PathBuf| {
        let name = file.strip_prefix(folder).expect("found below").to_string_lossy().into_owned();
        SourceFile::new(name, std::fs::read(&file).unwrap_or_else(|cause| panic!("{}: {cause}", file.display())))
    };
    find_files(folder, ".yaml").into_iter().map(read).collect()
}
