//! Set-up of native unit tests.

use crate::accounts::Replicas;
use crate::session::Session;
use account_api::Secret;
use any_spawner::{CustomExecutor, Executor, PinnedFuture, PinnedLocalFuture};
use futures::FutureExt;
use leptos::prelude::Owner;

/// A session of this user, with empty replicas. The reactive owner must outlive both.
pub fn signed_in(username: &str) -> (Owner, Session, Replicas) {
    let owner = Owner::new();
    owner.set();
    let session = Session::for_test(username, Secret::new("token"));
    (owner, session, Replicas::without_events(session))
}

/// Polls spawned tasks once, and drops those that have to wait.
struct PollOnce;

impl CustomExecutor for PollOnce {
    fn spawn(&self, task: PinnedFuture<()>) {
        task.now_or_never();
    }
    fn spawn_local(&self, task: PinnedLocalFuture<()>) {
        task.now_or_never();
    }
    fn poll_local(&self) {}
}

/// Sets up an executor for this test's thread.
pub fn run_spawned_tasks_at_once() {
    // Fails if the thread has one already.
    let _ = Executor::init_local_custom_executor(PollOnce);
}
