//! Validation of the rows of a draft. Does no I/O.

use super::DraftRow;
use account_api::{UserType, case_fold, eq_ignore_case};
use people_import::{
    Problem, Reason, Twin, TwinKey, TwinKeys, Twins, check_email, check_name, check_password, lookalikes_of,
};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// The result of validating a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowStatus {
    /// Nothing has been typed into it.
    Blank,
    /// It can be sent.
    Ready,
    /// It can be sent, but is probably not what was meant.
    Warning(Reason),
    /// It cannot be sent until this is fixed.
    Error(Reason),
    /// It was sent and refused, and can be sent again.
    Refused(Arc<str>),
}

impl RowStatus {
    /// Whether the row can be sent.
    pub const fn is_sendable(&self) -> bool {
        matches!(self, Self::Ready | Self::Warning(_) | Self::Refused(_))
    }

    /// Whether the user should look at the row.
    pub const fn needs_attention(&self) -> bool {
        matches!(self, Self::Warning(_) | Self::Error(_) | Self::Refused(_))
    }
}

/// Validates the rows of a draft, again after each change.
///
/// Of 20,000 rows, a keystroke changes one. So it keeps what it found out about each value, and
/// where it found it for each row: a row that did not change costs two comparisons of strings, and
/// the hash of a password that was not generated.
pub(super) struct Validator {
    kind: UserType,
    names: Checks<NameCheck>,
    emails: Checks<EmailCheck>,
    keys: TwinKeys,
    /// The revision of the accounts that the names were looked up in.
    revision: u64,
}

/// What a username says by itself.
struct NameCheck {
    problem: Option<Problem>,
    key: Option<TwinKey>,
    lookalikes: Vec<String>,
    /// What the accounts say about it. None if that is not known yet.
    existing: Option<Existing>,
}

/// Whether an account stands in the way of a username.
#[derive(Clone)]
enum Existing {
    NoAccount,
    SameName,
    Lookalike(String),
}

/// What an email says by itself.
struct EmailCheck {
    problem: Option<Problem>,
    key: Option<TwinKey>,
    /// The account that has the email, as far as that was looked up.
    owner: Option<String>,
    /// Whether the accounts have not changed since it was looked up.
    is_owner_current: bool,
}

impl NameCheck {
    fn new(name: &str, keys: &mut TwinKeys) -> Self {
        Self { problem: check_name(name), key: keys.key(name), lookalikes: lookalikes_of(name), existing: None }
    }

    fn existing(&mut self, name: &str, is_taken: impl Fn(&str) -> bool) -> &Existing {
        self.existing.get_or_insert_with(|| {
            if is_taken(name) {
                return Existing::SameName;
            }
            let lookalike = self.lookalikes.iter().find(|other| is_taken(other));
            lookalike.map_or(Existing::NoAccount, |other| Existing::Lookalike(other.clone()))
        })
    }
}

impl EmailCheck {
    fn new(email: &str, keys: &mut TwinKeys) -> Self {
        Self { problem: check_email(email), key: keys.key(email), owner: None, is_owner_current: false }
    }
}

impl Validator {
    pub(super) fn new(kind: UserType) -> Self {
        let (names, emails) = (Checks::default(), Checks::default());
        Self { kind, names, emails, keys: TwinKeys::default(), revision: 0 }
    }

    /// The numbers of the name and the email of a row.
    fn check(&mut self, row: &DraftRow) -> (usize, usize) {
        let keys = &mut self.keys;
        let name = self.names.find(row.id, &row.name, |name| NameCheck::new(name, keys));
        let email = self.emails.find(row.id, &row.email, |email| EmailCheck::new(email, keys));
        (name, email)
    }

    fn forget_accounts_before(&mut self, revision: u64) {
        if self.revision != revision {
            self.names.values.iter_mut().for_each(|(_, check)| check.existing = None);
            self.emails.values.iter_mut().for_each(|(_, check)| check.is_owner_current = false);
            self.revision = revision;
        }
    }

    /// The case-folded emails whose accounts have to be looked up.
    pub(super) fn emails_to_look_up(&self) -> HashSet<String> {
        let is_unknown =
            |check: &EmailCheck| !check.is_owner_current && check.problem.is_none_or(|problem| !problem.is_error());
        self.emails.values.iter().filter(|(_, check)| is_unknown(check)).map(|(email, _)| case_fold(email)).collect()
    }

    /// Keeps the accounts that have emails: `owners` has usernames by case-folded email.
    pub(super) fn set_owners(&mut self, looked_up: &HashSet<String>, owners: &HashMap<String, Vec<String>>) {
        for (email, check) in self.emails.values.iter_mut().filter(|(_, check)| !check.is_owner_current) {
            let email = case_fold(email);
            if looked_up.contains(&email) {
                check.owner = owners.get(&email).and_then(|names| names.first().cloned());
                check.is_owner_current = true;
            }
        }
    }

    /// Checks what can be checked of one row, so that validating it takes less time later.
    /// `is_taken` and `revision` are those of [`Validator::validate`].
    pub(super) fn prepare(&mut self, row: &DraftRow, revision: u64, is_taken: impl Fn(&str) -> bool) {
        self.forget_accounts_before(revision);
        let (name, _) = self.check(row);
        self.names.values[name].1.existing(&row.name, is_taken);
    }

    /// Returns the status of each row. `is_taken` tells whether an account of that name exists; its
    /// answers are kept until `revision` changes.
    pub(super) fn validate(
        &mut self,
        rows: &[DraftRow],
        revision: u64,
        is_taken: impl Fn(&str) -> bool,
    ) -> Vec<RowStatus> {
        // Forgets what was typed on the way.
        if self.names.len().max(self.emails.len()) > 2 * rows.len() + MIN_CACHED {
            *self = Self::new(self.kind);
        }
        self.forget_accounts_before(revision);
        let mut first_rows: Vec<Option<usize>> = Vec::new();
        // Two people who differ by a capital letter or an accent's encoding only, or share an
        // email, are rarely two.
        let (mut names, mut emails) = (Twins::default(), Twins::default());
        let mut typed_passwords = HashMap::<&str, usize>::new();
        rows.iter()
            .enumerate()
            .map(|(index, row)| {
                if row.is_blank() {
                    return RowStatus::Blank;
                }
                let (name_number, email_number) = self.check(row);
                if first_rows.len() < self.names.len() {
                    first_rows.resize(self.names.len(), None);
                }
                let first_index = *first_rows[name_number].get_or_insert(index);
                let (name, email) = (&mut self.names.values[name_number].1, &self.emails.values[email_number].1);
                let is_user = self.kind == UserType::User;
                // The account of a row in doubt may be its own. The next attempt tells.
                let existing = match row.in_doubt_since {
                    None => name.existing(&row.name, &is_taken).clone(),
                    Some(_) => Existing::NoAccount,
                };
                let name_problem = || {
                    name.problem
                        .or_else(|| matches!(existing, Existing::SameName).then_some(Problem::NameTaken))
                        .or_else(|| (first_index < index).then(|| twin_problem(first_index, &rows[first_index], row)))
                };
                // Errors come before warnings.
                let email_or_password_problem = || {
                    let is_error = email.problem.is_some_and(|problem| problem.is_error());
                    if is_error { email.problem } else { check_password(&row.password).or(email.problem) }
                };
                let problem = name_problem().or_else(|| is_user.then(email_or_password_problem).flatten());
                let same_name = name.key.and_then(|key| names.find(index, key)).map(Twin::username_reason);
                let email_key = email.key.filter(|_| is_user);
                let same_email = email_key.and_then(|key| emails.find(index, key)).map(Twin::email_reason);
                // That two people share something says more than what the source looked like.
                let note = || row.notes.iter().find(|note| !note.replaces_password()).copied().map(Reason::Note);
                let owner = email.owner.as_ref().filter(|owner| is_user && **owner != row.name);
                let in_use = || owner.map(|owner| Reason::EmailInUse { existing: owner.clone() });
                let is_typed = is_user && !row.is_generated && !row.password.is_empty();
                let same_password = is_typed
                    .then(|| *typed_passwords.entry(&row.password).or_insert(index))
                    .filter(|first| *first < index)
                    .map(|first| Reason::SamePassword { first });
                let doubt = || same_name.or(same_email).or_else(in_use).or_else(note).or(same_password);
                match (problem, &row.refused, existing) {
                    (Some(problem), _, _) if problem.is_error() => RowStatus::Error(Reason::Problem(problem)),
                    (_, Some(reason), _) => RowStatus::Refused(Arc::clone(reason)),
                    (_, None, Existing::Lookalike(existing)) => RowStatus::Warning(Reason::LooksLike { existing }),
                    (problem, None, _) => {
                        problem.map(Reason::Problem).or_else(doubt).map_or(RowStatus::Ready, RowStatus::Warning)
                    }
                }
            })
            .collect()
    }
}

/// The problem of a row with the same username as the one at `first_index`. The username of either
/// may have been taken from its email, which is then what the user knows.
fn twin_problem(first_index: usize, first: &DraftRow, row: &DraftRow) -> Problem {
    let number = first_index + 1;
    let has_same_email = !row.email.is_empty() && eq_ignore_case(&row.email, &first.email);
    if has_same_email { Problem::PersonTwice { row: number } } else { Problem::NameTwice { row: number } }
}

/// What is kept for small drafts in any case.
const MIN_CACHED: usize = 1_000;

/// What was found out about values. Each has a number.
struct Checks<T> {
    values: Vec<(Box<str>, T)>,
    numbers: HashMap<Box<str>, usize>,
    /// The number of the value that each row had last, by row id. Ids are given out one by one.
    last_numbers: Vec<usize>,
}

impl<T> Default for Checks<T> {
    fn default() -> Self {
        Self { values: Vec::new(), numbers: HashMap::new(), last_numbers: Vec::new() }
    }
}

impl<T> Checks<T> {
    fn len(&self) -> usize {
        self.values.len()
    }

    /// The number of the value of a row. Checks the value if it is new.
    fn find(&mut self, row_id: u32, value: &str, check: impl FnOnce(&str) -> T) -> usize {
        let row_id = row_id as usize;
        if let Some(number) = self.last_numbers.get(row_id)
            && self.values.get(*number).is_some_and(|(known, _)| **known == *value)
        {
            return *number;
        }
        let number = self.numbers.get(value).copied().unwrap_or_else(|| {
            let number = self.values.len();
            self.values.push((value.into(), check(value)));
            self.numbers.insert(value.into(), number);
            number
        });
        if row_id >= self.last_numbers.len() {
            self.last_numbers.resize(row_id + 1, usize::MAX);
        }
        self.last_numbers[row_id] = number;
        number
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, email: &str) -> DraftRow {
        let (name, email, password) = (name.into(), email.into(), "pass".into());
        DraftRow { name, email, password, is_generated: true, ..DraftRow::default() }
    }

    fn statuses(rows: &[DraftRow]) -> Vec<RowStatus> {
        Validator::new(UserType::User).validate(rows, 0, |name| name == "beth")
    }

    #[test]
    fn each_row_gets_its_first_problem() {
        let rows = [
            row("ada", "ada@globex.net"),
            row("beth", "beth@globex.net"),
            row("grace", "grace@globex"),
            row("ada", "ada.l@globex.net"),
            row("", "katherine@globex.net"),
            DraftRow { is_generated: true, ..row("", "") },
        ];
        let expected = [
            RowStatus::Ready,
            RowStatus::Error(Reason::Problem(Problem::NameTaken)),
            RowStatus::Warning(Reason::Problem(Problem::EmailWithoutFullDomain)),
            RowStatus::Error(Reason::Problem(Problem::NameTwice { row: 1 })),
            RowStatus::Error(Reason::Problem(Problem::NameMissing)),
            RowStatus::Blank,
        ];
        assert_eq!(statuses(&rows), expected);
    }

    #[test]
    fn a_row_with_a_warning_can_be_sent() {
        assert!(statuses(&[row("ada", "ada@localhost")])[0].is_sendable());
        let without_password = DraftRow { password: String::new(), ..row("ada", "ada@localhost") };
        assert_eq!(statuses(&[without_password]), [RowStatus::Error(Reason::Problem(Problem::PasswordMissing))]);
    }

    #[test]
    fn a_service_account_needs_only_a_name() {
        let rows = [DraftRow { name: "robot".into(), ..DraftRow::default() }];
        assert_eq!(Validator::new(UserType::ServiceAccount).validate(&rows, 0, |_| false), [RowStatus::Ready]);
        assert_eq!(
            Validator::new(UserType::User).validate(&rows, 0, |_| false),
            [RowStatus::Error(Reason::Problem(Problem::EmailMissing))]
        );
    }

    #[test]
    fn a_refused_row_can_be_sent_again_unchanged() {
        let rows = [DraftRow { refused: Some("Down.".into()), ..row("ada", "ada@globex.net") }];
        let status = &statuses(&rows)[0];
        assert!(status.is_sendable() && status.needs_attention());
    }

    #[test]
    fn a_row_that_the_import_doubts_needs_attention() {
        let with = |note| DraftRow { notes: vec![note], ..row("ada", "ada@globex.net") };
        assert!(statuses(&[with(people_import::Note::StrayQuote)])[0].needs_attention());
        // The line above the rows says it once for all.
        assert_eq!(statuses(&[with(people_import::Note::MaskedPassword)])[0], RowStatus::Ready);
    }

    #[test]
    fn a_username_that_looks_like_an_existing_one_needs_attention() {
        let rows = [row("BETH", "a@globex.net"), row("b\u{435}th", "b@globex.net"), row("grace", "c@globex.net")];
        let statuses = statuses(&rows);
        assert_eq!(statuses[0], RowStatus::Warning(Reason::LooksLike { existing: "beth".into() }));
        assert!(statuses[1].needs_attention());
        assert_eq!(statuses[2], RowStatus::Ready);
    }

    #[test]
    fn people_who_share_an_email_or_differ_by_case_need_attention() {
        let rows = [row("ada", "a@globex.net"), row("ADA", "b@globex.net"), row("grace", "A@globex.net")];
        let expected = [
            RowStatus::Ready,
            RowStatus::Warning(Reason::SameUsername { first: 0 }),
            RowStatus::Warning(Reason::SameEmail { first: 0 }),
        ];
        assert_eq!(statuses(&rows), expected);
    }

    #[test]
    fn an_email_that_an_account_has_needs_attention() {
        let rows = [row("ada", "JANE@globex.net"), row("grace", "grace@globex.net"), row("eve", "no email")];
        let mut validator = Validator::new(UserType::User);
        let validate = |validator: &mut Validator, revision| validator.validate(&rows, revision, |_| false);
        assert_eq!(validate(&mut validator, 0)[0], RowStatus::Ready, "not looked up yet");
        let emails = validator.emails_to_look_up();
        assert_eq!(emails, HashSet::from(["jane@globex.net".to_owned(), "grace@globex.net".to_owned()]));
        validator.set_owners(&emails, &HashMap::from([("jane@globex.net".to_owned(), vec!["jane".to_owned()])]));
        let in_use = RowStatus::Warning(Reason::EmailInUse { existing: "jane".into() });
        assert_eq!(validate(&mut validator, 0)[..2], [in_use.clone(), RowStatus::Ready]);
        assert!(validator.emails_to_look_up().is_empty());
        assert_eq!(validate(&mut validator, 1)[0], in_use, "until it is looked up again");
        assert_eq!(validator.emails_to_look_up().len(), 2);
    }

    #[test]
    fn a_password_that_was_typed_twice_is_doubted_the_second_time() {
        let typed = |name, email| DraftRow { is_generated: false, ..row(name, email) };
        let rows = [
            row("ada", "a@globex.net"),
            typed("eve", "e@globex.net"),
            typed("joan", "j@globex.net"),
            DraftRow { password: "another".into(), ..typed("mary", "m@globex.net") },
        ];
        let same_password = RowStatus::Warning(Reason::SamePassword { first: 1 });
        assert_eq!(statuses(&rows), [RowStatus::Ready, RowStatus::Ready, same_password, RowStatus::Ready]);
    }

    #[test]
    fn a_shared_email_comes_before_a_note_of_the_import() {
        let quoted = |name, email| DraftRow { notes: vec![people_import::Note::StrayQuote], ..row(name, email) };
        let statuses = statuses(&[quoted("ada", "a@globex.net"), quoted("eve", "a@globex.net")]);
        assert_eq!(statuses[0], RowStatus::Warning(Reason::Note(people_import::Note::StrayQuote)));
        assert_eq!(statuses[1], RowStatus::Warning(Reason::SameEmail { first: 0 }));
    }

    #[test]
    fn what_was_found_out_about_a_value_holds_in_any_row_but_not_for_other_rows() {
        let mut validator = Validator::new(UserType::User);
        let mut validate = |rows: &[DraftRow]| validator.validate(rows, 0, |_| false);
        let twice = RowStatus::Error(Reason::Problem(Problem::NameTwice { row: 1 }));
        assert_eq!(validate(&[row("ada", "a@globex.net"), row("ada", "b@globex.net")])[1], twice);
        let same_person = RowStatus::Error(Reason::Problem(Problem::PersonTwice { row: 1 }));
        assert_eq!(validate(&[row("ada", "a@globex.net"), row("ada", "A@globex.net")])[1], same_person);
        assert_eq!(validate(&[row("ada", "b@globex.net")]), [RowStatus::Ready]);
        let without_email = RowStatus::Error(Reason::Problem(Problem::EmailMissing));
        assert_eq!(validate(&[row("ada", ""), row("bea", "b@globex.net")]), [without_email, RowStatus::Ready]);
    }

    #[test]
    fn what_was_typed_on_the_way_is_forgotten() {
        let mut validator = Validator::new(UserType::User);
        for number in 0..3 * MIN_CACHED {
            validator.validate(&[row(&format!("ada{number}"), "a@globex.net")], 0, |_| false);
        }
        assert!(validator.names.len() <= MIN_CACHED + 3);
    }

    #[test]
    fn an_account_that_appears_or_disappears_changes_the_status() {
        let mut validator = Validator::new(UserType::User);
        let rows = [row("ada", "a@globex.net"), row("BETH", "b@globex.net")];
        assert_eq!(validator.validate(&rows, 0, |_| false), [RowStatus::Ready, RowStatus::Ready]);
        let taken = RowStatus::Error(Reason::Problem(Problem::NameTaken));
        let looks_like = RowStatus::Warning(Reason::LooksLike { existing: "beth".into() });
        assert_eq!(validator.validate(&rows, 1, |name| ["ada", "beth"].contains(&name)), [taken, looks_like]);
        assert_eq!(validator.validate(&rows, 2, |_| false), [RowStatus::Ready, RowStatus::Ready]);
    }

    #[test]
    fn rows_with_changed_or_swapped_values_are_checked_again() {
        let numbered = |id, name: &str, email: &str| DraftRow { id, ..row(name, email) };
        let mut validator = Validator::new(UserType::User);
        let mut validate = |rows: &[DraftRow]| validator.validate(rows, 0, |_| false);
        let before = [numbered(1, "ada", "a@globex.net"), numbered(2, "", "b@globex.net")];
        let nameless = RowStatus::Error(Reason::Problem(Problem::NameMissing));
        assert_eq!(validate(&before), [RowStatus::Ready, nameless.clone()]);
        let swapped = [numbered(1, "", "b@globex.net"), numbered(2, "ada", "a@globex.net")];
        assert_eq!(validate(&swapped), [nameless, RowStatus::Ready]);
        let removed = [numbered(2, "ada", "a@globex.net")];
        assert_eq!(validate(&removed), [RowStatus::Ready]);
    }
}
