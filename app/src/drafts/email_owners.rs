//! Which accounts have the emails of a draft.

use super::Draft;
use crate::browser::scheduler::sleep_ms;
use account_api::UserType;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// How long the rows and the accounts have to be unchanged before emails are looked up.
const DEBOUNCE_MS: f64 = 400.0;

impl Draft {
    /// Looks up the emails of the rows in the loaded accounts, whenever either has changed.
    /// `revision` changes when more is known.
    pub(super) fn look_up_email_owners(self, revision: RwSignal<u64>) {
        let last_change = StoredValue::new(0_u64);
        Effect::new(move || {
            self.rows.track();
            let _ = self.replicas.revision();
            // Validates the rows, which collects their emails.
            self.statuses.track();
            let change = last_change.try_update_value(|last_change| {
                *last_change += 1;
                *last_change
            });
            spawn_local(async move {
                sleep_ms(DEBOUNCE_MS).await;
                if last_change.try_get_value() != change {
                    return;
                }
                let emails = self.validator.try_with_value(|validator| validator.emails_to_look_up());
                let Some(emails) = emails.filter(|emails| !emails.is_empty()) else { return };
                let owners = self.replicas.get_without_starting(UserType::User).names_by_email(&emails).await;
                let is_kept = self.validator.try_update_value(|validator| validator.set_owners(&emails, &owners));
                if is_kept.is_some() {
                    revision.try_update(|revision| *revision += 1);
                }
            });
        });
    }
}
