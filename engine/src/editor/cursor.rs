//! Where a cursor stands in a definition file that is being typed.
//!
//! Goals: right in files that are not yet YAML (an unclosed quote, a key without a colon), and after every letter. So the text before
//! the cursor is walked by lines and indentation, with its own small view of `{..}` and `[..]`; the strict reader is not asked.

use crate::editor::key::{Holds, Key};
use crate::editor::map::{Map, find};

/// Where a cursor stands.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'t> {
    /// The map around it.
    pub map: &'static Map,
    /// The key whose value is being typed; `None` where a key is.
    pub key: Option<&'static Key>,
    /// The value (or the key) as typed so far, up to the cursor.
    pub typed: &'t str,
    /// The map's own text, as far as it can be told: for an item, all of its keys.
    pub around: &'t str,
    /// Byte offset at which `typed` begins.
    pub start: usize,
}

/// A key that is open at some column.
struct Open<'t> {
    column: usize,
    key: &'t str,
}

/// An open `{` or `[`.
struct Flow<'t> {
    is_map: bool,
    /// Byte offset of the bracket.
    at: usize,
    /// The key whose value is being typed.
    key: Option<&'t str>,
    /// Byte offset at which the present key or value begins.
    start: usize,
}

/// The walk over the text before the cursor.
#[derive(Default)]
struct Walk<'t> {
    open: Vec<Open<'t>>,
    flows: Vec<Flow<'t>>,
    /// The column of the key of a `|` or `>` text.
    block: Option<usize>,
    quote: Option<u8>,
    /// The last `- `: byte offset and column.
    dash: Option<(usize, usize)>,
    /// Where the present key or value begins.
    start: usize,
    /// The cursor is in a value of the last open key.
    in_value: bool,
}

/// Finds the cursor's place; `None` where nothing of a definition can stand.
pub fn find_cursor<'t>(path: &str, text: &'t str, offset: usize) -> Option<Cursor<'t>> {
    let offset = crate::source::floor_boundary(text, offset);
    let before = text.get(..offset)?;
    let mut walk = Walk::default();
    let mut at = 0;
    for line in before.split_inclusive('\n') {
        walk.line(line, at);
        at += line.len();
    }
    if before.ends_with('\n') || before.is_empty() {
        walk.line("", at);
    }
    let mut map = root(path)?;
    let mut keys: Vec<&str> = walk.open.iter().map(|open| open.key).collect();
    keys.extend(walk.flows.iter().filter_map(|flow| flow.key));
    let in_value = walk.flows.last().map_or(walk.in_value, |flow| flow.key.is_some() || !flow.is_map);
    let mut key = None;
    for (place, word) in keys.iter().enumerate() {
        let found = map.keys.iter().find(|key| key.name == *word);
        match found.map(|key| key.holds) {
            Some(Holds::Map(name) | Holds::Maps(name) | Holds::AnyOfMaps(&[name, ..])) => {
                map = find(name)?;
                key = None;
            }
            Some(Holds::IdsOrMaps(name)) if place + 1 < keys.len() => {
                map = find(name)?;
                key = None;
            }
            _ => {
                key = found;
                // Texts in both languages and answers have keys of their own, which are not those of definitions.
                if place + 1 < keys.len() {
                    return None;
                }
            }
        }
    }
    if key.is_some() && walk.flows.last().is_some_and(|flow| flow.is_map && flow.key.is_none()) {
        return None;
    }
    let key = if in_value || key.is_some_and(|key| is_list(key.holds)) { key } else { None };
    let start = walk.flows.last().map_or(walk.start, |flow| flow.start).min(offset);
    Some(Cursor { map, key, typed: text.get(start..offset)?.trim_start(), around: around(text, &walk, offset), start })
}

/// The outermost map of a file.
fn root(path: &str) -> Option<&'static Map> {
    let name = match path.split('/').next()? {
        "forms" => "form",
        "lists" => "list",
        "products" => "product",
        "items" => "items",
        "blocks" => "block",
        "tables" => "table",
        "schedules" => "schedule",
        "crosswalks" => "crosswalk",
        "registry.yaml" => "registry",
        "purposes.yaml" => "purposes",
        _ => return None,
    };
    find(name)
}

fn is_list(holds: Holds) -> bool {
    matches!(holds, Holds::Ids | Holds::IdsOrMaps(_) | Holds::Texts | Holds::Reasons)
}

/// The text of the map that holds the cursor: the braces, or the lines from the last `- ` to the next one.
fn around<'t>(text: &'t str, walk: &Walk<'t>, offset: usize) -> &'t str {
    if let Some(flow) = walk.flows.iter().rev().find(|flow| flow.is_map) {
        let rest = text.get(offset..).unwrap_or("");
        let end = rest.find(['}', '\n']).map_or(text.len(), |end| offset + end);
        return text.get(flow.at..end).unwrap_or("");
    }
    let Some((start, column)) = walk.dash else { return text };
    let mut end = offset;
    for line in text.get(offset..).unwrap_or("").split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches(' ').len();
        if end > offset && !line.trim().is_empty() && indent <= column {
            break;
        }
        end += line.len();
    }
    text.get(start..end).unwrap_or("")
}

impl<'t> Walk<'t> {
    fn line(&mut self, line: &'t str, at: usize) {
        if !self.flows.is_empty() {
            return self.flow(line, at);
        }
        let content = line.trim_end_matches(['\n', '\r']);
        let indent = content.len() - content.trim_start_matches(' ').len();
        let blank = content.trim().is_empty();
        if let Some(column) = self.block {
            if blank || indent > column {
                self.in_value = true;
                return;
            }
            self.block = None;
        }
        self.in_value = false;
        self.start = at + indent;
        if blank {
            // A cursor in an empty line belongs to the maps that are open at its column.
            if !line.ends_with('\n') {
                self.close(indent, true);
            }
            return;
        }
        let mut column = indent;
        let mut rest = content.trim_start_matches(' ');
        while let Some(after) = rest.strip_prefix("- ").or((rest == "-").then_some("")) {
            self.close(column, false);
            self.dash = Some((at + column, column));
            let spaces = after.len() - after.trim_start_matches(' ').len();
            column += 2 + spaces;
            rest = after.trim_start_matches(' ');
        }
        self.start = at + content.len() - rest.len();
        if rest.starts_with('#') {
            return;
        }
        if rest.starts_with(['{', '[']) {
            return self.flow(rest, self.start);
        }
        let Some((key, value)) = split_key(rest) else { return self.close(column, true) };
        self.close(column, true);
        self.open.push(Open { column, key });
        self.in_value = true;
        let trimmed = value.trim_start_matches(' ');
        self.start = at + content.len() - trimmed.len();
        if trimmed.starts_with(['{', '[']) {
            self.flow(trimmed, self.start);
        } else if trimmed.starts_with(['|', '>']) {
            self.block = Some(column);
            self.start = at + line.len();
        }
    }

    /// Closes the keys at a column and right of it. A list may stand at the column of its own key, so a dash leaves that one open.
    fn close(&mut self, column: usize, also_here: bool) {
        if self.dash.is_some_and(|(_, dash)| dash > column) {
            self.dash = None;
        }
        while self.open.last().is_some_and(|open| open.column > column || (also_here && open.column == column)) {
            self.open.pop();
        }
    }

    fn flow(&mut self, line: &'t str, at: usize) {
        for (place, byte) in line.bytes().enumerate() {
            let here = at + place;
            match (self.quote, byte) {
                (Some(quote), _) if byte == quote => self.quote = None,
                (Some(_), _) => {}
                (None, b'"' | b'\'') => self.quote = Some(byte),
                (None, b'{' | b'[') => self.flows.push(Flow { is_map: byte == b'{', at: here, key: None, start: here + 1 }),
                (None, b'}' | b']') => {
                    self.flows.pop();
                }
                (None, b',') => {
                    if let Some(flow) = self.flows.last_mut() {
                        flow.key = None;
                        flow.start = here + 1;
                    }
                }
                (None, b':') => {
                    let follows = line.as_bytes().get(place + 1).is_none_or(|next| next.is_ascii_whitespace());
                    if let Some(flow) = self.flows.last_mut().filter(|flow| flow.is_map && flow.key.is_none() && follows) {
                        flow.key = flow.start.checked_sub(at).and_then(|start| line.get(start..place)).map(str::trim);
                        flow.start = here + 1;
                    }
                }
                _ => {}
            }
        }
        if self.flows.is_empty() {
            self.in_value = false;
            self.quote = None;
        }
    }
}

/// `key: value`, where the key is a plain word.
fn split_key(text: &str) -> Option<(&str, &str)> {
    let (key, rest) = text.split_once(':')?;
    let plain = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    (plain && (rest.is_empty() || rest.starts_with(' '))).then_some((key, rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The map, the key and what is typed at `|`.
    fn at(path: &str, marked: &str) -> Option<(&'static str, Option<&'static str>, String)> {
        let offset = marked.find('¦').expect("a mark");
        let text = marked.replace('¦', "");
        let cursor = find_cursor(path, &text, offset)?;
        Some((cursor.map.name, cursor.key.map(|key| key.name), cursor.typed.to_owned()))
    }

    const FORM: &str = "forms/x/1.0.0.yaml";

    #[test]
    fn keys_and_values_by_indentation() {
        assert_eq!(at(FORM, "form: x\nlev¦"), Some(("form", None, "lev".into())));
        assert_eq!(at(FORM, "form: x\nlevel: pa¦"), Some(("form", Some("level"), "pa".into())));
        assert_eq!(at(FORM, "sections:\n  - id: a\n    ti¦"), Some(("section", None, "ti".into())));
        let item = "sections:\n  - id: a\n    items:\n      - id: b\n        kind: ";
        assert_eq!(at(FORM, &format!("{item}ch¦")), Some(("item", Some("kind"), "ch".into())));
        assert_eq!(at(FORM, &format!("{item}choice\n        ¦")), Some(("item", None, String::new())));
        assert_eq!(at(FORM, &format!("{item}choice\n      - ¦")), Some(("item", None, String::new())));
        assert_eq!(at(FORM, &format!("{item}choice\n¦")), Some(("form", None, String::new())));
    }

    #[test]
    fn rules_over_several_lines() {
        let item = "sections:\n- id: a\n  items:\n  - id: b\n    value: |\n      c == 1\n      ? d¦";
        assert_eq!(at(FORM, item), Some(("item", Some("value"), "c == 1\n      ? d".into())));
    }

    #[test]
    fn keys_and_values_in_braces() {
        let start = "sections:\n  - id: a\n    items:\n      - { id: b, kind: ";
        assert_eq!(at(FORM, &format!("{start}cho¦")), Some(("item", Some("kind"), "cho".into())));
        assert_eq!(at(FORM, &format!("{start}choice, li¦")), Some(("item", None, "li".into())));
        assert_eq!(at(FORM, &format!("{start}choice, missing: [UNK, N¦")), Some(("item", Some("missing"), "N".into())));
        assert_eq!(at(FORM, "uses: [in¦"), Some(("form", Some("uses"), "in".into())));
        assert_eq!(at(FORM, "title: { ja: い, e¦"), None);
    }

    #[test]
    fn the_kind_of_an_item_can_be_seen_around() {
        let text = "sections:\n  - id: a\n    items:\n      - id: b\n        li\n        kind: choice\n      - id: c\n        kind: text\n";
        let cursor = find_cursor(FORM, text, text.find("li").expect("there") + 2).expect("a place");
        assert!(cursor.around.contains("kind: choice") && !cursor.around.contains("kind: text"), "{}", cursor.around);
    }

    #[test]
    fn any_text_has_a_place_or_none() {
        let text = "sections:\n  - id: \"a\n    items: [ { id: b, label: { ja: '患者, \n      - |\n :\n\t- -\n- - x: {";
        for offset in 0..=text.len() + 2 {
            let _ = find_cursor(FORM, text, offset);
        }
    }
}
