//! Reviewed texts into files: exactly the words are replaced, layout and comments stay. A text that changed since the export is a
//! conflict, shown with all three wordings and left alone.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

use engine::diagnostic::diagnostic::Sink;
use engine::lang::Lang;
use engine::source::{SourceFile, Span, position};
use engine::syntax::yaml;
use engine::wording::wording::{Wording, wordings};

use crate::convert::yaml::scalar;
use crate::wording::sheet::Reviewed;

/// What the caller wants.
#[derive(Clone, Copy, Debug)]
pub struct Choice {
    /// Only say what would change.
    pub dry_run: bool,
    /// The reviewer's text wins over one that changed meanwhile.
    pub overwrite: bool,
}

/// Why a text was not taken.
#[derive(Debug, PartialEq, Eq)]
enum Problem {
    /// The file is not there.
    NoFile,
    /// The file has no such text.
    NoText,
    /// The file holds a published version.
    Published,
    /// The text changed since the export: place, what stood, what stands, what the reviewer wants.
    Conflict { place: String, before: String, now: String, wanted: String },
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Changed {
    /// Files that change, with their new content.
    pub files: Vec<SourceFile>,
    taken: Vec<String>,
    problems: Vec<(u32, String, Problem)>,
}

/// Every text of a definition file.
pub fn texts_of(file: &SourceFile) -> Vec<Wording> {
    let mut sink = Sink::new(file.path.clone());
    yaml::read(file, &mut sink).root.map(|root| wordings(&root)).unwrap_or_default()
}

/// Puts the reviewed texts into the files; `locked` are files of published versions.
pub fn apply(files: &[SourceFile], rows: &[Reviewed], choice: Choice, locked: &[String]) -> Changed {
    let mut changed = Changed::default();
    let mut edits: HashMap<&str, Vec<(Span, String)>> = HashMap::new();
    let mut known: HashMap<&str, HashMap<String, Wording>> = HashMap::new();
    for row in rows.iter().filter(|row| row.after.iter().any(|text| !text.is_empty())) {
        let Some(file) = files.iter().find(|file| *file.path == *row.file) else {
            changed.refuse(row, Problem::NoFile);
            continue;
        };
        let texts =
            known.entry(&file.path).or_insert_with(|| texts_of(file).into_iter().map(|text| (text.key.clone(), text)).collect());
        let Some(text) = texts.get(&row.key) else {
            changed.refuse(row, Problem::NoText);
            continue;
        };
        for (half, before, after) in halves(text, row) {
            if after.is_empty() || *after == *half.text {
                continue;
            }
            if locked.contains(&row.file) {
                changed.refuse(row, Problem::Published);
                break;
            }
            let at = position(&String::from_utf8_lossy(&file.bytes), half.span.start);
            let place = format!("{}:{}:{}", file.path, at.line, at.column);
            if *before != *half.text && !choice.overwrite {
                let (before, now, wanted) = (before.clone(), half.text.to_string(), after.clone());
                changed.refuse(row, Problem::Conflict { place, before, now, wanted });
                continue;
            }
            changed.taken.push(format!("{place}  {}\n  - {}\n  + {after}", row.key, half.text));
            edits.entry(&file.path).or_default().push((half.span, scalar(after)));
        }
    }
    let edited = files.iter().filter_map(|file| Some(edit(file, edits.remove(&*file.path)?)));
    changed.files = edited.collect();
    changed
}

fn halves<'a>(text: &'a Wording, row: &'a Reviewed) -> [(&'a engine::wording::wording::Half, &'a String, &'a String); 2] {
    let [ja_before, en_before] = &row.before;
    let [ja_after, en_after] = &row.after;
    [(&text.ja, ja_before, ja_after), (&text.en, en_before, en_after)]
}

/// The last place first, so that the places before it stay true.
fn edit(file: &SourceFile, mut edits: Vec<(Span, String)>) -> SourceFile {
    edits.sort_by_key(|(span, _)| std::cmp::Reverse(span.start));
    let mut bytes = file.bytes.to_vec();
    for (span, text) in edits {
        let (start, end) = (span.start as usize, span.end as usize);
        if start <= end && end <= bytes.len() {
            bytes.splice(start..end, text.into_bytes());
        }
    }
    SourceFile::new(Arc::clone(&file.path), bytes)
}

impl Changed {
    fn refuse(&mut self, row: &Reviewed, problem: Problem) {
        self.problems.push((row.row, format!("{}  {}", row.file, row.key), problem));
    }

    /// Whether every wish could be taken.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }

    /// What was taken and what was not, for people.
    pub fn report(&self, lang: Lang, dry_run: bool) -> String {
        let mut text = String::new();
        for taken in &self.taken {
            let _ = writeln!(text, "{taken}");
        }
        for (row, name, problem) in &self.problems {
            let _ = writeln!(text, "{}", problem.text(*row, name, lang));
        }
        let (taken, left) = (self.taken.len(), self.problems.len());
        let _ = match (lang, dry_run) {
            (Lang::Ja, false) => writeln!(text, "変更した文言 {taken}、変更しなかった文言 {left}"),
            (Lang::Ja, true) => writeln!(text, "変更する文言 {taken}、変更しない文言 {left}(何も書いていません)"),
            (Lang::En, false) => writeln!(text, "texts changed: {taken}, left alone: {left}"),
            (Lang::En, true) => writeln!(text, "texts to change: {taken}, to be left alone: {left} (nothing was written)"),
        };
        text
    }
}

impl Problem {
    fn text(&self, row: u32, name: &str, lang: Lang) -> String {
        match (self, lang) {
            (Self::NoFile, Lang::Ja) => format!("行{row}: {name}: このファイルはありません。"),
            (Self::NoFile, Lang::En) => format!("row {row}: {name}: there is no such file"),
            (Self::NoText, Lang::Ja) => {
                format!("行{row}: {name}: この文言はファイルにありません。項目の名前が変わっていないか確かめてください。")
            }
            (Self::NoText, Lang::En) => {
                format!("row {row}: {name}: the file has no such text; was the item renamed since the export?")
            }
            (Self::Published, Lang::Ja) => {
                format!(
                    "行{row}: {name}: 公開済みの版は変更できません。`ctr new version` で次の版を作ってから、その版の文言を書き出してください。"
                )
            }
            (Self::Published, Lang::En) => {
                format!(
                    "row {row}: {name}: a published version never changes; make the next one with `ctr new version` and export its texts"
                )
            }
            (Self::Conflict { place, before, now, wanted }, Lang::Ja) => format!(
                "行{row}: 競合 {place}  {name}\n  書き出した時: {before}\n  いまの文言:   {now}\n  査読者の文言: {wanted}\n  査読者の文言を採るなら --overwrite"
            ),
            (Self::Conflict { place, before, now, wanted }, Lang::En) => format!(
                "row {row}: conflict at {place}  {name}\n  at the export: {before}\n  now:           {now}\n  reviewer:      {wanted}\n  --overwrite takes the reviewer's text"
            ),
        }
    }
}
