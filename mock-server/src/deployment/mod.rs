//! What the program does with a real deployment of the platform: [`verify`] finds out how the
//! deployment decides what the reference leaves open.
//!
//! It only reads, except for [`verify::write_probes`], which the user must confirm.

mod client;
pub mod verify;

pub use client::{Client, ClientError, Response};
