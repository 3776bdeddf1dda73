//! A deterministic discrete-event simulator of AWS App Runner.
//!
//! [`model`] holds a service, its traffic and the rules of each edition, [`file`](mod@file)
//! reads and writes scenario files, [`sim`] runs a scenario and records what
//! happens. Pure: no clock, file, thread or screen.

pub mod file;
pub mod model;
pub mod sim;

#[cfg(test)]
mod shipped;
