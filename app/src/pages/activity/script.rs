//! What was done, as commands that do it again elsewhere. Neither tokens nor passwords stand in them: those are variables.

use crate::api::{Body, Deed, Piece};

/// What a script needs, once.
pub fn curl_head(api_root: &str) -> String {
    format!("# TOKEN holds your token, and passwords are variables too.\nAPI={}\n", quoted(api_root))
}

/// A call as curl makes it, for a POSIX shell.
pub fn curl(deed: &Deed) -> String {
    let method = deed.operation.method();
    let mut text = format!("curl -sS -X {method} \"$API{}\" -H \"Authorization: Bearer $TOKEN\"", deed.path);
    if let Some(body) = &deed.body {
        text.push_str(" -H 'Content-Type: application/json' --data ");
        text.push_str(&shell_body(body));
    }
    text.push('\n');
    text
}

/// The body between single quotes, which end where a variable stands.
fn shell_body(body: &Body) -> String {
    let mut text = String::new();
    for piece in body.pieces() {
        match piece {
            Piece::Json(json) => text.push_str(&quoted(json)),
            Piece::Secret(name) => text.push_str(&format!("\"${name}\"")),
        }
    }
    text
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// What a Python script needs, once.
pub fn python_head(api_root: &str) -> String {
    format!(
        "# TOKEN in the environment holds your token, and passwords stand there too.\n\
         import json, os, requests\n\
         api_root = {}\n\
         headers = {{\"Authorization\": \"Bearer {{0}}\".format(os.environ[\"TOKEN\"])}}\n",
        literal(api_root)
    )
}

/// A call as the reference's examples make it, in Python.
pub fn python(deed: &Deed) -> String {
    let method = deed.operation.method().as_str().to_lowercase();
    let path = literal(&deed.path);
    match &deed.body {
        None => format!("print(requests.{method}(api_root + {path}, headers=headers).json())\n"),
        Some(body) => format!(
            "data = json.dumps({})\nprint(requests.{method}(api_root + {path}, headers=headers, data=data).json())\n",
            python_body(body)
        ),
    }
}

/// JSON whose values are texts, lists and objects alone is Python; a secret takes the place of a text.
fn python_body(body: &Body) -> String {
    let mut text = String::new();
    for piece in body.pieces() {
        match piece {
            Piece::Json(json) => {
                // The quotes around the secret before it.
                let json = if text.is_empty() { json } else { json.strip_prefix('"').unwrap_or(json) };
                text.push_str(json);
            }
            Piece::Secret(name) => {
                if text.ends_with('"') {
                    text.pop();
                }
                text.push_str(&format!("os.environ[{}]", literal(name)));
            }
        }
    }
    text
}

/// A text as JSON writes it, which Python reads.
fn literal(text: &str) -> String {
    // A text can always be written.
    serde_json::to_string(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::Outcome;
    use account_api::request::{CreateUsers, NewAccount, NewPassword};
    use account_api::{Call, Operation, Secret};

    fn deed(call: &impl Call, body: Option<Body>) -> Deed {
        let (operation, path) = (call.operation(), call.path());
        Deed { operation, path, body, accounts: vec![], outcome: Outcome::Done, at: 0.0, took: 0.0 }
    }

    #[test]
    fn a_change_is_one_line_of_each() {
        let deed = deed(&account_api::request::Disable { name: "O'Brien $x/y".into() }, None);
        assert_eq!(
            curl(&deed),
            "curl -sS -X POST \"$API/O%27Brien%20%24x%2Fy/disable\" -H \"Authorization: Bearer $TOKEN\"\n"
        );
        assert_eq!(
            python(&deed),
            "print(requests.post(api_root + \"/O%27Brien%20%24x%2Fy/disable\", headers=headers).json())\n"
        );
        assert_eq!(deed.operation, Operation::Disable);
    }

    #[test]
    fn passwords_are_variables() {
        let users = vec![NewAccount::User {
            username: "O'Brien".into(),
            email: "ö@globex.net".into(),
            password: Secret::new("pa55\"'"),
        }];
        let body = Body::of_new_accounts(&users);
        let deed = deed(&CreateUsers { users }, Some(body));
        assert_eq!(
            curl(&deed),
            "curl -sS -X POST \"$API/users\" -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' --data \
             '{\"users\":[{\"username\":\"O'\\''Brien\",\"email\":\"ö@globex.net\",\"password\":\"'\"$PASSWORD\"'\"}]}'\n"
        );
        assert_eq!(
            python(&deed),
            "data = json.dumps({\"users\":[{\"username\":\"O'Brien\",\"email\":\"ö@globex.net\",\"password\":\
             os.environ[\"PASSWORD\"]}]})\nprint(requests.post(api_root + \"/users\", headers=headers, data=data).json())\n"
        );
    }

    #[test]
    fn two_passwords_are_two_variables() {
        let passwords = NewPassword { new_password: Secret::new("new"), old_password: Some(Secret::new("old")) };
        let body = Body::of_passwords(&passwords);
        let deed = deed(&account_api::request::ResetPassword { name: "a".into(), passwords }, Some(body));
        let written = python(&deed);
        assert!(
            written.starts_with(
                "data = json.dumps({\"new_password\":os.environ[\"NEW_PASSWORD\"],\"old_password\":os.environ[\"OLD_PASSWORD\"]})\n"
            ),
            "{written}"
        );
    }
}
