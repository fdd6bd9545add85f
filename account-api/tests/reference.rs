//! Golden tests against the published reference: every JSON example in it decodes, and every
//! request encodes to the bytes that the reference's Python sends (method, path and `json.dumps`
//! body).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its body may")]

use account_api::reply::{
    AccountType, AccountTypeReply, AdminsReply, CreateUsersReply, EmptyReply, Failure, ListUsersReply, decode,
};
use account_api::request::{
    CreateUsers, Deactivate, Disable, GetAccountType, GetAdmins, ListUsers, NewAccount, NewPassword, Reactivate,
    RemoveAdmins, ResetPassword, SetAdmins, read_new_accounts, read_usernames,
};
use account_api::{ApiRequest, Operation, ReplyError, Secret, User, UserType};

/// The request line (method and path) and the body of a request.
fn encode(call: &impl ApiRequest) -> (String, Option<String>) {
    (format!("{} {}", call.operation().method(), call.path()), call.body())
}

fn with_body(line: &str, body: &str) -> (String, Option<String>) {
    (line.to_owned(), Some(body.to_owned()))
}

fn without_body(line: &str) -> (String, Option<String>) {
    (line.to_owned(), None)
}

fn user(username: &str, email: &str, password: &str) -> NewAccount {
    NewAccount::User { username: username.into(), email: email.into(), password: Secret::new(password) }
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|&name| name.to_owned()).collect()
}

mod requests {
    use super::*;

    #[test]
    fn create_users() {
        let call = CreateUsers {
            users: vec![
                user("bob", "bob@instabase.com", "password1"),
                user("alice", "alice@instabase.com", "password2"),
            ],
        };
        let body = concat!(
            r#"{"users": [{"username": "bob", "email": "bob@instabase.com", "password": "password1"}, "#,
            r#"{"username": "alice", "email": "alice@instabase.com", "password": "password2"}]}"#
        );
        assert_eq!(encode(&call), with_body("POST /users", body));
        let read: Vec<_> =
            read_new_accounts(body.as_bytes()).unwrap().into_iter().map(|received| received.account.unwrap()).collect();
        assert_eq!(read, call.users);
    }

    /// The reference's own example lacks a comma. Its text calls `user_type` a field of the
    /// element.
    #[test]
    fn create_service_accounts() {
        let call = CreateUsers { users: vec![NewAccount::service_account("foo".into())] };
        let body = r#"{"users": [{"username": "foo", "user_type": "service_account"}]}"#;
        assert_eq!(encode(&call), with_body("POST /users", body));
        for body in [body, r#"{"users": [{"username": "foo"}], "user_type": "service_account"}"#] {
            assert_eq!(read_new_accounts(body.as_bytes()).unwrap()[0].account, Ok(call.users[0].clone()));
        }
    }

    #[test]
    fn deactivate_disable_and_reactivate() {
        assert_eq!(encode(&Deactivate { name: "janedoe1".into() }), without_body("POST /janedoe1/deactivate"));
        assert_eq!(encode(&Disable { name: "janedoe1".into() }), without_body("POST /janedoe1/disable"));
        assert_eq!(encode(&Reactivate { name: "janedoe1".into() }), without_body("POST /janedoe1/reactivate"));
    }

    #[test]
    fn site_admins() {
        assert_eq!(encode(&GetAdmins), without_body("GET /admins"));
        let set = SetAdmins { usernames: names(&["walter", "jesse", "gus"]) };
        let body = r#"{"usernames": ["walter", "jesse", "gus"]}"#;
        assert_eq!(encode(&set), with_body("POST /admins", body));
        assert_eq!(read_usernames(Operation::SetAdmins, body.as_bytes()), Ok(set.usernames));
        let remove = RemoveAdmins { usernames: names(&["glenn", "rick"]) };
        assert_eq!(encode(&remove), with_body("DELETE /admins", r#"{"usernames": ["glenn", "rick"]}"#));
    }

    #[test]
    fn list_users() {
        let call = ListUsers {
            search_string: Some("insta".into()),
            get_all: Some(false),
            limit: Some(100),
            offset: Some(5),
            ..ListUsers::default()
        };
        let body = r#"{"search_string": "insta", "get_all": "false", "limit": 100, "offset": 5}"#;
        assert_eq!(encode(&call), with_body("POST /list_users", body));
        assert_eq!(ListUsers::read(body.as_bytes()), Ok(call));
        let all = ListUsers {
            email_domain_pattern: Some("instabase.com".into()),
            username_prefix: Some("a".into()),
            include_disabled: Some(true),
            user_type: Some(UserType::ServiceAccount),
            ..ListUsers::default()
        };
        assert_eq!(ListUsers::read(all.body().unwrap().as_bytes()), Ok(all));
    }

    #[test]
    fn account_type() {
        assert_eq!(encode(&GetAccountType { name: "jane".into() }), without_body("GET /jane/type"));
    }

    #[test]
    fn reset_password() {
        let own = ResetPassword {
            name: "jane".into(),
            passwords: NewPassword {
                new_password: Secret::new("my-new-password!"),
                old_password: Some(Secret::new("my-old-password#")),
            },
        };
        let body = r#"{"new_password": "my-new-password!", "old_password": "my-old-password#"}"#;
        assert_eq!(encode(&own), with_body("POST /jane/reset_password", body));
        assert_eq!(NewPassword::read(body.as_bytes()), Ok(own.passwords));
        let other = ResetPassword {
            name: "jane".into(),
            passwords: NewPassword { new_password: Secret::new("my-new-password!"), old_password: None },
        };
        let body = r#"{"new_password": "my-new-password!"}"#;
        assert_eq!(encode(&other), with_body("POST /jane/reset_password", body));
    }
}

mod replies {
    use super::*;

    fn ok<R: account_api::reply::Reply>(body: &str) -> R {
        decode(200, body.as_bytes()).unwrap()
    }

    fn refused(body: &str) -> (String, Vec<Failure>) {
        match decode::<EmptyReply>(200, body.as_bytes()) {
            Err(ReplyError::Refused { msg, details, .. }) => (msg, details),
            other => panic!("not a refusal: {other:?}"),
        }
    }

    #[test]
    fn create_users() {
        let created: CreateUsersReply = ok(r#"{
"status": "OK",
"result": {
"created_users": ["bob"],
"error_details": {
"FAILURE": ["alice"]
}
}
}"#);
        assert_eq!(created.created, ["bob"]);
        assert_eq!(created.failed, [Failure { name: "alice".into(), reason: None }]);
        let created: CreateUsersReply = ok(r#"{
"status": "OK",
"result": {
"created_users": ["foo"],
"error_details": {}
}
}"#);
        assert_eq!(created, CreateUsersReply { created: names(&["foo"]), failed: vec![] });
    }

    #[test]
    fn an_ok_envelope_without_content() {
        assert_eq!(ok::<EmptyReply>("{\n\"status\": \"OK\"\n}"), EmptyReply);
    }

    /// The reference's response to a password reset has a trailing comma.
    #[test]
    fn reset_password() {
        assert_eq!(ok::<EmptyReply>("{\n\"status\": \"OK\",\n}"), EmptyReply);
    }

    #[test]
    fn deactivation_of_an_owner_is_refused() {
        let (msg, details) = refused(
            r#"{
"status": "ERROR", "msg": "janedoe1 still owns teams. Failed to deactivate"
}"#,
        );
        assert_eq!(msg, "janedoe1 still owns teams. Failed to deactivate");
        assert_eq!(details, []);
    }

    #[test]
    fn get_site_admins() {
        let admins: AdminsReply = ok(r#"{
"status": "OK",
"admins": [
{
"email": "bob@instabase.com",
"username": "bob",
"is_admin": true,
"is_active": true,
"is_verified": true,
"is_approved": true,
"is_disabled": false,
"registered_on": 1559798774
}, {
"email": "alice@instabase.com",
"username": "alice",
"is_admin": true,
"is_active": true,
"is_verified": true,
"is_approved": true,
"is_disabled": false,
"registered_on": 1528087641
}
]
}"#);
        assert_eq!(admins.malformed_count, 0);
        assert_eq!(admins.admins, [listed("bob", true, 1_559_798_774), listed("alice", true, 1_528_087_641)]);
        let written = serde_json::to_string(&admins).unwrap();
        assert!(written.contains("is_verified") && !written.contains("is_verfied"));
        assert_eq!(ok::<AdminsReply>(&written), admins);
    }

    #[test]
    fn set_and_remove_site_admins_with_unknown_names() {
        let (msg, details) = refused(
            r#"{
"status": "ERROR",
"msg": "Failed to set all usernames to admin.",
"error_details": {
"jesse": "User (jesse) not found"
}
}"#,
        );
        assert_eq!(msg, "Failed to set all usernames to admin.");
        assert_eq!(details, [Failure { name: "jesse".into(), reason: Some("User (jesse) not found".into()) }]);
        let (msg, details) = refused(
            r#"{
"status": "ERROR",
"msg": "Failed to unset all usernames from admin.",
"error_details": {
"glenn": "User (glenn) not found"
}
}"#,
        );
        assert_eq!(msg, "Failed to unset all usernames from admin.");
        assert_eq!(details, [Failure { name: "glenn".into(), reason: Some("User (glenn) not found".into()) }]);
    }

    #[test]
    fn list_users() {
        let page: ListUsersReply = ok(r#"{
"status": "OK",
"users": [
{
"email": "alice@instabase.com",
"username": "alice",
"is_admin": false,
"is_active": true,
"is_verfied": true,
"is_approved": true,
"is_disabled": false,
"registered_on": 1618362000
},
{
"email": "admin@instabase.com",
"username": "admin",
"is_admin": true,
"is_active": true,
"is_verfied": true,
"is_approved": true,
"is_disabled": false,
"registered_on": 1618368000
}
],
"has_more": false,
"next_offset": -1
}"#);
        assert_eq!(page.users, [listed("alice", false, 1_618_362_000), listed("admin", true, 1_618_368_000)]);
        assert_eq!((page.malformed_count, page.next_offset), (0, None));
        let written = serde_json::to_string(&page).unwrap();
        assert!(written.contains("is_verified") && written.contains("is_verfied"), "both keys: {written}");
        assert!(written.ends_with(r#""has_more":false,"next_offset":-1}"#));
        assert_eq!(ok::<ListUsersReply>(&written), page);
    }

    #[test]
    fn account_type() {
        let reply: AccountTypeReply = ok("{\n\"status\": \"OK\",\n\"account_type\": \"user\"\n}");
        assert_eq!(reply.account_type, AccountType::User);
        let reply: AccountTypeReply = ok(r#"{"status": "OK", "account_type": "org"}"#);
        assert_eq!(reply.account_type, AccountType::Org);
    }

    fn listed(name: &str, is_admin: bool, registered_on: i64) -> User {
        User {
            username: name.into(),
            email: format!("{name}@instabase.com"),
            is_admin: Some(is_admin),
            is_active: Some(true),
            is_verified: Some(true),
            is_approved: Some(true),
            is_disabled: Some(false),
            registered_on: Some(registered_on),
        }
    }
}

/// What the author of an invalid request reads: which field is wrong, what was expected, what was
/// received, and never a password.
mod invalid_bodies {
    use super::*;

    fn list(body: &str) -> String {
        ListUsers::read(body.as_bytes()).unwrap_err().to_string()
    }

    fn create(body: &str) -> String {
        read_new_accounts(body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn bodies_that_are_not_a_json_object() {
        assert_eq!(list(""), "The request has no body. Expected a JSON object.");
        assert_eq!(list("{\n  \"limit\": oops\n}"), "The body is not JSON: expected value at line 2, column 12.");
        assert_eq!(list("[]"), "The body must be a JSON object. Got a list.");
    }

    #[test]
    fn fields_of_the_wrong_type() {
        assert_eq!(list(r#"{"limit": 0}"#), "limit must be a whole number from 1. Got the number 0.");
        assert_eq!(list(r#"{"limit": 1.5}"#), "limit must be a whole number from 1. Got the number 1.5.");
        assert_eq!(list(r#"{"offset": "-3"}"#), "offset must be a whole number from 0. Got the string \"-3\".");
        assert_eq!(list(r#"{"get_all": 1}"#), "get_all must be true or false. Got the number 1.");
        assert_eq!(list(r#"{"search_string": {}}"#), "search_string must be a string. Got an object.");
        assert_eq!(
            list(r#"{"user_type": "robot"}"#),
            "user_type must be \"user\" or \"service_account\". Got the string \"robot\"."
        );
    }

    #[test]
    fn invalid_lists_of_usernames() {
        let read = |body: &str| read_usernames(Operation::SetAdmins, body.as_bytes()).unwrap_err().to_string();
        assert_eq!(read("{}"), "usernames is missing. Expected a list of strings.");
        assert_eq!(read(r#"{"usernames": "bob"}"#), "usernames must be a list of strings. Got the string \"bob\".");
        assert_eq!(read(r#"{"usernames": ["a", 2]}"#), "usernames[1] must be a string. Got the number 2.");
    }

    #[test]
    fn elements_without_a_username_invalidate_the_body() {
        assert_eq!(create("{}"), "users is missing. Expected a list of user objects.");
        assert_eq!(create(r#"{"users": ["bob"]}"#), "users[0] must be an object. Got a string.");
        assert_eq!(create(r#"{"users": [{"email": "a@b.c"}]}"#), "users[0].username is missing. Expected a string.");
    }

    #[test]
    fn other_errors_in_an_element_affect_only_that_element() {
        let received = read_new_accounts(
            br#"{"users": [{"username": "a", "email": 3, "password": "p"}, {"username": "b", "email": "b@c.d", "password": "p"}]}"#,
        )
        .unwrap();
        assert_eq!(
            received[0].account.as_ref().unwrap_err().to_string(),
            "users[0].email must be a string. Got the number 3."
        );
        assert!(received[1].account.is_ok());
    }

    #[test]
    fn errors_never_contain_passwords() {
        let error = NewPassword::read(br#"{"new_password": 12345678}"#).unwrap_err().to_string();
        assert_eq!(error, "new_password must be a string. Got a number.");
        let error = NewPassword::read(br#"{"new_password": "s3cret", "old_password": ["0ld"]}"#).unwrap_err();
        assert_eq!(error.to_string(), "old_password must be a string. Got a list.");
    }
}
