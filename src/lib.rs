//! Study AWS App Runner for the AWS Certified Developer exam by running it.
//!
//! The library `quizbank` and the simulator `apprunner-sim` stand side by side;
//! here a terminal interface and a command line stand on both. `ARCHITECTURE.md`
//! shows the layers and the flows of data between them.

pub mod app;
pub mod cli;
pub mod host;
pub mod report;
pub mod store;
pub mod tui;
