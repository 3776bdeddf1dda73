//! A deterministic discrete-event simulator of AWS App Runner.
//!
//! [`model`] holds a service, its traffic and the rules of each edition, [`file`](mod@file)
//! reads and writes scenario files, [`sim`] runs a scenario and records what
//! happens. Pure: no clock, file, thread or screen. The same scenario and seed give
//! the same bytes on every machine.
//!
//! ```
//! use apprunner_sim::{Diagnostics, Metric, Request, Source, read, run};
//!
//! # fn main() -> Result<(), Diagnostics> {
//! let text = r#"
//!     format_version = 1
//!     title = "A steady service"
//!     duration = "5m"
//!     [app.routes."/"]
//!     latency = { fixed = "80ms" }
//!     [[traffic]]
//!     route = "/"
//!     profile = [["0s", 50]]
//! "#;
//! let source = Source { name: "steady.toml".to_owned(), text: text.to_owned() };
//! let scenario = read(source, &Request::default())?;
//! let summary = run(scenario);
//! assert_eq!(summary.figure(Metric::RequestsFailed), Some(0.0));
//! assert_eq!(summary.latency_ms.all.p99, Some(80.0));
//! # Ok(())
//! # }
//! ```
//!
//! A [`Player`] runs a scenario in slices, hands out its [`Event`]s, and shows the
//! state at any instant.

#![warn(clippy::missing_errors_doc)]

pub mod file;
pub mod model;
pub mod sim;

pub use file::scenario::{Request, read};
pub use model::metric::Metric;
pub use model::rules::Edition;
pub use model::scenario::Scenario;
pub use sim::event::Event;
pub use sim::player::{Player, run};
pub use sim::summary::Summary;
pub use spanned_toml::diagnostic::{Diagnostics, Source};

#[cfg(test)]
mod shipped;
