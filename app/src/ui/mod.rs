//! Dumb components. They know how things look, behave and sound to a screen reader, and nothing of accounts or the API.

mod avatar;
mod badge;
mod chart;
mod clip;
mod copy;
mod dialog;
mod field;
mod highlight;
mod icon;
mod keys;
mod long_list;
mod menu;
mod narrow;
mod notice;
mod number;
mod popover;
mod resize;
mod scroll;
mod switch;
mod time;
mod toast;
mod virtual_table;

pub use avatar::Avatar;
pub use badge::{Badge, Shape};
pub use chart::{Bar, Bars, Timeline};
pub use clip::{forget_told, point_at_none, tell_anew, tell_in_full};
pub use copy::CopyButton;
pub use dialog::{CloseAction, Dialog, DialogActions, DialogHandle};
pub use field::{TextArea, TextField};
pub use highlight::Marked;
pub use icon::{Glyph, Icon};
pub use keys::is_typing;
pub use long_list::{LongList, Places};
pub use menu::{Menu, MenuEntries, MenuItem};
pub use notice::{FailureNotice, Warning};
pub use number::grouped;
pub use popover::Popover;
pub use switch::Switch;
pub use time::{Ago, Moment, UNKNOWN, clock_time, full_time};
pub use toast::{Toast, ToastRegion, Toasts, use_toasts};
pub use virtual_table::{Select, VirtualTable, WALKED, place_of};

use core::sync::atomic::{AtomicU32, Ordering};

/// An id that no other element has, for `aria-labelledby` and its like.
pub fn unique_id(prefix: &str) -> String {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{prefix}-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
