//! The values that one row of the table shows.

use account_api::User;
use account_index::SearchText;
use core::ops::Range;
use std::sync::Arc;

/// Everything that a row shows. Two of these are compared to find out what to write.
pub struct RowModel {
    /// The position in the list, from 0; `None` while the row is hidden.
    pub index: Option<usize>,
    /// The URL that opens the details of the account.
    pub details_url: String,
    /// The search, to highlight its matches.
    pub search: Arc<SearchText>,
    /// Whether the details of the account are open beside the table.
    pub is_open: bool,
    /// Whether the account is selected.
    pub is_selected: bool,
    /// Whether the signed-in user may make site admins, as far as is known.
    pub can_make_admins: bool,
    /// Whether a change of the account is in progress.
    pub is_busy: bool,
    /// Whether the menu of the row is open.
    pub has_open_menu: bool,
    /// The account.
    pub user: User,
}

impl RowModel {
    /// Whether this differs from `previous` in what `is_different` compares. True without a
    /// previous model: nothing has been written yet.
    pub fn differs(&self, previous: Option<&Self>, is_different: fn(&Self, &Self) -> bool) -> bool {
        previous.is_none_or(|previous| is_different(previous, self))
    }

    /// The parts of the username or the email that match the search.
    pub fn match_ranges(&self, text: &str) -> Vec<Range<usize>> {
        self.search.match_ranges(text, &self.user.username, &self.user.email)
    }

    /// The model of the same row after it has been hidden: without what hiding clears.
    pub fn into_hidden(self) -> Self {
        Self { index: None, search: Arc::default(), has_open_menu: false, ..self }
    }
}
