//! Values of rows brought together: one unknown value makes the whole unknown, and so does a group that is not asked.

use engine::program::node::{Fold, Node, RowList};

use super::shape::{extreme, sum, when};
use super::translate::Translator;
use super::unsaid::{Said, Unsaid};

impl Translator<'_> {
    /// True of all rows, or of at least one.
    pub(super) fn each(&self, all: bool, list: &RowList, rule: &Node) -> Said {
        let (rows, inner) = self.walked(list)?;
        let said = inner.truth(rule)?;
        let known = format!("{rows}.all(({said}).exists())");
        let body = if all {
            format!("iif({rows}.exists(({said}).not()), false, {})", when(&known, "true"))
        } else {
            format!("iif({rows}.exists({said}), true, {})", when(&known, "false"))
        };
        self.filtered(list, body)
    }

    /// The number of rows that a filter keeps.
    pub(super) fn count(&self, list: &RowList) -> Said {
        let (rows, _) = self.walked(list)?;
        self.filtered(list, format!("{rows}.count()"))
    }

    /// One value from the values of rows.
    pub(super) fn fold(&self, how: Fold, list: &RowList, part: &Node) -> Said {
        let (rows, inner) = self.walked(list)?;
        if matches!(how, Fold::Min | Fold::Max) && inner.is_partial(part) {
            return Err(Unsaid::Partial);
        }
        let said = inner.value(part)?;
        let values = format!("{rows}.select({said})");
        let known = format!("{rows}.exists() and {rows}.all(({said}).exists())");
        let body = match how {
            Fold::SumAnswered => when(&format!("{values}.exists()"), &sum(&values)),
            Fold::Sum => when(&known, &sum(&values)),
            Fold::Min => when(&known, &extreme(&values, false)),
            Fold::Max => when(&known, &extreme(&values, true)),
            Fold::First => when(&known, &format!("{values}.first()")),
            Fold::Last => when(&known, &format!("{values}.last()")),
        };
        self.filtered(list, body)
    }

    /// The rows that are kept, and the translator of what is said of one.
    fn walked(&self, list: &RowList) -> Result<(String, Self), Unsaid> {
        let (entries, _, scope, _) = self.stand.rows(self.form, list.rows)?;
        let inner = Translator { form: self.form, stand: self.stand.bind(list.var, scope) };
        let rows = match &list.filter {
            Some(filter) => format!("{entries}.where({})", inner.truth(filter)?),
            None => entries,
        };
        Ok((rows, inner))
    }

    /// Unknown when the filter is unknown for any row, or the group is not asked.
    fn filtered(&self, list: &RowList, body: String) -> Said {
        let (entries, group, scope, _) = self.stand.rows(self.form, list.rows)?;
        let body = match &list.filter {
            Some(filter) => {
                let inner = Translator { form: self.form, stand: self.stand.bind(list.var, scope) };
                when(&format!("{entries}.all(({}).exists())", inner.truth(filter)?), &body)
            }
            None => body,
        };
        self.guarded(group, list.rows, body)
    }
}
