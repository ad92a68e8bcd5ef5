//! Code lists as they are gathered: lists that say the same are one, codes are unique, and what looks like a missing reason is proposed.

use std::collections::BTreeMap;

use crate::convert::draft::{Code, Draft, Item, List, Value};
use crate::convert::id::{self, Ids};
use crate::convert::report::{Fate, Report};
use crate::convert::words::Words;

/// A choice as the source gives it: its code and its text.
pub type Choice = (String, Words);

/// Lists gathered so far.
#[derive(Debug, Default)]
pub struct Choices {
    ids: Ids,
    known: BTreeMap<Vec<(String, String, String)>, usize>,
}

impl Choices {
    /// Gives the item a list of these choices.
    pub fn give(&mut self, draft: &mut Draft, item: &mut Item, name: &str, choices: &[Choice], report: &mut Report) {
        let key: Vec<(String, String, String)> = choices
            .iter()
            .map(|(code, text)| (code.clone(), text.ja.clone().unwrap_or_default(), text.en.clone().unwrap_or_default()))
            .collect();
        let index = match self.known.get(&key) {
            Some(index) => *index,
            None => {
                let list = self.list(item, name, choices, report);
                draft.lists.push(list);
                self.known.insert(key, draft.lists.len() - 1);
                draft.lists.len() - 1
            }
        };
        let Some(list) = draft.lists.get(index) else { return };
        item.codes = list.codes.iter().map(|code| (code.source.clone(), code.code.clone())).collect();
        item.set("list", Value::Plain(list.id.clone()), name);
    }

    fn list(&mut self, item: &Item, name: &str, choices: &[Choice], report: &mut Report) -> List {
        let id = self.ids.give(name, "list");
        let place = &item.place;
        report.add(Fate::Carried, place, "list", format!("`{name}` → `{id}`"));
        let mut given: BTreeMap<String, usize> = BTreeMap::new();
        let mut codes: Vec<Code> = Vec::new();
        for (source, text) in choices {
            let wished = id::code(source);
            let count = given.entry(wished.clone()).or_insert(0);
            *count += 1;
            let code = if *count == 1 { wished.clone() } else { format!("{wished}_{count}") };
            if *count > 1 {
                report.add(Fate::Person, place, "code-twice", format!("`{id}`: `{source}` → `{code}`"));
                given.insert(code.clone(), 1);
            } else if code != source.trim() {
                report.add(Fate::Carried, place, "code-renamed", format!("`{id}`: `{source}` → `{code}`"));
            }
            if let Some(reason) = missing_reason(source, text) {
                report.add(
                    Fate::Person,
                    place,
                    "missing-reason",
                    format!("`{id}`: `{source}` ({}) → `missing: [{reason}]`", text.any()),
                );
            }
            codes.push(Code { code, source: source.clone(), text: text.clone() });
        }
        List { id, title: item.label.clone(), codes, place: place.clone() }
    }
}

/// The reason that a code stands for, by what is usual: words first, then numbers that no list counts up to.
fn missing_reason(code: &str, text: &Words) -> Option<&'static str> {
    const WORDS: [(&str, &[&str]); 5] = [
        ("ND", &["not done", "not performed", "未実施", "実施せず"]),
        ("NA", &["not applicable", "n/a", "該当なし", "該当せず", "非該当"]),
        ("REF", &["refused", "declined", "prefer not", "回答拒否", "拒否"]),
        ("NASK", &["not asked", "確認していない"]),
        ("UNK", &["unknown", "don't know", "do not know", "not known", "不明", "わからない", "unk"]),
    ];
    let said = format!("{} {}", text.en.as_deref().unwrap_or(""), text.ja.as_deref().unwrap_or("")).to_lowercase();
    let said = said.trim();
    let found = WORDS
        .iter()
        .find(|(_, words)| words.iter().any(|word| said == *word || (said.starts_with(word) && said.len() < word.len() + 16)));
    if let Some((reason, _)) = found {
        return Some(reason);
    }
    let code = code.trim();
    WORDS.iter().find(|(_, words)| words.contains(&code.to_lowercase().as_str())).map(|(reason, _)| *reason).or(matches!(
        code,
        "99" | "999" | "9999" | "-99" | "-9" | "-999"
    )
    .then_some("UNK"))
}
