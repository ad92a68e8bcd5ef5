//! What `ctr-server serve` refuses before it listens: a demonstration in public, and passwords in clear over a network.

use std::process::Command;

use tests::demo::Demo;
use tests::program::{binary, finished};

#[test]
fn a_demonstration_is_never_served_to_others_and_nothing_in_clear() {
    let mut demo = Demo::start("serving");
    demo.kill();
    let serve = |database: &str, more: &[&str]| {
        let key = demo.data().join("master.key");
        let mut command = Command::new(binary("ctr-server"));
        command.args(["serve", "--listen", "0.0.0.0:0", "--database", database, "--master-key"]).arg(key).args(more);
        finished(command.output().expect("ctr-server starts"))
    };
    let [_, database, ..] = demo.database_arguments();
    for more in [&[][..], &["--behind-tls-proxy"]] {
        let refused = serve(&database, more);
        assert_eq!(refused.code, 1);
        assert!(refused.err.contains("loopback only"), "{}", refused.err);
    }
    let refused = serve(&database.replace("registry.db", "other.db"), &[]);
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("TLS-terminating proxy"), "{}", refused.err);
}
