//! Password cells that hold no password: masks, placeholders and hashes.

use crate::text::trim;
use account_api::case_fold;

/// Why a cell of a password column is not a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotAPassword {
    /// `********`, `n/a`, `(hidden)`.
    Mask,
    /// `$2b$12$…`, `{SSHA}…`, or hexadecimal digits of a digest's length.
    Hash,
}

/// Why a cell is not a password; `None` if it can be one.
pub(crate) fn check(cell: &str) -> Option<NotAPassword> {
    let text = trim(cell);
    if is_mask(text) { Some(NotAPassword::Mask) } else { is_hash(text).then_some(NotAPassword::Hash) }
}

/// Whether a cell says that there is no value: `n/a`, `-`, `#N/A`, `NaN`, `(blank)`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    const EMPTY: &[&str] = &[
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "nan",
        "undefined",
        "blank",
        "empty",
        "true",
        "false",
        "-",
        "--",
        "—",
        "–",
        "?",
        "tbd",
        "unknown",
    ];
    let text = trim(text);
    let is_error =
        text.starts_with('#') && (text.ends_with(['!', '?']) || ["#n/a", "#nv"].contains(&case_fold(text).as_str()));
    let inner = text.trim_matches(['(', ')', '[', ']', '<', '>', ' ']);
    is_error || EMPTY.contains(&case_fold(inner).as_str())
}

/// Whether a spreadsheet made something else of a cell: `1.2E+05`, `2-Mar`, `01/03/2031`, a
/// formula.
pub(crate) fn is_spreadsheet_residue(text: &str) -> bool {
    let is_numeric = text.chars().all(|character| character.is_ascii_digit() || "./:,+-E".contains(character));
    let is_number = is_numeric
        && text.contains(|character: char| character.is_ascii_digit())
        && text.contains(['.', '/', ':', 'E']);
    let is_day = text.split_once('-').is_some_and(|(day, month)| {
        let is_digits = (1..=2).contains(&day.len()) && day.bytes().all(|byte| byte.is_ascii_digit());
        is_digits
            && month.len() == 3
            && month.starts_with(char::is_uppercase)
            && month.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    is_number || is_day || text.starts_with('=')
}

fn is_mask(text: &str) -> bool {
    const PLACEHOLDERS: &[&str] = &[
        "n/a",
        "na",
        "none",
        "null",
        "nil",
        "undefined",
        "empty",
        "hidden",
        "redacted",
        "masked",
        "secret",
        "removed",
        "unchanged",
        "same",
        "see above",
        "tbd",
        "todo",
        "unknown",
        "set",
        "not set",
        "password",
        "passwort",
        "leer",
        "keine",
        "keins",
        "geheim",
        "versteckt",
        "aucun",
        "masqué",
        "ninguna",
        "oculto",
        "nessuna",
        "geen",
        "нет",
        "скрыто",
        "なし",
        "非表示",
        "无",
        "隐藏",
        "protected",
        "confidential",
        "to be set",
        "will be sent",
        "not shown",
    ];
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return false };
    // One character again and again, of those that programs show instead of a password.
    let is_masking = matches!(
        first,
        '*' | '•'
            | '●'
            | '·'
            | '∙'
            | '⬤'
            | '○'
            | '■'
            | '█'
            | 'x'
            | 'X'
            | '#'
            | '-'
            | '–'
            | '—'
            | '_'
            | '.'
            | '?'
            | '…'
    );
    let is_same =
        |character: char| character == first || character.is_whitespace() || character.eq_ignore_ascii_case(&first);
    if is_masking && characters.all(is_same) {
        return true;
    }
    if is_placeholder(text) {
        return true;
    }
    let inner = text.trim_matches(['(', ')', '[', ']', '<', '>', '{', '}', '"', '\'', '*', ' ']);
    PLACEHOLDERS.contains(&case_fold(inner).as_str())
}

fn is_hash(text: &str) -> bool {
    const PREFIXES: &[&str] = &[
        "$1$",
        "$2$",
        "$2a$",
        "$2b$",
        "$2x$",
        "$2y$",
        "$5$",
        "$6$",
        "$7$",
        "$y$",
        "$argon2",
        "$scrypt",
        "$pbkdf2",
        "$apr1$",
        "$P$",
        "$H$",
        "$S$",
        "pbkdf2",
        "bcrypt",
        "scrypt:",
        "scrypt$",
        "argon2",
        "sha1$",
        "sha256$",
        "sha512$",
        "md5$",
        "sha1:",
        "sha256:",
        "sha512:",
        "md5:",
        "crypt:",
        "scram-sha",
    ];
    let lower = text.to_ascii_lowercase();
    if PREFIXES.iter().any(|prefix| lower.starts_with(&prefix.to_ascii_lowercase())) {
        return true;
    }
    // `{SSHA}…` as in LDAP (RFC 2307).
    let scheme = text.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    if scheme.is_some_and(|(scheme, value)| {
        !value.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') && scheme.len() > 2
    }) {
        return true;
    }
    // MySQL.
    if text.len() == 41 && text.starts_with('*') && text[1..].bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return true;
    }
    // Digests in hexadecimal: MD5 or NTLM, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
    matches!(text.len(), 32 | 40 | 56 | 64 | 96 | 128) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether a word could be a password: long, with digits and both kinds of letters or a symbol.
pub(crate) fn looks_like_password(text: &str) -> bool {
    const MIN_CHARS: usize = 7;
    text.chars().count() >= MIN_CHARS
        && !text.contains(char::is_whitespace)
        && text.contains(|character: char| character.is_ascii_digit())
        && text.contains(char::is_uppercase)
        && text.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masks_and_placeholders_are_not_passwords() {
        for mask in ["****", "••••••••", "xxxxxx", "n/a", "-", "(hidden)", "[REDACTED]", "None", "…"]
        {
            assert_eq!(check(mask), Some(NotAPassword::Mask), "{mask}");
        }
    }

    #[test]
    fn hashes_are_not_passwords() {
        for hash in [
            "$2b$12$abcdefghijklmnopqrstuv",
            "pbkdf2_sha256$260000$salt$c2Vj",
            "{SSHA}NXsRk3fbGqkZ1Q==",
            "$argon2id$v=19$m=65536",
            "5f4dcc3b5aa765d61d8327deb882cf99",
        ] {
            assert_eq!(check(hash), Some(NotAPassword::Hash), "{hash}");
        }
    }

    #[test]
    fn passwords_that_resemble_masks_or_hashes_are_kept() {
        for password in
            ["*Gr4nite*Hill", "-Moor-Lantern-3", "$ilver-2-Brook", "n/a-Tundra-55", "x-Xenon-x-19", "{a}b", ""]
        {
            assert_eq!(check(password), None, "{password}");
        }
    }
}
