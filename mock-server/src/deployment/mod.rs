//! What the program does with a real deployment of the platform: [`verify`] finds out how the
//! deployment decides what the reference leaves open, and [`record`] makes a seed of its shape.
//!
//! Both only read, except for [`verify::write_probes`], which the user must confirm.

mod client;
mod random;
pub mod record;
pub mod verify;

pub use client::{Client, ClientError, Response};
