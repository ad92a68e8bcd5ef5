//! `PUBLISHED`: form, version and digest of what was released, one line each. A released meaning never changes.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::diagnostic::diagnostic::Sink;
use crate::form::form::Form;
use crate::form::version::Version;
use crate::library::uses::Forms;
use crate::source::{SourceFile, Span};

/// The file's name.
pub const FILE: &str = "PUBLISHED";

/// What the file says first, for those who open it.
pub const HEADING: &str =
    "# Released form versions: form, version, digest of the meaning. Written by `ctr lock`; a line is never changed.\n";

/// A line.
struct Line<'t> {
    form: &'t str,
    version: &'t str,
    digest: &'t str,
    span: Span,
}

fn lines(text: &str) -> impl Iterator<Item = Result<Line<'_>, Span>> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |line| {
        let at = start;
        start += line.len();
        let content = line.trim();
        if content.is_empty() || content.starts_with('#') {
            return None;
        }
        let span = Span::new(at, at + line.trim_end().len());
        let words: Vec<&str> = content.split_whitespace().collect();
        Some(match words.as_slice() {
            [form, version, digest] if digest.len() == 64 => Ok(Line { form, version, digest, span }),
            _ => Err(span),
        })
    })
}

/// Compares every line with what the files mean today.
pub fn check(forms: &Forms, files: &[SourceFile], sinks: &mut [Sink]) {
    let Some(place) = files.iter().position(|file| &*file.path == FILE) else { return };
    let (Some(file), Some(sink)) = (files.get(place), sinks.get_mut(place)) else { return };
    for line in lines(&String::from_utf8_lossy(&file.bytes)) {
        match line {
            Err(span) => sink.error(
                "bad-published-line",
                span,
                ("この行は読めません。".into(), "this line cannot be read".into()),
                ("`様式 版 ダイジェスト` の形で書きます。".into(), "a line is `form version digest`".into()),
            ),
            Ok(line) => compare(forms, &line, files, sink),
        }
    }
}

fn compare(forms: &Forms, line: &Line<'_>, files: &[SourceFile], sink: &mut Sink) {
    let (form, version) = (line.form, line.version);
    let is_there = || files.iter().any(|file| *file.path == *format!("forms/{form}/{version}.yaml"));
    match Version::parse(version).and_then(|version| forms.get(form)?.iter().find(|known| known.version == version)) {
        // What keeps it from being read is told in its own file.
        None if is_there() => {}
        None => sink.error(
            "published-form-missing",
            line.span,
            (
                format!("公開済みの `{form}` 版 {version} がありません。"),
                format!("`{form}` {version} was released and is not here"),
            ),
            (
                "公開した版のファイルは残します。ファイルを戻してください。".into(),
                "the file of a released version stays; bring it back".into(),
            ),
        ),
        Some(found) if **found.digest() != *line.digest => sink.error(
            "published-form-changed",
            line.span,
            (
                format!("公開済みの `{form}` 版 {version} の意味が変わっています。"),
                format!("the meaning of `{form}` {version}, which was released, has changed"),
            ),
            changed_help(found),
        ),
        Some(_) => {}
    }
}

/// What to undo: the form's own file, or what it shares with others, by name.
fn changed_help(form: &Form) -> (String, String) {
    let lists: BTreeSet<&str> = form.items.iter().filter_map(|item| item.list.as_deref()).map(|list| &*list.id).collect();
    let read: BTreeSet<&str> = form.uses.iter().map(|used| &**used).collect();
    let names = |words: BTreeSet<&str>, none: &str| match words.is_empty() {
        true => none.to_owned(),
        false => words.into_iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "),
    };
    (
        format!(
            "様式か、使っている共通項目・ブロック・リスト({})、読んでいる様式({})を元に戻し、変更は新しい版(リストは新しいID)で行ってください。",
            names(lists.clone(), "なし"),
            names(read.clone(), "なし")
        ),
        format!(
            "undo the change of the form, of a shared item or block, of a list that it uses ({}) or of a form that it reads ({}), and make it in a new version, of a list under a new id",
            names(lists, "none"),
            names(read, "none")
        ),
    )
}

/// The file with a line for each of these form versions that has none; `None` when nothing is to be added.
pub fn locked<'f>(forms: impl Iterator<Item = &'f Form>, before: &str) -> Option<String> {
    let known: Vec<(&str, &str)> = lines(before).filter_map(Result::ok).map(|line| (line.form, line.version)).collect();
    let mut text = if before.trim().is_empty() { HEADING.to_owned() } else { before.to_owned() };
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let is_new = |form: &&Form| {
        let version = form.version.to_string();
        !known.iter().any(|(id, known)| *id == &*form.id && *known == version)
    };
    let mut added = false;
    for form in forms.filter(is_new) {
        let _ = writeln!(text, "{} {} {}", form.id, form.version, form.digest());
        added = true;
    }
    added.then_some(text)
}
