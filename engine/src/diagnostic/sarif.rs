//! Findings as SARIF 2.1.0, the format that code hosts and editors read; waived findings stand there as suppressed, with their reasons.

use serde_json::{Value, json};

use crate::diagnostic::diagnostic::{Diagnostic, Level};
use crate::diagnostic::table::Row;
use crate::lang::Lang;
use crate::source::position;

/// Where the schema of the format is.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One finding with what surrounds it.
pub struct Result<'r> {
    /// The finding.
    pub diagnostic: &'r Diagnostic,
    /// The text of its file.
    pub source: String,
    /// Why it is waived.
    pub waived: Option<&'r str>,
}

/// A whole log: `prefix` stands before each path (empty, or ending in `/`), `explain` gives what a code means.
pub fn log<'r>(results: &[Result<'r>], prefix: &str, lang: Lang, explain: impl Fn(&str) -> Option<Row>) -> Value {
    let mut codes: Vec<&str> = results.iter().map(|result| result.diagnostic.code).collect();
    codes.sort_unstable();
    codes.dedup();
    let rules: Vec<Value> = codes.iter().map(|code| rule(code, lang, explain(code))).collect();
    let results: Vec<Value> = results.iter().map(|one| result(one, prefix, lang, &codes)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "ctr", "semanticVersion": env!("CARGO_PKG_VERSION"), "language": lang.tag(), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(code: &str, lang: Lang, row: Option<Row>) -> Value {
    let text = row.map_or(code, |row| if lang == Lang::Ja { row.ja } else { row.en });
    json!({ "id": code, "fullDescription": { "text": text }, "help": { "text": format!("ctr explain {code}") } })
}

fn result(result: &Result<'_>, prefix: &str, lang: Lang, codes: &[&str]) -> Value {
    let diagnostic = result.diagnostic;
    let (start, end) = (position(&result.source, diagnostic.span.start), position(&result.source, diagnostic.span.end));
    let help = diagnostic.help.as_ref().map_or(String::new(), |help| format!(" ({})", help.get(lang)));
    let mut found = json!({
        "ruleId": diagnostic.code,
        "ruleIndex": codes.iter().position(|code| *code == diagnostic.code),
        "level": match diagnostic.level { Level::Error => "error", Level::Warning => "warning" },
        "message": { "text": format!("{}{help}", diagnostic.message.get(lang)) },
        "locations": [{
            "physicalLocation": {
                "artifactLocation": { "uri": uri(&format!("{prefix}{}", diagnostic.file)) },
                "region": {
                    "startLine": start.line,
                    "startColumn": start.column,
                    "endLine": end.line,
                    "endColumn": end.column,
                },
            },
        }],
    });
    if let (Some(reason), Some(found)) = (result.waived, found.as_object_mut()) {
        found.insert("suppressions".into(), json!([{ "kind": "inSource", "justification": reason }]));
    }
    found
}

/// A path as a relative address: everything beyond the plain letters is percent-encoded.
fn uri(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/@+".contains(&byte);
    path.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
