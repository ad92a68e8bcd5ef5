//! The closest known word to a mistyped one.

use crate::diagnostic::full_width::narrow;

/// The only candidate of which `word` is the beginning or the end, up to a `_`: `onset_date` is part of `crs_onset_date`.
pub fn longer<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let is_part = |candidate: &&str| {
        let rest = candidate.strip_prefix(word).filter(|rest| rest.starts_with('_'));
        rest.or_else(|| candidate.strip_suffix(word).filter(|rest| rest.ends_with('_'))).is_some()
    };
    let mut found = candidates.into_iter().filter(is_part);
    found.next().filter(|only| word.len() > 2 && found.all(|other| other == *only))
}

/// The candidate nearest to `word`, when near enough to be meant.
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word: Vec<char> = letters(word).collect();
    if word.len() <= 2 {
        return closest_short(&word, candidates);
    }
    let limit = (word.len() / 3).clamp(1, 4);
    let near = |candidate: &&'a str| candidate.len() + limit >= word.len() && candidate.len() <= (word.len() + limit) * 4;
    let found = candidates.into_iter().filter(near).filter_map(|candidate| Some((distance(&word, candidate, limit)?, candidate)));
    found.min().map(|(_, candidate)| candidate)
}

/// A word of one or two letters is near to many others, so one is meant only when no second is as near and both have a letter in common.
fn closest_short<'a>(word: &[char], candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let mut near: Vec<(usize, &str)> = candidates
        .into_iter()
        .filter(|candidate| letters(candidate).any(|letter| word.contains(&letter)))
        .filter_map(|candidate| Some((distance(word, candidate, 1)?, candidate)))
        .collect();
    near.sort_unstable();
    near.dedup();
    let (least, _) = near.first()?;
    match near.iter().filter(|(far, _)| far == least).collect::<Vec<_>>().as_slice() {
        [(_, only)] => Some(only),
        _ => None,
    }
}

/// Most known words that are listed.
const MOST: usize = 24;

/// `(Japanese, English)` help that names the closest candidate, or lists what there is.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str> + Clone) -> (String, String) {
    if let Some(near) = closest(word, candidates.clone()).or_else(|| longer(word, candidates.clone())) {
        return (format!("`{near}` のことですか?"), format!("did you mean `{near}`?"));
    }
    let mut all: Vec<&str> = candidates.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    if all.is_empty() {
        return (
            "使えるものが1つもありません。先に定義してください。".into(),
            "there is nothing to choose from; define it first".into(),
        );
    }
    let more = if all.len() > MOST { ", …" } else { "" };
    let list = all.iter().take(MOST).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    (format!("使えるもの: {list}{more}"), format!("known here: {list}{more}"))
}

/// Letters in lower case and half-width; words are compared by their first [`LONGEST`].
fn letters(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().map(narrow).flat_map(char::to_lowercase).take(LONGEST)
}

const LONGEST: usize = 64;

/// Edit distance with neighbouring letters swapped counted once (optimal string alignment); `None` above `limit`, found early.
fn distance(a: &[char], b: &str, limit: usize) -> Option<usize> {
    let mut letters_of_b = ['\0'; LONGEST];
    let mut length = 0;
    for (place, letter) in letters_of_b.iter_mut().zip(letters(b)) {
        *place = letter;
        length += 1;
    }
    let b = letters_of_b.get(..length)?;
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX / 2);
    let mut before = [usize::MAX / 2; LONGEST + 1];
    let mut last = before;
    for (place, cost) in last.iter_mut().zip(0..=b.len()) {
        *place = cost;
    }
    for (i, x) in a.iter().enumerate() {
        let mut row = [usize::MAX / 2; LONGEST + 1];
        let mut left = i + 1;
        let mut least = left;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for ((j, y), place) in b.iter().enumerate().zip(row.iter_mut().skip(1)) {
            let mut cost = (at(&last, j + 1) + 1).min(left + 1).min(at(&last, j) + usize::from(x != y));
            if i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x) {
                cost = cost.min(at(&before, j - 1) + 1);
            }
            *place = cost;
            left = cost;
            least = least.min(cost);
        }
        // A swap reaches back two rows, so both must be too far.
        if least > limit && last.iter().all(|cost| *cost > limit) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    Some(at(&last, b.len())).filter(|far| *far <= limit)
}

#[cfg(test)]
mod tests {
    use super::{closest, distance, longer};

    #[test]
    fn near_words_are_found_and_far_ones_are_not() {
        assert_eq!(distance(&['a', 'b', 'c', 'd'], "abdc", 2), Some(1));
        assert_eq!(distance(&['a', 'b', 'c', 'd'], "wxyz", 2), None);
        assert_eq!(closest("表示名", ["表示条件", "表示な"]), Some("表示な"));
        assert_eq!(closest("crs_occured", ["crs_occurred", "crs_outcome"]), Some("crs_occurred"));
        assert_eq!(closest("zzz", ["crs_occurred"]), None);
        assert_eq!(longer("seen", ["seen_on", "unseen"]), Some("seen_on"));
        assert_eq!(longer("onset_date", ["crs_onset_date", "crs_grade"]), Some("crs_onset_date"));
        assert_eq!(longer("onset_date", ["crs_onset_date", "icans_onset_date"]), None);
        assert_eq!(closest("3", ["0", "1", "2"]), None);
        assert_eq!(closest("ND", ["nd", "na"]), Some("nd"));
        assert_eq!(closest("on", ["no", "yes"]), Some("no"));
        assert_eq!(closest("n", ["no", "na"]), None);
        assert_eq!(closest("ｄａｔｅ", ["date", "data"]), Some("date"));
    }
}
