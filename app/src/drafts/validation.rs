//! Validation of the rows of a draft. Pure.

use super::DraftRow;
use account_api::UserType;
use people_import::{Problem, Reason, Twin, TwinKey, Twins, check_email, check_name, check_password, lookalikes_of};
use std::collections::HashMap;
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
/// It keeps what it found out about each username and email: of 20,000 rows, a keystroke changes
/// one.
pub(super) struct Validator {
    kind: UserType,
    names: HashMap<String, NameCheck>,
    emails: HashMap<String, EmailCheck>,
}

/// What a username says by itself.
struct NameCheck {
    problem: Option<Problem>,
    key: TwinKey,
    lookalikes: Vec<String>,
}

/// What an email says by itself.
struct EmailCheck {
    problem: Option<Problem>,
    key: TwinKey,
}

impl Validator {
    pub(super) fn new(kind: UserType) -> Self {
        Self { kind, names: HashMap::new(), emails: HashMap::new() }
    }

    /// Checks what can be checked of one row, so that validating it takes less time later.
    pub(super) fn check(&mut self, row: &DraftRow) {
        check_once(&mut self.names, &row.name, |name| NameCheck {
            problem: check_name(name),
            key: TwinKey::of(name),
            lookalikes: lookalikes_of(name),
        });
        check_once(&mut self.emails, &row.email, |email| EmailCheck {
            problem: check_email(email),
            key: TwinKey::of(email),
        });
    }

    /// Returns the status of each row. `is_taken` tells whether an account of that name exists.
    pub(super) fn validate(&mut self, rows: &[DraftRow], is_taken: impl Fn(&str) -> bool) -> Vec<RowStatus> {
        // Forgets what was typed on the way.
        if self.names.len().max(self.emails.len()) > 2 * rows.len() + MIN_CACHED {
            self.names.clear();
            self.emails.clear();
        }
        rows.iter().for_each(|row| self.check(row));
        let mut first_index_of: HashMap<&str, usize> = HashMap::new();
        // Two people who differ by a capital letter or an accent's encoding only, or share an
        // email, are rarely two.
        let (mut names, mut emails) = (Twins::default(), Twins::default());
        rows.iter()
            .enumerate()
            .map(|(index, row)| {
                let (Some(name), Some(email)) = (self.names.get(&row.name), self.emails.get(&row.email)) else {
                    return RowStatus::Blank;
                };
                if row.is_blank() {
                    return RowStatus::Blank;
                }
                let first_index = *first_index_of.entry(&row.name).or_insert(index);
                let is_user = self.kind == UserType::User;
                let name_problem = || {
                    name.problem
                        // The account of a row in doubt may be its own. The next attempt tells.
                        .or_else(|| (row.in_doubt_since.is_none() && is_taken(&row.name)).then_some(Problem::NameTaken))
                        .or_else(|| (first_index < index).then_some(Problem::NameTwice { row: first_index + 1 }))
                };
                // Errors come before warnings.
                let email_or_password_problem = || {
                    let is_error = email.problem.is_some_and(|problem| problem.is_error());
                    if is_error { email.problem } else { check_password(&row.password).or(email.problem) }
                };
                let problem = name_problem().or_else(|| is_user.then(email_or_password_problem).flatten());
                let same_name = names.find(index, &name.key).map(Twin::username_reason);
                let same_email = emails.find(index, &email.key).filter(|_| is_user).map(Twin::email_reason);
                let doubt = || {
                    let note = row.notes.first().copied().map(Reason::Note);
                    note.or(same_name).or(same_email)
                };
                let looks_like = || {
                    // The account of a row in doubt may be the row's own.
                    let mut names = name.lookalikes.iter().filter(|_| row.in_doubt_since.is_none());
                    names.find(|name| is_taken(name)).map(|existing| Reason::LooksLike { existing: existing.clone() })
                };
                match (problem, &row.refused) {
                    (Some(problem), _) if problem.is_error() => RowStatus::Error(Reason::Problem(problem)),
                    (_, Some(reason)) => RowStatus::Refused(Arc::clone(reason)),
                    (problem, None) => looks_like()
                        .or_else(|| problem.map(Reason::Problem))
                        .or_else(doubt)
                        .map_or(RowStatus::Ready, RowStatus::Warning),
                }
            })
            .collect()
    }
}

/// What is kept for small drafts in any case.
const MIN_CACHED: usize = 1_000;

fn check_once<T>(checks: &mut HashMap<String, T>, value: &str, check: impl FnOnce(&str) -> T) {
    if !checks.contains_key(value) {
        checks.insert(value.to_owned(), check(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, email: &str) -> DraftRow {
        DraftRow { name: name.into(), email: email.into(), password: "pass".into(), ..DraftRow::default() }
    }

    fn statuses(rows: &[DraftRow]) -> Vec<RowStatus> {
        Validator::new(UserType::User).validate(rows, |name| name == "beth")
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
        assert_eq!(Validator::new(UserType::ServiceAccount).validate(&rows, |_| false), [RowStatus::Ready]);
        assert_eq!(
            Validator::new(UserType::User).validate(&rows, |_| false),
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
        let masked = DraftRow { notes: vec![people_import::Note::MaskedPassword], ..row("ada", "ada@globex.net") };
        assert!(statuses(&[masked])[0].needs_attention());
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
    fn what_was_found_out_about_a_value_holds_in_any_row_but_not_for_other_rows() {
        let mut validator = Validator::new(UserType::User);
        let mut validate = |rows: &[DraftRow]| validator.validate(rows, |_| false);
        let twice = RowStatus::Error(Reason::Problem(Problem::NameTwice { row: 1 }));
        assert_eq!(validate(&[row("ada", "a@globex.net"), row("ada", "b@globex.net")])[1], twice);
        assert_eq!(validate(&[row("ada", "b@globex.net")]), [RowStatus::Ready]);
        let without_email = RowStatus::Error(Reason::Problem(Problem::EmailMissing));
        assert_eq!(validate(&[row("ada", ""), row("bea", "b@globex.net")]), [without_email, RowStatus::Ready]);
    }

    #[test]
    fn what_was_typed_on_the_way_is_forgotten() {
        let mut validator = Validator::new(UserType::User);
        for number in 0..3 * MIN_CACHED {
            validator.validate(&[row(&format!("ada{number}"), "a@globex.net")], |_| false);
        }
        assert!(validator.names.len() <= MIN_CACHED + 3);
    }
}
