//! What the three operations that only read tell.

use super::Report;
use crate::deployment::{Client, ClientError, Response};
use account_api::limits::MAX_PAGE;
use account_api::{Operation, case_fold};
use serde_json::{Value, json};
use std::collections::HashSet;

/// A name that no account has.
const NOBODY: &str = "mock-verify-nobody-5f0c7a";

/// An offset past the end of every list.
const PAST_END: u64 = 999_999_999;

/// From here on, seconds since the epoch are after the year 5000: milliseconds then.
const MIN_MILLISECONDS: i64 = 100_000_000_000;

/// What a deployment has, as far as its lists show it, and how well they work.
struct Observed {
    active: Response,
    everyone: Response,
    services: Response,
    /// Whether filters narrow a list down.
    has_filters: bool,
    /// Whether a limit shortens a page.
    has_paging: bool,
}

/// Asks a deployment with requests that change nothing.
///
/// # Errors
/// If the deployment does not respond, or does not list users for this token.
pub fn read_probes(client: &mut Client) -> Result<Report, ClientError> {
    let mut report = Report::default();
    let active = first_list(client, &mut report)?;
    let list = |body: Value| list(client, &body);
    let nothing = list(json!({ "search_string": NOBODY }))?;
    let one = list(json!({ "limit": 1 }))?;
    let observed = Observed {
        everyone: list(json!({ "include_disabled": true }))?,
        services: list(json!({ "user_type": "service_account", "include_disabled": true }))?,
        has_filters: nothing.is_ok() && nothing.list("users").is_empty() && !active.list("users").is_empty(),
        has_paging: one.is_ok() && one.list("users").len() == 1 && active.list("users").len() > 1,
        active,
    };
    refusals(client, &mut report)?;
    users(&observed, &mut report);
    order(&observed, &mut report);
    let admins = admins(client, &mut report)?;
    inactive_users(client, &observed, &admins, &mut report)?;
    paging(client, &observed, &mut report)?;
    filters(client, &observed, &mut report)?;
    Ok(report)
}

fn list(client: &Client, body: &Value) -> Result<Response, ClientError> {
    client.call(Operation::ListUsers, "", Some(body))
}

/// Lists the active users: without a `Content-Type` as in the reference, or with one if it must be.
fn first_list(client: &mut Client, report: &mut Report) -> Result<Response, ClientError> {
    let without = list(client, &json!({}))?;
    if without.is_ok() {
        report.answer("content_type", "not_required");
        return Ok(without);
    }
    client.send_content_type();
    let with = list(client, &json!({}))?;
    if with.is_ok() {
        report.answer("content_type", "required");
        return Ok(with);
    }
    Err(ClientError::Unexpected(format!(
        "list_users answers HTTP {} {}. Is this the address of a deployment, and the token valid?",
        with.http,
        with.msg()
    )))
}

fn refusals(client: &Client, report: &mut Report) -> Result<(), ClientError> {
    let refused = client.call(Operation::AccountType, NOBODY, None)?;
    if refused.is_refused() {
        match refused.http {
            200 => report.answer("refusal_status", "200"),
            400..=499 => report.answer("refusal_status", "4xx"),
            other => report.other("refusal_status", format!("HTTP {other}")),
        }
        let is_as_in_reference = refused.msg() == format!("Account ({NOBODY}) not found");
        report.answer("messages", if is_as_in_reference { "reference" } else { "other" });
    } else {
        let reason = format!("the type of the account {NOBODY}, which should not exist, is not refused in an envelope");
        report.unknown("refusal_status", reason.clone());
        report.unknown("messages", reason);
    }
    let anonymous = client.call_without_token(Operation::AccountType, NOBODY)?;
    match anonymous.http {
        401 => report.answer("unauthorized_status", "401"),
        403 => report.answer("unauthorized_status", "403"),
        200 if anonymous.is_refused() => report.answer("unauthorized_status", "200"),
        200 => report.unknown("unauthorized_status", "a request without a token is not refused"),
        other => report.other("unauthorized_status", format!("HTTP {other}")),
    }
    Ok(())
}

fn verified_key(users: &[Value]) -> Option<&'static str> {
    let has = |key: &str| users.iter().all(|user| user.get(key).is_some());
    match (users.is_empty(), has("is_verified"), has("is_verfied")) {
        (true, ..) => None,
        (false, true, true) => Some("both"),
        (false, true, false) => Some("is_verified"),
        (false, false, true) => Some("is_verfied"),
        (false, false, false) => Some("none"),
    }
}

fn users(observed: &Observed, report: &mut Report) {
    let users = observed.active.list("users");
    match verified_key(users) {
        Some(key) => report.answer("list_verified", key),
        None => report.unknown("list_verified", "the list is empty"),
    }
    match users.iter().find_map(|user| user["registered_on"].as_i64()) {
        Some(time) if time >= MIN_MILLISECONDS => report.answer("registered_on", "milliseconds"),
        Some(_) => report.answer("registered_on", "seconds"),
        None if users.is_empty() => report.unknown("registered_on", "the list is empty"),
        None => report.other("registered_on", "it is no number"),
    }
    let services = observed.services.list("users");
    let has_types = services != observed.everyone.list("users");
    match services.first().map(|service| service.get("email")) {
        None => report.unknown("service_account_email", "there are no service accounts"),
        Some(_) if !has_types => report.unknown("service_account_email", "user_type does not change the list"),
        Some(None) => report.answer("service_account_email", "missing"),
        Some(Some(Value::Null)) => report.answer("service_account_email", "null"),
        Some(Some(Value::String(email))) if email.is_empty() => report.answer("service_account_email", "empty"),
        Some(Some(_)) => report.other("service_account_email", "it has one"),
    }
}

fn names(users: &[Value]) -> Vec<&str> {
    users.iter().filter_map(|user| user["username"].as_str()).collect()
}

fn order(observed: &Observed, report: &mut Report) {
    let users = observed.everyone.list("users");
    let names = names(users);
    let fits = [
        ("username", names.is_sorted_by_key(|name| (case_fold(name), *name))),
        ("username_case_sensitive", names.is_sorted()),
        ("registered_on", users.is_sorted_by_key(|user| user["registered_on"].as_i64())),
    ];
    let fitting: Vec<&str> = fits.iter().filter_map(|(answer, fits)| fits.then_some(*answer)).collect();
    match fitting[..] {
        _ if names.len() < 2 => report.unknown("list_order", "fewer than two users are listed"),
        [] => report.other("list_order", "the first page is in none of the known orders"),
        [answer] => report.answer("list_order", answer),
        _ => report.unknown("list_order", format!("the first page fits several: {}", fitting.join(", "))),
    }
}

fn admins(client: &Client, report: &mut Report) -> Result<Response, ClientError> {
    let admins = client.call(Operation::GetAdmins, "", None)?;
    match verified_key(admins.list("admins")) {
        Some(key) => report.answer("admins_verified", key),
        None if admins.is_ok() => report.unknown("admins_verified", "there are no site admins"),
        None => report.unknown("admins_verified", "the token is not one of a site admin"),
    }
    Ok(admins)
}

fn is_inactive(user: &Value) -> bool {
    user["is_active"] == json!(false) || user["is_disabled"] == json!(true)
}

fn inactive_users(
    client: &Client,
    observed: &Observed,
    admins: &Response,
    report: &mut Report,
) -> Result<(), ClientError> {
    if !observed.everyone.is_ok() {
        report.other("include_disabled", format!("it is refused: {}", observed.everyone.msg()));
    } else if observed.active.list("users").iter().any(is_inactive) {
        report.answer("include_disabled", "always");
    } else if observed.everyone.list("users").iter().any(is_inactive) {
        report.answer("include_disabled", "honored");
    } else {
        // The list of site admins shows disabled ones too. A service account has no address.
        let is_user = |admin: &&Value| admin["email"].as_str().is_some_and(|email| !email.is_empty());
        let inactive = admins.list("admins").iter().filter(|admin| is_inactive(admin)).find(is_user);
        match inactive.and_then(|admin| admin["username"].as_str()) {
            Some(name) if observed.has_filters => {
                let found = list(client, &json!({ "include_disabled": true, "username_prefix": name }))?;
                let is_listed = names(found.list("users")).contains(&name);
                report.answer("include_disabled", if is_listed { "honored" } else { "ignored" });
            }
            _ => report.unknown("include_disabled", "no disabled user is listed: there may be none"),
        }
    }
    Ok(())
}

fn paging(client: &Client, observed: &Observed, report: &mut Report) -> Result<(), ClientError> {
    let without_paging = "a limit does not shorten the list";
    let over = list(client, &json!({ "limit": MAX_PAGE + 1, "include_disabled": true }))?;
    let count = over.list("users").len();
    if over.is_refused() {
        report.answer("limit_over_maximum", "refused");
    } else if count > MAX_PAGE as usize {
        report.other("limit_over_maximum", format!("a page of {count} is sent"));
    } else if count == MAX_PAGE as usize && over.json["has_more"] == json!(true) {
        report.answer("limit_over_maximum", "capped");
    } else {
        report.unknown("limit_over_maximum", format!("there are not more than {MAX_PAGE} users"));
    }
    let texts = list(client, &json!({ "get_all": "false", "include_disabled": "True", "limit": "1" }))?;
    if texts.is_refused() {
        report.answer("texts_for_values", "refused");
    } else if !observed.has_paging {
        report.unknown("texts_for_values", without_paging);
    } else if texts.list("users").len() == 1 {
        report.answer("texts_for_values", "accepted");
    } else {
        report.other("texts_for_values", "they are ignored");
    }
    let past_end = list(client, &json!({ "offset": PAST_END }))?;
    if !observed.has_paging {
        report.unknown("offset_past_end", without_paging);
    } else if past_end.is_refused() {
        report.answer("offset_past_end", "refused");
    } else if past_end.list("users").is_empty() {
        report.answer("offset_past_end", "empty");
    } else {
        report.other("offset_past_end", "users are listed");
    }
    last_page(client, observed, report)
}

fn last_page(client: &Client, observed: &Observed, report: &mut Report) -> Result<(), ClientError> {
    let mut last = observed.active.clone();
    if last.json["has_more"] != json!(false)
        && let Some(name) = names(observed.active.list("users")).first()
    {
        last = list(client, &json!({ "username_prefix": name, "search_string": name }))?;
    }
    if last.json["has_more"] != json!(false) {
        report.unknown("last_next_offset", "no page says that it is the last one");
        return Ok(());
    }
    match last.json.get("next_offset") {
        None => report.answer("last_next_offset", "missing"),
        Some(Value::Null) => report.answer("last_next_offset", "null"),
        Some(offset) if *offset == json!(-1) => report.answer("last_next_offset", "-1"),
        Some(other) => report.other("last_next_offset", other.to_string()),
    }
    Ok(())
}

fn filters(client: &Client, observed: &Observed, report: &mut Report) -> Result<(), ClientError> {
    let strange = list(client, &json!({ "user_type": "robot" }))?;
    if strange.is_refused() {
        report.answer("unknown_user_type", "refused");
    } else if observed.services.list("users") == observed.everyone.list("users") {
        report.unknown("unknown_user_type", "user_type does not change the list");
    } else if names(strange.list("users")) == names(observed.active.list("users")) {
        report.answer("unknown_user_type", "ignored");
    } else {
        report.other("unknown_user_type", "another list is sent");
    }
    if !observed.has_filters {
        for ruling in ["search_case", "domain_wildcard", "get_all"] {
            report.unknown(ruling, "filters do not narrow the list down");
        }
        return Ok(());
    }
    let all_users = observed.active.list("users");
    let finds = |body: Value, name: &str| -> Result<bool, ClientError> {
        Ok(names(list(client, &body)?.list("users")).contains(&name))
    };
    let listed = names(all_users);
    let existing: HashSet<&str> = listed.iter().copied().collect();
    match listed
        .iter()
        .map(|name| (*name, swap_case(name)))
        .find(|(name, swapped)| name.is_ascii() && swapped != name && !existing.contains(swapped.as_str()))
    {
        Some((name, swapped)) => {
            let is_found = finds(json!({ "username_prefix": swapped, "limit": MAX_PAGE }), name)?;
            report.answer("search_case", if is_found { "insensitive" } else { "sensitive" });
        }
        None => report.unknown("search_case", "no username has a letter of either case"),
    }
    let with_domain = all_users.iter().find_map(|user| {
        let (name, email) = (user["username"].as_str()?, user["email"].as_str()?);
        let (_, domain) = email.rsplit_once('@')?;
        let rest: String = domain.chars().skip(1).collect();
        (domain.is_ascii() && !rest.is_empty()).then(|| (name, format!("*{rest}")))
    });
    match with_domain {
        Some((name, pattern)) => {
            let body = json!({ "email_domain_pattern": pattern, "username_prefix": name });
            report.answer("domain_wildcard", if finds(body, name)? { "supported" } else { "literal" });
        }
        None => report.unknown("domain_wildcard", "no user has an address"),
    }
    let everything = list(client, &json!({ "get_all": true, "username_prefix": NOBODY }))?;
    let ignores = !everything.list("users").is_empty();
    report.answer("get_all", if ignores { "ignores_filters" } else { "keeps_filters" });
    Ok(())
}

/// A text with the case of its ASCII letters swapped.
fn swap_case(text: &str) -> String {
    let swap = |letter: char| {
        if letter.is_ascii_uppercase() { letter.to_ascii_lowercase() } else { letter.to_ascii_uppercase() }
    };
    text.chars().map(swap).collect()
}
