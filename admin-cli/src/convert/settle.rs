//! Lets the engine judge the draft; what it refuses is taken out piece by piece, and rows that cannot stand where they do are moved.

use engine::diagnostic::diagnostic::Diagnostic;
use engine::library::library::Library;
use engine::source::{SourceFile, position};

use crate::convert::draft::{Draft, Form, Place};
use crate::convert::hoist;
use crate::convert::report::{Fate, Report};
use crate::convert::row_limit;
use crate::convert::take::{self, Why};
use crate::convert::tidy::tidy;
use crate::convert::way::find;
use crate::convert::yaml::{self, Part, Written};

/// How often the draft is judged; each round takes out at least one piece, most take out all of them.
const MOST_ROUNDS: usize = 60;

/// A file of the draft.
type File = (String, Written);

/// The files of a draft that checks clean; otherwise what still speaks against it. Where every item was taken out, no form is left.
pub fn settle(draft: &mut Draft, report: &mut Report) -> Result<Vec<(String, String)>, String> {
    for left in (0..MOST_ROUNDS).rev() {
        let files = write(draft);
        let sources: Vec<SourceFile> =
            files.iter().map(|(path, written)| SourceFile::new(path.as_str(), written.text.as_bytes())).collect();
        let (_, faults) = Library::read(&sources);
        if faults.is_empty() {
            return Ok(files.into_iter().map(|(path, written)| (path, written.text)).collect());
        }
        let against = against(draft, &files, &faults);
        if left == 0 || !take_out(draft, &files, &faults, report) {
            for (place, said) in &against {
                report.add(Fate::Person, place, "still-refused", said);
            }
            return Err(first(against));
        }
        // Only now, so that no place of this round moves: neither a group, a section, a form nor a list stands empty.
        tidy(draft, report);
        draft.lists.retain(|list| !list.codes.is_empty());
        if draft.forms.is_empty() {
            return Err(first(against));
        }
    }
    Err(String::new())
}

fn first(against: Vec<(Place, String)>) -> String {
    against
        .into_iter()
        .next()
        .map(|(place, said)| if place.is_empty() { said } else { format!("{place}: {said}") })
        .unwrap_or_default()
}

/// What the engine says, each with its place in the source and what to do.
fn against(draft: &Draft, files: &[File], faults: &[Diagnostic]) -> Vec<(Place, String)> {
    let of = |fault: &Diagnostic| {
        let (form, part) = part_of(files, fault).map_or((None, Part::Whole), |(file, part)| (form_at(draft, files, file), part));
        let form = form.and_then(|form| draft.forms.get(form));
        let place = form.map(|form| place_in_source(form, &part)).unwrap_or_default();
        let at = form.map_or_else(|| fault.file.to_string(), |form| format!("form `{}`", form.id));
        let help = fault.help.as_ref().map(|help| format!("; {}", help.en)).unwrap_or_default();
        (place, format!("{at}: {}: {}{help}", fault.code, fault.message.en))
    };
    faults.iter().map(of).collect()
}

fn place_in_source(form: &Form, part: &Part) -> Place {
    let item = |section: usize, path: &[usize]| {
        let mut items = form.sections.get(section).map(|section| &section.items);
        let mut place = Place::new();
        for step in path {
            let Some(item) = items.and_then(|items| items.get(*step)) else { break };
            place.clone_from(&item.place);
            items = Some(&item.items);
        }
        place
    };
    match part {
        Part::Item(section, path) | Part::Property(section, path, _) => item(*section, path),
        Part::SectionRule(section) => form.sections.get(*section).map(|section| section.place.clone()).unwrap_or_default(),
        Part::Check(index) => form.checks.get(*index).map(|check| check.place.clone()).unwrap_or_default(),
        Part::Whole | Part::Code(..) => Place::new(),
    }
}

/// Which file and which part of it a fault points at.
fn part_of(files: &[File], fault: &Diagnostic) -> Option<(usize, Part)> {
    let (file, (_, written)) = files.iter().enumerate().find(|(_, (path, _))| **path == *fault.file)?;
    let line = position(&written.text, fault.span.start).line;
    Some((file, written.parts.get(line.saturating_sub(1)).cloned().unwrap_or(Part::Whole)))
}

/// The forms are the last of the files.
fn form_at(draft: &Draft, files: &[File], file: usize) -> Option<usize> {
    file.checked_sub(files.len().saturating_sub(draft.forms.len()))
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
    let mut wanted: Vec<Wanted<'_>> = Vec::new();
    for fault in faults {
        let Some((index, part)) = part_of(files, fault) else { continue };
        if part != Part::Whole && !wanted.iter().any(|(file, known, _)| *file == index && *known == part) {
            wanted.push((index, part, fault));
        }
    }
    moves_first(&mut wanted);
    // From the back, so that the places of what stays do not move.
    wanted.sort_by_key(|(file, part, _)| std::cmp::Reverse((*file, place_of(part))));
    let mut changed = false;
    for (file, part, fault) in wanted {
        let form = form_at(draft, files, file);
        changed |= match (form, part) {
            (Some(form), part) => draft.forms.get_mut(form).is_some_and(|form| take_from_form(form, &part, fault, report)),
            (None, Part::Code(list, code)) => take::code(draft, list, code, why(&fault.message.en), report),
            (None, _) => false,
        };
    }
    changed
}

/// A file, a part of it, and what the engine says of that.
type Wanted<'f> = (usize, Part, &'f Diagnostic);

/// Rows that move change what can be said of them, so their form is judged again before anything else is taken out of it; and rows
/// inside rows that move may be well afterwards.
fn moves_first(wanted: &mut Vec<Wanted<'_>>) {
    let moving: Vec<(usize, usize, Vec<usize>)> = wanted
        .iter()
        .filter(|(_, _, fault)| hoist::REFUSED.contains(&fault.code))
        .filter_map(
            |(file, part, _)| if let Part::Item(section, path) = part { Some((*file, *section, path.clone())) } else { None },
        )
        .collect();
    wanted.retain(|(file, part, fault)| {
        let Part::Item(section, path) = part else { return moving.iter().all(|(other, ..)| other != file) };
        let is_inside = |(other, around, way): &(usize, usize, Vec<usize>)| {
            other == file && around == section && way.len() < path.len() && path.starts_with(way)
        };
        let is_move = hoist::REFUSED.contains(&fault.code);
        if is_move { !moving.iter().any(is_inside) } else { moving.iter().all(|(other, ..)| other != file) }
    });
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

fn take_from_form(form: &mut Form, part: &Part, fault: &Diagnostic, report: &mut Report) -> bool {
    let said = format!("{}: {}", fault.code, fault.message.en);
    match part {
        Part::Check(index) => take::check(form, *index, why(&said), report),
        Part::SectionRule(index) => {
            form.sections.get_mut(*index).is_some_and(|section| take::section_rule(section, why(&said), report))
        }
        Part::Property(section, path, key) => {
            find(form, *section, path).is_some_and(|item| take::property(item, key, why(&said), report))
        }
        Part::Item(section, path) => {
            (fault.code == "too-many-rows" && row_limit::lower_guesses(form, *section, path, report))
                || (hoist::REFUSED.contains(&fault.code) && hoist::hoist(form, *section, path, report))
                || take::item(form, *section, path, why(&said), report)
        }
        Part::Whole | Part::Code(..) => false,
    }
}

fn why(said: &str) -> Why<'_> {
    Why { note: "does-not-check", said }
}
