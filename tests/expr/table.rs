//! The tables of `tests/expr/*.md` as they are written: declared items, and per rule the lines of cells.

use std::fs;

use tests::root::path;

/// One file.
#[derive(Debug)]
pub struct Table {
    /// The file's name without ending.
    pub name: String,
    /// `- a: integer`: name and declaration.
    pub items: Vec<(String, String)>,
    /// One per heading.
    pub blocks: Vec<Block>,
}

/// One rule and its lines.
#[derive(Debug)]
pub struct Block {
    /// The rule as written in the heading.
    pub rule: String,
    /// The items of the columns; the last column is the result and not among them.
    pub columns: Vec<String>,
    /// The lines.
    pub lines: Vec<Line>,
}

/// One line.
#[derive(Debug)]
pub struct Line {
    /// Its number in the file.
    pub number: usize,
    /// One cell per column.
    pub cells: Vec<String>,
    /// What the rule must say.
    pub result: String,
}

impl Block {
    /// Whether the rule gives true, false or unknown.
    pub fn is_truth(&self) -> bool {
        assert!(
            self.lines.iter().any(|line| line.result != "unknown"),
            "`{}` is unknown in every line; add one that is decided",
            self.rule
        );
        self.lines.iter().all(|line| ["true", "false", "unknown"].contains(&line.result.as_str()))
    }
}

/// Every table, by name.
pub fn tables() -> Vec<Table> {
    let folder = path("tests/expr");
    let entries = fs::read_dir(&folder).expect("tests/expr").map(|entry| entry.expect("entry").path());
    let is_table =
        |file: &std::path::PathBuf| file.extension().is_some_and(|ending| ending == "md") && !file.ends_with("README.md");
    let mut files: Vec<_> = entries.filter(is_table).collect();
    files.sort();
    assert!(files.len() > 40, "only {} tables in {}", files.len(), folder.display());
    files
        .iter()
        .map(|file| read(&file.file_stem().expect("name").to_string_lossy(), &fs::read_to_string(file).expect("readable")))
        .collect()
}

fn read(name: &str, text: &str) -> Table {
    let mut table = Table { name: name.to_owned(), items: Vec::new(), blocks: Vec::new() };
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(declared) = line.strip_prefix("- ") {
            let (item, kind) = declared.split_once(": ").unwrap_or_else(|| panic!("{name}.md:{number}: `- item: kind`"));
            table.items.push((item.to_owned(), kind.to_owned()));
        } else if let Some(rule) = line.strip_prefix("## ") {
            table.blocks.push(Block { rule: rule.to_owned(), columns: Vec::new(), lines: Vec::new() });
        } else if let Some(cells) = line.strip_prefix("| ").and_then(|rest| rest.strip_suffix(" |")) {
            let block = table.blocks.last_mut().unwrap_or_else(|| panic!("{name}.md:{number}: a table needs a rule above it"));
            let mut cells: Vec<String> = cells.split(" | ").map(|cell| cell.trim().to_owned()).collect();
            let result = cells.pop().unwrap_or_default();
            if block.columns.is_empty() {
                assert_eq!(result, "result", "{name}.md:{number}: the last column is `result`");
                block.columns = cells;
            } else {
                assert_eq!(cells.len(), block.columns.len(), "{name}.md:{number}: one cell per column");
                block.lines.push(Line { number, cells, result });
            }
        }
    }
    table
}
