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
    /// Codes that the other answers leave no room for.
    pub barred: &'a [u16],
    /// Must be answered now.
    pub required: bool,
    /// The calculated value in print.
    pub calculated: String,
    /// Indexes of its findings.
    pub findings: Vec<usize>,
    /// An error is among them.
    pub invalid: bool,
    /// The rows of a group, each with its cells.
    pub rows: Vec<Vec<CellState<'a>>>,
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
            }
        }
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
        frame_mut(&mut self.cells, page, cell.group, place.rows.rows())?.get_mut(cell.cell)
    }
}

/// Puts the answers of the form or of a row into its cells, and those of rows into theirs.
fn take_answers<'a>(page: &FormPage, cells: &mut [CellState<'a>], group: Option<usize>, answers: &'a Map<String, Value>) {
    let frame = page.frame_of(CellPlace { group, cell: 0 });
    for (id, answer) in answers {
        let Some(place) = page.by_id.get(id.as_str()).filter(|place| place.group == group) else { continue };
        let Some(cell) = cells.get_mut(place.cell) else { continue };
        cell.answer = Some(answer);
        let inner = frame.and_then(|frame| frame.cells.get(place.cell)).and_then(|cell| cell.group);
        let Some((inner, rows)) = inner.zip(answer.as_array()) else { continue };
        let Some(frame) = page.groups.get(inner) else { continue };
        for row in rows {
            let mut states = blank(frame);
            row.as_object().into_iter().for_each(|row| take_answers(page, &mut states, Some(inner), row));
            cell.rows.push(states);
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
    frame.cells.iter().map(|_| CellState::default()).collect()
}
