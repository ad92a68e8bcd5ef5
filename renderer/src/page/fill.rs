//! Page and answers to HTML: static text is copied, holes are filled. This runs for every request, so it looks nothing up twice and
//! renders no template.

use std::fmt::Write;

use engine::answers::place::{Place, RowPath};
use engine::evaluate::outcome::Outcome;
use engine::form::moment::Moment;
use engine::kind::kind::Kind;
use engine::value::number::push_digits;
use serde_json::{Map, Value};

use super::attached;
use super::cell::{Cell, Frame};
use super::chosen::has_far;
use super::finding;
use super::hole::{Hole, PageHole, What};
use super::mark::OPEN;
use super::page::FormPage;
use super::shown::calculated;
use super::state::{CellState, State, blank};
use super::stray;
use super::traits::{NEAR, Traits};
use crate::display::display::{converted, entered, era, typed};
use crate::html::{push_escaped, script_safe};

/// What a request knows.
#[derive(Clone, Copy)]
pub struct Fill<'a> {
    /// Address to which the page is posted.
    pub action: &'a str,
    /// Address for saving in the background; none for a preview.
    pub autosave: Option<&'a str>,
    /// Token of the session.
    pub csrf: &'a str,
    /// Day on which the answers are judged, ISO.
    pub today: &'a str,
    /// The moment at which they are judged; the script goes on at the same.
    pub moment: Moment,
    /// Version of the draft, 0 when there is none.
    pub version: u64,
    /// When the draft was saved, in words; may be empty.
    pub saved: &'a str,
    /// Show findings about blanks also where nobody has been yet: after Update, Submit, or for a submitted record.
    pub all: bool,
    /// Answers JSON.
    pub answers: &'a Map<String, Value>,
    /// Reasons for warnings by finding key.
    pub reasons: &'a Map<String, Value>,
    /// Answers of the forms that rules read, as JSON text.
    pub context: &'a str,
    /// What judging found.
    pub outcome: &'a Outcome,
}

impl FormPage {
    /// The form element with everything filled in; it goes into a screen (`template::screen_around`).
    pub fn fill(&self, fill: &Fill<'_>) -> String {
        let mut out = String::new();
        self.fill_into(fill, &mut out);
        out
    }

    /// Appends the same to a text.
    pub fn fill_into(&self, fill: &Fill<'_>, out: &mut String) {
        let state = State::new(self, fill.answers, fill.outcome, fill.all);
        out.reserve(self.expected_length(fill, &state));
        let filler = Filler { page: self, fill, state: &state };
        filler.frame(out, &self.frame, &state.cells, Row::default());
    }

    fn expected_length(&self, fill: &Fill<'_>, state: &State<'_>) -> usize {
        let rows = self.length_of_rows(&self.frame, &state.cells)
            + self.blank_rows.iter().map(|part| part.len() + fill.action.len()).sum::<usize>();
        let fixed = self.frame.segments.text.len() + rows + self.program.len() + fill.context.len();
        fixed + fixed / 8 + 512 * state.findings.len() + 1024
    }
}

impl FormPage {
    /// A blank row of every group, with the path `group[*]`: the same whatever is answered. Between the parts the page's address is filled
    /// in.
    pub(super) fn templates(&self) -> Vec<Box<str>> {
        let (answers, outcome) = (Map::new(), Outcome::default());
        let address = OPEN.to_string();
        let fill = Fill {
            action: &address,
            autosave: None,
            csrf: "",
            today: "",
            moment: Moment::Typing,
            version: 0,
            saved: "",
            all: false,
            answers: &answers,
            reasons: &answers,
            context: "",
            outcome: &outcome,
        };
        let state = State { cells: Vec::new(), findings: Vec::new() };
        let filler = Filler { page: self, fill: &fill, state: &state };
        let mut out = String::new();
        for (frame, home) in self.groups.iter().zip(&self.homes) {
            let Some(cell) = self.frame_of(*home).and_then(|frame| frame.cells.get(home.cell)) else { continue };
            out.push_str("<template data-blank=\"");
            push_escaped(&mut out, &cell.id);
            out.push_str("\">");
            filler.frame(&mut out, frame, &blank(frame), Row::default());
            out.push_str("</template>\n");
        }
        out.split(OPEN).map(Box::from).collect()
    }

    fn length_of_rows(&self, frame: &Frame, states: &[CellState<'_>]) -> usize {
        let of_rows = |(cell, state): (&Cell, &CellState<'_>)| {
            let frame = cell.group.and_then(|group| self.groups.get(group));
            frame
                .map_or(0, |frame| state.rows.iter().map(|row| frame.segments.text.len() + self.length_of_rows(frame, row)).sum())
        };
        frame.cells.iter().zip(states).map(of_rows).sum::<usize>()
    }
}

/// The row that is being filled: its number in each group around it; of a blank row, which the script copies, `*` and no number.
#[derive(Clone, Copy, Default)]
struct Row {
    path: RowPath,
}

impl Row {
    fn push(self, out: &mut String, depth: u8) {
        match self.path.rows().get(usize::from(depth)) {
            Some(row) => push_number(out, usize::from(*row)),
            None => out.push('*'),
        }
    }

    fn push_number(self, out: &mut String) {
        if let Some(row) = self.path.rows().last() {
            push_number(out, usize::from(*row) + 1);
        }
    }
}

struct Filler<'f> {
    page: &'f FormPage,
    fill: &'f Fill<'f>,
    state: &'f State<'f>,
}

impl Filler<'_> {
    fn frame(&self, out: &mut String, frame: &Frame, states: &[CellState<'_>], row: Row) {
        let (text, pieces) = (&frame.segments.text, &frame.segments.pieces);
        let (mut from, mut at) = (0, 0);
        while let Some(piece) = pieces.get(at) {
            at += 1;
            let end = piece.end as usize;
            match piece.hole {
                Hole::Cell(hole, what) => {
                    let Some(state) = states.get(hole.cell as usize) else { continue };
                    if !state.traits.meet(hole.needs) || !is_shown(frame, hole.cell, state, what) {
                        if !state.traits.meet(hole.rest) {
                            at = hole.after as usize;
                        }
                        continue;
                    }
                    out.push_str(text.get(from..end).unwrap_or_default());
                    if let Some(cell) = frame.cells.get(hole.cell as usize) {
                        self.cell(out, cell, state, what, row);
                    }
                }
                Hole::Row(depth) => {
                    out.push_str(text.get(from..end).unwrap_or_default());
                    row.push(out, depth);
                }
                Hole::Number => {
                    out.push_str(text.get(from..end).unwrap_or_default());
                    row.push_number(out);
                }
                Hole::SkipUnanswered(index, landing) => {
                    out.push_str(text.get(from..end).unwrap_or_default());
                    let unanswered = states.get(index as usize).is_none_or(|state| state.answer.is_none());
                    if let Some(landing_piece) = pieces.get(landing as usize).filter(|_| unanswered) {
                        (from, at) = (landing_piece.end as usize, landing as usize + 1);
                        continue;
                    }
                }
                Hole::Page(hole) => {
                    out.push_str(text.get(from..end).unwrap_or_default());
                    self.page_hole(out, hole);
                }
            }
            from = end;
        }
        out.push_str(text.get(from..).unwrap_or_default());
    }

    fn cell(&self, out: &mut String, cell: &Cell, state: &CellState<'_>, what: What, row: Row) {
        let lang = self.page.lang;
        match what {
            What::Hidden | What::Required | What::Barred(_) => out.push_str(" hidden"),
            What::BarredEntry(_) => out.push_str(" hidden disabled"),
            What::Invalid => out.push_str(" aria-invalid=\"true\""),
            What::Checked(_) | What::Ticked(_) | What::Blank => out.push_str(" checked"),
            What::Selected(_) | What::Missing(_) | What::Unit(_) => out.push_str(" selected"),
            What::Findings => {
                for found in state.findings.iter().filter_map(|at| self.state.findings.get(*at)) {
                    finding::push(out, found, self.fill.reasons, lang);
                }
            }
            What::Value => match state.answer.map(|answer| (answer, answer.as_u64().and_then(|whole| u32::try_from(whole).ok())))
            {
                Some((_, Some(whole))) => push_digits(out, whole),
                Some((answer, None)) => push_escaped(out, &entered(answer, lang)),
                None => {}
            },
            What::Datetime => state.answer.into_iter().for_each(|answer| push_datetime(out, &typed(answer))),
            What::Stray(kind) => {
                if let Some(answer) = state.answer {
                    stray::push(out, kind, cell, || self.path_of(cell, row), answer, lang);
                }
            }
            What::File => state.answer.into_iter().for_each(|answer| attached::push_answer(out, answer)),
            What::Attached => attached::push(out, state.answer),
            What::NoFile => push_if(out, !attached::is_file(state.answer), " hidden"),
            What::Era => state.answer.into_iter().for_each(|answer| push_escaped(out, &era(&typed(answer), lang))),
            What::Converted => {
                if let Some((answer, item)) = state.answer.zip(self.page.form.item(cell.item)) {
                    push_escaped(out, &converted(item, answer, lang));
                }
            }
            What::Calculated => {
                if let Some((slot, item)) = state.calculated.zip(self.page.form.item(cell.item)) {
                    push_escaped(out, &calculated(item, slot, lang));
                }
            }
            What::Count => push_number(out, state.rows.len()),
            What::SomeRows => push_if(out, !state.rows.is_empty(), " hidden"),
            What::Full => push_if(out, state.rows.len() >= usize::from(cell.details.max_rows), " hidden"),
            What::Rows => {
                let Some(frame) = cell.group.and_then(|group| self.page.groups.get(group)) else { return };
                for (states, number) in state.rows.iter().zip(0_u16..) {
                    let path = row.path.inside(number).unwrap_or_default();
                    self.frame(out, frame, states, Row { path });
                }
            }
        }
    }

    fn path_of(&self, cell: &Cell, row: Row) -> String {
        Place { item: cell.item, rows: row.path }.path(&self.page.form)
    }

    /// The cells of a section with what fills them.
    fn section(&self, section: u16) -> impl Iterator<Item = (&Cell, &CellState<'_>)> {
        let range = self.page.sections.get(usize::from(section)).cloned().unwrap_or_default();
        let cells = self.page.frame.cells.get(range.clone()).unwrap_or_default();
        cells.iter().zip(self.state.cells.get(range).unwrap_or_default())
    }

    /// Whether a section has items and shows none of them.
    fn is_section_hidden(&self, section: u16) -> bool {
        let mut cells = self.section(section).peekable();
        cells.peek().is_some() && cells.all(|(cell, state)| state.is_hidden() || (cell.retired && state.answer.is_none()))
    }

    /// `3/8`: answered of shown items; nothing where nothing is asked, as among calculated values.
    fn progress(&self, out: &mut String, section: u16) {
        let (mut answered, mut asked) = (0, 0);
        for (cell, state) in self.section(section) {
            self.count(cell, state, &mut answered, &mut asked);
        }
        if asked == 0 {
            return;
        }
        push_number(out, answered);
        out.push('/');
        push_number(out, asked);
    }

    fn count(&self, cell: &Cell, state: &CellState<'_>, answered: &mut usize, asked: &mut usize) {
        if state.is_hidden() {
            return;
        }
        if is_asked(cell) {
            *asked += 1;
            *answered += usize::from(state.answer.is_some());
        }
        let Some(frame) = cell.group.and_then(|group| self.page.groups.get(group)) else { return };
        for row in &state.rows {
            frame.cells.iter().zip(row).for_each(|(cell, state)| self.count(cell, state, answered, asked));
        }
    }

    fn page_hole(&self, out: &mut String, hole: PageHole) {
        let fill = self.fill;
        match hole {
            PageHole::SectionHidden(section) => push_if(out, self.is_section_hidden(section), " hidden"),
            PageHole::Progress(section) => self.progress(out, section),
            PageHole::Action => push_escaped(out, fill.action),
            PageHole::Autosave => {
                if let Some(address) = fill.autosave {
                    out.push_str(" data-autosave=\"");
                    push_escaped(out, address);
                    out.push('"');
                }
            }
            PageHole::Csrf => push_escaped(out, fill.csrf),
            PageHole::Today => push_escaped(out, fill.today),
            PageHole::Moment => out.push_str(fill.moment.name()),
            PageHole::Show => out.push_str(if fill.all { "all" } else { "touched" }),
            PageHole::Version => {
                let _cannot_fail = write!(out, "{}", fill.version);
            }
            PageHole::NoSummary => push_if(out, self.state.findings.is_empty() && !fill.all, " hidden"),
            PageHole::SummaryText => finding::push_count(out, &self.state.findings, self.page.lang),
            PageHole::SummaryList => finding::push_links(out, self.page, &self.state.findings),
            PageHole::Saved => push_escaped(out, fill.saved),
            PageHole::Program => out.push_str(&self.page.program),
            PageHole::Context => out.push_str(&script_safe(fill.context)),
            PageHole::Templates => {
                for (at, part) in self.page.blank_rows.iter().enumerate() {
                    if at > 0 {
                        push_escaped(out, fill.action);
                    }
                    out.push_str(part);
                }
            }
        }
    }
}

/// Whether a hole that its cell has something for shows anything; another reason, unit or option may have been meant.
fn is_shown(frame: &Frame, cell: u32, state: &CellState<'_>, what: What) -> bool {
    match what {
        What::Checked(at) | What::Selected(at) | What::Ticked(at) => at < NEAR || is_chosen(frame, cell, state, at),
        What::Missing(at) => state.missing == at,
        What::Unit(at) => state.unit == at,
        // The other answers leave no room for it; one that is chosen is still shown.
        What::Barred(at) | What::BarredEntry(at) => state.barred.contains(&at) && !is_chosen(frame, cell, state, at),
        _ => true,
    }
}

fn is_chosen(frame: &Frame, cell: u32, state: &CellState<'_>, at: u16) -> bool {
    state.traits.meet(Traits::option(at))
        && (at < NEAR || state.far == at || has_far(at, frame.cells.get(cell as usize), state.answer))
}

fn is_asked(cell: &Cell) -> bool {
    !cell.retired && !matches!(cell.kind, Kind::Calculated | Kind::Group)
}

/// `2026-04-01T09:30` with a space, as people write it; anything else as it is.
fn push_datetime(out: &mut String, text: &str) {
    match text.split_once('T').filter(|(date, time)| date.len() == 10 && time.len() == 5) {
        Some((date, time)) => {
            push_escaped(out, date);
            out.push(' ');
            push_escaped(out, time);
        }
        None => push_escaped(out, text),
    }
}

fn push_if(out: &mut String, condition: bool, text: &str) {
    if condition {
        out.push_str(text);
    }
}

fn push_number(out: &mut String, number: usize) {
    push_digits(out, u32::try_from(number).unwrap_or(u32::MAX));
}
