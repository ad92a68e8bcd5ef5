//! Files that could not be read whole: their faults come first, and what only follows from them is counted and told when they are
//! mended.
//!
//! A fault follows when it misses an id that such a file defines: a list whose file lacks a colon is unknown to every form that asks
//! for it, while a misspelt list stands in no file and is told all the same.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use crate::diagnostic::diagnostic::{Diagnostic, Level, Lost, MOST, Sink};
use crate::lang::Text;
use crate::library::published;
use crate::library::uses::form_of;
use crate::source::{SourceFile, Span};
use crate::syntax::yaml::MAX_BYTES;

/// Where the id that a code misses is defined.
const DEFINED: &[(&str, &[&str])] = &[
    ("adjusts-nothing", &["items/", "blocks/"]),
    ("group-needed", &["items/", "blocks/"]),
    ("outside-block", &["items/", "blocks/"]),
    ("unknown-block", &["blocks/"]),
    ("unknown-check", &["items/", "blocks/", "products/"]),
    ("unknown-code", &["products/"]),
    ("unknown-form", &["forms/"]),
    ("unknown-item", &["items/", "blocks/"]),
    ("unknown-list", &["lists/"]),
    ("unknown-purpose", &["purposes.yaml"]),
    ("unknown-schedule", &["schedules/"]),
    ("unknown-shared-item", &["items/"]),
];

/// What is told of an id that is not there.
const NAMING: &[&str] = &["adjusts-nothing", "group-needed", "outside-block", "unknown-check", "unknown-item"];

/// What every meaning may rest on.
const SHARED: &[&str] = &["blocks/", "forms/", "items/", "lists/", "products/", "purposes.yaml", "registry.yaml"];

/// Faults that keep the rest of a file from being read.
const BREAKING: &[&str] = &[
    "byte-order-mark",
    "control-character",
    "empty-file",
    "file-too-large",
    "full-width-sign",
    "not-utf8",
    "tab",
    "yaml-syntax",
];

/// What the text beside "other" is called, behind its item.
const COMPANION: &str = "_other";

const REGISTRY: &str = "registry.yaml";

/// The files that hold definitions and could not be read whole, each with the ids that stand in it.
#[derive(Debug, Default)]
pub struct Unread {
    files: BTreeMap<Arc<str>, HashSet<String>>,
    /// What uses put before the ids of blocks, anywhere in the library.
    prefixes: HashSet<String>,
}

impl Unread {
    /// Files that have errors by now. Where there are any, more is kept of the others, so that what follows crowds out no
    /// fault of their own.
    pub fn new(files: &[SourceFile], sinks: &mut [Sink]) -> Unread {
        let is_unread = |(file, sink): &(&SourceFile, &Sink)| {
            sink.has_errors() && &*file.path != published::FILE && sink.found.iter().all(|fault| fault.code != "stray-file")
        };
        let unread = files.iter().zip(&*sinks).filter(is_unread);
        let unread: BTreeMap<_, _> = unread.map(|(file, _)| (file.path.clone(), ids_with_blocks(file, files))).collect();
        if unread.is_empty() {
            return Unread::default();
        }
        sinks.iter_mut().for_each(|sink| sink.most = MOST * 10);
        let prefixes = files.iter().flat_map(|file| words_behind(file, &[b"prefix"])).collect();
        Unread { files: unread, prefixes }
    }

    /// The faults to tell: those of unread files first, the others without what may only follow from them.
    pub fn settle(&self, found: Vec<Diagnostic>, files: &[SourceFile]) -> Vec<Diagnostic> {
        if self.files.is_empty() {
            return found;
        }
        let (mut told, others): (Vec<_>, Vec<_>) = found.into_iter().partition(|fault| self.files.contains_key(&fault.file));
        let (follow, mut others): (Vec<_>, Vec<_>) = others.into_iter().partition(|fault| self.follows(fault, files));
        let before = others.len();
        keep_faulty(&mut others, files);
        let count = follow.len() + before - others.len();
        let no_registry = told.iter().any(|fault| &*fault.file == REGISTRY && BREAKING.contains(&fault.code));
        if count > 0 || no_registry {
            told.extend(self.held_back(&told, count, no_registry));
        }
        told.append(&mut others);
        told
    }

    fn follows(&self, fault: &Diagnostic, files: &[SourceFile]) -> bool {
        let whole = word(fault, files);
        let word = whole.strip_suffix(COMPANION).unwrap_or(&whole);
        match fault.code {
            "published-form-changed" => self.any(SHARED),
            // It may bear the prefix of a use, or be the text beside "other".
            code @ ("adjusts-nothing" | "group-needed" | "unknown-check" | "unknown-item") => {
                let behind = word.match_indices('_').filter_map(|(at, _)| word.split_at_checked(at + 1));
                let behind = behind.filter(|(prefix, _)| self.is_prefix(prefix)).map(|(_, id)| id);
                [&*whole, word].into_iter().chain(behind).any(|id| self.defines(code, id))
            }
            code => self.defines(code, &whole),
        }
    }

    /// Whether a word is what uses put before ids, one inside the other.
    fn is_prefix(&self, word: &str) -> bool {
        self.prefixes.contains(word)
            || self.prefixes.iter().any(|first| {
                word.strip_prefix(&**first).is_some_and(|rest| !first.is_empty() && !rest.is_empty() && self.is_prefix(rest))
            })
    }

    fn any(&self, places: &[&str]) -> bool {
        self.within(places).next().is_some()
    }

    fn within(&self, places: &[&str]) -> impl Iterator<Item = &HashSet<String>> {
        self.files.iter().filter(move |(path, _)| places.iter().any(|place| path.starts_with(place))).map(|(_, ids)| ids)
    }

    /// Whether the id that a fault with `code` misses stands in an unread file that could define it.
    fn defines(&self, code: &str, id: &str) -> bool {
        let places = DEFINED.iter().find(|(known, _)| *known == code).map_or(&[][..], |(_, places)| places);
        self.within(places).any(|ids| ids.contains(id))
    }

    /// How many faults are not told, beside the first fault that broke a file.
    fn held_back(&self, told: &[Diagnostic], count: usize, no_registry: bool) -> Option<Diagnostic> {
        let beside = told.iter().find(|fault| BREAKING.contains(&fault.code)).or(told.first())?;
        let mut names: Vec<String> = self.files.keys().take(3).map(|path| format!("`{path}`")).collect();
        if self.files.len() > names.len() {
            names.push("…".to_owned());
        }
        let (ja, en) = (names.join("、"), names.join(", "));
        let message = Text::new(
            format!("{ja} の誤りのために生じたと思われる指摘は示していません({count}件)。"),
            format!("faults that may only follow from those of {en} are not shown: {count}"),
        );
        let help = match no_registry {
            true => Text::new(
                "先にその誤りを直し、もう一度確かめてください。階層、治療、同意など `registry.yaml` に基づくことは、その後に調べます。",
                "mend those first, then check again; what rests on `registry.yaml` (levels, treatment, consent) is judged only then",
            ),
            false => Text::new("先にその誤りを直し、もう一度確かめてください。", "mend those first, then check again"),
        };
        Some(held_back(beside.file.clone(), beside.span, message, help))
    }
}

/// Takes out what names something that a part which is not there would have brought, and says how many faults that were.
pub fn without_lost(sink: &mut Sink, torn: &Unread, files: &[SourceFile]) {
    let (mut ids, mut prefixes): (HashSet<Arc<str>>, Vec<Arc<str>>) = (HashSet::new(), Vec::new());
    for lost in std::mem::take(&mut sink.lost) {
        match lost {
            Lost::Id(id) => drop(ids.insert(id)),
            // What a block of an unread file has is known by its ids.
            Lost::Block(block, prefix) if !torn.defines("unknown-block", &block) => prefixes.push(prefix),
            Lost::Block(..) => {}
        }
    }
    if ids.is_empty() && prefixes.is_empty() {
        return;
    }
    let is_lost = |word: &str| ids.contains(word) || prefixes.iter().any(|prefix| word.starts_with(&**prefix));
    let before = sink.found.len();
    sink.found.retain(|fault| !NAMING.contains(&fault.code) || !is_lost(&word(fault, files)));
    let count = before - sink.found.len();
    let beside = sink.found.iter().find(|fault| fault.level == Level::Error).map(|fault| (fault.file.clone(), fault.span));
    if let Some((file, span)) = beside.filter(|_| count > 0 && !prefixes.is_empty()) {
        let message = Text::new(
            format!("使っているものが見つからないために生じたと思われる指摘は示していません({count}件)。"),
            format!("faults that may only follow from a part that is not there are not shown: {count}"),
        );
        let help = Text::new("先にブロックのIDを直し、もう一度確かめてください。", "mend the block's id first, then check again");
        sink.found.push(held_back(file, span, message, help));
    }
}

/// Forms none of whose own faults are left are faulty no more, nor are those that only read such forms.
fn keep_faulty(found: &mut Vec<Diagnostic>, files: &[SourceFile]) {
    let (mut waiting, mut kept): (Vec<_>, Vec<_>) = found.drain(..).partition(|fault| fault.code == "faulty-form");
    loop {
        let errors = kept.iter().filter(|fault| fault.level == Level::Error);
        // A fault of a block is one of the forms that use it.
        let files_of = |fault: &'_ Diagnostic| -> Vec<Arc<str>> {
            std::iter::once(&fault.file).chain(fault.notes.iter().map(|note| &note.file)).cloned().collect()
        };
        let places: Vec<Arc<str>> = errors.flat_map(files_of).collect();
        let own: BTreeSet<&str> = places.iter().filter_map(|file| form_of(file)).collect();
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

/// Ids that a file defines or brings by the blocks it uses.
fn ids_with_blocks(file: &SourceFile, files: &[SourceFile]) -> HashSet<String> {
    let mut ids = ids_of(file);
    let mut seen = HashSet::from([file.path.clone()]);
    let mut waiting = words_behind(file, &[b"block"]);
    while let Some(block) = waiting.pop() {
        let inner = files.iter().find(|file| *file.path == *format!("blocks/{block}.yaml"));
        if let Some(inner) = inner.filter(|inner| seen.insert(inner.path.clone())) {
            ids.extend(ids_of(inner));
            waiting.extend(words_behind(inner, &[b"block"]));
        }
    }
    ids
}

/// Ids that a file defines, by its path and by its text, also where that is no UTF-8: ids are the same in every encoding.
fn ids_of(file: &SourceFile) -> HashSet<String> {
    let of_path = file.path.split(['/', '.']).map(str::to_owned);
    of_path.chain(words_behind(file, &[b"id", b"item"])).collect()
}

/// The words that stand behind a key, be it that its colon is missing or full-width.
fn words_behind(file: &SourceFile, keys: &[&[u8]]) -> Vec<String> {
    // What is too large is not read at all.
    let bytes: &[u8] = if file.bytes.len() > MAX_BYTES { &[] } else { &file.bytes };
    let of_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+');
    let mut words = Vec::new();
    let mut is_behind = false;
    for piece in bytes.split(|byte| !of_word(byte)).filter(|piece| !piece.is_empty() && *piece != b"-") {
        if is_behind {
            words.push(String::from_utf8_lossy(piece).into_owned());
        }
        is_behind = keys.contains(&piece);
    }
    words
}

/// The word that a fault points at, without quotes; of `form.item` the item.
fn word(fault: &Diagnostic, files: &[SourceFile]) -> String {
    let file = files.iter().find(|file| file.path == fault.file);
    let bytes = file.and_then(|file| file.bytes.get(fault.span.start as usize..fault.span.end as usize));
    let text = String::from_utf8_lossy(bytes.unwrap_or_default());
    text.trim_matches(['"', '\'']).rsplit('.').next().unwrap_or_default().to_owned()
}

fn held_back(file: Arc<str>, span: Span, message: Text, help: Text) -> Diagnostic {
    Diagnostic { code: "faults-held-back", level: Level::Warning, file, span, message, help: Some(help), notes: Vec::new() }
}
