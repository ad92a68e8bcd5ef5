//! The command line of `ctr-server`, each option also readable from the environment (`CTR_*`). For operators.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// The server of the registry.
#[derive(Debug, Parser)]
#[command(name = "ctr-server", version, about = "The server of the cellular therapy registry")]
pub struct CommandLine {
    /// What to run.
    #[command(subcommand)]
    pub command: Command,
    /// How log lines look.
    #[arg(long, global = true, env = "CTR_LOG", value_enum, default_value_t = LogStyle::Pretty)]
    pub log: LogStyle,
}

/// What `ctr-server` can run.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve a registry database
    Serve(Serve),
    /// Make a fresh database of synthetic patients and serve it on this machine only
    Demo(Demo),
    /// Show forms while they are written: page and findings side by side, anew whenever a file changes; nothing is stored
    Preview(Preview),
}

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogStyle {
    /// One JSON object a line, for log collectors
    Json,
    /// Coloured text, for people
    Pretty,
}

/// Options of `ctr-server serve`.
#[derive(Debug, Args)]
pub struct Serve {
    /// Database address, for example sqlite:///var/lib/ctrj/registry.db?mode=rwc
    #[arg(long, env = "CTR_DATABASE")]
    pub database: String,
    /// File that holds the master key
    #[arg(long, env = "CTR_MASTER_KEY")]
    pub master_key: PathBuf,
    /// Address to listen on
    #[arg(long, env = "CTR_LISTEN", default_value = "127.0.0.1:8440")]
    pub listen: SocketAddr,
    /// A TLS-terminating proxy stands in front: its X-Forwarded-For is believed and browsers are told to use https only
    #[arg(long, env = "CTR_BEHIND_TLS_PROXY")]
    pub behind_tls_proxy: bool,
}

/// Options of `ctr-server demo`.
#[derive(Debug, Args)]
pub struct Demo {
    /// Directory for the demo database; a new one under the system's temporary directory when absent
    #[arg(long, env = "CTR_DEMO_DATA")]
    pub data: Option<PathBuf>,
    /// Form definitions to publish; the repository's own when absent
    #[arg(long, env = "CTR_DEFINITIONS")]
    pub definitions: Option<PathBuf>,
    /// First port to try on the loopback address
    #[arg(long, env = "CTR_DEMO_PORT", default_value_t = 8440)]
    pub port: u16,
    /// Write sign-ins and one-time secrets as JSON to this file, for browser tests
    #[arg(long, env = "CTR_DEMO_SIGN_INS")]
    pub sign_ins: Option<PathBuf>,
}

/// Options of `ctr-server preview`.
#[derive(Debug, Args)]
pub struct Preview {
    /// The form to show first, as `crs` or `crs@1.0.0`; all forms when absent
    pub form: Option<String>,
    /// Folder of definitions
    #[arg(long, env = "CTR_DEFINITIONS", default_value = "form-definitions")]
    pub definitions: PathBuf,
    /// First port to try on the loopback address
    #[arg(long, env = "CTR_PREVIEW_PORT", default_value_t = 8450)]
    pub port: u16,
}
