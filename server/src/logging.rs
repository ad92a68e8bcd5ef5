//! Log lines: one event a line, with fields; never an answer, a name, a query or a cookie. For operators.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use crate::config::LogStyle;

/// Starts logging to standard error. `CTR_LOG_FILTER` chooses levels; without it, everything from `least` on is written, and of the
/// database only warnings. A second call does nothing.
pub fn start(style: LogStyle, least: &str) {
    let filter =
        EnvFilter::try_from_env("CTR_LOG_FILTER").unwrap_or_else(|_| EnvFilter::new(format!("{least},sqlx=warn,sea_orm=warn")));
    let colours = std::io::stderr().is_terminal();
    let lines =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(colours).with_target(false);
    // A second start (tests) keeps the first subscriber.
    let _ = match style {
        LogStyle::Json => lines.json().flatten_event(true).with_span_list(false).try_init(),
        LogStyle::Pretty => lines.compact().try_init(),
    };
}
