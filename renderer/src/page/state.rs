//! Answers and what was found, laid out by cell, so that each hole is filled by looking at one place.

use engine::answers::place::Place;
use engine::evaluate::finding::Finding;
use engine::evaluate::outcome::Outcome;
use serde_json::{Map, Value};

use super::cell::Frame;
use super::page::{CellPlace, FormPage};
use super::shown::{calculated, waits};

/// What fills the holes of one cell.
#[derive(Clone, Debug, Default)]
pub struct CellState<'a> {
    /// The answer.
    pub answer: Option<&'a Value>,
    /// Not shown.
    pub hidden: bool,
    /// Must be answered now.
    pub required: bool,
    /// The calculated value in print.
    pub calculated: String,
    /// Indexes of its findings.
    pub findings: Vec<usize>,
    /// An error is among them.
    pub invalid: bool,
}

/// All cells.
#[derive(Clone, Debug)]
pub struct State<'a> {
    /// Of the form's frame.
    pub cells: Vec<CellState<'a>>,
    /// By group, row and cell.
    pub rows: Vec<Vec<Vec<CellState<'a>>>>,
    /// Findings that the page shows now.
    pub findings: Vec<&'a Finding>,
}

impl<'a> State<'a> {
    /// Lays out answers and findings; `all` shows also findings about blanks where nobody has been yet.
    pub fn new(page: &FormPage, answers: &'a Map<String, Value>, outcome: &'a Outcome, all: bool) -> State<'a> {
        let mut state = State { cells: blank(&page.frame), rows: vec![Vec::new(); page.groups.len()], findings: Vec::new() };
        state.take_answers(page, answers);
        state.take_places(page, outcome);
        for finding in outcome.findings.iter().filter(|finding| all || !waits(&finding.code)) {
            state.take_finding(page, finding);
        }
        state
    }

    fn take_answers(&mut self, page: &FormPage, answers: &'a Map<String, Value>) {
        for (id, answer) in answers {
            let Some(place) = page.by_id.get(id.as_str()).filter(|place| place.group.is_none()) else { continue };
            let Some(cell) = self.cells.get_mut(place.cell) else { continue };
            cell.answer = Some(answer);
            let group = page.frame.cells.get(place.cell).and_then(|cell| cell.group);
            if let Some((group, rows)) = group.zip(answer.as_array()) {
                self.take_rows(page, group, rows);
            }
        }
    }

    fn take_rows(&mut self, page: &FormPage, group: usize, rows: &'a [Value]) {
        let (Some(frame), Some(states)) = (page.groups.get(group), self.rows.get_mut(group)) else { return };
        for row in rows {
            let mut cells = blank(frame);
            for (id, answer) in row.as_object().into_iter().flatten() {
                let place = page.by_id.get(id.as_str()).filter(|place| place.group == Some(group));
                if let Some(cell) = place.and_then(|place| cells.get_mut(place.cell)) {
                    cell.answer = Some(answer);
                }
            }
            states.push(cells);
        }
    }

    fn take_places(&mut self, page: &FormPage, outcome: &Outcome) {
        for place in &outcome.hidden {
            if let Some(cell) = self.at(page, *place) {
                cell.hidden = true;
            }
        }
        for place in &outcome.required {
            if let Some(cell) = self.at(page, *place) {
                cell.required = true;
            }
        }
        for (place, slot) in &outcome.calculated {
            if let Some((cell, item)) = self.at(page, *place).zip(page.form.item(place.item)) {
                cell.calculated = calculated(item, slot, page.lang);
            }
        }
    }

    fn take_finding(&mut self, page: &FormPage, finding: &'a Finding) {
        let index = self.findings.len();
        self.findings.push(finding);
        if let Some(cell) = finding.place.and_then(|place| self.at(page, place)) {
            cell.findings.push(index);
            cell.invalid |= finding.is_error();
        }
    }

    fn at(&mut self, page: &FormPage, place: Place) -> Option<&mut CellState<'a>> {
        let cell = page.places.get(place.item.0 as usize).copied().flatten()?;
        self.cell_mut(cell, place.row.map(usize::from))
    }

    fn cell_mut(&mut self, place: CellPlace, row: Option<usize>) -> Option<&mut CellState<'a>> {
        match place.group {
            None => self.cells.get_mut(place.cell),
            Some(group) => self.rows.get_mut(group)?.get_mut(row?)?.get_mut(place.cell),
        }
    }
}

fn blank<'a>(frame: &Frame) -> Vec<CellState<'a>> {
    frame.cells.iter().map(|_| CellState::default()).collect()
}
