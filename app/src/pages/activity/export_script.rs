//! What was done, as commands that do it again elsewhere. Neither tokens nor passwords stand in them: those are variables of the
//! environment, each secret one of its own.

use crate::api::{BodyPart, LoggedRequest};
use std::sync::Arc;

/// A shell script.
pub fn shell(deeds: &[Arc<LoggedRequest>], api_root: &str) -> String {
    format!("#!/bin/sh\n{}", curl(deeds, api_root))
}

/// Calls as curl makes them, for a POSIX shell.
pub fn curl(deeds: &[Arc<LoggedRequest>], api_root: &str) -> String {
    let variables = Variables::of(deeds);
    let mut text = variables.explained();
    // Without them nothing at all is sent.
    text.push_str(": \"${TOKEN:?}\"");
    for variable in &variables.0 {
        text.push_str(&format!(" \"${{{}:?}}\"", variable.name));
    }
    text.push_str(&format!("\nAPI={}\n", quoted(api_root)));
    if !variables.0.is_empty() {
        text.push_str("json() { printf '%s' \"$1\" | sed 's/[\\\\\"]/\\\\&/g'; }\n");
    }
    let mut names = variables.names();
    for deed in deeds {
        text.push_str(&curl_call(deed, &mut names));
    }
    text
}

fn curl_call<'a>(deed: &LoggedRequest, names: &mut impl Iterator<Item = &'a str>) -> String {
    let method = deed.operation.method();
    let call = format!("curl -sS -w '\\n' -X {method} \"$API{}\" -H \"Authorization: Bearer ${{TOKEN:?}}\"", deed.path);
    let Some(body) = &deed.body else { return call + "\n" };
    let call = call + " -H 'Content-Type: application/json'";
    let (mut data, mut needed) = (String::new(), String::new());
    for piece in body.parts() {
        match piece {
            BodyPart::Json(json) => data.push_str(&quoted(json)),
            BodyPart::Secret { .. } => {
                let name = names.next().unwrap_or_default();
                needed.push_str(&format!(" \"${{{name}:?}}\""));
                data.push_str(&format!("\"$(json \"${name}\")\""));
            }
        }
    }
    if needed.is_empty() {
        return format!("{call} --data {data}\n");
    }
    // Other users of the machine see the arguments of a command, and not what goes through a pipe.
    format!(":{needed} && printf '%s' {data} | {call} --data-binary @-\n")
}

/// A text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// A Python script, with calls as the reference's examples make them.
pub fn python(deeds: &[Arc<LoggedRequest>], api_root: &str) -> String {
    let variables = Variables::of(deeds);
    let mut text = variables.explained();
    text.push_str("import json, os, requests\n");
    text.push_str(&format!("api_root = {}\n", literal(api_root)));
    text.push_str("headers = {\"Authorization\": \"Bearer {0}\".format(os.environ[\"TOKEN\"])}\n");
    for variable in &variables.0 {
        text.push_str(&format!("{0} = os.environ[\"{0}\"]\n", variable.name));
    }
    let mut names = variables.names();
    for deed in deeds {
        text.push_str(&python_call(deed, &mut names));
    }
    text
}

fn python_call<'a>(deed: &LoggedRequest, names: &mut impl Iterator<Item = &'a str>) -> String {
    let method = deed.operation.method().as_str().to_lowercase();
    let path = literal(&deed.path);
    let Some(body) = &deed.body else {
        return format!("print(requests.{method}(api_root + {path}, headers=headers).json())\n");
    };
    // JSON whose values are texts, lists and objects alone is Python; a variable takes the place of a text, quotes and all.
    let mut data = String::new();
    for piece in body.parts() {
        match piece {
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

/// A text as JSON writes it, which Python reads.
fn literal(text: &str) -> String {
    // A text can always be written.
    serde_json::to_string(text).unwrap_or_default()
}

/// The variable that a secret stands in.
struct Variable {
    name: String,
    whose: String,
}

/// The variables of a script, in the order in which its calls need them.
struct Variables(Vec<Variable>);

impl Variables {
    fn of(deeds: &[Arc<LoggedRequest>]) -> Self {
        let pieces = deeds.iter().flat_map(|deed| {
            let account = deed.accounts.first();
            deed.body.iter().flat_map(|body| body.parts()).map(move |piece| (account, piece))
        });
        let secrets: Vec<(&'static str, String)> = pieces
            .filter_map(|(account, piece)| match piece {
                BodyPart::Json(_) => None,
                BodyPart::Secret { placeholder: what, account: whose } if whose.is_empty() => {
                    Some((*what, account.cloned().unwrap_or_default()))
                }
                BodyPart::Secret { placeholder: what, account: whose } => Some((*what, whose.clone())),
            })
            .collect();
        let name = |at: usize, what: &str| {
            let is_alone = secrets.iter().filter(|(other, _)| *other == what).count() == 1;
            if is_alone { what.to_owned() } else { format!("{what}_{}", at + 1) }
        };
        Self(
            secrets
                .iter()
                .enumerate()
                .map(|(at, (what, whose))| Variable { name: name(at, what), whose: whose.clone() })
                .collect(),
        )
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|variable| variable.name.as_str())
    }

    /// What has to stand where, as a comment.
    fn explained(&self) -> String {
        let mut text = "# To be set in the environment:\n# TOKEN: your token\n".to_owned();
        for Variable { name, whose } in &self.0 {
            text.push_str(&format!("# {name}: of {}\n", literal(whose)));
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

    fn deed(call: &impl ApiRequest, body: Option<Body>, account: &str) -> Arc<LoggedRequest> {
        let (operation, path, accounts) = (call.operation(), call.path(), vec![account.to_owned()]);
        Arc::new(LoggedRequest {
            operation,
            path,
            body,
            accounts,
            outcome: RequestOutcome::Done,
            sent_at_ms: 0.0,
            duration_ms: 0.0,
        })
    }

    fn created(name: &str) -> Arc<LoggedRequest> {
        let users = vec![NewAccount::User {
            username: name.into(),
            email: "ö@globex.net".into(),
            password: Secret::new("pa55"),
        }];
        let body = Body::for_create_users(&users);
        deed(&CreateUsers { users }, Some(body), name)
    }

    fn reset(name: &str, old: Option<Secret>) -> Arc<LoggedRequest> {
        let passwords = NewPassword { new_password: Secret::new("pa55"), old_password: old };
        let body = Body::for_passwords(&passwords);
        deed(&ResetPassword { name: name.into(), passwords }, Some(body), name)
    }

    #[test]
    fn a_change_is_one_line_of_each() {
        let deeds = [deed(&Disable { name: "O'Brien $x/y".into() }, None, "O'Brien $x/y")];
        assert_eq!(
            curl(&deeds, "https://api.example/v1"),
            "# To be set in the environment:\n# TOKEN: your token\n: \"${TOKEN:?}\"\nAPI='https://api.example/v1'\n\
             curl -sS -w '\\n' -X POST \"$API/O%27Brien%20%24x%2Fy/disable\" -H \"Authorization: Bearer ${TOKEN:?}\"\n"
        );
        assert!(
            python(&deeds, "https://api.example/v1").ends_with(
                "print(requests.post(api_root + \"/O%27Brien%20%24x%2Fy/disable\", headers=headers).json())\n"
            )
        );
    }

    #[test]
    fn a_password_is_a_variable() {
        let deeds = [created("O'Brien")];
        let written = curl(&deeds, "/v1");
        assert!(written.contains("# PASSWORD: of \"O'Brien\"\n"), "{written}");
        assert!(
            written.ends_with(
                ": \"${PASSWORD:?}\" && printf '%s' '{\"users\":[{\"username\":\"O'\\''Brien\",\"email\":\"ö@globex.net\",\
                 \"password\":\"'\"$(json \"$PASSWORD\")\"'\"}]}' | curl -sS -w '\\n' -X POST \"$API/users\" \
                 -H \"Authorization: Bearer ${TOKEN:?}\" -H 'Content-Type: application/json' --data-binary @-\n"
            ),
            "{written}"
        );
        let written = python(&deeds, "/v1");
        assert!(written.contains("\nPASSWORD = os.environ[\"PASSWORD\"]\n"), "{written}");
        assert!(
            written.contains(
                "data = json.dumps({\"users\":[{\"username\":\"O'Brien\",\"email\":\"ö@globex.net\",\"password\":PASSWORD}]})\n"
            ),
            "{written}"
        );
    }

    #[test]
    fn nobody_gets_the_password_of_another() {
        let deeds = [created("ada"), reset("alan", None), reset("grace", Some(Secret::new("old"))), created("edsger")];
        for written in [curl(&deeds, "/v1"), python(&deeds, "/v1")] {
            for told in [
                "# PASSWORD_1: of \"ada\"",
                "# NEW_PASSWORD_2: of \"alan\"",
                "# NEW_PASSWORD_3: of \"grace\"",
                "# OLD_PASSWORD: of \"grace\"",
                "# PASSWORD_5: of \"edsger\"",
            ] {
                assert!(written.contains(told), "{told} in {written}");
            }
        }
        let written = python(&deeds, "/v1");
        assert!(written.contains("{\"new_password\":NEW_PASSWORD_3,\"old_password\":OLD_PASSWORD}"), "{written}");
    }

    /// What is written is run, where there is a shell.
    #[cfg(all(unix, not(target_arch = "wasm32")))]
    #[test]
    fn a_shell_sends_what_was_sent() {
        let deeds = [created("O'Brien"), reset("ada", None)];
        let script = format!("curl() {{ cat; }}\n{}", curl(&deeds, "/v1"));
        let run = |password: Option<&str>| {
            let mut command = std::process::Command::new("sh");
            command.arg("-c").arg(&script).env("TOKEN", "t").env("NEW_PASSWORD", "tab\\ \"$x\"");
            if let Some(password) = password {
                command.env("PASSWORD", password);
            }
            command.output().unwrap()
        };
        let sent = run(Some("it's \"b\\c\" $TOKEN `id`"));
        assert_eq!(
            String::from_utf8(sent.stdout).unwrap(),
            "{\"users\":[{\"username\":\"O'Brien\",\"email\":\"ö@globex.net\",\
             \"password\":\"it's \\\"b\\\\c\\\" $TOKEN `id`\"}]}{\"new_password\":\"tab\\\\ \\\"$x\\\"\"}"
        );
        let refused = run(None);
        assert!(!refused.status.success() && refused.stdout.is_empty());
    }
}
