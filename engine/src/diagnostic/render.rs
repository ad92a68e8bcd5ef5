//! A diagnostic as people and machines read it: text with a caret, JSON, annotations of a code host.

use std::fmt::Write as _;

use serde_json::{Value, json};
use unicode_width::UnicodeWidthChar;

use crate::diagnostic::diagnostic::Diagnostic;
use crate::lang::Lang;
use crate::source::{Position, floor_boundary, position};

/// Text with the line and a caret under the words meant.
///
/// `source` is the file's text (faulty bytes replaced); lines longer than a screen are cut around the caret.
pub fn text(diagnostic: &Diagnostic, source: &str, lang: Lang) -> String {
    let start = position(source, diagnostic.span.start);
    let mut out = String::new();
    let _ = writeln!(out, "{}[{}]: {}", diagnostic.level.name(), diagnostic.code, diagnostic.message.get(lang));
    let _ = writeln!(out, "  --> {}:{}:{}", diagnostic.file, start.line, start.column);
    excerpt(&mut out, diagnostic, source, start);
    if let Some(help) = &diagnostic.help {
        let word = match lang {
            Lang::Ja => "対処",
            Lang::En => "help",
        };
        let _ = writeln!(out, "  = {word}: {}", help.get(lang));
    }
    for note in &diagnostic.notes {
        let _ = writeln!(out, "  = {}: {}:{}:{}", note.message.get(lang), note.file, note.at.line, note.at.column);
    }
    out
}

const SCREEN: usize = 130;

fn excerpt(out: &mut String, diagnostic: &Diagnostic, source: &str, start: Position) {
    let begin = floor_boundary(source, diagnostic.span.start as usize);
    let end = floor_boundary(source, (diagnostic.span.end as usize).max(begin));
    let line_start = source.get(..begin).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let line_end = source.get(begin..).and_then(|after| after.find('\n')).map_or(source.len(), |at| begin + at);
    let (Some(before), Some(line)) = (source.get(line_start..begin), source.get(line_start..line_end)) else { return };
    let marked = source.get(begin..end.min(line_end)).unwrap_or("");
    let skip = before.chars().count().saturating_sub(SCREEN / 2);
    let before: String = before.chars().skip(skip).collect();
    let shown: String = line.chars().skip(skip).take(SCREEN).map(plain).collect();
    let carets = width(marked).clamp(1, SCREEN.saturating_sub(width(&before)).max(1));
    let number = start.line.to_string();
    let margin = " ".repeat(number.len());
    let _ = writeln!(
        out,
        "{margin} |\n{number} | {}\n{margin} | {}{}",
        shown.trim_end(),
        " ".repeat(width(&before)),
        "^".repeat(carets)
    );
}

/// A tab or another control character stands as one visible blank, so that carets stay in line.
fn plain(character: char) -> char {
    if character.is_control() { ' ' } else { character }
}

fn width(text: &str) -> usize {
    text.chars().map(|character| plain(character).width().unwrap_or(0)).sum()
}

/// One object per diagnostic: code, level, file, start, end, message, help; both languages.
pub fn json(diagnostic: &Diagnostic, source: &str) -> Value {
    let place = |offset| {
        let at = position(source, offset);
        json!({ "offset": offset, "line": at.line, "column": at.column })
    };
    let both = |text: &crate::lang::Text| json!({ "ja": &*text.ja, "en": &*text.en });
    json!({
        "code": diagnostic.code,
        "level": diagnostic.level.name(),
        "file": &*diagnostic.file,
        "start": place(diagnostic.span.start),
        "end": place(diagnostic.span.end),
        "message": both(&diagnostic.message),
        "help": diagnostic.help.as_ref().map(both),
        "notes": diagnostic.notes.iter().map(|note| json!({
            "file": &*note.file,
            "line": note.at.line,
            "column": note.at.column,
            "message": both(&note.message),
        })).collect::<Vec<_>>(),
    })
}

/// One annotation line for a code host's checks; `prefix` leads from the repository to the definitions.
pub fn github(diagnostic: &Diagnostic, source: &str, prefix: &str, lang: Lang) -> String {
    let start = position(source, diagnostic.span.start);
    let end = position(source, diagnostic.span.end);
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!(" ({})", help.get(lang)));
    format!(
        "::{} file={prefix}{},line={},col={},endLine={},endColumn={},title={}::{}{}",
        diagnostic.level.name(),
        diagnostic.file,
        start.line,
        start.column,
        end.line,
        end.column,
        diagnostic.code,
        escape(diagnostic.message.get(lang)),
        escape(&help)
    )
}
