//! A response as it came, before it is decoded.

/// Status, body and retry delay of an HTTP response.
pub(super) struct Response {
    pub(super) status: u16,
    pub(super) body: Vec<u8>,
    /// The `Retry-After` header, if it holds a number of seconds.
    pub(super) retry_after_secs: Option<u32>,
}
