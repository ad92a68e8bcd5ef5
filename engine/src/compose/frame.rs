//! The form, or one use of a part, while it is being composed.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::compose::parameter::ParameterType;
use crate::form::provenance::Step;
use crate::source::Span;
use crate::syntax::tree::Node;

/// The form, or one use of a part, while it is being composed.
#[derive(Default)]
pub(super) struct Frame {
    /// The use; 0 for the form.
    pub(super) origin: u32,
    /// Before every id.
    pub(super) prefix: String,
    /// Blocks around, outermost first.
    pub(super) path: Vec<Arc<str>>,
    /// Arguments of the block.
    pub(super) arguments: BTreeMap<Arc<str>, (ParameterType, Node)>,
    /// Own ids to ids of the form.
    pub(super) names: HashMap<Arc<str>, Arc<str>>,
    /// Own check ids to check ids of the form.
    pub(super) check_names: HashMap<Arc<str>, Arc<str>>,
    /// Shared items that were taken here, to their ids of the form; nothing for those taken more than once.
    pub(super) taken: HashMap<Arc<str>, Option<Arc<str>>>,
    /// The uses that took them.
    pub(super) takers: Vec<u32>,
    /// Blocks and prefixes used here.
    pub(super) used: HashMap<(Arc<str>, Arc<str>), Span>,
    /// Checks that uses brought in.
    pub(super) checks: Vec<Node>,
    /// The steps that led here.
    pub(super) steps: Vec<Step>,
}
