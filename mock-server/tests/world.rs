//! Waiting in a world. Separate from the code, which knows no runtime, while these tests need one.

#![allow(clippy::unwrap_used, reason = "a test's helpers may fail as its body may")]

use account_api::Operation;
use mock_server::world::gates::{Gate, Gates};
use mock_server::world::journal::{CapturedBody, Filter, Headers, Journal, Request, RequestOutcome, Status};
use mock_server::world::matcher::{Call, CallMatcher};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// Passes a gate in a task.
fn pass(gate: &Arc<Gate>, sequence: u64) -> tokio::task::JoinHandle<u64> {
    let gate = Arc::clone(gate);
    tokio::spawn(async move {
        gate.wait(sequence, None).await;
        sequence
    })
}

#[tokio::test]
async fn held_calls_are_released_in_the_order_of_arrival() {
    let gates = Gates::default();
    let gate = gates.close(CallMatcher::default(), false).unwrap();
    let first = pass(&gate, 1);
    gate.until_held(1).await;
    let second = pass(&gate, 2);
    gate.until_held(2).await;
    assert_eq!(gate.held(), [1, 2]);
    assert_eq!(gate.release(Some(1)), 1);
    assert_eq!(first.await.unwrap(), 1);
    assert_eq!(gate.held(), [2]);
    assert!(gates.open("g1"));
    assert_eq!(second.await.unwrap(), 2);
    assert_eq!(pass(&gate, 3).await.unwrap(), 3, "it is open for good");
    assert!(gates.all().is_empty() && !gates.open("g1"));
}

#[tokio::test]
async fn a_call_that_is_dropped_is_no_longer_held() {
    let gate = Gates::default().close(CallMatcher::default(), false).unwrap();
    let waited = tokio::time::timeout(Duration::from_millis(5), gate.wait(1, None)).await;
    assert!(waited.is_err() && gate.held().is_empty());
}

#[tokio::test]
async fn waiting_for_held_calls_ends_when_the_gate_opens() {
    let gates = Gates::default();
    let gate = gates.close(CallMatcher::default(), false).unwrap();
    let waiting = tokio::spawn({
        let gate = Arc::clone(&gate);
        async move { gate.until_held(1).await }
    });
    tokio::task::yield_now().await;
    gates.clear();
    waiting.await.unwrap();
}

#[tokio::test]
async fn waiting_for_journal_entries_ends_when_they_complete() {
    let journal = Arc::new(Journal::default());
    let waiting = tokio::spawn({
        let journal = Arc::clone(&journal);
        async move {
            let filter = Filter { status: Some(Status::Ok), ..Filter::default() };
            journal.wait_for_count(&filter, 2).await;
            journal.count(&filter)
        }
    });
    for _ in 0..2 {
        let sequence = journal.record_request(Request {
            call: Arc::new(Call { operation: Some(Operation::Disable), ..Call::default() }),
            method: "POST".into(),
            path: "/api/v1/accounts/member/disable".into(),
            query: None,
            headers: Headers::default(),
            body: CapturedBody::default(),
            now: 0,
            received: SystemTime::now(),
            faults: Vec::new(),
            gates: Vec::new(),
        });
        tokio::task::yield_now().await;
        journal.record_outcome(
            sequence,
            RequestOutcome::Responded(mock_server::world::journal::RecordedResponse {
                http: 200,
                status: Some("OK"),
                branch: None,
                msg: None,
                headers: Headers::default(),
                body: CapturedBody::default(),
                elapsed: Duration::ZERO,
            }),
        );
    }
    assert_eq!(waiting.await.unwrap(), 2);
}
