//! What could be typed at a place of a definition file.

use crate::editor::cursor::{Cursor, find_cursor};
use crate::editor::key::Holds;
use crate::editor::meaning::{of_kind, units};
use crate::editor::outline::{Named, outline};
use crate::expr::function::{FUNCTIONS, ROW_RULES, SPECIAL};
use crate::form::list::CodeList;
use crate::kind::kind::{COMMON, KINDS, Kind};
use crate::lang::Lang;
use crate::library::library::Library;
use crate::source::SourceFile;
use crate::value::missing::Missing;
use crate::value::unit_name::print;

/// What kind of thing is offered, for its picture in the editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offered {
    /// A key of a map.
    Key,
    /// A word of the language: a kind, a severity, a missing reason.
    Word,
    /// A function.
    Function,
    /// An item.
    Item,
    /// A code of a list.
    Code,
    /// A list, form, level or product.
    Reference,
}

/// One thing that could be typed.
#[derive(Clone, Debug)]
pub struct Completion {
    /// What is inserted.
    pub text: String,
    /// What it is.
    pub offered: Offered,
    /// What it means: Japanese, English.
    pub meaning: (String, String),
}

/// Everything that fits at a place, whatever letters stand there already; and where the word begins that it replaces.
pub fn complete(library: &Library, file: &SourceFile, text: &str, offset: usize) -> (Vec<Completion>, usize) {
    let Some(cursor) = find_cursor(&file.path, text, offset) else { return (Vec::new(), offset) };
    let word = cursor.typed.len() - cursor.typed.trim_end_matches(is_word).len();
    let start = offset.saturating_sub(word);
    let found = match cursor.key.map(|key| key.holds) {
        None => keys(&cursor),
        Some(holds) => values(library, file, &cursor, holds),
    };
    (found, start)
}

fn is_word(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

fn completion(text: &str, offered: Offered, ja: &str, en: &str) -> Completion {
    Completion { text: text.to_owned(), offered, meaning: (ja.to_owned(), en.to_owned()) }
}

/// The keys of the map that do not stand there yet; of an item, those that its kind takes.
fn keys(cursor: &Cursor) -> Vec<Completion> {
    let kind = value_of(cursor.around, "kind").and_then(Kind::from_name);
    let fits =
        |name: &str| cursor.map.name != "item" || kind.is_none_or(|row| COMMON.contains(&name) || row.properties.contains(&name));
    let stands = |name: &str| value_of(cursor.around, name).is_some() && cursor.map.name != "form";
    let keys = cursor.map.keys.iter().filter(|key| fits(key.name) && !stands(key.name));
    keys.map(|key| completion(&format!("{}: ", key.name), Offered::Key, key.ja, key.en)).collect()
}

/// The word behind `key:` in the text of a map.
fn value_of<'t>(text: &'t str, key: &str) -> Option<&'t str> {
    let mut from = 0;
    while let Some(at) = text.get(from..)?.find(key) {
        let place = from + at;
        from = place + key.len();
        let alone = !text.get(..place)?.ends_with(is_word);
        if let Some(rest) = text.get(from..)?.strip_prefix(':').filter(|_| alone) {
            return Some(rest.trim_start_matches(' ').split(|c: char| !is_word(c)).next().unwrap_or(""));
        }
    }
    None
}

fn values(library: &Library, file: &SourceFile, cursor: &Cursor, holds: Holds) -> Vec<Completion> {
    let word = |words: &[&str]| words.iter().map(|word| completion(word, Offered::Word, "", "")).collect();
    match holds {
        Holds::Truth => word(&["true", "false"]),
        Holds::Word(words) => word(words),
        Holds::Weight => vec![
            completion("error", Offered::Word, "直すまで登録は完了しません。", "the record is not complete until it is mended"),
            completion("warning", Offered::Word, "理由を書けば登録できます。", "asks for a reason, which is kept"),
        ],
        Holds::Kind => {
            let meaning = |name: &str| of_kind(name).unwrap_or_default();
            let first = |text: String| text.lines().next().unwrap_or("").to_owned();
            let told = |name: &str| (first(meaning(name).0), first(meaning(name).1));
            KINDS
                .iter()
                .map(|row| Completion { text: row.name.to_owned(), offered: Offered::Word, meaning: told(row.name) })
                .collect()
        }
        Holds::Text | Holds::Texts if cursor.key.is_some_and(|key| matches!(key.name, "unit" | "units")) => {
            let told = |unit: &String| completion(unit, Offered::Word, &print(unit, Lang::Ja), &print(unit, Lang::En));
            units(library).iter().map(told).collect()
        }
        Holds::Reasons => {
            Missing::ALL.iter().map(|reason| completion(reason.code(), Offered::Word, reason.ja(), reason.en())).collect()
        }
        Holds::End => word(&["today"]),
        Holds::Required => {
            let mut found: Vec<Completion> = word(&["true", "false"]);
            found.extend(rule(library, file, cursor));
            found
        }
        Holds::Rule => rule(library, file, cursor),
        Holds::Id | Holds::Ids | Holds::IdsOrMaps(_) => references(library, file, cursor),
        Holds::Texts if cursor.key.is_some_and(|key| key.name == "why") => library
            .purposes
            .iter()
            .flat_map(|purposes| purposes.words().filter_map(|word| Some((word, purposes.title(word)?))))
            .map(|(word, title)| completion(word, Offered::Reference, &title.ja, &title.en))
            .collect(),
        Holds::Texts if cursor.key.is_some_and(|key| key.name == "exclusive") => {
            value_of(cursor.around, "list").and_then(|id| library.lists.get(id)).map_or(Vec::new(), |list| codes(list))
        }
        _ => Vec::new(),
    }
}

/// What an id can refer to, by the key that holds it.
fn references(library: &Library, file: &SourceFile, cursor: &Cursor) -> Vec<Completion> {
    let offer = |text: &str, ja: &str, en: &str| completion(text, Offered::Reference, ja, en);
    let items = || outline(file).iter().map(item).collect::<Vec<_>>();
    match (cursor.map.name, cursor.key.map_or("", |key| key.name)) {
        (_, "list") => library.lists.values().map(|list| offer(&list.id, &list.title.ja, &list.title.en)).collect(),
        (_, "level" | "parent") => {
            let levels = library.registry.as_ref().map_or(&[][..], |registry| &registry.levels[..]);
            levels.iter().map(|level| offer(&level.id, &level.title.ja, &level.title.en)).collect()
        }
        (_, "uses" | "forms")
        | ("reference" | "visit_form", "form")
        | ("label_rule" | "product_example" | "identity" | "treatment" | "consent", "form")
        | ("consent", "before") => library
            .forms
            .values()
            .filter_map(|versions| versions.last())
            .map(|form| offer(&form.id, &form.title.ja, &form.title.en))
            .collect(),
        (_, "on" | "replaces" | "item") => items(),
        _ => Vec::new(),
    }
}

fn item(named: &Named) -> Completion {
    let (ja, en) = named.label.clone().map_or_else(Default::default, |(ja, en)| (ja.to_string(), en.to_string()));
    let kind = named.kind.as_deref().map_or_else(String::new, |kind| format!(" ({kind})"));
    Completion { text: named.id.to_string(), offered: Offered::Item, meaning: (format!("{ja}{kind}"), format!("{en}{kind}")) }
}

fn codes(list: &CodeList) -> Vec<Completion> {
    list.codes
        .iter()
        .filter(|code| !code.retired)
        .map(|code| completion(&code.code, Offered::Code, &code.text.ja, &code.text.en))
        .collect()
}

/// The list of the code that stands at a place: one that a rule compares with, or one of the item's own list.
pub fn list_at<'l>(library: &'l Library, file: &SourceFile, cursor: &Cursor) -> Option<&'l CodeList> {
    let key = cursor.key?;
    match (key.holds, key.name) {
        (Holds::Rule | Holds::Required, _) => {
            let typed = cursor.typed.trim_start_matches(['\'', '|', '\n', ' ']);
            (typed.matches('"').count() % 2 == 1).then(|| compared(library, &outline(file), typed))?
        }
        (_, "exclusive") => library.lists.get(value_of(cursor.around, "list")?).map(|list| &**list),
        _ => None,
    }
}

/// Inside a rule (which may itself stand in quotes, as YAML has them): codes within quotes, items behind `form.` or `row.`, else items, forms and functions.
fn rule(library: &Library, file: &SourceFile, cursor: &Cursor) -> Vec<Completion> {
    let typed = cursor.typed.trim_start_matches(['\'', '"', '|', '\n', ' ']);
    let mut named = outline(file);
    // Of a file that is no YAML at the moment only ids are known; then all of them are offered.
    if named.iter().any(|one| one.kind.is_some()) {
        named.retain(|one| one.kind.is_some());
    }
    if typed.matches('"').count() % 2 == 1 {
        return compared(library, &named, typed).map_or_else(Vec::new, codes);
    }
    let word = typed.trim_end_matches(is_word);
    if let Some(before) = word.strip_suffix('.') {
        let name = before.rsplit(|c: char| !is_word(c)).next().unwrap_or("");
        return match library.form(name) {
            Some(form) => {
                form.items.iter().map(|item| completion(&item.id, Offered::Item, &item.label.ja, &item.label.en)).collect()
            }
            None => {
                let rules = ROW_RULES.iter().map(|(name, ja, en)| completion(name, Offered::Function, ja, en));
                named.iter().map(item).chain(rules).collect()
            }
        };
    }
    let mut found: Vec<Completion> = named.iter().map(item).collect();
    let used = library.forms.values().filter_map(|versions| versions.last());
    found.extend(used.map(|form| completion(&format!("{}.", form.id), Offered::Reference, &form.title.ja, &form.title.en)));
    found.extend(FUNCTIONS.iter().map(|row| completion(&format!("{}(", row.name), Offered::Function, row.ja, row.en)));
    found.extend(SPECIAL.iter().map(|(name, ja, en)| completion(&format!("{name}("), Offered::Function, ja, en)));
    found.push(completion("today", Offered::Word, "判定する日", "the day of judgement"));
    found
}

/// The code list of the item that stands before the operator: `crs_outcome == "`, `x in ["a", "`.
fn compared<'l>(library: &'l Library, named: &[Named], typed: &str) -> Option<&'l CodeList> {
    let before = typed.get(..typed.rfind('"')?)?;
    let mut left = before;
    // Step over codes already listed in `in [..]`.
    if let Some(bracket) = before.rfind('[').filter(|at| !before.get(*at..).unwrap_or("").contains(']')) {
        left = before.get(..bracket)?.trim_end().strip_suffix("in")?;
    }
    let left = left.trim_end().trim_end_matches(['=', '!']).trim_end();
    let word = left.rsplit(|c: char| !is_word(c) && c != '.').next()?;
    let list = match word.split_once('.') {
        Some((form, item)) => match library.form(form).and_then(|form| form.find_item(item)) {
            Some((_, item)) => item.list.as_ref()?.id.clone(),
            None => named.iter().find(|one| &*one.id == item)?.list.clone()?,
        },
        None => named.iter().find(|one| &*one.id == word)?.list.clone()?,
    };
    library.lists.get(&list).map(|list| &**list)
}
