//! Reading the leaves in order: each must hash to its stored hash, and lead to its stored root.

use crate::error::Error;
use crate::ledger::hex::hex;
use crate::ledger::peaks::Peaks;
use crate::ledger::statement::act;
use crate::table::leaf;
use crate::verify::report::{Fault, Problem, Report};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::HashMap;

/// Leaves read at a time.
const PAGE: u64 = 5_000;

/// What the ledger says about a row: its last leaf.
pub(crate) struct LastWord {
    /// Leaf index.
    pub leaf: i64,
    /// Digest of the row's contents.
    pub content: Vec<u8>,
    /// The row was discarded.
    pub discarded: bool,
}

/// The ledger as recomputed.
pub(crate) struct Leaves {
    /// Last word about each row, by table and id; rows found are taken out.
    pub last: HashMap<(String, String), LastWord>,
    /// The recomputed tree.
    pub peaks: Peaks,
    /// The root when the tree had the size asked for, lower-case hex.
    pub root_at_mark: Option<String>,
}

/// Reads and checks all leaves.
pub(crate) async fn read_leaves(db: &impl ConnectionTrait, mark: Option<u64>, report: &mut Report) -> Result<Leaves, Error> {
    let mut leaves = Leaves { last: HashMap::new(), peaks: Peaks::new(), root_at_mark: None };
    leaves.note_mark(mark);
    let mut next = i64::MIN;
    loop {
        let page = match page_from(db, next, PAGE).await {
            Ok(page) => page,
            // A column of another type spoils the whole page: read on one by one.
            Err(_) => match one_from(db, next, report).await? {
                Some((after, found)) => {
                    if let Some(leaf) = found {
                        leaves.take(leaf, mark, report);
                    }
                    next = after;
                    continue;
                }
                None => break,
            },
        };
        let Some(last) = page.last() else { break };
        next = last.idx.saturating_add(1);
        for leaf in page {
            leaves.take(leaf, mark, report);
        }
    }
    Ok(leaves)
}

impl Leaves {
    fn take(&mut self, leaf: leaf::Model, mark: Option<u64>, report: &mut Report) {
        let mut problem = |fault| report.problems.push(Problem { table: "leaf".into(), id: leaf.idx.to_string(), fault });
        report.leaves += 1;
        if u64::try_from(leaf.idx).ok() != Some(self.peaks.size()) {
            problem(Fault::LeafMissing);
        }
        let hash = leaf.statement().leaf(&leaf.salt);
        if leaf.hash != hash {
            problem(Fault::LeafChanged);
        }
        self.peaks.push(hash);
        if leaf.root != self.peaks.root() {
            problem(Fault::RootDiffers);
        }
        self.note_mark(mark);
        let word = LastWord { leaf: leaf.idx, content: leaf.content, discarded: leaf.act == act::DISCARD };
        self.last.insert((leaf.table_name, leaf.row_id), word);
    }

    fn note_mark(&mut self, mark: Option<u64>) {
        if mark == Some(self.peaks.size()) {
            self.root_at_mark = Some(hex(&self.peaks.root()));
        }
    }
}

async fn page_from(db: &impl ConnectionTrait, from: i64, most: u64) -> Result<Vec<leaf::Model>, sea_orm::DbErr> {
    leaf::Entity::find().filter(leaf::Column::Idx.gte(from)).order_by_asc(leaf::Column::Idx).limit(most).all(db).await
}

/// The next leaf alone and where to read on; an unreadable one is reported and skipped; `None` at the end.
async fn one_from(
    db: &impl ConnectionTrait,
    from: i64,
    report: &mut Report,
) -> Result<Option<(i64, Option<leaf::Model>)>, Error> {
    let index = leaf::Entity::find()
        .select_only()
        .column(leaf::Column::Idx)
        .filter(leaf::Column::Idx.gte(from))
        .order_by_asc(leaf::Column::Idx)
        .into_tuple::<i64>()
        .one(db)
        .await?;
    let Some(index) = index else { return Ok(None) };
    let found = match leaf::Entity::find_by_id(index).one(db).await {
        Ok(found) => found,
        Err(_) => {
            report.problems.push(Problem { table: "leaf".into(), id: index.to_string(), fault: Fault::RowUnreadable });
            None
        }
    };
    Ok(Some((index.saturating_add(1), found)))
}
