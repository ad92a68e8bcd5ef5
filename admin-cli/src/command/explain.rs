//! `ctr explain`: the long explanation of a diagnostic's code, in both languages unless one is asked for. For registry staff.

use std::fmt::Write as _;

use engine::diagnostic::suggest::closest;
use engine::diagnostic::table::{Row, TABLE};
use engine::lang::Lang;

use crate::error::Error;
use crate::library::lang;
use crate::output::Output;

/// Explaining a code.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The code, as `ctr check` prints it in brackets; without one, all codes are listed
    code: Option<String>,
    /// Only one language: ja or en
    #[arg(long, value_parser = lang, env = "CTR_LANG", hide_env_values = true)]
    lang: Option<Lang>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let Some(code) = &arguments.code else {
        return Ok(Output::clean(TABLE.iter().map(|row| format!("{}\n", row.code)).collect::<String>()));
    };
    match TABLE.iter().find(|row| row.code == code) {
        Some(row) => Ok(Output::clean(explained(row, arguments.lang))),
        None => Err(Error::Unknown { what: "code", name: code.clone(), known: near(code) }),
    }
}

fn explained(row: &Row, lang: Option<Lang>) -> String {
    let mut text = format!("{}\n\n", row.code);
    if lang != Some(Lang::En) {
        let _ = writeln!(text, "{}\n", row.ja);
    }
    if lang != Some(Lang::Ja) {
        let _ = writeln!(text, "{}\n", row.en);
    }
    for (word, example) in [("wrong", row.wrong), ("right", row.right)] {
        if !example.is_empty() {
            let _ = writeln!(text, "{word}:");
            for line in example.lines() {
                let _ = writeln!(text, "    {line}");
            }
        }
    }
    text
}

fn near(code: &str) -> String {
    closest(code, TABLE.iter().map(|row| row.code))
        .map_or_else(|| "see `ctr explain`".to_string(), |near| format!("did you mean `{near}`?"))
}
