//! Who is at the other end of the connection, for rate limits and for `/metrics`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::{Extensions, HeaderMap};

/// The caller's network address: the connection's own, or, behind our own proxy, the last one that the proxy noted.
///
/// Only the rightmost entry of `X-Forwarded-For` is believed, and only behind a proxy: everything left of it was written by the caller.
pub fn address(extensions: &Extensions, headers: &HeaderMap, behind_proxy: bool) -> IpAddr {
    let connection = extensions.get::<ConnectInfo<SocketAddr>>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |c| c.0.ip());
    if !behind_proxy {
        return connection;
    }
    forwarded(headers).unwrap_or(connection)
}

/// Did the caller sit on this machine, without a proxy between?
pub fn is_local(extensions: &Extensions, headers: &HeaderMap) -> bool {
    address(extensions, headers, false).is_loopback()
        && !headers.contains_key("x-forwarded-for")
        && !headers.contains_key("forwarded")
}

/// The key under which attempts are counted: a v4 address, or the /64 network of a v6 address.
pub fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?;
    last.to_str().ok()?.rsplit(',').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests stop at the first surprise")]
    use super::*;

    #[test]
    fn a_caller_cannot_choose_its_address() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "10.0.0.1, 192.0.2.7".parse().unwrap());
        assert_eq!(address(&Extensions::new(), &headers, false).to_string(), "127.0.0.1");
        assert_eq!(address(&Extensions::new(), &headers, true).to_string(), "192.0.2.7");
        assert!(!is_local(&Extensions::new(), &headers));
    }

    #[test]
    fn a_v6_customer_is_one_network() {
        assert_eq!(network("2001:db8:1:2:3:4:5:6".parse().unwrap()).to_string(), "2001:db8:1:2::");
    }
}
