//! The simulator: a scenario and a seed in, a recording and its figures out.
//!
//! Deterministic and free of input and output: no clock, no file, no thread, no
//! screen. `engine` owns the parts, each with its own state, and moves events
//! between them.

mod arrivals;
mod billing;
mod calendar;
mod census;
mod checks;
mod clients;
mod demand;
mod deployer;
mod edge;
mod engine;
pub mod event;
pub mod experiment;
mod fleet;
mod front;
mod heap;
pub mod id;
mod instance;
pub mod metrics;
pub mod operation;
pub mod player;
pub mod probe;
mod processor;
mod provisioning;
mod queue;
mod random;
pub mod reason;
mod recorder;
pub mod recording;
pub mod repetition;
mod replay;
mod request;
mod retries;
mod rollout;
mod router;
mod scaler;
pub mod sensitivity;
pub mod statistics;
pub mod summary;
pub mod tally;
mod trace;
mod tracking;
mod version;
pub mod view;
mod warm_up;
