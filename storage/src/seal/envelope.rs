//! A sealed value: AES-256-GCM under some key, bound to the table, column and row it belongs to.
//! Bytes: version 1, nonce (12), ciphertext with tag. A value moved to another row or column does not open.

use crate::error::Error;
use crate::random;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

/// Version of the layout; stored first so that another algorithm can follow.
const VERSION: u8 = 1;

/// Where a sealed value lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cell<'a> {
    /// Table.
    pub table: &'static str,
    /// Column.
    pub column: &'static str,
    /// Row id.
    pub row: &'a str,
}

impl Cell<'_> {
    fn associated(&self) -> Vec<u8> {
        ["ctrj/seal/v1", self.table, self.column, self.row].join("\0").into_bytes()
    }

    fn unsealable(&self) -> Error {
        Error::Unsealable { table: self.table, column: self.column, row: self.row.to_owned() }
    }
}

/// Seals a value for its cell.
pub(crate) fn seal(key: &[u8; 32], cell: Cell<'_>, plain: &[u8]) -> Result<Vec<u8>, Error> {
    let nonce = random::bytes::<12>()?;
    let cipher = Aes256Gcm::new(key.into());
    let payload = Payload { msg: plain, aad: &cell.associated() };
    let sealed = cipher.encrypt(&Nonce::from(nonce), payload).map_err(|_| cell.unsealable())?;
    let mut out = Vec::with_capacity(1 + nonce.len() + sealed.len());
    out.push(VERSION);
    out.extend_from_slice(&nonce);
    out.extend_from_slice(&sealed);
    Ok(out)
}

/// Opens a value of its cell.
pub(crate) fn open(key: &[u8; 32], cell: Cell<'_>, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Error> {
    let (nonce, body) = match sealed.split_first() {
        Some((&VERSION, rest)) => rest.split_first_chunk::<12>().ok_or_else(|| cell.unsealable())?,
        _ => return Err(cell.unsealable()),
    };
    let cipher = Aes256Gcm::new(key.into());
    let payload = Payload { msg: body, aad: &cell.associated() };
    cipher.decrypt(&Nonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| cell.unsealable())
}

/// Opens a value that is a text.
pub(crate) fn open_text(key: &[u8; 32], cell: Cell<'_>, sealed: &[u8]) -> Result<String, Error> {
    let bytes = open(key, cell, sealed)?;
    std::str::from_utf8(&bytes).map(str::to_owned).map_err(|_| cell.unsealable())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];
    const CELL: Cell<'static> = Cell { table: "revision", column: "content", row: "r1" };

    #[test]
    fn opens_only_in_its_own_cell_and_with_its_key() {
        let sealed = seal(&KEY, CELL, "山田".as_bytes()).unwrap();
        assert_eq!(open_text(&KEY, CELL, &sealed).unwrap(), "山田");
        for cell in [Cell { row: "r2", ..CELL }, Cell { column: "reason", ..CELL }, Cell { table: "draft", ..CELL }] {
            assert!(open(&KEY, cell, &sealed).is_err());
        }
        assert!(open(&[8; 32], CELL, &sealed).is_err());
    }

    #[test]
    fn every_flipped_bit_is_refused() {
        let sealed = seal(&KEY, CELL, b"an answer").unwrap();
        for bit in 0..sealed.len() * 8 {
            let mut other = sealed.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            assert!(open(&KEY, CELL, &other).is_err());
        }
        assert!(open(&KEY, CELL, &[]).is_err() && open(&KEY, CELL, &sealed[..12]).is_err());
    }

    #[test]
    fn the_same_value_never_looks_the_same() {
        assert_ne!(seal(&KEY, CELL, b"x").unwrap(), seal(&KEY, CELL, b"x").unwrap());
    }
}
