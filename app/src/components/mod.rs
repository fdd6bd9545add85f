//! Presentational components: how things look, behave and sound to a screen reader. They know
//! nothing of accounts or the API.

mod avatar;
mod badge;
mod chart;
mod copy_button;
mod dialog;
mod field;
mod file_drop;
mod file_picker;
mod filter_box;
pub mod focus;
mod highlight;
mod icon;
mod list_table;
mod menu;
mod notice;
mod number;
mod page_foot;
mod placement;
mod popover;
mod second_click;
mod select;
pub mod shortcuts;
mod switch;
mod time;
mod toast;
mod truncation_tooltip;
mod virtual_list;
mod virtual_table;

pub use avatar::Avatar;
pub use badge::{Badge, BadgeShape};
pub use chart::{Bar, Bars, Tile, Tiles, Timeline, share_text};
pub use copy_button::CopyButton;
pub use dialog::{CloseAction, Dialog, DialogActions, DialogHandle};
pub use field::{TextArea, TextField};
pub use file_drop::{DropHint, FileDrops, MAX_TEXT_BYTES, accept_files, accept_files_in_dialog};
pub use file_picker::FilePicker;
pub use filter_box::FilterBox;
pub use highlight::{HighlightedText, keep_only_child};
pub use icon::{Icon, IconName};
pub use list_table::ListTable;
pub use menu::{Menu, MenuChoice, MenuChoices, MenuEntries, MenuItem};
pub use notice::{FailureNotice, Warning};
pub use number::{format_count, pluralize, selection_summary};
pub use page_foot::PageFoot;
pub use placement::{Placement, keep_beside};
pub use popover::Popover;
pub use second_click::is_second_click;
pub use select::Select;
pub use switch::Switch;
pub use time::{RelativeTime, Timestamp, UNKNOWN_TIME, clock_time, format_day, full_time, short_time};
pub use toast::{Toast, ToastRegion, Toasts, use_toasts};
pub use truncation_tooltip::{clear_tooltip, refresh_tooltip, release_tooltip_target, show_tooltip_for};
pub use virtual_list::VirtualList;
pub use virtual_table::{SelectionEvent, VirtualTable, row_index_of, set_row_index};

use core::sync::atomic::{AtomicU32, Ordering};

/// A new element id, for `aria-labelledby`, `for` and the like.
pub fn unique_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
