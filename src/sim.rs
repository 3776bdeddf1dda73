//! The simulator: a scenario and a seed in, a recording and its figures out.
//!
//! Deterministic and free of input and output: no clock, no file, no thread, no
//! screen. `engine` owns time, queue and world; one file a noun holds the rules.

pub mod event;
pub mod operation;
pub mod player;
pub mod recording;
pub mod summary;
pub mod view;
pub mod why;
