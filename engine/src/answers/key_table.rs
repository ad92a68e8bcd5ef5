//! Ids to numbers for one object of answers. Keys mostly arrive in form order, so the next expected ones are tried first.

/// Looks up the ids of one scope.
#[derive(Clone, Debug)]
pub struct KeyTable {
    /// All ids, one after the other.
    text: Box<str>,
    /// Where each of them ends.
    ends: Box<[u32]>,
    buckets: Box<[u16]>,
    mask: usize,
}

const EMPTY: u16 = u16::MAX;
/// How many unanswered items may stand between two answered ones before the hash is asked.
pub const LOOK_AHEAD: usize = 4;

impl KeyTable {
    /// A table in which each id has its place in the given order (at most 65,534 ids).
    pub fn new<'a>(ids: impl Iterator<Item = &'a str>) -> KeyTable {
        let (mut text, mut ends) = (String::new(), Vec::new());
        for id in ids.take(usize::from(EMPTY)) {
            text.push_str(id);
            ends.push(u32::try_from(text.len()).unwrap_or(u32::MAX));
        }
        let size = (ends.len() * 3 / 2 + 1).next_power_of_two();
        let mut table = KeyTable { text: text.into(), ends: ends.into(), buckets: vec![EMPTY; size].into(), mask: size - 1 };
        for (place, at) in (0_u16..).zip(0..table.ends.len()) {
            let mut bucket = hash(table.id(at).unwrap_or_default()) & table.mask;
            while table.buckets.get(bucket).is_some_and(|taken| *taken != EMPTY) {
                bucket = (bucket + 1) & table.mask;
            }
            if let Some(bucket) = table.buckets.get_mut(bucket) {
                *bucket = place;
            }
        }
        table
    }

    /// The id at a place, as bytes.
    #[inline]
    pub fn id(&self, place: usize) -> Option<&[u8]> {
        let end = *self.ends.get(place)? as usize;
        let start = place.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end as usize);
        self.text.as_bytes().get(start..end)
    }

    /// The same as text.
    pub fn name(&self, place: usize) -> &str {
        self.id(place).and_then(|id| std::str::from_utf8(id).ok()).unwrap_or_default()
    }

    /// The place of an id; `expected` is where the reader would look next.
    #[inline]
    pub fn find(&self, key: &str, expected: usize) -> Option<usize> {
        let key = key.as_bytes();
        for place in expected..expected + LOOK_AHEAD {
            match self.id(place) {
                Some(id) if is_same(id, key) => return Some(place),
                Some(_) => {}
                None => break,
            }
        }
        let mut at = hash(key) & self.mask;
        loop {
            let place = usize::from(*self.buckets.get(at)?);
            if place == usize::from(EMPTY) {
                return None;
            }
            if self.id(place) == Some(key) {
                return Some(place);
            }
            at = (at + 1) & self.mask;
        }
    }
}

/// Whether two ids are the same. Ids are short: those of up to 16 bytes are compared as two words that may overlap, without a call.
#[inline]
pub fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() || a.len() > 16 {
        return a == b;
    }
    match (a.first_chunk::<8>(), b.first_chunk::<8>()) {
        (Some(first), Some(other)) => first == other && a.last_chunk::<8>() == b.last_chunk::<8>(),
        _ => match (a.first_chunk::<4>(), b.first_chunk::<4>()) {
            (Some(first), Some(other)) => first == other && a.last_chunk::<4>() == b.last_chunk::<4>(),
            _ => a.iter().zip(b).all(|(a, b)| a == b),
        },
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
    use super::{KeyTable, is_same};

    #[test]
    fn compares_ids_of_any_length() {
        let id = b"a_rather_long_id_of_an_item";
        for length in 0..=id.len() {
            let own = &id[..length];
            assert!(is_same(own, own.to_vec().as_slice()));
            assert_eq!(is_same(own, &id[..length.saturating_sub(1)]), length == 0);
            for wrong in 0..length {
                let mut other = own.to_vec();
                other[wrong] ^= 1;
                assert!(!is_same(own, &other), "{length} bytes, another at {wrong}");
            }
        }
    }

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
