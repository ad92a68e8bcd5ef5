//! One field of the page at compile time: what filling it must know of its item.

use std::sync::Arc;

use engine::answers::key_table::KeyTable;
use engine::form::item::{Details, Item};
use engine::form::list::CodeList;
use engine::kind::kind::Kind;
use engine::lang::Lang;
use engine::program::program::ItemId;

use super::hole::{Hole, small};
use super::segment::Segments;
use super::traits::Traits;

/// An item at its place on the page.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The item.
    pub item: ItemId,
    /// Its id.
    pub id: Arc<str>,
    /// Its kind.
    pub kind: Kind,
    /// Its codes.
    pub list: Option<Arc<CodeList>>,
    /// Units, reasons for a missing value and most rows that the page offers.
    pub details: Arc<Details>,
    /// The rows of a group: index into the page's groups.
    pub group: Option<usize>,
    /// No longer asked: on the page only when it has an answer.
    pub retired: bool,
}

impl Cell {
    /// The cell of an item.
    pub fn of(item: &Item, id: ItemId) -> Cell {
        Cell {
            item: id,
            id: item.id.clone(),
            kind: item.kind,
            list: item.list.clone(),
            details: item.details.clone(),
            group: None,
            retired: item.retired,
        }
    }

    /// Whether its answer is among options.
    pub fn has_options(&self) -> bool {
        matches!(self.kind, Kind::Choice | Kind::Choices | Kind::Boolean)
    }

    /// Whether the page offers a code.
    pub fn offers(&self, code: &str) -> bool {
        self.list.as_ref().and_then(|list| list.get(list.find(code)?)).is_some_and(|code| !code.retired)
    }

    /// The label of a code, retired ones included.
    pub fn label_of(&self, code: &str, lang: Lang) -> Option<&str> {
        let list = self.list.as_ref()?;
        list.get(list.find(code)?).map(|code| code.text.get(lang))
    }
}

/// The cells of one frame: of the form, or of a row.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// In the order of the page.
    pub cells: Vec<Cell>,
    /// What is shown.
    pub segments: Segments,
}

impl Frame {
    /// Its cells by the ids of their items.
    pub fn keys(&self) -> KeyTable {
        KeyTable::new(self.cells.iter().map(|cell| &*cell.id))
    }

    /// Appends a cell and gives its index.
    pub fn push_cell(&mut self, cell: Cell) -> usize {
        self.cells.push(cell);
        self.cells.len() - 1
    }

    /// Tells each hole of a cell how far the holes of the same cell go on and what they need: nothing is appended after this.
    pub fn seal(&mut self) {
        let (mut after, mut next) = (self.segments.pieces.len(), None);
        for (at, piece) in self.segments.pieces.iter_mut().enumerate().rev() {
            let Hole::Cell(hole, _) = &mut piece.hole else {
                next = None;
                continue;
            };
            let rest = match next {
                Some((cell, needs)) if cell == hole.cell => needs,
                _ => {
                    after = at + 1;
                    Traits::NONE
                }
            };
            (hole.after, hole.rest) = (small(after), rest);
            next = Some((hole.cell, rest.with(hole.needs)));
        }
    }

    /// Appends a hole.
    pub fn push_hole(&mut self, hole: Hole) {
        self.segments.push_hole(hole);
    }
}
