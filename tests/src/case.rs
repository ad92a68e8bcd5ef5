//! Finds the folders that hold a case, and files by their extension.

use std::path::{Path, PathBuf};

/// Every folder below `top` that holds one of the `marks` (a file or folder of that name), in order of path.
pub fn find_cases(top: &Path, marks: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(top, &mut |folder| {
        let is_case = marks.iter().any(|mark| folder.join(mark).exists());
        if is_case {
            found.push(folder.to_path_buf());
        }
        !is_case
    });
    found.sort();
    found
}

/// Every file below `top` whose name ends in `ending`, in order of path.
pub fn find_files(top: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    walk(top, &mut |folder| {
        found.extend(list_entries(folder).into_iter().filter(|path| path.is_file() && path.to_string_lossy().ends_with(ending)));
        true
    });
    found.sort();
    found
}

fn walk(folder: &Path, visit: &mut dyn FnMut(&Path) -> bool) {
    if folder.is_dir() && visit(folder) {
        for path in list_entries(folder) {
            walk(&path, visit);
        }
    }
}

fn list_entries(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    paths
}
