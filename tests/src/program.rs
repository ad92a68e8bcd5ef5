//! Our own programs, `ctr` and `ctr-server`: built once per run, then started by path.

use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::OnceLock;

use crate::root::root;

static BUILT: OnceLock<PathBuf> = OnceLock::new();

/// The path of a built program. The first call builds them, with the features that `cargo test --workspace` uses.
pub fn binary(name: &str) -> PathBuf {
    BUILT.get_or_init(build).join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// A finished run: exit code and both outputs as text.
#[derive(Debug)]
pub struct Run {
    /// The exit code, or -1 when a signal ended the program.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// Runs `ctr` with these arguments at the workspace's top folder.
pub fn ctr(arguments: &[&str]) -> Run {
    finished(Command::new(binary("ctr")).args(arguments).current_dir(root()).output().expect("ctr starts"))
}

/// An output as text.
pub fn finished(output: Output) -> Run {
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn build() -> PathBuf {
    // .../target/debug/deps/all-0123 -> .../target/debug
    let this = std::env::current_exe().expect("a test knows its own path");
    let profile_folder = this.ancestors().nth(2).expect("target/<profile>/deps/<test>").to_path_buf();
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["build", "--quiet", "--workspace", "--bins", "--target-dir"]).arg(profile_folder.parent().expect("target"));
    if profile_folder.ends_with("release") {
        command.arg("--release");
    }
    let status = command.current_dir(root()).status().expect("cargo starts");
    assert!(status.success(), "the programs do not build; run `cargo build --workspace --bins`");
    profile_folder
}
