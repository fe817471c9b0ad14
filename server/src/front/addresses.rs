//! Whose request it is, by address: the rightmost hop that is not one of our own proxies (DESIGN §12). Only for rate
//! limits and the watch over sign-ins, only in memory.

use domain::sign_in_watch::Block;
use http::HeaderMap;
use std::net::{IpAddr, Ipv6Addr};

/// A network in CIDR notation, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    base: IpAddr,
    prefix: u8,
}

impl std::str::FromStr for Network {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((a, p)) => (a, Some(p.parse::<u8>().map_err(|_| ())?)),
            None => (text.trim(), None),
        };
        let base: IpAddr = address.parse().map_err(|_| ())?;
        let most = if base.is_ipv4() { 32 } else { 128 };
        let prefix = prefix.unwrap_or(most);
        if prefix > most {
            Err(())
        } else {
            Ok(Self { base, prefix })
        }
    }
}

impl Network {
    fn contains(self, ip: IpAddr) -> bool {
        match (self.base, ip) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                self.prefix == 0 || (a.to_bits() ^ b.to_bits()) >> (32 - self.prefix) == 0
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                self.prefix == 0 || (a.to_bits() ^ b.to_bits()) >> (128 - self.prefix) == 0
            }
            _ => false,
        }
    }
}

/// The block of addresses that a subscriber is of.
impl From<Subscriber> for Block {
    fn from(subscriber: Subscriber) -> Self {
        Self::of(subscriber.0)
    }
}

/// What one subscriber holds: an IPv4 address, or an IPv6 /64 (one household, one phone).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Subscriber(IpAddr);

/// The subscriber behind a request: `peer` unless it is a trusted proxy; then the rightmost `X-Forwarded-For` entry that is
/// not one. An unreadable entry ends the walk: what is left of it is not to be believed.
pub fn subscriber(peer: IpAddr, headers: &HeaderMap, trusted: &[Network]) -> Subscriber {
    let is_trusted = |ip: IpAddr| trusted.iter().any(|n| n.contains(ip.to_canonical()));
    let mut ip = peer.to_canonical();
    if is_trusted(ip) {
        let hops = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|v| v.to_str().ok())
            .collect::<Vec<_>>()
            .join(",");
        for hop in hops.rsplit(',') {
            let Ok(hop) = hop.trim().parse::<IpAddr>() else {
                break;
            };
            ip = hop.to_canonical();
            if !is_trusted(ip) {
                break;
            }
        }
    }
    Subscriber(match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() & (u128::MAX << 64))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &[&str], trusted: &[&str]) -> Subscriber {
        let mut headers = HeaderMap::new();
        for value in forwarded {
            headers.append("x-forwarded-for", value.parse().unwrap());
        }
        let trusted: Vec<Network> = trusted.iter().map(|n| n.parse().unwrap()).collect();
        subscriber(peer.parse().unwrap(), &headers, &trusted)
    }

    fn is(ip: &str) -> Subscriber {
        Subscriber(ip.parse().unwrap())
    }

    #[test]
    fn nobody_is_believed_by_default() {
        assert_eq!(
            from("203.0.113.9", &["198.51.100.1"], &[]),
            is("203.0.113.9")
        );
    }

    #[test]
    fn the_rightmost_untrusted_hop_counts_whatever_stands_left_of_it() {
        let proxies = ["10.0.0.0/8"];
        assert_eq!(
            from("10.0.0.1", &["1.2.3.4, 198.51.100.1, 10.9.9.9"], &proxies),
            is("198.51.100.1")
        );
        assert_eq!(
            from("10.0.0.1", &["1.2.3.4", "198.51.100.1"], &proxies),
            is("198.51.100.1")
        );
        assert_eq!(
            from("10.0.0.1", &["1.2.3.4, rubbish"], &proxies),
            is("10.0.0.1")
        );
        assert_eq!(from("10.0.0.1", &[], &proxies), is("10.0.0.1"));
    }

    #[test]
    fn a_household_shares_its_64_bits() {
        assert_eq!(
            from("2001:db8:1:2:aaaa::1", &[], &[]),
            from("2001:db8:1:2:bbbb::7", &[], &[])
        );
        assert_ne!(
            from("2001:db8:1:2::1", &[], &[]),
            from("2001:db8:1:3::1", &[], &[])
        );
        assert_eq!(from("::ffff:203.0.113.9", &[], &[]), is("203.0.113.9"));
    }

    #[test]
    fn nonsense_is_no_network() {
        for bad in ["", "10.0.0.0/33", "::/129", "10.0.0", "10.0.0.0/x"] {
            assert!(bad.parse::<Network>().is_err(), "{bad} was taken");
        }
    }
}
