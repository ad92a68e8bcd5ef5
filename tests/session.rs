//! One changed answer settles the same record as judging everything again: random changes on every form, in both directions.

use std::path::Path;
use std::sync::Arc;

use engine::answers::place::Place;
use engine::evaluate::validator::Validator;
use engine::form::form::Form;
use engine::kind::kind::Kind;
use engine::library::library::Library;
use engine::program::program::ItemId;
use engine::value::date::Date;
use engine::value::value::Slot;
use serde_json::{Map, Value};
use tests::definitions::definitions;
use tests::root::root;

use crate::schema::generate::{self, Chance};

/// Pairs of records per form; every answer of the second is put into the first, one after the other.
const PAIRS: usize = 60;

fn forms(folder: &Path) -> Vec<Arc<Form>> {
    let files = definitions(folder);
    let (library, _) = Library::read(&files);
    library.forms.into_values().filter_map(|versions| versions.last().cloned()).collect()
}

/// Items of the form itself that a person answers.
fn places(form: &Form) -> Vec<Place> {
    let asked = |id: &ItemId| form.item(*id).is_some_and(|item| !matches!(item.kind, Kind::Calculated | Kind::Group));
    form.scopes[0].slots.iter().copied().filter(asked).map(Place::of).collect()
}

#[test]
fn a_changed_answer_settles_what_judging_everything_settles() {
    let mut all = forms(&root().join("tests/schema/definitions"));
    all.extend(forms(&root().join("form-definitions")));
    let today = Date::parse("2026-04-01").unwrap();
    let mut changes = 0;
    for (number, form) in all.iter().enumerate() {
        let validator = Validator::new(form.clone());
        let context = validator.read_context(&Map::new());
        let mut chance = Chance::new(number);
        for _ in 0..PAIRS {
            let (mut answers, other) = (generate::record(form, &mut chance), generate::record(form, &mut chance));
            let Ok(read) = validator.read_value(&answers) else { continue };
            let mut session = validator.session(read, &context, today);
            for place in places(form) {
                let id = place.path(form);
                let answer = other.get(&id).cloned();
                let slot = answer.as_ref().map_or(Slot::Blank, |answer| validator.read_slot(place, answer));
                let before = validator.outcome(session.record());
                let delta = session.set(place, slot).clone();
                match answer {
                    Some(answer) => answers[&id] = answer,
                    None => drop(answers.as_object_mut().and_then(|all: &mut Map<String, Value>| all.remove(&id))),
                }
                let after = validator.outcome(session.record());
                let whole = validator.judge(validator.read_value(&answers).unwrap(), &context, today);
                assert_eq!(after.to_json(form), whole.to_json(form), "{}: after `{id}`", form.id);
                assert!(
                    before == after
                        || !delta.places.is_empty()
                        || !delta.checks.is_empty()
                        || before.undecided != after.undecided,
                    "{}: after `{id}`\n{}\n{}",
                    form.id,
                    before.to_json(form),
                    after.to_json(form)
                );
                changes += 1;
            }
        }
    }
    assert!(changes > 2_000, "only {changes} changes");
}
