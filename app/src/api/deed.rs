//! What was done by a call that was to change something, without its secrets, so that it can be looked at and done again elsewhere.

use super::{ApiError, Effect};
use account_api::request::{CreateUsers, NewAccount, NewPassword};
use account_api::{Operation, Secret};
use serde::Serialize;

/// A call that was to change something, and what came of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Deed {
    /// Which operation.
    pub operation: Operation,
    /// Its path below the API's root.
    pub path: String,
    /// Its body, if it has one.
    pub body: Option<Body>,
    /// The accounts that it is about.
    pub accounts: Vec<String>,
    /// What came of it.
    pub outcome: Outcome,
    /// When it was sent, in milliseconds since the epoch.
    pub at: f64,
    /// How long it took, in milliseconds.
    pub took: f64,
}

impl Deed {
    /// The platform's words, where it refused.
    pub fn refusal(&self) -> Option<String> {
        match &self.outcome {
            Outcome::Failed(error @ ApiError::Reply(_)) if error.effect() == Effect::NothingChanged => {
                Some(error.to_string())
            }
            _ => None,
        }
    }
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was done, but not for these.
    NotFor(Vec<String>),
    /// It was not done, or nobody knows.
    Failed(ApiError),
}

/// A body as JSON, cut where its secrets stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Body(Vec<Piece>);

/// A piece of a [`Body`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// JSON as it was sent.
    Json(String),
    /// A secret, within quotes. Holds what it is called, never what it is.
    Secret(String),
}

/// Stands around the name of a secret while the JSON is made. Of the area that Unicode leaves to private use.
const MARK: char = '\u{f8ee}';

/// A mark that none of the accounts has in its own texts, which would be taken for the name of a secret otherwise.
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
        Self(vec![Piece::Json(json_of(request))])
    }

    /// The body of a request that creates accounts.
    pub fn of_new_accounts(users: &[NewAccount]) -> Self {
        let is_one = users.len() == 1;
        let mark = mark_for(users);
        let users = users.iter().enumerate().map(|(at, account)| match account {
            NewAccount::User { username, email, .. } => NewAccount::User {
                username: username.clone(),
                email: email.clone(),
                password: marked(mark, &if is_one { "PASSWORD".to_owned() } else { format!("PASSWORD_{}", at + 1) }),
            },
            NewAccount::ServiceAccount { .. } => account.clone(),
        });
        Self::cut(mark, &CreateUsers { users: users.collect() })
    }

    /// The body of a request that sets a password.
    pub fn of_passwords(passwords: &NewPassword) -> Self {
        Self::cut(
            MARK,
            &NewPassword {
                new_password: marked(MARK, "NEW_PASSWORD"),
                old_password: passwords.old_password.as_ref().map(|_| marked(MARK, "OLD_PASSWORD")),
            },
        )
    }

    fn cut(mark: char, request: &impl Serialize) -> Self {
        let json = json_of(request);
        let is_name =
            |piece: &str| piece.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        let pieces = json.split(mark).enumerate().map(|(at, piece)| match at % 2 {
            // What is no name of ours never stands where a shell or Python would run it.
            1 if is_name(piece) => Piece::Secret(piece.to_owned()),
            _ => Piece::Json(piece.to_owned()),
        });
        Self(pieces.collect())
    }

    /// Its pieces, one after the other.
    pub fn pieces(&self) -> &[Piece] {
        &self.0
    }
}

fn json_of(request: &impl Serialize) -> String {
    // Names and flags alone: there is nothing in a request that JSON cannot hold.
    serde_json::to_string(request).unwrap_or_default()
}

fn marked(mark: char, name: &str) -> Secret {
    Secret::new(format!("{mark}{name}{mark}"))
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
        let secrets = |body: &Body| body.pieces().iter().filter(|piece| matches!(piece, Piece::Secret(_))).count();
        let body = Body::of_new_accounts(&users);
        assert_eq!(secrets(&body), 1);
        assert!(matches!(&body.pieces()[0], Piece::Json(json) if json.contains(&name)));
        assert_eq!(secrets(&Body::plain(&[name])), 0);
    }

    #[test]
    fn a_password_is_nowhere_in_what_is_kept() {
        let users = ["ada", "alan"].map(|name| NewAccount::User {
            username: name.into(),
            email: format!("{name}@globex.net"),
            password: Secret::new("pa55"),
        });
        let many = Body::of_new_accounts(&users);
        assert_eq!(many.pieces()[1], Piece::Secret("PASSWORD_1".into()));
        assert_eq!(many.pieces()[3], Piece::Secret("PASSWORD_2".into()));
        let one = Body::of_new_accounts(&users[..1]);
        assert_eq!(one.pieces().len(), 3);
        assert_eq!(one.pieces()[1], Piece::Secret("PASSWORD".into()));
        let own = Body::of_passwords(&NewPassword {
            new_password: Secret::new("pa55"),
            old_password: Some(Secret::new("pa55")),
        });
        assert_eq!(own.pieces().iter().filter(|piece| matches!(piece, Piece::Secret(_))).count(), 2);
        for body in [many, one, own] {
            assert!(!format!("{body:?}").contains("pa55"));
        }
    }
}
