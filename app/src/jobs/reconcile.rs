//! Reconciliation: records what a check has shown after the response to a change was lost.

use super::ActionError;
use crate::api::{ApiError, Certainty};
use crate::session::{Identity, Session};
use account_api::Operation;

/// The outcome of a change to one account whose response was lost with `error`, now that the
/// account has been checked and the change `is_done` or not. Also amends the activity log.
///
/// # Errors
/// That the change was not made, or not yet.
pub(super) fn record_verified_outcome(
    session: Session,
    identity: &Identity,
    operation: Operation,
    name: &str,
    error: ApiError,
    is_done: bool,
) -> Result<(), ActionError> {
    let outcome = if is_done { Ok(()) } else { Err(ActionError::verified_unchanged(error)) };
    let (failed, unknown) = match &outcome {
        Ok(()) => (Vec::new(), Vec::new()),
        Err(ActionError { certainty: Certainty::NothingChanged, .. }) => (vec![name.to_owned()], Vec::new()),
        Err(_) => (Vec::new(), vec![name.to_owned()]),
    };
    session.amend_log_entry(identity, operation, &[name.to_owned()], failed, unknown);
    outcome
}
