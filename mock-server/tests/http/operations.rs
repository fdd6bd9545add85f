//! Each operation: success, missing permission, refusal by a rule.

use crate::platform::{NOW, Platform};
use serde_json::{Value, json};

/// The account as `list_users` returns it.
async fn listed(platform: &Platform, username: &str) -> Value {
    let body = json!({ "username_prefix": username, "include_disabled": true });
    let page = platform.as_user("both").post("/list_users", body).await.ok();
    page["users"].as_array().unwrap().iter().find(|user| user["username"] == username).cloned().unwrap_or(Value::Null)
}

#[tokio::test]
async fn create_users() {
    let platform = Platform::small();
    let body = json!({ "users": [
        { "username": "bob", "email": "bob@instabase.com", "password": "password1" },
        { "username": "member", "email": "alice@instabase.com", "password": "password2" },
        { "username": "robot", "user_type": "service_account" },
    ] });
    let response = platform.as_user("manager").post("/users", &body).await.ok();
    assert_eq!(
        response,
        json!({
            "status": "OK",
            "result": { "created_users": ["bob", "robot"], "error_details": { "FAILURE": ["member"] } },
        })
    );
    assert_eq!(
        listed(&platform, "bob").await,
        json!({
            "email": "bob@instabase.com", "username": "bob", "is_admin": false, "is_active": true,
            "is_verfied": false, "is_verified": false, "is_approved": true, "is_disabled": false,
            "registered_on": NOW,
        })
    );
    platform.as_user("bob").get("/robot/type").await.ok();
    platform.as_user("robot").get("/bob/type").await.ok();

    let refusal = platform.as_user("member").post("/users", &body).await.refusal();
    assert!(refusal.starts_with("member may not create users."), "{refusal}");
}

#[tokio::test]
async fn disable_and_reactivate() {
    let platform = Platform::small();
    let before = platform.dump();
    assert_eq!(platform.as_user("manager").post("/second/disable", "").await.ok(), json!({ "status": "OK" }));
    let second = listed(&platform, "second").await;
    assert_eq!(
        (&second["is_active"], &second["is_disabled"], &second["is_admin"]),
        (&json!(false), &json!(true), &json!(true))
    );
    let response = platform.as_user("second").get("/admin/type").await;
    assert_eq!(response.http, 401);
    assert_eq!(response.msg(), "The account second is disabled. Its tokens do not work until it is reactivated");

    platform.as_user("manager").post("/second/reactivate", "").await.ok();
    platform.as_user("second").get("/admins").await.ok();
    assert_eq!(platform.dump(), before);
    assert!(
        platform.as_user("member").post("/second/disable", "").await.refusal().contains("Manage users permissions")
    );
    assert!(
        platform.as_user("member").post("/second/reactivate", "").await.refusal().contains("Manage users permissions")
    );
    assert_eq!(platform.as_user("admin").post("/nobody/disable", "").await.refusal(), "User (nobody) not found");
    assert_eq!(platform.as_user("admin").post("/globex/reactivate", "").await.refusal(), "User (globex) not found");
}

#[tokio::test]
async fn deactivate() {
    let platform = Platform::small();
    assert_eq!(
        platform.as_user("manager").post("/janedoe1/deactivate", "").await.refusal(),
        "janedoe1 still owns teams. Failed to deactivate"
    );
    platform.as_user("manager").post("/second/deactivate", "").await.ok();
    let second = listed(&platform, "second").await;
    assert_eq!(
        (&second["is_active"], &second["is_disabled"], &second["is_admin"]),
        (&json!(false), &json!(false), &json!(false))
    );
    assert!(platform.as_user("second").get("/admin/type").await.msg().contains("deactivated"));
    assert!(platform.as_user("manager").post("/second/disable", "").await.refusal().contains("is deactivated"));
    assert!(
        platform.as_user("member").post("/second/deactivate", "").await.refusal().contains("Manage users permissions")
    );

    platform.as_user("manager").post("/second/reactivate", "").await.ok();
    assert!(
        platform
            .as_user("second")
            .get("/admins")
            .await
            .refusal()
            .contains("second may not see the list of site admins")
    );
}

#[tokio::test]
async fn site_admins() {
    let platform = Platform::small();
    let response = platform.as_user("admin").get("/admins").await.ok();
    let second = json!({
        "email": "second@globex.example", "username": "second", "is_admin": true, "is_active": true,
        "is_verified": true, "is_approved": true, "is_disabled": false, "registered_on": 1_559_798_774,
    });
    assert_eq!(response["admins"][1], second);
    assert_eq!(response["admins"].as_array().unwrap().len(), 2);

    let names = json!({ "usernames": ["member", "jesse", "bot"] });
    let response = platform.as_user("second").post("/admins", &names).await;
    assert_eq!(
        response.json(),
        json!({
            "status": "ERROR",
            "msg": "Failed to set all usernames to admin.",
            "error_details": { "jesse": "User (jesse) not found" },
        })
    );
    assert_eq!(platform.as_user("member").get("/admins").await.ok()["admins"].as_array().unwrap().len(), 4);

    let response = platform.as_user("member").delete("/admins", &names).await;
    assert_eq!(
        response.json(),
        json!({
            "status": "ERROR",
            "msg": "Failed to unset all usernames from admin.",
            "error_details": { "jesse": "User (jesse) not found" },
        })
    );
    for response in [
        platform.as_user("manager").get("/admins").await,
        platform.as_user("manager").post("/admins", &names).await,
        platform.as_user("member").delete("/admins", &names).await,
    ] {
        assert!(response.refusal().ends_with("This takes a site admin."));
    }
}

#[tokio::test]
async fn list_users() {
    let platform = Platform::small();
    let names = async |body: Value| -> Vec<String> {
        let page = platform.as_user("bot").post("/list_users", body).await.ok();
        page["users"].as_array().unwrap().iter().map(|user| user["username"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(json!({})).await.len(), 7);
    assert_eq!(
        names(json!({ "search_string": "DOE", "get_all": "false", "limit": "5", "offset": "0" })).await,
        ["janedoe1"]
    );
    assert_eq!(names(json!({ "search_string": "DOE", "get_all": "True" })).await.len(), 7);
    assert_eq!(names(json!({ "email_domain_pattern": "@initech.*" })).await, ["both", "janedoe1"]);
    assert_eq!(names(json!({ "user_type": "service_account" })).await, ["bot"]);
    platform.as_user("admin").post("/member/disable", "").await.ok();
    assert_eq!(names(json!({ "username_prefix": "m" })).await, ["manager"]);
    assert_eq!(names(json!({ "username_prefix": "m", "include_disabled": "true" })).await, ["manager", "member"]);

    let page = async |offset: i64| {
        let body = json!({ "include_disabled": true, "limit": 3, "offset": offset });
        let page = platform.as_user("bot").post("/list_users", body).await.ok();
        (page["users"].as_array().unwrap().len(), page["has_more"].clone(), page["next_offset"].clone())
    };
    assert_eq!(page(0).await, (3, json!(true), json!(3)));
    assert_eq!(page(6).await, (1, json!(false), json!(-1)));
    assert_eq!(page(7_000_000_000).await, (0, json!(false), json!(-1)));
}

#[tokio::test]
async fn a_page_has_at_most_500_accounts() {
    let users: Vec<Value> = (0..1_001).map(|at| json!({ "username": format!("u{at:04}") })).collect();
    let platform = Platform::of(&json!({ "users": users }).to_string());
    for (body, size) in [
        (json!({}), 500),
        (json!({ "limit": 5_000 }), 500),
        (json!({ "limit": "99999999999999999999" }), 500),
        (json!({ "limit": u64::MAX }), 500),
        (json!({ "limit": 1e30 }), 500),
        (json!({ "limit": 499 }), 499),
    ] {
        let page = platform.as_user("u0000").post("/list_users", body).await.ok();
        assert_eq!(page["users"].as_array().unwrap().len(), size);
        assert_eq!(page["next_offset"], size);
    }
    let last = platform.as_user("u0000").post("/list_users", json!({ "offset": 501 })).await.ok();
    assert_eq!((last["users"].as_array().unwrap().len(), &last["has_more"]), (500, &json!(false)));
}

#[tokio::test]
async fn account_type() {
    let platform = Platform::small();
    for (name, kind) in [("member", "user"), ("bot", "user"), ("globex", "org")] {
        let response = platform.as_user("member").get(&format!("/{name}/type")).await.ok();
        assert_eq!(response, json!({ "status": "OK", "account_type": kind }));
    }
    assert_eq!(platform.as_user("member").get("/nobody/type").await.refusal(), "Account (nobody) not found");
    platform.as_user("admin").post("/second/deactivate", "").await.ok();
    platform.as_user("member").get("/second/type").await.ok();
}

#[tokio::test]
async fn reset_password_of_another_user() {
    let platform = Platform::small();
    let body = json!({ "new_password": "next" });
    platform.as_user("manager").post("/member/reset_password", &body).await.ok();
    let response = platform.as_user("member").get("/admin/type").await;
    assert_eq!(response.http, 401);
    assert_eq!(
        response.msg(),
        "This token was revoked because the password of member was reset. The current token ends in ~2"
    );
    let member = platform.with("Bearer mock.default.member~2");
    let own = json!({ "new_password": "later", "old_password": "next" });
    member.post("/member/reset_password", own).await.ok();
    assert!(member.get("/admin/type").await.msg().ends_with("~3"));

    let refusal = platform.as_user("janedoe1").post("/member/reset_password", &body).await.refusal();
    assert!(refusal.starts_with("janedoe1 may not reset another user's password."), "{refusal}");
    assert!(platform.as_user("admin").post("/bot/reset_password", &body).await.refusal().contains("has no password"));
    assert_eq!(
        platform.as_user("admin").post("/globex/reset_password", &body).await.refusal(),
        "User (globex) not found"
    );
}

#[tokio::test]
async fn reset_own_password() {
    let platform = Platform::small();
    for who in ["admin", "manager", "member"] {
        let path = format!("/{who}/reset_password");
        let me = platform.as_user(who);
        let refusal = me.post(&path, json!({ "new_password": "next" })).await.refusal();
        assert!(refusal.starts_with("old_password is missing."), "{refusal}");
        let wrong = json!({ "new_password": "next", "old_password": "not it" });
        assert!(me.post(&path, wrong).await.refusal().starts_with("old_password is not your current password."));
        let right = json!({ "new_password": "next", "old_password": "mock-password" });
        me.post(&path, right).await.ok();
        assert_eq!(me.get("/admin/type").await.http, 401);
    }
}

#[tokio::test]
async fn a_new_password_has_1_to_1024_characters() {
    let platform = Platform::small();
    for (password, fits) in [("", false), ("x", true), (&*"ж".repeat(1024), true), (&*"x".repeat(1025), false)] {
        let response =
            platform.as_user("admin").post("/member/reset_password", json!({ "new_password": password })).await;
        assert_eq!(response.json()["status"] == "OK", fits, "{}", password.len());
    }
    let strict = Platform::of(
        r#"{"min_password_length": 12, "users": [{"username": "a", "site_admin": true}, {"username": "b"}]}"#,
    );
    let refusal = strict.as_user("a").post("/b/reset_password", json!({ "new_password": "too-short" })).await.refusal();
    assert_eq!(refusal, "new_password must have at least 12 characters. It has 9");
    let made = json!({ "users": [{ "username": "c", "email": "c@d.example", "password": "too-short" }] });
    let response = strict.as_user("a").post("/users", made).await.ok();
    assert_eq!(response["result"]["error_details"], json!({ "FAILURE": ["c"] }));
}

#[tokio::test]
async fn every_awkward_name_round_trips() {
    let platform = Platform::awkward();
    let page = platform.as_user("admin").post("/list_users", json!({ "include_disabled": true })).await.ok();
    let names: Vec<&str> =
        page["users"].as_array().unwrap().iter().map(|user| user["username"].as_str().unwrap()).collect();
    assert!(names.len() > 60);
    for name in names.into_iter().filter(|name| *name != "admin") {
        let path = |action: &str| account_api::path::account_path(name, action);
        platform.as_user("admin").post(&path("reactivate"), "").await.ok();
        platform.as_user("admin").get(&path("type")).await.ok();
        platform.as_user("admin").post(&path("disable"), "").await.ok();
        assert_eq!(platform.as_user(name).get("/admin/type").await.http, 401, "{name}");
        platform.as_user("admin").post(&path("reactivate"), "").await.ok();
        platform.as_user(name).get("/admin/type").await.ok();
        let body = json!({ "usernames": [name] });
        platform.as_user("admin").post("/admins", &body).await.ok();
        platform.as_user(name).get("/admins").await.ok();
        platform.as_user("admin").delete("/admins", &body).await.ok();
    }
}

#[tokio::test]
async fn accounts_named_like_routes_are_accounts() {
    let platform = Platform::awkward();
    for name in ["users", "admins", "list_users", "type", "disable"] {
        assert_eq!(platform.as_user("member").get(&format!("/{name}/type")).await.ok()["account_type"], "user");
        platform.as_user("manager").post(&format!("/{name}/disable"), "").await.ok();
    }
}
