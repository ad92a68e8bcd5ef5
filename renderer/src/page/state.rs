//! Answers and what was found, laid out by cell, so that each hole is filled by looking at one place.

use serde_json::{Map, Value};

use super::cell::Frame;
use super::page::{CellPlace, FormPage};
use super::shown::{Finding, Place, Shown, waits};

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
    pub calculated: &'a str,
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
    pub findings: Vec<&'a Finding<'a>>,
}

impl<'a> State<'a> {
    /// Lays out answers and findings; `all` shows also findings about blanks where nobody has been yet.
    pub fn new(page: &FormPage, answers: &'a Map<String, Value>, shown: &'a Shown<'a>, all: bool) -> State<'a> {
        let mut state = State { cells: blank(&page.frame), rows: vec![Vec::new(); page.groups.len()], findings: Vec::new() };
        state.take_answers(page, answers);
        state.take_places(page, shown);
        for finding in shown.findings.iter().filter(|finding| all || !waits(finding.code)) {
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

    fn take_places(&mut self, page: &FormPage, shown: &'a Shown<'a>) {
        for place in &shown.hidden {
            if let Some(cell) = self.at(page, *place) {
                cell.hidden = true;
            }
        }
        for place in &shown.required {
            if let Some(cell) = self.at(page, *place) {
                cell.required = true;
            }
        }
        for (place, text) in &shown.calculated {
            if let Some(cell) = self.at(page, *place) {
                cell.calculated = text;
            }
        }
    }

    fn take_finding(&mut self, page: &FormPage, finding: &'a Finding<'a>) {
        let index = self.findings.len();
        self.findings.push(finding);
        if let Some(cell) = locate(page, finding.path).and_then(|(place, row)| self.cell_mut(place, row)) {
            cell.findings.push(index);
            cell.invalid |= finding.error;
        }
    }

    fn at(&mut self, page: &FormPage, place: Place) -> Option<&mut CellState<'a>> {
        let cell = page.places.get(place.item.0 as usize).copied().flatten()?;
        self.cell_mut(cell, place.row)
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

/// The cell of `item` or `group[0].item`.
pub fn locate(page: &FormPage, path: &str) -> Option<(CellPlace, Option<usize>)> {
    let Some((before, id)) = path.split_once("].") else { return Some((*page.by_id.get(path)?, None)) };
    let (_, row) = before.split_once('[')?;
    Some((*page.by_id.get(id)?, Some(row.parse().ok()?)))
}
