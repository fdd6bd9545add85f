//! User objects: one account as the API shows it.

use crate::lenient::LenientValue;
use core::fmt;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// The kind of account that `list_users` lists and `create users` creates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum UserType {
    /// A person, with an email address and a password.
    #[default]
    User,
    /// A service account: a name and tokens, without an email address or password.
    ServiceAccount,
}

impl UserType {
    /// The value in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::ServiceAccount => "service_account",
        }
    }

    /// Parses the value in JSON.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "user" => Some(Self::User),
            "service_account" => Some(Self::ServiceAccount),
            _ => None,
        }
    }
}

impl Serialize for UserType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// The three states of an account, encoded in two flags (contract, "Account states").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountState {
    /// `is_active` and not `is_disabled`.
    Active,
    /// `is_disabled`: blocked, but keeps teams, organizations, access and site admin permission.
    Disabled,
    /// Neither flag: blocked, and memberships, access and site admin permission are gone.
    Deactivated,
}

/// One account in the replies of `list_users` and `GET /admins`.
///
/// Only the username is required. A flag that is missing or unreadable is `None`: unknown, which is
/// not the same as `false`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// The account's unique name, never empty.
    pub username: String,
    /// The email address. Empty for service accounts, and if none was sent.
    pub email: String,
    /// Whether the user is a site admin.
    pub is_admin: Option<bool>,
    /// Whether the account is active.
    pub is_active: Option<bool>,
    /// Whether the email address has been verified. Deployments spell the key `is_verified`,
    /// `is_verfied`, or send both.
    pub is_verified: Option<bool>,
    /// Whether an admin has approved the account.
    pub is_approved: Option<bool>,
    /// Whether the account has been disabled.
    pub is_disabled: Option<bool>,
    /// When the account was created, in seconds since the Unix epoch.
    pub registered_on: Option<i64>,
}

impl User {
    /// The state that the two flags encode. If they contradict each other, `is_disabled` wins. An
    /// account without any flag that blocks it is active.
    #[must_use]
    pub fn state(&self) -> AccountState {
        match (self.is_active, self.is_disabled) {
            (_, Some(true)) => AccountState::Disabled,
            (Some(false), _) => AccountState::Deactivated,
            _ => AccountState::Active,
        }
    }
}

/// The spelling of the "verified" key in a user object (contract, "User objects").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifiedKeys {
    /// Only `is_verified`, as in the reply of `GET /admins`.
    Correct,
    /// Both `is_verfied` and `is_verified`, as in the mock's reply of `list_users`.
    Both,
}

/// A user object to serialize, with the given spelling of the "verified" key.
#[derive(Clone, Copy, Debug)]
pub struct WireUser<'a>(pub &'a User, pub VerifiedKeys);

impl Serialize for WireUser<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(user, keys) = *self;
        let mut object = serializer.serialize_struct("User", 9)?;
        object.serialize_field("email", &user.email)?;
        object.serialize_field("username", &user.username)?;
        object.serialize_field("is_admin", &user.is_admin)?;
        object.serialize_field("is_active", &user.is_active)?;
        if keys == VerifiedKeys::Both {
            object.serialize_field("is_verfied", &user.is_verified)?;
        }
        object.serialize_field("is_verified", &user.is_verified)?;
        object.serialize_field("is_approved", &user.is_approved)?;
        object.serialize_field("is_disabled", &user.is_disabled)?;
        object.serialize_field("registered_on", &user.registered_on)?;
        object.end()
    }
}

/// An element of a list of users. A malformed one must not hide the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum UserElement {
    User(User),
    Malformed,
}

impl<'de> Deserialize<'de> for UserElement {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct UserVisitor;
        impl<'de> Visitor<'de> for UserVisitor {
            type Value = UserElement;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a user object")
            }
            fn visit_unit<E>(self) -> Result<UserElement, E> {
                Ok(UserElement::Malformed)
            }
            fn visit_bool<E>(self, _: bool) -> Result<UserElement, E> {
                Ok(UserElement::Malformed)
            }
            fn visit_i64<E>(self, _: i64) -> Result<UserElement, E> {
                Ok(UserElement::Malformed)
            }
            fn visit_u64<E>(self, _: u64) -> Result<UserElement, E> {
                Ok(UserElement::Malformed)
            }
            fn visit_f64<E>(self, _: f64) -> Result<UserElement, E> {
                Ok(UserElement::Malformed)
            }
            fn visit_str<E>(self, _: &str) -> Result<UserElement, E> {
                Ok(UserElement::Malformed)
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<UserElement, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(UserElement::Malformed)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<UserElement, A::Error> {
                let mut user = User::default();
                while let Some(key) = fields.next_key::<String>()? {
                    if !is_known_key(&key) {
                        fields.next_value::<IgnoredAny>()?;
                        continue;
                    }
                    let value: LenientValue = fields.next_value()?;
                    match key.as_str() {
                        "username" => user.username = value.into_text().unwrap_or_default(),
                        "email" => user.email = value.into_text().unwrap_or_default(),
                        "is_admin" => user.is_admin = value.as_bool(),
                        "is_active" => user.is_active = value.as_bool(),
                        "is_approved" => user.is_approved = value.as_bool(),
                        "is_disabled" => user.is_disabled = value.as_bool(),
                        "registered_on" => user.registered_on = value.as_i64(),
                        // Either spelling or both: the first one with a readable value wins.
                        _ => user.is_verified = user.is_verified.or(value.as_bool()),
                    }
                }
                Ok(if user.username.is_empty() { UserElement::Malformed } else { UserElement::User(user) })
            }
        }
        deserializer.deserialize_any(UserVisitor)
    }
}

fn is_known_key(key: &str) -> bool {
    matches!(
        key,
        "username"
            | "email"
            | "is_admin"
            | "is_active"
            | "is_verified"
            | "is_verfied"
            | "is_approved"
            | "is_disabled"
            | "registered_on"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn user(json: &str) -> User {
        match serde_json::from_str(json).unwrap() {
            UserElement::User(user) => user,
            UserElement::Malformed => panic!("{json} is a user"),
        }
    }

    #[test]
    fn both_spellings_of_verified_are_read() {
        assert_eq!(user(r#"{"username": "a", "is_verfied": true}"#).is_verified, Some(true));
        assert_eq!(user(r#"{"username": "a", "is_verified": false}"#).is_verified, Some(false));
        assert_eq!(user(r#"{"username": "a", "is_verfied": null, "is_verified": true}"#).is_verified, Some(true));
        assert_eq!(user(r#"{"username": "a"}"#).is_verified, None);
    }

    #[test]
    fn scalars_may_be_strings_and_fields_may_be_missing_or_unknown() {
        let user = user(
            r#"{"username": "a", "is_admin": "True", "is_active": "false", "registered_on": "1559798774", "tags": [{}]}"#,
        );
        assert_eq!(user.is_admin, Some(true));
        assert_eq!(user.state(), AccountState::Deactivated);
        assert_eq!(user.registered_on, Some(1_559_798_774));
        assert_eq!(user.email, "");
    }

    #[test]
    fn a_malformed_element_is_no_error() {
        for json in ["null", "3", "\"bob\"", "[]", "{}", r#"{"username": ""}"#, r#"{"username": ["a"]}"#] {
            assert_eq!(serde_json::from_str::<UserElement>(json).unwrap(), UserElement::Malformed, "{json}");
        }
    }

    #[test]
    fn the_two_flags_encode_three_states() {
        let state = |is_active, is_disabled| User { is_active, is_disabled, ..User::default() }.state();
        assert_eq!(state(Some(true), Some(false)), AccountState::Active);
        assert_eq!(state(Some(false), Some(true)), AccountState::Disabled);
        assert_eq!(state(Some(false), Some(false)), AccountState::Deactivated);
        assert_eq!(state(Some(true), Some(true)), AccountState::Disabled);
        assert_eq!(state(None, None), AccountState::Active);
        assert_eq!(state(Some(false), None), AccountState::Deactivated);
    }
}
