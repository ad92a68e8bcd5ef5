//! What changed between two revisions, item by item; each side in the words of its own form version.

use crate::reading::rows::Row;

/// One changed item; an absent side is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Where the answer stands.
    pub path: String,
    /// Label, in the later form version where it knows the item.
    pub label: String,
    /// The earlier answer in words.
    pub before: String,
    /// The later answer in words.
    pub after: String,
}

/// The changed items: those of the later revision in its order, then those that are gone.
pub fn between(before: &[Row], after: &[Row]) -> Vec<Change> {
    let find = |rows: &[Row], path: &str| rows.iter().find(|row| row.path == path).map(|row| row.value.clone());
    let kept = after.iter().filter_map(|row| {
        let earlier = find(before, &row.path).unwrap_or_default();
        (earlier != row.value).then(|| Change {
            path: row.path.clone(),
            label: row.label.clone(),
            before: earlier,
            after: row.value.clone(),
        })
    });
    let gone = before.iter().filter(|row| find(after, &row.path).is_none()).map(|row| Change {
        path: row.path.clone(),
        label: row.label.clone(),
        before: row.value.clone(),
        after: String::new(),
    });
    kept.chain(gone).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(path: &str, value: &str) -> Row {
        Row { path: path.to_owned(), section: String::new(), label: path.to_uppercase(), value: value.to_owned() }
    }

    #[test]
    fn changed_added_and_gone_items_are_told_and_others_are_not() {
        let changes = between(&[row("a", "1"), row("b", "2"), row("c", "3")], &[row("a", "1"), row("b", "4"), row("d", "5")]);
        let told: Vec<_> = changes.iter().map(|c| (c.path.as_str(), c.before.as_str(), c.after.as_str())).collect();
        assert_eq!(told, [("b", "2", "4"), ("d", "", "5"), ("c", "3", "")]);
    }
}
