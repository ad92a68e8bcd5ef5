//! The compiled page of one form version in one language. Made once per publication, kept by the server, filled for each request.

use std::ops::Range;
use std::sync::Arc;

use engine::answers::key_table::KeyTable;
use engine::form::form::Form;
use engine::lang::Lang;

use super::cell::Frame;

/// The compiled page.
#[derive(Clone, Debug)]
pub struct FormPage {
    /// The form.
    pub form: Arc<Form>,
    /// Its language.
    pub lang: Lang,
    /// The form's own frame.
    pub frame: Frame,
    /// One frame per group, in the order of the form's scopes: what one row shows.
    pub groups: Vec<Frame>,
    /// Where the cell of each group is.
    pub homes: Vec<CellPlace>,
    /// The cells of each section in the form's frame.
    pub sections: Vec<Range<usize>>,
    /// Where the cell of each item is (same index as `Form::items`).
    pub places: Vec<Option<CellPlace>>,
    /// Cell by the id of its item: of the form's frame first, then of each group's.
    pub keys: Vec<KeyTable>,
    /// A blank row of each group, for rows that the script adds; between the parts stands the page's address.
    pub blank_rows: Vec<Box<str>>,
    /// The compiled program as JSON that may stand in a script element.
    pub program: Arc<str>,
}

/// A cell of the form's frame or of a group's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellPlace {
    /// The group, for items inside rows.
    pub group: Option<usize>,
    /// Index in the frame.
    pub cell: usize,
}

impl FormPage {
    /// The frame of a place.
    pub fn frame_of(&self, place: CellPlace) -> Option<&Frame> {
        match place.group {
            None => Some(&self.frame),
            Some(group) => self.groups.get(group),
        }
    }

    /// The cells of the form's frame, or of a group's, by the ids of their items.
    pub fn keys_of(&self, group: Option<usize>) -> Option<&KeyTable> {
        self.keys.get(group.map_or(0, |group| group + 1))
    }
}
