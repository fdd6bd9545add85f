//! A body that is sent slowly, in pieces.

use crate::world::Latch;
use axum::body::{Bytes, HttpBody};
use core::convert::Infallible;
use core::pin::Pin;
use core::task::{Context, Poll, ready};
use core::time::Duration;
use http_body::{Frame, SizeHint};
use tokio::time::Sleep;

/// The pieces of a body that drips.
const MAX_DRIPS: usize = 100;

/// The pieces per second of a limited bandwidth, if each has at least one byte.
const PIECES_PER_SECOND: u32 = 10;

/// How fast a body is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pace {
    /// The length of a piece, in bytes.
    piece_bytes: usize,
    /// The time before each piece.
    interval: Duration,
}

impl Pace {
    /// Spreads a body of this length over a time.
    pub(super) fn over(time: Duration, length: usize) -> Self {
        let piece_bytes = length.div_ceil(MAX_DRIPS).max(1);
        let pieces = u32::try_from(length.div_ceil(piece_bytes)).unwrap_or(u32::MAX).max(1);
        Self { piece_bytes, interval: time / pieces }
    }

    /// Sends this many bytes per second.
    pub(super) fn at(bytes_per_second: u32) -> Self {
        let piece = (bytes_per_second / PIECES_PER_SECOND).max(1);
        let interval = Duration::from_secs(u64::from(piece)) / bytes_per_second.max(1);
        Self { piece_bytes: usize::try_from(piece).unwrap_or(usize::MAX), interval }
    }
}

/// A body that is sent at a pace. When its fault is removed, the rest is sent at once.
pub(super) struct SlowBody {
    rest: Bytes,
    pace: Pace,
    /// Until the next piece.
    pause: Pin<Box<Sleep>>,
    removed: Pin<Box<dyn Future<Output = ()> + Send>>,
}

impl SlowBody {
    pub(super) fn new(body: Bytes, pace: Pace, removed: Latch) -> Self {
        Self {
            rest: body,
            pace,
            pause: Box::pin(tokio::time::sleep(pace.interval)),
            removed: Box::pin(async move { removed.wait().await }),
        }
    }
}

impl HttpBody for SlowBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let this = &mut *self;
        if this.rest.is_empty() {
            return Poll::Ready(None);
        }
        if this.removed.as_mut().poll(context).is_ready() {
            return Poll::Ready(Some(Ok(Frame::data(core::mem::take(&mut this.rest)))));
        }
        ready!(this.pause.as_mut().poll(context));
        let piece = this.rest.split_to(this.pace.piece_bytes.min(this.rest.len()));
        // From when this piece was due, so that delays do not add up.
        let next = this.pause.deadline() + this.pace.interval;
        this.pause.as_mut().reset(next);
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.rest.len() as u64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;
    use tokio::time::Instant;

    /// The times at which the pieces arrive, in milliseconds, and their lengths.
    async fn arrivals(length: usize, pace: Pace) -> Vec<(u128, usize)> {
        let mut body = SlowBody::new(Bytes::from(vec![b'x'; length]), pace, Latch::default());
        let (start, mut pieces) = (Instant::now(), Vec::new());
        while let Some(Ok(frame)) = body.frame().await {
            pieces.push((start.elapsed().as_millis(), frame.data_ref().unwrap().len()));
        }
        pieces
    }

    #[tokio::test(start_paused = true)]
    async fn a_dripping_body_takes_as_long_as_it_should() {
        let pieces = arrivals(1_000, Pace::over(Duration::from_secs(2), 1_000)).await;
        assert_eq!((pieces.len(), pieces[0], pieces[99].0), (100, (20, 10), 2_000));
        let pieces = arrivals(3, Pace::over(Duration::from_secs(3), 3)).await;
        assert_eq!(pieces, [(1_000, 1), (2_000, 1), (3_000, 1)]);
        assert!(arrivals(0, Pace::over(Duration::from_secs(3), 0)).await.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn a_bandwidth_limits_the_bytes_per_second() {
        assert_eq!(arrivals(500, Pace::at(1_000)).await, [100, 200, 300, 400, 500].map(|time| (time, 100)));
        assert_eq!(arrivals(2, Pace::at(1)).await, [(1_000, 1), (2_000, 1)]);
    }

    #[tokio::test(start_paused = true)]
    async fn removing_the_fault_sends_the_rest_at_once() {
        let removed = Latch::default();
        let pace = Pace::over(Duration::from_secs(3_600), 10);
        let body = SlowBody::new(Bytes::from_static(b"0123456789"), pace, removed.clone());
        let reading = tokio::spawn(body.collect());
        tokio::task::yield_now().await;
        removed.open();
        assert_eq!(reading.await.unwrap().unwrap().to_bytes(), "0123456789");
    }
}
