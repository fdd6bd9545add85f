//! Calls of the Account API as faults, gates and the journal see them, and matchers for calls.

use account_api::Operation;
use account_api::limits::MAX_USERNAME_CHARS;
use core::fmt;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, OneOfBuilder, Ref, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

/// What a request is about, according to its head and body alone. The request need not be valid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// The operation; `None` if the path matches no route.
    pub operation: Option<Operation>,
    /// The user in the token, whether the token is accepted or not.
    pub caller: Option<String>,
    /// The account names in the path or the body.
    pub accounts: Vec<String>,
}

/// Selects calls. All given criteria must match; without any, every call matches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CallMatcher {
    /// The operation is one of these; empty for any.
    pub operations: Vec<Operation>,
    /// The path or the body contains this account name.
    pub account: Option<String>,
    /// The token belongs to this user.
    pub caller: Option<String>,
}

/// Why a matcher is invalid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MatcherError {
    /// An empty list of operations. Every operation is expressed by omitting the list.
    #[error("operation is an empty list. Leave it out for every operation")]
    EmptyOperations,
    /// A name that is too long for any account.
    #[error("{0} is longer than a name can be: {MAX_USERNAME_CHARS} characters")]
    NameTooLong(&'static str),
}

impl CallMatcher {
    /// Creates a matcher from optional criteria.
    ///
    /// # Errors
    /// See [`MatcherError`].
    pub fn new(
        operations: Option<Operations>,
        account: Option<String>,
        caller: Option<String>,
    ) -> Result<Self, MatcherError> {
        let operations = match operations {
            Some(Operations(operations)) if operations.is_empty() => return Err(MatcherError::EmptyOperations),
            Some(Operations(mut operations)) => {
                operations.sort_unstable();
                operations.dedup();
                operations
            }
            None => Vec::new(),
        };
        for (field, name) in [("account", &account), ("caller", &caller)] {
            if name.as_ref().is_some_and(|name| name.chars().count() > MAX_USERNAME_CHARS) {
                return Err(MatcherError::NameTooLong(field));
            }
        }
        Ok(Self { operations, account, caller })
    }

    /// Whether a call matches.
    #[must_use]
    pub fn matches(&self, call: &Call) -> bool {
        self.matches_operation(call) && self.matches_account(call) && self.matches_caller(call)
    }

    /// The criteria that a call does not match: `operation`, `account`, `caller`.
    #[must_use]
    pub fn differences(&self, call: &Call) -> Vec<&'static str> {
        [
            ("operation", self.matches_operation(call)),
            ("account", self.matches_account(call)),
            ("caller", self.matches_caller(call)),
        ]
        .into_iter()
        .filter_map(|(field, is_match)| (!is_match).then_some(field))
        .collect()
    }

    fn matches_operation(&self, call: &Call) -> bool {
        self.operations.is_empty() || call.operation.is_some_and(|operation| self.operations.contains(&operation))
    }

    fn matches_account(&self, call: &Call) -> bool {
        self.account.as_ref().is_none_or(|account| call.accounts.contains(account))
    }

    fn matches_caller(&self, call: &Call) -> bool {
        self.caller.as_ref().is_none_or(|caller| call.caller.as_ref() == Some(caller))
    }
}

/// The name of an operation in JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperationName(pub Operation);

impl PartialSchema for OperationName {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(Operation::ALL.map(Operation::name)))
            .description(Some("An operation of the Account API."))
            .into()
    }
}

impl ToSchema for OperationName {}

impl Serialize for OperationName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

/// A set of operations in JSON: one name, a list of names, or several names separated by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Operations(pub Vec<Operation>);

impl PartialSchema for Operations {
    fn schema() -> RefOr<Schema> {
        let name = || Ref::from_schema_name(OperationName::name());
        let names = ArrayBuilder::new().items(name());
        OneOfBuilder::new().item(name()).item(names).description(Some("The name of an operation, or a list.")).into()
    }
}

impl ToSchema for Operations {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((OperationName::name().into_owned(), OperationName::schema()));
    }
}

impl<'de> Deserialize<'de> for Operations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// Longer lists than this cannot add an operation.
        const MAX_NAMES: usize = 100;

        struct OperationsVisitor;

        impl<'de> Visitor<'de> for OperationsVisitor {
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
                        return Err(A::Error::custom(format!("a list has at most {MAX_NAMES} names of operations")));
                    }
                }
                Ok(Operations(operations))
            }
        }

        deserializer.deserialize_any(OperationsVisitor)
    }
}

impl Serialize for Operations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(|operation| operation.name()))
    }
}

fn read_operation<E: Error>(name: &str) -> Result<Operation, E> {
    Operation::parse(name.trim()).ok_or_else(|| {
        let names = Operation::ALL.map(Operation::name).join(", ");
        E::custom(format!("there is no operation named {name:?}. Expected one of {names}"))
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
    fn all_given_criteria_must_match() {
        assert!(CallMatcher::default().matches(&call()) && CallMatcher::default().matches(&Call::default()));
        let matcher = CallMatcher {
            operations: vec![Operation::Deactivate, Operation::Disable],
            account: Some("second".into()),
            caller: Some("admin".into()),
        };
        assert!(matcher.matches(&call()));
        assert!(matcher.differences(&call()).is_empty());
        assert_eq!(matcher.differences(&Call::default()), ["operation", "account", "caller"]);
        let other = CallMatcher { account: Some("somebody".into()), ..matcher };
        assert!(!other.matches(&call()));
        assert_eq!(other.differences(&call()), ["account"]);
    }

    #[test]
    fn operations_are_read_in_three_notations() {
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
