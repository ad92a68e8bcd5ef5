//! Who reads whom: cycles with their path, the order of settling, and what must be looked at again after a change.

use std::collections::BTreeSet;

use crate::program::program::{Dependents, ItemId};

/// For each item, the items that its visibility or value reads.
pub type Graph = Vec<Vec<ItemId>>;

/// The order of settling: what an item reads stands before it; else document order. Or the first cycle found, as a path.
pub struct Order {
    /// Items in settling order (items of cycles stand somewhere).
    pub order: Vec<ItemId>,
    /// Each cycle: `a`, then what it reads, ... back to before `a`.
    pub cycles: Vec<Vec<ItemId>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Orders the items of a graph. Walks with a stack of its own, so that long chains cannot exhaust the machine's.
pub fn order(graph: &Graph) -> Order {
    let mut marks = vec![Mark::New; graph.len()];
    let mut found = Order { order: Vec::with_capacity(graph.len()), cycles: Vec::new() };
    for start in (0u32..).take(graph.len()).map(ItemId) {
        walk(start, graph, &mut marks, &mut found);
    }
    found
}

fn walk(start: ItemId, graph: &Graph, marks: &mut [Mark], found: &mut Order) {
    let mark_of = |marks: &[Mark], id: ItemId| marks.get(id.0 as usize).copied().unwrap_or(Mark::Done);
    let set = |marks: &mut [Mark], id: ItemId, mark| {
        if let Some(held) = marks.get_mut(id.0 as usize) {
            *held = mark;
        }
    };
    if mark_of(marks, start) != Mark::New {
        return;
    }
    let mut path: Vec<(ItemId, usize)> = vec![(start, 0)];
    set(marks, start, Mark::Open);
    while let Some((at, next)) = path.last_mut() {
        let (at, edge) = (*at, *next);
        *next += 1;
        match graph.get(at.0 as usize).and_then(|reads| reads.get(edge)).copied() {
            None => {
                set(marks, at, Mark::Done);
                found.order.push(at);
                path.pop();
            }
            Some(read) => match mark_of(marks, read) {
                Mark::New => {
                    set(marks, read, Mark::Open);
                    path.push((read, 0));
                }
                Mark::Open => {
                    let from = path.iter().position(|(id, _)| *id == read).unwrap_or(0);
                    found.cycles.push(path.iter().skip(from).map(|(id, _)| *id).collect());
                }
                Mark::Done => {}
            },
        }
    }
}

/// What is read, and how many groups stand around both reader and read; by reader.
pub type Reads = Vec<Vec<(ItemId, u8)>>;

/// Who reads what, for finding what must be looked at again.
pub struct Reading {
    /// What each item's visibility and value read.
    pub settled: Reads,
    /// What each item's `required` rule reads.
    pub required: Reads,
    /// What each check reads.
    pub checks: Reads,
    /// How many groups stand around each item.
    pub depth: Vec<u8>,
}

/// For each item, what must be looked at again when its answer changes.
pub fn dependents(reading: &Reading, order: &[ItemId]) -> Vec<Dependents> {
    let count = reading.settled.len();
    let mut rank = vec![0u32; count];
    for (id, place) in order.iter().zip(0u32..) {
        if let Some(rank) = rank.get_mut(id.0 as usize) {
            *rank = place;
        }
    }
    let readers = reversed(&reading.settled, count);
    let requirers = reversed(&reading.required, count);
    let checkers = reversed(&reading.checks, count);
    let mut by_rank: Vec<Option<ItemId>> = vec![None; count];
    for id in order {
        if let Some(place) = by_rank.get_mut(at(&rank, *id)) {
            *place = Some(*id);
        }
    }
    let reach = Reach { rank: &rank, by_rank: &by_rank, readers: &readers };
    let mut reached = vec![false; count];
    let has_rows = reading.depth.iter().any(|depth| *depth > 0);
    let mut widths = Widths { reading, shared: vec![None; if has_rows { count } else { 0 }] };
    let row = |table: &[Vec<ItemId>], id: ItemId| table.get(id.0 as usize).cloned().unwrap_or_default();
    let of = |start: ItemId| {
        let mut items = reach.from(start, &mut reached);
        let settled: BTreeSet<ItemId> = items.iter().copied().collect();
        let also: BTreeSet<ItemId> =
            items.iter().flat_map(|id| row(&requirers, *id)).filter(|id| !settled.contains(id)).collect();
        let checks: BTreeSet<u32> = items.iter().flat_map(|id| row(&checkers, *id)).map(|check| check.0).collect();
        let checks: Vec<u32> = checks.into_iter().collect();
        let known = items.len();
        items.extend(also);
        let (shared, check_shared) = if has_rows { widths.of(start, &items, known, &checks) } else { Default::default() };
        Dependents { items, checks, shared, check_shared }
    };
    (0u32..).take(count).map(ItemId).map(of).collect()
}

/// How far a change spreads over rows: whatever reads it through a list of rows may change in all rows that see that list.
struct Widths<'r> {
    reading: &'r Reading,
    /// Of the items reached by the change under way.
    shared: Vec<Option<u8>>,
}

impl Widths<'_> {
    /// For each item and check, how many groups the rows that may change share with the row of the change. The first `settled` items
    /// stand in settling order, so that what one of them reads is known before it.
    fn of(&mut self, start: ItemId, items: &[ItemId], settled: usize, checks: &[u32]) -> (Vec<u8>, Vec<u8>) {
        let depth = self.reading.depth.get(start.0 as usize).copied().unwrap_or_default();
        self.set(start, Some(depth));
        for id in items.iter().take(settled).filter(|id| **id != start) {
            let width = self.narrowest(&self.reading.settled, id.0);
            self.set(*id, width);
        }
        let of_item = |id: &ItemId| {
            let own = self.shared.get(id.0 as usize).copied().flatten();
            own.into_iter().chain(self.narrowest(&self.reading.required, id.0)).min().unwrap_or_default()
        };
        let found = items.iter().map(of_item).collect();
        let of_check = |check: &u32| self.narrowest(&self.reading.checks, *check).unwrap_or_default();
        let found_checks = checks.iter().map(of_check).collect();
        items.iter().for_each(|id| self.set(*id, None));
        (found, found_checks)
    }

    fn set(&mut self, id: ItemId, width: Option<u8>) {
        if let Some(shared) = self.shared.get_mut(id.0 as usize) {
            *shared = width;
        }
    }

    fn narrowest(&self, table: &Reads, reader: u32) -> Option<u8> {
        let reads = table.get(reader as usize).map_or(&[][..], Vec::as_slice);
        reads.iter().filter_map(|(read, shared)| Some((*self.shared.get(read.0 as usize)?)?.min(*shared))).min()
    }
}

fn at(rank: &[u32], id: ItemId) -> usize {
    rank.get(id.0 as usize).map_or(usize::MAX, |rank| *rank as usize)
}

/// Items by their place in the order of settling, and who reads whom.
struct Reach<'g> {
    rank: &'g [u32],
    by_rank: &'g [Option<ItemId>],
    readers: &'g [Vec<ItemId>],
}

impl Reach<'_> {
    /// Everything that `start` reaches, itself included, in settling order. `reached` is all false before and after.
    fn from(&self, start: ItemId, reached: &mut [bool]) -> Vec<ItemId> {
        let mut open = vec![start];
        let (mut first, mut last) = (usize::MAX, 0);
        while let Some(id) = open.pop() {
            let place = at(self.rank, id);
            if let Some(seen) = reached.get_mut(place).filter(|seen| !**seen) {
                *seen = true;
                (first, last) = (first.min(place), last.max(place));
                open.extend(self.readers.get(id.0 as usize).into_iter().flatten());
            }
        }
        let mut found = Vec::new();
        for (seen, id) in reached.iter_mut().zip(self.by_rank).take(last + 1).skip(first) {
            if std::mem::take(seen) {
                found.extend(*id);
            }
        }
        found
    }
}

fn reversed(table: &Reads, count: usize) -> Vec<Vec<ItemId>> {
    let mut reversed = vec![Vec::new(); count];
    for (reads, from) in table.iter().zip((0u32..).map(ItemId)) {
        for (read, _) in reads {
            if let Some(row) = reversed.get_mut(read.0 as usize) {
                row.push(from);
            }
        }
    }
    reversed
}

#[cfg(test)]
mod tests {
    use super::{Reading, dependents, order};
    use crate::program::program::ItemId;

    fn ids(list: &[u32]) -> Vec<ItemId> {
        list.iter().copied().map(ItemId).collect()
    }

    #[test]
    fn what_is_read_stands_before_and_cycles_are_named() {
        let chain = vec![ids(&[2]), ids(&[0]), ids(&[])];
        assert_eq!(order(&chain).order, ids(&[2, 0, 1]));
        let circle = vec![ids(&[1]), ids(&[2]), ids(&[1])];
        assert_eq!(order(&circle).cycles, vec![ids(&[1, 2])]);
        let itself = vec![ids(&[0])];
        assert_eq!(order(&itself).cycles, vec![ids(&[0])]);
    }

    #[test]
    fn a_change_reaches_readers_of_readers_and_their_checks() {
        let graph = vec![ids(&[]), ids(&[0]), ids(&[1]), ids(&[])];
        let order = order(&graph).order;
        let reads = |table: &[&[u32]]| table.iter().map(|row| row.iter().map(|id| (ItemId(*id), 0)).collect()).collect();
        let reading = Reading {
            settled: reads(&[&[], &[0], &[1], &[]]),
            required: reads(&[&[], &[], &[], &[1]]),
            checks: reads(&[&[2], &[3]]),
            depth: vec![0; 4],
        };
        let found = dependents(&reading, &order);
        assert_eq!(found[0].items, ids(&[0, 1, 2, 3]));
        assert_eq!(found[0].checks, vec![0]);
        assert_eq!(found[3].checks, vec![1]);
    }
    #[test]
    fn a_change_in_a_row_stays_in_its_row_unless_a_list_of_rows_is_read() {
        // 0 in rows; 1 beside it; 2 reads 0 in all rows; 3, in the form, sums 2.
        let of =
            |table: &[&[(u32, u8)]]| table.iter().map(|row| row.iter().map(|(id, to)| (ItemId(*id), *to)).collect()).collect();
        let reading = Reading {
            settled: of(&[&[], &[(0, 1)], &[(0, 0)], &[(2, 0)]]),
            required: of(&[&[], &[], &[], &[]]),
            checks: of(&[&[(1, 1)], &[(2, 1)]]),
            depth: vec![1, 1, 1, 0],
        };
        let found = dependents(&reading, &ids(&[0, 1, 2, 3]));
        assert_eq!((&found[0].items, &found[0].shared), (&ids(&[0, 1, 2, 3]), &vec![1, 1, 0, 0]));
        assert_eq!(found[0].check_shared, vec![1, 0]);
        assert_eq!(found[2].shared, vec![1, 0]);
    }
}
