//! Fills the form of the lookup from files.

use super::state::{Lookups, MAX_IDENTIFIERS};
use crate::components::{format_count, pluralize};
use crate::identifier_files::identifiers_in_files;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::File;

/// Adds the usernames and emails of files to the text of the form, where they can be checked before
/// they are looked up.
pub(super) fn add_identifiers_of(lookups: Lookups, files: Vec<File>) {
    spawn_local(async move {
        let (identifiers, mut problems) = identifiers_in_files(files).await;
        if identifiers.len() > MAX_IDENTIFIERS {
            problems.push(format!(
                "Only the first {} of {} were added.",
                format_count(MAX_IDENTIFIERS),
                pluralize(identifiers.len(), "account", "accounts")
            ));
        }
        let added = identifiers.into_iter().take(MAX_IDENTIFIERS).collect::<Vec<_>>().join("\n");
        // The session may have ended while the files were read.
        lookups.text.try_update(|text| {
            if !text.is_empty() && !text.ends_with('\n') && !added.is_empty() {
                text.push('\n');
            }
            text.push_str(&added);
        });
        if let Some(text) = lookups.text.try_get_untracked() {
            lookups.text_with_problems.set_value(text);
        }
        lookups.problems.try_set(problems);
    });
}
