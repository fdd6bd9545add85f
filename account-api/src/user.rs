//! One account as the API shows it.

use crate::lenient::LenientValue;
use core::fmt;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// What kind of account `list_users` retrieves and `create users` makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum UserType {
    /// A person, with an address and a password.
    #[default]
    User,
    /// A service account: a name and tokens, no address, no password.
    ServiceAccount,
}

impl UserType {
    /// The value on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::ServiceAccount => "service_account",
        }
    }

    /// Reads the value on the wire.
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

/// The three states of an account, told apart by two flags (contract, "Account states").
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AccountState {
    /// `is_active`, not `is_disabled`.
    Active,
    /// `is_disabled`: blocked, keeps teams, organizations, access and admin right.
    Disabled,
    /// Neither: blocked, and memberships, access and admin right are gone.
    Deactivated,
}

/// One account as `list_users` and `GET /admins` show it.
///
/// Only the name must be there. A flag that is missing or unreadable is `None`: unknown, which is not the same as no.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct User {
    /// The account's unique name, never empty.
    pub username: String,
    /// The address; empty for service accounts and where none was sent.
    pub email: String,
    /// Whether the user is a site admin.
    pub is_admin: Option<bool>,
    /// Whether the account is active.
    pub is_active: Option<bool>,
    /// Whether the address has been verified. Deployments spell the key `is_verified`, `is_verfied`, or both.
    pub is_verified: Option<bool>,
    /// Whether an admin has approved the account.
    pub is_approved: Option<bool>,
    /// Whether the account has been disabled.
    pub is_disabled: Option<bool>,
    /// When the account was created, in seconds since the epoch.
    pub registered_on: Option<i64>,
}

impl User {
    /// The state that the two flags spell. Where they contradict each other or are missing, `is_disabled` decides first,
    /// and an account that nothing calls blocked is active.
    #[must_use]
    pub fn state(&self) -> AccountState {
        match (self.is_active, self.is_disabled) {
            (_, Some(true)) => AccountState::Disabled,
            (Some(false), _) => AccountState::Deactivated,
            _ => AccountState::Active,
        }
    }
}

/// Which spelling of "verified" a user object is written with (contract, "User objects").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifiedKeys {
    /// `is_verified` alone, as `GET /admins` has it.
    Correct,
    /// Both `is_verfied` and `is_verified`, as the mock's `list_users` has it.
    Both,
}

/// A user object about to be written, with the wanted spelling of "verified".
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

/// An element of a list of users: a user, or something that is not one and must not hide the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MaybeUser {
    User(User),
    Broken,
}

impl<'de> Deserialize<'de> for MaybeUser {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = MaybeUser;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a user object")
            }
            fn visit_unit<E>(self) -> Result<MaybeUser, E> {
                Ok(MaybeUser::Broken)
            }
            fn visit_bool<E>(self, _: bool) -> Result<MaybeUser, E> {
                Ok(MaybeUser::Broken)
            }
            fn visit_i64<E>(self, _: i64) -> Result<MaybeUser, E> {
                Ok(MaybeUser::Broken)
            }
            fn visit_u64<E>(self, _: u64) -> Result<MaybeUser, E> {
                Ok(MaybeUser::Broken)
            }
            fn visit_f64<E>(self, _: f64) -> Result<MaybeUser, E> {
                Ok(MaybeUser::Broken)
            }
            fn visit_str<E>(self, _: &str) -> Result<MaybeUser, E> {
                Ok(MaybeUser::Broken)
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<MaybeUser, A::Error> {
                while items.next_element::<IgnoredAny>()?.is_some() {}
                Ok(MaybeUser::Broken)
            }
            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<MaybeUser, A::Error> {
                let mut user = User::default();
                while let Some(key) = fields.next_key::<String>()? {
                    if !is_known(&key) {
                        fields.next_value::<IgnoredAny>()?;
                        continue;
                    }
                    let value: LenientValue = fields.next_value()?;
                    match key.as_str() {
                        "username" => user.username = value.text().unwrap_or_default(),
                        "email" => user.email = value.text().unwrap_or_default(),
                        "is_admin" => user.is_admin = value.as_bool(),
                        "is_active" => user.is_active = value.as_bool(),
                        "is_approved" => user.is_approved = value.as_bool(),
                        "is_disabled" => user.is_disabled = value.as_bool(),
                        "registered_on" => user.registered_on = value.as_i64(),
                        // Either spelling, or both: the first one that says something stands.
                        _ => user.is_verified = user.is_verified.or(value.as_bool()),
                    }
                }
                Ok(if user.username.is_empty() { MaybeUser::Broken } else { MaybeUser::User(user) })
            }
        }
        deserializer.deserialize_any(Object)
    }
}

fn is_known(key: &str) -> bool {
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
            MaybeUser::User(user) => user,
            MaybeUser::Broken => panic!("{json} is a user"),
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
    fn what_is_no_user_is_broken_and_not_an_error() {
        for json in ["null", "3", "\"bob\"", "[]", "{}", r#"{"username": ""}"#, r#"{"username": ["a"]}"#] {
            assert_eq!(serde_json::from_str::<MaybeUser>(json).unwrap(), MaybeUser::Broken, "{json}");
        }
    }

    #[test]
    fn the_flags_spell_three_states() {
        let of = |is_active, is_disabled| User { is_active, is_disabled, ..User::default() }.state();
        assert_eq!(of(Some(true), Some(false)), AccountState::Active);
        assert_eq!(of(Some(false), Some(true)), AccountState::Disabled);
        assert_eq!(of(Some(false), Some(false)), AccountState::Deactivated);
        assert_eq!(of(Some(true), Some(true)), AccountState::Disabled);
        assert_eq!(of(None, None), AccountState::Active);
        assert_eq!(of(Some(false), None), AccountState::Deactivated);
    }
}
