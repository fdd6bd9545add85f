//! The window of pages that are requested or buffered.

use super::estimate::CountEstimator;
use super::types::PageRequest;
use account_api::MAX_PAGE;
use account_api::reply::ListUsersReply;
use std::collections::BTreeMap;

/// Maximum number of page requests in flight.
const MAX_IN_FLIGHT: usize = 4;

/// Maximum number of pages that wait for an earlier one, before no more are requested ahead of
/// time.
const MAX_BUFFERED: usize = 2 * MAX_IN_FLIGHT;

/// Decides which page to request next, and puts arriving pages in order.
#[derive(Debug)]
pub(super) struct PageWindow {
    /// Offset of the last account that was appended. The next page is due from there on.
    last_offset: u64,
    /// Offset of the next page to request ahead of time.
    next_offset: u64,
    /// Distance between two page offsets: one less than the page size, for the seam.
    stride: u64,
    in_flight: Vec<InFlight>,
    /// Pages that arrived before an earlier one, by offset.
    buffered: BTreeMap<u64, BufferedPage>,
    /// Offsets to request before any others.
    retry_offsets: Vec<u64>,
}

/// A request that was sent and not answered.
#[derive(Clone, Copy, Debug)]
pub(super) struct InFlight {
    pub(super) request: PageRequest,
    pub(super) sent_at: u64,
    /// Whether this is a request of the estimator.
    pub(super) is_probe: bool,
}

/// A page that has arrived.
#[derive(Debug)]
pub(super) struct BufferedPage {
    pub(super) page: ListUsersReply,
    pub(super) sent_at: u64,
}

impl Default for PageWindow {
    fn default() -> Self {
        Self {
            last_offset: 0,
            next_offset: 0,
            stride: u64::from(MAX_PAGE) - 1,
            in_flight: Vec::new(),
            buffered: BTreeMap::new(),
            retry_offsets: Vec::new(),
        }
    }
}

impl PageWindow {
    pub(super) fn last_offset(&self) -> u64 {
        self.last_offset
    }

    pub(super) fn stride(&self) -> u64 {
        self.stride
    }

    /// Returns the next request to send now, and advances the clock for it.
    pub(super) fn next_request(
        &mut self,
        clock: &mut u64,
        has_first_page: bool,
        estimator: &CountEstimator,
    ) -> Option<PageRequest> {
        if let Some(offset) = self.retry_offsets.pop() {
            return Some(self.send(clock, offset, MAX_PAGE, false));
        }
        let pages_in_flight = self.in_flight.iter().filter(|flight| !flight.is_probe).count();
        if !has_first_page {
            // The first page comes alone: it shows early whether the server answers at all.
            return (pages_in_flight == 0 && self.buffered.is_empty()).then(|| {
                self.next_offset = self.stride;
                self.send(clock, 0, MAX_PAGE, false)
            });
        }
        let is_probing = pages_in_flight < self.in_flight.len();
        if !is_probing && let Some(offset) = estimator.next_probe() {
            return Some(self.send(clock, offset, 1, true));
        }
        let reaches_end = self.buffered.values().any(|buffered| !buffered.page.has_more)
            || estimator.at_most.is_some_and(|at_most| self.next_offset > at_most);
        let can_read_ahead = !reaches_end && pages_in_flight < MAX_IN_FLIGHT && self.buffered.len() < MAX_BUFFERED;
        let is_due = !self.is_due_page_requested();
        if is_due || can_read_ahead {
            let offset = if is_due { self.last_offset } else { self.next_offset };
            self.next_offset = self.next_offset.max(offset + self.stride);
            return Some(self.send(clock, offset, MAX_PAGE, false));
        }
        None
    }

    fn send(&mut self, clock: &mut u64, offset: u64, limit: u32, is_probe: bool) -> PageRequest {
        *clock += 1;
        let request = PageRequest { id: *clock, offset, limit };
        self.in_flight.push(InFlight { request, sent_at: *clock, is_probe });
        request
    }

    /// Whether the page to append next is in flight or buffered.
    fn is_due_page_requested(&self) -> bool {
        self.in_flight.iter().any(|flight| !flight.is_probe && flight.request.offset <= self.last_offset)
            || self.buffered.keys().any(|offset| *offset <= self.last_offset)
    }

    fn is_requested(&self, offset: u64) -> bool {
        self.in_flight.iter().any(|flight| !flight.is_probe && flight.request.offset == offset)
            || self.buffered.contains_key(&offset)
            || self.retry_offsets.contains(&offset)
    }

    /// Removes a request that was answered or has failed.
    pub(super) fn take_in_flight(&mut self, id: u64) -> Option<InFlight> {
        let index = self.in_flight.iter().position(|flight| flight.request.id == id)?;
        Some(self.in_flight.swap_remove(index))
    }

    /// Requests an offset again.
    pub(super) fn retry(&mut self, offset: u64) {
        self.retry_offsets.push(offset);
    }

    /// Buffers a page that has arrived.
    pub(super) fn insert(&mut self, offset: u64, page: BufferedPage) {
        self.buffered.insert(offset, page);
    }

    /// Returns the next page to append and its offset, if it has arrived.
    pub(super) fn pop_due(&mut self) -> Option<(u64, BufferedPage)> {
        let entry = self.buffered.first_entry()?;
        (*entry.key() <= self.last_offset).then(|| entry.remove_entry())
    }

    /// Notes up to which account the list was appended.
    pub(super) fn set_last_offset(&mut self, last_offset: u64) {
        self.last_offset = last_offset;
    }

    /// After a page that is not the last one: makes sure that the next one overlaps it.
    pub(super) fn continue_after(&mut self, offset: u64, received: usize) {
        let last_offset = self.last_offset;
        if received <= 1 {
            // One account is all seam: a page from the same offset would bring nothing new.
            self.restart_at(offset + received.max(1) as u64);
        } else if !self.is_requested(last_offset) && self.next_offset != last_offset {
            // The server sends smaller pages than requested.
            self.stride = received as u64 - 1;
            self.restart_at(last_offset);
        }
    }

    /// Discards all page requests and continues from an offset.
    pub(super) fn restart_at(&mut self, offset: u64) {
        self.in_flight.retain(|flight| flight.is_probe);
        self.buffered.clear();
        self.retry_offsets = vec![offset];
        self.next_offset = offset + self.stride;
        self.last_offset = offset;
    }

    /// Discards everything at the end of a pass.
    pub(super) fn clear(&mut self) {
        self.in_flight.clear();
        self.buffered.clear();
        self.retry_offsets.clear();
    }
}
