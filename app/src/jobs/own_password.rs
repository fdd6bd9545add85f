//! Resetting one's own password.

use super::cancel::Cancellation;
use super::{ActionError, reconcile};
use crate::accounts::fetch_account;
use crate::api::{ApiError, Certainty};
use crate::session::{Identity, Session};
use account_api::ApiRequest;
use account_api::request::{NewPassword, ResetPassword};

/// Resets the password of the signed-in user, which ends their session. If the response is lost or
/// cancelled, checks first whether the session has ended.
///
/// # Errors
/// That the password was not changed, or that this is unknown.
pub async fn reset_own_password(
    session: Session,
    passwords: NewPassword,
    cancellation: Cancellation,
) -> Result<(), ActionError> {
    let Some(identity) = session.identity_untracked() else { return Err(ApiError::SignedOut.into()) };
    let name = identity.username.clone();
    let request = ResetPassword { name: name.clone(), passwords };
    // With an old password, the request counts as another operation than a reset by an admin.
    let operation = request.operation();
    let mut outcome =
        cancellation.race(identity.client.reset_password(request)).await.map(|_| ()).map_err(ActionError::from);
    if let Err(failure) = &outcome
        && failure.certainty == Certainty::Unknown
        && let Some(is_done) = is_token_revoked(session, &identity).await
    {
        let error = failure.error.clone();
        outcome = reconcile::record_verified_outcome(session, &identity, operation, &name, error, is_done);
    }
    if outcome.is_ok() {
        session.password_changed(&identity);
    }
    outcome
}

/// Whether the token has been revoked, as a new password does. `None` if that cannot be determined.
async fn is_token_revoked(session: Session, identity: &Identity) -> Option<bool> {
    if !session.is_current(identity) {
        return None;
    }
    match fetch_account(&session.probe()?, &identity.username).await {
        Ok(_) => Some(false),
        Err(error) => error.is_unauthorized().then_some(true),
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use crate::api::{RequestOutcome, respond_with};
    use crate::session::SignOutReason;
    use crate::test_support::signed_in;
    use account_api::{Operation, Secret};
    use futures::FutureExt;
    use leptos::prelude::*;

    fn reset(session: Session) -> Result<(), ActionError> {
        let passwords = NewPassword { new_password: Secret::new("new"), old_password: Some(Secret::new("old")) };
        reset_own_password(session, passwords, Cancellation::none()).now_or_never().expect("responses are immediate")
    }

    #[test]
    fn the_activity_log_learns_the_outcome_of_a_reset_whose_response_was_lost() {
        let (_owner, session, _) = signed_in("ada");
        respond_with(|request| {
            if request.url.ends_with("/reset_password") {
                return Err(ApiError::Unreachable);
            }
            Ok((200, r#"{"status": "OK", "users": [], "has_more": false}"#.into()))
        });
        let failure = reset(session).expect_err("the token still works");
        assert_eq!((failure.certainty, failure.is_verified), (Certainty::NothingChanged, true));
        untrack(|| {
            session.with_activity_log(|log| {
                let entry = log.get(0).expect("logged");
                assert_eq!(entry.operation, Operation::ResetOwnPassword);
                assert_eq!(
                    entry.outcome,
                    RequestOutcome::Verified {
                        error: ApiError::Unreachable,
                        failed: vec!["ada".into()],
                        unknown: Vec::new()
                    }
                );
            });
        });
    }

    #[test]
    fn nothing_is_sent_once_the_session_is_signed_out() {
        let (_owner, session, _) = signed_in("ada");
        respond_with(|request| panic!("sent {}", request.url));
        session.sign_out();
        let failure = reset(session).expect_err("the password is unchanged");
        assert_eq!((failure.error, failure.certainty), (ApiError::SignedOut, Certainty::NothingChanged));
    }

    #[test]
    fn a_revoked_token_proves_that_the_password_was_changed() {
        let (_owner, session, _) = signed_in("ada");
        respond_with(|request| {
            if request.url.ends_with("/reset_password") { Err(ApiError::Timeout) } else { Ok((401, String::new())) }
        });
        assert_eq!(reset(session), Ok(()));
        assert_eq!(untrack(|| session.notice()), Some(SignOutReason::PasswordChanged));
    }
}
