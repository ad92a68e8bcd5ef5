//! A demonstration never leaves this machine: its accounts have a password that everybody knows.

use std::net::SocketAddr;

use storage::{Actor, Store};

/// The beginning of every site id that a demonstration makes; by it a database is known as a demonstration.
pub const SITE_PREFIX: &str = "demo-";

/// Was this database made by a demonstration?
///
/// # Errors
/// What the storage cannot do.
pub async fn is_demo(store: &Store) -> Result<bool, storage::Error> {
    let sites = store.list_sites(&Actor::console("start")).await?;
    Ok(sites.iter().any(|site| site.id.starts_with(SITE_PREFIX)))
}

/// May a database be served at this address?
pub fn may_listen(is_demo: bool, address: SocketAddr) -> bool {
    !is_demo || address.ip().is_loopback()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use super::*;

    #[test]
    fn a_demonstration_stays_on_this_machine() {
        assert!(may_listen(true, "127.0.0.1:8440".parse().unwrap()));
        assert!(may_listen(true, "[::1]:8440".parse().unwrap()));
        assert!(!may_listen(true, "0.0.0.0:8440".parse().unwrap()));
        assert!(may_listen(false, "0.0.0.0:8440".parse().unwrap()));
    }
}
