//! Masks the secrets in recorded requests.

use serde_json::Value;

/// The replacement for a secret.
pub const MASK: &str = "•••";

/// The body fields of the Account API that contain no secrets (reference, "Request").
const PUBLIC_FIELDS: [&str; 12] = [
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

/// Parses a request body and masks every value except in fields that are known to contain no
/// secrets. A body that is not JSON is not shown at all, because its secrets cannot be located.
#[must_use]
pub fn body(bytes: &[u8], length: usize) -> Value {
    if length == 0 {
        return Value::Null;
    }
    if bytes.is_empty() {
        return Value::String(format!("({length} bytes: not kept)"));
    }
    match serde_json::from_slice(bytes) {
        Ok(mut value) => {
            mask(&mut value, false);
            value
        }
        Err(_) if bytes.len() < length => Value::String(format!("({length} bytes: too long to keep)")),
        Err(_) => Value::String(format!("({length} bytes, not JSON: not shown, because they may contain a secret)")),
    }
}

/// Returns a header value, or a mask if it is a credential.
#[must_use]
pub fn header(name: &str, value: &str) -> String {
    if name.eq_ignore_ascii_case("authorization") {
        // A known scheme is not a secret, and is often the mistake.
        return match value.split_once(' ') {
            Some((scheme @ ("Bearer" | "bearer" | "Basic" | "basic"), _)) => format!("{scheme} {MASK}"),
            _ => MASK.to_owned(),
        };
    }
    let name = name.to_ascii_lowercase();
    let is_secret =
        ["password", "token", "secret", "authorization", "cookie", "key"].iter().any(|keyword| name.contains(keyword));
    if is_secret { MASK.to_owned() } else { value.to_owned() }
}

/// The names in a query, and masks for the values. Where there is no value, the name may be one.
pub fn query(query: &str) -> impl Iterator<Item = (&str, &'static str)> {
    /// Longer names may be values too.
    const MAX_NAME_BYTES: usize = 64;
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| match pair.split_once('=') {
        Some((name, _)) if name.len() <= MAX_NAME_BYTES => (name, MASK),
        _ => (MASK, ""),
    })
}

/// Masks every value that is not in a public field.
fn mask(value: &mut Value, is_public: bool) {
    match value {
        Value::Object(fields) => {
            fields.iter_mut().for_each(|(name, value)| mask(value, PUBLIC_FIELDS.contains(&name.as_str())))
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, is_public)),
        Value::Null => {}
        _ if is_public => {}
        secret => *secret = Value::String(MASK.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn secrets_of_any_type_and_depth_are_masked() {
        let request_body = json!({
            "users": [{ "username": "bob", "password": "pw" }, { "password": ["p", "w"] }],
            "new_password": 5, "old_Password": null, "limit": 3
        })
        .to_string();
        assert_eq!(
            body(request_body.as_bytes(), request_body.len()),
            json!({
                "users": [{ "username": "bob", "password": "•••" }, { "password": ["•••", "•••"] }],
                "new_password": "•••", "old_Password": null, "limit": 3
            })
        );
        for request_body in ["\"hunter2\"", "[\"hunter2\"]", "{\"pwd\":{\"x\":\"hunter2\"}}", "7"] {
            let masked = body(request_body.as_bytes(), request_body.len()).to_string();
            assert!(!masked.contains("hunter2") && !masked.contains('7') && masked.contains(MASK), "{masked}");
        }
    }

    #[test]
    fn bodies_that_are_not_json_are_not_shown() {
        let broken = br#"{"new_password": "hunter2""#;
        assert!(!body(broken, broken.len()).to_string().contains("hunter2"));
        assert!(body(&broken[..5], broken.len()).to_string().contains("too long"));
        assert_eq!(body(b"", 0), Value::Null);
        assert_eq!(body(b"", 3_000_000), json!("(3000000 bytes: not kept)"));
    }

    #[test]
    fn values_in_queries_are_masked() {
        let masked: Vec<_> = query("a=hunter2&b=&hunter2&&c=d=e").collect();
        assert_eq!(masked, [("a", MASK), ("b", MASK), (MASK, ""), ("c", MASK)]);
        let long = format!("{}=x", "h".repeat(65));
        assert_eq!(query(&long).collect::<Vec<_>>(), [(MASK, "")]);
        assert_eq!(query("").count(), 0);
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
