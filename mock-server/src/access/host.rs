//! Names of hosts.

use axum::http::uri::Authority;
use core::fmt;
use core::net::IpAddr;
use core::str::FromStr;
use thiserror::Error;

/// The most characters of a host name, and of what a message quotes of one.
pub(super) const MAX_CHARS: usize = 253;

/// The name or the address of a host, without a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostName(Kind);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    Ip(IpAddr),
    /// In lower case, without a dot at the end.
    Name(String),
}

/// A text is not the name or address of a host.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("a host is a name or an address without scheme, port and path: mock.example or 192.168.1.5")]
pub struct InvalidHost;

impl HostName {
    /// The host of a text such as `mock.example:8090` or `[::1]:8090`.
    pub(super) fn of_authority(authority: &str) -> Option<Self> {
        let parsed: Authority = authority.parse().ok()?;
        // Credentials are no part of an origin or a `Host` header.
        if authority.contains('@') { None } else { parsed.host().parse().ok() }
    }

    pub(super) const fn ip(&self) -> Option<IpAddr> {
        match self.0 {
            Kind::Ip(ip) => Some(ip),
            Kind::Name(_) => None,
        }
    }

    /// Whether this is the machine itself. Browsers resolve `localhost` and the names below it
    /// without DNS.
    pub(super) fn is_loopback(&self) -> bool {
        match &self.0 {
            Kind::Ip(ip) => ip.is_loopback(),
            Kind::Name(name) => name == "localhost" || name.ends_with(".localhost"),
        }
    }
}

impl fmt::Display for HostName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Ip(ip) => ip.fmt(f),
            Kind::Name(name) => f.write_str(name),
        }
    }
}

impl FromStr for HostName {
    type Err = InvalidHost;

    fn from_str(text: &str) -> Result<Self, InvalidHost> {
        let unbracketed = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
        if let Ok(ip) = unbracketed.parse::<IpAddr>() {
            return Ok(Self(Kind::Ip(ip.to_canonical())));
        }
        let name = text.strip_suffix('.').unwrap_or(text);
        let is_label = |label: &str| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        };
        if name.len() <= MAX_CHARS && name.split('.').all(is_label) {
            Ok(Self(Kind::Name(name.to_ascii_lowercase())))
        } else {
            Err(InvalidHost)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_have_no_scheme_port_or_path() {
        for text in ["mock.example", "Mock.Example.", "account_mock", "10.0.0.1", "::1", "[::1]"] {
            assert!(text.parse::<HostName>().is_ok(), "{text}");
        }
        for text in ["", ".", "http://mock.example", "mock.example:8090", "mock.example/", "a..b", "*", "a b"] {
            assert_eq!(text.parse::<HostName>(), Err(InvalidHost), "{text}");
        }
        assert_eq!("MOCK.example.".parse::<HostName>().unwrap().to_string(), "mock.example");
    }
}
