//! Exports logged requests as scripts that repeat them. The scripts hold neither tokens nor
//! passwords; they read those from environment variables, one for each secret.

use crate::api::{BodyPart, LoggedRequest};
use std::sync::Arc;

/// Returns a shell script.
pub fn shell(requests: &[Arc<LoggedRequest>], api_root: &str) -> String {
    format!("#!/bin/sh\n{}", curl(requests, api_root))
}

/// Returns curl commands for a POSIX shell.
pub fn curl(requests: &[Arc<LoggedRequest>], api_root: &str) -> String {
    let variables = Variables::from_requests(requests);
    let mut text = variables.header_comment();
    // `:` with `${NAME:?}` stops the script before the first request if a variable is missing.
    text.push_str(": \"${TOKEN:?}\"");
    for variable in &variables.0 {
        text.push_str(&format!(" \"${{{}:?}}\"", variable.name));
    }
    text.push_str(&format!("\nAPI={}\n", shell_quote(api_root)));
    if !variables.0.is_empty() {
        text.push_str("json() { printf '%s' \"$1\" | sed 's/[\\\\\"]/\\\\&/g'; }\n");
    }
    let mut names = variables.names();
    for request in requests {
        text.push_str(&curl_call(request, &mut names));
    }
    text
}

fn curl_call<'a>(request: &LoggedRequest, names: &mut impl Iterator<Item = &'a str>) -> String {
    let method = request.operation.method();
    let command =
        format!("curl -sS -w '\\n' -X {method} \"$API{}\" -H \"Authorization: Bearer ${{TOKEN:?}}\"", request.path);
    let Some(body) = &request.body else { return command + "\n" };
    let command = command + " -H 'Content-Type: application/json'";
    let (mut data, mut required) = (String::new(), String::new());
    for part in body.parts() {
        match part {
            BodyPart::Json(json) => data.push_str(&shell_quote(json)),
            BodyPart::Secret { .. } => {
                let name = names.next().unwrap_or_default();
                required.push_str(&format!(" \"${{{name}:?}}\""));
                data.push_str(&format!("\"$(json \"${name}\")\""));
            }
        }
    }
    if required.is_empty() {
        return format!("{command} --data {data}\n");
    }
    // Other users of the machine can see the arguments of a command, but not its standard input.
    format!(":{required} && printf '%s' {data} | {command} --data-binary @-\n")
}

/// Quotes a text as one word for a POSIX shell.
fn shell_quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// Returns a Python script in the style of the reference's examples.
pub fn python(requests: &[Arc<LoggedRequest>], api_root: &str) -> String {
    let variables = Variables::from_requests(requests);
    let mut text = variables.header_comment();
    text.push_str("import json, os, requests\n");
    text.push_str(&format!("api_root = {}\n", json_string(api_root)));
    text.push_str("headers = {\"Authorization\": \"Bearer {0}\".format(os.environ[\"TOKEN\"])}\n");
    for variable in &variables.0 {
        text.push_str(&format!("{0} = os.environ[\"{0}\"]\n", variable.name));
    }
    let mut names = variables.names();
    for request in requests {
        text.push_str(&python_call(request, &mut names));
    }
    text
}

fn python_call<'a>(request: &LoggedRequest, names: &mut impl Iterator<Item = &'a str>) -> String {
    let method = request.operation.method().as_str().to_lowercase();
    let path = json_string(&request.path);
    let Some(body) = &request.body else {
        return format!("print(requests.{method}(api_root + {path}, headers=headers).json())\n");
    };
    // JSON with only strings, arrays and objects is valid Python. A variable replaces a string
    // including its quotes: the quote before it is popped, and the one after it stripped.
    let mut data = String::new();
    for part in body.parts() {
        match part {
            BodyPart::Json(json) if data.is_empty() => data.push_str(json),
            BodyPart::Json(json) => data.push_str(json.strip_prefix('"').unwrap_or(json)),
            BodyPart::Secret { .. } => {
                data.pop();
                data.push_str(names.next().unwrap_or_default());
            }
        }
    }
    format!(
        "data = json.dumps({data})\nprint(requests.{method}(api_root + {path}, headers=headers, data=data).json())\n"
    )
}

/// Quotes a text as a JSON string, which is valid Python.
fn json_string(text: &str) -> String {
    // Serializing a string cannot fail.
    serde_json::to_string(text).unwrap_or_default()
}

/// An environment variable that holds a secret.
struct Variable {
    name: String,
    /// The account that the secret belongs to.
    account: String,
}

/// The variables of a script, in the order in which its requests use them.
struct Variables(Vec<Variable>);

impl Variables {
    fn from_requests(requests: &[Arc<LoggedRequest>]) -> Self {
        let parts = requests.iter().flat_map(|request| {
            let account = request.accounts.first();
            request.body.iter().flat_map(|body| body.parts()).map(move |part| (account, part))
        });
        let secrets: Vec<(&str, String)> = parts
            .filter_map(|(account, part)| match part {
                BodyPart::Json(_) => None,
                BodyPart::Secret { placeholder, account: owner } if owner.is_empty() => {
                    Some((&**placeholder, account.cloned().unwrap_or_default()))
                }
                BodyPart::Secret { placeholder, account: owner } => Some((&**placeholder, owner.clone())),
            })
            .collect();
        let name = |index: usize, what: &str| {
            let is_unique = secrets.iter().filter(|(other, _)| *other == what).count() == 1;
            if is_unique { what.to_owned() } else { format!("{what}_{}", index + 1) }
        };
        Self(
            secrets
                .iter()
                .enumerate()
                .map(|(index, (what, account))| Variable { name: name(index, what), account: account.clone() })
                .collect(),
        )
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|variable| variable.name.as_str())
    }

    /// Returns a comment that tells which secret each variable holds.
    fn header_comment(&self) -> String {
        let mut text = "# Set these environment variables first:\n# TOKEN: your access token\n".to_owned();
        for Variable { name, account } in &self.0 {
            text.push_str(&format!("# {name}: password for {}\n", json_string(account)));
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{Body, RequestOutcome};
    use account_api::request::{CreateUsers, Disable, NewAccount, NewPassword, ResetPassword};
    use account_api::{ApiRequest, Secret};

    fn logged(call: &impl ApiRequest, body: Option<Body>, account: &str) -> Arc<LoggedRequest> {
        let (operation, path, accounts) = (call.operation(), call.path(), vec![account.to_owned()]);
        Arc::new(LoggedRequest {
            operation,
            path,
            body,
            accounts,
            outcome: RequestOutcome::Done,
            sent_at_ms: 0.0,
            duration_ms: 0.0,
            job: None,
        })
    }

    fn create(name: &str) -> Arc<LoggedRequest> {
        let users = vec![NewAccount::User {
            username: name.into(),
            email: "ö@globex.net".into(),
            password: Secret::new("pa55"),
        }];
        let body = Body::for_create_users(&users);
        logged(&CreateUsers { users }, Some(body), name)
    }

    fn reset(name: &str, old: Option<Secret>) -> Arc<LoggedRequest> {
        let passwords = NewPassword { new_password: Secret::new("pa55"), old_password: old };
        let body = Body::for_passwords(&passwords);
        logged(&ResetPassword { name: name.into(), passwords }, Some(body), name)
    }

    #[test]
    fn a_request_is_one_line_in_each_language() {
        let requests = [logged(&Disable { name: "O'Brien $x/y".into() }, None, "O'Brien $x/y")];
        assert_eq!(
            curl(&requests, "https://api.example/v1"),
            "# Set these environment variables first:\n# TOKEN: your access token\n: \"${TOKEN:?}\"\nAPI='https://api.example/v1'\n\
             curl -sS -w '\\n' -X POST \"$API/O%27Brien%20%24x%2Fy/disable\" -H \"Authorization: Bearer ${TOKEN:?}\"\n"
        );
        assert!(
            python(&requests, "https://api.example/v1").ends_with(
                "print(requests.post(api_root + \"/O%27Brien%20%24x%2Fy/disable\", headers=headers).json())\n"
            )
        );
    }

    #[test]
    fn a_password_becomes_an_environment_variable() {
        let requests = [create("O'Brien")];
        let script = curl(&requests, "/v1");
        assert!(script.contains("# PASSWORD: password for \"O'Brien\"\n"), "{script}");
        assert!(
            script.ends_with(
                ": \"${PASSWORD:?}\" && printf '%s' '{\"users\":[{\"username\":\"O'\\''Brien\",\"email\":\"ö@globex.net\",\
                 \"password\":\"'\"$(json \"$PASSWORD\")\"'\"}]}' | curl -sS -w '\\n' -X POST \"$API/users\" \
                 -H \"Authorization: Bearer ${TOKEN:?}\" -H 'Content-Type: application/json' --data-binary @-\n"
            ),
            "{script}"
        );
        let script = python(&requests, "/v1");
        assert!(script.contains("\nPASSWORD = os.environ[\"PASSWORD\"]\n"), "{script}");
        assert!(
            script.contains(
                "data = json.dumps({\"users\":[{\"username\":\"O'Brien\",\"email\":\"ö@globex.net\",\"password\":PASSWORD}]})\n"
            ),
            "{script}"
        );
    }

    #[test]
    fn each_password_has_a_variable_of_its_own() {
        let requests = [create("ada"), reset("alan", None), reset("grace", Some(Secret::new("old"))), create("edsger")];
        for script in [curl(&requests, "/v1"), python(&requests, "/v1")] {
            for comment in [
                "# PASSWORD_1: password for \"ada\"",
                "# NEW_PASSWORD_2: password for \"alan\"",
                "# NEW_PASSWORD_3: password for \"grace\"",
                "# OLD_PASSWORD: password for \"grace\"",
                "# PASSWORD_5: password for \"edsger\"",
            ] {
                assert!(script.contains(comment), "{comment} in {script}");
            }
        }
        let script = python(&requests, "/v1");
        assert!(script.contains("{\"new_password\":NEW_PASSWORD_3,\"old_password\":OLD_PASSWORD}"), "{script}");
    }

    #[cfg(all(unix, not(target_arch = "wasm32")))]
    #[test]
    fn a_shell_running_the_script_sends_the_same_body() {
        let requests = [create("O'Brien"), reset("ada", None)];
        let script = format!("curl() {{ cat; }}\n{}", curl(&requests, "/v1"));
        let run = |password: Option<&str>| {
            let mut command = std::process::Command::new("sh");
            command.arg("-c").arg(&script).env("TOKEN", "t").env("NEW_PASSWORD", "tab\\ \"$x\"");
            if let Some(password) = password {
                command.env("PASSWORD", password);
            }
            command.output().unwrap()
        };
        let output = run(Some("it's \"b\\c\" $TOKEN `id`"));
        assert_eq!(
            String::from_utf8(output.stdout).unwrap(),
            "{\"users\":[{\"username\":\"O'Brien\",\"email\":\"ö@globex.net\",\
             \"password\":\"it's \\\"b\\\\c\\\" $TOKEN `id`\"}]}{\"new_password\":\"tab\\\\ \\\"$x\\\"\"}"
        );
        let without_password = run(None);
        assert!(!without_password.status.success() && without_password.stdout.is_empty());
    }
}
