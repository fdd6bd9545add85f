//! Applies the results of a creation job to the rows of its draft.

use super::DraftRow;
use crate::jobs::{ItemStatus, JobKind};
use crate::messages::item_error_message;
use std::collections::HashMap;

/// Removes the rows whose accounts were created. Rows that failed stay, with the reason.
///
/// `statuses` are the results by name; a row without one was not part of the job. `sent_at_secs` is
/// when the job started, in seconds since the epoch.
pub(super) fn apply_job_results(
    kind: JobKind,
    rows: &mut Vec<DraftRow>,
    mut statuses: HashMap<String, ItemStatus>,
    sent_at_secs: i64,
) {
    // Removing a status as it is used keeps a second row of the same name.
    rows.retain_mut(|row| match statuses.remove(&row.name) {
        Some(ItemStatus::Done) => false,
        Some(ItemStatus::Failed(error)) => {
            row.refused = Some(item_error_message(kind, &row.name, &error).into());
            true
        }
        Some(ItemStatus::Unknown(error)) => {
            let reason = item_error_message(kind, &row.name, &error);
            row.refused = Some(format!("{reason} The account may or may not have been created.").into());
            row.in_doubt_since = row.in_doubt_since.or(Some(sent_at_secs));
            true
        }
        Some(ItemStatus::Waiting | ItemStatus::InProgress) | None => true,
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::ItemError;
    use account_api::UserType;
    use std::sync::Arc;

    fn row(name: &str) -> DraftRow {
        DraftRow { name: name.into(), ..DraftRow::default() }
    }

    fn apply(rows: &mut Vec<DraftRow>, statuses: &[(&str, ItemStatus)]) {
        let statuses = statuses.iter().map(|(name, status)| ((*name).to_owned(), status.clone())).collect();
        apply_job_results(JobKind::Create(UserType::User), rows, statuses, 1_000);
    }

    #[test]
    fn created_accounts_leave_the_draft_and_the_others_stay() {
        let mut rows = ["ada", "alan", "grace"].map(row).to_vec();
        apply(&mut rows, &[("ada", ItemStatus::Done), ("alan", ItemStatus::Waiting)]);
        assert_eq!(rows, [row("alan"), row("grace")]);
    }

    #[test]
    fn only_the_first_of_two_rows_with_the_same_name_was_sent() {
        let mut rows = ["ada", "ada"].map(row).to_vec();
        apply(&mut rows, &[("ada", ItemStatus::Done)]);
        assert_eq!(rows, [row("ada")]);
    }

    #[test]
    fn a_refused_row_keeps_the_reason() {
        let mut rows = vec![row("ada")];
        apply(&mut rows, &[("ada", ItemStatus::Failed(Arc::new(ItemError::NotCreated("Taken.".into()))))]);
        assert_eq!((rows[0].refused.as_deref(), rows[0].in_doubt_since), (Some("Taken."), None));
    }

    #[test]
    fn a_row_in_doubt_remembers_the_first_attempt() {
        let mut rows = vec![row("ada"), DraftRow { in_doubt_since: Some(500), ..row("alan") }];
        let lost = ItemStatus::Unknown(Arc::new(ItemError::NotCreated("Lost.".into())));
        apply(&mut rows, &[("ada", lost.clone()), ("alan", lost)]);
        assert_eq!(rows[0].refused.as_deref(), Some("Lost. The account may or may not have been created."));
        assert_eq!(rows.iter().map(|row| row.in_doubt_since).collect::<Vec<_>>(), [Some(1_000), Some(500)]);
    }
}
