//! What is shown of a request without its secrets.

use serde_json::Value;

/// What stands where a secret was.
pub const MASK: &str = "•••";

/// A request's body in JSON with every password, token and secret masked. What is no JSON is not shown at all, since
/// nobody can tell what in it is one.
#[must_use]
pub fn body(bytes: &[u8], length: usize) -> Value {
    if length == 0 {
        return Value::Null;
    }
    match serde_json::from_slice(bytes) {
        Ok(mut value) => {
            mask(&mut value);
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
        // The scheme is no secret, and often what is wrong.
        return match value.split_once(' ') {
            Some((scheme, _)) if scheme.chars().all(char::is_alphanumeric) => format!("{scheme} {MASK}"),
            _ => MASK.to_owned(),
        };
    }
    if is_secret(name) || name.eq_ignore_ascii_case("cookie") { MASK.to_owned() } else { value.to_owned() }
}

fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                if is_secret(name) && !value.is_null() {
                    *value = Value::String(MASK.to_owned());
                } else {
                    mask(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        _ => {}
    }
}

fn is_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["password", "token", "secret", "authorization"].iter().any(|word| name.contains(word))
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
                "users": [{ "username": "bob", "password": "•••" }, { "password": "•••" }],
                "new_password": "•••", "old_Password": null, "limit": 3
            })
        );
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
        assert_eq!(header("x-api-token", "abc"), "•••");
        assert_eq!(header("Cookie", "a=b"), "•••");
        assert_eq!(header("accept", "*/*"), "*/*");
    }
}
