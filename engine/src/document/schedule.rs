//! `schedules/<schedule>.yaml`: visits with their windows, what answers make due, and what ends it all, as written.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::diagnostic::full_width::half;
use crate::document::form::json;
use crate::document::named::{self, NamedInSchedule};
use crate::document::reader::{Keys, Reading, Spanned};
use crate::document::reference::{self, ReferenceDocument};
use crate::document::rule::RuleText;
use crate::lang::Text;
use crate::schedule::due::{Due, Effect};
use crate::source::Span;
use crate::syntax::tree::Node;
use crate::value::date::Date;

/// A schedule as written.
#[derive(Clone, Debug)]
pub struct ScheduleDocument {
    /// The file.
    pub file: Arc<str>,
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// The level whose places have a calendar.
    pub level: Spanned<Arc<str>>,
    /// Forms whose answers the rules read.
    pub uses: Vec<ReferenceDocument>,
    /// The day 0 of every visit that names no other.
    pub anchor: RuleText,
    /// `form.item`: the code that says which visit a place of the level below stands for.
    pub visit_item: Option<Spanned<Arc<str>>>,
    /// Lists of forms under a name.
    pub sets: Vec<(Spanned<Arc<str>>, Vec<FormDocument>)>,
    /// Visits.
    pub visits: Vec<VisitDocument>,
    /// Forms that are filled when something happens and that no visit asks for.
    pub as_needed: Vec<Spanned<Arc<str>>>,
    /// What answers make due.
    pub events: Vec<EventDocument>,
    /// What ends it.
    pub ends: Vec<EndDocument>,
    /// The author's cases.
    pub examples: Vec<ScheduleExample>,
    /// The ids that each of them names, with their places.
    pub named: Vec<NamedInSchedule>,
}

/// A form at a visit.
#[derive(Clone, Debug)]
pub struct FormDocument {
    /// The form.
    pub form: Spanned<Arc<str>>,
    /// Due only when true.
    pub if_: Option<RuleText>,
}

/// A visit in one version.
#[derive(Clone, Debug)]
pub struct VisitDocument {
    /// Identity; versions of one visit share it.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// Where the whole visit stands.
    pub span: Span,
    /// The days of the target for which this version holds.
    pub effective: Option<(Option<Date>, Option<Date>)>,
    /// Another day 0.
    pub anchor: Option<RuleText>,
    /// Asked only when true.
    pub if_: Option<RuleText>,
    /// Days after day 0: earliest, target, latest, deadline.
    pub days: [i64; 4],
    /// The name of a list of forms.
    pub set: Option<Spanned<Arc<str>>>,
    /// Forms.
    pub forms: Vec<FormDocument>,
    /// It also takes the forms of the indication that nothing else asks for.
    pub inserts: bool,
    /// Where the window comes from.
    pub source: Option<Arc<str>>,
}

/// What an answer makes due.
#[derive(Clone, Debug)]
pub struct EventDocument {
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// Every record of this form is looked at; rules read it under its id.
    pub each: Option<Spanned<Arc<str>>>,
    /// Due when true.
    pub when: RuleText,
    /// The day on which it became known; today when absent or blank.
    pub known: Option<RuleText>,
    /// When.
    pub due: Due,
    /// Done when true; else when as many records of its forms stand as it was told.
    pub done_if: Option<RuleText>,
    /// Forms.
    pub forms: Vec<Spanned<Arc<str>>>,
    /// Where the rule comes from.
    pub source: Option<Arc<str>>,
}

/// What ends the schedule.
#[derive(Clone, Debug)]
pub struct EndDocument {
    /// Identity.
    pub id: Spanned<Arc<str>>,
    /// What people read.
    pub title: Text,
    /// Every record of this form is looked at.
    pub each: Option<Spanned<Arc<str>>>,
    /// It ends when true; without a rule, when the day is known.
    pub when: Option<RuleText>,
    /// The last day that still counts.
    pub day: RuleText,
    /// The day from which visits take place again.
    pub resumed: Option<RuleText>,
    /// What follows.
    pub effect: Effect,
    /// The forms that stay.
    pub forms: Vec<Spanned<Arc<str>>>,
}

/// An author's case.
#[derive(Clone, Debug)]
pub struct ScheduleExample {
    /// Name.
    pub id: Spanned<Arc<str>>,
    /// The day of judgement.
    pub today: Date,
    /// Answers by form: a record, or several.
    pub given: Map<String, Value>,
    /// What the calendar says about some visits.
    pub visits: Map<String, Value>,
    /// Events that are due, each `event` or `event@visit`; all of them.
    pub events: Option<Vec<Arc<str>>>,
    /// What has ended it, in the order of days; empty for nothing.
    pub ended: Option<Vec<Arc<str>>>,
}

/// Reads a schedule document.
pub fn read<'a>(reading: &'a Reading<'a>, file: &Arc<str>, root: &'a Node) -> Option<ScheduleDocument> {
    let keys = reading.keys(root)?;
    let id = keys.want("schedule").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let level = keys.want("level").and_then(|node| reading.id(node));
    let uses = reference::read_all(reading, keys.find("uses"));
    let anchor = keys.want("anchor").and_then(|node| reading.rule(node));
    let visit_item = keys.find("visit_item").and_then(|node| reading.text(node));
    let sets = list(reading, &keys, "sets", |reading, node| {
        let keys = reading.keys(node)?;
        let id = keys.want("id").and_then(|node| reading.id(node));
        let forms = keys.want("forms").map_or(Vec::new(), |node| forms(reading, node));
        keys.finish();
        Some((id?, forms))
    });
    let visits = keys.want("visits").map_or(Vec::new(), |node| members(reading, node, visit));
    let as_needed = keys.find("as_needed").map_or(Vec::new(), |node| reading.ids(node));
    let events = list(reading, &keys, "events", event);
    let ends = list(reading, &keys, "ends", end);
    let (examples, named) = list(reading, &keys, "examples", example).into_iter().unzip();
    keys.finish();
    let file = file.clone();
    let (id, title, level, anchor) = (id?, title?, level?, anchor?);
    Some(ScheduleDocument {
        file,
        id,
        title,
        level,
        uses,
        anchor,
        visit_item,
        sets,
        visits,
        as_needed,
        events,
        ends,
        examples,
        named,
    })
}

fn list<'a, T>(
    reading: &'a Reading<'a>,
    keys: &Keys<'a>,
    key: &'static str,
    read: impl Fn(&'a Reading<'a>, &'a Node) -> Option<T>,
) -> Vec<T> {
    keys.find(key).map_or(Vec::new(), |node| members(reading, node, read))
}

fn members<'a, T>(reading: &'a Reading<'a>, node: &'a Node, read: impl Fn(&'a Reading<'a>, &'a Node) -> Option<T>) -> Vec<T> {
    reading.list(node).iter().filter_map(|member| read(reading, member)).collect()
}

/// Forms, each an id or `{ form: .., if: .. }`.
fn forms<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Vec<FormDocument> {
    members(reading, node, |reading, member| {
        if member.word().is_some() {
            return Some(FormDocument { form: reading.id(member)?, if_: None });
        }
        let keys = reading.keys(member)?;
        let form = keys.want("form").and_then(|node| reading.id(node));
        let if_ = keys.find("if").and_then(|node| reading.rule(node));
        keys.finish();
        Some(FormDocument { form: form?, if_ })
    })
}

fn visit<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<VisitDocument> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let effective = keys.find("effective").and_then(|node| {
        let keys = reading.keys(node)?;
        let from = keys.find("from").and_then(|node| reading.day(node));
        let until = keys.find("until").and_then(|node| reading.day(node));
        keys.finish();
        reading.period(node, from, until);
        Some((from, until))
    });
    let target = keys.want("target").and_then(|node| day_number(reading, node));
    let number = |key, default| keys.find(key).map_or(default, |node| day_number(reading, node));
    let (earliest, latest) = (number("earliest", target), number("latest", target));
    let written = [earliest, target, latest, number("deadline", latest)];
    let days = written.map(Option::unwrap_or_default);
    if written.iter().all(Option::is_some) && !days.is_sorted() {
        reading.error(
            "visit-days-order",
            node.span,
            (
                "日数は earliest ≦ target ≦ latest ≦ deadline の順でなければなりません。".into(),
                "the days must stand in order: earliest, target, latest, deadline".into(),
            ),
            ("どれかの日数を直してください。".into(), "mend one of the days".into()),
        );
    }
    let visit = VisitDocument {
        span: node.span,
        effective,
        anchor: keys.find("anchor").and_then(|node| reading.rule(node)),
        if_: keys.find("if").and_then(|node| reading.rule(node)),
        days,
        set: keys.find("set").and_then(|node| reading.id(node)),
        forms: keys.find("forms").map_or(Vec::new(), |node| forms(reading, node)),
        inserts: keys.find("inserts").and_then(|node| reading.boolean(node)).unwrap_or(false),
        source: keys.find("source").and_then(|node| reading.text(node)).map(|source| source.value),
        id: id?,
        title: title?,
    };
    keys.finish();
    Some(visit)
}

/// Days after day 0; before it with a minus sign.
fn day_number<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<i64> {
    let scalar = reading.scalar(node)?;
    let days = scalar.text.parse::<i64>().ok().filter(|days| days.abs() <= 40_000);
    if days.is_none() {
        let word = &scalar.text;
        let narrow: String = word.chars().map(|sign| half(sign).unwrap_or_else(|| sign.to_string())).collect();
        let help = match narrow.trim().parse::<i64>() {
            Ok(number) if narrow != **word => {
                (format!("半角数字で `{number}` と書いてください。"), format!("write `{number}`, in half-width digits"))
            }
            _ => (
                "基準日からの日数を、`28` のように半角数字の整数で書いてください。".into(),
                "write a whole number of days after day 0 in half-width digits, such as `28`".into(),
            ),
        };
        reading.error(
            "not-a-day-number",
            node.span,
            (format!("`{word}` は日数ではありません。"), format!("`{word}` is no number of days")),
            help,
        );
    }
    days
}

fn event<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<EventDocument> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let each = keys.find("each").and_then(|node| reading.id(node));
    let when = keys.want("when").and_then(|node| reading.rule(node));
    let known = keys.find("known").and_then(|node| reading.rule(node));
    let done_if = keys.find("done_if").and_then(|node| reading.rule(node));
    let due = keys.want("due").and_then(|node| due(reading, node));
    let forms = keys.want("forms").map_or(Vec::new(), |node| reading.ids(node));
    let source = keys.find("source").and_then(|node| reading.text(node)).map(|source| source.value);
    keys.finish();
    Some(EventDocument { id: id?, title: title?, each, when: when?, known, due: due?, done_if, forms, source })
}

/// `immediately`, `24 h`, `30 d`, `next visit`.
fn due<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Due> {
    let scalar = reading.scalar(node)?;
    let due = Due::parse(&scalar.text);
    if due.is_none() {
        let word = &scalar.text;
        reading.error(
            "unknown-due",
            node.span,
            (format!("`{word}` は期限として読めません。"), format!("`{word}` says no deadline")),
            (
                "`immediately`、`24 h`、`30 d`、`next visit` のどれかの形で書いてください。".into(),
                "write `immediately`, `24 h`, `30 d` or `next visit`".into(),
            ),
        );
    }
    // The event stands all the same: what names it is no fault.
    due.or(Some(Due::NextVisit))
}

fn end<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<EndDocument> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    let title = keys.want("title").and_then(|node| reading.both(node));
    let each = keys.find("each").and_then(|node| reading.id(node));
    let when = keys.find("when").and_then(|node| reading.rule(node));
    let day = keys.want("day").and_then(|node| reading.rule(node));
    let resumed = keys.find("resumed").and_then(|node| reading.rule(node));
    let effect = keys.want("effect").and_then(|node| effect(reading, node));
    let forms = keys.find("forms").map_or(Vec::new(), |node| reading.ids(node));
    keys.finish();
    Some(EndDocument { id: id?, title: title?, each, when, day: day?, resumed, effect: effect?, forms })
}

fn effect<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<Effect> {
    let scalar = reading.scalar(node)?;
    let effect = Effect::from_word(&scalar.text);
    if effect.is_none() {
        let word = &scalar.text;
        reading.error(
            "unknown-effect",
            node.span,
            (format!("`{word}` という終わり方はありません。"), format!("there is no effect `{word}`")),
            crate::diagnostic::suggest::did_you_mean(word, Effect::WORDS.iter().map(|(word, _)| *word)),
        );
    }
    effect
}

fn example<'a>(reading: &'a Reading<'a>, node: &'a Node) -> Option<(ScheduleExample, NamedInSchedule)> {
    let keys = reading.keys(node)?;
    let id = keys.want("id").and_then(|node| reading.id(node));
    keys.find("title").and_then(|node| reading.both(node));
    let today = keys.want("today").and_then(|node| reading.day(node));
    let object = |node: Option<&Node>| match node.map(json) {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    };
    let given = object(keys.want("given"));
    let visits = object(keys.find("visits"));
    let words = |node: &'a Node| reading.list(node).iter().filter_map(|member| Some(reading.text(member)?.value)).collect();
    let events = keys.find("events").map(words);
    let ended = keys.find("ended").map(|node| match node.word() {
        Some(word) => Some(word.clone()).filter(|word| !word.is_empty()).into_iter().collect(),
        None => words(node),
    });
    let answers = |key| keys.find(key).map_or(Vec::new(), named::answers);
    let words = |key| keys.find(key).map_or(Vec::new(), named::words);
    let mut ends = words("ended");
    ends.retain(|word| !word.value.is_empty());
    let named = NamedInSchedule { given: answers("given"), visits: answers("visits"), events: words("events"), ended: ends };
    keys.finish();
    Some((ScheduleExample { id: id?, today: today?, given, visits, events, ended }, named))
}
