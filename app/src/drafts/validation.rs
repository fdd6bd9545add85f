//! Validation of the rows of a draft. Pure.

use super::DraftRow;
use account_api::UserType;
use people_import::{Problem, Reason, Twin, Twins, check_email, check_name, check_password, lookalikes_of};
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

/// Returns the status of each row. `is_taken` tells whether an account of that name exists.
pub(super) fn validate(kind: UserType, rows: &[DraftRow], is_taken: impl Fn(&str) -> bool) -> Vec<RowStatus> {
    let mut first_index_of: HashMap<&str, usize> = HashMap::new();
    // Two people who differ by a capital letter or an accent's encoding only, or share an email,
    // are rarely two.
    let (mut names, mut emails) = (Twins::default(), Twins::default());
    rows.iter()
        .enumerate()
        .map(|(index, row)| {
            if row.is_blank() {
                return RowStatus::Blank;
            }
            let first_index = *first_index_of.entry(&row.name).or_insert(index);
            let name_problem = || {
                check_name(&row.name)
                    // The account of a row in doubt may be the row's own; the next attempt tells.
                    .or_else(|| (row.in_doubt_since.is_none() && is_taken(&row.name)).then_some(Problem::NameTaken))
                    .or_else(|| (first_index < index).then_some(Problem::NameTwice { row: first_index + 1 }))
            };
            // Errors come before warnings.
            let email_or_password_problem = || {
                let email_problem = check_email(&row.email);
                let is_error = email_problem.is_some_and(|problem| problem.is_error());
                if is_error { email_problem } else { check_password(&row.password).or(email_problem) }
            };
            let problem = name_problem().or_else(|| (kind == UserType::User).then(email_or_password_problem).flatten());
            let same_name = names.find(index, &row.name).map(Twin::username_reason);
            let same_email = emails.find(index, &row.email).filter(|_| kind == UserType::User).map(Twin::email_reason);
            let doubt = || {
                let note = row.notes.first().copied().map(Reason::Note);
                note.or(same_name).or(same_email)
            };
            let looks_like = || {
                // The account of a row in doubt may be the row's own.
                let names = if row.in_doubt_since.is_none() { lookalikes_of(&row.name) } else { Vec::new() };
                names.into_iter().find(|name| is_taken(name)).map(|existing| Reason::LooksLike { existing })
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

#[cfg(test)]
mod tests {
    use super::*;

    fn row(name: &str, email: &str) -> DraftRow {
        DraftRow { name: name.into(), email: email.into(), password: "pass".into(), ..DraftRow::default() }
    }

    fn statuses(rows: &[DraftRow]) -> Vec<RowStatus> {
        validate(UserType::User, rows, |name| name == "beth")
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
        assert_eq!(validate(UserType::ServiceAccount, &rows, |_| false), [RowStatus::Ready]);
        assert_eq!(
            validate(UserType::User, &rows, |_| false),
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
}
