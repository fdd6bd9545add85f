//! The handle of one account on screen.

use account_api::User;
use leptos::prelude::*;
use std::sync::Arc;

/// The owner of the data behind the handles. It receives all changes.
pub(super) trait AccountOwner: Send + Sync {
    /// Marks the start of a change: responses requested before its end may be outdated.
    fn begin_change(&self, name: &str);
    /// Marks the end of a change.
    fn end_change(&self, name: &str);
    /// Applies a change that the platform has confirmed.
    fn apply_confirmed(&self, user: &User);
    /// Loads all accounts again.
    fn refresh(&self);
}

/// The handle of one account. Its data is a signal, so that a change redraws one row. While
/// anything holds it, there is one handle per name: a dialog or a toast shows the same account as
/// the row.
#[derive(Clone)]
pub struct Account {
    /// The name, which never changes.
    pub name: String,
    /// The latest data.
    pub user: ArcRwSignal<User>,
    /// Whether a change is in progress.
    pub busy: ArcRwSignal<bool>,
    owner: Arc<dyn AccountOwner>,
    /// Counts the holders of this handle.
    holders: Arc<()>,
}

/// Accounts are equal if they are the same handle, not if they only look alike.
impl PartialEq for Account {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.holders, &other.holders)
    }
}

impl Account {
    pub(super) fn new(owner: Arc<dyn AccountOwner>, user: User) -> Self {
        Self {
            name: user.username.clone(),
            user: ArcRwSignal::new(user),
            busy: ArcRwSignal::new(false),
            owner,
            holders: Arc::new(()),
        }
    }

    /// Whether anything but the replica's cache holds it.
    pub(super) fn is_held(&self) -> bool {
        Arc::strong_count(&self.holders) > 1
    }

    /// Call this before a change is sent: until it has ended, and in responses requested before
    /// that, the platform's data about this account may be outdated.
    pub fn begin_change(&self) {
        self.busy.set(true);
        self.owner.begin_change(&self.name);
    }

    /// Call this when a change has ended.
    pub fn end_change(&self) {
        self.owner.end_change(&self.name);
        self.busy.set(false);
    }

    /// Applies a change that the platform has confirmed.
    pub fn change(&self, apply: impl FnOnce(&mut User)) {
        self.user.update(apply);
        self.owner.apply_confirmed(&self.user.get_untracked());
    }

    /// Loads all accounts again, when the outcome of a change is unknown.
    pub fn refresh(&self) {
        self.owner.refresh();
    }
}
