//! Authors' cases of a schedule: the calendar that answers give, compared with what the author expects.

use std::sync::Arc;

use serde_json::Value;

use crate::document::product::Product;
use crate::document::registry::Registry;
use crate::document::schedule::ScheduleExample;
use crate::lang::Text;
use crate::schedule::asked;
use crate::schedule::calendar::{Calendar, State, calendar};
use crate::schedule::records::Records;
use crate::schedule::schedule::Schedule;

/// Judges a case; nothing is returned when it holds.
pub fn judge(schedule: &Schedule, registry: Option<&Registry>, products: &[Product], example: &ScheduleExample) -> Vec<Text> {
    let records = Records::read(&example.given).placed(schedule);
    let asked = asked::indication(registry, products, &records).map(asked::forms);
    let calendar = calendar(schedule, &records, asked.as_deref(), example.today);
    let mut differences = Vec::new();
    let told = calendar.json();
    for (visit, expected) in &example.visits {
        let got = told
            .get("visits")
            .and_then(Value::as_array)
            .and_then(|visits| visits.iter().find(|one| one.get("id").and_then(Value::as_str) == Some(visit)));
        compare_visit(visit, expected, got, &mut differences);
    }
    if let Some(expected) = &example.events {
        compare_events(expected, &calendar, &mut differences);
    }
    if let Some(expected) = &example.ended {
        let told = |ids: &mut dyn Iterator<Item = &Arc<str>>| ids.map(|id| &**id).collect::<Vec<_>>().join(", ");
        let (expected, got) = (told(&mut expected.iter()), told(&mut calendar.ended.iter().map(|ended| &ended.id)));
        if expected != got {
            differences.push(differs("ended", &expected, &got));
        }
    }
    differences
}

fn differs(what: &str, expected: &str, got: &str) -> Text {
    let none = |word: &str| if word.is_empty() { "-".to_owned() } else { word.to_owned() };
    Text::new(
        format!("`{what}` は `{}` のはずですが、`{}` でした", none(expected), none(got)),
        format!("expected `{what}` to be `{}`, but it is `{}`", none(expected), none(got)),
    )
}

/// `null` says that the visit does not take place; `forms` are all that is asked there, in any order.
fn compare_visit(id: &str, expected: &Value, got: Option<&Value>, differences: &mut Vec<Text>) {
    let (expected, got) = match (expected.as_object(), got) {
        (None, None) => return,
        (None, Some(_)) => return differences.push(differs(id, "", "planned")),
        (Some(_), None) => return differences.push(differs(id, "planned", "")),
        (Some(expected), Some(got)) => (expected, got),
    };
    for (key, wanted) in expected {
        let (wanted, is) =
            if key == "forms" { (names(wanted), names(&got_forms(got))) } else { (word(wanted), word(&got[key.as_str()])) };
        if wanted != is {
            differences.push(differs(&format!("{id}.{key}"), &wanted, &is));
        }
    }
}

fn got_forms(got: &Value) -> Value {
    let forms = got.get("forms").and_then(Value::as_array).into_iter().flatten();
    forms.filter_map(|form| form.get("form").cloned()).collect()
}

fn names(forms: &Value) -> String {
    let mut names: Vec<&str> = forms.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    names.sort_unstable();
    names.join(", ")
}

fn word(value: &Value) -> String {
    value.as_str().map_or_else(|| if value.is_null() { String::new() } else { value.to_string() }, str::to_owned)
}

/// All events that are not done, `event` or `event@visit`.
fn compare_events(expected: &[Arc<str>], calendar: &Calendar, differences: &mut Vec<Text>) {
    let open = calendar.events.iter().filter(|event| event.state != State::Done);
    let name = |event: &crate::schedule::calendar::EventDue| match &event.visit {
        Some(visit) => format!("{}@{visit}", event.id),
        None => event.id.to_string(),
    };
    let mut got: Vec<String> = open.map(name).collect();
    let mut wanted: Vec<String> = expected.iter().map(ToString::to_string).collect();
    got.sort_unstable();
    wanted.sort_unstable();
    if got != wanted {
        differences.push(differs("events", &wanted.join(", "), &got.join(", ")));
    }
}
