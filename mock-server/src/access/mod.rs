//! Who may use the server: which names it answers to, which web pages may control it, and which
//! origins may call the Account API with CORS.
//!
//! Any web page can send requests to a server on the loopback address of its visitor's machine. A
//! page may also give its own name to that address (DNS rebinding), and then even read the
//! responses. So the control API rejects foreign origins and unknown host names.

mod cors;
mod host;

pub use cors::{CorsOrigin, InvalidOrigin};
pub use host::{HostName, InvalidHost};

pub(crate) use cors::layer as cors_layer;

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, Method, Uri};
use core::net::{IpAddr, Ipv4Addr};
use thiserror::Error;

/// Says which site has made a request, relative to its target. Only browsers send it.
const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Says what a request is for: `navigate` for a link that was followed.
const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Who may use a server. By default, only the machine that it runs on may control it, and no other
/// origin may call the Account API.
#[derive(Clone, Debug)]
pub struct Access {
    /// The address that the server listens on.
    pub address: IpAddr,
    /// Other names of the server, whose pages may control it too.
    pub hosts: Vec<HostName>,
    /// The origins that may call the Account API.
    pub cors: Vec<CorsOrigin>,
}

impl Default for Access {
    fn default() -> Self {
        Self { address: IpAddr::V4(Ipv4Addr::LOCALHOST), hosts: Vec::new(), cors: Vec::new() }
    }
}

/// Why a request may not control the server.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(crate) enum AccessError {
    /// The `Host` header has a name that the server does not answer to.
    #[error(
        "The mock does not answer to the host name {0:?} here, since a web page could give any name to its address. \
         If it has this name, start it with --allow-host {0}"
    )]
    UnknownHost(String),
    /// A page of another origin has sent the request.
    #[error(
        "Pages of {0} may not control the mock: only its own pages and those of this machine may. To allow a host, \
         start the mock with --allow-host. To let an origin call the Account API alone, use --cors"
    )]
    ForeignOrigin(String),
    /// Another site has sent the request, without saying which.
    #[error("Pages of other sites may not control the mock: only its own pages and those of this machine may")]
    CrossSite,
}

impl Access {
    /// Checks that a request may control the server.
    pub(crate) fn check_control(&self, request: &Request) -> Result<(), AccessError> {
        let (headers, uri) = (request.headers(), request.uri());
        let authority = authority(headers, uri);
        // Browsers never omit the header.
        if let Some(authority) = authority
            && !HostName::of_authority(authority).is_some_and(|host| self.answers_to(&host))
        {
            return Err(AccessError::UnknownHost(
                HostName::of_authority(authority)
                    .map_or_else(|| authority.chars().take(host::MAX_CHARS).collect(), |host| host.to_string()),
            ));
        }
        match headers.get(ORIGIN).map(|origin| origin.to_str().unwrap_or_default()) {
            Some(origin) if self.trusts(origin, authority) => Ok(()),
            Some(origin) => Err(AccessError::ForeignOrigin(origin.chars().take(host::MAX_CHARS).collect())),
            None if is_cross_site(request.method(), headers) => Err(AccessError::CrossSite),
            None => Ok(()),
        }
    }

    /// Whether pages of an origin may call the Account API.
    pub(crate) fn allows_cors(&self, headers: &HeaderMap) -> bool {
        headers
            .get(ORIGIN)
            .and_then(|origin| origin.to_str().ok())
            .is_some_and(|origin| self.cors.iter().any(|allowed| allowed.matches(origin)))
    }

    /// Whether a host is this server: a loopback name or address, the address that it listens on,
    /// or one that was allowed.
    fn answers_to(&self, host: &HostName) -> bool {
        // A server that listens on all interfaces does not know its addresses. That is safe, since
        // only names can be rebound.
        self.is_own(host) || (self.address.is_unspecified() && host.ip().is_some())
    }

    fn is_own(&self, host: &HostName) -> bool {
        host.is_loopback()
            || self.hosts.contains(host)
            || host.ip().is_some_and(|ip| ip == self.address.to_canonical() && !ip.is_unspecified())
    }

    /// Whether pages of an origin may control the server that was addressed as `authority`.
    fn trusts(&self, origin: &str, authority: Option<&str>) -> bool {
        let Some((_, origin_authority)) = origin.split_once("://") else { return false };
        authority.is_some_and(|authority| authority.eq_ignore_ascii_case(origin_authority))
            || HostName::of_authority(origin_authority).is_some_and(|host| self.is_own(&host))
    }
}

/// The host and port that a request was sent to.
fn authority<'a>(headers: &'a HeaderMap, uri: &'a Uri) -> Option<&'a str> {
    let host = || headers.get(HOST).map(|host| host.to_str().unwrap_or_default());
    // An address in the request line takes the place of the header (RFC 9112, section 3.2.2).
    uri.authority().map(axum::http::uri::Authority::as_str).or_else(host)
}

/// Whether another site has sent a request, except by a link to a page.
fn is_cross_site(method: &Method, headers: &HeaderMap) -> bool {
    let is = |name: &HeaderName, expected: &str| headers.get(name).is_some_and(|value| value == expected);
    let is_link = matches!(*method, Method::GET | Method::HEAD) && is(&SEC_FETCH_MODE, "navigate");
    is(&SEC_FETCH_SITE, "cross-site") && !is_link
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn check(access: &Access, method: &str, headers: &[(&str, &str)]) -> Result<(), AccessError> {
        let request = headers
            .iter()
            .fold(Request::builder().method(method).uri("/__mock/worlds"), |request, (name, value)| {
                request.header(*name, *value)
            })
            .body(Body::empty())
            .unwrap();
        access.check_control(&request)
    }

    fn at(address: &str, hosts: &[&str]) -> Access {
        let hosts = hosts.iter().map(|host| host.parse().unwrap()).collect();
        Access { address: address.parse().unwrap(), hosts, cors: Vec::new() }
    }

    #[test]
    fn the_server_answers_to_loopback_names_its_address_and_allowed_hosts() {
        let server = at("192.168.1.5", &["mock.example", "fd00::5"]);
        for host in [
            "localhost",
            "LOCALHOST:8090",
            "localhost.:8090",
            "app.localhost:8090",
            "127.0.0.1:8090",
            "127.1.2.3",
            "[::1]:8090",
            "[::ffff:127.0.0.1]",
            "192.168.1.5:8090",
            "Mock.Example:80",
            "[fd00::5]:8090",
        ] {
            assert_eq!(check(&server, "POST", &[("host", host)]), Ok(()), "{host}");
        }
        for host in
            ["evil.example:8090", "localhost.evil.example", "192.168.1.6", "127.0.0.1.evil.example", "", "[::2]"]
        {
            assert!(matches!(check(&server, "POST", &[("host", host)]), Err(AccessError::UnknownHost(_))), "{host}");
        }
        assert_eq!(check(&server, "POST", &[]), Ok(()), "no browser omits the header");
    }

    #[test]
    fn a_server_on_all_interfaces_answers_to_every_address_but_to_no_other_name() {
        let server = at("0.0.0.0", &[]);
        assert_eq!(check(&server, "GET", &[("host", "10.0.0.7:8090")]), Ok(()));
        assert!(check(&server, "GET", &[("host", "evil.example")]).is_err());
        let foreign = [("host", "10.0.0.7:8090"), ("origin", "http://203.0.113.9:8090")];
        assert!(check(&server, "POST", &foreign).is_err(), "an address does not make a page trustworthy");
        assert_eq!(check(&server, "POST", &[("host", "10.0.0.7:8090"), ("origin", "http://10.0.0.7:8090")]), Ok(()));
    }

    #[test]
    fn only_pages_of_this_server_and_of_this_machine_may_control_it() {
        let server = at("127.0.0.1", &["mock.example"]);
        let from = |origin: &str| check(&server, "POST", &[("host", "127.0.0.1:8090"), ("origin", origin)]);
        for origin in [
            "http://127.0.0.1:8090",
            "http://localhost:3000",
            "https://app.localhost",
            "http://[::1]:5173",
            "https://mock.example",
        ] {
            assert_eq!(from(origin), Ok(()), "{origin}");
        }
        for origin in
            ["http://evil.example", "null", "", "http://127.0.0.1.evil.example", "file://", "http://localhost@e"]
        {
            assert_eq!(from(origin), Err(AccessError::ForeignOrigin(origin.to_owned())));
        }
    }

    #[test]
    fn requests_of_other_sites_without_an_origin_are_rejected_except_links() {
        let server = Access::default();
        let from = |method: &str, site: &str, mode: &str| {
            check(&server, method, &[("host", "localhost"), ("sec-fetch-site", site), ("sec-fetch-mode", mode)])
        };
        assert_eq!(from("GET", "cross-site", "no-cors"), Err(AccessError::CrossSite));
        assert_eq!(from("POST", "cross-site", "navigate"), Err(AccessError::CrossSite));
        assert_eq!(from("GET", "cross-site", "navigate"), Ok(()));
        assert_eq!(from("POST", "same-origin", "cors"), Ok(()));
        assert_eq!(from("GET", "none", "navigate"), Ok(()));
    }
}
