//! A patient's calendar: every visit with its days and forms, what answers have made due, and what has ended it.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::evaluate::validator::Validator;
use crate::lang::Text;
use crate::schedule::due::{Due, Effect};
use crate::schedule::records::{Record, Records};
use crate::schedule::schedule::{End, Event, Rule, Schedule, Visit};
use crate::value::date::Date;

/// How a visit or a form stands on the day of judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Its window has not begun.
    Planned,
    /// Its window is open.
    Open,
    /// Its window has passed and the deadline has not.
    Due,
    /// Its deadline has passed.
    Overdue,
    /// Everything is there.
    Done,
    /// It does not take place any more.
    Ended,
}

impl State {
    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            State::Planned => "planned",
            State::Open => "open",
            State::Due => "due",
            State::Overdue => "overdue",
            State::Done => "done",
            State::Ended => "ended",
        }
    }

    /// Its name for people.
    pub fn text(self) -> Text {
        match self {
            State::Planned => Text::new("予定", "planned"),
            State::Open => Text::new("期間中", "window open"),
            State::Due => Text::new("期限前", "due"),
            State::Overdue => Text::new("期限超過", "overdue"),
            State::Done => Text::new("完了", "done"),
            State::Ended => Text::new("対象外", "ended"),
        }
    }
}

/// A form that a visit or event asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormDue {
    /// The form.
    pub form: Arc<str>,
    /// A record of it was submitted.
    pub done: bool,
    /// Whether it is asked depends on answers that are still open.
    pub perhaps: bool,
}

/// A visit of this patient.
#[derive(Clone, Debug)]
pub struct VisitDue {
    /// The visit.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// Earliest, target, latest, deadline.
    pub days: [Date; 4],
    /// How it stands.
    pub state: State,
    /// The end that it closes with, or that it fell to.
    pub by_end: Option<Arc<str>>,
    /// Forms.
    pub forms: Vec<FormDue>,
}

/// Something that an answer has made due.
#[derive(Clone, Debug)]
pub struct EventDue {
    /// The event.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// The visit whose record says so.
    pub visit: Option<Arc<str>>,
    /// The day on which it became known.
    pub known: Option<Date>,
    /// The last day; the day it became known for what is due at once.
    pub deadline: Option<Date>,
    /// When, in the words of the rule.
    pub due: Due,
    /// How it stands.
    pub state: State,
    /// Forms.
    pub forms: Vec<FormDue>,
}

/// What has ended the visits.
#[derive(Clone, Debug)]
pub struct Ended {
    /// The end.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// The last day that counts.
    pub day: Date,
    /// What follows.
    pub effect: Effect,
    /// The day from which visits take place again.
    pub resumed: Option<Date>,
}

/// A patient's calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Day 0; nothing before it is known.
    pub anchor: Option<Date>,
    /// Visits in the order of their targets.
    pub visits: Vec<VisitDue>,
    /// What answers have made due.
    pub events: Vec<EventDue>,
    /// What has ended it, in the order of days. What comes after an end for good changes nothing and is left out.
    pub ended: Vec<Ended>,
}

/// The rules of a schedule over one patient's records.
struct Reading<'s> {
    schedule: &'s Schedule,
    validator: Validator,
    context: Map<String, Value>,
    records: &'s Records,
    today: Date,
}

/// The calendar of a patient on a day. `asked` are the forms that product and disease ask for; visits then ask no others.
pub fn calendar(schedule: &Schedule, records: &Records, asked: Option<&[Arc<str>]>, today: Date) -> Calendar {
    let validator = Validator::new(schedule.rules.clone());
    let context = records.context(&schedule.rules, &schedule.wide);
    let reading = Reading { schedule, validator, context, records, today };
    let values = reading.values(&reading.context);
    let ended = reading.ended(&values);
    let mut visits: Vec<VisitDue> = Vec::new();
    for visit in &schedule.visits {
        let Some(days) = reading.days(visit, &values) else { continue };
        let if_ = visit.if_.as_ref().map(|rule| truth(&values, rule));
        // Versions of one visit stand side by side: the first that holds counts.
        if if_ == Some(Some(false)) || visits.iter().any(|known| known.id == visit.id) {
            continue;
        }
        let forms = reading.forms(visit, &values, asked, if_ == Some(None));
        visits.push(VisitDue {
            id: visit.id.clone(),
            title: visit.title.clone(),
            days,
            state: State::Planned,
            by_end: None,
            forms,
        });
    }
    visits.sort_by_key(|visit| visit.days[1]);
    for ended in &ended {
        end(&mut visits, ended, reading.schedule.ends.iter().find(|end| end.id == ended.id));
    }
    for visit in visits.iter_mut().filter(|visit| visit.state != State::Ended) {
        visit.state = state_of(&visit.forms, visit.days, today);
    }
    let events = reading.events(&visits);
    Calendar { anchor: date(&values, &schedule.anchor), visits, events, ended }
}

fn state_of(forms: &[FormDue], days: [Date; 4], today: Date) -> State {
    let [earliest, _, latest, deadline] = days;
    if !forms.is_empty() && forms.iter().all(|form| form.done || form.perhaps) && forms.iter().any(|form| form.done) {
        State::Done
    } else if today < earliest {
        State::Planned
    } else if today <= latest {
        State::Open
    } else if today <= deadline {
        State::Due
    } else {
        State::Overdue
    }
}

/// Visits after the last day fall away, or keep only what the end names; the one in progress is closed on that day. Where they take place
/// again, those whose window is then still open or ahead stay as they are.
fn end(visits: &mut [VisitDue], ended: &Ended, written: Option<&End>) {
    let is_done = |visit: &VisitDue| !visit.forms.is_empty() && visit.forms.iter().all(|form| form.done);
    let is_over = |visit: &VisitDue| visit.days[1] > ended.day && ended.resumed.is_none_or(|again| visit.days[2] < again);
    let mut closing = ended.effect == Effect::Close;
    for visit in visits.iter_mut().filter(|visit| visit.state != State::Ended && is_over(visit) && !is_done(visit)) {
        visit.by_end = Some(ended.id.clone());
        let [_, _, latest, deadline] = visit.days;
        if closing {
            closing = false;
            let grace = latest.days_until(deadline);
            visit.days = [ended.day, ended.day, ended.day, ended.day.add_days(grace).unwrap_or(ended.day)];
            continue;
        }
        if ended.effect == Effect::SurvivalOnly {
            let kept = written.map_or(&[][..], |end| &end.forms);
            visit.forms.retain(|form| kept.contains(&form.form));
        } else {
            visit.state = State::Ended;
        }
    }
}

impl Reading<'_> {
    /// The values of all rules beside these answers of other forms.
    fn values(&self, context: &Map<String, Value>) -> Map<String, Value> {
        let Ok(answers) = self.validator.read_value(&Value::Object(Map::new())) else { return Map::new() };
        let outcome = self.validator.judge(answers, &self.validator.read_context(context), self.today);
        let values = outcome.to_json(&self.schedule.rules);
        values.get("calculated").and_then(Value::as_object).cloned().unwrap_or_default()
    }

    /// The values beside one record of a form.
    fn values_at(&self, each: &str, record: &Record) -> Map<String, Value> {
        let mut context = self.context.clone();
        context.insert(each.to_owned(), Value::Object(record.answers.clone()));
        self.values(&context)
    }

    fn days(&self, visit: &Visit, values: &Map<String, Value>) -> Option<[Date; 4]> {
        let anchor = date(values, &visit.anchor)?;
        let [earliest, target, latest, deadline] = visit.days.map(|days| anchor.add_days(days));
        let days = [earliest?, target?, latest?, deadline?];
        let (from, until) = visit.effective.unwrap_or_default();
        let holds = from.is_none_or(|from| days[1] >= from) && until.is_none_or(|until| days[1] < until);
        holds.then_some(days)
    }

    fn forms(&self, visit: &Visit, values: &Map<String, Value>, asked: Option<&[Arc<str>]>, perhaps: bool) -> Vec<FormDue> {
        let is_asked = |form: &Arc<str>| asked.is_none_or(|asked| asked.contains(form));
        let mut forms: Vec<FormDue> = Vec::new();
        for form in visit.forms.iter().filter(|form| is_asked(&form.form)) {
            let truth = form.if_.as_ref().map_or(Some(true), |rule| truth(values, rule));
            if truth != Some(false) && !forms.iter().any(|known| known.form == form.form) {
                let perhaps = perhaps || truth.is_none();
                forms.push(FormDue { form: form.form.clone(), done: self.is_done(&form.form, &visit.id), perhaps });
            }
        }
        if visit.inserts {
            let named: Vec<&Arc<str>> = self.schedule.forms().collect();
            for form in asked.unwrap_or_default().iter().filter(|form| !named.contains(form)) {
                forms.push(FormDue { form: form.clone(), done: self.is_done(form, &visit.id), perhaps });
            }
        }
        forms
    }

    /// A record at this visit, or one that belongs to no visit, as forms of the levels above.
    fn is_done(&self, form: &str, visit: &Arc<str>) -> bool {
        self.records.of(form).any(|record| record.visit.as_ref().is_none_or(|at| at == visit))
    }

    /// Records to be looked at one by one; one look without a record where nothing is named.
    fn each<'r>(&'r self, each: Option<&'r Arc<str>>) -> Vec<(Option<&'r Record>, Map<String, Value>)> {
        match each {
            None => vec![(None, self.values(&self.context))],
            Some(form) => self.records.of(form).map(|record| (Some(record), self.values_at(form, record))).collect(),
        }
    }

    /// Every end that holds, by its day; what follows an end for good is left out.
    fn ended(&self, values: &Map<String, Value>) -> Vec<Ended> {
        let mut found: Vec<Ended> = Vec::new();
        for end in &self.schedule.ends {
            let looks = match &end.each {
                None => vec![values.clone()],
                Some(each) => self.each(Some(each)).into_iter().map(|(_, values)| values).collect(),
            };
            // Any record may say the day on which visits begin again, also one that ends nothing itself.
            let again: Vec<Date> = end.resumed.iter().flat_map(|rule| looks.iter().filter_map(|one| date(one, rule))).collect();
            for values in &looks {
                let holds = end.when.as_ref().is_none_or(|rule| truth(values, rule) == Some(true));
                let Some(day) = date(values, &end.day).filter(|_| holds) else { continue };
                let resumed = again.iter().copied().filter(|again| *again >= day).min();
                found.push(Ended { id: end.id.clone(), title: end.title.clone(), day, effect: end.effect, resumed });
            }
        }
        found.sort_by_key(|ended| ended.day);
        let mut kept: Vec<Ended> = Vec::new();
        for ended in found {
            let is_for_good = |before: &Ended| before.effect != Effect::SurvivalOnly && before.resumed.is_none();
            let is_same = |before: &Ended| before.id == ended.id && before.resumed.is_none_or(|again| ended.day < again);
            if !kept.iter().any(|before| is_for_good(before) || is_same(before)) {
                kept.push(ended);
            }
        }
        kept
    }

    fn events(&self, visits: &[VisitDue]) -> Vec<EventDue> {
        let mut found = Vec::new();
        for event in &self.schedule.events {
            let mut fired = 0;
            for (record, values) in self.each(event.each.as_ref()) {
                if truth(&values, &event.when) == Some(true) {
                    fired += 1;
                    found.push(self.event(event, record, &values, visits, fired));
                }
            }
        }
        found
    }

    /// The n-th time that an event was told is done when as many records of its forms stand.
    fn event(
        &self,
        event: &Event,
        record: Option<&Record>,
        values: &Map<String, Value>,
        visits: &[VisitDue],
        told: usize,
    ) -> EventDue {
        let known = event.known.as_ref().and_then(|rule| date(values, rule));
        let from = known.unwrap_or(self.today);
        let deadline = match event.due {
            Due::Immediately => Some(from),
            Due::Hours(hours) => from.add_days(i64::from(hours).div_euclid(24).max(1)),
            Due::Days(days) => from.add_days(i64::from(days)),
            Due::NextVisit => {
                visits.iter().find(|visit| visit.days[1] > from && visit.state != State::Ended).map(|visit| visit.days[3])
            }
        };
        let said = event.done_if.as_ref().map(|rule| truth(values, rule) == Some(true));
        let done = |form: &Arc<str>| said.unwrap_or_else(|| self.records.of(form).count() >= told);
        let form = |form: &Arc<str>| FormDue { form: form.clone(), done: done(form), perhaps: false };
        let forms: Vec<FormDue> = event.forms.iter().map(form).collect();
        let state = match deadline {
            _ if forms.iter().all(|form| form.done) => State::Done,
            Some(deadline) if self.today > deadline => State::Overdue,
            _ => State::Due,
        };
        EventDue {
            id: event.id.clone(),
            title: event.title.clone(),
            visit: record.and_then(|record| record.visit.clone()),
            known,
            deadline,
            due: event.due,
            state,
            forms,
        }
    }
}

fn truth(values: &Map<String, Value>, rule: &Rule) -> Option<bool> {
    values.get(&**rule).and_then(Value::as_bool)
}

/// The day that a rule gives; of a partial date its last day, so that nothing falls due before it can have happened.
fn date(values: &Map<String, Value>, rule: &Rule) -> Option<Date> {
    let text = values.get(&**rule)?.as_str()?;
    crate::value::date::DateRange::parse(text).map(|days| days.hi)
}

impl Calendar {
    /// As data: days as texts, titles in both languages.
    pub fn json(&self) -> Value {
        let both = |text: &Text| json!({ "ja": &*text.ja, "en": &*text.en });
        let forms = |forms: &[FormDue]| -> Value {
            forms.iter().map(|form| json!({ "form": &*form.form, "done": form.done, "perhaps": form.perhaps })).collect()
        };
        let visits = self.visits.iter().map(|visit| {
            let [earliest, target, latest, deadline] = visit.days.map(|day| day.to_string());
            json!({
                "id": &*visit.id, "title": both(&visit.title), "earliest": earliest, "target": target, "latest": latest,
                "deadline": deadline, "state": visit.state.word(), "by_end": visit.by_end.as_deref(), "forms": forms(&visit.forms),
            })
        });
        let events = self.events.iter().map(|event| {
            json!({
                "id": &*event.id, "title": both(&event.title), "visit": event.visit.as_deref(), "due": both(&event.due.words()),
                "known": event.known.map(|day| day.to_string()), "deadline": event.deadline.map(|day| day.to_string()),
                "state": event.state.word(), "forms": forms(&event.forms),
            })
        });
        let ended = self.ended.iter().map(|ended| {
            let mut one = json!({ "id": &*ended.id, "title": both(&ended.title), "day": ended.day.to_string() });
            if let Some(again) = ended.resumed {
                one["resumed"] = again.to_string().into();
            }
            one
        });
        json!({
            "anchor": self.anchor.map(|day| day.to_string()),
            "visits": visits.collect::<Vec<_>>(),
            "events": events.collect::<Vec<_>>(),
            "ended": ended.collect::<Vec<_>>(),
        })
    }
}
