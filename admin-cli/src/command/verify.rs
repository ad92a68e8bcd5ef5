//! `ctr verify`: every row against its leaf, every leaf against the tree, the head against the key. For auditors and operators.

use std::fmt::Write as _;

use storage::{LedgerHead, Report};

use crate::database::Database;
use crate::error::Error;
use crate::output::Output;

/// Verification.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(flatten)]
    database: Database,
    /// A head that an earlier run printed, as SIZE:ROOT; the ledger must continue it
    #[arg(long, value_parser = head, value_name = "SIZE:ROOT")]
    since: Option<LedgerHead>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let report = arguments.database.with(async |store| match &arguments.since {
        Some(earlier) => Ok(store.verify_since(earlier).await?),
        None => Ok(store.verify().await?),
    })?;
    let text = written(&report);
    Ok(if report.is_clean() { Output::clean(text) } else { Output::found(text) })
}

fn written(report: &Report) -> String {
    let mut text = String::new();
    for problem in &report.problems {
        let _ = writeln!(text, "{problem}");
    }
    let verdict = match report.problems.len() {
        0 => "clean".to_string(),
        1 => "1 problem".to_string(),
        many => format!("{many} problems"),
    };
    let _ = writeln!(text, "{verdict}: {} rows against {} leaves", report.rows, report.leaves);
    let _ = writeln!(text, "head {}:{}", report.leaves, report.root);
    text
}

fn head(text: &str) -> Result<LedgerHead, String> {
    let (size, root) = text.split_once(':').ok_or("write it as SIZE:ROOT, the way `ctr verify` prints it")?;
    let size = size.parse().map_err(|_| "the part before `:` is the number of leaves")?;
    Ok(LedgerHead { size, root: root.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_head_can_be_given_back() {
        let report = Report { leaves: 7, rows: 5, root: "ab".into(), problems: Vec::new() };
        let text = written(&report);
        assert_eq!(text, "clean: 5 rows against 7 leaves\nhead 7:ab\n");
        assert_eq!(head("7:ab"), Ok(LedgerHead { size: 7, root: "ab".into() }));
    }
}
