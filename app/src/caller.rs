//! Where a request comes from: what the socket says or, behind a proxy that the instance trusts, what that proxy says.

use axum::http::HeaderMap;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Who calls, as far as the network tells.
#[derive(Clone, Debug)]
pub struct Caller {
    pub address: IpAddr,
    /// What the browser was given when somebody signed in with it. Empty: nobody has.
    pub device: String,
}

impl Caller {
    /// Nothing is known.
    pub const UNKNOWN: Self =
        Self { address: IpAddr::V4(Ipv4Addr::UNSPECIFIED), device: String::new() };

    /// Those who share what one subscriber is given: an IPv4 address, or 64 bits of an IPv6 one.
    pub fn place(&self) -> IpAddr {
        match self.address {
            IpAddr::V6(v6) => {
                Ipv6Addr::from_bits(v6.to_bits() & Network::mask(64, u128::BITS)).into()
            }
            v4 => v4,
        }
    }
}

/// The last address that is not a proxy's: each trusted hop vouches for the one before. Other headers than
/// `X-Forwarded-For` are not read, for a proxy that does not write them lets anybody do so.
pub fn address(peer: IpAddr, headers: &HeaderMap, proxies: &[Network]) -> IpAddr {
    let mut address = peer.to_canonical();
    let hops = headers.get_all("x-forwarded-for").iter().filter_map(|v| v.to_str().ok());
    let hops: Vec<&str> = hops.flat_map(|v| v.split(',')).collect();
    for hop in hops.iter().rev() {
        if !proxies.iter().any(|network| network.holds(address)) {
            break;
        }
        let Ok(before) = hop.trim().parse::<IpAddr>() else { break };
        address = before.to_canonical();
    }
    address
}

/// An address, or all that begin with the same bits: `10.0.0.0/8`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

impl Network {
    /// None: no address, or more bits than it has.
    pub fn parse(typed: &str) -> Option<Self> {
        let (address, bits) = typed.split_once('/').map_or((typed, None), |(a, b)| (a, Some(b)));
        let address: IpAddr = address.trim().parse().ok()?;
        let most = if address.is_ipv4() { u32::BITS } else { u128::BITS };
        let bits = bits.map_or(Ok(most), |bits| bits.trim().parse()).ok()?;
        (bits <= most).then_some(Self { address, bits })
    }

    /// Whether this address is one of it.
    pub fn holds(&self, address: IpAddr) -> bool {
        match (self.address, address) {
            (IpAddr::V4(ours), IpAddr::V4(other)) => {
                let mask = Self::mask(self.bits, u32::BITS);
                u128::from(ours.to_bits()) & mask == u128::from(other.to_bits()) & mask
            }
            (IpAddr::V6(ours), IpAddr::V6(other)) => {
                let mask = Self::mask(self.bits, u128::BITS);
                ours.to_bits() & mask == other.to_bits() & mask
            }
            _ => false,
        }
    }

    /// The first `bits` of `of`.
    fn mask(bits: u32, of: u32) -> u128 {
        u128::MAX.checked_shl(of - bits).unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    #[test]
    fn accounts_an_address_is_a_proxys_word_only_where_the_proxy_is_trusted() {
        let proxies =
            ["127.0.0.1", "10.0.0.0/8", "fd00::/8"].map(|n| Network::parse(n).expect("one"));
        for (peer, told, address_is) in [
            ("192.0.2.1", &[][..], "192.0.2.1"),
            // Anybody can write the header.
            ("192.0.2.1", &["198.51.100.7"], "192.0.2.1"),
            ("127.0.0.1", &["198.51.100.7"], "198.51.100.7"),
            ("127.0.0.1", &[], "127.0.0.1"),
            // What stands before the last hop was written by who calls.
            ("127.0.0.1", &["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
            ("127.0.0.1", &["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
            // Two proxies, one behind the other.
            ("127.0.0.1", &["203.0.113.9,198.51.100.7 , 10.1.2.3"], "198.51.100.7"),
            ("127.0.0.1", &["10.1.2.3"], "10.1.2.3"),
            ("127.0.0.1", &["198.51.100.7, nobody"], "127.0.0.1"),
            ("::ffff:127.0.0.1", &["::ffff:198.51.100.7"], "198.51.100.7"),
            ("fd00::1", &["2001:db8::7"], "2001:db8::7"),
        ] {
            let mut headers = HeaderMap::new();
            for hops in told {
                headers.append("x-forwarded-for", HeaderValue::from_static(hops));
            }
            let peer = peer.parse().expect("an address");
            let found = address(peer, &headers, &proxies);
            assert_eq!(found.to_string(), address_is, "{peer} says {told:?}");
            assert_eq!(address(peer, &headers, &[]), peer.to_canonical());
        }
    }

    #[test]
    fn accounts_networks_hold_what_begins_with_the_same_bits() {
        for (network, inside, outside) in [
            ("10.1.2.3", "10.1.2.3", "10.1.2.4"),
            ("10.0.0.0/8", "10.255.0.1", "11.0.0.1"),
            ("0.0.0.0/0", "203.0.113.9", "::1"),
            ("2001:db8::/32", "2001:db8:ffff::1", "2001:db9::1"),
            ("::1", "::1", "::2"),
        ] {
            let known = Network::parse(network).expect("a network");
            assert!(known.holds(inside.parse().expect("an address")), "{network}");
            assert!(!known.holds(outside.parse().expect("an address")), "{network}");
        }
        for wrong in ["", "x", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0/8"] {
            assert_eq!(Network::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn accounts_neighbours_of_one_subscriber_are_one_place() {
        let place = |address: &str| {
            let address = address.parse().expect("an address");
            Caller { address, ..Caller::UNKNOWN }.place().to_string()
        };
        assert_eq!(place("192.0.2.1"), "192.0.2.1");
        assert_eq!(place("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
    }
}
