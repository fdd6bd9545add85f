//! The server as its HTTP clients see it.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its body may")]

mod access;
mod bad_input;
mod broken;
mod control;
mod faults;
mod header_faults;
mod journal;
mod operations;
mod persistence;
mod platform;
mod reference_examples;
mod serving;
