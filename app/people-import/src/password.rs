//! Password cells that hold no password: masks, placeholders and hashes.

use crate::text::{is_invisible, trim};
use account_api::case_fold;
use std::collections::HashSet;
use std::sync::OnceLock;

/// Why a cell of a password column is not a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotAPassword {
    /// `********`, `n/a`, `(hidden)`, `see letter`.
    Mask,
    /// `$2b$12$…`, `{SSHA}…`, or hexadecimal digits of a digest's length.
    Hash,
    /// It contains a line break, or a character that is invisible or cannot be typed.
    Broken,
}

/// Why a cell is not a password; `None` if it can be one.
pub(crate) fn check(cell: &str) -> Option<NotAPassword> {
    let text = trim(cell);
    let is_broken = |character: char| {
        character.is_control() || is_invisible(character) || (character.is_whitespace() && character != ' ')
    };
    match () {
        () if is_mask(text) => Some(NotAPassword::Mask),
        () if is_hash(text) => Some(NotAPassword::Hash),
        () if text.contains(is_broken) => Some(NotAPassword::Broken),
        () => None,
    }
}

/// What people and programs write where there is no value, of whatever kind.
const NO_VALUE: &str = "n/a na none null nil nan undefined blank empty true false - -- — – ? tbd tba tbc todo \
    unknown leer keine keins keiner k.a n.v aucun aucune néant ninguna ninguno nessuna nessuno geen нет なし 无 無 없음";

/// What people write where there is no password, beside [`NO_VALUE`].
const NO_PASSWORD: &str = "hidden redacted masked secret removed unchanged same ditto dito idem set unset password \
    passwort kennwort geheim versteckt masqué oculto скрыто 非表示 隐藏 隱藏 숨김 protected confidential auto \
    automatic automatisch automatique generate generated generieren generiert random zufällig default standard \
    pending ausstehend folgt follows later später open offen letter brief s.o yes no ja nein oui non sí si да ✓ ✔ ✗";

/// Words that begin a remark rather than a password of several words.
const REMARK_OPENERS: &str = "see siehe voir vea ver véase vedi zie см patrz viz wie same gleiches wird werden will \
    sera será sarà wordt будет not nicht noch pas niet не cf ask frag fragen contact call demander preguntar chiedere \
    user's users selbst";

/// Pairs of words that begin a remark: the first ones are too common to tell alone.
const REMARK_PAIRS: &[(&str, &str)] = &[
    ("to", "be follow come set"),
    ("as", "discussed agreed before usual above always per"),
    ("comme", "convenu discuté avant d'habitude"),
    ("como", "acordado antes siempre"),
    ("come", "concordato sempre prima"),
    ("zoals", "besproken afgesproken"),
    ("как", "договорились обычно раньше"),
    ("is", "sent set in"),
    ("no", "password change value"),
    ("sent", "by via separately to in per"),
    ("set", "by at on later"),
    ("given", "by in to"),
    ("provided", "by separately"),
    ("shared", "by via separately"),
    ("generated", "by at automatically"),
    ("auto", "generated generate"),
    ("default", "password passwort"),
    ("initial", "password passwort"),
    ("standard", "password passwort"),
    ("s", "o oben unten anlage anhang brief mail"),
    ("à", "définir communiquer venir demander"),
    ("por", "definir asignar confirmar"),
    ("da", "definire comunicare"),
    ("tbd", "by in"),
    ("k", "a"),
    ("n", "a"),
];

/// Prepositions before the way in which a password is handed over: `by mail`, `im Brief`.
const BY: &str = "by per via in im bei on auf sur par por in von from with mit";
const WAYS: &str = "mail email e-mail post letter brief the sms phone telefon tel courrier correo request anfrage \
    nachfrage demande person hand chat teams slack signal whatsapp separate separatem umschlag envelope it hr anruf \
    admin helpdesk vault keepass ticket";

/// Whether a cell says that there is no value: `n/a`, `-`, `#N/A`, `NaN`, `(blank)`.
pub(crate) fn is_placeholder(text: &str) -> bool {
    let text = trim(text);
    let is_error =
        text.starts_with('#') && (text.ends_with(['!', '?']) || ["#n/a", "#nv"].contains(&case_fold(text).as_str()));
    static WORDS: OnceLock<HashSet<&'static str>> = OnceLock::new();
    let words = WORDS.get_or_init(|| NO_VALUE.split_whitespace().collect());
    is_error || words.contains(without_brackets(text).as_str()) || words.contains(text)
}

/// The case-folded text without brackets and punctuation around it.
fn without_brackets(text: &str) -> String {
    let around = |character: char| character.is_whitespace() || "()[]<>{}\"'*.!…:".contains(character);
    case_fold(text.trim_matches(around))
}

fn contains_word(list: &str, word: &str) -> bool {
    !word.is_empty() && list.split_whitespace().any(|other| other == word)
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
    // Characters that programs show instead of those of a password.
    const MASKING: &str = "*•●·∙⬤○■█xX#-–—_.?…";
    const MAX_BYTES: usize = 120;
    let mut characters = text.chars();
    let Some(first) = characters.next() else { return false };
    let is_same =
        |character: char| character == first || character.is_whitespace() || character.eq_ignore_ascii_case(&first);
    if MASKING.contains(first) && characters.all(is_same) {
        return true;
    }
    if text.len() > MAX_BYTES {
        return false;
    }
    if is_placeholder(text) {
        return true;
    }
    let inner = without_brackets(text);
    if !inner.contains(char::is_whitespace) {
        return contains_word(NO_PASSWORD, &inner);
    }
    let words: Vec<&str> = inner.split_whitespace().map(|word| word.trim_matches(['.', ',', ':'])).collect();
    let (first, second) = (words.first().copied().unwrap_or_default(), words.get(1).copied().unwrap_or_default());
    let is_text = !second.is_empty() && second.chars().all(|character| character.is_alphabetic() || character == '\'');
    // Single letters are also what a password of several words may begin with.
    let is_pair_of_letters = first.chars().count() == 1 && second.chars().count() == 1;
    let has_digit = || inner.contains(|character: char| character.is_ascii_digit());
    let is_pair = !(is_pair_of_letters && has_digit());
    (contains_word(REMARK_OPENERS, first) && is_text)
        || (contains_word(BY, first) && contains_word(WAYS, second))
        || is_pair && REMARK_PAIRS.iter().any(|(opener, next)| *opener == first && contains_word(next, second))
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
        "$gy$",
        "$argon2",
        "$scrypt",
        "$pbkdf2",
        "$apr1$",
        "$P$",
        "$H$",
        "$S$",
        "$sha1$",
        "$md5",
        "$yescrypt$",
        "$bcrypt",
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
    let has_prefix = |prefix: &&str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if PREFIXES.iter().any(has_prefix) {
        return true;
    }
    // `{SSHA}…` as in LDAP (RFC 2307).
    let is_scheme = |scheme: &str| {
        scheme.len() > 2 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._/".contains(&byte))
    };
    let scheme = text.strip_prefix('{').and_then(|rest| rest.split_once('}'));
    if scheme.is_some_and(|(scheme, value)| !value.is_empty() && is_scheme(scheme)) {
        return true;
    }
    // `$name$salt$hash` of the modular crypt format.
    let mut parts = text.split('$');
    let is_modular = parts.next() == Some("")
        && parts.next().is_some_and(|name| (1..=20).contains(&name.len()) && is_identifier(name))
        && parts.clone().count() > 1
        && parts.all(|part| !part.is_empty());
    // LM:NT as of Windows, or a digest and its salt.
    let is_digest_pair = text.split_once(':').is_some_and(|(left, right)| {
        (left.is_empty() && right.len() == 32 && is_hexadecimal(right)) || is_digest(left)
    });
    // PostgreSQL, MySQL, SQL Server.
    let is_database = text.strip_prefix("md5").is_some_and(|rest| rest.len() == 32 && is_hexadecimal(rest))
        || text.strip_prefix('*').is_some_and(|rest| rest.len() == 40 && is_hexadecimal(rest))
        || text.strip_prefix("0x").is_some_and(|rest| rest.len() >= 32 && is_hexadecimal(rest));
    is_modular || is_digest_pair || is_database || is_digest(text)
}

/// Whether a text is a digest: MD5 or NTLM, or SHA-1 to SHA-512, in hexadecimal or Base64.
fn is_digest(text: &str) -> bool {
    let is_base64 = || text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
    match text.len() {
        32 | 40 | 56 | 64 | 96 | 128 if is_hexadecimal(text) => true,
        24 | 88 => text.ends_with("==") && is_base64(),
        28 | 44 => text.ends_with('=') && !text.ends_with("==") && is_base64(),
        _ => false,
    }
}

fn is_hexadecimal(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_identifier(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
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
        for mask in ["****", "••••••••", "xxxxxx", "n/a", "-", "(hidden)", "[REDACTED]", "None", "…", "s. o.", "k. A."]
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
        for password in [
            "*Gr4nite*Hill",
            "-Moor-Lantern-3",
            "$ilver-2-Brook",
            "n/a-Tundra-55",
            "x-Xenon-x-19",
            "s o 00",
            "{a}b",
            "",
        ] {
            assert_eq!(check(password), None, "{password}");
        }
    }
}
