//! A TCP listener whose connections can be reset, for faults that leave a client without a
//! response.

use axum::extract::connect_info::Connected;
use axum::http::header::{CONNECTION, HOST, ORIGIN, REFERER};
use axum::http::{HeaderMap, HeaderName};
use axum::serve::{IncomingStream, Listener};
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// A connection idle this long before its first request is a browser preconnect.
const PRECONNECT_AFTER: Duration = Duration::from_secs(1);

/// Headers that a proxy adds.
const PROXY_HEADERS: [&str; 4] = ["forwarded", "x-forwarded-for", "x-forwarded-host", "via"];

/// A handle to the connection of a request. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct Connection(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    is_reset: AtomicBool,
    was_used: AtomicBool,
    accepted: Instant,
}

/// The connection that a request arrived on, as an extension of the request.
#[derive(Clone, Debug)]
pub(crate) struct RequestOrigin {
    pub(crate) connection: Connection,
    /// Whether the connection was idle before the request. When a reused connection breaks, a
    /// browser retries the request on a new one, `POST` or not, without the page noticing (RFC
    /// 9112, section 9.3.1, describes such retries).
    was_idle: bool,
}

impl Connection {
    fn new() -> Self {
        Self(Arc::new(Shared {
            is_reset: AtomicBool::new(false),
            was_used: AtomicBool::new(false),
            accepted: Instant::now(),
        }))
    }

    /// Resets the connection. Nothing more is sent on it.
    pub(crate) fn reset(&self) {
        self.0.is_reset.store(true, Ordering::Release);
    }

    /// Records a request on the connection.
    pub(crate) fn record_request(&self) -> RequestOrigin {
        let was_used = self.0.was_used.swap(true, Ordering::Relaxed);
        RequestOrigin { connection: self.clone(), was_idle: was_used || self.0.accepted.elapsed() > PRECONNECT_AFTER }
    }

    fn check(&self) -> io::Result<()> {
        if self.0.is_reset.load(Ordering::Acquire) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl RequestOrigin {
    /// Whether a browser would retry the request after a reset, so that its page would not notice.
    pub(crate) fn browser_would_retry(&self, headers: &HeaderMap) -> bool {
        // Only browsers send this header.
        let is_browser = headers.contains_key("sec-fetch-site");
        // A proxy such as `trunk serve` forwards that header, but does not retry.
        self.was_idle && is_browser && !is_forwarded(headers)
    }
}

/// Whether a proxy has forwarded the request of a browser.
fn is_forwarded(headers: &HeaderMap) -> bool {
    // Browsers always send this header. It is about a single connection, so proxies remove it, even
    // those that add no header: nginx with `keepalive` upstreams.
    let is_direct = headers.get(CONNECTION).is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"keep-alive"));
    !is_direct || PROXY_HEADERS.iter().any(|header| headers.contains_key(*header)) || is_renamed(headers)
}

/// Whether the request says that it goes to its own origin, but names another one: a proxy has
/// replaced the `Host`.
fn is_renamed(headers: &HeaderMap) -> bool {
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let is_same_origin = header(HeaderName::from_static("sec-fetch-site")) == Some("same-origin");
    let page = header(ORIGIN).or_else(|| header(REFERER)).and_then(|url| url.split_once("://"));
    let page = page.map(|(_, rest)| rest.split('/').next().unwrap_or_default());
    is_same_origin && page.is_some_and(|page| header(HOST).is_some_and(|host| !host.eq_ignore_ascii_case(page)))
}

impl Connected<IncomingStream<'_, ResettableListener>> for Connection {
    fn connect_info(stream: IncomingStream<'_, ResettableListener>) -> Self {
        stream.io().connection.clone()
    }
}

/// A listener whose connections can be reset.
pub(crate) struct ResettableListener(pub(crate) TcpListener);

impl Listener for ResettableListener {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Responses are small and should be sent immediately.
        let _ = stream.set_nodelay(true);
        (Stream { stream, connection: Connection::new() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A stream that fails once its connection is reset.
pub(crate) struct Stream {
    stream: TcpStream,
    connection: Connection,
}

impl Stream {
    /// The stream, or an error if the connection is reset.
    fn checked(self: Pin<&mut Self>) -> io::Result<Pin<&mut TcpStream>> {
        let this = self.get_mut();
        this.connection.check().inspect_err(|_| {
            // Send a RST at once instead of a FIN, so that the client cannot mistake it for the end
            // of a response.
            let _ = this.stream.set_zero_linger();
        })?;
        Ok(Pin::new(&mut this.stream))
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.checked()?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.checked()?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.checked()?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.checked()?.poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.checked()?.poll_shutdown(context)
    }
}
