//! Blind search keys: HMAC-SHA-256 of folded identifiers, so that equal persons are found without storing anything readable.
//! Only compounds and the hospital number are indexed: a key of a family name alone would show how frequent it is.

use crate::error::Error;
use crate::identity::Identity;
use crate::seal::fold::fold;
use crate::seal::keys::{Keys, mac};

/// The search keys of one identity; a part is `None` when its source is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SearchKeys {
    /// Family and given name in kana.
    pub kana: Option<Vec<u8>>,
    /// Family and given name in kana, and birth date.
    pub kana_birth: Option<Vec<u8>>,
    /// Hospital number within its site.
    pub mrn: Option<Vec<u8>>,
}

impl SearchKeys {
    /// The keys of an identity at a site.
    pub(crate) fn of(keys: &Keys, site: &str, identity: &Identity) -> Result<SearchKeys, Error> {
        let kana = match (&identity.family_kana, &identity.given_kana) {
            (Some(family), Some(given)) => Some(fold(&format!("{family}{given}"))).filter(|k| !k.is_empty()),
            _ => None,
        };
        let birth = identity.birth_date.as_deref().map(str::trim).filter(|b| !b.is_empty());
        let mrn = identity.mrn.as_deref().map(fold).filter(|m| !m.is_empty());
        Ok(SearchKeys {
            kana: kana.as_deref().map(|k| key(keys, &["kana", k])).transpose()?,
            kana_birth: match (&kana, birth) {
                (Some(kana), Some(birth)) => Some(key(keys, &["kana_birth", kana, birth])?),
                _ => None,
            },
            mrn: mrn.map(|m| key(keys, &["mrn", site, &m])).transpose()?,
        })
    }

    /// The key of a full name in kana as typed into a search box.
    pub(crate) fn of_kana(keys: &Keys, typed: &str) -> Result<Vec<u8>, Error> {
        key(keys, &["kana", &fold(typed)])
    }

    /// The key of a hospital number as typed into a search box.
    pub(crate) fn of_mrn(keys: &Keys, site: &str, typed: &str) -> Result<Vec<u8>, Error> {
        key(keys, &["mrn", site, &fold(typed)])
    }
}

fn key(keys: &Keys, parts: &[&str]) -> Result<Vec<u8>, Error> {
    let text = parts.join("\0");
    mac(&keys.search, &[text.as_bytes()]).map(|k| k.to_vec())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::master_key::MasterKey;

    #[test]
    fn the_same_person_in_other_writing_has_the_same_keys() {
        let keys = Keys::derive(&MasterKey::from_bytes([1; 32])).unwrap();
        let person = |family: &str, given: &str, mrn: &str| Identity {
            family_kana: Some(family.into()),
            given_kana: Some(given.into()),
            birth_date: Some("1960-02-03".into()),
            mrn: Some(mrn.into()),
            ..Identity::default()
        };
        let one = SearchKeys::of(&keys, "a", &person("ヤマダ", "ハナ", "００１-2")).unwrap();
        assert_eq!(one, SearchKeys::of(&keys, "a", &person("やまだ", "ﾊﾅ", "0012")).unwrap());
        let elsewhere = SearchKeys::of(&keys, "b", &person("ヤマダ", "ハナ", "0012")).unwrap();
        assert_eq!(one.kana_birth, elsewhere.kana_birth);
        assert_ne!(one.mrn, elsewhere.mrn);
        assert_eq!(SearchKeys::of_mrn(&keys, "b", "0012").unwrap(), elsewhere.mrn.unwrap());
        assert_eq!(SearchKeys::of(&keys, "a", &Identity::default()).unwrap(), SearchKeys::default());
    }
}
