//! Reading the rows of a table: each must be exactly what the last leaf about it says.

use crate::error::Error;
use crate::ledger::hex::hex;
use crate::table::row::Row;
use crate::verify::leaves::Leaves;
use crate::verify::report::{Fault, Problem, Report};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ConnectionTrait, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect};

/// Compares all rows of a table with their leaves and takes them out of the ledger's list.
pub(crate) async fn check_rows<M: Row>(db: &impl ConnectionTrait, leaves: &mut Leaves, report: &mut Report) -> Result<(), Error> {
    for ids in all_ids::<M>(db).await?.chunks(M::PAGE) {
        match rows_of::<M>(db, ids).await {
            Ok(rows) if rows.len() == ids.len() => rows.iter().try_for_each(|row| check_row(row, leaves, report))?,
            // A column of another type spoils the whole page: read one by one.
            _ => check_one_by_one::<M>(db, ids, leaves, report).await?,
        }
    }
    Ok(())
}

/// What the leaves speak of and no table holds.
pub(crate) fn missing_rows(leaves: &Leaves, report: &mut Report) {
    let mut missing: Vec<_> = leaves.last.iter().filter(|(_, word)| !word.discarded).map(|(name, _)| name).collect();
    missing.sort();
    for (table, id) in missing {
        report.problems.push(Problem { table: table.clone(), id: id.clone(), fault: Fault::RowMissing });
    }
}

/// Those rows of a page that can be read.
pub(crate) async fn readable<M: Row>(db: &impl ConnectionTrait, ids: &[String]) -> Vec<M> {
    if let Ok(rows) = rows_of::<M>(db, ids).await {
        return rows;
    }
    let mut rows = Vec::new();
    for id in ids {
        rows.extend(rows_of::<M>(db, std::slice::from_ref(id)).await.unwrap_or_default());
    }
    rows
}

fn check_row<M: Row>(row: &M, leaves: &mut Leaves, report: &mut Report) -> Result<(), Error> {
    report.rows += 1;
    let fault = match leaves.last.remove(&(M::TABLE.to_owned(), row.id().to_owned())) {
        None => Some(Fault::RowUnlogged),
        Some(word) if word.discarded => Some(Fault::RowUnlogged),
        Some(word) if word.content != row.content()? => Some(Fault::RowChanged),
        Some(word) if word.leaf != row.leaf() => Some(Fault::WrongLeaf),
        Some(_) => None,
    };
    if let Some(fault) = fault {
        report.problems.push(Problem { table: M::TABLE.into(), id: row.id().to_owned(), fault });
    }
    Ok(())
}

async fn check_one_by_one<M: Row>(
    db: &impl ConnectionTrait,
    ids: &[String],
    leaves: &mut Leaves,
    report: &mut Report,
) -> Result<(), Error> {
    for id in ids {
        match rows_of::<M>(db, std::slice::from_ref(id)).await.unwrap_or_default().first() {
            Some(row) => check_row(row, leaves, report)?,
            None => {
                leaves.last.remove(&(M::TABLE.to_owned(), id.clone()));
                report.rows += 1;
                report.problems.push(Problem { table: M::TABLE.into(), id: id.clone(), fault: Fault::RowUnreadable });
            }
        }
    }
    Ok(())
}

/// The ids as texts, whatever somebody may have put there instead.
pub(crate) async fn all_ids<M: Row>(db: &impl ConnectionTrait) -> Result<Vec<String>, Error> {
    let ids = M::Entity::find()
        .select_only()
        .expr_as(Expr::col("id").cast_as("text"), "id")
        .order_by(Expr::col("id"), Order::Asc)
        .into_tuple::<Option<Vec<u8>>>()
        .all(db)
        .await;
    match ids {
        Ok(ids) => Ok(ids.into_iter().map(|id| id.map_or_else(String::new, text)).collect()),
        // PostgreSQL keeps its columns to their type: a text is a text.
        Err(_) => Ok(M::Entity::find().select_only().expr(Expr::col("id")).into_tuple::<String>().all(db).await?),
    }
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|wrong| hex(wrong.as_bytes()))
}

async fn rows_of<M: Row>(db: &impl ConnectionTrait, ids: &[String]) -> Result<Vec<M>, sea_orm::DbErr> {
    M::Entity::find().filter(Expr::col("id").is_in(ids.iter().map(String::as_str))).all(db).await
}
