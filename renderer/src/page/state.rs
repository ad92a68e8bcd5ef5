//! Answers and what was found, laid out by cell, so that each hole is filled by looking at one place.

use engine::answers::place::Place;
use engine::evaluate::finding::Finding;
use engine::evaluate::outcome::Outcome;
use engine::value::value::Slot;
use serde_json::{Map, Value};

use super::cell::{Cell, Frame};
use super::chosen::Chosen;
use super::hole::{NOWHERE, place};
use super::page::{CellPlace, FormPage};
use super::shown::waits;
use super::traits::Traits;
use crate::display::display::typed;

/// What fills the holes of one cell.
#[derive(Clone, Debug)]
pub struct CellState<'a> {
    /// The answer.
    pub answer: Option<&'a Value>,
    /// The place of the reason for which the value is missing.
    pub missing: u16,
    /// The place of the unit of the answer.
    pub unit: u16,
    /// The place of a chosen option that has no trait of its own.
    pub far: u16,
    /// What it has, for the holes that show something only then.
    pub traits: Traits,
    /// Codes that the other answers leave no room for.
    pub barred: &'a [u16],
    /// The calculated value.
    pub calculated: Option<&'a Slot>,
    /// Indexes of its findings.
    pub findings: Vec<usize>,
    /// The rows of a group, each with its cells.
    pub rows: Vec<Vec<CellState<'a>>>,
}

impl<'a> CellState<'a> {
    /// Nothing is known of it.
    const BLANK: CellState<'a> = CellState {
        answer: None,
        missing: NOWHERE,
        unit: NOWHERE,
        far: NOWHERE,
        traits: Traits::BLANK,
        barred: &[],
        calculated: None,
        findings: Vec::new(),
        rows: Vec::new(),
    };

    /// Whether it is not shown.
    pub fn is_hidden(&self) -> bool {
        self.traits.meet(Traits::HIDDEN)
    }

    fn take_answer(&mut self, cell: &Cell, answer: &'a Value) {
        self.answer = Some(answer);
        let (mut missing, mut measured) = (false, false);
        let empty = match answer {
            Value::Object(parts) => {
                if let Some(code) = parts.get("missing").and_then(Value::as_str) {
                    missing = true;
                    self.missing = place(cell.details.missing.iter().position(|reason| reason.code() == code));
                }
                if let Some(code) = parts.get("unit").and_then(Value::as_str) {
                    measured = true;
                    self.unit = place(cell.details.units.iter().position(|unit| unit.text() == code));
                }
                let bare = parts.get("value").is_some_and(|value| typed(value).is_empty()) && !parts.contains_key("comparator");
                missing || bare
            }
            Value::String(text) => text.is_empty(),
            other => other.is_null(),
        };
        if cell.has_options() {
            let chosen = Chosen::of(cell, answer);
            self.traits = self.traits.with(chosen.traits);
            self.far = chosen.far;
        }
        self.traits.set(Traits::ANSWERED, true);
        self.traits.set(Traits::EMPTY, empty);
        self.traits.set(Traits::MISSING, missing);
        self.traits.set(Traits::MEASURED, measured);
    }
}

/// All cells.
#[derive(Clone, Debug)]
pub struct State<'a> {
    /// Of the form's frame.
    pub cells: Vec<CellState<'a>>,
    /// Findings that the page shows now.
    pub findings: Vec<&'a Finding>,
}

impl<'a> State<'a> {
    /// Lays out answers and findings; `all` shows also findings about blanks where nobody has been yet.
    pub fn new(page: &FormPage, answers: &'a Map<String, Value>, outcome: &'a Outcome, all: bool) -> State<'a> {
        let mut state = State { cells: blank(&page.frame), findings: Vec::new() };
        take_answers(page, &mut state.cells, None, answers);
        state.take_places(page, outcome);
        for finding in outcome.findings.iter().filter(|finding| all || !waits(&finding.code)) {
            state.take_finding(page, finding);
        }
        state
    }

    fn take_places(&mut self, page: &FormPage, outcome: &'a Outcome) {
        for (place, codes) in &outcome.barred {
            if let Some(cell) = self.at(page, *place) {
                cell.barred = codes;
                cell.traits.set(Traits::BARRED, !codes.is_empty());
            }
        }
        for place in &outcome.hidden {
            if let Some(cell) = self.at(page, *place) {
                cell.traits.set(Traits::HIDDEN, true);
            }
        }
        for place in &outcome.required {
            if let Some(cell) = self.at(page, *place) {
                cell.traits.set(Traits::OPTIONAL, false);
            }
        }
        for (place, slot) in &outcome.calculated {
            if let Some(cell) = self.at(page, *place) {
                cell.calculated = Some(slot);
                cell.traits.set(Traits::CALCULATED, true);
            }
        }
    }

    fn take_finding(&mut self, page: &FormPage, finding: &'a Finding) {
        let index = self.findings.len();
        self.findings.push(finding);
        if let Some(cell) = finding.place.and_then(|place| self.at(page, place)) {
            cell.findings.push(index);
            cell.traits.set(Traits::FOUND, true);
            if finding.is_error() {
                cell.traits.set(Traits::INVALID, true);
            }
        }
    }

    fn at(&mut self, page: &FormPage, place: Place) -> Option<&mut CellState<'a>> {
        let cell = page.places.get(place.item.0 as usize).copied().flatten()?;
        frame_mut(&mut self.cells, page, cell.group, place.rows.rows())?.get_mut(cell.cell)
    }
}

/// Puts the answers of the form or of a row into its cells, and those of rows into theirs.
fn take_answers<'a>(page: &FormPage, cells: &mut [CellState<'a>], group: Option<usize>, answers: &'a Map<String, Value>) {
    let Some((frame, keys)) = page.frame_of(CellPlace { group, cell: 0 }).zip(page.keys_of(group)) else { return };
    let mut expected = 0;
    for (id, answer) in answers {
        let Some(at) = keys.find(id, expected) else { continue };
        expected = at + 1;
        let Some((state, cell)) = cells.get_mut(at).zip(frame.cells.get(at)) else { continue };
        state.take_answer(cell, answer);
        let Some((inner, rows)) = cell.group.zip(answer.as_array()) else { continue };
        let Some(frame) = page.groups.get(inner) else { continue };
        for row in rows {
            let mut states = blank(frame);
            row.as_object().into_iter().for_each(|row| take_answers(page, &mut states, Some(inner), row));
            state.rows.push(states);
        }
    }
}

/// The cells of the form, or of a row of a group.
fn frame_mut<'s, 'a>(
    cells: &'s mut Vec<CellState<'a>>,
    page: &FormPage,
    group: Option<usize>,
    rows: &[u16],
) -> Option<&'s mut Vec<CellState<'a>>> {
    let Some(group) = group else { return Some(cells) };
    let (home, (row, outer)) = (page.homes.get(group)?, rows.split_last()?);
    frame_mut(cells, page, home.group, outer)?.get_mut(home.cell)?.rows.get_mut(usize::from(*row))
}

/// The cells of a frame with nothing in them.
pub fn blank<'a>(frame: &Frame) -> Vec<CellState<'a>> {
    std::iter::repeat_with(|| CellState::BLANK).take(frame.cells.len()).collect()
}
