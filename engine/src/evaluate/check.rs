//! Checks that stayed undecided, and the answers that would decide them.

use crate::answers::place::Place;
use crate::evaluate::outcome::Need;
use crate::evaluate::record::Record;
use crate::evaluate::settle::{Row, Settler, rows};
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
        match home.group {
            None if settler.is_group(home) => self.group(settler, record, item, usize::from(home.slot)),
            None => self.add(Need::Own(Place::of(item)), record.read(None, home.slot)),
            Some(group) => {
                let own = row.filter(|(around, _)| *around == group);
                let (first, last) = own.map_or((0, rows(record, group)), |(_, row)| (row, row + 1));
                for row in first..last {
                    self.add(Need::Own(Place { item, row: Some(row) }), record.read(Some((group, row)), home.slot));
                }
            }
        }
    }

    fn group(&mut self, settler: Settler<'_>, record: &Record, item: ItemId, slot: usize) {
        let need = Need::Own(Place::of(item));
        let group = settler.plan.root.get(slot).and_then(|spec| spec.rows).map_or(usize::MAX, |(group, _, _)| group);
        let empty = record.groups.get(group).is_none_or(|group| group.rows.is_empty());
        if !record.mark(slot).is_shown() {
            self.hidden = true;
        } else if empty {
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
