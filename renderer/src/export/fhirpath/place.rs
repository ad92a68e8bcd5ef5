//! Where an answer stands in a response: sections and rows are groups, items are named by their ids. A value that may be missing has its
//! reason in an item beside it; items of other forms stand in a group of their own, filled when the response is begun.

use engine::form::form::Form;
use engine::form::item::Item;
use engine::kind::shape::Shape;
use engine::program::node::{Base, Read, Rows};
use engine::program::program::ScopeId;

use super::shape::quoted;
use super::unsaid::Unsaid;

/// The system of reasons for a missing value.
pub const MISSING_SYSTEM: &str = "urn:ctr:missing";
/// The system of comparators that have no number: not detected.
pub const COMPARATOR_SYSTEM: &str = "urn:ctr:comparator";

/// The group of a section.
pub fn section_link(section: &str) -> String {
    format!("section.{section}")
}

/// The item that holds why there is no value.
pub fn missing_link(item: &str) -> String {
    format!("{item}.missing")
}

/// The group of what another form says, under the name that rules use.
pub fn context_link(alias: &str) -> String {
    format!("context.{alias}")
}

/// The name of the row that a rule of a group runs in.
pub fn row_name(scope: ScopeId) -> String {
    format!("row{}", scope.0)
}

/// Whether answers are quantities: several units, or a comparator before the number.
pub fn is_quantity(item: &Item) -> bool {
    item.units.len() > 1 || item.shape == Shape::Quantity || item.censored.is_any()
}

/// Whether a reason may stand in place of a value.
pub fn has_reasons(item: &Item) -> bool {
    !item.missing.is_empty() || item.censored.not_detected
}

/// Where a rule stands: for each number of frames outward and each bound row, the scope and the words that lead there.
#[derive(Clone, Debug)]
pub struct Stand {
    /// The rule's own frame, the one around it, ...
    up: Vec<(ScopeId, Option<String>)>,
    /// Rows bound by row rules.
    vars: Vec<(ScopeId, Option<String>)>,
}

/// An item that a rule reads.
#[derive(Clone, Debug)]
pub struct Found<'f> {
    /// The item.
    pub item: &'f Item,
    /// Its entry in the response.
    pub entry: String,
    /// The entry of its missing reason.
    pub reason: String,
    /// Whether it is of another form.
    pub is_foreign: bool,
    /// The frame that holds it.
    pub scope: ScopeId,
    /// The words that lead to that frame.
    pub base: String,
}

impl Stand {
    /// A rule of a scope, evaluated for one response and one row of each group around.
    pub fn of(form: &Form, scope: ScopeId) -> Stand {
        let mut up = vec![(scope, Some(base_of(scope)))];
        let mut at = scope;
        while let Some(parent) = form.scopes.get(usize::from(at.0)).and_then(|scope| scope.parent) {
            up.push((parent, Some(base_of(parent))));
            at = parent;
        }
        Stand { up, vars: Vec::new() }
    }

    /// The rule of an item in another frame, whose row the words lead to.
    pub fn at(form: &Form, scope: ScopeId, base: &str) -> Stand {
        let mut stand = Stand::of(form, scope);
        if let Some(own) = stand.up.first_mut().filter(|own| own.1.as_deref() != Some(base)) {
            own.1 = Some(base.to_owned());
            // Only the response itself is surely around a row that was found on the way.
            stand.up.iter_mut().skip(1).filter(|(scope, _)| scope.0 != 0).for_each(|around| around.1 = None);
        }
        stand
    }

    /// With one more bound row, which is `$this` from now on.
    #[must_use]
    pub fn bind(&self, var: u8, scope: ScopeId) -> Stand {
        let mut inner = self.clone();
        inner.vars.truncate(usize::from(var));
        let hide = |place: &mut (ScopeId, Option<String>)| {
            if place.1.as_deref() == Some("$this") {
                place.1 = None;
            }
        };
        inner.vars.iter_mut().for_each(hide);
        inner.up.iter_mut().for_each(hide);
        inner.vars.push((scope, Some("$this".to_owned())));
        inner
    }

    fn frame(&self, base: Base) -> Result<(ScopeId, &str), Unsaid> {
        let place = match base {
            Base::Up(frames) => self.up.get(usize::from(frames)),
            Base::Var(variable) => self.vars.get(usize::from(variable)),
        };
        let (scope, words) = place.ok_or(Unsaid::Nowhere)?;
        words.as_deref().map(|words| (*scope, words)).ok_or(Unsaid::TwoRows)
    }

    /// The item that a rule reads.
    pub fn find<'f>(&self, form: &'f Form, read: Read) -> Result<Found<'f>, Unsaid> {
        let (scope, base) = self.frame(read.base)?;
        let home = form.scopes.get(usize::from(scope.0)).ok_or(Unsaid::Nowhere)?;
        let slot = usize::from(read.slot);
        if let Some(item) = home.slots.get(slot).and_then(|id| form.item(*id)) {
            let around = around(form, item, scope, base);
            let (entry, reason) = (within(&around, &item.id), within(&around, &missing_link(&item.id)));
            return Ok(Found { item, entry, reason, is_foreign: false, scope, base: base.to_owned() });
        }
        let import = slot.checked_sub(home.slots.len()).and_then(|at| form.imports.get(at)).ok_or(Unsaid::Nowhere)?;
        let around = within("%resource", &context_link(&import.form));
        let link = format!("{}.{}", import.form, import.item.id);
        let (entry, reason) = (within(&around, &link), within(&around, &missing_link(&link)));
        Ok(Found { item: &import.item, entry, reason, is_foreign: true, scope, base: base.to_owned() })
    }

    /// A group's rows, the group, the scope of its rows, and the frame that holds it.
    pub fn rows<'f>(&self, form: &'f Form, rows: Rows) -> Result<(String, &'f Item, ScopeId, Stand), Unsaid> {
        let (scope, base) = self.frame(rows.base)?;
        let group = form.scopes.get(usize::from(scope.0)).and_then(|home| home.groups.get(usize::from(rows.group)));
        let item = group.and_then(|id| form.item(*id)).ok_or(Unsaid::Nowhere)?;
        let entries = within(&around(form, item, scope, base), &item.id);
        Ok((entries, item, item.rows.ok_or(Unsaid::Nowhere)?, Stand::at(form, scope, base)))
    }
}

/// The words for the frame of a scope in which a rule runs.
fn base_of(scope: ScopeId) -> String {
    if scope.0 == 0 { "%resource".to_owned() } else { format!("%{}", row_name(scope)) }
}

/// The group that holds an item: its section, or its row.
fn around(form: &Form, item: &Item, scope: ScopeId, base: &str) -> String {
    match form.sections.get(usize::from(item.section)).filter(|_| scope.0 == 0) {
        Some(section) => within(base, &section_link(&section.id)),
        None => base.to_owned(),
    }
}

/// An entry inside another.
pub fn within(around: &str, link: &str) -> String {
    format!("{around}.item.where(linkId = {})", quoted(link))
}
