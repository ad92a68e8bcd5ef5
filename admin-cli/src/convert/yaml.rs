//! Writes a draft as YAML, and remembers which line says what, so that a fault of the engine finds its way back into the draft.

use crate::convert::draft::{Check, Code, Form, Item, List, Section, Value};
use crate::convert::words::Words;

/// What a line of a written file belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Nothing that could be taken out on its own.
    Whole,
    /// A section's rule.
    SectionRule(usize),
    /// An item as such: section, then the way through groups.
    Item(usize, Vec<usize>),
    /// A property of an item.
    Property(usize, Vec<usize>, String),
    /// A check.
    Check(usize),
    /// A code of a list.
    Code(usize, usize),
}

/// A file with the parts of its lines.
#[derive(Debug, Default)]
pub struct Written {
    /// The text.
    pub text: String,
    /// One part for each line.
    pub parts: Vec<Part>,
}

impl Written {
    fn line(&mut self, depth: usize, text: &str, part: &Part) {
        for _ in 0..depth {
            self.text.push_str("  ");
        }
        self.text.push_str(text);
        self.text.push('\n');
        self.parts.push(part.clone());
    }

    fn comments(&mut self, depth: usize, comments: &[String], part: &Part) {
        for comment in comments {
            let comment = comment.split_whitespace().collect::<Vec<_>>().join(" ");
            let comment: String = comment.chars().filter(|c| is_printable(*c)).take(2_000).collect();
            self.line(depth, &format!("# not carried: {comment}"), part);
        }
    }
}

/// The version of every draft.
pub const VERSION: &str = "0.1.0";

/// The level at which drafted forms stand.
pub const LEVEL: &str = "patient";

/// `registry.yaml`.
pub fn registry(title: &Words) -> Written {
    let mut out = Written::default();
    let whole = &Part::Whole;
    out.line(0, "# A stub: name the levels at which these forms are filled, and say at each form which one it is.", whole);
    out.line(0, "registry: imported", whole);
    out.line(0, &format!("title: {}", both(title, "imported")), whole);
    out.line(0, "levels:", whole);
    out.line(1, &format!("- {{ id: {LEVEL}, title: {{ ja: 患者, en: Patient }} }}"), whole);
    out
}

/// `lists/imported.yaml`.
pub fn lists(lists: &[List]) -> Written {
    let mut out = Written::default();
    let whole = &Part::Whole;
    out.line(0, "lists:", whole);
    for (index, list) in lists.iter().enumerate() {
        out.line(1, &format!("- id: {}", scalar(&list.id)), whole);
        out.line(2, &format!("title: {}", both(&list.title, &list.id)), whole);
        out.line(2, "codes:", whole);
        for (place, code) in list.codes.iter().enumerate() {
            out.line(3, &code_line(code), &Part::Code(index, place));
        }
    }
    out
}

fn code_line(code: &Code) -> String {
    let (ja, en) = code.text.written(&code.source);
    format!("- {{ code: {}, ja: {}, en: {} }}", scalar(&code.code), scalar(&ja), scalar(&en))
}

/// `forms/<id>/<version>.yaml`.
pub fn form(form: &Form) -> Written {
    let mut out = Written::default();
    let whole = &Part::Whole;
    out.line(0, "# A first draft. Lines that say `not carried` hold what the source says and this draft does not.", whole);
    out.comments(0, &form.comments, whole);
    out.line(0, &format!("form: {}", scalar(&form.id)), whole);
    out.line(0, &format!("version: {VERSION}"), whole);
    out.line(0, &format!("title: {}", both(&form.title, &form.id)), whole);
    out.line(0, &format!("level: {LEVEL}"), whole);
    if !form.uses.is_empty() {
        out.line(0, &format!("uses: [{}]", form.uses.iter().map(|id| scalar(id)).collect::<Vec<_>>().join(", ")), whole);
    }
    out.line(0, "sections:", whole);
    for (index, section) in form.sections.iter().enumerate() {
        write_section(&mut out, index, section);
    }
    if !form.checks.is_empty() {
        out.line(0, "checks:", whole);
    }
    for (index, check) in form.checks.iter().enumerate() {
        write_check(&mut out, index, check);
    }
    out
}

fn write_section(out: &mut Written, index: usize, section: &Section) {
    let whole = &Part::Whole;
    out.comments(1, &section.comments, whole);
    out.line(1, &format!("- id: {}", scalar(&section.id)), whole);
    out.line(2, &format!("title: {}", both(&section.title, &section.id)), whole);
    if let Some(rule) = &section.show_if {
        out.line(2, &format!("show_if: {}", scalar(rule)), &Part::SectionRule(index));
    }
    out.line(2, "items:", whole);
    for (place, item) in section.items.iter().enumerate() {
        write_item(out, 3, index, &mut vec![place], item);
    }
}

fn write_item(out: &mut Written, depth: usize, section: usize, path: &mut Vec<usize>, item: &Item) {
    let own = Part::Item(section, path.clone());
    out.comments(depth, &item.comments, &own);
    out.line(depth, &format!("- id: {}", scalar(&item.id)), &own);
    out.line(depth + 1, &format!("kind: {}", item.kind.name()), &own);
    out.line(depth + 1, &format!("label: {}", both(&item.label, &item.id)), &own);
    if let Some(help) = &item.help {
        out.line(depth + 1, &format!("help: {}", both(help, &item.id)), &own);
    }
    for property in &item.properties {
        let part = Part::Property(section, path.clone(), property.key.to_string());
        let value = match &property.value {
            // The id of a list; all other plain values are numbers and truth values.
            Value::Plain(text) if property.key == "list" => scalar(text),
            Value::Plain(text) => text.clone(),
            Value::Text(text) | Value::Rule(text) => scalar(text),
            Value::Texts(texts) => format!("[{}]", texts.iter().map(|text| scalar(text)).collect::<Vec<_>>().join(", ")),
        };
        out.line(depth + 1, &format!("{}: {value}", property.key), &part);
    }
    if item.items.is_empty() {
        return;
    }
    out.line(depth + 1, "items:", &own);
    for (place, member) in item.items.iter().enumerate() {
        path.push(place);
        write_item(out, depth + 2, section, path, member);
        path.pop();
    }
}

fn write_check(out: &mut Written, index: usize, check: &Check) {
    let part = &Part::Check(index);
    out.line(1, &format!("- id: {}", scalar(&check.id)), part);
    out.line(2, &format!("violated_if: {}", scalar(&check.violated_if)), part);
    out.line(2, &format!("severity: {}", check.severity), part);
    out.line(2, &format!("on: {}", scalar(&check.on)), part);
    out.line(2, &format!("message: {}", both(&check.message, &check.id)), part);
}

fn both(words: &Words, instead: &str) -> String {
    let (ja, en) = words.written(instead);
    format!("{{ ja: {}, en: {} }}", scalar(&ja), scalar(&en))
}

/// A text as YAML writes it on one line, quoted unless it is a plain phrase that cannot be read as anything else.
pub fn scalar(text: &str) -> String {
    let is_word = |c: char| {
        c.is_alphanumeric() || matches!(c, '_' | ' ' | '-' | '.' | '/' | '(' | ')' | '・' | '、' | '。' | '【' | '】' | 'ー')
    };
    let starts = text.chars().next().is_some_and(char::is_alphabetic) || text.starts_with('【');
    let reserved = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    let is_plain =
        starts && !text.ends_with(' ') && text.chars().all(is_word) && !reserved.contains(&text.to_ascii_lowercase().as_str());
    if is_plain {
        return text.to_string();
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            other if is_printable(other) => out.push(other),
            _ => out.push(' '),
        }
    }
    out.push('"');
    out
}

/// What YAML lets stand in a file.
fn is_printable(character: char) -> bool {
    !character.is_control() && !matches!(character, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::scalar;

    #[test]
    fn texts_are_quoted_where_yaml_would_read_them_otherwise() {
        for (text, written) in [
            ("Date of birth", "Date of birth"),
            ("生年月日", "生年月日"),
            ("yes", "\"yes\""),
            ("1", "\"1\""),
            ("a: b", "\"a: b\""),
            ("say \"a\\b\"", "\"say \\\"a\\\\b\\\"\""),
            ("", "\"\""),
            ("- x", "\"- x\""),
        ] {
            assert_eq!(scalar(text), written);
        }
    }
}
