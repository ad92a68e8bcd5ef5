//! Code lists: codes with their texts; a retired code stays and is never offered again.

use std::collections::HashMap;
use std::sync::Arc;

use crate::lang::Text;

/// One code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, unique in its list for good.
    pub code: Arc<str>,
    /// What people read.
    pub text: Text,
    /// Kept for old answers, not offered for new ones.
    pub retired: bool,
}

/// A list of codes.
#[derive(Clone, Debug)]
pub struct CodeList {
    /// The list's id.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// The codes in the order in which they are offered.
    pub codes: Vec<Code>,
    /// The codes come from elsewhere (products): not part of the meaning of a form that uses the list.
    pub open: bool,
    /// People search it by typing; else they do when it is long.
    pub search: bool,
    index: HashMap<Arc<str>, u16>,
}

impl CodeList {
    /// A list; codes beyond the 65,535th are left out of the index (the reader refuses such lists).
    pub fn new(id: Arc<str>, title: Text, codes: Vec<Code>, open: bool) -> CodeList {
        let index = codes.iter().zip(0u16..).map(|(code, at)| (code.code.clone(), at)).collect();
        CodeList { id, title, codes, open, search: false, index }
    }

    /// The place of a code in the list.
    pub fn find(&self, code: &str) -> Option<u16> {
        self.index.get(code).copied()
    }

    /// The code at a place.
    pub fn get(&self, at: u16) -> Option<&Code> {
        self.codes.get(usize::from(at))
    }
}
