//! How much, how long and how many: bounds of a request, in one table.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The bounds of every request.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Largest body in bytes. A form of 3,000 items with long texts stays below 1 MiB.
    pub body_bytes: usize,
    /// Largest body that brings files, in bytes.
    pub upload_bytes: usize,
    /// Longest time to answer.
    pub time: Duration,
    /// Longest time to answer a body that brings files: hospitals send them over slow lines.
    pub upload_time: Duration,
    /// Most requests being answered at once; more are told to come back.
    pub concurrent: usize,
    /// Most sign-in attempts of one network in a minute, before any password is looked at.
    pub sign_ins_per_minute: u32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            body_bytes: 1 << 20,
            upload_bytes: 64 << 20,
            time: Duration::from_secs(20),
            upload_time: Duration::from_secs(180),
            concurrent: 256,
            sign_ins_per_minute: 30,
        }
    }
}

/// Counts attempts of a network within a minute.
#[derive(Default)]
pub struct Attempts(Mutex<HashMap<IpAddr, (i64, u32)>>);

const MINUTE: i64 = 60_000;
const MOST_NETWORKS: usize = 10_000;

impl Attempts {
    /// Counts one attempt at `now` (milliseconds); false when the network has had its share of this minute.
    pub fn allow(&self, network: IpAddr, now: i64, most: u32) -> bool {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.len() >= MOST_NETWORKS {
            counts.retain(|_, (began, _)| now - *began < MINUTE);
        }
        let entry = counts.entry(network).or_insert((now, 0));
        if now - entry.0 >= MINUTE {
            *entry = (now, 0);
        }
        entry.1 = entry.1.saturating_add(1);
        entry.1 <= most
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use super::*;

    #[test]
    fn a_network_has_its_share_of_a_minute() {
        let attempts = Attempts::default();
        let (here, there) = ("192.0.2.1".parse().unwrap(), "192.0.2.2".parse().unwrap());
        assert!(attempts.allow(here, 0, 2));
        assert!(attempts.allow(here, 1, 2));
        assert!(!attempts.allow(here, 2, 2));
        assert!(attempts.allow(there, 2, 2));
        assert!(attempts.allow(here, MINUTE, 2));
    }
}
