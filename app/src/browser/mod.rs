//! Thin wrappers around browser APIs. They know nothing of the console.

mod breakpoint;
pub mod clipboard;
pub mod file_download;
mod overlay;
mod resize_observer;
pub mod scheduler;
mod scroll_end;
pub mod storage;
pub mod text_file;

pub use breakpoint::is_narrow;
pub use overlay::on_overlay_change;
pub use resize_observer::on_resize;
pub use scroll_end::ScrollEndFallback;
