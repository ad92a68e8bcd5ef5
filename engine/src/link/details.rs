//! What only some items have, shared by items that have the same: of a form's items most differ in nothing but what every item has.

use std::sync::Arc;

use crate::document::form::ItemDocument;
use crate::expr::types::Type;
use crate::form::item::Details;
use crate::link::guard::Guarded;
use crate::link::item::Properties;
use crate::link::why::Reasons;

/// How many of the last details are compared with a new one, so that a form of thousands of different items links in linear time.
const COMPARED: usize = 24;

/// The details of the items linked so far.
#[derive(Default)]
pub struct DetailsShelf {
    known: Vec<Arc<Details>>,
}

impl DetailsShelf {
    /// The same details as an item before has, where there are any.
    pub fn share(&mut self, details: Details) -> Arc<Details> {
        let is_same = |known: &&Arc<Details>| ***known == details && known.range.places() == details.range.places();
        if let Some(known) = self.known.iter().rev().take(COMPARED).find(is_same) {
            return known.clone();
        }
        let made = Arc::new(details);
        self.known.push(made.clone());
        made
    }
}

/// The details of an item; a calculated one without units has the unit of what its rule gives.
pub fn details_of(
    document: &ItemDocument,
    properties: &Properties,
    gives: Option<&Type>,
    guarded: &Guarded,
    why: &Reasons,
) -> Details {
    let units = match gives {
        Some(Type::Number(Some(unit))) if properties.units.is_empty() => Box::from([unit.clone()]),
        _ => properties.units.as_slice().into(),
    };
    Details {
        help: document.help.clone(),
        exclusive: properties.exclusive.as_slice().into(),
        missing: document.missing.as_slice().into(),
        units,
        decimals: document.decimals,
        rounding: document.rounding,
        range: properties.range,
        max_length: document.max_length,
        pattern: properties.pattern.clone(),
        pattern_message: document.pattern_message.clone(),
        characters: document.characters,
        censored: document.censored,
        conversions: properties.conversions.as_slice().into(),
        files: document.files.clone(),
        min_rows: document.min_rows,
        max_rows: document.max_rows,
        unique: guarded.unique.as_slice().into(),
        row_count: guarded.row_count,
        choices_if: guarded.choices_if.as_slice().into(),
        derived: guarded.derived,
        difference_reason: guarded.difference_reason,
        guards: guarded.guards.as_slice().into(),
        why: why.get(&document.id.value).map(|why| why.as_slice().into()).unwrap_or_default(),
        replaces: document.replaces.as_ref().map(|id| id.value.clone()),
    }
}
