//! A folder of definitions as files.

use std::fs;
use std::path::Path;

use engine::source::SourceFile;

/// Every YAML file below a folder.
pub fn files(dir: &str) -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(Path::new(dir), Path::new(dir), &mut files);
    files
}

/// Their bytes together.
pub fn bytes(files: &[SourceFile]) -> usize {
    files.iter().map(|file| file.bytes.len()).sum()
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
