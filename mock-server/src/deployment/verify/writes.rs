//! What the operations that change accounts tell. They touch only accounts whose names start with a
//! prefix, which the user has confirmed.

use super::Report;
use crate::deployment::random::random_secret;
use crate::deployment::{Client, ClientError, Response};
use account_api::Operation;
use serde_json::{Value, json};

/// The shortest prefix: a shorter one could be that of people.
pub const MIN_PREFIX_CHARS: usize = 4;

/// The accounts of the probes.
struct Names {
    user: String,
    service: String,
    nobody: String,
}

impl Names {
    fn new(prefix: &str) -> Self {
        Self {
            user: format!("{prefix}-mock-verify-user"),
            service: format!("{prefix}-mock-verify-service"),
            nobody: format!("{prefix}-mock-verify-nobody"),
        }
    }
}

/// Says what [`write_probes`] will do.
#[must_use]
pub fn plan_of_writes(prefix: &str) -> String {
    let Names { user, service, nobody } = Names::new(prefix);
    format!(
        "This changes the deployment. It creates two accounts, which stay there deactivated:\n  \
         the user {user}, and the service account {service}.\n\
         It disables, deactivates and reactivates them, and resets the password of the second.\n\
         It also asks to make {nobody} a site admin, which does not exist.\n"
    )
}

/// Asks a deployment with requests that change accounts with this prefix only.
///
/// # Errors
/// If the deployment does not respond.
pub fn write_probes(client: &Client, prefix: &str, report: &mut Report) -> Result<(), ClientError> {
    let names = Names::new(prefix);
    let user =
        json!({ "username": names.user, "email": format!("{}@example.com", names.user), "password": random_secret()? });
    let service = json!({ "username": names.service, "user_type": "service_account" });
    let users = json!({ "users": [user, service] });
    let created = client.call(Operation::CreateUsers, "", Some(&users))?;
    if !created.is_ok() {
        for ruling in crate::variant::RULINGS.iter().filter(|ruling| ruling.takes_writes) {
            report.unknown(ruling.name, format!("accounts cannot be created: {}", created.msg()));
        }
        return Ok(());
    }
    create_failures(&client.call(Operation::CreateUsers, "", Some(&users))?, &names, report);
    states(client, &names, report)?;
    service_account_password(client, &names, report)?;
    partial_admins(client, &names, report)?;
    for name in [&names.user, &names.service] {
        client.call(Operation::Deactivate, name, None)?;
    }
    Ok(())
}

fn create_failures(again: &Response, names: &Names, report: &mut Report) {
    let details = &again.json["result"]["error_details"];
    if details["FAILURE"].as_array().is_some_and(|failed| failed.contains(&json!(names.user))) {
        report.answer("create_failures", "names");
    } else if details[&names.user].is_string() {
        report.answer("create_failures", "reasons");
    } else {
        report.other("create_failures", format!("HTTP {} {}", again.http, again.msg()));
    }
}

/// Records an answer by whether a request was accepted.
fn accepted_or_refused(report: &mut Report, ruling: &str, response: &Response) {
    if response.is_ok() {
        report.answer(ruling, "ok");
    } else if response.is_refused() {
        report.answer(ruling, "refused");
    } else {
        report.other(ruling, format!("HTTP {}", response.http));
    }
}

fn states(client: &Client, names: &Names, report: &mut Report) -> Result<(), ClientError> {
    let change = |operation| client.call(operation, &names.user, None);
    // An earlier run has left the account deactivated.
    change(Operation::Reactivate)?;
    if change(Operation::Disable)?.is_ok() {
        accepted_or_refused(report, "repeated_state", &change(Operation::Disable)?);
    } else {
        report.unknown("repeated_state", "the account cannot be disabled");
    }
    if change(Operation::Deactivate)?.is_ok() {
        accepted_or_refused(report, "disable_deactivated", &change(Operation::Disable)?);
    } else {
        report.unknown("disable_deactivated", "the account cannot be deactivated");
    }
    Ok(())
}

fn service_account_password(client: &Client, names: &Names, report: &mut Report) -> Result<(), ClientError> {
    client.call(Operation::Reactivate, &names.service, None)?;
    let body = json!({ "new_password": random_secret()? });
    let response = client.call(Operation::ResetPassword, &names.service, Some(&body))?;
    accepted_or_refused(report, "service_account_password", &response);
    Ok(())
}

fn partial_admins(client: &Client, names: &Names, report: &mut Report) -> Result<(), ClientError> {
    if client.call(Operation::AccountType, &names.nobody, None)?.is_ok() {
        report.unknown("partial_admins", format!("there is an account {}", names.nobody));
        return Ok(());
    }
    let response = client.call(Operation::SetAdmins, "", Some(&json!({ "usernames": [names.nobody] })))?;
    let has_details = response.json["error_details"].get(&names.nobody).is_some_and(Value::is_string);
    match (has_details, response.is_ok()) {
        (true, true) => report.answer("partial_admins", "ok"),
        (true, false) => report.answer("partial_admins", "error"),
        (false, true) => report.other("partial_admins", "OK without error_details"),
        (false, false) => report.unknown("partial_admins", format!("it is refused: {}", response.msg())),
    }
    Ok(())
}
