//! The Journal tab: the world's requests and responses, live.

mod entry;
mod feed;
mod tab;

pub use feed::JournalFeed;
pub use tab::JournalTab;
