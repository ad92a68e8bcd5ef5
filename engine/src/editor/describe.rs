//! What stands under the cursor: its meaning, and the place where it is defined.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::editor::complete::list_at;
use crate::editor::cursor::{Cursor, find_cursor};
use crate::editor::key::Holds;
use crate::editor::meaning::{of_code, of_kind, of_reason, of_unit};
use crate::editor::outline::outline;
use crate::expr::function::{FUNCTIONS, ROW_RULES, SPECIAL};
use crate::form::form::Form;
use crate::form::item::Item;
use crate::form::list::CodeList;
use crate::lang::Lang;
use crate::library::library::Library;
use crate::source::{SourceFile, Span};
use crate::words::clause::indented;
use crate::words::statement::statements;
use crate::words::thing::Things;

/// A word of a definition file and what it names.
struct Word<'t> {
    text: &'t str,
    span: Span,
    /// The word before a point: `infusion` of `infusion.infusion_date`.
    owner: Option<&'t str>,
}

/// A place in a file of the library.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The file.
    pub file: Arc<str>,
    /// Where in the file.
    pub span: Span,
}

/// What the word under the cursor means, as Markdown, and the word's place.
pub fn hover(library: &Library, file: &SourceFile, text: &str, offset: usize, lang: Lang) -> Option<(String, Span)> {
    let word = word(text, offset)?;
    let cursor = find_cursor(&file.path, text, word.span.end as usize)?;
    let pick = |ja: &str, en: &str| if lang == Lang::Ja { ja.to_owned() } else { en.to_owned() };
    let said = match cursor.key {
        None => {
            let key = cursor.map.keys.iter().find(|key| key.name == word.text)?;
            let above = outline(file).into_iter().take_while(|one| one.span.start <= word.span.start).last();
            let told = own_form(library, file).zip(above).map(|(form, above)| rules(form, &above.id, Some(key.name), lang));
            format!("**{}**\n\n{}{}", key.name, pick(key.ja, key.en), told.unwrap_or_default())
        }
        Some(_) if list_at(library, file, &cursor).is_some_and(|list| list.find(word.text).is_some()) => {
            of_code(list_at(library, file, &cursor)?, word.text)?
        }
        Some(key) if matches!(key.holds, Holds::Kind) => {
            let (ja, en) = of_kind(word.text)?;
            format!("**{}**\n\n{}", word.text, pick(&ja, &en))
        }
        Some(key) if matches!(key.holds, Holds::Reasons) => {
            let (ja, en) = of_reason(word.text)?;
            format!("**{}**\n\n- ja: {ja}\n- en: {en}", word.text)
        }
        Some(key) if matches!(key.name, "unit" | "units") => {
            let (unit, span) = unit_at(text, offset)?;
            return Some((of_unit(library, unit)?, span));
        }
        Some(key) if matches!(key.holds, Holds::Rule | Holds::Required) => {
            let function = FUNCTIONS
                .iter()
                .map(|row| (row.name, row.ja, row.en))
                .chain(SPECIAL.iter().copied())
                .chain(ROW_RULES.iter().copied());
            let called = text.get(word.span.end as usize..).is_some_and(|rest| rest.trim_start().starts_with('('));
            match function.into_iter().find(|(name, ..)| called && *name == word.text) {
                Some((name, ja, en)) => format!("**{name}(..)**\n\n{}", pick(ja, en)),
                None => item_words(library, file, &word, lang)?,
            }
        }
        Some(key) if key.name == "list" => {
            let list = library.lists.get(word.text)?;
            let mut said = format!("**{}** {}\n", list.id, list.title.get(lang));
            for code in &list.codes {
                let _ = write!(said, "\n- `{}` {}", code.code, code.text.get(lang));
            }
            said
        }
        Some(key) if matches!(key.holds, Holds::Id | Holds::Ids | Holds::IdsOrMaps(_)) => match library.form(word.text) {
            Some(form) => format!("**{}** {}", form.reference(), form.title.get(lang)),
            None => item_words(library, file, &word, lang)?,
        },
        Some(_) => return None,
    };
    Some((said, word.span))
}

/// An item as the newest sound reading of the library knows it.
fn item_words(library: &Library, file: &SourceFile, word: &Word, lang: Lang) -> Option<String> {
    let form = match word.owner.and_then(|owner| library.form(owner)) {
        Some(form) => form,
        None => own_form(library, file)?,
    };
    match form.find_item(word.text) {
        Some((_, item)) => Some(format!("{}{}", describe(item, lang), rules(form, &item.id, None, lang))),
        None => {
            let check = form.checks.iter().find(|check| *check.id == *word.text)?;
            Some(format!("**{}** {}{}", check.id, check.message.get(lang), rules(form, &check.id, None, lang)))
        }
    }
}

/// The form that a file holds, as the newest sound reading knows it.
fn own_form<'l>(library: &'l Library, file: &SourceFile) -> Option<&'l Arc<Form>> {
    let is_here = |form: &&Arc<Form>| {
        let at = library.sources.form_files.get(&(form.id.clone(), form.version));
        at.and_then(|at| library.sources.files.get(*at)).is_some_and(|known| known.path == file.path)
    };
    library.forms.values().flatten().find(is_here)
}

/// The rules of an item, a section or a check in plain words: all of them, or those of one key.
fn rules(form: &Form, id: &str, key: Option<&str>, lang: Lang) -> String {
    let things = Things::new(form, lang);
    let of_id = statements(form).into_iter().filter(|one| *one.id == *id && key.is_none_or(|key| one.role.key() == key));
    of_id.fold(String::new(), |mut said, one| {
        if let Some(clause) = one.clause(&things) {
            let _ = write!(said, "\n\n**{}**\n\n{}", one.lead(lang), indented(&clause.lines(lang), 0).trim_end());
        }
        said
    })
}

fn describe(item: &Item, lang: Lang) -> String {
    let mut said = format!("**{}** {}\n\n`{}`", item.id, item.label.get(lang), item.kind.name());
    if let Some(unit) = item.units.first() {
        let _ = write!(said, " {}", unit.text());
    }
    if let Some(help) = &item.help {
        let _ = write!(said, "\n\n{}", help.get(lang));
    }
    if let Some(list) = &item.list {
        said.push('\n');
        for code in list.codes.iter().take(20) {
            let _ = write!(said, "\n- `{}` {}", code.code, code.text.get(lang));
        }
        if list.codes.len() > 20 {
            let _ = write!(said, "\n- … ({})", list.codes.len());
        }
    }
    said
}

/// Where the thing under the cursor is defined.
pub fn definition(library: &Library, file: &SourceFile, text: &str, offset: usize) -> Option<Target> {
    let word = word(text, offset)?;
    let cursor = find_cursor(&file.path, text, word.span.end as usize)?;
    let key = cursor.key?;
    let here = |id: &str| Some(Target { file: file.path.clone(), span: named(file, id)? });
    if let Some(target) = list_at(library, file, &cursor).and_then(|list| code_target(library, list, word.text)) {
        return Some(target);
    }
    match key.holds {
        Holds::Rule | Holds::Required => match word.owner.and_then(|owner| form_file(library, owner)) {
            Some(other) => Some(Target { file: other.path.clone(), span: named(other, word.text)? }),
            None => here(word.text).or_else(|| form_target(library, word.text)),
        },
        Holds::Id | Holds::Ids | Holds::IdsOrMaps(_) => reference(library, &cursor, word.text).or_else(|| here(word.text)),
        _ => None,
    }
}

fn reference(library: &Library, cursor: &Cursor, id: &str) -> Option<Target> {
    if cursor.key.is_some_and(|key| key.name == "list") {
        let file = library.sources.files.get(*library.sources.list_files.get(id)?)?;
        return Some(Target { file: file.path.clone(), span: named(file, id)? });
    }
    form_target(library, id)
}

/// Where a code stands in its list.
fn code_target(library: &Library, list: &CodeList, code: &str) -> Option<Target> {
    list.find(code)?;
    let file = library.sources.files.get(*library.sources.list_files.get(&list.id)?)?;
    let text = String::from_utf8_lossy(&file.bytes);
    let from = named(file, &list.id)?.end as usize;
    let rest = text.get(from..)?;
    let place = [format!("code: {code},"), format!("code: \"{code}\""), format!("code: {code}\n"), format!("code: {code} ")];
    let at = place.iter().filter_map(|words| rest.find(words.as_str())).min()? + from + "code: ".len();
    let at = at + usize::from(text.get(at..)?.starts_with('"'));
    Some(Target { file: file.path.clone(), span: Span::new(at, at + code.len()) })
}

/// The unit around an offset: units hold signs that no other word holds.
fn unit_at(text: &str, offset: usize) -> Option<(&str, Span)> {
    let offset = crate::source::floor_boundary(text, offset);
    let ends = |letter: char| letter.is_whitespace() || matches!(letter, ',' | '"' | '\'');
    let (before, after) = text.split_at_checked(offset)?;
    let start = before.rfind(ends).map_or(0, |at| at + 1);
    let end = offset + after.find(ends).unwrap_or(after.len());
    // `units: [mg/dL, g/L]`: the brackets are the list's.
    let unit = text.get(start..end)?;
    let inner = unit.trim_start_matches('[');
    let start = start + (unit.len() - inner.len());
    let inner = if inner.contains('[') { inner } else { inner.trim_end_matches([']', '}']) };
    Some((inner, Span::new(start, start + inner.len())))
}

fn form_target(library: &Library, id: &str) -> Option<Target> {
    Some(Target { file: form_file(library, id)?.path.clone(), span: Span::default() })
}

fn form_file<'l>(library: &'l Library, id: &str) -> Option<&'l SourceFile> {
    let form = library.form(id)?;
    library.sources.files.get(*library.sources.form_files.get(&(form.id.clone(), form.version))?)
}

fn named(file: &SourceFile, id: &str) -> Option<Span> {
    outline(file).into_iter().find(|one| &*one.id == id).map(|one| one.span)
}

/// The word around an offset.
fn word(text: &str, offset: usize) -> Option<Word<'_>> {
    let offset = crate::source::floor_boundary(text, offset);
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let (before, after) = text.split_at_checked(offset)?;
    let start = before.trim_end_matches(is_word).len();
    let end = offset + (after.len() - after.trim_start_matches(is_word).len());
    let owner = text.get(..start).and_then(|rest| rest.strip_suffix('.')).map(|rest| {
        let from = rest.trim_end_matches(is_word).len();
        rest.get(from..).unwrap_or("")
    });
    (start < end).then(|| Word { text: text.get(start..end).unwrap_or(""), span: Span::new(start, end), owner })
}
