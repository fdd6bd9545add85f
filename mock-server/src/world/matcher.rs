//! A call of the Account API as faults, gates and the journal see it, and patterns that describe some of them.

use account_api::Operation;
use account_api::limits::MAX_USERNAME_CHARS;
use core::fmt;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// What a request asks for, told by its head and body alone: it need not be a valid one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// `None` where no route leads.
    pub operation: Option<Operation>,
    /// Whose token it came with, accepted or not.
    pub caller: Option<String>,
    /// The accounts that the path or the body names.
    pub accounts: Vec<String>,
}

/// Which calls are meant. Everything that is given must fit; nothing given fits every call.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallMatcher {
    /// One of these; none is any.
    pub operations: Vec<Operation>,
    /// An account that the path or the body names.
    pub account: Option<String>,
    /// Whose token.
    pub caller: Option<String>,
}

/// Why there is no such pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum PatternError {
    /// An empty list of operations. Left out, it is every one.
    #[error("operation is an empty list. Leave it out for every operation")]
    NoOperation,
    /// A name that nobody can have.
    #[error("{0} is longer than a name can be: {MAX_USERNAME_CHARS} characters")]
    Long(&'static str),
}

impl CallMatcher {
    /// A pattern of what an order gives.
    ///
    /// # Errors
    /// See [`PatternError`].
    pub fn of(
        operations: Option<Operations>,
        account: Option<String>,
        caller: Option<String>,
    ) -> Result<Self, PatternError> {
        let operations = match operations {
            Some(Operations(list)) if list.is_empty() => return Err(PatternError::NoOperation),
            Some(Operations(mut list)) => {
                list.sort_unstable();
                list.dedup();
                list
            }
            None => Vec::new(),
        };
        for (field, name) in [("account", &account), ("caller", &caller)] {
            if name.as_ref().is_some_and(|name| name.chars().count() > MAX_USERNAME_CHARS) {
                return Err(PatternError::Long(field));
            }
        }
        Ok(Self { operations, account, caller })
    }

    /// Whether that call is meant.
    #[must_use]
    pub fn matches(&self, call: &Call) -> bool {
        self.fits_operation(call) && self.fits_account(call) && self.fits_caller(call)
    }

    /// What about a call is not as the pattern wants it: `operation`, `account`, `caller`.
    #[must_use]
    pub fn differences(&self, call: &Call) -> Vec<&'static str> {
        [
            ("operation", self.fits_operation(call)),
            ("account", self.fits_account(call)),
            ("caller", self.fits_caller(call)),
        ]
        .into_iter()
        .filter_map(|(field, fits)| (!fits).then_some(field))
        .collect()
    }

    fn fits_operation(&self, call: &Call) -> bool {
        self.operations.is_empty() || call.operation.is_some_and(|operation| self.operations.contains(&operation))
    }

    fn fits_account(&self, call: &Call) -> bool {
        self.account.as_ref().is_none_or(|account| call.accounts.contains(account))
    }

    fn fits_caller(&self, call: &Call) -> bool {
        self.caller.as_ref().is_none_or(|by| call.caller.as_ref() == Some(by))
    }
}

/// The operations of a pattern as they are written: one name, several in a list, or several with commas in between.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operations(pub Vec<Operation>);

impl PartialSchema for Operations {
    fn schema() -> RefOr<Schema> {
        let name =
            || ObjectBuilder::new().schema_type(Type::String).enum_values(Some(Operation::ALL.map(Operation::name)));
        let list = ArrayBuilder::new().items(name());
        OneOfBuilder::new().item(name()).item(list).description(Some("The name of an operation, or a list.")).into()
    }
}

impl ToSchema for Operations {}

impl<'de> Deserialize<'de> for Operations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// More names than there are operations say nothing that fewer do not.
        const MAX_NAMES: usize = 100;

        struct Names;

        impl<'de> Visitor<'de> for Names {
            type Value = Operations;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of an operation, or a list of names")
            }

            fn visit_str<E: Error>(self, names: &str) -> Result<Operations, E> {
                names.split(',').take(MAX_NAMES).map(read_operation).collect::<Result<_, E>>().map(Operations)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut names: A) -> Result<Operations, A::Error> {
                let mut operations = Vec::new();
                while let Some(name) = names.next_element::<String>()? {
                    operations.push(read_operation(&name)?);
                    if operations.len() > MAX_NAMES {
                        return Err(A::Error::custom("there are eleven operations, and no need to name more"));
                    }
                }
                Ok(Operations(operations))
            }
        }

        deserializer.deserialize_any(Names)
    }
}

impl Serialize for Operations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|operation| operation.name()))
    }
}

fn read_operation<E: Error>(name: &str) -> Result<Operation, E> {
    Operation::parse(name.trim()).ok_or_else(|| {
        let all = Operation::ALL.map(Operation::name).join(", ");
        E::custom(format!("there is no operation named {name:?}. The eleven are {all}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn call() -> Call {
        Call {
            operation: Some(Operation::Disable),
            caller: Some("admin".into()),
            accounts: vec!["member".into(), "second".into()],
        }
    }

    #[test]
    fn nothing_given_fits_every_call_and_everything_given_must_fit() {
        assert!(CallMatcher::default().matches(&call()) && CallMatcher::default().matches(&Call::default()));
        let pattern = CallMatcher {
            operations: vec![Operation::Deactivate, Operation::Disable],
            account: Some("second".into()),
            caller: Some("admin".into()),
        };
        assert!(pattern.matches(&call()));
        assert!(pattern.differences(&call()).is_empty());
        assert_eq!(pattern.differences(&Call::default()), ["operation", "account", "caller"]);
        let other = CallMatcher { account: Some("somebody".into()), ..pattern };
        assert!(!other.matches(&call()));
        assert_eq!(other.differences(&call()), ["account"]);
    }

    #[test]
    fn operations_are_written_in_three_ways() {
        let read = |json: &str| serde_json::from_str::<Operations>(json).map(|read| read.0);
        let two = vec![Operation::Disable, Operation::ListUsers];
        assert_eq!(read(r#""disable""#).unwrap(), [Operation::Disable]);
        assert_eq!(read(r#""disable, list_users""#).unwrap(), two);
        assert_eq!(read(r#"["disable", "list_users"]"#).unwrap(), two);
        let error = read(r#"["explode"]"#).unwrap_err().to_string();
        assert!(error.contains("no operation named \"explode\"") && error.contains("reset_own_password"), "{error}");
        assert!(read("5").unwrap_err().to_string().contains("the name of an operation"));
    }
}
