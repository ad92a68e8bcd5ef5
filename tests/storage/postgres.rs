//! The same promises on PostgreSQL: a cluster of one's own is started, and the tests of this folder run again on it.
//! What looks into the SQLite file itself (canaries, edits by SQL shell) stays with SQLite.

use super::house::POSTGRES;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tests::peer::{Peer, peers, postgres};
use tests::port;
use tests::scratch::Scratch;

#[test]
fn the_same_promises_hold_on_postgresql() {
    if !peers("storage::postgres", &[Peer::Postgres]) {
        return;
    }
    let cluster = Cluster::start();
    let again = Command::new(std::env::current_exe().expect("this test program"))
        .args([
            "storage::",
            "--test-threads=2",
            "--skip",
            "storage::postgres",
            "--skip",
            "storage::tamper",
            "--skip",
            "storage::sealing",
        ])
        .env(POSTGRES, cluster.address())
        .output()
        .expect("this test program runs again");
    let out = String::from_utf8_lossy(&again.stdout);
    assert!(again.status.success(), "{out}");
    assert!(out.contains("storage::durability::many_writers_lose_nothing_and_the_ledger_stays_whole ... ok"), "{out}");
}

/// A PostgreSQL of one's own, stopped at the end.
struct Cluster {
    folder: Scratch,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    fn start() -> Cluster {
        let cluster = Cluster { folder: Scratch::new("postgres"), programs: postgres(), port: port::free() };
        // PostgreSQL refuses to run as root; the folder belongs to whom it runs as.
        if is_root() {
            ran(Command::new("chown").arg("postgres").arg(cluster.folder.path()));
        }
        ran(cluster
            .program("initdb")
            .args(["-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "-D"])
            .arg(cluster.data()));
        let socket = cluster.folder.path().display().to_string();
        let options = format!("-p {} -k {socket} -c listen_addresses=127.0.0.1 -c max_connections=300", cluster.port);
        ran(cluster
            .program("pg_ctl")
            .args(["-w", "-o", &options, "-l"])
            .arg(cluster.folder.join("log"))
            .arg("-D")
            .arg(cluster.data())
            .arg("start"));
        cluster
    }

    fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    fn program(&self, name: &str) -> Command {
        let program: &Path = &self.programs.join(name);
        if is_root() {
            let mut command = Command::new("setpriv");
            command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]).arg(program);
            command
        } else {
            Command::new(program)
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.program("pg_ctl").args(["-m", "immediate", "-D"]).arg(self.data()).arg("stop").output();
    }
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout == b"0\n")
}

fn ran(command: &mut Command) -> Output {
    // pg_ctl leaves the server running: its output is not waited for.
    let out = command.current_dir("/").stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null()).output();
    let out = out.unwrap_or_else(|cause| panic!("{command:?}: {cause}"));
    assert!(out.status.success(), "{command:?} ended with {}", out.status);
    out
}
