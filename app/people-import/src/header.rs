//! What a column holds, by its header. The words, in a dozen languages, are in `vocabulary.rs`.
//!
//! A header is judged by meaning rather than by spelling. `Email (work)`, `Dienstliche E-Mail` and
//! `Business email` are the same column; `Manager email` belongs to another person.

use crate::role::Role;
use crate::text::trim;
use crate::vocabulary::{Qualifier, has_unspaced_other_person, has_unspaced_private, qualifies, role_of_noun};
use account_api::{is_accent, search_fold};

/// What a column with this header holds. `None` for a header that is not known.
#[must_use]
pub fn role_of(header: &str) -> Option<Role> {
    const MAX_HEADER_BYTES: usize = 150;
    let header = trim(header);
    if header.is_empty() || header.len() > MAX_HEADER_BYTES || header.contains('@') {
        return None;
    }
    let words = words(header);
    let whole = words.concat();
    let is = |qualifier| words.iter().chain([&whole]).any(|word| qualifies(word, &[qualifier]));
    let is_by = words.len() > 1 && words.iter().any(|word| word == "by");
    // `Contact email` and `Owner` are about another person, `Contact` in `Emergency contact` as
    // well, and so is `createdBy`.
    if is(Qualifier::OtherPerson) || is_by || has_unspaced_other_person(header) {
        return Some(Role::OtherPerson);
    }
    // `Username/Password`: neither may be taken for the other.
    let parts = header.split(['/', '|', '+', '&', ':', ',']).filter_map(noun);
    let (passwords, others): (Vec<Role>, Vec<Role>) = parts.partition(|role| *role == Role::Password);
    if !passwords.is_empty() && !others.is_empty() {
        return Some(Role::OtherPerson);
    }
    let (part, role) = variants(header).into_iter().find_map(|part| Some((part, noun(part)?)))?;
    let is_path = part.len() < header.len() && header.contains('.') && !header.contains(char::is_whitespace);
    if !(role.is_email() || is_path && role.is_identity()) {
        return Some(role);
    }
    // `mentor.login`, `Email (billing)`: a qualifier that is not known may name anybody.
    if has_unknown_qualifier(&words, part) {
        return Some(Role::OtherPerson);
    }
    let is_second = words.iter().any(|word| matches!(word.as_str(), "2" | "3" | "4" | "5" | "ii" | "2nd"));
    Some(match () {
        () if !role.is_email() => role,
        () if is(Qualifier::Private) || is_second || has_unspaced_private(header) => Role::PrivateEmail,
        () if is(Qualifier::Work) => Role::WorkEmail,
        () => role,
    })
}

/// Whether a word of a header outside the part that names the column is none that qualifies it.
fn has_unknown_qualifier(all: &[String], part: &str) -> bool {
    use Qualifier::{Decoration, Own, Private, Work};
    let part = words(part);
    let is_known = |word: &str| {
        qualifies(word, &[Decoration, Work, Private, Own])
            || role_of_noun(word).is_some()
            || word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let rest: Vec<&String> = all.iter().filter(|word| !part.contains(word)).collect();
    let whole = rest.iter().map(|word| word.as_str()).collect::<String>();
    !rest.is_empty() && noun(&whole).is_none() && rest.iter().any(|word| !is_known(word))
}

/// Whether a single word makes a header even where the values could be anything: it is not a
/// plausible name of an account.
pub(crate) fn is_unmistakable(header: &str) -> bool {
    let words = words(header);
    let is_compound = words.len() > 1 || words.concat().len() > 7;
    is_compound && role_of(header).is_some_and(Role::is_identity) && !matches!(role_of(header), Some(Role::Name))
}

/// The parts of a header that may name the column, the most telling first.
fn variants(header: &str) -> Vec<&str> {
    let outside = header.split(['[', '(', '{', '（', '*']).next().unwrap_or(header);
    let mut variants = vec![outside];
    // `profile.email` and `ns:email`, but not `Subject: …`.
    let is_path = header.contains(['.', ':']) && !header.contains(char::is_whitespace);
    if let Some(last) = header.rsplit(['.', ':']).next().filter(|_| is_path) {
        variants.push(last);
    }
    variants.extend(outside.split(['/', '|', '–', '—']).filter(|part| *part != outside));
    variants.extend(
        header.split(['[', '(', '{', '（']).skip(1).map(|part| part.trim_end_matches([']', ')', '}', '）', ' '])),
    );
    variants
}

/// The role of a noun, with or without the words that qualify it.
fn noun(text: &str) -> Option<Role> {
    use Qualifier::{Decoration, Own, Private, Work};
    let words = words(text);
    let without = |qualifiers: &[Qualifier]| -> Option<Role> {
        let is_noun = |word: &&String| !qualifies(word, qualifiers) && !word.bytes().all(|byte| byte.is_ascii_digit());
        role_of_noun(&words.iter().filter(is_noun).map(String::as_str).collect::<String>())
    };
    role_of_noun(&words.concat())
        .or_else(|| without(&[Decoration]))
        // Only emails are qualified by whose they are: `backup-bot` is not a backup of `bot`.
        .or_else(|| without(&[Decoration, Private, Work]).filter(|role| role.is_email()))
        .or_else(|| without(&[Decoration, Private, Work, Own]).filter(|role| role.is_email()))
        .or_else(|| without(&[Decoration, Own]).filter(|role| matches!(role, Role::Username | Role::Login)))
}

/// The words of a header, without case and accents. A capital letter after a small one begins a
/// word.
fn words(header: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before_is_lowercase = false;
    for character in header.chars() {
        if is_accent(character) {
            // Folded away with the letter before it.
            continue;
        }
        if !character.is_alphanumeric() || (character.is_uppercase() && before_is_lowercase) {
            words.extend((!word.is_empty()).then(|| search_fold(&word)));
            word.clear();
        }
        if character.is_alphanumeric() {
            word.push(character);
        }
        before_is_lowercase = character.is_lowercase();
    }
    words.extend((!word.is_empty()).then(|| search_fold(&word)));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_in_any_spelling_and_decoration() {
        for (header, expected) in [
            ("USERNAME", Role::Username),
            ("User name [userPrincipalName] Required", Role::Username),
            ("user_name", Role::Username),
            ("userName", Role::Username),
            ("Username / Benutzername", Role::Username),
            ("Nom d’utilisateur", Role::Username),
            ("Login", Role::Login),
            ("Name", Role::Name),
            ("Name (Original Name)", Role::Name),
            ("First Name [Required]", Role::FirstName),
            ("E-Mail-Adresse", Role::Email),
            ("E-mail 1 - Value", Role::Email),
            ("User Email", Role::Email),
            ("profile.email", Role::Email),
            ("Correo electrónico", Role::Email),
            ("Initial password [passwordProfile] Required", Role::Password),
            ("Mot de passe provisoire", Role::Password),
            ("Contraseña", Role::Password),
            ("Participant ID (UPN)", Role::PrincipalName),
            ("Employee no.", Role::UserId),
        ] {
            assert_eq!(role_of(header), Some(expected), "{header}");
        }
        // In the capital letters of Turkish and Greek, and with accents apart or missing.
        for (header, expected) in [
            ("KULLANICI ADI", Role::Username),
            ("Kullanıcı adı", Role::Username),
            ("ŞİFRE", Role::Password),
            ("S\u{327}ifre", Role::Password),
            ("Contrasen\u{303}a", Role::Password),
            ("CONTRASENA", Role::Password),
            ("Κωδικός πρόσβασης", Role::Password),
            ("ΚΩΔΙΚΟΣ ΠΡΟΣΒΑΣΗΣ", Role::Password),
            ("Χρήστης", Role::Username),
            ("PRE\u{301}NOM", Role::FirstName),
        ] {
            assert_eq!(role_of(header), Some(expected), "{header}");
        }
        for header in ["", "jane", "Change Password at Next Sign-In", "Password hash", "a@x.example", "E-mail type"] {
            assert_eq!(role_of(header), None, "{header}");
        }
    }

    #[test]
    fn qualifiers_tell_work_from_private_and_from_other_people() {
        for (header, expected) in [
            ("Work email", Role::WorkEmail),
            ("Email (work)", Role::WorkEmail),
            ("Dienstliche E-Mail", Role::WorkEmail),
            ("Email (personal)", Role::PrivateEmail),
            ("Alternate email address", Role::PrivateEmail),
            ("secondEmail", Role::PrivateEmail),
            ("E-mail 2 Address", Role::PrivateEmail),
            ("Manager email", Role::OtherPerson),
            ("Vorgesetzte/r", Role::OtherPerson),
            ("Owner", Role::OtherPerson),
            ("manager.email", Role::OtherPerson),
        ] {
            assert_eq!(role_of(header), Some(expected), "{header}");
        }
    }

    #[test]
    fn headers_that_could_also_be_values_are_not_unmistakable() {
        for header in ["Username", "User name", "Email address", "Benutzername"] {
            assert!(is_unmistakable(header), "{header}");
        }
        for header in ["mail", "user", "login", "name", "Department", "jane"] {
            assert!(!is_unmistakable(header), "{header}");
        }
    }
}
