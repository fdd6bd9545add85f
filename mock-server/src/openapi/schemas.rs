//! The shapes of the Account API's bodies, for its description. `account-api` reads and writes them; what is read more loosely
//! than the reference has it (booleans and numbers as strings) is described as it is read. A fuzzer holds the answers against
//! this.
#![expect(dead_code, reason = "only described by it")]
#![allow(unused_qualifications, reason = "utoipa's macros write paths out in full")]

use std::collections::BTreeMap;
use utoipa::ToSchema;
use utoipa::openapi::schema::{ObjectBuilder, OneOfBuilder, Type};
use utoipa::openapi::{RefOr, Schema};

/// A boolean, or its name as a string.
fn boolean() -> RefOr<Schema> {
    let names = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(["true", "false", "True", "False"]));
    OneOfBuilder::new().item(ObjectBuilder::new().schema_type(Type::Boolean)).item(names).into()
}

fn whole_number(least: i64) -> RefOr<Schema> {
    let number = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(Some(1_000_000_000_i64));
    let digits = ObjectBuilder::new().schema_type(Type::String).pattern(Some("^[1-9][0-9]{0,8}$"));
    OneOfBuilder::new().item(number).item(digits).into()
}

fn positive() -> RefOr<Schema> {
    whole_number(1)
}

fn natural() -> RefOr<Schema> {
    whole_number(0)
}

/// Users or service accounts to create. Each is judged alone.
#[derive(ToSchema)]
pub(super) struct CreateUsers {
    users: Vec<NewAccount>,
    /// The type of all that name none.
    user_type: Option<UserType>,
}

/// An account to create. A user needs `email` and `password`, a service account neither.
#[derive(ToSchema)]
struct NewAccount {
    /// 1 to 255 characters without control characters, no space at either end; unique over users, service accounts and
    /// organizations.
    username: String,
    email: Option<String>,
    password: Option<String>,
    user_type: Option<UserType>,
}

/// `user` when left out.
#[derive(ToSchema)]
#[schema(rename_all = "snake_case")]
enum UserType {
    User,
    ServiceAccount,
}

/// Filters, which combine with AND whatever their case, and a page.
#[derive(ToSchema)]
pub(super) struct ListUsers {
    /// The whole domain of the address, a leading `@` tolerated, `*` a wildcard.
    email_domain_pattern: Option<String>,
    /// What the user name starts with.
    username_prefix: Option<String>,
    /// What the user name or the address contains.
    search_string: Option<String>,
    /// Ignores the three filters above.
    #[schema(schema_with = boolean)]
    get_all: Option<bool>,
    /// Disabled and deactivated accounts too.
    #[schema(schema_with = boolean)]
    include_disabled: Option<bool>,
    user_type: Option<UserType>,
    /// The size of the page: 500 when left out, and what is over 500 counts as 500.
    #[schema(schema_with = positive)]
    limit: Option<u32>,
    /// Where the page starts.
    #[schema(schema_with = natural)]
    offset: Option<u64>,
}

/// Who is to be a site admin, or none any more.
#[derive(ToSchema)]
pub(super) struct Usernames {
    usernames: Vec<String>,
}

/// A new password of 1 to 1,024 characters, and on one's own account the current one.
#[derive(ToSchema)]
pub(super) struct NewPassword {
    new_password: String,
    old_password: Option<String>,
}

/// It was done.
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

/// Why it was not done.
#[derive(ToSchema)]
pub(super) struct ErrorReply {
    status: Error,
    /// What is wrong, and what to do.
    msg: String,
    /// Of site admins: which names failed, and why. The others were done.
    error_details: Option<BTreeMap<String, String>>,
}

/// What was created, and what was not.
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
    /// Left out when there are none. There is no reason for each.
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
    /// As the reference's example spells it; of lists only.
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
    /// Where the next page starts; -1 after the last.
    #[schema(minimum = -1)]
    next_offset: i64,
}

/// What kind of account a name belongs to.
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
