//! The synthetic patients of a demonstration: `demo/patients.json`, laid over the authors' own examples of each form.

use engine::form::form::Form;
use serde_json::{Map, Value};
use storage::{
    Actor, Change, OpenPlace, OpenRecord, RegisterPatient, SaveDraft, Store, SubmitRevision, Timestamp, WriteRequest, Written,
};

use crate::catalogue::catalogue::Catalogue;
use crate::catalogue::published::{Published, PublishedForm};
use crate::clock::day_in_japan;
use crate::content::Filled;
use crate::demo::accounts::SignIn;
use crate::filling::judged::Judged;
use crate::filling::submission::identity;
use crate::start::Problem;

const PATIENTS: &str = include_str!("../../demo/patients.json");

/// Registers every patient in the name of the person who stands in the file.
///
/// # Errors
/// When the file does not fit the definitions, or the storage refuses.
pub async fn make(store: &Store, sign_ins: &[SignIn], at: Timestamp) -> Result<(), Problem> {
    let patients: Vec<Value> = serde_json::from_str(PATIENTS).map_err(|_| wrong("it is not JSON"))?;
    let published = Catalogue::default().current(store).await.map_err(|fault| Problem::Demo(fault.to_string()))?;
    for patient in &patients {
        let by = patient.get("by").and_then(Value::as_str).unwrap_or_default();
        let actor = &sign_ins.iter().find(|s| s.login == by).ok_or_else(|| wrong("`by` names nobody"))?.actor;
        let root = published.root_level().ok_or_else(|| wrong("the registry has no levels"))?;
        let register = RegisterPatient { level: root.id.to_string(), identity: None, despite_duplicate: false, first: None };
        let hand = Hand { store, published: &published, actor, at };
        let place = hand.write(Change::RegisterPatient(register)).await?.place.ok_or_else(|| wrong("a patient has no place"))?;
        hand.follow(place, patient.get("steps").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()).await?;
    }
    Ok(())
}

/// Somebody entering one patient.
struct Hand<'h> {
    store: &'h Store,
    published: &'h Published,
    actor: &'h Actor,
    at: Timestamp,
}

impl Hand<'_> {
    /// Opens places below one another and fills forms at the innermost.
    async fn follow(&self, mut place: String, steps: &[Value]) -> Result<(), Problem> {
        let mut context = Map::new();
        for step in steps {
            if let Some(level) = step.get("open").and_then(Value::as_str) {
                place = self.write(Change::OpenPlace(OpenPlace { parent: place, level: level.to_owned() })).await?.id;
                continue;
            }
            let id = step.get("form").and_then(Value::as_str).unwrap_or_default();
            let form = self.published.latest(id).ok_or_else(|| wrong("`form` names none"))?;
            let filled = Filled { answers: answers(&form.form, step), ..Filled::default() };
            let record =
                self.write(Change::OpenRecord(OpenRecord { place: place.clone(), form: form.reference(), ordinal: 1 })).await?.id;
            if step.get("draft").is_some() {
                let save = SaveDraft { record, form: form.reference(), content: filled.write(), expected_version: 0 };
                self.write(Change::SaveDraft(save)).await?;
            } else {
                self.submit(record, form, &filled, &context).await?;
            }
            context.insert(id.to_owned(), Value::Object(filled.answers));
        }
        Ok(())
    }

    async fn submit(
        &self,
        record: String,
        form: &PublishedForm,
        filled: &Filled,
        context: &Map<String, Value>,
    ) -> Result<(), Problem> {
        let judged = Judged::of(form, filled, context, &day_in_japan(self.at.0), engine::form::moment::Moment::Submit)
            .map_err(|error| Problem::Demo(error.to_string()))?;
        let submit = SubmitRevision {
            record,
            form: form.reference(),
            content: judged.kept.write(),
            findings: judged.summary(),
            expected_revision: 0,
            expected_draft: None,
            restated: Vec::new(),
            identity: identity(self.published, form, &judged.kept),
        };
        self.write(Change::SubmitRevision(submit)).await.map(|_| ())
    }

    async fn write(&self, change: Change) -> Result<Written, Problem> {
        let request = WriteRequest { actor: self.actor.clone(), at: self.at, reason: String::new(), change };
        Ok(self.store.write(request).await?)
    }
}

/// The answers of the step's example, without some, with others laid over.
fn answers(form: &Form, step: &Value) -> Map<String, Value> {
    let named = step.get("example").and_then(Value::as_str);
    let example = form.examples.iter().find(|example| Some(&*example.id) == named);
    let mut answers = example.map(|example| example.given.members()).unwrap_or_default();
    for id in step.get("without").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str) {
        answers.remove(id);
    }
    answers.extend(step.get("answers").and_then(Value::as_object).cloned().unwrap_or_default());
    answers
}

fn wrong(what: &str) -> Problem {
    Problem::Demo(format!("server/demo/patients.json: {what}"))
}
