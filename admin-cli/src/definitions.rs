//! Reads a folder of definitions into source files: the only place of this program that walks a folder.

use std::path::{Path, PathBuf};

use engine::source::SourceFile;

use crate::error::Error;

/// Reads every `.yaml` and `.yml` file below `folder`, in order of path. Hidden files and folders are passed over.
pub fn read(folder: &Path) -> Result<Vec<SourceFile>, Error> {
    let mut paths = Vec::new();
    walk(folder, &mut paths)?;
    paths.sort();
    let files = paths.iter().map(|path| read_file(folder, path)).collect::<Result<Vec<_>, _>>()?;
    if files.is_empty() { Err(Error::NoDefinitions { path: folder.to_path_buf() }) } else { Ok(files) }
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<(), Error> {
    let unreadable = |cause| Error::Unreadable { path: folder.to_path_buf(), cause };
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let (path, kind) = (entry.path(), entry.file_type().map_err(unreadable)?);
        let name = entry.file_name();
        let hidden = name.to_string_lossy().starts_with('.');
        if hidden || kind.is_symlink() {
            continue;
        }
        if kind.is_dir() {
            walk(&path, paths)?;
        } else if path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml") || name == "PUBLISHED" {
            paths.push(path);
        }
    }
    Ok(())
}

fn read_file(folder: &Path, path: &Path) -> Result<SourceFile, Error> {
    let bytes = std::fs::read(path).map_err(|cause| Error::Unreadable { path: path.to_path_buf(), cause })?;
    let below = path.strip_prefix(folder).unwrap_or(path);
    let name: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    Ok(SourceFile::new(name.join("/"), bytes))
}
