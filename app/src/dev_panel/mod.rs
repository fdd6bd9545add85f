//! The developer panel: controls the mock from inside the app.
//!
//! Only debug builds contain it. That is why its style sheets and its icon are here and not in
//! `style/` and `components`: a release build must not ship them.

mod body;
mod clock;
mod control;
mod dialog;
mod faults;
mod fields;
mod journal;
mod load;
mod panel;
mod people;
mod saved_state;
mod shell;
mod state;
mod tabs;
mod worlds;

pub use shell::DevPanel;
