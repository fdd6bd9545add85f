//! One account that somebody looks at.

use super::Replica;
use account_api::User;
use leptos::prelude::*;
use std::sync::Arc;

/// One account. Its data is a signal, so that a change redraws one row. As long as somebody holds it, there is one of these for
/// a name: a dialog or a message speaks of the same account as the row.
#[derive(Clone)]
pub struct Account {
    /// The name, which never changes.
    pub name: String,
    /// The data, as last seen.
    pub user: ArcRwSignal<User>,
    /// Whether a change is under way.
    pub busy: ArcRwSignal<bool>,
    replica: Replica,
    /// Counts those who hold it.
    held: Arc<()>,
}

/// The same account, not only one that looks like it.
impl PartialEq for Account {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.held, &other.held)
    }
}

impl Account {
    pub(super) fn new(replica: Replica, user: User) -> Self {
        Self {
            name: user.username.clone(),
            user: ArcRwSignal::new(user),
            busy: ArcRwSignal::new(false),
            replica,
            held: Arc::new(()),
        }
    }

    /// Whether anybody but the replica holds it.
    pub(super) fn is_held(&self) -> bool {
        Arc::strong_count(&self.held) > 1
    }

    /// A change is sent: until it is answered, and in lists asked for before that, what the server says of this account may
    /// be old.
    pub fn begin_change(&self) {
        self.busy.set(true);
        self.replica.begin_change(&self.name);
    }

    /// A change was answered.
    pub fn end_change(&self) {
        self.replica.end_change(&self.name);
        self.busy.set(false);
    }

    /// The platform has agreed to a change.
    pub fn change(&self, apply: impl FnOnce(&mut User)) {
        self.user.update(apply);
        self.replica.apply_confirmed(&self.user.get_untracked());
    }

    /// Reads everything again, where nobody knows what became of a change.
    pub fn refresh(&self) {
        self.replica.refresh();
    }
}
