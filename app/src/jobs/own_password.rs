//! Resetting one's own password.

use super::cancel::Cancellation;
use super::{ActionError, reconcile};
use crate::api::{Certainty, Client};
use crate::session::Session;
use account_api::Operation;
use account_api::request::NewPassword;

/// Resets the password of whoever is signed in, which ends their session. Where the answer is lost, or is not waited for, it is found
/// out whether it has.
///
/// # Errors
/// That it was not changed, or that nobody knows.
pub async fn reset_own_password(
    session: Session,
    passwords: NewPassword,
    giving_up: Cancellation,
) -> Result<(), ActionError> {
    let Some(identity) = session.identity_untracked() else { return Ok(()) };
    let (client, name) = (&identity.client, identity.username.clone());
    let mut outcome =
        giving_up.race(client.reset_password(name.clone(), passwords)).await.map(|_| ()).map_err(ActionError::from);
    if let Err(not_made) = &outcome
        && not_made.certainty == Certainty::Unknown
        && let Some(has_ended) = has_ended(session, client, &name).await
    {
        let error = not_made.error.clone();
        outcome =
            reconcile::record_verified_outcome(session, client, Operation::ResetPassword, &name, error, has_ended);
    }
    if outcome.is_ok() {
        session.password_changed(client);
    }
    outcome
}

/// Whether the token has been revoked, as a new password revokes it. `None` where that cannot be known.
async fn has_ended(session: Session, client: &Client, name: &str) -> Option<bool> {
    if !session.is_current_client(client) {
        return None;
    }
    match reconcile::fetch_account(&session.probe()?, name).await {
        Ok(_) => Some(false),
        Err(error) => error.is_unauthorized().then_some(true),
    }
}
