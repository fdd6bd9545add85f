//! What columns are called.

/// What a column holds, by its head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    /// User names, for certain.
    Username,
    /// User names, where no column says so more clearly.
    Login,
    /// User names or what people are called in life: what stands below has to tell.
    Name,
    /// What people are called in life.
    Person,
    Email,
    Password,
}

/// In lower case, with nothing but letters and digits.
const WORDS: [(ColumnKind, &[&str]); 6] = [
    (
        ColumnKind::Username,
        &[
            "username",
            "userid",
            "uid",
            "accountname",
            "loginname",
            "samaccountname",
            "userprincipalname",
            "benutzername",
            "nutzername",
            "anmeldename",
            "nomdutilisateur",
            "utilisateur",
            "identifiant",
            "nombredeusuario",
            "usuario",
        ],
    ),
    (ColumnKind::Login, &["user", "login", "account", "benutzer", "konto", "compte", "cuenta"]),
    (ColumnKind::Name, &["name"]),
    (
        ColumnKind::Person,
        &[
            "firstname",
            "lastname",
            "givenname",
            "familyname",
            "surname",
            "fullname",
            "displayname",
            "vorname",
            "nachname",
            "prénom",
            "nom",
            "nombre",
            "apellido",
            "apellidos",
        ],
    ),
    (
        ColumnKind::Email,
        &[
            "email",
            "emails",
            "mail",
            "emailaddress",
            "mailaddress",
            "email1value",
            "emailadresse",
            "mailadresse",
            "adresseemail",
            "adressemail",
            "courriel",
            "correo",
            "correoelectrónico",
            "correoelectronico",
        ],
    ),
    (
        ColumnKind::Password,
        &[
            "password",
            "initialpassword",
            "temporarypassword",
            "passwd",
            "passwort",
            "initialpasswort",
            "kennwort",
            "motdepasse",
            "contraseña",
            "contrasena",
        ],
    ),
];

/// What a column with this head holds. What stands in brackets behind is no part of it, nor is a star: `Email Address [Required]`.
pub(crate) fn word(head: &str) -> Option<ColumnKind> {
    // No head is longer; most of what is asked about is no head.
    if head.len() > 100 {
        return None;
    }
    let head = head.split(['[', '(', '*']).next().unwrap_or(head);
    let head: String = head.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    WORDS.iter().find(|(_, words)| words.contains(&head.as_str())).map(|(word, _)| *word)
}

/// What the columns hold, if these are their heads. A password may well be `password`, so that it alone makes no header, and no head
/// has an `@`.
pub(crate) fn words<'a>(cells: impl Iterator<Item = &'a str> + Clone) -> Option<Vec<Option<ColumnKind>>> {
    if cells.clone().any(|cell| cell.contains('@')) {
        return None;
    }
    let words: Vec<Option<ColumnKind>> = cells.clone().map(word).collect();
    let is_header = words.iter().flatten().any(|word| *word != ColumnKind::Password)
        || cells.filter(|cell| !cell.is_empty()).all(|cell| word(cell).is_some());
    is_header.then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_known_in_any_writing() {
        for (head, expected) in [
            ("USERNAME", ColumnKind::Username),
            ("User name [userPrincipalName] Required", ColumnKind::Username),
            ("user_name", ColumnKind::Username),
            ("Nom d’utilisateur", ColumnKind::Username),
            ("Login", ColumnKind::Login),
            ("Name", ColumnKind::Name),
            ("First Name [Required]", ColumnKind::Person),
            ("E-Mail-Adresse", ColumnKind::Email),
            ("E-mail 1 - Value", ColumnKind::Email),
            ("Correo electrónico", ColumnKind::Email),
            ("Initial password", ColumnKind::Password),
            ("Contraseña", ColumnKind::Password),
        ] {
            assert_eq!(word(head), Some(expected), "{head}");
        }
        for head in ["", "jane", "phone", "[email]"] {
            assert_eq!(word(head), None, "{head}");
        }
    }

    #[test]
    fn a_bad_password_is_no_header() {
        assert!(words(["jane", "password"].into_iter()).is_none());
        assert!(words(["jane@x.example", "user"].into_iter()).is_none());
        assert!(words(["phone", "email"].into_iter()).is_some());
        assert!(words(["password"].into_iter()).is_some());
    }
}
