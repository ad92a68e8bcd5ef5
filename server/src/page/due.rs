//! What a calendar has due, as the patient's page shows it: what is overdue, due or open, then the visit that comes next.

use engine::lang::Lang;
use engine::schedule::calendar::{Calendar, FormDue, State};
use serde_json::{Value, json};

use crate::catalogue::published::Published;
use crate::page::reply::both;

/// Rows `{title, state, state_text, earliest, latest, deadline, forms}`, a form as `{id, title}`; forms that were submitted are left out.
pub fn values(calendar: &Calendar, published: &Published, lang: Lang) -> Vec<Value> {
    let asks = |state: State| matches!(state, State::Open | State::Due | State::Overdue);
    let missing = |forms: &[FormDue]| -> Vec<Value> {
        let open = forms.iter().filter(|form| !form.done);
        open.map(|form| json!({ "id": &*form.form, "title": published.form_title(&form.form, lang) })).collect()
    };
    let events = calendar.events.iter().filter(|event| asks(event.state)).map(|event| {
        json!({
            "title": both(&event.title), "state": event.state.word(), "state_text": both(&event.state.text()),
            "earliest": event.known.map(|day| day.to_string()), "deadline": event.deadline.map(|day| day.to_string()),
            "forms": missing(&event.forms),
        })
    });
    let next = calendar.visits.iter().find(|visit| visit.state == State::Planned).map(|visit| &visit.id);
    let visits = calendar.visits.iter().filter(|visit| asks(visit.state) || Some(&visit.id) == next).map(|visit| {
        let [earliest, _, latest, deadline] = visit.days.map(|day| day.to_string());
        json!({
            "title": both(&visit.title), "state": visit.state.word(), "state_text": both(&visit.state.text()),
            "earliest": earliest, "latest": latest, "deadline": deadline, "forms": missing(&visit.forms),
        })
    });
    events.chain(visits).collect()
}
