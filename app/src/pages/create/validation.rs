//! What is to be said of the rows of a draft. Pure.

use account_api::UserType;
use people_import::{Problem, check_email, check_name, check_password};
use std::collections::HashMap;
use std::sync::Arc;

/// A row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftRow {
    /// Tells it from the others.
    pub id: u32,
    pub name: String,
    pub email: String,
    pub password: String,
    /// Whether the password was made here and not typed.
    pub is_generated: bool,
    /// Why the platform did not take it as it is.
    pub refused: Option<Arc<str>>,
    /// Since when it may be created as it is, by a request whose answer was lost; in seconds since the epoch.
    pub in_doubt_since: Option<i64>,
}

impl DraftRow {
    /// Whether nobody has typed anything into it.
    pub fn is_blank(&self) -> bool {
        self.name.is_empty() && self.email.is_empty() && (self.is_generated || self.password.is_empty())
    }
}

/// What is to be said of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RowStatus {
    /// Nothing has been typed into it.
    Blank,
    /// It can be sent.
    Ready,
    /// It can be sent, but is perhaps not what was meant.
    Warning(Problem),
    /// It cannot be sent before that is mended.
    Error(Problem),
    /// It was sent and refused, and can be sent again.
    Refused(Arc<str>),
}

impl RowStatus {
    /// Whether it can be sent.
    pub const fn is_sendable(&self) -> bool {
        matches!(self, Self::Ready | Self::Warning(_) | Self::Refused(_))
    }

    /// Whether somebody has to look at it.
    pub const fn needs_attention(&self) -> bool {
        matches!(self, Self::Warning(_) | Self::Error(_) | Self::Refused(_))
    }
}

/// What is to be said of each row.
pub fn validate(kind: UserType, rows: &[DraftRow], is_taken: impl Fn(&str) -> bool) -> Vec<RowStatus> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    rows.iter()
        .enumerate()
        .map(|(at, row)| {
            if row.is_blank() {
                return RowStatus::Blank;
            }
            let earlier = *first.entry(&row.name).or_insert(at);
            let of_name = || {
                check_name(&row.name)
                    // Perhaps by the account that it was to be: that is found out when it is sent again.
                    .or_else(|| (row.in_doubt_since.is_none() && is_taken(&row.name)).then_some(Problem::NameTaken))
                    .or_else(|| (earlier < at).then_some(Problem::NameTwice { row: earlier + 1 }))
            };
            // What has to be mended before what is only odd.
            let of_person = || {
                let of_email = check_email(&row.email);
                let is_certain = of_email.is_some_and(|problem| problem.is_certain());
                if is_certain { of_email } else { check_password(&row.password).or(of_email) }
            };
            let problem = of_name().or_else(|| (kind == UserType::User).then(of_person).flatten());
            match (problem, &row.refused) {
                (Some(problem), _) if problem.is_certain() => RowStatus::Error(problem),
                (_, Some(why)) => RowStatus::Refused(Arc::clone(why)),
                (Some(problem), None) => RowStatus::Warning(problem),
                (None, None) => RowStatus::Ready,
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

    fn judged(rows: &[DraftRow]) -> Vec<RowStatus> {
        validate(UserType::User, rows, |name| name == "beth")
    }

    #[test]
    fn what_is_wrong_is_said_of_each_row() {
        let rows = [
            row("ada", "ada@globex.net"),
            row("beth", "beth@globex.net"),
            row("grace", "grace@globex"),
            row("ada", "ada.l@globex.net"),
            row("", "katherine@globex.net"),
            DraftRow { is_generated: true, ..row("", "") },
        ];
        let said: Vec<RowStatus> = vec![
            RowStatus::Ready,
            RowStatus::Error(Problem::NameTaken),
            RowStatus::Warning(Problem::EmailWithoutFullDomain),
            RowStatus::Error(Problem::NameTwice { row: 1 }),
            RowStatus::Error(Problem::NameMissing),
            RowStatus::Blank,
        ];
        assert_eq!(judged(&rows), said);
    }

    #[test]
    fn what_is_only_odd_can_be_sent() {
        assert!(judged(&[row("ada", "ada@localhost")])[0].is_sendable());
        let without_password = DraftRow { password: String::new(), ..row("ada", "ada@localhost") };
        assert_eq!(judged(&[without_password]), [RowStatus::Error(Problem::PasswordMissing)]);
    }

    #[test]
    fn a_service_account_needs_a_name_alone() {
        let rows = [DraftRow { name: "robot".into(), ..DraftRow::default() }];
        assert_eq!(validate(UserType::ServiceAccount, &rows, |_| false), [RowStatus::Ready]);
        assert_eq!(validate(UserType::User, &rows, |_| false), [RowStatus::Error(Problem::EmailMissing)]);
    }

    #[test]
    fn what_was_refused_can_be_sent_again_as_it_is() {
        let rows = [DraftRow { refused: Some("Down.".into()), ..row("ada", "ada@globex.net") }];
        let standing = &judged(&rows)[0];
        assert!(standing.is_sendable() && standing.needs_attention());
    }
}
