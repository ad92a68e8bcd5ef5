//! Every id that an author's case of a schedule names must be there: forms, items, visits, events and ends.

use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::document::named::{NamedInSchedule, Word};
use crate::document::reader::Spanned;
use crate::document::schedule::ScheduleDocument;
use crate::form::list::CodeList;
use crate::link::form::Surroundings;
use crate::link::named::{Items, Place, part};
use crate::schedule::records::{ELSEWHERE, VISIT};

/// What a case may expect of a visit.
const EXPECTED: &[&str] = &["earliest", "target", "latest", "deadline", "state", "by_end", "forms"];

/// Looks at the cases of a schedule.
pub fn check_named(document: &ScheduleDocument, around: &Surroundings<'_>, sink: &mut Sink) {
    document.named.iter().for_each(|named| example(document, named, around, sink));
}

fn example(document: &ScheduleDocument, named: &NamedInSchedule, around: &Surroundings<'_>, sink: &mut Sink) {
    let visits: Vec<&str> = document.visits.iter().map(|visit| &*visit.id.value).collect();
    let events: Vec<&str> = document.events.iter().map(|event| &*event.id.value).collect();
    let ends: Vec<&str> = document.ends.iter().map(|end| &*end.id.value).collect();
    let placed = visit_list(document, around);
    let is_visit = |word: &str| visits.contains(&word) || placed.is_some_and(|list| list.find(word).is_some());
    for records in &named.given {
        form(&records.key, around, sink);
        let told = records.inside.iter().filter(|note| &*note.key.value == VISIT).flat_map(|note| &note.words);
        told.filter(|word| !is_visit(&word.value)).for_each(|word| report(word, ("調査", "visit"), &visits, sink));
        let items = around.forms.get(&records.key.value).map_or(Items::Unknown, |form| Items::Of(form));
        let is_note = |_: &str, key: &str| [VISIT, ELSEWHERE].contains(&key);
        items.check(&records.inside, Place { group: None, typed: false }, &is_note, sink);
    }
    for visit in &named.visits {
        if !visits.contains(&&*visit.key.value) {
            report(&visit.key, ("調査", "visit"), &visits, sink);
        }
        for expected in &visit.inside {
            match &*expected.key.value {
                "forms" => expected.words.iter().for_each(|word| form(word, around, sink)),
                "by_end" => known(&expected.words, ("終わり", "end"), &ends, sink),
                word if EXPECTED.contains(&word) => {}
                _ => report_key(&expected.key, sink),
            }
        }
    }
    for word in &named.events {
        let (event, visit) = word.value.split_once('@').map_or((&*word.value, None), |(event, visit)| (event, Some(visit)));
        if !events.contains(&event) {
            report(&Spanned { value: event.into(), span: part(word, 0, event.len()) }, ("出来事", "event"), &events, sink);
        }
        if let Some(visit) = visit.filter(|visit| !is_visit(visit)) {
            let span = part(word, event.len() + 1, word.value.len());
            report(&Spanned { value: visit.into(), span }, ("調査", "visit"), &visits, sink);
        }
    }
    known(&named.ended, ("終わり", "end"), &ends, sink);
}

/// The codes of the item that says at which visit a record stands.
fn visit_list<'s>(document: &ScheduleDocument, around: &Surroundings<'s>) -> Option<&'s Arc<CodeList>> {
    let (form, item) = document.visit_item.as_ref()?.value.split_once('.')?;
    around.forms.get(form)?.find_item(item)?.1.list.as_ref()
}

fn known(words: &[Word], noun: (&str, &str), known: &[&str], sink: &mut Sink) {
    words.iter().filter(|word| !known.contains(&&*word.value)).for_each(|word| report(word, noun, known, sink));
}

fn form(named: &Word, around: &Surroundings<'_>, sink: &mut Sink) {
    let word = &named.value;
    if around.known.contains(word) {
        return;
    }
    let help = sink.near(word, around.known.iter().map(|id| &**id));
    sink.error("unknown-form", named.span, (format!("様式 `{word}` はありません。"), format!("there is no form `{word}`")), help);
}

fn report(named: &Word, noun: (&str, &str), known: &[&str], sink: &mut Sink) {
    let word = &named.value;
    let help = sink.near(word, known.iter().copied());
    sink.error(
        "unknown-visit",
        named.span,
        (format!("この予定に{} `{word}` はありません。", noun.0), format!("this schedule has no {} `{word}`", noun.1)),
        help,
    );
}

fn report_key(named: &Word, sink: &mut Sink) {
    let word = &named.value;
    let help = sink.near(word, EXPECTED.iter().copied());
    sink.error(
        "unknown-key",
        named.span,
        (format!("`{word}` というキーはここでは使えません。"), format!("key `{word}` has no meaning here")),
        help,
    );
}
