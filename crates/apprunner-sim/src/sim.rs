//! The simulator: a scenario and a seed in, a recording and its figures out.
//!
//! Deterministic and free of input and output: no clock, no file, no thread, no
//! screen. `engine` owns time, queue and world; one file a noun holds the rules.

mod actions;
mod arrivals;
mod billing;
mod clients;
mod counters;
mod demand;
mod deployment;
mod engine;
pub mod event;
mod figures;
mod fleet;
mod health;
mod instance;
pub mod mark;
pub mod metrics;
pub mod operation;
pub mod player;
mod processor;
mod queue;
mod random;
mod recorder;
pub mod recording;
pub mod repetition;
mod request;
mod router;
mod scaling;
mod serving;
pub mod statistics;
pub mod summary;
mod tally;
mod version;
pub mod view;
pub mod why;
