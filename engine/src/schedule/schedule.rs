//! A linked schedule: visits, events and ends, whose rules run as calculated items of a form that nobody fills.

use std::sync::Arc;

use crate::document::schedule::ScheduleExample;
use crate::form::form::Form;
use crate::lang::Text;
use crate::schedule::due::{Due, Effect};
use crate::value::date::Date;

/// The place of a rule among the calculated items of the schedule's form.
pub type Rule = Arc<str>;

/// A form at a visit.
#[derive(Clone, Debug)]
pub struct VisitForm {
    /// The form.
    pub form: Arc<str>,
    /// Due only when true.
    pub if_: Option<Rule>,
}

/// A visit in one version.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Identity.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// The days of the target for which this version holds.
    pub effective: Option<(Option<Date>, Option<Date>)>,
    /// The rule of its day 0.
    pub anchor: Rule,
    /// Asked only when true.
    pub if_: Option<Rule>,
    /// Days after day 0: earliest, target, latest, deadline.
    pub days: [i64; 4],
    /// Forms.
    pub forms: Vec<VisitForm>,
    /// It also takes the forms of the indication that nothing else asks for.
    pub inserts: bool,
    /// Where the window comes from.
    pub source: Option<Arc<str>>,
}

/// What an answer makes due.
#[derive(Clone, Debug)]
pub struct Event {
    /// Identity.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// Every record of this form is looked at.
    pub each: Option<Arc<str>>,
    /// Due when true.
    pub when: Rule,
    /// The day on which it became known.
    pub known: Option<Rule>,
    /// When.
    pub due: Due,
    /// Done when true; without a rule, when as many records of its forms stand as it was told.
    pub done_if: Option<Rule>,
    /// Forms.
    pub forms: Vec<Arc<str>>,
}

/// What ends the schedule.
#[derive(Clone, Debug)]
pub struct End {
    /// Identity.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// Every record of this form is looked at.
    pub each: Option<Arc<str>>,
    /// It ends when true.
    pub when: Option<Rule>,
    /// The last day that still counts.
    pub day: Rule,
    /// The day from which visits take place again.
    pub resumed: Option<Rule>,
    /// What follows.
    pub effect: Effect,
    /// The forms that stay.
    pub forms: Vec<Arc<str>>,
}

/// A linked schedule.
#[derive(Clone, Debug)]
pub struct Schedule {
    /// The file.
    pub file: Arc<str>,
    /// Identity.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// The level whose places have a calendar.
    pub level: Arc<str>,
    /// The rule of day 0.
    pub anchor: Rule,
    /// Form and item of the code that says which visit a record belongs to.
    pub visit_item: Option<(Arc<str>, Arc<str>)>,
    /// Visits, versions of one visit side by side.
    pub visits: Vec<Visit>,
    /// Forms that no visit asks for.
    pub as_needed: Vec<Arc<str>>,
    /// What answers make due.
    pub events: Vec<Event>,
    /// What ends it.
    pub ends: Vec<End>,
    /// The author's cases.
    pub examples: Vec<ScheduleExample>,
    /// Names under `uses` that say `within`, with the level: they also read records of other places there.
    pub wide: Vec<(Arc<str>, Arc<str>)>,
    /// The form whose calculated items are the rules.
    pub rules: Arc<Form>,
}

impl Schedule {
    /// Every form that a visit names.
    pub fn visit_forms(&self) -> impl Iterator<Item = &Arc<str>> {
        self.visits.iter().flat_map(|visit| &visit.forms).map(|form| &form.form)
    }

    /// Every form that anything of it names.
    pub fn forms(&self) -> impl Iterator<Item = &Arc<str>> {
        self.visit_forms().chain(self.events.iter().flat_map(|event| &event.forms)).chain(&self.as_needed)
    }
}
