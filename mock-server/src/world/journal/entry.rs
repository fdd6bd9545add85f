//! What the journal keeps of a request.

use super::mask;
use crate::world::matcher::{Call, CallMatcher};
use serde_json::Value;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// The most of a body that is kept, in bytes.
pub const MAX_BODY_BYTES: usize = 16 << 10;

/// A request, and what became of it.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Counted from 1 in each world; never used again, also after the journal was emptied.
    pub sequence: u64,
    /// What it asked for.
    pub request: Request,
    /// What came of it so far.
    pub end: RequestOutcome,
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Request {
    /// What it asked for.
    pub call: Arc<Call>,
    /// `GET`, `POST` and so on.
    pub method: String,
    /// As it was sent, without the query: that could hold anything.
    pub path: String,
    /// As they came, credentials and all: see [`Headers::shown`].
    pub headers: Headers,
    /// The start of its body, secrets and all: see [`Request::shown_body`].
    pub body: CapturedBody,
    /// When it arrived, by the world's clock, in seconds since the epoch.
    pub now: i64,
    /// When it arrived, by the machine's clock.
    pub received: SystemTime,
    /// The faults that strike it.
    pub faults: Vec<String>,
    /// The gates that hold it.
    pub gates: Vec<String>,
}

impl Request {
    /// Its body without secrets; null where there was none.
    #[must_use]
    pub fn shown_body(&self) -> Value {
        mask::body(&self.body.start, self.body.length)
    }
}

/// What came of a request.
#[derive(Clone, Debug)]
pub enum RequestOutcome {
    /// Nothing yet.
    UnderWay,
    /// It was answered.
    Answered(Answer),
    /// The connection was reset on purpose, after so long.
    Reset(Duration),
    /// The client went away before it was answered, after so long.
    ClientDisconnected(Duration),
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub http: u16,
    /// What the envelope says: `OK` or `ERROR`; `None` where a fault sent something else.
    pub status: Option<&'static str>,
    /// The `msg` of an ERROR envelope.
    pub msg: Option<String>,
    /// As they were sent.
    pub headers: Headers,
    /// The start of its body. Holds no secret: the platform never answers one.
    pub body: CapturedBody,
    /// How long it took, from the request's head to the answer's.
    pub took: Duration,
}

/// Names and values of a head, in one text: there are many, and few are ever looked at.
#[derive(Clone, Debug, Default)]
pub struct Headers(Box<str>);

impl Headers {
    /// Keeps them.
    #[must_use]
    pub fn of<'a>(headers: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        let mut text = String::with_capacity(512);
        for (name, value) in headers {
            text.push_str(name);
            text.push('\n');
            // No header has a line break.
            text.push_str(&String::from_utf8_lossy(value));
            text.push('\n');
        }
        Self(text.into_boxed_str())
    }

    /// Names and values, credentials masked.
    pub fn shown(&self) -> impl Iterator<Item = (&str, String)> {
        let mut lines = self.0.lines();
        core::iter::from_fn(move || {
            let (name, value) = (lines.next()?, lines.next()?);
            Some((name, mask::header(name, value)))
        })
    }

    /// How many bytes they take.
    pub(super) fn bytes(&self) -> usize {
        self.0.len()
    }
}

/// The start of a body.
#[derive(Clone, Debug, Default)]
pub struct CapturedBody {
    /// Up to [`LONGEST_BODY`].
    pub start: Box<[u8]>,
    /// How long the whole was, in bytes.
    pub length: usize,
}

impl CapturedBody {
    /// Keeps the start of a body.
    #[must_use]
    pub fn of(body: &[u8]) -> Self {
        Self { start: body.get(..MAX_BODY_BYTES).unwrap_or(body).into(), length: body.len() }
    }

    /// Whether it is the whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.start.len() == self.length
    }
}

/// Which entries are meant. Everything that is given must fit.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Operation, account, caller.
    pub pattern: CallMatcher,
    /// What the envelope said.
    pub status: Option<Status>,
    /// The HTTP status of the answer.
    pub http: Option<u16>,
    /// A fault that struck it.
    pub fault: Option<String>,
    /// Only entries with a greater number.
    pub since: u64,
}

/// What an envelope says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `OK`.
    Ok,
    /// `ERROR`.
    Error,
}

impl Filter {
    /// Whether an entry is meant.
    #[must_use]
    pub fn matches(&self, entry: &Entry) -> bool {
        entry.sequence > self.since
            && self.pattern.matches(&entry.request.call)
            && self.fits_status(entry)
            && self.fits_http(entry)
            && self.fits_fault(entry)
    }

    /// What about an entry is not as the filter wants it; `since` left aside.
    #[must_use]
    pub fn differences(&self, entry: &Entry) -> Vec<&'static str> {
        let mut differences = self.pattern.differences(&entry.request.call);
        for (field, fits) in [
            ("status", self.fits_status(entry)),
            ("http_status", self.fits_http(entry)),
            ("fault", self.fits_fault(entry)),
        ] {
            if !fits {
                differences.push(field);
            }
        }
        differences
    }

    fn fits_status(&self, entry: &Entry) -> bool {
        self.status.is_none_or(|wanted| {
            let wanted = match wanted {
                Status::Ok => "OK",
                Status::Error => "ERROR",
            };
            matches!(&entry.end, RequestOutcome::Answered(answer) if answer.status == Some(wanted))
        })
    }

    fn fits_http(&self, entry: &Entry) -> bool {
        self.http.is_none_or(|wanted| matches!(&entry.end, RequestOutcome::Answered(answer) if answer.http == wanted))
    }

    fn fits_fault(&self, entry: &Entry) -> bool {
        self.fault.as_ref().is_none_or(|wanted| entry.request.faults.contains(wanted))
    }
}
