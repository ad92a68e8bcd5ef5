//! Checks that stayed undecided, and the answers that would decide them.

use crate::answers::place::Place;
use crate::evaluate::outcome::Need;
use crate::evaluate::record::{Record, Row};
use crate::evaluate::settle::Settler;
use crate::program::program::{ItemId, Rule};
use crate::value::value::{Slot, Value};

/// What one read item adds: what is wanting, whether any of it is hidden, and everything that is shown.
#[derive(Default)]
struct Wanting {
    needs: Vec<Need>,
    shown: Vec<Need>,
    hidden: bool,
}

/// What would decide a rule: read items that are shown and have no value, or only a partial date or a censored number. When all have one (a division by zero,
/// say), all of them; nothing when only hidden items are wanting, because then the check does not apply.
pub fn needs(settler: Settler<'_>, record: &Record, rule: &Rule, row: Row) -> Vec<Need> {
    let mut wanting = Wanting::default();
    for item in &rule.reads {
        wanting.item(settler, record, *item, row);
    }
    for slot in &rule.imports {
        let import = usize::from(*slot).checked_sub(settler.plan.root.len()).and_then(|at| u16::try_from(at).ok());
        if let Some(import) = import {
            wanting.add(Need::Import(import), record.read(None, *slot));
        }
    }
    match wanting.needs.is_empty() && !wanting.hidden {
        true => wanting.shown,
        false => wanting.needs,
    }
}

impl Wanting {
    fn item(&mut self, settler: Settler<'_>, record: &Record, item: ItemId, row: Row) {
        let Some(home) = settler.plan.home(item) else { return };
        let group = settler.group_at(home);
        settler.each_read(record, home, row, |at| {
            let need = Need::Own(Place { item, rows: record.path(at) });
            match group {
                Some(group) => self.group(need, record, group, at),
                None => self.add(need, record.read(at, home.slot)),
            }
            true
        });
    }

    fn group(&mut self, need: Need, record: &Record, group: u16, around: Row) {
        if !record.is_group_shown(group, around) {
            self.hidden = true;
        } else if record.rows_in(group, around).is_empty() {
            self.needs.push(need);
        }
    }

    fn add(&mut self, need: Need, slot: Option<&Slot>) {
        match slot {
            None => self.hidden = true,
            Some(Slot::Value(Value::Date(days))) if days.single().is_none() => self.needs.push(need),
            Some(Slot::Value(Value::Censored { .. })) => self.needs.push(need),
            Some(Slot::Value(_)) => self.shown.push(need),
            Some(_) => self.needs.push(need),
        }
    }
}
