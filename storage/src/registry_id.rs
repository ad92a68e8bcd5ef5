//! The registry's opaque patient id: 10 random base32 characters and one check character (ISO 7064 mod 37,36),
//! so that a mistyped or swapped character is noticed before anyone looks up the wrong patient.

use crate::error::Error;
use crate::random;

/// A new random patient id, upper case, e.g. `7Q0M3TZK9WH`.
pub(crate) fn new_registry_id() -> Result<String, Error> {
    let body = random::base32_text(&random::bytes::<10>()?).to_ascii_uppercase();
    Ok(match check_character(&body) {
        Some(check) => format!("{body}{check}"),
        None => body,
    })
}

/// True when the text has the form of a patient id and its check character fits. Case does not matter.
///
/// ```
/// assert!(!storage::registry_id::is_registry_id("7Q0M3TZK9WX1"));
/// ```
pub fn is_registry_id(text: &str) -> bool {
    let upper = text.trim().to_ascii_uppercase();
    if upper.chars().count() != 11 || !upper.is_ascii() {
        return false;
    }
    let (body, check) = upper.split_at(10);
    check_character(body).is_some_and(|c| check.starts_with(c))
}

/// ISO 7064 MOD 37,36: the check character of a body of digits and upper-case letters.
fn check_character(body: &str) -> Option<char> {
    let mut product = 36u32;
    for c in body.chars() {
        let value = c.to_digit(36)?;
        let sum = (product + value) % 36;
        product = (if sum == 0 { 36 } else { sum }) * 2 % 37;
    }
    char::from_digit((37 - product) % 36, 36).map(|c| c.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_check_character() {
        // ISO 7064 MOD 37,36 as used by the Global Release Identifier: A1-2425G-ABC1234002-M.
        assert_eq!(check_character("A12425GABC1234002"), Some('M'));
    }

    #[test]
    fn every_single_substitution_is_noticed() {
        let id = new_registry_id().unwrap();
        assert!(is_registry_id(&id));
        for at in 0..11 {
            for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".chars() {
                let mut other: Vec<char> = id.chars().collect();
                if other[at] != c {
                    other[at] = c;
                    assert!(!is_registry_id(&other.iter().collect::<String>()));
                }
            }
        }
    }
}
