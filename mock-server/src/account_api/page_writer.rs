//! A JSON writer for pages of `list_users`.
//!
//! Why not serde: pages are what servers of this API spend their time on, and this writes the bytes
//! of [`ListUsersReply`](account_api::reply::ListUsersReply) in a quarter of the time.

use account_api::User;
use serde::Serialize;

/// Writes one page to JSON, user by user.
#[derive(Debug)]
pub(super) struct PageWriter {
    json: Vec<u8>,
    is_first: bool,
}

impl PageWriter {
    /// Starts an empty page with capacity for this many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        let mut json = Vec::with_capacity(bytes);
        json.extend_from_slice(br#"{"status":"OK","users":["#);
        Self { json, is_first: true }
    }

    /// Appends a user.
    pub(super) fn push(&mut self, user: &User) {
        let User { username, email, is_admin, is_active, is_verified, is_approved, is_disabled, registered_on } = user;
        self.push_raw(if self.is_first { br#"{"email":"# } else { br#",{"email":"# });
        self.is_first = false;
        self.push_string(email);
        self.push_raw(br#","username":"#);
        self.push_string(username);
        let flags: [(&[u8], _); 6] = [
            (br#","is_admin":"#, is_admin),
            (br#","is_active":"#, is_active),
            (br#","is_verfied":"#, is_verified),
            (br#","is_verified":"#, is_verified),
            (br#","is_approved":"#, is_approved),
            (br#","is_disabled":"#, is_disabled),
        ];
        for (key, flag) in flags {
            self.push_raw(key);
            self.push_raw(match flag {
                Some(true) => b"true",
                Some(false) => b"false",
                None => b"null",
            });
        }
        self.push_raw(br#","registered_on":"#);
        self.push_value(registered_on);
        self.push_raw(b"}");
    }

    /// Finishes the page and returns its JSON.
    pub(super) fn finish(mut self, next_offset: Option<u64>, has_more: bool) -> Vec<u8> {
        self.push_raw(if has_more {
            br#"],"has_more":true,"next_offset":"#
        } else {
            br#"],"has_more":false,"next_offset":"#
        });
        self.push_value(&next_offset.and_then(|offset| i64::try_from(offset).ok()).unwrap_or(-1));
        self.push_raw(b"}");
        self.json
    }

    fn push_raw(&mut self, bytes: &[u8]) {
        self.json.extend_from_slice(bytes);
    }

    fn push_string(&mut self, text: &str) {
        if text.bytes().any(|byte| byte < b' ' || byte == b'"' || byte == b'\\') {
            return self.push_value(text);
        }
        self.push_raw(b"\"");
        self.push_raw(text.as_bytes());
        self.push_raw(b"\"");
    }

    fn push_value(&mut self, value: &(impl Serialize + ?Sized)) {
        // Writing a string or a number to memory cannot fail.
        let _ = serde_json::to_writer(&mut self.json, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use account_api::reply::ListUsersReply;

    #[test]
    fn the_writer_writes_the_same_bytes_as_serde() {
        let flags = [None, Some(true), Some(false)];
        let names = ["jane", "O\"Brien", "back\\slash", "a\u{1}b\nc", "Ωmega 😀", "\u{7f}\u{2028}</script>", ""];
        let users = names.into_iter().enumerate().map(|(index, name)| User {
            username: name.to_owned(),
            email: names[(index + 1) % names.len()].to_owned(),
            is_admin: flags[index % 3],
            is_active: flags[(index + 1) % 3],
            is_verified: flags[index % 2],
            is_approved: flags[(index + 2) % 3],
            is_disabled: flags[(index * 2) % 3],
            registered_on: [None, Some(0), Some(-5), Some(i64::MAX)][index % 4],
        });
        for count in 0..=names.len() {
            for next_offset in [None, Some(0), Some(500), Some(u64::MAX)] {
                let page = ListUsersReply {
                    users: users.clone().take(count).collect(),
                    malformed_count: 0,
                    next_offset,
                    has_more: count > 2,
                };
                let mut writer = PageWriter::with_capacity(0);
                page.users.iter().for_each(|user| writer.push(user));
                let written = String::from_utf8(writer.finish(page.next_offset, page.has_more)).unwrap();
                assert_eq!(written, serde_json::to_string(&page).unwrap());
            }
        }
    }
}
