//! Where a request comes from: the address at the other end, or what a trusted web server says about it.

use std::net::{IpAddr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use ipnet::IpNet;

/// What web servers write before each other (an agreement; RFC 7239 names it as what it replaces).
const FORWARDED_FOR: &str = "x-forwarded-for";

/// The address of whoever sent it. None when the request did not come through a socket.
///
/// Each web server adds the address it was asked from at the end. So the list is read from the end, as long as those who wrote
/// it are trusted: the first address that is not a trusted server's is the one that counts, and what stands before it is
/// what anybody could have written.
pub fn of(request: &Parts, trusted: &[IpNet]) -> Option<IpAddr> {
    let ConnectInfo(peer) = request.extensions.get::<ConnectInfo<SocketAddr>>()?;
    let mut address = peer.ip().to_canonical();
    let told = request.headers.get_all(FORWARDED_FOR);
    let told: Vec<_> =
        told.iter().filter_map(|value| value.to_str().ok()).flat_map(|list| list.split(',')).collect();
    for before in told.into_iter().rev() {
        if !trusted.iter().any(|network| network.contains(&address)) {
            break;
        }
        let Some(next) = read(before) else { break };
        address = next;
    }
    Some(address)
}

/// An address, with or without a port.
fn read(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let plain = text.parse::<IpAddr>().ok();
    plain.or_else(|| text.parse::<SocketAddr>().ok().map(|address| address.ip())).map(|ip| ip.to_canonical())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::*;

    fn found(peer: &str, told: &[&str], trusted: &[&str]) -> String {
        let mut request = Request::builder();
        for list in told {
            request = request.header(FORWARDED_FOR, *list);
        }
        let (mut parts, ()) = request.body(()).expect("a request").into_parts();
        let peer = SocketAddr::new(peer.parse().expect("an address"), 4711);
        parts.extensions.insert(ConnectInfo(peer));
        let trusted: Vec<IpNet> = trusted.iter().map(|net| net.parse().expect("a network")).collect();
        of(&parts, &trusted).expect("it is known").to_string()
    }

    #[test]
    fn nobody_is_believed_who_is_not_trusted() {
        assert_eq!(found("198.51.100.1", &["203.0.113.5"], &[]), "198.51.100.1");
        assert_eq!(found("198.51.100.1", &["203.0.113.5"], &["10.0.0.0/8"]), "198.51.100.1");
        assert_eq!(found("127.0.0.1", &[], &["127.0.0.0/8"]), "127.0.0.1");
    }

    #[test]
    fn what_trusted_servers_add_counts_and_what_stands_before_it_does_not() {
        let trusted = ["127.0.0.1/32", "10.0.0.0/8", "fd00::/8"];
        assert_eq!(found("127.0.0.1", &["203.0.113.5"], &trusted), "203.0.113.5");
        assert_eq!(found("127.0.0.1", &["1.1.1.1, 203.0.113.5, 10.1.2.3"], &trusted), "203.0.113.5");
        assert_eq!(
            found("127.0.0.1", &["1.1.1.1", "203.0.113.5"], &trusted),
            "203.0.113.5",
            "two headers are one list"
        );
        assert_eq!(found("::ffff:127.0.0.1", &["[2001:db8::9]:443"], &trusted), "2001:db8::9");
        assert_eq!(found("fd00::1", &["203.0.113.5:5000"], &trusted), "203.0.113.5");
        assert_eq!(
            found("127.0.0.1", &["203.0.113.5, nonsense"], &trusted),
            "127.0.0.1",
            "whoever wrote that is asked no further"
        );
    }
}
