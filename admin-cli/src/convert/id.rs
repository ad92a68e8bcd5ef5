//! Ids of ours from names of theirs: snake case, at most 64 characters, each given once.

use std::collections::BTreeSet;

/// Words that a rule reads otherwise.
const TAKEN: [&str; 8] = ["today", "true", "false", "null", "in", "and", "or", "not"];
/// The name that drafted rules give to one row.
pub const ROW: &str = "r";
const LONGEST: usize = 56;

/// Ids that were given.
#[derive(Debug, Default)]
pub struct Ids {
    given: BTreeSet<String>,
}

impl Ids {
    /// Ids of which these are taken.
    pub fn holding<'i>(taken: impl Iterator<Item = &'i str>) -> Ids {
        Ids { given: taken.map(str::to_owned).collect() }
    }

    /// A new id for `name`; `instead` names what has no letters that an id may hold.
    pub fn give(&mut self, name: &str, instead: &str) -> String {
        let base = snake(name, instead);
        let mut id = base.clone();
        let mut count = 2usize;
        while TAKEN.contains(&id.as_str()) || id == ROW || !self.given.insert(id.clone()) {
            id = format!("{base}_{count}");
            count += 1;
        }
        id
    }
}

/// A name in snake case.
pub fn snake(name: &str, instead: &str) -> String {
    let mut id = String::new();
    let mut before_lower = false;
    for character in name.chars() {
        if character.is_ascii_alphanumeric() {
            if character.is_ascii_uppercase() && before_lower {
                id.push('_');
            }
            before_lower = character.is_ascii_lowercase();
            id.push(character.to_ascii_lowercase());
        } else {
            before_lower = false;
            if !id.is_empty() && !id.ends_with('_') {
                id.push('_');
            }
        }
        if id.len() >= LONGEST {
            break;
        }
    }
    let id = id.trim_matches('_').to_string();
    match id.chars().next() {
        None => instead.to_string(),
        Some(first) if first.is_ascii_lowercase() => id,
        Some(_) => {
            let mut id = format!("{instead}_{id}");
            id.truncate(LONGEST);
            id.trim_end_matches('_').to_string()
        }
    }
}

/// A code of ours from a code of theirs: kept when it may stand, otherwise in snake case.
pub fn code(source: &str) -> String {
    let good = |c: char| c.is_ascii_alphanumeric() || "_-.+".contains(c);
    let source = source.trim();
    if !source.is_empty() && source.len() <= 64 && source.chars().all(good) {
        return source.to_string();
    }
    let kept: String = source.chars().map(|c| if good(c) { c } else { '_' }).take(48).collect();
    let kept = kept.trim_matches('_').to_string();
    if kept.is_empty() { "code".to_string() } else { kept }
}

#[cfg(test)]
mod tests {
    use super::{Ids, code, snake};

    #[test]
    fn names_become_ids_once() {
        let mut ids = Ids::default();
        assert_eq!(ids.give("BirthDate", "item"), "birth_date");
        assert_eq!(ids.give("birth date", "item"), "birth_date_2");
        assert_eq!(ids.give("生年月日", "item_3"), "item_3");
        assert_eq!(ids.give("today", "item"), "today_2");
        assert_eq!(snake("/44249-1", "item"), "item_44249_1");
        let long = "1_".repeat(60);
        assert!(ids.give(&long, "section").len() <= 64 && ids.give(&long, "section").len() <= 64);
        assert_eq!(code("LA6568-5"), "LA6568-5");
        assert_eq!(code("a b"), "a_b");
    }
}
