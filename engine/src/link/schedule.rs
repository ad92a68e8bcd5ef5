//! Schedules: every rule becomes a calculated item of one form, so that it is typed, reported and run as all rules are.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use crate::diagnostic::diagnostic::Sink;
use crate::document::form::{FormDocument, ItemDocument, SectionDocument, bare};
use crate::document::reader::Spanned;
use crate::document::reference::{self, OPENED, ReferenceDocument};
use crate::document::rule::RuleText;
use crate::document::schedule::{FormDocument as VisitFormDocument, ScheduleDocument, VisitDocument};
use crate::form::provenance::Provenance;
use crate::form::reference::Which;
use crate::form::version::Version;
use crate::kind::kind::Kind;
use crate::kind::shape::Shape;
use crate::lang::Text;
use crate::link::form::{Surroundings, link};
use crate::link::named_in_schedule::check_named;
use crate::schedule::schedule::{End, Event, Rule, Schedule, Visit, VisitForm};
use crate::source::Span;

/// Rules on their way to becoming items.
#[derive(Default)]
struct Rules {
    items: Vec<ItemDocument>,
    wanted: Vec<(Rule, Shape, Span)>,
}

impl Rules {
    fn add(&mut self, rule: &RuleText, gives: Shape) -> Rule {
        let id: Arc<str> = format!("rule_{}", self.items.len()).into();
        self.wanted.push((id.clone(), gives, rule.span));
        self.items.extend(item(Spanned { value: id.clone(), span: rule.span }, rule));
        id
    }
}

/// Links a schedule; `None` when its rules have faults.
pub fn schedule(document: &ScheduleDocument, around: &Surroundings<'_>, sink: &mut Sink) -> Option<Schedule> {
    check_file(document, sink);
    check_ids(document, sink);
    check_forms(document, around, sink);
    check_named(document, around, sink);
    let mut rules = Rules::default();
    let anchor = rules.add(&document.anchor, Shape::Date);
    let visits = document.visits.iter().map(|found| visit(found, document, &anchor, &mut rules, sink)).collect();
    let event = |rules: &mut Rules, event: &crate::document::schedule::EventDocument| Event {
        id: event.id.value.clone(),
        title: event.title.clone(),
        each: event.each.as_ref().map(|each| each.value.clone()),
        when: rules.add(&event.when, Shape::Boolean),
        known: event.known.as_ref().map(|rule| rules.add(rule, Shape::Date)),
        due: event.due,
        done_if: event.done_if.as_ref().map(|rule| rules.add(rule, Shape::Boolean)),
        forms: event.forms.iter().map(|form| form.value.clone()).collect(),
    };
    let events = document.events.iter().map(|found| event(&mut rules, found)).collect();
    let end = |rules: &mut Rules, end: &crate::document::schedule::EndDocument| End {
        id: end.id.value.clone(),
        title: end.title.clone(),
        each: end.each.as_ref().map(|each| each.value.clone()),
        when: end.when.as_ref().map(|rule| rules.add(rule, Shape::Boolean)),
        day: rules.add(&end.day, Shape::Date),
        resumed: end.resumed.as_ref().map(|rule| rules.add(rule, Shape::Date)),
        effect: end.effect,
        forms: end.forms.iter().map(|form| form.value.clone()).collect(),
    };
    let ends = document.ends.iter().map(|found| end(&mut rules, found)).collect();
    let visit_item = document.visit_item.as_ref().and_then(|word| visit_item(word, around, sink));
    let form = link(&form_of(document, &rules), around, sink, &mut []);
    for (id, shape, span) in &rules.wanted {
        // A rule that could not be read has told its fault already.
        let read = form.find_item(id).map(|(_, item)| item).filter(|item| item.value.is_some());
        let found = read.map(|item| item.shape);
        if found.is_some_and(|found| found != *shape) {
            report_type(*shape, *span, sink);
        }
    }
    (!sink.has_errors()).then(|| Schedule {
        file: document.file.clone(),
        id: document.id.value.clone(),
        title: document.title.clone(),
        level: document.level.value.clone(),
        anchor,
        visit_item,
        visits,
        as_needed: document.as_needed.iter().map(|form| form.value.clone()).collect(),
        events,
        ends,
        examples: document.examples.clone(),
        wide: document
            .uses
            .iter()
            .filter_map(|used| Some((used.alias.value.clone(), used.within.as_ref()?.value.clone())))
            .collect(),
        rules: Arc::new(form),
    })
}

fn visit(visit: &VisitDocument, document: &ScheduleDocument, anchor: &Rule, rules: &mut Rules, sink: &mut Sink) -> Visit {
    let set = visit.set.as_ref().map_or(&[][..], |name| set(name, document, sink));
    let form = |form: &VisitFormDocument, rules: &mut Rules| VisitForm {
        form: form.form.value.clone(),
        if_: form.if_.as_ref().map(|rule| rules.add(rule, Shape::Boolean)),
    };
    Visit {
        id: visit.id.value.clone(),
        title: visit.title.clone(),
        effective: visit.effective,
        anchor: visit.anchor.as_ref().map_or_else(|| anchor.clone(), |rule| rules.add(rule, Shape::Date)),
        if_: visit.if_.as_ref().map(|rule| rules.add(rule, Shape::Boolean)),
        days: visit.days,
        forms: set.iter().chain(&visit.forms).map(|found| form(found, rules)).collect(),
        inserts: visit.inserts,
        source: visit.source.clone(),
    }
}

fn set<'d>(name: &Spanned<Arc<str>>, document: &'d ScheduleDocument, sink: &mut Sink) -> &'d [VisitFormDocument] {
    let found = document.sets.iter().find(|(id, _)| id.value == name.value);
    if found.is_none() {
        let word = &name.value;
        let help = sink.near(word, document.sets.iter().map(|(id, _)| &*id.value));
        sink.error(
            "unknown-set",
            name.span,
            (format!("`sets` に `{word}` はありません。"), format!("there is no `{word}` under `sets`")),
            help,
        );
    }
    found.map_or(&[], |(_, forms)| forms)
}

/// The form that nobody fills: one section of calculated items.
fn form_of(document: &ScheduleDocument, rules: &Rules) -> FormDocument {
    let each = document.events.iter().map(|event| &event.each).chain(document.ends.iter().map(|end| &end.each));
    let mut references = document.uses.clone();
    for form in each.flatten() {
        if !references.iter().any(|known| known.alias.value == form.value) {
            references.push(one_of(form));
        }
    }
    let own = Arc::from(format!("schedule_{}", document.id.value));
    FormDocument {
        file: document.file.clone(),
        id: Spanned { value: Arc::clone(&own), span: document.id.span },
        version: Spanned { value: Version { major: 1, minor: 0, patch: 0 }, span: document.id.span },
        title: document.title.clone(),
        help: None,
        level: document.level.clone(),
        effective_from: None,
        several: false,
        uses: reference::other_forms(&references, Some(&own)),
        references,
        sections: vec![SectionDocument {
            id: Spanned { value: "rules".into(), span: document.id.span },
            title: document.title.clone(),
            help: None,
            show_if: None,
            why: Vec::new(),
            items: rules.items.clone(),
        }],
        tables: Vec::new(),
        checks: Vec::new(),
        examples: Vec::new(),
        laid: None,
        provenance: Provenance::default(),
    }
}

/// A form whose records are looked at one by one: rules read the one at hand.
fn one_of(form: &Spanned<Arc<str>>) -> ReferenceDocument {
    ReferenceDocument {
        span: form.span,
        form: form.clone(),
        alias: form.clone(),
        which: Which::Last,
        by: Some(Spanned { value: OPENED.into(), span: form.span }),
        before: None,
        within: None,
        matching: Vec::new(),
    }
}

fn item(id: Spanned<Arc<str>>, rule: &RuleText) -> Option<ItemDocument> {
    let label = Text::new("予定の規則", "a rule of the schedule");
    let kind = Kind::from_name("calculated")?;
    Some(ItemDocument { kind, readable: true, value: Some(rule.clone()), ..bare(id, rule.span, label)? })
}

fn check_file(document: &ScheduleDocument, sink: &mut Sink) {
    let wanted = format!("schedules/{}.yaml", document.id.value);
    if *document.file != *wanted {
        let word = &document.id.value;
        sink.error(
            "wrong-file-name",
            document.id.span,
            (
                format!("予定 `{word}` は `{wanted}` に置かなければなりません。"),
                format!("schedule `{word}` must stand in `{wanted}`"),
            ),
            ("ファイル名か `schedule` を直してください。".into(), "rename the file, or mend `schedule`".into()),
        );
    }
}

/// Ids stand once; only versions of one visit share theirs, each with days of its own.
fn check_ids(document: &ScheduleDocument, sink: &mut Sink) {
    let mut seen: HashMap<&str, Vec<&VisitDocument>> = HashMap::new();
    for visit in &document.visits {
        let before = seen.entry(&visit.id.value).or_default();
        let apart = |other: &&VisitDocument| match (visit.effective, other.effective) {
            (Some((from, until)), Some((other_from, other_until))) => {
                let ends = |until: Option<_>, from: Option<_>| until.zip(from).is_some_and(|(until, from)| until <= from);
                ends(until, other_from) || ends(other_until, from)
            }
            _ => false,
        };
        if !before.iter().all(apart) {
            report_twice(&visit.id, sink);
        }
        before.push(visit);
    }
    let mut words = HashSet::new();
    let others = document.events.iter().map(|event| &event.id).chain(document.ends.iter().map(|end| &end.id));
    let examples = document.examples.iter().map(|example| &example.id);
    others.filter(|id| !words.insert(&id.value)).for_each(|id| report_twice(id, sink));
    let mut words = HashSet::new();
    examples.filter(|id| !words.insert(&id.value)).for_each(|id| report_twice(id, sink));
}

fn report_twice(id: &Spanned<Arc<str>>, sink: &mut Sink) {
    let word = &id.value;
    sink.error(
        "duplicate-visit",
        id.span,
        (format!("`{word}` が2回あります。"), format!("`{word}` stands twice")),
        (
            "別のIDにするか、同じ調査の版なら、重ならない `effective` を書いてください。".into(),
            "choose another id; versions of one visit need days of their own under `effective`".into(),
        ),
    );
}

/// Every form that the schedule makes due must exist.
fn check_forms(document: &ScheduleDocument, around: &Surroundings<'_>, sink: &mut Sink) {
    let of_visits =
        document.visits.iter().flat_map(|visit| &visit.forms).chain(document.sets.iter().flat_map(|(_, forms)| forms));
    let of_events = document.events.iter().flat_map(|event| &event.forms);
    let of_ends = document.ends.iter().flat_map(|end| &end.forms);
    let named = of_visits.map(|form| &form.form).chain(of_events).chain(of_ends).chain(&document.as_needed);
    for form in named.filter(|form| !around.known.contains(&form.value)) {
        let word = &form.value;
        let help = sink.near(word, around.known.iter().map(|id| &**id));
        sink.error(
            "unknown-form",
            form.span,
            (format!("様式 `{word}` はありません。"), format!("there is no form `{word}`")),
            help,
        );
    }
}

/// `form.item`, a coded item.
fn visit_item(word: &Spanned<Arc<str>>, around: &Surroundings<'_>, sink: &mut Sink) -> Option<(Arc<str>, Arc<str>)> {
    let found = word.value.split_once('.').and_then(|(form, item)| {
        let form = around.forms.get(form)?;
        let (_, item) = form.find_item(item)?;
        item.list.as_ref().map(|_| (form.id.clone(), item.id.clone()))
    });
    let form = word.value.split('.').next().unwrap_or_default();
    // Of a form that has faults of its own, these are told.
    let is_faulty = !around.forms.contains_key(form) && around.known.iter().any(|known| **known == *form);
    if found.is_none() && !is_faulty {
        let text = &word.value;
        sink.error(
            "visit-item-not-coded",
            word.span,
            (format!("`{text}` はコードの項目ではありません。"), format!("`{text}` is no coded item of a form")),
            (
                "`様式.項目` の形で、調査時期を選ぶ項目を書いてください。".into(),
                "name the item that says which visit it is, as `form.item`".into(),
            ),
        );
    }
    found
}

fn report_type(shape: Shape, span: Span, sink: &mut Sink) {
    let wanted = if shape == Shape::Date { ("日付", "a date") } else { ("真偽", "true or false") };
    sink.error(
        "schedule-rule-type",
        span,
        (format!("この規則は{}を与えなければなりません。", wanted.0), format!("this rule must give {}", wanted.1)),
        if shape == Shape::Date {
            ("`様式.項目` の形で日付の項目を書いてください。".into(), "name an item of a date, as `form.item`".into())
        } else {
            (
                "`==` や `answered(…)` などの条件にしてください。".into(),
                "make it a condition with `==`, `answered(…)` and the like".into(),
            )
        },
    );
}
