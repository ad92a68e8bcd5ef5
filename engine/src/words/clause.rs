//! What a rule says: one line for a table's cell, or lists within lists for a page. For whoever shows rules to people.

use serde_json::{Value, json};

use crate::lang::Lang;

/// A statement in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clause {
    /// Simple words.
    Plain(String, Ending),
    /// All of these hold.
    All(Vec<Clause>),
    /// At least one of these holds.
    Any(Vec<Clause>),
    /// Of the cases, tried one after another, the first that holds: (condition, what then holds or is the value).
    Cases(Vec<(Clause, Clause)>, Box<Clause>),
    /// Something said of rows: (which rows, what).
    Rows(String, Box<Clause>),
}

/// How Japanese words end, which decides what may follow them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// A noun: `の` joins it to the next noun.
    Noun,
    /// A verb or adjective, which joins as it is.
    Verb,
}

/// One line of a nested list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// How deep it stands.
    pub depth: usize,
    /// What it says.
    pub text: String,
}

impl Clause {
    /// Everything on one line.
    pub fn line(&self, lang: Lang) -> String {
        match self {
            Clause::Plain(text, _) => text.clone(),
            Clause::All(parts) => joined(parts, pick(lang, "、かつ、", " and "), lang),
            Clause::Any(parts) => joined(parts, pick(lang, "、または、", " or "), lang),
            Clause::Cases(cases, otherwise) => {
                let mut told: Vec<String> = cases.iter().map(|(when, then)| case(when, then, lang)).collect();
                told.push(format!("{}{}", pick(lang, "それ以外は", "otherwise "), otherwise.inner(lang)));
                told.join(pick(lang, "、", ", "))
            }
            Clause::Rows(lead, of) => format!("{lead}{}{}", pick(lang, "、", ", "), of.inner(lang)),
        }
    }

    /// The line, in brackets when it could be misread inside another one.
    pub fn inner(&self, lang: Lang) -> String {
        match self {
            Clause::Plain(text, _) => text.clone(),
            _ => bracketed(&self.line(lang), lang),
        }
    }

    /// The line as it stands before a noun: `…の`, or as it is.
    pub fn before_noun(&self) -> String {
        let line = self.inner(Lang::Ja);
        match self {
            Clause::Plain(_, Ending::Verb) => line,
            _ => line + "の",
        }
    }

    /// As a list: what stands deeper belongs to the line above it.
    pub fn lines(&self, lang: Lang) -> Vec<Line> {
        let mut lines = Vec::new();
        self.write(0, "", lang, &mut lines);
        lines
    }

    fn write(&self, depth: usize, lead: &str, lang: Lang, lines: &mut Vec<Line>) {
        if !self.needs_list() {
            lines.push(Line { depth, text: format!("{lead}{}", self.line(lang)) });
            return;
        }
        let mut head = |text: &str| lines.push(Line { depth, text: format!("{lead}{text}") });
        match self {
            Clause::Plain(text, _) => head(text),
            Clause::All(parts) => {
                head(pick(lang, "次のすべて:", "all of these:"));
                parts.iter().for_each(|part| part.write(depth + 1, "", lang, lines));
            }
            Clause::Any(parts) => {
                head(pick(lang, "次のいずれか:", "any of these:"));
                parts.iter().for_each(|part| part.write(depth + 1, "", lang, lines));
            }
            Clause::Cases(cases, otherwise) => {
                head(pick(lang, "最初に当てはまるもの:", "the first that applies:"));
                for (when, then) in cases {
                    let lead = match lang {
                        Lang::Ja => format!("{} ← ", then.line(lang)),
                        Lang::En => format!("{}, if ", then.line(lang)),
                    };
                    when.write(depth + 1, &lead, lang, lines);
                }
                otherwise.write(depth + 1, pick(lang, "それ以外: ", "otherwise "), lang, lines);
            }
            Clause::Rows(rows, of) => {
                head(&format!("{rows}:"));
                of.write(depth + 1, "", lang, lines);
            }
        }
    }

    /// Short things read better on one line; what has parts within parts, or many, as a list.
    fn needs_list(&self) -> bool {
        let simple = |part: &Clause| matches!(part, Clause::Plain(..));
        match self {
            Clause::Plain(..) => false,
            Clause::All(parts) | Clause::Any(parts) => parts.len() > 2 || !parts.iter().all(simple),
            Clause::Cases(cases, otherwise) => {
                cases.len() > 1 || !cases.iter().all(|(when, _)| simple(when)) || !simple(otherwise)
            }
            Clause::Rows(_, of) => of.needs_list(),
        }
    }

    /// As data: a text, or an object with `all`, `any`, `cases` or `rows`.
    pub fn json(&self) -> Value {
        let many = |parts: &[Clause]| parts.iter().map(|part| part.json()).collect::<Vec<_>>();
        match self {
            Clause::Plain(text, _) => json!(text),
            Clause::All(parts) => json!({ "all": many(parts) }),
            Clause::Any(parts) => json!({ "any": many(parts) }),
            Clause::Cases(cases, otherwise) => {
                let cases: Vec<Value> =
                    cases.iter().map(|(when, then)| json!({ "if": when.json(), "then": then.json() })).collect();
                json!({ "cases": cases, "otherwise": otherwise.json() })
            }
            Clause::Rows(rows, of) => json!({ "rows": rows, "say": of.json() }),
        }
    }
}

/// Lines as plain text or Markdown, each below the one it belongs to.
pub fn indented(lines: &[Line], indent: usize) -> String {
    let one = |line: &Line| {
        let bullet = if line.depth == 0 { "" } else { "- " };
        format!("{:width$}{bullet}{}\n", "", line.text, width = indent + 2 * line.depth.saturating_sub(1))
    };
    lines.iter().map(one).collect()
}

fn case(when: &Clause, then: &Clause, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("{}場合は{}", when.before_noun(), then.inner(lang)),
        Lang::En => format!("{} if {}", then.inner(lang), when.inner(lang)),
    }
}

fn joined(parts: &[Clause], by: &str, lang: Lang) -> String {
    parts.iter().map(|part| part.inner(lang)).collect::<Vec<_>>().join(by)
}

fn bracketed(text: &str, lang: Lang) -> String {
    match lang {
        Lang::Ja => format!("（{text}）"),
        Lang::En => format!("({text})"),
    }
}

fn pick<'t>(lang: Lang, ja: &'t str, en: &'t str) -> &'t str {
    match lang {
        Lang::Ja => ja,
        Lang::En => en,
    }
}
