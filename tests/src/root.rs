//! Where the workspace stands.

use std::path::{Path, PathBuf};

/// The workspace's top folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ stands inside the workspace").to_path_buf()
}

/// A path below the workspace's top folder.
pub fn path(below: &str) -> PathBuf {
    root().join(below)
}

/// The text of a file below the workspace's top folder.
pub fn text(below: &str) -> String {
    std::fs::read_to_string(path(below)).unwrap_or_else(|cause| panic!("{below}: {cause}"))
}
