//! Code lists: codes with their texts; a retired code stays and is never offered again.

use std::sync::Arc;

use crate::lang::Text;

/// One code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, unique in its list for good.
    pub code: Arc<str>,
    /// What people read.
    pub text: Text,
    /// Kept for old answers, not offered for new ones.
    pub retired: bool,
}

/// A list of codes.
#[derive(Clone, Debug)]
pub struct CodeList {
    /// The list's id.
    pub id: Arc<str>,
    /// What people read.
    pub title: Text,
    /// The codes in the order in which they are offered.
    pub codes: Box<[Code]>,
    /// The codes come from elsewhere (products): not part of the meaning of a form that uses the list.
    pub open: bool,
    /// People search it by typing; else they do when it is long.
    pub search: bool,
    finder: Finder,
}

/// How a code is found: few short ones as words that are compared, others by their order.
#[derive(Clone, Debug)]
enum Finder {
    /// Each code packed into a word; nought for one that is too long.
    Words(Box<[u64]>),
    /// The places of the codes in the order of their texts.
    Order(Box<[u16]>),
}

/// The longest code that fits into a word beside its length.
const SHORT: usize = 7;
/// The longest list that is searched by comparing.
const FEW: usize = 16;

impl CodeList {
    /// A list; codes beyond the 65,535th are not found (the reader refuses such lists).
    pub fn new(id: Arc<str>, title: Text, codes: Vec<Code>, open: bool) -> CodeList {
        CodeList { id, title, finder: Finder::new(&codes), codes: codes.into(), open, search: false }
    }

    /// The place of a code in the list.
    #[inline]
    pub fn find(&self, code: &str) -> Option<u16> {
        let text = |at: u16| self.codes.get(usize::from(at)).map_or("", |code| &*code.code);
        match &self.finder {
            Finder::Words(words) => match pack(code) {
                Some(word) => words.iter().position(|known| *known == word).and_then(|at| u16::try_from(at).ok()),
                None => (0u16..).zip(&self.codes).find(|(_, known)| *known.code == *code).map(|(at, _)| at),
            },
            Finder::Order(places) => {
                places.binary_search_by(|at| text(*at).cmp(code)).ok().and_then(|at| places.get(at).copied())
            }
        }
    }

    /// The code at a place.
    pub fn get(&self, at: u16) -> Option<&Code> {
        self.codes.get(usize::from(at))
    }
}

impl Finder {
    fn new(codes: &[Code]) -> Finder {
        if codes.len() <= FEW {
            return Finder::Words(codes.iter().map(|code| pack(&code.code).unwrap_or_default()).collect());
        }
        let mut places: Vec<u16> = (0..=u16::MAX).zip(codes).map(|(at, _)| at).collect();
        let text = |at: u16| codes.get(usize::from(at)).map_or("", |code| &*code.code);
        places.sort_by(|a, b| text(*a).cmp(text(*b)));
        Finder::Order(places.into())
    }
}

/// A short text with its length in one word; never nought, because an empty code is no code.
#[inline]
fn pack(text: &str) -> Option<u64> {
    let length = text.len();
    if length == 0 || length > SHORT {
        return None;
    }
    Some(text.bytes().fold(length as u64, |word, byte| (word << 8) | u64::from(byte)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(codes: &[&str]) -> CodeList {
        let code = |code: &&str| Code { code: (*code).into(), text: Text::new("", ""), retired: false };
        CodeList::new("l".into(), Text::new("", ""), codes.iter().map(code).collect(), false)
    }

    #[test]
    fn finds_short_and_long_codes_and_no_others() {
        let many: Vec<String> = (0..40).map(|n| format!("c{n}")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for codes in [&["a", "aa", "seven_7", "eight__8", "a_rather_long_code"][..], &many[..]] {
            let found = list(codes);
            for (at, code) in (0_u16..).zip(codes) {
                assert_eq!(found.find(code), Some(at), "{code}");
            }
            for stranger in ["", "b", "aaa", "a\0", "\0a", "seven_", "eight__9", "a_rather_long_cod"] {
                assert_eq!(found.find(stranger), None, "{stranger}");
            }
        }
    }
}
