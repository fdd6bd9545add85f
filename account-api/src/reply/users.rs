//! Replies with user objects: `list_users` and `GET /admins`.

use super::Reply;
use crate::lenient::LenientValue;
use crate::user::{User, UserElement, VerifiedKeys, WireUser};
use serde::{Deserialize, Serialize};

/// One page of `list_users`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListUsersReply {
    /// The users of this page in the server's order: by username, ignoring case.
    pub users: Vec<User>,
    /// How many elements of the page were malformed. Reported, so that the page is not taken for
    /// complete.
    pub malformed_count: usize,
    /// The offset of the next page. `None` on the last page, or if the server does not say. There
    /// is no total.
    pub next_offset: Option<u64>,
    /// Whether there are more pages. May be true without an offset, if the server sends none: then
    /// the next page starts where this one ends.
    pub has_more: bool,
}

impl Reply for ListUsersReply {
    fn read(envelope: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            users: Vec<UserElement>,
            #[serde(default)]
            has_more: LenientValue,
            #[serde(default)]
            next_offset: LenientValue,
        }
        let page: Envelope = serde_json::from_str(envelope).ok()?;
        let (users, malformed_count) = partition_valid(page.users);
        // `has_more` decides if it is readable; otherwise an offset implies a next page.
        let stated_more = page.has_more.as_bool();
        let next_offset = page
            .next_offset
            .as_i64()
            .and_then(|offset| u64::try_from(offset).ok())
            .filter(|_| stated_more != Some(false));
        let has_more = stated_more.unwrap_or(next_offset.is_some());
        Some(Self { users, malformed_count, next_offset, has_more })
    }
}

impl Serialize for ListUsersReply {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Envelope<'a> {
            status: &'static str,
            users: Vec<WireUser<'a>>,
            has_more: bool,
            next_offset: i64,
        }
        Envelope {
            status: "OK",
            users: self.users.iter().map(|user| WireUser(user, VerifiedKeys::Both)).collect(),
            has_more: self.has_more,
            next_offset: wire_offset(self.next_offset),
        }
        .serialize(serializer)
    }
}

fn wire_offset(next_offset: Option<u64>) -> i64 {
    next_offset.and_then(|offset| i64::try_from(offset).ok()).unwrap_or(-1)
}

/// All site admins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AdminsReply {
    /// The site admins, in the server's order.
    pub admins: Vec<User>,
    /// How many elements of the list were no users.
    pub malformed_count: usize,
}

impl Reply for AdminsReply {
    fn read(envelope: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            admins: Vec<UserElement>,
        }
        let Envelope { admins } = serde_json::from_str(envelope).ok()?;
        let (admins, malformed_count) = partition_valid(admins);
        Some(Self { admins, malformed_count })
    }
}

impl Serialize for AdminsReply {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Envelope<'a> {
            status: &'static str,
            admins: Vec<WireUser<'a>>,
        }
        Envelope {
            status: "OK",
            admins: self.admins.iter().map(|user| WireUser(user, VerifiedKeys::Correct)).collect(),
        }
        .serialize(serializer)
    }
}

fn partition_valid(elements: Vec<UserElement>) -> (Vec<User>, usize) {
    let total = elements.len();
    let users: Vec<User> = elements
        .into_iter()
        .filter_map(|element| match element {
            UserElement::User(user) => Some(user),
            UserElement::Malformed => None,
        })
        .collect();
    let malformed_count = total - users.len();
    (users, malformed_count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_malformed_user_does_not_hide_the_others() {
        let page =
            ListUsersReply::read(r#"{"users": [{"username": "a"}, null, {"email": "x"}, {"username": "b"}]}"#).unwrap();
        assert_eq!(page.users.iter().map(|user| user.username.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(page.malformed_count, 2);
    }

    #[test]
    fn the_next_offset_is_read_in_every_spelling() {
        let next = |rest: &str| ListUsersReply::read(&format!(r#"{{"users": []{rest}}}"#)).unwrap().next_offset;
        assert_eq!(next(""), None);
        assert_eq!(next(r#", "has_more": false, "next_offset": -1"#), None);
        assert_eq!(next(r#", "has_more": "False", "next_offset": 7"#), None);
        assert_eq!(next(r#", "has_more": "True", "next_offset": "500""#), Some(500));
        assert_eq!(next(r#", "has_more": true, "next_offset": -1"#), None);
        assert_eq!(next(r#", "next_offset": 20"#), Some(20));
    }

    #[test]
    fn has_more_may_be_true_without_an_offset() {
        let more = |rest: &str| ListUsersReply::read(&format!(r#"{{"users": []{rest}}}"#)).unwrap().has_more;
        assert!(!more(""));
        assert!(!more(r#", "has_more": "False", "next_offset": 7"#));
        assert!(more(r#", "has_more": "True", "next_offset": "500""#));
        assert!(more(r#", "has_more": true, "next_offset": -1"#));
        assert!(more(r#", "next_offset": 20"#));
    }

    #[test]
    fn a_reply_without_users_is_not_a_page() {
        assert_eq!(ListUsersReply::read(r#"{"status": "OK"}"#), None);
        assert_eq!(ListUsersReply::read(r#"{"users": {}}"#), None);
    }
}
