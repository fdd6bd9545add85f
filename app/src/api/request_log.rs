//! What was done by a call that was to change something, without its secrets, so that it can be looked at and done again elsewhere.

use super::{ApiError, Certainty};
use account_api::request::{CreateUsers, NewAccount, NewPassword};
use account_api::{Operation, Secret};
use serde::Serialize;

/// A call that was to change something, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct LoggedRequest {
    /// Which operation.
    pub operation: Operation,
    /// Its path below the API's root.
    pub path: String,
    /// Its body, if it has one.
    pub body: Option<Body>,
    /// The accounts that it is about.
    pub accounts: Vec<String>,
    /// What came of it.
    pub outcome: RequestOutcome,
    /// When it was sent, in milliseconds since the epoch.
    pub sent_at_ms: f64,
    /// How long it took, in milliseconds.
    pub duration_ms: f64,
}

impl LoggedRequest {
    /// The platform's words, where it refused what was asked, and not whoever asked.
    pub fn refusal(&self) -> Option<String> {
        match &self.outcome {
            RequestOutcome::Failed(error @ ApiError::Reply(_))
                if error.certainty() == Certainty::NothingChanged && !error.is_unauthorized() =>
            {
                Some(error.to_string())
            }
            _ => None,
        }
    }
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestOutcome {
    /// It was done.
    Done,
    /// It was done, but not for these.
    PartialFailure(Vec<String>),
    /// It was not done, or nobody knows.
    Failed(ApiError),
    /// The answer was lost. What has come of it was looked up since.
    Verified {
        /// What became of the answer.
        error: ApiError,
        /// For whom it was not done.
        failed: Vec<String>,
        /// Of whom nobody knows.
        unknown: Vec<String>,
    },
}

impl RequestOutcome {
    /// Done, but not for some, if there are any.
    pub(super) fn from_failures(not_for: Vec<String>) -> Self {
        if not_for.is_empty() { Self::Done } else { Self::PartialFailure(not_for) }
    }

    /// A refusal that names accounts is about those alone (reference, "Set site admins").
    pub(super) fn from_error(error: &ApiError, accounts: &[String]) -> Self {
        let refused: Vec<String> = error.rejected_names(accounts).cloned().collect();
        if refused.is_empty() || refused.len() == accounts.len() {
            Self::Failed(error.clone())
        } else {
            Self::PartialFailure(refused)
        }
    }

    /// Whether it is not known of some whether it was done.
    pub fn is_ambiguous(&self) -> bool {
        match self {
            Self::Failed(error) => error.certainty() == Certainty::Unknown,
            Self::Verified { unknown, .. } => !unknown.is_empty(),
            Self::Done | Self::PartialFailure(_) => false,
        }
    }

    /// Whether it was done, for all.
    pub fn is_done(&self) -> bool {
        match self {
            Self::Done => true,
            Self::Verified { failed: not_for, unknown, .. } => not_for.is_empty() && unknown.is_empty(),
            Self::PartialFailure(_) | Self::Failed(_) => false,
        }
    }
}

/// A body as JSON, cut where its secrets stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body(Vec<BodyPart>);

/// A piece of a [`Body`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyPart {
    /// JSON as it was sent.
    Json(String),
    /// A secret, within quotes: what it is called, never what it is.
    Secret {
        /// `PASSWORD`, `NEW_PASSWORD` or `OLD_PASSWORD`.
        placeholder: &'static str,
        /// The account whose secret it is; empty where the path of the request says that.
        account: String,
    },
}

/// Takes the place of secrets while the JSON is made, where no text of the request has it. Of the area that Unicode leaves to private use.
const MARK: char = '\u{f8ee}';

/// A mark that none of the accounts has in its own texts, which would be taken for a secret otherwise.
fn mark_for(users: &[NewAccount]) -> char {
    let has = |mark: char| {
        users.iter().any(|account| match account {
            NewAccount::User { username, email, .. } => username.contains(mark) || email.contains(mark),
            NewAccount::ServiceAccount { username, .. } => username.contains(mark),
        })
    };
    ('\u{e000}'..=MARK).rev().find(|mark| !has(*mark)).unwrap_or(MARK)
}

impl Body {
    /// A body without secrets.
    pub(super) fn plain(request: &impl Serialize) -> Self {
        Self(vec![BodyPart::Json(json_of(request))])
    }

    /// The body of a request that creates accounts.
    pub fn for_create_users(users: &[NewAccount]) -> Self {
        let mark = mark_for(users);
        let secret = Secret::new(mark.to_string());
        let mut secrets = Vec::new();
        let users = users.iter().map(|account| match account {
            NewAccount::User { username, email, .. } => {
                secrets.push(BodyPart::Secret { placeholder: "PASSWORD", account: username.clone() });
                NewAccount::User { username: username.clone(), email: email.clone(), password: secret.clone() }
            }
            NewAccount::ServiceAccount { .. } => account.clone(),
        });
        let request = CreateUsers { users: users.collect() };
        Self::cut(mark, &request, secrets)
    }

    /// The body of a request that sets a password.
    pub fn of_passwords(passwords: &NewPassword) -> Self {
        let secret = Secret::new(MARK.to_string());
        let old_password = passwords.old_password.as_ref().map(|_| secret.clone());
        let whats = [Some("NEW_PASSWORD"), old_password.as_ref().map(|_| "OLD_PASSWORD")];
        let secrets =
            whats.into_iter().flatten().map(|what| BodyPart::Secret { placeholder: what, account: String::new() });
        Self::cut(MARK, &NewPassword { new_password: secret, old_password }, secrets.collect())
    }

    /// Empty where the mark stands elsewhere too, so that what is no secret would be taken for one.
    fn cut(mark: char, request: &impl Serialize, secrets: Vec<BodyPart>) -> Self {
        let json = json_of(request);
        if json.matches(mark).count() != secrets.len() {
            return Self::default();
        }
        let mut secrets = secrets.into_iter();
        let pieces = json.split(mark).flat_map(|piece| [Some(BodyPart::Json(piece.to_owned())), secrets.next()]);
        Self(pieces.flatten().collect())
    }

    /// Its pieces, one after the other.
    pub fn parts(&self) -> &[BodyPart] {
        &self.0
    }
}

fn json_of(request: &impl Serialize) -> String {
    // Names and flags alone: there is nothing in a request that JSON cannot hold.
    serde_json::to_string(request).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_the_mark_in_it_stays_a_name() {
        let name = format!("{MARK}(id){MARK}");
        let users = [NewAccount::User {
            username: name.clone(),
            email: "ada@globex.net".into(),
            password: Secret::new("pa55"),
        }];
        let secrets =
            |body: &Body| body.parts().iter().filter(|piece| matches!(piece, BodyPart::Secret { .. })).count();
        let body = Body::for_create_users(&users);
        assert_eq!(secrets(&body), 1);
        assert!(matches!(&body.parts()[0], BodyPart::Json(json) if json.contains(&name)));
        assert_eq!(secrets(&Body::plain(&[name])), 0);
    }

    #[test]
    fn a_password_is_nowhere_in_what_is_kept() {
        let users = ["ada", "alan"].map(|name| NewAccount::User {
            username: name.into(),
            email: format!("{name}@globex.net"),
            password: Secret::new("pa55"),
        });
        let secret = |what, whose: &str| BodyPart::Secret { placeholder: what, account: whose.into() };
        let many = Body::for_create_users(&users);
        assert_eq!(many.parts()[1], secret("PASSWORD", "ada"));
        assert_eq!(many.parts()[3], secret("PASSWORD", "alan"));
        let one = Body::for_create_users(&users[..1]);
        assert_eq!(one.parts().len(), 3);
        let own = Body::of_passwords(&NewPassword {
            new_password: Secret::new("pa55"),
            old_password: Some(Secret::new("pa55")),
        });
        assert_eq!(own.parts()[0], BodyPart::Json("{\"new_password\":\"".into()));
        assert_eq!(own.parts()[1], secret("NEW_PASSWORD", ""));
        assert_eq!(own.parts()[3], secret("OLD_PASSWORD", ""));
        for body in [many, one, own] {
            assert!(!format!("{body:?}").contains("pa55"));
        }
    }
}
