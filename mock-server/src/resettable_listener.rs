//! Connections that can be reset on purpose, for faults that leave a client without any answer.

use axum::extract::connect_info::Connected;
use axum::http::HeaderMap;
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

/// A connection that has not been used for so long after it was made was made in advance.
const PRECONNECT_AFTER: Duration = Duration::from_secs(1);

/// What tells that a request came by way of a proxy.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-for", "x-forwarded-host", "via"];

/// The connection that a request came by. A clone is the same.
#[derive(Clone, Debug)]
pub(crate) struct Connection(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    is_reset: AtomicBool,
    was_used: AtomicBool,
    accepted: Instant,
}

/// How a request came: rides on it.
#[derive(Clone, Debug)]
pub(crate) struct RequestOrigin {
    pub(crate) connection: Connection,
    /// Whether the connection had stood idle before. When it breaks, a browser sends the request once more by a fresh one,
    /// `POST` or not, and its page never learns of it.
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

    /// Resets it: from now on nothing is sent any more, whatever is answered.
    pub(crate) fn reset(&self) {
        self.0.is_reset.store(true, Ordering::Release);
    }

    /// Notes that a request has come by it.
    pub(crate) fn arrival(&self) -> RequestOrigin {
        let was_used = self.0.was_used.swap(true, Ordering::Relaxed);
        RequestOrigin { connection: self.clone(), was_idle: was_used || self.0.accepted.elapsed() > PRECONNECT_AFTER }
    }

    fn check(&self) -> io::Result<()> {
        if self.0.is_reset.load(Ordering::Acquire) { Err(io::ErrorKind::ConnectionReset.into()) } else { Ok(()) }
    }
}

impl RequestOrigin {
    /// Whether a reset of the connection would not reach the page, since its browser sends the request once more.
    pub(crate) fn browser_would_retry(&self, headers: &HeaderMap) -> bool {
        // Browsers send it with every request, and nobody else does.
        let is_browser = headers.contains_key("sec-fetch-site");
        // A proxy passes that on, and sends nothing again: `trunk serve` is one.
        let is_forwarded = FORWARDED.iter().any(|header| headers.contains_key(*header));
        self.was_idle && is_browser && !is_forwarded
    }
}

impl Connected<IncomingStream<'_, Connections>> for Connection {
    fn connect_info(stream: IncomingStream<'_, Connections>) -> Self {
        stream.io().connection.clone()
    }
}

/// A listener whose connections can be reset.
pub(crate) struct Connections(pub(crate) TcpListener);

impl Listener for Connections {
    type Io = Stream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Stream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        // Answers are small, and are sent at once.
        let _ = stream.set_nodelay(true);
        (Stream { stream, connection: Connection::new() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

/// A stream that breaks when its connection is reset.
pub(crate) struct Stream {
    stream: TcpStream,
    connection: Connection,
}

impl Stream {
    /// The stream, unless it is reset.
    fn live(self: Pin<&mut Self>) -> io::Result<Pin<&mut TcpStream>> {
        let this = self.get_mut();
        this.connection.check().inspect_err(|_| {
            // So the client is told at once, and cannot take it for the end of an answer. Without it, it would be told so too,
            // only later.
            let _ = this.stream.set_zero_linger();
        })?;
        Ok(Pin::new(&mut this.stream))
    }
}

impl AsyncRead for Stream {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.live()?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Stream {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.live()?.poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.live()?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.live()?.poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.live()?.poll_shutdown(context)
    }
}
