//! What a submission changes elsewhere: every other record of the patient whose rules read this one is judged again, and what reads
//! those, until nothing moves. It is shown before the submission and written with it, in one transaction, so that no calculated value and
//! no finding is silently stale.

use std::collections::BTreeSet;

use engine::evaluate::accepted::standing;
use engine::evaluate::ratchet::ACCEPTED;
use engine::form::moment::Moment;
use engine::form::reference::OLD;
use serde_json::Value;
use storage::{ContextRecord, Restated};

use crate::catalogue::published::PublishedForm;
use crate::clock::day_in_japan;
use crate::content::Filled;
use crate::error::Error;
use crate::filling::around::{Around, Standing};
use crate::filling::judged::Judged;
use crate::filling::opened::Opened;

/// Another record that says something else because of this one.
pub struct Rippled {
    /// The form under which it stands.
    pub form: PublishedForm,
    /// The record as it stands.
    pub row: ContextRecord,
    /// How it would stand.
    pub judged: Judged,
    /// Findings that come, `code@path`.
    pub come: Vec<String>,
    /// Findings that go.
    pub gone: Vec<String>,
    /// Calculated values that change: path, before, after.
    pub calculated: Vec<(String, Option<Value>, Option<Value>)>,
}

impl Rippled {
    /// Locked and signed records are told of, and left as they are.
    pub fn is_closed(&self) -> bool {
        self.row.state.is_closed()
    }

    /// The record under its next revision.
    fn next(&self) -> ContextRecord {
        ContextRecord { revision: self.row.revision.saturating_add(1), ..self.row.clone() }
    }

    /// The revision to be written for it.
    pub fn restated(&self, because: &str) -> Option<Restated> {
        (!self.is_closed()).then(|| Restated {
            record: self.row.record.clone(),
            form: self.row.form.clone(),
            content: self.judged.kept.write(),
            findings: self.judged.summary(),
            expected_revision: self.row.revision,
            reason: because.to_owned(),
        })
    }
}

/// What a submission says, and everything that it changes elsewhere. A correction may change which records this one reads, and they may
/// change by it in turn (an assessment whose day moves behind another's): it is judged until what it reads stands still.
///
/// # Errors
/// When a stored record cannot be read.
pub fn settle(opened: &mut Opened) -> Result<(Judged, Vec<Rippled>), Error> {
    let mut judged = opened.judge(Moment::Submit)?;
    let mut rippled = of(opened, &judged)?;
    for _ in 0..=opened.rows.len() {
        let others = rippled.iter().filter(|other| !other.is_closed()).map(|other| (other.next(), other.judged.kept.clone()));
        if !opened.read_beside(others.collect()) {
            break;
        }
        judged = opened.judge(Moment::Submit)?;
        rippled = of(opened, &judged)?;
    }
    judged.kept.sources.clone_from(&opened.sources);
    Ok((judged, rippled))
}

/// Everything that changes elsewhere when `judged` is submitted.
fn of(opened: &Opened, judged: &Judged) -> Result<Vec<Rippled>, Error> {
    let mut around = opened.around.clone();
    around.replace(as_submitted(opened, judged), judged.kept.clone());
    let mut moved: BTreeSet<String> = BTreeSet::from([opened.form.form.id.to_string()]);
    let mut found: Vec<Rippled> = Vec::new();
    // What reads what makes no circle, so that each pass settles at least one record more.
    for _ in 0..=opened.rows.len() {
        let readers: Vec<Standing> = around
            .records()
            .filter(|known| known.row.record != opened.record.head.id && reads(opened, &known.row, &moved))
            .cloned()
            .collect();
        moved.clear();
        for reader in readers {
            let now = judge_again(opened, &around, &reader)?;
            let before = found.iter().position(|known| known.row.record == reader.row.record);
            let was = before.map(|at| found.remove(at));
            let same = match (&was, &now) {
                (Some(was), Some(now)) => was.judged.kept == now.judged.kept,
                (was, now) => was.is_none() && now.is_none(),
            };
            // What is locked stays as it is, and so do those that read it.
            let open = was.iter().chain(&now).any(|other| !other.is_closed());
            if !same && open {
                moved.insert(reader.row.form.id.clone());
                match (&was, &now) {
                    (_, Some(now)) => around.replace(now.next(), now.judged.kept.clone()),
                    // An earlier pass moved it beside something that has moved back since.
                    (Some(was), None) => around.replace(was.row.clone(), Filled::read(&was.row.content)?),
                    (None, None) => {}
                }
            }
            let at = before.unwrap_or(found.len());
            found.splice(at..at, now);
        }
        if moved.is_empty() {
            break;
        }
    }
    Ok(found)
}

fn reads(opened: &Opened, row: &ContextRecord, moved: &BTreeSet<String>) -> bool {
    let form = opened.published.find(&row.form.id, &row.form.version);
    form.is_some_and(|form| form.form.references.iter().any(|reference| moved.contains(&*reference.form)))
}

/// Judges a standing record on the day of its revision, beside what the others say now; nothing when it says the same.
fn judge_again(opened: &Opened, around: &Around, reader: &Standing) -> Result<Option<Rippled>, Error> {
    let row = original(opened, reader);
    let Some(form) = opened.published.find(&row.form.id, &row.form.version).cloned() else { return Ok(None) };
    let stood = Filled::read(&row.content)?;
    let read = around.read(&opened.published, &form.form, &row.record, &row.place, &stood);
    let mut context = read.context;
    if let Some(old) = stood.read.get(OLD) {
        context.insert(OLD.to_owned(), old.clone());
    }
    let before =
        standing(&form.form, &form.validator, &stood.answers, &stood.calculated, &stood.read, row.findings.keys.iter().cloned());
    context.insert(ACCEPTED.to_owned(), before.record.to_json());
    let mut judged = Judged::of(&form, &stood, &context, &day_in_japan(row.at.0), Moment::Submit)?;
    judged.kept.sources = read.sources;
    let keys: Vec<String> = judged.summary().keys;
    let come: Vec<String> = keys.iter().filter(|key| !row.findings.keys.contains(key)).cloned().collect();
    let gone: Vec<String> = row.findings.keys.iter().filter(|key| !keys.contains(key)).cloned().collect();
    let paths: BTreeSet<&String> = stood.calculated.keys().chain(judged.kept.calculated.keys()).collect();
    let calculated: Vec<_> = paths
        .into_iter()
        .filter(|path| stood.calculated.get(*path) != judged.kept.calculated.get(*path))
        .map(|path| (path.clone(), stood.calculated.get(path).cloned(), judged.kept.calculated.get(path).cloned()))
        .collect();
    let moves = !come.is_empty() || !gone.is_empty() || !calculated.is_empty();
    Ok(moves.then(|| Rippled { form, row, judged, come, gone, calculated }))
}

/// The record as the storage holds it, also when an earlier pass has replaced it.
fn original(opened: &Opened, reader: &Standing) -> ContextRecord {
    opened.rows.iter().find(|row| row.record == reader.row.record).unwrap_or(&reader.row).clone()
}

/// This record as it would stand.
fn as_submitted(opened: &Opened, judged: &Judged) -> ContextRecord {
    let head = &opened.record.head;
    ContextRecord {
        record: head.id.clone(),
        form: opened.form.reference(),
        level: opened.record.place.level.clone(),
        place: head.place.clone(),
        ordinal: head.ordinal,
        state: head.state,
        revision: head.revision.saturating_add(1),
        at: opened.at,
        content: judged.kept.write(),
        findings: judged.summary(),
    }
}
