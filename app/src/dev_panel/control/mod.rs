//! A client of the mock's control API: one async function per request. It knows no signals.

mod client;
pub mod clock;
pub mod faults;
pub mod gates;
pub mod journal;
pub mod worlds;

pub use client::ControlError;
