//! Replies that hold user objects.

use super::Reply;
use crate::loose::Loose;
use crate::user::{Element, User, VerifiedKeys, WireUser};
use serde::{Deserialize, Serialize};

/// One page of `list_users`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// The users of this page, in the server's order: by name, whatever its case.
    pub users: Vec<User>,
    /// How many elements of the page were no users. Said, so that nobody takes the page for complete.
    pub broken: usize,
    /// Where the next page starts; `None` on the last one, and where the server does not say. There is no total.
    pub next_offset: Option<u64>,
    /// Whether there are more. True without an offset where a server says so and not where: read on behind this page.
    pub has_more: bool,
}

impl Reply for Page {
    fn read(envelope: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            users: Vec<Element>,
            #[serde(default)]
            has_more: Loose,
            #[serde(default)]
            next_offset: Loose,
        }
        let page: Envelope = serde_json::from_str(envelope).ok()?;
        let (users, broken) = sort_out(page.users);
        // `has_more` decides where it can be read; an offset alone counts where it cannot.
        let said = page.has_more.truth();
        let next_offset =
            page.next_offset.whole().and_then(|offset| u64::try_from(offset).ok()).filter(|_| said != Some(false));
        let has_more = said.unwrap_or(next_offset.is_some());
        Some(Self { users, broken, next_offset, has_more })
    }
}

impl Serialize for Page {
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
            next_offset: self.next_offset.and_then(|offset| i64::try_from(offset).ok()).unwrap_or(-1),
        }
        .serialize(serializer)
    }
}

/// All site admins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admins {
    /// The site admins, in the server's order.
    pub admins: Vec<User>,
    /// How many elements of the list were no users.
    pub broken: usize,
}

impl Reply for Admins {
    fn read(envelope: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            admins: Vec<Element>,
        }
        let Envelope { admins } = serde_json::from_str(envelope).ok()?;
        let (admins, broken) = sort_out(admins);
        Some(Self { admins, broken })
    }
}

impl Serialize for Admins {
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

fn sort_out(elements: Vec<Element>) -> (Vec<User>, usize) {
    let all = elements.len();
    let users: Vec<User> = elements
        .into_iter()
        .filter_map(|element| match element {
            Element::User(user) => Some(user),
            Element::Broken => None,
        })
        .collect();
    let broken = all - users.len();
    (users, broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_broken_user_does_not_hide_the_others() {
        let page = Page::read(r#"{"users": [{"username": "a"}, null, {"email": "x"}, {"username": "b"}]}"#).unwrap();
        assert_eq!(page.users.iter().map(|user| user.username.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(page.broken, 2);
    }

    #[test]
    fn where_the_next_page_starts_is_read_from_every_spelling() {
        let next = |rest: &str| Page::read(&format!(r#"{{"users": []{rest}}}"#)).unwrap().next_offset;
        assert_eq!(next(""), None);
        assert_eq!(next(r#", "has_more": false, "next_offset": -1"#), None);
        assert_eq!(next(r#", "has_more": "False", "next_offset": 7"#), None);
        assert_eq!(next(r#", "has_more": "True", "next_offset": "500""#), Some(500));
        assert_eq!(next(r#", "has_more": true, "next_offset": -1"#), None);
        assert_eq!(next(r#", "next_offset": 20"#), Some(20));
    }

    #[test]
    fn more_may_be_said_without_saying_where() {
        let more = |rest: &str| Page::read(&format!(r#"{{"users": []{rest}}}"#)).unwrap().has_more;
        assert!(!more(""));
        assert!(!more(r#", "has_more": "False", "next_offset": 7"#));
        assert!(more(r#", "has_more": "True", "next_offset": "500""#));
        assert!(more(r#", "has_more": true, "next_offset": -1"#));
        assert!(more(r#", "next_offset": 20"#));
    }

    #[test]
    fn a_page_without_users_is_no_page() {
        assert_eq!(Page::read(r#"{"status": "OK"}"#), None);
        assert_eq!(Page::read(r#"{"users": {}}"#), None);
    }
}
