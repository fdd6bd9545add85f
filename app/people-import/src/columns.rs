//! Which column of a grid is what: by headers, and by content where they say nothing.

use crate::delimiter::{first_max_by_key, is_plain_email};
use crate::email::{find_all, local_part, parse_cell};
use crate::grid::Grid;
use crate::header;
use crate::labels::{LabeledEmails, labeled_emails};
use crate::options::Purpose;
use crate::password::looks_like_password;
use crate::role::Role;
use account_api::case_fold;
use std::collections::HashSet;

/// The columns that are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Columns {
    /// What each column holds, as far as it is known.
    pub roles: Vec<Option<Role>>,
    pub username: Option<usize>,
    pub email: Option<usize>,
    pub password: Option<usize>,
    /// Other columns of usernames and emails, for records whose keys differ.
    pub other_usernames: Vec<usize>,
    pub other_emails: Vec<usize>,
    /// Emails whose label is in another column.
    pub labeled_emails: Vec<LabeledEmails>,
    /// Emails that are not used, but whose presence is worth a note.
    pub private_emails: Vec<usize>,
    /// Whether the emails were found by content, below a header that does not say so.
    pub is_email_unlabeled: bool,
    /// Given, family and full names: shown where nothing else is known of a person.
    pub names: Vec<usize>,
}

impl Columns {
    /// Assigns the columns of a grid. `chosen` are roles that the user chose.
    pub(crate) fn assign(grid: &Grid, purpose: Purpose, chosen: Option<&[Option<Role>]>) -> Self {
        let mut columns = match chosen {
            Some(roles) => Self::by_role(grid, roles.to_vec(), true),
            None if grid.header.is_some() => {
                let headers = (0..grid.width()).map(|column| header::role_of(grid.header_of(column)));
                Self::by_role(grid, headers.collect(), false)
            }
            None => Self::by_content(grid),
        };
        if purpose == Purpose::ServiceAccounts && chosen.is_none() {
            columns.for_service_accounts(grid);
        }
        columns
    }

    fn by_role(grid: &Grid, mut roles: Vec<Option<Role>>, is_chosen: bool) -> Self {
        roles.resize(grid.width(), None);
        let of = |wanted: &[Role]| -> Vec<usize> {
            let is_wanted = |column: &usize| roles[*column].is_some_and(|role| wanted.contains(&role));
            (0..roles.len()).filter(is_wanted).collect()
        };
        // Of several columns with the same meaning, the one that has most values.
        let fullest = |candidates: Vec<usize>| {
            let filled = candidates.into_iter().map(|column| (column, grid.values(column).count()));
            first_max_by_key(filled, |(_, count)| *count).map(|(column, _)| column)
        };
        let is_filled = |column: &usize| grid.values(*column).next().is_some();
        let email = fullest(of(&[Role::WorkEmail])).filter(is_filled).or_else(|| fullest(of(&[Role::Email])));
        let email = email.or_else(|| fullest(of(&[Role::WorkEmail])));
        let labeled = email;
        let email =
            email.or_else(|| (!is_chosen).then(|| email_column(grid, |column| roles[column].is_none())).flatten());
        let has_family_names = !of(&[Role::FirstName, Role::LastName]).is_empty();
        let is_own_export = (0..grid.width()).any(|column| grid.header_of(column) == "site_admin");
        let is_plausible = |column: &usize| is_chosen || is_own_export || !are_full_names(grid, *column);
        let username = fullest(of(&[Role::Username, Role::ServiceAccount]))
            .filter(is_plausible)
            .or_else(|| fullest(of(&[Role::Login])).filter(|column| is_chosen || are_logins(grid, *column)))
            .or_else(|| fullest(of(&[Role::PrincipalName])))
            .or_else(|| {
                fullest(of(&[Role::UserId]))
                    .filter(|column| is_chosen || (email.is_none() && are_usernames(grid, *column)))
            })
            .or_else(|| {
                let names = fullest(of(&[Role::Name]));
                names.filter(|column| {
                    !has_family_names && (is_chosen || email.is_none() || are_usernames(grid, *column))
                })
            });
        let is_email_unlabeled = labeled.is_none() && email.is_some_and(|column| !grid.header_of(column).is_empty());
        // The principal name or username serves as the email where there is no other (Microsoft
        // 365).
        let principal_names = || fullest(of(&[Role::PrincipalName]));
        let email = email.or_else(|| username.or_else(principal_names).filter(|column| are_emails(grid, *column)));
        let email = email.or_else(|| principal_names().filter(|column| are_emails(grid, *column)));
        let names = of(&[Role::FullName, Role::Name, Role::FirstName, Role::LastName]);
        let others = |wanted: &[Role], used: Option<usize>| -> Vec<usize> {
            of(wanted).into_iter().filter(|column| Some(*column) != used).collect()
        };
        Self {
            username,
            email,
            other_usernames: others(&[Role::Username, Role::Login, Role::ServiceAccount], username),
            other_emails: others(&[Role::WorkEmail, Role::Email], email),
            labeled_emails: if is_chosen { Vec::new() } else { labeled_emails(grid, &roles) },
            password: fullest(of(&[Role::Password])),
            private_emails: of(&[Role::PrivateEmail]),
            is_email_unlabeled,
            names: names.into_iter().filter(|column| Some(*column) != username).collect(),
            roles,
        }
    }

    /// Without headers. A password is never guessed: it may be a surname, and would be set as one.
    fn by_content(grid: &Grid) -> Self {
        let email = email_column(grid, |_| true).map(|column| work_column(grid, column));
        let candidates: Vec<usize> =
            (0..grid.width()).filter(|column| Some(*column) != email && are_usernames(grid, *column)).collect();
        let username = match email {
            None => username_column(grid, &candidates),
            Some(email) => {
                let is_same = |column: &usize| holds_for_most_rows(grid, *column, email, |name, local| name == local);
                let is_similar = |column: &usize| holds_for_most_rows(grid, *column, email, has_same_initial);
                let before = candidates.iter().copied().filter(|column| *column < email);
                // Anything after the emails may be a department.
                candidates.iter().copied().find(is_same).or_else(|| {
                    let mut similar = before.filter(|column| !is_capitalized(grid, *column) && is_similar(column));
                    similar.next().filter(|_| similar.next().is_none())
                })
            }
        };
        let mut roles = vec![None; grid.width()];
        if let Some(email) = email {
            roles[email] = Some(Role::Email);
        }
        if let Some(username) = username {
            roles[username] = Some(Role::Username);
        }
        // What else there is of a person is shown where nothing else is known of them.
        let is_text = |column: &usize| {
            ![username, email].contains(&Some(*column))
                && !are_numbers(grid, *column)
                && email.is_none_or(|email| *column < email)
        };
        let names = (0..grid.width()).filter(is_text).collect();
        Self { roles, username, email, names, ..Self::default() }
    }

    /// A service account has a name only. An owner's email is ignored.
    fn for_service_accounts(&mut self, grid: &Grid) {
        let of = |wanted: Role| (0..self.roles.len()).find(|column| self.roles[*column] == Some(wanted));
        let named = of(Role::ServiceAccount)
            .or_else(|| of(Role::Username))
            .or_else(|| of(Role::Login))
            .or_else(|| of(Role::Name))
            .or_else(|| of(Role::FullName));
        let is_plain = |column: &usize| {
            let is_free =
                !matches!(self.roles[*column], Some(Role::OtherPerson | Role::UserId | Role::Other | Role::Password));
            is_free
                && grid.values(*column).next().is_some()
                && !are_numbers(grid, *column)
                && !are_emails(grid, *column)
        };
        self.username = named.or_else(|| (0..grid.width()).find(is_plain));
        (self.email, self.password) = (None, None);
        self.private_emails.clear();
        self.labeled_emails.clear();
        self.other_emails.clear();
    }

    /// Whether anything of a column ends up in a record.
    pub(crate) fn is_used(&self, column: usize) -> bool {
        [self.username, self.email, self.password].contains(&Some(column))
            || self.labeled_emails.iter().any(|emails| emails.value == column)
    }
}

/// The column of usernames in a table without headers and emails: one that looks like it, and
/// otherwise the first one that is neither numbers nor full names.
fn username_column(grid: &Grid, candidates: &[usize]) -> Option<usize> {
    let is_filled = |column: &usize| grid.values(*column).next().is_some();
    // What could be a password is not shown as a name, let alone looked up.
    let has_no_passwords = |column: &usize| !grid.values(*column).any(looks_like_password);
    let usable: Vec<usize> = (0..grid.width()).filter(is_filled).filter(has_no_passwords).collect();
    let is_text = |column: &usize| !are_numbers(grid, *column);
    let find = |is_wanted: &dyn Fn(&usize) -> bool| usable.iter().copied().find(|column| is_wanted(column));
    find(&|column| candidates.contains(column))
        .or_else(|| find(&|column| is_text(column) && !are_full_names(grid, *column)))
        .or_else(|| find(&is_text))
        .or_else(|| find(&|_| true))
}

/// The column with the most emails among those asked for, if most of its values are emails.
fn email_column(grid: &Grid, is_candidate: impl Fn(usize) -> bool) -> Option<usize> {
    let scored = (0..grid.width()).filter(|column| is_candidate(*column)).filter_map(|column| {
        let values = grid.values(column);
        let filled = values.clone().count();
        let emails = values.filter(|value| is_plain_email(&parse_cell(value).email)).count();
        let with_at = grid.values(column).filter(|value| value.contains('@')).count();
        (with_at * 2 > filled).then_some((column, emails, with_at))
    });
    first_max_by_key(scored, |(_, emails, with_at)| (*emails, *with_at)).map(|(column, ..)| column)
}

/// Of several columns that are full of emails, the one whose emails have the fewest domains: people
/// share that of their work.
fn work_column(grid: &Grid, column: usize) -> usize {
    let emails = |column: usize| grid.values(column).filter(|value| is_plain_email(value)).count();
    let domains = |column: usize| {
        let domains =
            grid.values(column).filter_map(|value| value.rsplit_once('@')).map(|(_, domain)| case_fold(domain));
        domains.collect::<HashSet<String>>().len()
    };
    let count = emails(column);
    let full = (0..grid.width()).filter(|other| count > 0 && emails(*other) == count);
    full.min_by_key(|other| domains(*other)).unwrap_or(column)
}

fn are_emails(grid: &Grid, column: usize) -> bool {
    let values = grid.values(column);
    values.clone().next().is_some()
        && values.clone().filter(|value| find_all(value).len() == 1).count() * 2 > values.count()
}

fn are_numbers(grid: &Grid, column: usize) -> bool {
    grid.values(column).all(|value| value.chars().all(|character| !character.is_alphabetic()))
}

/// Whether most values of a column can be logins: not full names, not running numbers.
fn are_logins(grid: &Grid, column: usize) -> bool {
    !are_full_names(grid, column) && !are_numbers(grid, column)
}

/// Whether most values of a column are full names: several capitalized words.
fn are_full_names(grid: &Grid, column: usize) -> bool {
    let is_full_name =
        |value: &&str| value.contains(' ') && value.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
    let values = grid.values(column);
    values.clone().filter(is_full_name).count() * 2 > values.count()
}

/// Whether the values of a column look like usernames: one word with a letter each, hardly any
/// twice, and not capitalized like given names.
fn are_usernames(grid: &Grid, column: usize) -> bool {
    let values = grid.values(column);
    let count = values.clone().count();
    if count == 0 {
        return false;
    }
    let is_word = |value: &str| {
        !value.contains(char::is_whitespace)
            && value.contains(char::is_alphabetic)
            && !value.contains([':', ';', ',', '|', '(', '<'])
    };
    let is_capitalized = |value: &str| {
        let mut characters = value.chars();
        characters.next().is_some_and(char::is_uppercase)
            && characters.all(|character| character.is_lowercase() || "-'’.".contains(character))
    };
    let is_code = |value: &str| {
        value.len() > 3
            && value.contains(|character: char| character.is_ascii_digit())
            && !value.contains(char::is_lowercase)
    };
    let distinct: HashSet<String> = values.clone().map(case_fold).collect();
    values.clone().all(is_word)
        && !values.clone().all(is_capitalized)
        && !values.clone().all(is_code)
        && distinct.len() * 10 >= count * 9
}

/// Whether any value of a column begins with a capital letter, as names and departments do.
fn is_capitalized(grid: &Grid, column: usize) -> bool {
    grid.values(column).any(|value| value.starts_with(char::is_uppercase))
}

/// Whether a username begins with the same letter as any word of the local part of an email:
/// `mtolland` and `mira.tolland`.
fn has_same_initial(name: &str, local: &str) -> bool {
    let initial = name.chars().next();
    local.split(['.', '_', '-', '+']).any(|word| word.chars().next() == initial)
}

/// Whether a relation between username and local part holds for more than half of the rows that
/// have both.
fn holds_for_most_rows(grid: &Grid, column: usize, email: usize, holds: impl Fn(&str, &str) -> bool) -> bool {
    let (mut hits, mut count) = (0, 0);
    for row in &grid.rows {
        let name = case_fold(row.trimmed(column));
        let local = case_fold(local_part(&parse_cell(row.trimmed(email)).email));
        if !name.is_empty() && !local.is_empty() {
            count += 1;
            hits += usize::from(holds(&name, &local));
        }
    }
    hits * 2 > count
}
