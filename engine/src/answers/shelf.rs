//! The slot readers of a form. Items that are read alike share one: a form of thousands of items has a handful of them, which stay in the
//! processor's cache while a record is read.

use crate::answers::slot_reader::SlotReader;
use crate::form::item::{Details, Item};
use crate::form::list::CodeList;
use crate::kind::kind::Kind;
use crate::kind::shape::Shape;
use std::collections::HashMap;
use std::sync::Arc;

/// Slot readers while a form is made ready.
#[derive(Default)]
pub struct Shelf {
    readers: Vec<SlotReader>,
    known: HashMap<Alike, u32>,
}

/// What an item's reader follows from; list and details are known by their address, for the form holds them.
type Alike = (Kind, Shape, Option<*const CodeList>, *const Details);

impl Shelf {
    /// The place of an item's reader.
    pub fn place(&mut self, item: &Item) -> u32 {
        let alike = (item.kind, item.shape, item.list.as_ref().map(Arc::as_ptr), Arc::as_ptr(&item.details));
        *self.known.entry(alike).or_insert_with(|| {
            self.readers.push(SlotReader::new(item));
            u32::try_from(self.readers.len() - 1).unwrap_or(u32::MAX)
        })
    }

    /// All readers by their places.
    pub fn readers(self) -> Box<[SlotReader]> {
        self.readers.into()
    }
}
