//! The way in: bytes and what is wished become files that check clean and a report, or a refusal that says why.

use crate::convert::draft::{Draft, Item, Place, Section};
use crate::convert::id::Ids;
use crate::convert::report::{Fate, Report};
use crate::convert::settle::settle;
use crate::convert::tidy::tidy;
use crate::convert::translate;
use crate::convert::words::{Tongue, Words};

/// The largest file that is read.
pub const MOST_BYTES: usize = 64 * 1024 * 1024;
/// The deepest nesting of a source.
pub const DEEPEST: usize = 40;

/// A format that can be read: one row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// The word on the command line.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// Whether bytes look like it.
    pub is_like: fn(&[u8]) -> bool,
    /// Reads it.
    pub read: fn(&[u8], Tongue, &mut Report) -> Result<Draft, Refusal>,
}

/// Why nothing could be made of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is too large.
    #[error("the file is larger than {} MiB", MOST_BYTES / 1024 / 1024)]
    TooLarge,
    /// Nothing knows it.
    #[error("the file is none of the formats that can be read")]
    UnknownFormat,
    /// It says that it is something that it is not.
    #[error("the file cannot be read as {format}: {reason}")]
    Unreadable {
        /// What it was read as.
        format: &'static str,
        /// What is wrong, without quoting the content.
        reason: String,
    },
    /// Nothing in it can be asked.
    #[error("the file holds no item that could be asked")]
    Empty,
    /// The engine refuses every item, so that all of them were taken out.
    #[error("no item of the draft passes `ctr check`: {0}")]
    NothingLeft(String),
    /// The engine refuses the draft, and nothing more can be taken out.
    #[error("the draft does not pass `ctr check`: {0}")]
    DoesNotCheck(String),
}

/// A refusal, with what was found out before it.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub refusal: Refusal,
    /// What became of everything until then.
    pub report: Report,
}

/// What came of a file.
#[derive(Debug)]
pub struct Converted {
    /// Path below the folder of definitions, and text.
    pub files: Vec<(String, String)>,
    /// What became of everything.
    pub report: Report,
}

/// Converts a file.
pub fn convert(bytes: &[u8], format: &Format, tongue: Tongue) -> Result<Converted, Refused> {
    let mut report = Report::default();
    let is_small = bytes.len() <= MOST_BYTES;
    let read = if is_small { (format.read)(bytes, tongue, &mut report) } else { Err(Refusal::TooLarge) };
    match read {
        Ok(draft) => translated(draft, report).and_then(|(draft, report)| judged(draft, report)),
        Err(refusal) => Err(Refused { refusal, report }),
    }
}

/// A draft as it was read with ids, and with its rules in our language.
pub fn translated(mut draft: Draft, mut report: Report) -> Result<(Draft, Report), Refused> {
    tidy(&mut draft, &mut report);
    if draft.forms.is_empty() {
        return Err(Refused { refusal: Refusal::Empty, report });
    }
    name_all(&mut draft, &mut report);
    translate::all(&mut draft, &mut report);
    drop_unused_lists(&mut draft);
    Ok((draft, report))
}

/// The files of a draft, when the engine finds nothing against it.
pub fn judged(mut draft: Draft, mut report: Report) -> Result<Converted, Refused> {
    let settled = settle(&mut draft, &mut report);
    match settled {
        Ok(files) => {
            count_untranslated(&draft, &mut report);
            Ok(Converted { files, report })
        }
        Err(reason) if draft.forms.is_empty() => Err(Refused { refusal: Refusal::NothingLeft(reason), report }),
        Err(reason) => Err(Refused { refusal: Refusal::DoesNotCheck(reason), report }),
    }
}

/// Gives ids to what has none, each unique in its form; the mapping stands in the report.
fn name_all(draft: &mut Draft, report: &mut Report) {
    let mut forms = Ids::default();
    for form in &mut draft.forms {
        let name = std::mem::take(&mut form.id);
        form.id = forms.give(&name, "form");
        report.add(Fate::Carried, "", "form", format!("`{name}` → `{}`", form.id));
        let (mut sections, mut items) = (Ids::default(), Ids::default());
        for section in &mut form.sections {
            let name = std::mem::take(&mut section.id);
            section.id = sections.give(&name, "section");
            for item in &mut section.items {
                name_item(item, &mut items, report);
            }
        }
    }
}

fn name_item(item: &mut Item, ids: &mut Ids, report: &mut Report) {
    let wish = if item.id.is_empty() { item.source.clone() } else { std::mem::take(&mut item.id) };
    item.id = ids.give(&wish, "item");
    report.add(Fate::Carried, &item.place, "item", format!("`{}` → `{}` ({})", item.source, item.id, item.kind.name()));
    if item.label.is_empty() {
        report.add(Fate::Person, &item.place, "no-label", format!("`{}`", item.id));
    }
    for member in &mut item.items {
        name_item(member, ids, report);
    }
}

fn drop_unused_lists(draft: &mut Draft) {
    let mut used = std::collections::BTreeSet::new();
    draft.each_item(&mut |_, _, item| {
        if let Some(crate::convert::draft::Value::Plain(list)) = item.get("list") {
            used.insert(list.clone());
        }
    });
    draft.lists.retain(|list| used.contains(&list.id) && !list.codes.is_empty());
}

fn count_untranslated(draft: &Draft, report: &mut Report) {
    let mut count = draft.title.missing();
    for form in &draft.forms {
        count += form.title.missing() + form.sections.iter().map(|section| section.title.missing()).sum::<usize>();
        count += form.checks.iter().map(|check| check.message.missing()).sum::<usize>();
    }
    count += draft
        .lists
        .iter()
        .map(|list| list.title.missing() + list.codes.iter().map(|code| code.text.missing()).sum::<usize>())
        .sum::<usize>();
    draft.each_item(&mut |_, _, item| count += item.label.missing() + item.help.as_ref().map_or(0, Words::missing));
    if count > 0 {
        report.add(Fate::Person, "", "translate", count.to_string());
    }
}

/// A section for items that stand under no heading.
pub fn plain_section(title: Words, place: Place) -> Section {
    Section { id: "main".to_string(), title: title.or(Words::both("項目", "Items")), place, ..Section::default() }
}

#[cfg(test)]
mod tests {
    use engine::kind::kind::Kind;
    use engine::lang::Lang;

    use super::{Refusal, Refused, judged, plain_section};
    use crate::convert::draft::{Draft, Form, Item};
    use crate::convert::report::Report;
    use crate::convert::words::Words;

    #[test]
    fn a_draft_of_which_nothing_is_left_says_of_each_item_why() {
        // Rows need a limit; no reader gives such an item.
        let bare = |id: &str| {
            let mut item = Item::new(id, format!("row {id}"), Kind::Group, Words::both(id, id));
            item.id = id.to_string();
            item.items = vec![Item::new("x", String::new(), Kind::Text, Words::both("x", "x"))];
            item
        };
        let mut section = plain_section(Words::default(), String::new());
        section.items = vec![bare("a"), bare("b")];
        let form = Form { id: "bare".to_string(), sections: vec![section], ..Form::default() };
        let outcome = judged(Draft { forms: vec![form], ..Draft::default() }, Report::default());
        let refused = outcome.err();
        let (reason, text) = match &refused {
            Some(Refused { refusal: Refusal::NothingLeft(reason), report }) => (reason.as_str(), report.text(Lang::En)),
            _ => ("", String::new()),
        };
        assert!(reason.starts_with("row a: form `bare`: "), "{refused:?}");
        assert!(text.contains("row a: ") && text.contains("row b: "), "{text}");
    }
}
