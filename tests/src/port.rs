//! A free port on loopback.

use std::net::{Ipv4Addr, TcpListener};

/// A port that was free a moment ago.
pub fn free() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).expect("a port on loopback").port()
}
