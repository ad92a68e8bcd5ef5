//! Ids to numbers for one object of answers. Keys mostly arrive in form order, so the next expected ones are tried first.

/// Looks up the ids of one scope.
pub struct KeyTable {
    ids: Box<[Box<str>]>,
    buckets: Box<[u16]>,
    mask: usize,
}

const EMPTY: u16 = u16::MAX;
/// How many unanswered items may stand between two answered ones before the hash is asked.
const LOOK_AHEAD: usize = 4;

impl KeyTable {
    /// A table in which each id has its place in the given order (at most 65,534 ids).
    pub fn new<'a>(ids: impl Iterator<Item = &'a str>) -> KeyTable {
        let ids: Box<[Box<str>]> = ids.take(usize::from(EMPTY)).map(Box::from).collect();
        let size = (ids.len() * 2 + 1).next_power_of_two();
        let mask = size - 1;
        let mut buckets = vec![EMPTY; size].into_boxed_slice();
        for (place, id) in (0_u16..).zip(ids.iter()) {
            let mut at = hash(id.as_bytes()) & mask;
            while buckets.get(at).is_some_and(|taken| *taken != EMPTY) {
                at = (at + 1) & mask;
            }
            if let Some(bucket) = buckets.get_mut(at) {
                *bucket = place;
            }
        }
        KeyTable { ids, buckets, mask }
    }

    /// The place of an id; `expected` is where the reader would look next.
    #[inline]
    pub fn find(&self, key: &str, expected: usize) -> Option<usize> {
        let last = (expected + LOOK_AHEAD).min(self.ids.len());
        let near = self.ids.get(expected..last).unwrap_or_default();
        if let Some(step) = near.iter().position(|id| **id == *key) {
            return Some(expected + step);
        }
        let mut at = hash(key.as_bytes()) & self.mask;
        loop {
            let place = usize::from(*self.buckets.get(at)?);
            if place == usize::from(EMPTY) {
                return None;
            }
            if self.ids.get(place).is_some_and(|id| **id == *key) {
                return Some(place);
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// FNV-1a. INVARIANT: not seeded, so that nothing depends on a run; the ids are the author's, a key can only miss.
#[inline]
fn hash(bytes: &[u8]) -> usize {
    let mixed =
        bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3));
    usize::try_from((mixed ^ (mixed >> 32)) & 0xffff_ffff).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::KeyTable;

    #[test]
    fn finds_ids_wherever_it_looks_first() {
        let ids: Vec<String> = (0..500).map(|n| format!("item_{n}")).collect();
        let table = KeyTable::new(ids.iter().map(String::as_str));
        for (place, id) in ids.iter().enumerate() {
            for expected in [0, place, 499, 1000] {
                assert_eq!(table.find(id, expected), Some(place));
            }
        }
        assert_eq!(table.find("item_500", 0), None);
        assert_eq!(KeyTable::new([].into_iter()).find("x", 0), None);
    }
}
