//! The one home of randomness: keys, salts, nonces, tokens and ids come from the operating system.

use crate::error::Error;

/// Lower-case Crockford base32: no `i l o u`, so that an id read aloud is not misheard.
const ID_ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// `N` random bytes.
pub(crate) fn bytes<const N: usize>() -> Result<[u8; N], Error> {
    let mut out = [0u8; N];
    #[expect(clippy::disallowed_methods, reason = "this file is the one home of randomness")]
    getrandom::fill(&mut out).map_err(|_| Error::Random)?;
    Ok(out)
}

/// A random row id: 25 characters of base32 (125 bits).
pub(crate) fn row_id() -> Result<String, Error> {
    Ok(base32_text(&bytes::<25>()?))
}

/// One base32 character per byte (the low five bits of each).
pub(crate) fn base32_text(random: &[u8]) -> String {
    random.iter().filter_map(|byte| ID_ALPHABET.get(usize::from(byte & 31))).map(|&c| char::from(c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_25_characters_and_differ() {
        let (a, b) = (row_id().unwrap(), row_id().unwrap());
        assert_eq!(a.len(), 25);
        assert_ne!(a, b);
        assert!(a.bytes().all(|c| ID_ALPHABET.contains(&c)));
    }
}
