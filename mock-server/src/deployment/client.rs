//! A client of a deployment's Account API. It blocks, since it is used by a command.

use account_api::{Operation, ROOT, Secret};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;
use std::time::Duration;
use thiserror::Error;
use ureq::Agent;
use ureq::http::Uri;

/// How long a request may take. A page of 500 users takes a large platform a while.
const TIMEOUT: Duration = Duration::from_secs(60);

/// The largest response that is read.
const MAX_RESPONSE_BYTES: u64 = 64 << 20;

/// Why a deployment could not be asked.
#[derive(Debug, Error)]
pub enum ClientError {
    /// Not the address of a deployment.
    #[error("{0:?} is not the address of a deployment. Expected http:// or https:// and a host")]
    InvalidUrl(String),
    /// A token would cross a network in clear.
    #[error("{0} is not encrypted, and the token would cross the network in clear. Use https://")]
    Unencrypted(String),
    /// No response.
    #[error("{method} {url}: {problem}")]
    Unreachable {
        /// The method of the request.
        method: &'static str,
        /// The URL of the request.
        url: String,
        /// Why there is no response.
        problem: String,
    },
    /// Not what the reference says.
    #[error("{0}")]
    Unexpected(String),
}

/// A response of a deployment.
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The HTTP status.
    pub http: u16,
    /// The body; `null` if it is not JSON.
    pub json: Value,
}

impl Response {
    /// Whether the operation succeeded: only the envelope tells.
    #[must_use]
    pub fn is_ok(&self) -> bool {
        self.json["status"] == "OK"
    }

    /// Whether the platform refused the request in an envelope.
    #[must_use]
    pub fn is_refused(&self) -> bool {
        self.json["status"] == "ERROR"
    }

    /// The message of a refusal.
    #[must_use]
    pub fn msg(&self) -> &str {
        self.json["msg"].as_str().unwrap_or_default()
    }

    /// The objects in a list of the envelope.
    #[must_use]
    pub fn list(&self, field: &str) -> &[Value] {
        self.json[field].as_array().map(Vec::as_slice).unwrap_or_default()
    }
}

/// A client of a deployment's Account API.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    root: String,
    token: Secret,
    sends_content_type: bool,
}

impl Client {
    /// A client of the deployment at this address, with or without the path of the API.
    ///
    /// # Errors
    /// If it is no address, or not encrypted.
    pub fn new(url: &str, token: Secret) -> Result<Self, ClientError> {
        let invalid = || ClientError::InvalidUrl(url.to_owned());
        let uri: Uri = url.trim().parse().map_err(|_| invalid())?;
        let (Some(scheme), Some(host)) = (uri.scheme_str(), uri.host()) else { return Err(invalid()) };
        let is_local = host == "localhost" || host.starts_with("127.") || host == "[::1]";
        match scheme {
            "https" => {}
            "http" if is_local => {}
            "http" => return Err(ClientError::Unencrypted(url.to_owned())),
            _ => return Err(invalid()),
        }
        let base = url.trim().trim_end_matches('/');
        let root = format!("{}{ROOT}", base.strip_suffix(ROOT).unwrap_or(base));
        let tls = ureq::tls::TlsConfig::builder().root_certs(ureq::tls::RootCerts::PlatformVerifier).build();
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(TIMEOUT))
            .user_agent(concat!("account-admin-mock/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls)
            .build();
        Ok(Self { agent: config.into(), root, token, sends_content_type: false })
    }

    /// The address of the API.
    #[must_use]
    pub fn root(&self) -> &str {
        &self.root
    }

    /// Sends `Content-Type: application/json` from now on.
    pub const fn send_content_type(&mut self) {
        self.sends_content_type = true;
    }

    /// Calls an operation. `name` is the account in its path.
    ///
    /// # Errors
    /// [`ClientError::Unreachable`]. A refusal is a response.
    pub fn call(&self, operation: Operation, name: &str, body: Option<&Value>) -> Result<Response, ClientError> {
        self.send(operation, name, body, Some(&self.token))
    }

    /// Calls an operation without a token.
    ///
    /// # Errors
    /// Like [`Client::call`].
    pub fn call_without_token(&self, operation: Operation, name: &str) -> Result<Response, ClientError> {
        self.send(operation, name, None, None)
    }

    fn send(
        &self,
        operation: Operation,
        name: &str,
        body: Option<&Value>,
        token: Option<&Secret>,
    ) -> Result<Response, ClientError> {
        let name = utf8_percent_encode(name, NON_ALPHANUMERIC).to_string();
        let url = format!("{}{}", self.root, operation.route().replace("{name}", &name));
        let method = operation.method().as_str();
        let unreachable = |error: &dyn core::fmt::Display| ClientError::Unreachable {
            method,
            url: url.clone(),
            problem: error.to_string(),
        };
        let mut request = ureq::http::Request::builder().method(method).uri(&url);
        if let Some(token) = token {
            request = request.header("Authorization", format!("Bearer {}", token.reveal()));
        }
        if self.sends_content_type && body.is_some() {
            request = request.header("Content-Type", "application/json");
        }
        // A DELETE has a body too, as in the reference.
        let sent = match body {
            Some(body) => request.body(body.to_string()).map(|request| self.agent.run(request)),
            None => request.body(()).map(|request| self.agent.run(request)),
        };
        let response = sent.map_err(|error| unreachable(&error))?.map_err(|error| unreachable(&error))?;
        let http = response.status().as_u16();
        let bytes = response
            .into_body()
            .with_config()
            .limit(MAX_RESPONSE_BYTES)
            .read_to_vec()
            .map_err(|error| unreachable(&error))?;
        Ok(Response { http, json: serde_json::from_slice(&bytes).unwrap_or_default() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(url: &str) -> Result<String, String> {
        Client::new(url, Secret::new("s3cret"))
            .map(|client| client.root().to_owned())
            .map_err(|error| error.to_string())
    }

    #[test]
    fn the_root_of_the_api_is_added_to_an_address() {
        let expected = Ok("https://host.example/base/api/v1/accounts".to_owned());
        for url in
            ["https://host.example/base", "https://host.example/base/", " https://host.example/base/api/v1/accounts "]
        {
            assert_eq!(root(url), expected, "{url}");
        }
    }

    #[test]
    fn a_token_never_crosses_a_network_in_clear() {
        assert!(root("http://host.example").unwrap_err().contains("Use https://"));
        assert!(root("http://localhost:8090").is_ok() && root("http://[::1]:8090").is_ok());
        for url in ["host.example", "ftp://host.example", "", "/"] {
            assert!(root(url).unwrap_err().contains("is not the address of a deployment"), "{url}");
        }
    }
}
