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

/// For each item, what must be looked at again when its answer changes.
///
/// `required` holds, per item, what its `required` rule reads; `checks`, per check, what it reads.
pub fn dependents(graph: &Graph, order: &[ItemId], required: &[Vec<ItemId>], checks: &[Vec<ItemId>]) -> Vec<Dependents> {
    let count = graph.len();
    let mut rank = vec![0u32; count];
    for (id, place) in order.iter().zip(0u32..) {
        if let Some(rank) = rank.get_mut(id.0 as usize) {
            *rank = place;
        }
    }
    let readers = reversed(graph, count);
    let requirers = reversed(required, count);
    let checkers = reversed(checks, count);
    let mut by_rank: Vec<Option<ItemId>> = vec![None; count];
    for id in order {
        if let Some(place) = by_rank.get_mut(at(&rank, *id)) {
            *place = Some(*id);
        }
    }
    let reach = Reach { rank: &rank, by_rank: &by_rank, readers: &readers };
    let mut reached = vec![false; count];
    let row = |table: &[Vec<ItemId>], id: ItemId| table.get(id.0 as usize).cloned().unwrap_or_default();
    let of = |start: ItemId| {
        let mut items = reach.from(start, &mut reached);
        let settled: BTreeSet<ItemId> = items.iter().copied().collect();
        let also: BTreeSet<ItemId> =
            items.iter().flat_map(|id| row(&requirers, *id)).filter(|id| !settled.contains(id)).collect();
        let checks: BTreeSet<u32> = items.iter().flat_map(|id| row(&checkers, *id)).map(|check| check.0).collect();
        items.extend(also);
        Dependents { items, checks: checks.into_iter().collect() }
    };
    (0u32..).take(count).map(ItemId).map(of).collect()
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

fn reversed(table: &[Vec<ItemId>], count: usize) -> Vec<Vec<ItemId>> {
    let mut reversed = vec![Vec::new(); count];
    for (reads, from) in table.iter().zip((0u32..).map(ItemId)) {
        for read in reads {
            if let Some(row) = reversed.get_mut(read.0 as usize) {
                row.push(from);
            }
        }
    }
    reversed
}

#[cfg(test)]
mod tests {
    use super::{dependents, order};
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
        let found = dependents(&graph, &order, &[ids(&[]), ids(&[]), ids(&[]), ids(&[1])], &[ids(&[2]), ids(&[3])]);
        assert_eq!(found[0].items, ids(&[0, 1, 2, 3]));
        assert_eq!(found[0].checks, vec![0]);
        assert_eq!(found[3].checks, vec![1]);
    }
}
