//! Reads Rust sources as the architecture test needs them: comments, strings and tests modules cut, and every path that is named.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::case::find_files;

/// A module's path inside its crate: `["form", "digest"]` for `src/form/digest.rs`, empty for `lib.rs`.
pub type Module = Vec<String>;

/// The modules of a crate and their texts with comments, strings and tests cut. `mod.rs` and the file beside its folder are one.
#[derive(Debug, Default)]
pub struct Crate {
    files: BTreeMap<Module, Vec<(PathBuf, String)>>,
}

impl Crate {
    /// Reads every `.rs` file below `src`.
    pub fn read(src: &Path) -> Self {
        let mut found = Self::default();
        for path in find_files(src, ".rs") {
            let text = std::fs::read_to_string(&path).unwrap_or_else(|cause| panic!("{}: {cause}", path.display()));
            let relative = path.strip_prefix(src).expect("found below").to_path_buf();
            found.insert(&relative, &text);
        }
        found
    }

    /// Adds one file, by its path below `src`.
    pub fn insert(&mut self, relative: &Path, text: &str) {
        let mut module: Module =
            relative.with_extension("").components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        if module.last().is_some_and(|name| matches!(name.as_str(), "mod" | "lib" | "main")) {
            module.pop();
        }
        self.files.entry(module).or_default().push((relative.to_path_buf(), bare(text)));
    }

    /// The modules.
    pub fn modules(&self) -> impl Iterator<Item = &Module> {
        self.files.keys()
    }

    /// Every file's path below `src` and its text, cut to code.
    pub fn files(&self) -> impl Iterator<Item = (&Path, &str)> {
        self.files.values().flatten().map(|(path, text)| (path.as_path(), text.as_str()))
    }

    /// The modules of this crate that a module's file names, itself left out.
    pub fn imports(&self, module: &Module) -> Vec<Module> {
        let mut found = Vec::new();
        for (_, text) in self.files.get(module).into_iter().flatten() {
            for path in named_paths(text) {
                if let Some(target) = self.resolve(module, &path)
                    && target != *module
                    && !found.contains(&target)
                {
                    found.push(target);
                }
            }
        }
        found
    }

    /// The deepest module of this crate that a path from `module` leads into.
    fn resolve(&self, module: &Module, path: &[String]) -> Option<Module> {
        let mut segments = path.iter().map(String::as_str).peekable();
        let mut target: Module = match segments.peek().copied()? {
            "crate" => {
                segments.next();
                Vec::new()
            }
            "self" | "super" => module.clone(),
            _ => return None,
        };
        while let Some(step @ ("self" | "super")) = segments.peek().copied() {
            segments.next();
            if step == "super" {
                target.pop();
            }
        }
        for segment in segments {
            target.push(segment.to_string());
            if !self.files.contains_key(&target) {
                target.pop();
                break;
            }
        }
        self.files.contains_key(&target).then_some(target)
    }
}

/// Whether code names an outside package: `name::` or `use name`.
pub fn names_package(code: &str, package: &str) -> bool {
    let name = package.replace('-', "_");
    code.match_indices(&name).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        let after = &code[at + name.len()..];
        let starts = !before.is_some_and(|c| c.is_alphanumeric() || c == '_')
            && (!code[..at].trim_end().ends_with("::")
                || code[..at].trim_end().trim_end_matches("::").ends_with([';', '{', '}']));
        let used = code[..at].trim_end().ends_with("use") && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_');
        starts && (after.starts_with("::") || used)
    })
}

/// Every path that starts with `crate`, `super` or `self`: from `use` trees and from the code itself.
fn named_paths(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    let mut rest = code;
    while let Some(at) = find_word(rest, "use") {
        let tree = &rest[at + 3..];
        let end = tree.find(';').unwrap_or(tree.len());
        paths.extend(expand(&tree[..end]));
        rest = &tree[end..];
    }
    for start in ["crate", "super", "self"] {
        let mut rest = code;
        while let Some(at) = find_word(rest, start) {
            let path: String = rest[at..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '_' | ':')).collect();
            if path.contains("::") {
                paths.push(split(&path));
            }
            rest = &rest[at + start.len()..];
        }
    }
    paths
}

/// `a::{b, c::{d, e}}` -> `a::b`, `a::c::d`, `a::c::e`.
fn expand(tree: &str) -> Vec<Vec<String>> {
    let tree = tree.trim();
    let Some((head, body)) = tree.split_once('{') else {
        return vec![split(tree.split(" as ").next().unwrap_or(tree))];
    };
    let body = body.rsplit_once('}').map_or(body, |(inside, _)| inside);
    let (mut depth, mut part, mut found) = (0, String::new(), Vec::new());
    for c in body.chars().chain([',']) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if c == ',' && depth == 0 {
            if !part.trim().is_empty() {
                found.extend(expand(&format!("{}{}", head.trim(), part.trim())));
            }
            part.clear();
        } else {
            part.push(c);
        }
    }
    found
}

fn split(path: &str) -> Vec<String> {
    path.split("::").map(|segment| segment.trim().to_string()).filter(|segment| !segment.is_empty()).collect()
}

fn find_word(text: &str, word: &str) -> Option<usize> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).map(|(at, _)| at).find(|at| {
        !text[..*at].chars().next_back().is_some_and(is_part) && !text[at + word.len()..].chars().next().is_some_and(is_part)
    })
}

/// Code without comments, the insides of strings, and the tests module at its foot.
pub fn bare(text: &str) -> String {
    let mut code = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let cut = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if c == '"' {
            code.push_str("\"\"");
            string_end(rest)
        } else if let Some(end) = raw_string_end(rest, &code) {
            code.push_str("\"\"");
            end
        } else if rest.starts_with("'\"'") || rest.starts_with("'\\\"'") {
            rest[1..].find("'").map_or(1, |end| end + 2)
        } else {
            code.push(c);
            c.len_utf8()
        };
        rest = &rest[cut..];
    }
    match code.find("#[cfg(test)]\nmod ") {
        Some(at) => code[..at].to_string(),
        None => code,
    }
}

/// The length of a string literal at the start of `text`.
fn string_end(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of a raw string literal at the start of `text`, where one stands there.
fn raw_string_end(text: &str, before: &str) -> Option<usize> {
    if before.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    let body = text.strip_prefix("br").or_else(|| text.strip_prefix('r'))?;
    let hashes = body.chars().take_while(|c| *c == '#').count();
    let inside = body[hashes..].strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = inside.find(&close)? + close.len();
    Some(text.len() - inside.len() + end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_strings_and_tests_are_cut() {
        let code =
            bare("use a::b; // use c\nlet s = \"use d; \\\" x\"; /* e */ r#\"f \"g\" \"#\n#[cfg(test)]\nmod tests { use h; }");
        assert_eq!(code, "use a::b; \nlet s = \"\";  \"\"\n");
    }

    #[test]
    fn a_use_tree_is_expanded() {
        let paths: Vec<String> = expand(" crate::{form::{Form, item}, value as v}").iter().map(|path| path.join("::")).collect();
        assert_eq!(paths, ["crate::form::Form", "crate::form::item", "crate::value"]);
    }

    #[test]
    fn a_package_is_named_by_path_or_use() {
        assert!(names_package("use sha2::{Digest};", "sha2"));
        assert!(names_package("let x = sea_orm::Set(1);", "sea-orm"));
        assert!(names_package("use minijinja;", "minijinja"));
        assert!(!names_package("use crate::axum::x; let my_axum = 1;", "axum"));
        assert!(!names_package("use sha256::x;", "sha2"));
    }
}
