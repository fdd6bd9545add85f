//! What is shown of a request without its secrets.

use serde_json::Value;

/// What stands where a secret was.
pub const MASK: &str = "•••";

/// The fields of the Account API's bodies that hold no secret (reference, "Request").
const SHOWN: [&str; 12] = [
    "users",
    "usernames",
    "username",
    "email",
    "user_type",
    "email_domain_pattern",
    "username_prefix",
    "search_string",
    "get_all",
    "include_disabled",
    "limit",
    "offset",
];

/// A request's body in JSON, with everything masked but what is known to be no secret. What is no JSON is not shown at all,
/// since nobody can tell what in it is one.
#[must_use]
pub fn body(bytes: &[u8], length: usize) -> Value {
    if length == 0 {
        return Value::Null;
    }
    match serde_json::from_slice(bytes) {
        Ok(mut value) => {
            mask(&mut value, false);
            value
        }
        Err(_) if bytes.len() < length => Value::String(format!("({length} bytes: too long to be kept)")),
        Err(_) => Value::String(format!("({length} bytes that are no JSON: not shown, they may hold a secret)")),
    }
}

/// A header's value, unless it is a credential.
#[must_use]
pub fn header(name: &str, value: &str) -> String {
    if name.eq_ignore_ascii_case("authorization") {
        // A known scheme is no secret, and often what is wrong.
        return match value.split_once(' ') {
            Some((scheme @ ("Bearer" | "bearer" | "Basic" | "basic"), _)) => format!("{scheme} {MASK}"),
            _ => MASK.to_owned(),
        };
    }
    let name = name.to_ascii_lowercase();
    let is_secret =
        ["password", "token", "secret", "authorization", "cookie", "key"].iter().any(|word| name.contains(word));
    if is_secret { MASK.to_owned() } else { value.to_owned() }
}

/// Masks what does not stand in a field that is shown.
fn mask(value: &mut Value, is_shown: bool) {
    match value {
        Value::Object(fields) => {
            fields.iter_mut().for_each(|(name, value)| mask(value, SHOWN.contains(&name.as_str())))
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, is_shown)),
        Value::Null => {}
        _ if is_shown => {}
        secret => *secret = Value::String(MASK.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secrets_are_masked_however_deep_and_whatever_they_are() {
        let sent = json!({
            "users": [{ "username": "bob", "password": "pw" }, { "password": ["p", "w"] }],
            "new_password": 5, "old_Password": null, "limit": 3
        })
        .to_string();
        assert_eq!(
            body(sent.as_bytes(), sent.len()),
            json!({
                "users": [{ "username": "bob", "password": "•••" }, { "password": ["•••", "•••"] }],
                "new_password": "•••", "old_Password": null, "limit": 3
            })
        );
        for sent in ["\"hunter2\"", "[\"hunter2\"]", "{\"pwd\":{\"x\":\"hunter2\"}}", "7"] {
            let shown = body(sent.as_bytes(), sent.len()).to_string();
            assert!(!shown.contains("hunter2") && !shown.contains('7') && shown.contains(MASK), "{shown}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_shown() {
        let broken = br#"{"new_password": "hunter2""#;
        assert!(!body(broken, broken.len()).to_string().contains("hunter2"));
        assert!(body(&broken[..5], broken.len()).to_string().contains("too long"));
        assert_eq!(body(b"", 0), Value::Null);
    }

    #[test]
    fn credentials_in_headers_are_masked() {
        assert_eq!(header("Authorization", "Bearer mock.w1.admin"), "Bearer •••");
        assert_eq!(header("authorization", "mock.w1.admin"), "•••");
        assert_eq!(header("authorization", "hunter2 mock.w1.admin"), "•••");
        assert_eq!(header("x-api-token", "abc"), "•••");
        assert_eq!(header("Cookie", "a=b"), "•••");
        assert_eq!(header("accept", "*/*"), "*/*");
    }
}
