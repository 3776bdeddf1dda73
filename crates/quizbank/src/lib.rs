//! The quiz engine: a bank of questions and its files, which questions to ask,
//! how each is shown, what was answered and how well.
//!
//! Pure: a seed comes in from outside, and there is no clock, file or screen.
//! A full screen and a plain dialogue drive the same [`session::Session`], so
//! nothing about answering is decided twice. It does not know the simulator.
//!
//! ```
//! use quizbank::{BankReferences, Diagnostics, Outcome, Session, Source, read};
//!
//! # fn main() -> Result<(), Diagnostics> {
//! let text = r#"
//!     format_version = 1
//!     topic = "health-check"
//!     [[question]]
//!     id = "unhealthy-after"
//!     rev = 1
//!     domain = 4
//!     task = "4.1"
//!     objective = "Calculate the time to unhealthy"
//!     kind = "choice"
//!     level = "apply"
//!     difficulty = "easy"
//!     authority = "both"
//!     facts = ["healthcheck.unhealthy-threshold"]
//!     stem = "A health check runs every 5 seconds; 5 failures are unhealthy. When is the instance?"
//!     option = [
//!         { text = "After 25 seconds", why = "Five failures in a row.", correct = true },
//!         { text = "After 5 seconds", why = "One failure is not enough." },
//!         { text = "After 10 seconds", why = "Two failures are not enough." },
//!         { text = "After 60 seconds", why = "The fifth failure counts." },
//!     ]
//! "#;
//! let source = Source { name: "bank.toml".to_owned(), text: text.to_owned() };
//! let bank = read(source, BankReferences::default())?;
//!
//! let mut session = Session::new(&bank, 42).expect("the texts draw no numbers");
//! let slot = session.current().expect("there is one question");
//! let keys: Vec<usize> = slot.item().keys().collect();
//! let answer = session.answer_with(&keys).expect("one option is wanted, and one picked");
//! session.apply(&answer);
//! assert_eq!(session.slots()[0].outcome(), Some(Outcome::Right));
//! # Ok(())
//! # }
//! ```
//!
//! [`plan`] chooses what to study next from [`schedule`]'s cards; [`form`] draws exams,
//! [`attempt`] holds one that is sat, [`grade`] and [`class`] judge answers, and [`lint`]
//! holds questions to the rules of the craft.

#![warn(clippy::missing_errors_doc)]

pub mod answer;
pub mod attempt;
mod beta;
pub mod class;
pub mod command;
pub mod countdown;
pub mod exam_source;
pub mod explain;
pub mod file;
pub mod form;
pub mod grade;
mod hash;
mod items;
pub mod lint;
pub mod model;
pub mod objection;
pub mod path;
pub mod plan;
pub mod prediction;
pub mod present;
pub mod progress;
mod random;
pub mod schedule;
pub mod score;
pub mod select;
pub mod session;
pub mod slot;
pub mod template;

pub use answer::Outcome;
pub use file::bank::{BankReferences, read};
pub use model::question::Question;
pub use session::Session;
pub use spanned_toml::diagnostic::{Diagnostics, Source};

#[cfg(any(test, feature = "sample"))]
pub mod sample;
#[cfg(test)]
mod shipped;
