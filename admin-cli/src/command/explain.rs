//! `ctr explain`: the long explanation of any code that `ctr` prints, in both languages unless one is asked for. For registry staff.

use engine::lang::Lang;

use crate::error::Error;
use crate::explanation::{known, near, text};
use crate::output::Output;
use crate::writing::lang;

/// Explaining a code.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The code, as it stands in brackets (diagnostic, lint, finding) or after `missing` (reason); without one, all codes are listed
    code: Option<String>,
    /// Only one language: ja or en
    #[arg(long, value_parser = lang, env = "CTR_LANG", hide_env_values = true)]
    lang: Option<Lang>,
}

/// Runs the command.
pub fn run(arguments: &Arguments) -> Result<Output, Error> {
    let Some(code) = &arguments.code else { return Ok(Output::clean(known())) };
    let found = text(code, arguments.lang);
    found.map(Output::clean).ok_or_else(|| Error::Unknown { what: "code", name: code.clone(), known: near(code) })
}
