//! What verification found.

use std::fmt;

/// The outcome of `Store::verify`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// Leaves read.
    pub leaves: u64,
    /// Rows compared with their leaf.
    pub rows: u64,
    /// The recomputed root, lower-case hex.
    pub root: String,
    /// Everything that is wrong; empty when all is well.
    pub problems: Vec<Problem>,
}

impl Report {
    /// True when nothing is wrong.
    pub fn is_clean(&self) -> bool {
        self.problems.is_empty()
    }
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Table.
    pub table: String,
    /// Row id (for the ledger's own tables: the leaf index).
    pub id: String,
    /// What is wrong.
    pub fault: Fault,
}

/// A kind of disagreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The row's contents differ from what its leaf says.
    RowChanged,
    /// The row names a leaf that is not the last one about it.
    WrongLeaf,
    /// A leaf speaks of a row that is gone.
    RowMissing,
    /// A row that no leaf speaks of.
    RowUnlogged,
    /// The row cannot be read at all (a column holds another type).
    RowUnreadable,
    /// The leaf's columns do not hash to its stored hash.
    LeafChanged,
    /// The leaf's stored root differs from the recomputed one.
    RootDiffers,
    /// A leaf index is missing.
    LeafMissing,
    /// The head (size, root, peaks) differs from the leaves.
    HeadDiffers,
    /// The head was not written by a holder of the master key.
    HeadForged,
    /// A head seen earlier is not a beginning of this ledger.
    HistoryRewritten,
    /// A sealed value does not open.
    Unsealable,
    /// An attached file's content has not the digest or size under which it is kept.
    ContentDiffers,
    /// A draft or revision names a file whose content is not there.
    ContentMissing,
}

impl Fault {
    /// The fault's word, kebab case.
    pub fn word(self) -> &'static str {
        match self {
            Fault::RowChanged => "row-changed",
            Fault::WrongLeaf => "wrong-leaf",
            Fault::RowMissing => "row-missing",
            Fault::RowUnlogged => "row-unlogged",
            Fault::RowUnreadable => "row-unreadable",
            Fault::LeafChanged => "leaf-changed",
            Fault::RootDiffers => "root-differs",
            Fault::LeafMissing => "leaf-missing",
            Fault::HeadDiffers => "head-differs",
            Fault::HeadForged => "head-forged",
            Fault::HistoryRewritten => "history-rewritten",
            Fault::Unsealable => "unsealable",
            Fault::ContentDiffers => "content-differs",
            Fault::ContentMissing => "content-missing",
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} `{}`", self.fault.word(), self.table, self.id)
    }
}

/// A ledger head: how many leaves, and the root over them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerHead {
    /// Number of leaves.
    pub size: u64,
    /// Root, lower-case hex.
    pub root: String,
}
