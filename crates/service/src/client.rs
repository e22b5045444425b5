//! Where a request comes from, as far as it is kept: the kind of browser and the network, never more.
//!
//! A person must be able to recognise his own sessions. For this the family of the browser and of its system is enough, and of
//! the address the first part.

use std::net::IpAddr;

use ipnet::{Ipv4Net, Ipv6Net};

/// Bits of an IPv4 address that are kept.
const IPV4_BITS: u8 = 24;
/// Bits of an IPv6 address that are kept: about what a provider gives to one place.
const IPV6_BITS: u8 = 48;
/// How much of what a browser says about itself is looked at.
const AGENT_BYTES: usize = 1024;

/// Browsers by what they say, those first that also say the name of another one.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg", "edge"),
    ("OPR/", "opera"),
    ("Firefox/", "firefox"),
    ("FxiOS/", "firefox"),
    ("Chrome/", "chrome"),
    ("CriOS/", "chrome"),
    ("Safari/", "safari"),
];

/// Systems by what browsers say, those first whose browsers also say the name of another one.
const SYSTEMS: [(&str, &str); 7] = [
    ("Windows", "windows"),
    ("Android", "android"),
    ("iPhone", "ios"),
    ("iPad", "ios"),
    ("Mac OS X", "macos"),
    ("CrOS", "chromeos"),
    ("Linux", "linux"),
];

/// Where a request comes from. What is not known is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Client {
    /// Kind of browser and of system: two words, or `other` in place of either.
    pub agent: Option<String>,
    /// The network, or `local` for an address that is not of the internet.
    pub origin: Option<String>,
}

impl Client {
    /// What is kept of an address and of what a browser says about itself.
    pub fn new(address: Option<IpAddr>, agent: Option<&str>) -> Self {
        Self { agent: agent.map(family), origin: address.map(network) }
    }
}

fn family(agent: &str) -> String {
    let end = agent.floor_char_boundary(AGENT_BYTES);
    let said = &agent[..end];
    let known = |names: &[(&str, &'static str)]| {
        names.iter().find(|(word, _)| said.contains(word)).map_or("other", |(_, name)| *name)
    };
    format!("{} {}", known(&BROWSERS), known(&SYSTEMS))
}

fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) if address.is_loopback() || address.is_private() || address.is_link_local() => {
            "local".to_owned()
        }
        IpAddr::V6(address)
            if address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local() =>
        {
            "local".to_owned()
        }
        IpAddr::V4(address) => {
            Ipv4Net::new(address, IPV4_BITS).map_or_else(|_| String::new(), |net| net.trunc().to_string())
        }
        IpAddr::V6(address) => {
            Ipv6Net::new(address, IPV6_BITS).map_or_else(|_| String::new(), |net| net.trunc().to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(address: &str) -> String {
        Client::new(Some(address.parse().expect("an address")), None).origin.expect("it is known")
    }

    #[test]
    fn of_an_address_only_the_network_is_kept() {
        assert_eq!(origin("203.0.113.77"), "203.0.113.0/24");
        assert_eq!(origin("::ffff:203.0.113.77"), "203.0.113.0/24", "an IPv4 address in IPv6 is one");
        assert_eq!(origin("2001:db8:1234:5678::9"), "2001:db8:1234::/48");
        for address in
            ["127.0.0.1", "10.4.5.6", "192.168.1.2", "172.16.0.1", "169.254.1.1", "::1", "fd00::1", "fe80::1"]
        {
            assert_eq!(origin(address), "local", "{address}");
        }
    }

    #[test]
    fn of_a_browser_only_its_family_is_kept() {
        let family = |agent: &str| Client::new(None, Some(agent)).agent.expect("it is known");
        for (agent, expected) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0",
                "firefox windows",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
                "chrome linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
                "edge windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1",
                "safari ios",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36",
                "chrome android",
            ),
            ("curl/8.5.0", "other other"),
            ("", "other other"),
        ] {
            assert_eq!(family(agent), expected, "{agent}");
        }
        assert_eq!(
            family(&format!("{}Firefox/1", "é".repeat(2_000))),
            "other other",
            "cut between characters"
        );
    }
}
