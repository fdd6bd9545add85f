//! A log entry for a mutating request, without its secrets, so that it can be shown, exported and
//! repeated as a script.

use super::{ApiError, Certainty};
use account_api::request::{CreateUsers, NewAccount, NewPassword};
use account_api::{Operation, ReplyError, Secret};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A mutating request and its outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LoggedRequest {
    /// The operation.
    pub operation: Operation,
    /// The path below the API's root.
    pub path: String,
    /// The body, if there is one.
    pub body: Option<Body>,
    /// The accounts that the request is about.
    pub accounts: Vec<String>,
    /// The outcome.
    pub outcome: RequestOutcome,
    /// When it was sent, in milliseconds since the epoch.
    pub sent_at_ms: f64,
    /// How long it took, in milliseconds.
    pub duration_ms: f64,
    /// The id of the job that sent it, if one did. No other job of the log has it.
    pub job: Option<u64>,
}

impl LoggedRequest {
    /// The accounts that were changed. Empty if none were, or if that is not known.
    pub fn changed_accounts(&self) -> Vec<String> {
        let unchanged: Vec<&String> = match &self.outcome {
            RequestOutcome::Done => Vec::new(),
            RequestOutcome::PartialFailure(failed) => failed.iter().collect(),
            RequestOutcome::Verified { failed, unknown, .. } => failed.iter().chain(unknown).collect(),
            RequestOutcome::Failed(_) => return Vec::new(),
        };
        self.accounts.iter().filter(|account| !unchanged.contains(account)).cloned().collect()
    }

    /// The request as one whose page was closed before the response arrived.
    pub fn cut_off(&self) -> Self {
        Self { outcome: RequestOutcome::Failed(ApiError::PageClosed), ..self.clone() }
    }

    /// Whether its page was closed before the response arrived, and nothing has been checked since.
    pub const fn is_cut_off(&self) -> bool {
        matches!(self.outcome, RequestOutcome::Failed(ApiError::PageClosed))
    }

    /// The platform's explanation, if it refused the change (and not the token).
    pub fn refusal(&self) -> Option<&str> {
        match &self.outcome {
            RequestOutcome::Failed(ApiError::Reply(error @ ReplyError::Refused { msg, .. }))
                if error.is_rejection() =>
            {
                Some(msg)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
impl LoggedRequest {
    /// A request for tests about accounts and outcomes, sent outside of a job.
    pub fn sample(operation: Operation, accounts: &[&str], outcome: RequestOutcome) -> Self {
        Self {
            operation,
            path: String::new(),
            body: None,
            accounts: accounts.iter().map(|&name| name.to_owned()).collect(),
            outcome,
            sent_at_ms: 0.0,
            duration_ms: 0.0,
            job: None,
        }
    }
}

/// The outcome of a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestOutcome {
    /// It succeeded.
    Done,
    /// It succeeded, except for these accounts.
    PartialFailure(Vec<String>),
    /// It failed, or its effect is unknown.
    Failed(ApiError),
    /// The response was lost, and the accounts have been checked since.
    Verified {
        /// Why the response was lost.
        error: ApiError,
        /// The accounts without the change.
        failed: Vec<String>,
        /// The accounts whose state could not be determined.
        unknown: Vec<String>,
    },
}

impl RequestOutcome {
    /// The outcome of a successful response that reports failures for some accounts.
    pub(super) fn from_failures(failed: Vec<String>) -> Self {
        if failed.is_empty() { Self::Done } else { Self::PartialFailure(failed) }
    }

    /// The outcome of an error. A refusal that names accounts concerns those alone (reference, "Set
    /// site admins").
    pub(super) fn from_error(error: &ApiError, accounts: &[String]) -> Self {
        let rejected: Vec<String> = error.rejected_names(accounts).cloned().collect();
        if rejected.is_empty() || rejected.len() == accounts.len() {
            Self::Failed(error.clone())
        } else {
            Self::PartialFailure(rejected)
        }
    }

    /// Whether the effect on at least one account is unknown.
    pub fn is_ambiguous(&self) -> bool {
        match self {
            Self::Failed(error) => error.certainty() == Certainty::Unknown,
            Self::Verified { unknown, .. } => !unknown.is_empty(),
            Self::Done | Self::PartialFailure(_) => false,
        }
    }

    /// Whether it succeeded for all accounts.
    pub fn is_done(&self) -> bool {
        match self {
            Self::Done => true,
            Self::Verified { failed, unknown, .. } => failed.is_empty() && unknown.is_empty(),
            Self::PartialFailure(_) | Self::Failed(_) => false,
        }
    }
}

/// A JSON body in parts: literal text, and placeholders where secrets were.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body(Vec<BodyPart>);

/// A part of a [`Body`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum BodyPart {
    /// JSON as it was sent.
    Json(String),
    /// The place of a secret, between quotes.
    Secret {
        /// `PASSWORD`, `NEW_PASSWORD` or `OLD_PASSWORD`.
        placeholder: Cow<'static, str>,
        /// The account that the secret belongs to; empty if the request's path names it.
        account: String,
    },
}

/// Placeholder for a secret while the JSON is built: a private-use character that no text of the
/// request contains.
const MARK: char = '\u{f8ee}';

/// A private-use character that no text of these accounts contains. [`MARK`] if there is none.
fn unused_mark(users: &[NewAccount]) -> char {
    let is_used = |mark: char| {
        users.iter().any(|account| match account {
            NewAccount::User { username, email, .. } => username.contains(mark) || email.contains(mark),
            NewAccount::ServiceAccount { username, .. } => username.contains(mark),
        })
    };
    ('\u{e000}'..=MARK).rev().find(|mark| !is_used(*mark)).unwrap_or(MARK)
}

impl Body {
    /// A body without secrets.
    pub(super) fn plain(request: &impl Serialize) -> Self {
        Self(vec![BodyPart::Json(to_json(request))])
    }

    /// The body of a request that creates accounts.
    pub fn for_create_users(users: &[NewAccount]) -> Self {
        let mark = unused_mark(users);
        let marked_secret = Secret::new(mark.to_string());
        let mut secrets = Vec::new();
        let users = users.iter().map(|account| match account {
            NewAccount::User { username, email, .. } => {
                secrets.push(BodyPart::Secret { placeholder: "PASSWORD".into(), account: username.clone() });
                NewAccount::User { username: username.clone(), email: email.clone(), password: marked_secret.clone() }
            }
            NewAccount::ServiceAccount { .. } => account.clone(),
        });
        let request = CreateUsers { users: users.collect() };
        Self::split_at_marks(mark, &request, secrets)
    }

    /// The body of a request that sets a password.
    pub fn for_passwords(passwords: &NewPassword) -> Self {
        let marked_secret = Secret::new(MARK.to_string());
        let old_password = passwords.old_password.as_ref().map(|_| marked_secret.clone());
        let placeholders = [Some("NEW_PASSWORD"), old_password.as_ref().map(|_| "OLD_PASSWORD")];
        let secrets = placeholders
            .into_iter()
            .flatten()
            .map(|placeholder| BodyPart::Secret { placeholder: placeholder.into(), account: String::new() })
            .collect();
        Self::split_at_marks(MARK, &NewPassword { new_password: marked_secret, old_password }, secrets)
    }

    /// Empty if the mark occurs elsewhere too, since other text would be taken for a secret then.
    fn split_at_marks(mark: char, request: &impl Serialize, secrets: Vec<BodyPart>) -> Self {
        let json = to_json(request);
        if json.matches(mark).count() != secrets.len() {
            return Self::default();
        }
        let mut secrets = secrets.into_iter();
        let parts = json.split(mark).flat_map(|literal| [Some(BodyPart::Json(literal.to_owned())), secrets.next()]);
        Self(parts.flatten().collect())
    }

    /// The parts in order.
    pub fn parts(&self) -> &[BodyPart] {
        &self.0
    }
}

fn to_json(request: &impl Serialize) -> String {
    // Requests hold strings and booleans only, which always serialize.
    serde_json::to_string(request).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::reply::Failure;

    #[test]
    fn a_name_that_contains_the_mark_stays_a_name() {
        let name = format!("{MARK}(id){MARK}");
        let users = [NewAccount::User {
            username: name.clone(),
            email: "ada@globex.net".into(),
            password: Secret::new("pa55"),
        }];
        let secret_count =
            |body: &Body| body.parts().iter().filter(|part| matches!(part, BodyPart::Secret { .. })).count();
        let body = Body::for_create_users(&users);
        assert_eq!(secret_count(&body), 1);
        assert!(matches!(&body.parts()[0], BodyPart::Json(json) if json.contains(&name)));
        assert_eq!(secret_count(&Body::plain(&[name])), 0);
    }

    #[test]
    fn a_body_contains_no_password() {
        let users = ["ada", "alan"].map(|name| NewAccount::User {
            username: name.into(),
            email: format!("{name}@globex.net"),
            password: Secret::new("pa55"),
        });
        let secret = |placeholder: &'static str, account: &str| BodyPart::Secret {
            placeholder: placeholder.into(),
            account: account.into(),
        };
        let two = Body::for_create_users(&users);
        assert_eq!(two.parts()[1], secret("PASSWORD", "ada"));
        assert_eq!(two.parts()[3], secret("PASSWORD", "alan"));
        let one = Body::for_create_users(&users[..1]);
        assert_eq!(one.parts().len(), 3);
        let own = Body::for_passwords(&NewPassword {
            new_password: Secret::new("pa55"),
            old_password: Some(Secret::new("pa55")),
        });
        assert_eq!(own.parts()[0], BodyPart::Json("{\"new_password\":\"".into()));
        assert_eq!(own.parts()[1], secret("NEW_PASSWORD", ""));
        assert_eq!(own.parts()[3], secret("OLD_PASSWORD", ""));
        for body in [two, one, own] {
            assert!(!format!("{body:?}").contains("pa55"));
        }
    }

    #[test]
    fn a_refusal_of_some_names_is_a_partial_failure() {
        let accounts = ["ada".to_owned(), "alan".to_owned()];
        let refused = |names: &[&str]| {
            let details = names.iter().map(|&name| Failure { name: name.into(), reason: None }).collect();
            let error = ApiError::Reply(ReplyError::Refused { http: 200, msg: "No.".into(), details });
            RequestOutcome::from_error(&error, &accounts)
        };
        assert_eq!(refused(&["alan"]), RequestOutcome::PartialFailure(vec!["alan".into()]));
        assert!(matches!(refused(&["ada", "alan"]), RequestOutcome::Failed(_)));
        assert!(matches!(refused(&[]), RequestOutcome::Failed(_)));
    }

    #[test]
    fn only_a_refused_change_has_a_refusal() {
        let refusal_of = |error| {
            let request = LoggedRequest::sample(Operation::Deactivate, &[], RequestOutcome::Failed(error));
            request.refusal().map(str::to_owned)
        };
        let refused = |http| ApiError::Reply(ReplyError::Refused { http, msg: "No.".into(), details: Vec::new() });
        assert_eq!(refusal_of(refused(200)).as_deref(), Some("No."));
        assert_eq!(refusal_of(refused(503)), None);
        assert_eq!(refusal_of(ApiError::Reply(ReplyError::Unauthorized { msg: Some("No.".into()) })), None);
        assert_eq!(refusal_of(ApiError::Unreachable), None);
    }
}
