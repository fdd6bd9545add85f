//! Replies that hold user objects.

use super::Reply;
use crate::lenient::LenientValue;
use crate::user::{MaybeUser, User, VerifiedKeys, WireUser};
use serde::{Deserialize, Serialize};

/// One page of `list_users`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ListUsersReply {
    /// The users of this page, in the server's order: by name, whatever its case.
    pub users: Vec<User>,
    /// How many elements of the page were no users. Said, so that nobody takes the page for complete.
    pub malformed_count: usize,
    /// Where the next page starts; `None` on the last one, and where the server does not say. There is no total.
    pub next_offset: Option<u64>,
    /// Whether there are more. True without an offset where a server says so and not where: read on behind this page.
    pub has_more: bool,
}

impl Reply for ListUsersReply {
    fn read(envelope: &str) -> Option<Self> {
        #[derive(Deserialize)]
        struct Envelope {
            users: Vec<MaybeUser>,
            #[serde(default)]
            has_more: LenientValue,
            #[serde(default)]
            next_offset: LenientValue,
        }
        let page: Envelope = serde_json::from_str(envelope).ok()?;
        let (users, broken) = partition_valid(page.users);
        // `has_more` decides where it can be read; an offset alone counts where it cannot.
        let said = page.has_more.as_bool();
        let next_offset =
            page.next_offset.as_i64().and_then(|offset| u64::try_from(offset).ok()).filter(|_| said != Some(false));
        let has_more = said.unwrap_or(next_offset.is_some());
        Some(Self { users, malformed_count: broken, next_offset, has_more })
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

/// Writes a [`Page`] user by user, byte for byte as serde would, in a quarter of the time: pages are what servers of this API
/// are busy with.
#[derive(Debug)]
pub struct PageWriter {
    json: Vec<u8>,
    is_first: bool,
}

impl PageWriter {
    /// A page without users yet, with room for so many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        let mut json = Vec::with_capacity(bytes);
        json.extend_from_slice(br#"{"status":"OK","users":["#);
        Self { json, is_first: true }
    }

    /// Adds a user.
    pub fn user(&mut self, user: &User) {
        let User { username, email, is_admin, is_active, is_verified, is_approved, is_disabled, registered_on } = user;
        self.raw(if self.is_first { br#"{"email":"# } else { br#",{"email":"# });
        self.is_first = false;
        self.text(email);
        self.raw(br#","username":"#);
        self.text(username);
        let flags: [(&[u8], _); 6] = [
            (br#","is_admin":"#, is_admin),
            (br#","is_active":"#, is_active),
            (br#","is_verfied":"#, is_verified),
            (br#","is_verified":"#, is_verified),
            (br#","is_approved":"#, is_approved),
            (br#","is_disabled":"#, is_disabled),
        ];
        for (key, flag) in flags {
            self.raw(key);
            self.raw(match flag {
                Some(true) => b"true",
                Some(false) => b"false",
                None => b"null",
            });
        }
        self.raw(br#","registered_on":"#);
        self.value(registered_on);
        self.raw(b"}");
    }

    /// The page as JSON.
    #[must_use]
    pub fn end(mut self, next_offset: Option<u64>, has_more: bool) -> Vec<u8> {
        self.raw(if has_more {
            br#"],"has_more":true,"next_offset":"#
        } else {
            br#"],"has_more":false,"next_offset":"#
        });
        self.value(&wire_offset(next_offset));
        self.raw(b"}");
        self.json
    }

    fn raw(&mut self, bytes: &[u8]) {
        self.json.extend_from_slice(bytes);
    }

    fn text(&mut self, text: &str) {
        if text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
            return self.value(text);
        }
        self.raw(b"\"");
        self.raw(text.as_bytes());
        self.raw(b"\"");
    }

    fn value(&mut self, value: &(impl Serialize + ?Sized)) {
        // Neither a text nor a number can fail to be written to memory.
        let _ = serde_json::to_writer(&mut self.json, value);
    }
}

fn wire_offset(next_offset: Option<u64>) -> i64 {
    next_offset.and_then(|offset| i64::try_from(offset).ok()).unwrap_or(-1)
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
            admins: Vec<MaybeUser>,
        }
        let Envelope { admins } = serde_json::from_str(envelope).ok()?;
        let (admins, broken) = partition_valid(admins);
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

fn partition_valid(elements: Vec<MaybeUser>) -> (Vec<User>, usize) {
    let all = elements.len();
    let users: Vec<User> = elements
        .into_iter()
        .filter_map(|element| match element {
            MaybeUser::User(user) => Some(user),
            MaybeUser::Broken => None,
        })
        .collect();
    let broken = all - users.len();
    (users, broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_writer_writes_what_serde_writes() {
        let flags = [None, Some(true), Some(false)];
        let names = ["jane", "O\"Brien", "back\\slash", "a\u{1}b\nc", "Ωmega 😀", "\u{7f}\u{2028}</script>", ""];
        let users = names.into_iter().enumerate().map(|(at, name)| User {
            username: name.to_owned(),
            email: names[(at + 1) % names.len()].to_owned(),
            is_admin: flags[at % 3],
            is_active: flags[(at + 1) % 3],
            is_verified: flags[at % 2],
            is_approved: flags[(at + 2) % 3],
            is_disabled: flags[(at * 2) % 3],
            registered_on: [None, Some(0), Some(-5), Some(i64::MAX)][at % 4],
        });
        for many in 0..=names.len() {
            for next_offset in [None, Some(0), Some(500), Some(u64::MAX)] {
                let page = ListUsersReply {
                    users: users.clone().take(many).collect(),
                    malformed_count: 0,
                    next_offset,
                    has_more: many > 2,
                };
                let mut writer = PageWriter::with_capacity(0);
                page.users.iter().for_each(|user| writer.user(user));
                let written = String::from_utf8(writer.end(page.next_offset, page.has_more)).unwrap();
                assert_eq!(written, serde_json::to_string(&page).unwrap());
            }
        }
    }

    #[test]
    fn one_broken_user_does_not_hide_the_others() {
        let page =
            ListUsersReply::read(r#"{"users": [{"username": "a"}, null, {"email": "x"}, {"username": "b"}]}"#).unwrap();
        assert_eq!(page.users.iter().map(|user| user.username.as_str()).collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(page.malformed_count, 2);
    }

    #[test]
    fn where_the_next_page_starts_is_read_from_every_spelling() {
        let next = |rest: &str| ListUsersReply::read(&format!(r#"{{"users": []{rest}}}"#)).unwrap().next_offset;
        assert_eq!(next(""), None);
        assert_eq!(next(r#", "has_more": false, "next_offset": -1"#), None);
        assert_eq!(next(r#", "has_more": "False", "next_offset": 7"#), None);
        assert_eq!(next(r#", "has_more": "True", "next_offset": "500""#), Some(500));
        assert_eq!(next(r#", "has_more": true, "next_offset": -1"#), None);
        assert_eq!(next(r#", "next_offset": 20"#), Some(20));
    }

    #[test]
    fn more_may_be_said_without_saying_where() {
        let more = |rest: &str| ListUsersReply::read(&format!(r#"{{"users": []{rest}}}"#)).unwrap().has_more;
        assert!(!more(""));
        assert!(!more(r#", "has_more": "False", "next_offset": 7"#));
        assert!(more(r#", "has_more": "True", "next_offset": "500""#));
        assert!(more(r#", "has_more": true, "next_offset": -1"#));
        assert!(more(r#", "next_offset": 20"#));
    }

    #[test]
    fn a_page_without_users_is_no_page() {
        assert_eq!(ListUsersReply::read(r#"{"status": "OK"}"#), None);
        assert_eq!(ListUsersReply::read(r#"{"users": {}}"#), None);
    }
}
