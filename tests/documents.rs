//! What the documents say about the house is so: every path they name exists.

use tests::root::{path, text};

const DOCUMENTS: [&str; 6] =
    ["README.md", "ARCHITECTURE.md", "CONVENTIONS.md", "SECURITY.md", "docs/OPERATIONS.md", "docs/design/README.md"];

/// Folders of the workspace; a word in backticks or a link that starts with one of these names a file or folder.
const TOPS: [&str; 9] =
    ["engine/", "renderer/", "storage/", "server/", "admin-cli/", "form-definitions/", "tests/", "examples/", "docs/"];

#[test]
fn every_path_that_is_named_exists() {
    let mut gone = Vec::new();
    let mut seen = 0;
    for document in DOCUMENTS {
        let page = text(document);
        for named in page.split(['`', '(', ')', ' ', '\n']).filter(|word| TOPS.iter().any(|top| word.starts_with(top))) {
            let named = named.trim_end_matches([',', '.', ';', ':']);
            // A path with a part to be chosen stands for many.
            let is_path = named.ends_with('/') || named.contains('.');
            if !is_path
                || named.contains(['<', '*', '{'])
                || named.contains("NNNN")
                || named.contains("node_modules")
                || named.contains(".peers")
            {
                continue;
            }
            seen += 1;
            if !path(named).exists() {
                gone.push(format!("{document} names {named}"));
            }
        }
    }
    assert!(seen > 20, "the documents name paths");
    assert!(gone.is_empty(), "{}", gone.join("\n"));
}

#[test]
fn every_decision_is_listed() {
    let list = text("docs/design/README.md");
    for page in tests::case::find_files(&path("docs/design"), ".md") {
        let name = page.file_name().unwrap().to_string_lossy().into_owned();
        assert!(name == "README.md" || list.contains(&format!("({name})")), "docs/design/README.md does not list {name}");
    }
}
