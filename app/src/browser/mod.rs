//! Thin wrappers around browser APIs. They know nothing of the console.

mod base_path;
mod before_unload;
mod breakpoint;
pub mod clipboard;
mod connection;
pub mod content_policy;
pub mod file_download;
mod file_input;
mod overlay;
mod resize_observer;
pub mod scheduler;
mod scroll_end;
mod scroll_memory;
pub mod storage;
pub mod system;
mod tab_return;
pub mod text_file;
mod traversal;

pub use base_path::base_path;
pub use before_unload::confirm_before_unload;
pub use breakpoint::{has_cards, has_coarse_pointer, has_two_lines, is_narrow};
pub use connection::is_offline;
pub use file_input::{FileError, files_of, read_bytes};
pub use overlay::on_overlay_change;
pub use resize_observer::on_resize;
pub use scroll_end::ScrollEndFallback;
pub use scroll_memory::ScrollMemory;
pub use tab_return::on_tab_return;
pub use traversal::intercept_traversal;
