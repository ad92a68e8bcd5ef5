//! Outside programs and packages that some tests speak to: node with pinned packages, Chromium, and PostgreSQL.
//!
//! `make test` installs them and sets `CTR_TEST_PEERS=1`: then their absence is a failure that names the install line. A plain
//! `cargo test --workspace` needs nothing outside, so there such tests say that they were left out.

use std::path::PathBuf;
use std::process::Command;

use crate::root::path;

/// Something outside that a test needs.
#[derive(Clone, Copy, Debug)]
pub enum Peer {
    /// The node program, 18 or newer.
    Node,
    /// The packages of `tests/js/package.json`.
    NodePackages,
    /// A Chromium that runs headless.
    Chromium,
    /// Forms of other systems that outside packages ship.
    FormSamples,
    /// The python3 program, for its exact decimals.
    Python,
    /// Python with the packages of `tests/py/requirements.txt`.
    PythonPackages,
    /// The renderer of FHIR questionnaires.
    LForms,
    /// The programs of PostgreSQL (initdb, pg_ctl).
    Postgres,
}

impl Peer {
    fn is_present(self) -> bool {
        match self {
            Self::Node => Command::new("node").arg("--version").output().is_ok_and(|output| output.status.success()),
            Self::Python => Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success()),
            Self::NodePackages => path("tests/js/node_modules/ajv/package.json").exists(),
            Self::Chromium => chromium().exists(),
            Self::FormSamples => path("tests/.peers/samples/.complete").exists(),
            Self::PythonPackages => python().exists() && path("tests/.peers/python/.complete").exists(),
            Self::LForms => path("tests/.peers/lforms/.complete").exists(),
            Self::Postgres => postgres().join("initdb").exists(),
        }
    }

    fn install_line(self) -> &'static str {
        match self {
            Self::Node => "apt-get install nodejs npm",
            Self::Python => "apt-get install python3",
            Self::NodePackages => "npm ci --prefix tests/js",
            Self::Chromium => "apt-get install chromium fonts-noto-cjk",
            Self::FormSamples | Self::PythonPackages | Self::LForms => "tests/install-peers.sh",
            Self::Postgres => "apt-get install postgresql",
        }
    }
}

/// Whether a test that needs these peers runs. Where it does not, this prints that the test was left out; where `CTR_TEST_PEERS=1`
/// says that peers must be there, it panics with the install line instead.
pub fn peers(test: &str, needed: &[Peer]) -> bool {
    let required = std::env::var("CTR_TEST_PEERS").is_ok_and(|value| value == "1");
    if !required {
        println!("left out: {test} needs {needed:?}; `make test` runs it");
        return false;
    }
    for peer in needed {
        assert!(peer.is_present(), "{test} needs {peer:?}; install it with: {}", peer.install_line());
    }
    true
}

/// Where Chromium stands; `CTR_CHROMIUM` names another place.
pub fn chromium() -> PathBuf {
    std::env::var_os("CTR_CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), PathBuf::from)
}

/// The Python of the tests, with its packages.
pub fn python() -> PathBuf {
    path("tests/.peers/python/bin/python")
}

/// The folder of PostgreSQL's programs, the newest installed; `CTR_POSTGRES` names another place.
pub fn postgres() -> PathBuf {
    let newest = || {
        let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
        versions.map(|version| version.path().join("bin")).max().unwrap_or_default()
    };
    std::env::var_os("CTR_POSTGRES").map_or_else(newest, PathBuf::from)
}
