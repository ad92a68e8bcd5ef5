//! The right edge of the Merkle tree: the roots of its complete subtrees, largest first.
//! That is all that is needed to append a leaf and to know the root, in log(n) hashes.

use crate::ledger::hash::{Hash, empty_root, node_hash};

/// The complete subtrees of a tree of `size` leaves, left to right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Peaks {
    size: u64,
    // INVARIANT: as many hashes as `size` has one bits.
    hashes: Vec<Hash>,
}

impl Peaks {
    /// The empty tree.
    pub(crate) fn new() -> Peaks {
        Peaks { size: 0, hashes: Vec::new() }
    }

    /// Reads peaks stored by [`Peaks::to_bytes`]; `None` when their number does not fit the size.
    pub(crate) fn from_bytes(size: u64, bytes: &[u8]) -> Option<Peaks> {
        let (chunks, rest) = bytes.as_chunks::<32>();
        let fits = rest.is_empty() && chunks.len() == usize::try_from(size.count_ones()).ok()?;
        fits.then(|| Peaks { size, hashes: chunks.to_vec() })
    }

    /// The hashes, one after the other.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.hashes.concat()
    }

    /// Number of leaves.
    pub(crate) fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf hash: it merges with every complete subtree of the same height at the right edge.
    pub(crate) fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        for _ in 0..self.size.trailing_ones() {
            if let Some(left) = self.hashes.pop() {
                node = node_hash(&left, &node);
            }
        }
        self.hashes.push(node);
        self.size += 1;
    }

    /// The root over all leaves.
    pub(crate) fn root(&self) -> Hash {
        let mut from_right = self.hashes.iter().rev();
        match from_right.next() {
            None => empty_root(),
            Some(last) => from_right.fold(*last, |right, left| node_hash(left, &right)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::hash::leaf_hash;
    use crate::ledger::hex::hex;

    /// The reference inputs of Certificate Transparency (RFC 6962 test data) and the root after each.
    const INPUTS: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    const ROOTS: [&str; 8] = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];

    #[test]
    fn rfc_6962_roots() {
        let mut peaks = Peaks::new();
        assert_eq!(hex(&peaks.root()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        for (input, root) in INPUTS.iter().zip(ROOTS) {
            peaks.push(leaf_hash(input));
            assert_eq!(hex(&peaks.root()), root);
        }
    }

    /// The definition of RFC 6962 section 2.1, word for word.
    fn root_by_definition(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => empty_root(),
            [one] => *one,
            many => {
                let mut split = 1;
                while split * 2 < many.len() {
                    split *= 2;
                }
                node_hash(&root_by_definition(&many[..split]), &root_by_definition(&many[split..]))
            }
        }
    }

    #[test]
    fn agrees_with_the_definition_and_survives_storing() {
        let mut leaves = Vec::new();
        let mut peaks = Peaks::new();
        for n in 0u64..300 {
            let leaf = leaf_hash(&n.to_be_bytes());
            leaves.push(leaf);
            peaks.push(leaf);
            assert_eq!(peaks.root(), root_by_definition(&leaves));
            assert_eq!(Peaks::from_bytes(peaks.size(), &peaks.to_bytes()), Some(peaks.clone()));
        }
        assert_eq!(Peaks::from_bytes(3, &[0; 32]), None);
    }
}
