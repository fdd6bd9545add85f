//! Jobs: actions on many accounts. Planned before anything is sent, run in the background, reported
//! account by account, and retried where they failed.
//!
//! * An [`AccountAction`] is what is done to one account, and a [`JobKind`] to each of many.
//! * A [`Plan`] predicts the result.
//! * A [`Job`] executes it.

mod action;
mod cancel;
mod connection_loss;
mod cut_off;
mod error;
mod executor;
mod item;
mod job;
mod kind;
mod own_password;
mod plan;
mod prediction;
mod queue;
mod reconcile;
mod registry;

pub use action::AccountAction;
pub use cancel::Cancellation;
pub use cut_off::check_cut_off_requests;
pub use error::{ActionError, CreationCheck, ItemError, NotCreatedCause, UnconfirmedCause};
pub use item::JobItem;
pub use job::Job;
pub use kind::JobKind;
pub use own_password::reset_own_password;
pub use plan::{MAX_TARGETS, Plan, SkipReason, SkippedItem};
pub use prediction::{Caution, Obstacle, Prediction};
pub use queue::{Counts, ItemStatus, Phase};
pub use registry::{Jobs, use_jobs};
