//! Study AWS App Runner for the AWS Certified Developer exam by running it.
//!
//! A quiz engine over a bank of questions and a discrete-event simulator of
//! App Runner stand side by side; a terminal interface and a command line stand
//! on both. `ARCHITECTURE.md` shows the layers and the flows of data between
//! them; imports point downwards only, and a test holds them to it.

pub mod cli;
pub mod load;
pub mod model;
pub mod proof;
pub mod quiz;
pub mod report;
pub mod sim;
pub mod store;
pub mod tui;
