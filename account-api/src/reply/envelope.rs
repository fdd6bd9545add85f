//! The envelope: the JSON object around every reply, with `status`, `msg` and `error_details`.

use super::Reply;
use super::error_details::{Details, Failure};
use crate::lenient::LenientValue;
use core::fmt;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::error::Category;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Why a response is not a success.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReplyError {
    /// HTTP 401: the token is missing, malformed, unknown or revoked, or its user is blocked.
    Unauthorized {
        /// The deployment's explanation: the `msg` of the envelope, if there was one.
        msg: Option<String>,
    },
    /// An ERROR envelope: the platform understood the request and refused it.
    Refused {
        /// The HTTP status, often 200.
        http: u16,
        /// The platform's explanation.
        msg: String,
        /// The reasons per name. Empty if there are none.
        details: Vec<Failure>,
    },
    /// HTML instead of an envelope, usually from a proxy or a gateway.
    Html {
        /// The HTTP status.
        http: u16,
        /// The title of the page, if it has one.
        title: Option<String>,
    },
    /// An empty body.
    Empty {
        /// The HTTP status.
        http: u16,
    },
    /// JSON that ends early.
    Truncated {
        /// The HTTP status.
        http: u16,
        /// The length of the body, in bytes.
        bytes: usize,
    },
    /// Neither JSON nor HTML.
    NotJson {
        /// The HTTP status.
        http: u16,
    },
    /// JSON, but not an envelope, or an envelope without what the operation promises.
    Unexpected {
        /// The HTTP status.
        http: u16,
    },
}

impl ReplyError {
    /// The HTTP status of the response.
    #[must_use]
    pub fn http(&self) -> u16 {
        match self {
            Self::Unauthorized { .. } => 401,
            Self::Refused { http, .. }
            | Self::Html { http, .. }
            | Self::Empty { http }
            | Self::Truncated { http, .. }
            | Self::NotJson { http }
            | Self::Unexpected { http } => *http,
        }
    }

    /// Whether the platform itself stated that it did not execute the request. After any other
    /// failure the outcome is unknown: the change may have been applied before the response was
    /// lost. A 5xx is not such a statement, whatever its body: it may come from a gateway that
    /// timed out.
    #[must_use]
    pub fn is_rejection(&self) -> bool {
        match self {
            Self::Unauthorized { .. } => true,
            Self::Refused { http, .. } => *http < 500,
            _ => false,
        }
    }

    /// Whether the operation was reached and refused the request. An ERROR envelope alone does not
    /// mean that: the platform also sends one for an unknown route, or during an outage.
    #[must_use]
    pub fn is_operation_error(&self) -> bool {
        matches!(self, Self::Refused { http: 100..=403 | 409 | 422, .. })
    }
}

/// For logs and tests. What the console shows is worded in its module `messages`.
impl fmt::Display for ReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unauthorized { msg: Some(msg) } => write!(f, "HTTP 401: {msg}"),
            Self::Unauthorized { msg: None } => f.write_str("HTTP 401"),
            Self::Refused { http, msg, .. } => write!(f, "HTTP {http}: {msg}"),
            Self::Html { http, title: Some(title) } => write!(f, "HTTP {http}: HTML page “{title}”"),
            Self::Html { http, title: None } => write!(f, "HTTP {http}: HTML page"),
            Self::Empty { http } => write!(f, "HTTP {http}: empty body"),
            Self::Truncated { http, bytes } => write!(f, "HTTP {http}: JSON cut off after {bytes} bytes"),
            Self::NotJson { http } => write!(f, "HTTP {http}: not JSON"),
            Self::Unexpected { http } => write!(f, "HTTP {http}: not the promised envelope"),
        }
    }
}

impl core::error::Error for ReplyError {}

#[derive(Deserialize)]
struct EnvelopeHead {
    status: Option<LenientValue>,
    #[serde(default)]
    msg: LenientValue,
    #[serde(default)]
    error_details: Details,
}

/// Decodes a response with any HTTP status and any body.
///
/// # Errors
/// Returns an error for everything but an OK envelope that contains what the operation promises.
pub fn decode<R: Reply>(http: u16, body: &[u8]) -> Result<R, ReplyError> {
    let text = String::from_utf8_lossy(body);
    let envelope = read_envelope(http, text.trim());
    if http == 401 {
        let msg = match envelope {
            Err(ReplyError::Refused { msg, .. }) => Some(msg),
            _ => None,
        };
        return Err(ReplyError::Unauthorized { msg });
    }
    R::read(&envelope?).ok_or(ReplyError::Unexpected { http })
}

/// Returns the text of an OK envelope: the body, repaired by removing trailing commas if needed.
fn read_envelope(http: u16, text: &str) -> Result<Cow<'_, str>, ReplyError> {
    if text.is_empty() {
        return Err(ReplyError::Empty { http });
    }
    if text.starts_with('<') {
        return Err(ReplyError::Html { http, title: html_title(text) });
    }
    if !text.starts_with('{') {
        // Serde also reads a struct from an array, so everything but an object is rejected first.
        return Err(match serde_json::from_str::<IgnoredAny>(text) {
            Ok(_) => ReplyError::Unexpected { http },
            Err(error) => classify_syntax_error(http, text, &error),
        });
    }
    let (head, text) = match serde_json::from_str::<EnvelopeHead>(text) {
        Ok(head) => (head, Cow::Borrowed(text)),
        Err(error) => {
            let repaired = without_trailing_commas(text);
            match serde_json::from_str::<EnvelopeHead>(&repaired) {
                Ok(head) => (head, Cow::Owned(repaired)),
                Err(_) => return Err(classify_syntax_error(http, text, &error)),
            }
        }
    };
    match head.status.and_then(LenientValue::into_text) {
        Some(status) if status.eq_ignore_ascii_case("ok") => Ok(text),
        Some(_) => Err(ReplyError::Refused {
            http,
            msg: head
                .msg
                .into_text()
                .filter(|msg| !msg.trim().is_empty())
                .unwrap_or_else(|| format!("The platform rejected the request without a reason (HTTP {http}).")),
            details: head.error_details.0,
        }),
        None => Err(ReplyError::Unexpected { http }),
    }
}

fn classify_syntax_error(http: u16, text: &str, error: &serde_json::Error) -> ReplyError {
    match error.classify() {
        Category::Eof => ReplyError::Truncated { http, bytes: text.len() },
        Category::Data => ReplyError::Unexpected { http },
        Category::Syntax | Category::Io => ReplyError::NotJson { http },
    }
}

fn html_title(page: &str) -> Option<String> {
    const MAX_TITLE_CHARS: usize = 80;
    let lower = page.to_ascii_lowercase();
    let start = lower.find("<title>")? + "<title>".len();
    let end = start + lower[start..].find("</title>")?;
    let title = page[start..end].trim();
    (!title.is_empty()).then(|| title.chars().take(MAX_TITLE_CHARS).collect())
}

/// Removes commas before a closing bracket, outside strings. The reference's own response to a
/// password reset is `{"status": "OK",}`, so a deployment may well send that.
fn without_trailing_commas(text: &str) -> String {
    let mut repaired = String::with_capacity(text.len());
    let mut in_string = false;
    let mut escaped = false;
    for (index, character) in text.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            ',' if !in_string && text[index + 1..].trim_start().starts_with(['}', ']']) => continue,
            _ => {}
        }
        repaired.push(character);
    }
    repaired
}

/// An OK envelope without further content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EmptyReply;

impl Reply for EmptyReply {
    fn read(_: &str) -> Option<Self> {
        Some(Self)
    }
}

impl Serialize for EmptyReply {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Envelope {
            status: &'static str,
        }
        Envelope { status: "OK" }.serialize(serializer)
    }
}

/// Builds an ERROR envelope, with `error_details` (name to reason) if there are any.
#[must_use]
pub fn error_envelope<'a>(msg: &'a str, details: &'a BTreeMap<String, String>) -> impl Serialize + 'a {
    #[derive(Serialize)]
    struct Envelope<'a> {
        status: &'static str,
        msg: &'a str,
        #[serde(skip_serializing_if = "BTreeMap::is_empty")]
        error_details: &'a BTreeMap<String, String>,
    }
    Envelope { status: "ERROR", msg, error_details: details }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode_empty(http: u16, body: &str) -> Result<EmptyReply, ReplyError> {
        decode(http, body.as_bytes())
    }

    #[test]
    fn only_the_envelope_status_decides_about_success() {
        assert_eq!(decode_empty(200, r#"{"status": "OK"}"#), Ok(EmptyReply));
        assert_eq!(decode_empty(500, r#"{"status": "ok"}"#), Ok(EmptyReply));
        assert!(
            matches!(decode_empty(200, r#"{"status": "ERROR", "msg": "no"}"#), Err(ReplyError::Refused { msg, .. }) if msg == "no")
        );
        assert_eq!(decode_empty(200, r#"{"users": []}"#), Err(ReplyError::Unexpected { http: 200 }));
    }

    #[test]
    fn a_refusal_without_a_reason_has_a_fallback_message() {
        for body in
            [r#"{"status": "ERROR"}"#, r#"{"status": "ERROR", "msg": null}"#, r#"{"status": "ERROR", "msg": " "}"#]
        {
            let Err(ReplyError::Refused { msg, http: 503, .. }) = decode_empty(503, body) else { panic!("{body}") };
            assert!(msg.contains("503"));
        }
    }

    #[test]
    fn a_401_is_unauthorized_whatever_its_body() {
        assert_eq!(decode_empty(401, ""), Err(ReplyError::Unauthorized { msg: None }));
        assert_eq!(decode_empty(401, "<html>"), Err(ReplyError::Unauthorized { msg: None }));
        assert_eq!(decode_empty(401, r#"{"status": "OK"}"#), Err(ReplyError::Unauthorized { msg: None }));
        assert_eq!(
            decode_empty(401, r#"{"status": "ERROR", "msg": "expired"}"#),
            Err(ReplyError::Unauthorized { msg: Some("expired".into()) })
        );
    }

    #[test]
    fn bodies_without_an_envelope_are_classified() {
        assert_eq!(decode_empty(502, ""), Err(ReplyError::Empty { http: 502 }));
        assert_eq!(decode_empty(200, " \n"), Err(ReplyError::Empty { http: 200 }));
        assert_eq!(
            decode_empty(502, "<!doctype html><Title> Bad\tGateway </TITLE>"),
            Err(ReplyError::Html { http: 502, title: Some("Bad\tGateway".into()) })
        );
        assert_eq!(decode_empty(502, "<html></html>"), Err(ReplyError::Html { http: 502, title: None }));
        assert_eq!(decode_empty(200, r#"{"status": "O"#), Err(ReplyError::Truncated { http: 200, bytes: 13 }));
        assert_eq!(decode_empty(500, "upstream timed out"), Err(ReplyError::NotJson { http: 500 }));
        assert_eq!(decode_empty(200, "[1]"), Err(ReplyError::Unexpected { http: 200 }));
        assert_eq!(decode_empty(200, "\u{0}\u{1}"), Err(ReplyError::NotJson { http: 200 }));
        assert_eq!(decode::<EmptyReply>(200, b"\xff\xfe"), Err(ReplyError::NotJson { http: 200 }));
    }

    #[test]
    fn trailing_commas_are_removed_outside_strings_only() {
        assert_eq!(decode_empty(200, "{\n\"status\": \"OK\",\n}"), Ok(EmptyReply));
        assert_eq!(
            without_trailing_commas(r#"{"a": ",}", "b": [1, ], "c\",]": 2,}"#),
            r#"{"a": ",}", "b": [1 ], "c\",]": 2}"#
        );
    }

    #[test]
    fn only_a_refusal_by_the_platform_itself_is_a_rejection() {
        assert!(decode_empty(200, r#"{"status": "ERROR"}"#).is_err_and(|error| error.is_rejection()));
        assert!(decode_empty(200, "").is_err_and(|error| !error.is_rejection()));
        assert!(decode_empty(502, r#"{"status": "ERROR"}"#).is_err_and(|error| !error.is_rejection()));
    }

    #[test]
    fn an_unknown_route_and_an_outage_are_no_operation_errors() {
        let is_operation_error =
            |http| decode_empty(http, r#"{"status": "ERROR"}"#).is_err_and(|error| error.is_operation_error());
        assert!(is_operation_error(200) && is_operation_error(403));
        assert!(
            !is_operation_error(404)
                && !is_operation_error(405)
                && !is_operation_error(429)
                && !is_operation_error(503)
        );
    }
}
