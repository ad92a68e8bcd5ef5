//! The closest known word to a mistyped one.

/// The candidate nearest to `word`, when near enough to be meant.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (word.chars().count() / 3).clamp(1, 4);
    let near = |candidate: &&'a str| candidate.len().abs_diff(word.len()) <= limit * 4;
    let found = candidates.into_iter().filter(near).filter_map(|candidate| Some((distance(word, candidate, limit)?, candidate)));
    found.min().map(|(_, candidate)| candidate)
}

/// `(Japanese, English)` help that names the closest candidate, or lists what there is.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> (String, String) {
    if let Some(near) = closest(word, candidates.clone()) {
        return (format!("`{near}` のことですか?"), format!("did you mean `{near}`?"));
    }
    let mut all: Vec<&str> = candidates.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        return (String::new(), String::new());
    }
    let more = if all.len() > 12 { ", …" } else { "" };
    let list = all.iter().take(12).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    (format!("使えるもの: {list}{more}"), format!("known here: {list}{more}"))
}

/// Edit distance with neighbouring letters swapped counted once (optimal string alignment); `None` above `limit`, found early.
fn distance(a: &str, b: &str, limit: usize) -> Option<usize> {
    let a: Vec<char> = a.chars().flat_map(char::to_lowercase).take(80).collect();
    let b: Vec<char> = b.chars().flat_map(char::to_lowercase).take(80).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    for (i, x) in a.iter().enumerate() {
        let mut row = Vec::with_capacity(b.len() + 1);
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let mut cost = (at(&last, j + 1) + 1).min(at(&row, j) + 1).min(at(&last, j) + usize::from(x != y));
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            row.push(cost);
        }
        // A swap reaches back two rows, so both must be too far.
        if row.iter().chain(&last).all(|cost| *cost > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    Some(at(&last, b.len())).filter(|far| *far <= limit)
}

#[cfg(test)]
mod tests {
    use super::{closest, distance};

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        assert_eq!(distance("abcd", "abdc", 2), Some(1));
        assert_eq!(distance("abcd", "wxyz", 2), None);
        assert_eq!(closest("crs_occured", ["crs_occurred", "crs_outcome"]), Some("crs_occurred"));
        assert_eq!(closest("zzz", ["crs_occurred"]), None);
    }
}
