//! Lets the engine judge the draft and takes out, piece by piece, what it refuses. What was taken out stays as a comment and in the report.

use engine::diagnostic::diagnostic::Diagnostic;
use engine::kind::kind::Kind;
use engine::library::library::Library;
use engine::source::{SourceFile, position};

use crate::convert::draft::{Draft, Form, Item, Section};
use crate::convert::report::{Fate, Report};
use crate::convert::tidy::tidy;
use crate::convert::words::Words;
use crate::convert::yaml::{self, Part, Written};

/// How often the draft is judged; each round takes out at least one piece, most take out all of them.
const MOST_ROUNDS: usize = 60;

/// A file of the draft.
type File = (String, Written);

/// The files of a draft that checks clean; otherwise what still speaks against it. Where every item was taken out, no form is left.
pub fn settle(draft: &mut Draft, report: &mut Report) -> Result<Vec<(String, String)>, String> {
    let mut last = String::new();
    for _ in 0..MOST_ROUNDS {
        let files = write(draft);
        let sources: Vec<SourceFile> =
            files.iter().map(|(path, written)| SourceFile::new(path.as_str(), written.text.as_bytes())).collect();
        let (_, faults) = Library::read(&sources);
        if faults.is_empty() {
            return Ok(files.into_iter().map(|(path, written)| (path, written.text)).collect());
        }
        last = faults.first().map(|fault| format!("{}: {}", fault.code, fault.message.en)).unwrap_or_default();
        if !take_out(draft, &files, &faults, report) {
            return Err(last);
        }
        // Only now, so that no place of this round moves: neither a group, a section, a form nor a list stands empty.
        tidy(draft, report);
        draft.lists.retain(|list| !list.codes.is_empty());
        if draft.forms.is_empty() {
            return Err(last);
        }
    }
    Err(last)
}

fn write(draft: &Draft) -> Vec<File> {
    let mut files = vec![("registry.yaml".to_string(), yaml::registry(&draft.title))];
    if !draft.lists.is_empty() {
        files.push(("lists/imported.yaml".to_string(), yaml::lists(&draft.lists)));
    }
    for form in &draft.forms {
        files.push((format!("forms/{}/{}.yaml", form.id, yaml::VERSION), yaml::form(form)));
    }
    files
}

/// Takes out what each fault points at; `false` when nothing could be taken out.
fn take_out(draft: &mut Draft, files: &[File], faults: &[Diagnostic], report: &mut Report) -> bool {
    let mut wanted: Vec<(usize, Part, &Diagnostic)> = Vec::new();
    for fault in faults {
        let Some((index, (_, written))) = files.iter().enumerate().find(|(_, (path, _))| **path == *fault.file) else { continue };
        let line = position(&written.text, fault.span.start).line;
        let part = written.parts.get(line.saturating_sub(1)).cloned().unwrap_or(Part::Whole);
        if part != Part::Whole && !wanted.iter().any(|(file, known, _)| *file == index && *known == part) {
            wanted.push((index, part, fault));
        }
    }
    // From the back, so that the places of what stays do not move.
    wanted.sort_by_key(|(file, part, _)| std::cmp::Reverse((*file, place_of(part))));
    let first_form = files.len() - draft.forms.len();
    let mut changed = false;
    for (file, part, fault) in wanted {
        changed |= match (file.checked_sub(first_form), part) {
            (Some(form), part) => draft.forms.get_mut(form).is_some_and(|form| take_from_form(form, &part, fault, report)),
            (None, Part::Code(list, code)) => take_code(draft, list, code, fault, report),
            (None, _) => false,
        };
    }
    changed
}

fn place_of(part: &Part) -> (usize, Vec<usize>, usize) {
    match part {
        Part::Whole => (0, Vec::new(), 0),
        Part::SectionRule(section) => (*section, Vec::new(), 0),
        Part::Property(section, path, _) => (*section, path.clone(), 1),
        Part::Item(section, path) => (*section, path.clone(), 0),
        Part::Check(index) => (usize::MAX, vec![*index], 0),
        Part::Code(list, code) => (*list, vec![*code], 0),
    }
}

fn take_code(draft: &mut Draft, list: usize, code: usize, fault: &Diagnostic, report: &mut Report) -> bool {
    let Some(list) = draft.lists.get_mut(list).filter(|list| code < list.codes.len()) else { return false };
    let taken = list.codes.remove(code);
    report.add(Fate::Dropped, &list.place, "does-not-check", format!("{} ({})", taken.source, fault.message.en));
    true
}

fn take_from_form(form: &mut Form, part: &Part, fault: &Diagnostic, report: &mut Report) -> bool {
    match part {
        Part::Check(index) if *index < form.checks.len() => {
            let check = form.checks.remove(*index);
            form.comments.push(format!("check: {}", check.source));
            report.add(Fate::Person, &check.place, "does-not-check", why(&check.source, fault));
            true
        }
        Part::SectionRule(index) => {
            let Some(section) = form.sections.get_mut(*index) else { return false };
            let Some(rule) = section.show_if.take() else { return false };
            section.comments.push(format!("show_if: {rule}"));
            report.add(Fate::Person, &section.place, "does-not-check", why(&rule, fault));
            true
        }
        Part::Property(section, path, key) => {
            let Some(item) = find(form, *section, path) else { return false };
            take_property(item, key, fault, report)
        }
        Part::Item(section, path) if fault.code == "group-inside-group" => hoist(form, *section, path, report),
        Part::Item(section, path) => take_item(form, *section, path, fault, report),
        _ => false,
    }
}

fn why(source: &str, fault: &Diagnostic) -> String {
    format!("{source} ({}: {})", fault.code, fault.message.en)
}

fn find<'f>(form: &'f mut Form, section: usize, path: &[usize]) -> Option<&'f mut Item> {
    let (last, way) = path.split_last()?;
    members(form, section, way)?.get_mut(*last)
}

fn members<'f>(form: &'f mut Form, section: usize, way: &[usize]) -> Option<&'f mut Vec<Item>> {
    let mut items = &mut form.sections.get_mut(section)?.items;
    for step in way {
        items = &mut items.get_mut(*step)?.items;
    }
    Some(items)
}

fn take_property(item: &mut Item, key: &str, fault: &Diagnostic, report: &mut Report) -> bool {
    let Some(at) = item.properties.iter().position(|property| property.key == key) else { return false };
    let property = item.properties.remove(at);
    item.comments.push(format!("{key}: {}", property.source));
    report.add(Fate::Person, &item.place, "does-not-check", why(&format!("{key}: {}", property.source), fault));
    match key {
        // Without its rule or its list the item can only be typed.
        "value" => item.kind = Kind::Decimal,
        "list" => item.kind = Kind::Text,
        _ => {}
    }
    if matches!(key, "value" | "list") {
        let allowed = engine::kind::kind::KINDS.iter().find(|row| row.kind == item.kind).map_or(&[][..], |row| row.properties);
        item.properties.retain(|property| allowed.contains(&property.key) || engine::kind::kind::COMMON.contains(&property.key));
    }
    true
}

fn take_item(form: &mut Form, section: usize, path: &[usize], fault: &Diagnostic, report: &mut Report) -> bool {
    let Some((last, way)) = path.split_last() else { return false };
    let Some(items) = members(form, section, way).filter(|items| *last < items.len()) else { return false };
    let item = items.remove(*last);
    report.add(Fate::Dropped, &item.place, "does-not-check", why(&item.id, fault));
    form.comments.push(format!("item {}: {}", item.id, fault.message.en));
    true
}

/// Rows inside rows become rows of their own in a section behind.
fn hoist(form: &mut Form, section: usize, path: &[usize], report: &mut Report) -> bool {
    let Some((last, way)) = path.split_last() else { return false };
    let Some(items) = members(form, section, way).filter(|items| *last < items.len() && !way.is_empty()) else { return false };
    let inner = items.remove(*last);
    report.add(Fate::Person, &inner.place, "group-hoisted", format!("`{}`", inner.id));
    let place = inner.place.clone();
    let title = Words { ja: inner.label.ja.clone(), en: inner.label.en.clone() };
    let id = format!("{}_rows", inner.id);
    let behind = Section { id, title, items: vec![inner], place, ..Section::default() };
    form.sections.insert((section + 1).min(form.sections.len()), behind);
    true
}
