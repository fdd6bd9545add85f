//! Journal entries: recorded requests and their outcomes, and filters for them.

use super::mask;
use crate::world::coverage::Branch;
use crate::world::matcher::{Call, CallMatcher};
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// How many bytes of a body are recorded, unless the journal keeps complete bodies.
pub const MAX_BODY_BYTES: usize = 16 << 10;

/// A recorded request with its outcome.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The number of the request, from 1 in each world. Never reused, even after the journal was
    /// cleared.
    pub sequence: u64,
    /// The request.
    pub request: Request,
    /// The outcome so far.
    pub outcome: RequestOutcome,
}

/// A request as it was received.
#[derive(Clone, Debug)]
pub struct Request {
    /// What it is about.
    pub call: Arc<Call>,
    /// The HTTP method.
    pub method: String,
    /// The path as it was sent, without the query.
    pub path: String,
    /// The query as it was sent, if there was one. See [`Request::masked_query`].
    pub query: Option<String>,
    /// The headers including credentials. See [`Headers::masked`].
    pub headers: Headers,
    /// The start of the body including secrets. See [`Request::masked_body`].
    pub body: CapturedBody,
    /// The time it was received by the world's clock, in seconds since the Unix epoch.
    pub now: i64,
    /// The time it was received by the system clock.
    pub received: SystemTime,
    /// The IDs of the injected faults.
    pub faults: Vec<String>,
    /// The IDs of the gates that hold it.
    pub gates: Vec<String>,
}

impl Request {
    /// The names and values of the query, with all values masked.
    pub fn masked_query(&self) -> impl Iterator<Item = (&str, &'static str)> {
        mask::query(self.query.as_deref().unwrap_or_default())
    }

    /// The body as text if there is nothing to mask in it, byte for byte.
    #[must_use]
    pub fn public_text(&self) -> Option<&str> {
        let text = core::str::from_utf8(&self.body.prefix).ok().filter(|_| self.body.is_complete())?;
        (serde_json::from_str::<Value>(text).ok()? == self.masked_body()).then_some(text)
    }

    /// The body without secrets; null if there was none.
    #[must_use]
    pub fn masked_body(&self) -> Value {
        mask::body(&self.body.prefix, self.body.total_bytes)
    }
}

/// The outcome of a request.
#[derive(Clone, Debug)]
pub enum RequestOutcome {
    /// Still being processed.
    Pending,
    /// A response was sent.
    Responded(RecordedResponse),
    /// A fault reset the connection, after this time.
    Reset(Duration),
    /// The client disconnected before a response was sent, after this time.
    ClientDisconnected(Duration),
}

/// A recorded response.
#[derive(Clone, Debug)]
pub struct RecordedResponse {
    /// The HTTP status.
    pub http: u16,
    /// The status in the envelope: `OK` or `ERROR`. `None` if a fault sent something else.
    pub status: Option<&'static str>,
    /// The branch of the contract. `None` if a fault responded instead.
    pub branch: Option<Branch>,
    /// The `msg` of an ERROR envelope.
    pub msg: Option<String>,
    /// The headers as they were sent.
    pub headers: Headers,
    /// The start of the body. Contains no secrets: the platform never sends any.
    pub body: CapturedBody,
    /// The time from the head of the request to the head of the response.
    pub elapsed: Duration,
}

/// Header names and values in one string: many are stored, and few are ever read.
#[derive(Clone, Debug, Default)]
pub struct Headers(Box<str>);

impl Headers {
    /// Stores headers.
    #[must_use]
    pub fn from_pairs<'a>(headers: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut buffer = String::with_capacity(512);
        for (name, value) in headers {
            buffer.push_str(name);
            buffer.push('\n');
            // Header values contain no line breaks.
            buffer.push_str(&String::from_utf8_lossy(value));
            buffer.push('\n');
        }
        Self(buffer.into_boxed_str())
    }

    /// The names and values, with credentials masked.
    pub fn masked(&self) -> impl Iterator<Item = (&str, String)> {
        let mut lines = self.0.lines();
        core::iter::from_fn(move || {
            let (name, value) = (lines.next()?, lines.next()?);
            Some((name, mask::header(name, value)))
        })
    }

    /// The size in bytes.
    pub(super) fn bytes(&self) -> usize {
        self.0.len()
    }
}

/// The start of a body.
#[derive(Clone, Debug, Default)]
pub struct CapturedBody {
    /// The first bytes; all if the journal keeps complete bodies.
    pub prefix: Box<[u8]>,
    /// The length of the whole body, in bytes.
    pub total_bytes: usize,
}

impl CapturedBody {
    /// Stores the start of a body, at most `max_bytes`.
    #[must_use]
    pub fn capture(body: &[u8], max_bytes: usize) -> Self {
        Self { prefix: body.get(..max_bytes).unwrap_or(body).into(), total_bytes: body.len() }
    }

    /// A body of which only the length is known.
    #[must_use]
    pub fn discarded(total_bytes: usize) -> Self {
        Self { prefix: Box::default(), total_bytes }
    }

    /// Whether the whole body was stored.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.prefix.len() == self.total_bytes
    }
}

/// Selects entries. All given criteria must match.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Matches the operation, the account and the caller.
    pub matcher: CallMatcher,
    /// The status in the envelope.
    pub status: Option<Status>,
    /// The HTTP status of the response.
    pub http: Option<u16>,
    /// The ID of a fault that was injected.
    pub fault: Option<String>,
    /// Only entries with a greater sequence number.
    pub since: u64,
}

/// The status in an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `OK`.
    Ok,
    /// `ERROR`.
    Error,
}

impl Filter {
    /// Whether an entry matches.
    #[must_use]
    pub fn matches(&self, entry: &Entry) -> bool {
        entry.sequence > self.since
            && self.matcher.matches(&entry.request.call)
            && self.matches_status(entry)
            && self.matches_http(entry)
            && self.matches_fault(entry)
    }

    /// The criteria that an entry does not match, except `since`.
    #[must_use]
    pub fn differences(&self, entry: &Entry) -> Vec<&'static str> {
        let mut differences = self.matcher.differences(&entry.request.call);
        for (field, is_match) in [
            ("status", self.matches_status(entry)),
            ("http_status", self.matches_http(entry)),
            ("fault", self.matches_fault(entry)),
        ] {
            if !is_match {
                differences.push(field);
            }
        }
        differences
    }

    fn matches_status(&self, entry: &Entry) -> bool {
        self.status.is_none_or(|expected| {
            let expected = match expected {
                Status::Ok => "OK",
                Status::Error => "ERROR",
            };
            matches!(&entry.outcome, RequestOutcome::Responded(answer) if answer.status == Some(expected))
        })
    }

    fn matches_http(&self, entry: &Entry) -> bool {
        self.http.is_none_or(
            |expected| matches!(&entry.outcome, RequestOutcome::Responded(answer) if answer.http == expected),
        )
    }

    fn matches_fault(&self, entry: &Entry) -> bool {
        self.fault.as_ref().is_none_or(|expected| entry.request.faults.contains(expected))
    }
}
