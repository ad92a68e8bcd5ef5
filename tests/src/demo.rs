//! A running demonstration: `ctr-server demo` in a folder of its own, on a free port, with the sign-ins it made.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::port;
use crate::program::binary;
use crate::scratch::Scratch;

/// How long a demonstration may take to make its data and listen.
const PATIENCE: Duration = Duration::from_secs(90);

/// A server process with its data. It is killed when the value goes.
pub struct Demo {
    child: Child,
    scratch: Scratch,
    address: String,
}

impl Demo {
    /// Starts a fresh demonstration and waits until it answers.
    pub fn start(name: &str) -> Demo {
        let scratch = Scratch::new(name);
        let (child, address) = launch(&scratch);
        Demo { child, scratch, address }
    }

    /// Kills the server as a power cut would (SIGKILL) and waits until it is gone.
    pub fn kill(&mut self) {
        self.child.kill().expect("the server can be killed");
        self.child.wait().expect("the server ends");
    }

    /// Starts the server again on the same data.
    pub fn restart(&mut self) {
        let (child, address) = launch(&self.scratch);
        self.child = child;
        self.address = address;
    }

    /// `http://localhost:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The folder of its database.
    pub fn data(&self) -> PathBuf {
        self.scratch.join("data")
    }

    /// The file of its sign-ins.
    pub fn sign_ins(&self) -> PathBuf {
        self.scratch.join("sign-ins.json")
    }

    /// What the server wrote, both streams.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.scratch.join("server.log")).unwrap_or_default()
    }

    /// Arguments that name its database and key to `ctr`.
    pub fn database_arguments(&self) -> [String; 4] {
        let database = format!("sqlite://{}?mode=rwc", self.data().join("registry.db").display());
        ["--database".into(), database, "--master-key".into(), self.data().join("master.key").display().to_string()]
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn launch(scratch: &Scratch) -> (Child, String) {
    let (sign_ins, log) = (scratch.join("sign-ins.json"), scratch.join("server.log"));
    let _ = std::fs::remove_file(&sign_ins);
    let out = File::options().create(true).append(true).open(&log).expect("a log file");
    let mut child = Command::new(binary("ctr-server"))
        .arg("demo")
        .arg("--data")
        .arg(scratch.join("data"))
        .arg("--sign-ins")
        .arg(&sign_ins)
        .args(["--port", &port::free().to_string(), "--log", "json"])
        // Everything that a real server would log, so that tests can look for what must not stand there.
        .env("CTR_LOG_FILTER", "info")
        .stdin(Stdio::null())
        .stdout(out.try_clone().expect("a log file"))
        .stderr(out)
        .spawn()
        .expect("ctr-server starts");
    let start = Instant::now();
    loop {
        if let Some(address) = address(&sign_ins) {
            return (child, address);
        }
        let ended = child.try_wait().expect("the server can be asked");
        assert!(ended.is_none(), "the server ended: {}", std::fs::read_to_string(&log).unwrap_or_default());
        assert!(
            start.elapsed() < PATIENCE,
            "the server did not start in time: {}",
            std::fs::read_to_string(&log).unwrap_or_default()
        );
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// The sign-ins are written when the server listens; half a file is not JSON yet.
fn address(sign_ins: &Path) -> Option<String> {
    let text = std::fs::read_to_string(sign_ins).ok()?;
    let value: Value = serde_json::from_str(&text).ok()?;
    Some(value.get("address")?.as_str()?.to_string())
}
