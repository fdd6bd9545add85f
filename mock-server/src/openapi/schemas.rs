//! The schemas of the Account API's bodies, for its description. The crate `account-api` reads and
//! writes the bodies. Where it is more lenient than the reference (booleans and numbers as
//! strings), the schemas are too. A fuzzer validates responses against them.
#![expect(dead_code, reason = "only their schemas are used")]
#![allow(unused_qualifications, reason = "utoipa's macros write paths out in full")]

use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{RefOr, Schema};

/// A boolean, or its name as a string. The names are a pattern, since generators make identifiers
/// of the values of an `enum`, and `true` and `True` would be the same.
fn boolean() -> RefOr<Schema> {
    let names = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^([Tt]rue|[Ff]alse)$"));
    OneOfBuilder::new().item(ObjectBuilder::new().schema_type(Type::Boolean)).item(names).into()
}

fn integer(min: i64) -> RefOr<Schema> {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(min)).maximum(Some(1_000_000_000_i64));
    let digits = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[1-9][0-9]{0,8}$"));
    OneOfBuilder::new().item(number).item(digits).into()
}

fn positive() -> RefOr<Schema> {
    integer(1)
}

fn natural() -> RefOr<Schema> {
    integer(0)
}

/// Users or service accounts to create. Each succeeds or fails on its own.
#[derive(ToSchema)]
pub(super) struct CreateUsers {
    users: Vec<NewAccount>,
    /// The type of the accounts that have no type of their own.
    user_type: Option<UserType>,
}

/// An account to create. `email` and `password` are required for users only.
#[derive(ToSchema)]
struct NewAccount {
    /// 1 to 255 characters without control characters, no space at either end; unique over users,
    /// service accounts and organizations.
    username: String,
    email: Option<String>,
    password: Option<String>,
    user_type: Option<UserType>,
}

/// `user` when omitted.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
enum UserType {
    User,
    ServiceAccount,
}

/// Filters, combined with AND and case-insensitive, and a page.
#[derive(ToSchema)]
pub(super) struct ListUsers {
    /// The complete domain of the address. `*` is a wildcard; a leading `@` is ignored.
    email_domain_pattern: Option<String>,
    /// The start of the username.
    username_prefix: Option<String>,
    /// A part of the username or the address.
    search_string: Option<String>,
    /// Ignores the three filters above.
    #[schema(schema_with = boolean)]
    get_all: Option<bool>,
    /// Includes disabled and deactivated accounts.
    #[schema(schema_with = boolean)]
    include_disabled: Option<bool>,
    user_type: Option<UserType>,
    /// The size of the page: 500 when omitted. Greater values count as 500.
    #[schema(schema_with = positive)]
    limit: Option<u32>,
    /// The index of the first account.
    #[schema(schema_with = natural)]
    offset: Option<u64>,
}

/// The users to add to the site admins, or to remove from them.
#[derive(ToSchema)]
pub(super) struct Usernames {
    usernames: Vec<String>,
}

/// A new password of 1 to 1,024 characters; on the caller's own account, also the current one.
#[derive(ToSchema)]
pub(super) struct NewPassword {
    new_password: String,
    old_password: Option<String>,
}

/// A success without a result.
#[derive(ToSchema)]
pub(super) struct Done {
    status: Ok,
}

#[derive(ToSchema)]
enum Ok {
    #[schema(rename = "OK")]
    Ok,
}

#[derive(ToSchema)]
enum Error {
    #[schema(rename = "ERROR")]
    Error,
}

/// A failure.
#[derive(ToSchema)]
pub(super) struct ErrorReply {
    status: Error,
    /// What is wrong, and what to do.
    msg: String,
    /// For site admins: the names that failed, with reasons. The other names succeeded.
    error_details: Option<BTreeMap<String, String>>,
}

/// The accounts that were created, and those that were not.
#[derive(ToSchema)]
pub(super) struct Created {
    status: Ok,
    result: CreatedResult,
}

#[derive(ToSchema)]
struct CreatedResult {
    /// In the order of the request.
    created_users: Vec<String>,
    error_details: CreatedDetails,
}

#[derive(ToSchema)]
struct CreatedDetails {
    /// The names that were not created, without reasons. Omitted when there are none.
    #[schema(rename = "FAILURE")]
    failure: Option<Vec<String>>,
}

/// An account.
#[derive(ToSchema)]
struct User {
    /// Empty for a service account.
    email: String,
    username: String,
    is_admin: bool,
    is_active: bool,
    /// A misspelling in the reference's example, kept in lists only.
    is_verfied: Option<bool>,
    is_verified: bool,
    is_approved: bool,
    is_disabled: bool,
    /// Seconds since the epoch.
    registered_on: i64,
}

/// All site admins.
#[derive(ToSchema)]
pub(super) struct Admins {
    status: Ok,
    admins: Vec<User>,
}

/// A page of a list.
#[derive(ToSchema)]
pub(super) struct Page {
    status: Ok,
    #[schema(max_items = 500)]
    users: Vec<User>,
    has_more: bool,
    /// The offset of the next page; -1 after the last.
    #[schema(minimum = -1)]
    next_offset: i64,
}

/// The type of an account.
#[derive(ToSchema)]
pub(super) struct TypeReply {
    status: Ok,
    account_type: AccountType,
}

#[derive(ToSchema)]
#[schema(rename_all = "lowercase")]
enum AccountType {
    User,
    Org,
}
