//! Files that could not be read whole: their faults come first, and what only follows from them is counted and told when they are
//! mended.
//!
//! A fault follows when it misses a word that stands in such a file: a list whose file lacks a colon is unknown to every form that
//! asks for it, while a misspelt list stands in no file and is told all the same.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::diagnostic::diagnostic::{Diagnostic, Level, Lost, MOST, Sink};
use crate::lang::Text;
use crate::library::published;
use crate::library::uses::form_of;
use crate::source::{SourceFile, Span};

/// Where the word that a code misses is defined.
const DEFINED: &[(&str, &[&str])] = &[
    ("adjusts-nothing", &["items/", "blocks/"]),
    ("outside-block", &["items/", "blocks/"]),
    ("unknown-block", &["blocks/"]),
    ("unknown-check", &["blocks/", "items/", "products/"]),
    ("unknown-code", &["lists/", "products/"]),
    ("unknown-form", &["forms/"]),
    ("unknown-item", &["items/", "blocks/", "forms/"]),
    ("unknown-list", &["lists/"]),
    ("unknown-purpose", &["purposes.yaml"]),
    ("unknown-schedule", &["schedules/"]),
    ("unknown-shared-item", &["items/"]),
];

/// What is told of an id that is not there.
const NAMING: &[&str] = &["adjusts-nothing", "group-needed", "outside-block", "unknown-check", "unknown-item"];

/// What every meaning may rest on.
const SHARED: &[&str] = &["blocks/", "forms/", "items/", "lists/", "products/", "purposes.yaml", "registry.yaml"];

/// The files that hold definitions and could not be read whole, each with the words that stand in it.
#[derive(Debug, Default)]
pub struct Unread(BTreeMap<Arc<str>, HashSet<String>>);

impl Unread {
    /// Files that have errors by now. Where there are any, more is kept of the others, so that what follows crowds out no
    /// fault of their own.
    pub fn new(files: &[SourceFile], sinks: &mut [Sink]) -> Unread {
        let is_unread = |(file, sink): &(&SourceFile, &Sink)| {
            sink.has_errors() && &*file.path != published::FILE && sink.found.iter().all(|fault| fault.code != "stray-file")
        };
        let unread = files.iter().zip(&*sinks).filter(is_unread);
        let unread = Unread(unread.map(|(file, _)| (file.path.clone(), words_of(file))).collect());
        if !unread.0.is_empty() {
            sinks.iter_mut().for_each(|sink| sink.most = MOST * 10);
        }
        unread
    }

    /// The faults to tell: those of unread files first, the others without what may only follow from them.
    pub fn settle(&self, found: Vec<Diagnostic>, files: &[SourceFile]) -> Vec<Diagnostic> {
        let Some(first) = self.0.keys().next() else { return found };
        let (mut told, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|fault| self.0.contains_key(&fault.file));
        let (follow, mut others): (Vec<_>, Vec<_>) = others.into_iter().partition(|fault| self.follows(fault, files));
        let before = others.len();
        keep_faulty(&mut others, files);
        let count = follow.len() + before - others.len();
        if count > 0 {
            let at = told.iter().find(|fault| fault.file == *first).map_or(Span::default(), |fault| fault.span);
            told.push(held_back(first.clone(), at, count));
        }
        told.append(&mut others);
        told
    }

    fn follows(&self, fault: &Diagnostic, files: &[SourceFile]) -> bool {
        let word = word(fault, files);
        match fault.code {
            "published-form-changed" | "published-form-missing" => self.any(SHARED),
            // It may bear the prefix of a use.
            code @ ("adjusts-nothing" | "unknown-check" | "unknown-item") => {
                let behind = word.match_indices('_').filter_map(|(at, _)| word.get(at + 1..));
                std::iter::once(&*word).chain(behind).any(|part| self.defines(code, part))
            }
            code => self.defines(code, &word),
        }
    }

    fn any(&self, places: &[&str]) -> bool {
        self.within(places).next().is_some()
    }

    fn within(&self, places: &[&str]) -> impl Iterator<Item = &HashSet<String>> {
        self.0.iter().filter(move |(path, _)| places.iter().any(|place| path.starts_with(place))).map(|(_, words)| words)
    }

    /// Whether the word that a fault with `code` misses stands in an unread file that could define it.
    fn defines(&self, code: &str, word: &str) -> bool {
        let places = DEFINED.iter().find(|(known, _)| *known == code).map_or(&[][..], |(_, places)| places);
        self.within(places).any(|words| words.contains(word))
    }
}

/// Takes out what names something that was to come from a part that is not there: that the part is missing is told.
pub fn without_lost(sink: &mut Sink, files: &[SourceFile]) {
    let lost = std::mem::take(&mut sink.lost);
    let is_lost = |word: &str| {
        lost.iter().any(|lost| match lost {
            Lost::Id(id) => **id == *word,
            Lost::Prefix(prefix) => word.starts_with(&**prefix),
        })
    };
    if !lost.is_empty() {
        sink.found.retain(|fault| !NAMING.contains(&fault.code) || !is_lost(&word(fault, files)));
    }
}

/// Forms none of whose own faults are left are faulty no more, nor are those that only read such forms.
fn keep_faulty(found: &mut Vec<Diagnostic>, files: &[SourceFile]) {
    let (mut waiting, mut kept): (Vec<_>, Vec<_>) = found.drain(..).partition(|fault| fault.code == "faulty-form");
    loop {
        let own: BTreeSet<&str> =
            kept.iter().filter(|fault| fault.level == Level::Error).filter_map(|fault| form_of(&fault.file)).collect();
        let (stay, leave): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|fault| own.contains(&*word(fault, files)));
        if stay.is_empty() {
            break;
        }
        kept.extend(stay);
        waiting = leave;
    }
    kept.sort_by(|a, b| (&a.file, a.span).cmp(&(&b.file, b.span)));
    *found = kept;
}

/// Words of a file's path and text, also where the text is no UTF-8: what ids are made of is the same in every encoding.
fn words_of(file: &SourceFile) -> HashSet<String> {
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+');
    let pieces = file.bytes.split(|byte| !of_word(byte)).chain(file.path.as_bytes().split(|byte| !of_word(byte)));
    pieces.filter(|piece| !piece.is_empty()).map(|piece| String::from_utf8_lossy(piece).into_owned()).collect()
}

/// The word that a fault points at, without quotes; of `form.item` the item.
fn word(fault: &Diagnostic, files: &[SourceFile]) -> String {
    let file = files.iter().find(|file| file.path == fault.file);
    let bytes = file.and_then(|file| file.bytes.get(fault.span.start as usize..fault.span.end as usize));
    let text = String::from_utf8_lossy(bytes.unwrap_or_default());
    text.trim_matches(['"', '\'']).rsplit('.').next().unwrap_or_default().to_owned()
}

fn held_back(file: Arc<str>, span: Span, count: usize) -> Diagnostic {
    Diagnostic {
        code: "faults-held-back",
        level: Level::Warning,
        file,
        span,
        message: Text::new(
            format!("読めないファイルがあるために生じたと思われる指摘{count}件は、ここでは示していません。"),
            format!("faults that may only follow from a file that cannot be read are not shown: {count}"),
        ),
        help: Some(Text::new(
            "読めないファイルを直してから、もう一度確かめてください。",
            "mend that file first, then check again",
        )),
        notes: Vec::new(),
    }
}
