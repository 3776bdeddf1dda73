//! The quiz engine: which questions to ask, how each is shown, what was
//! answered and how well.
//!
//! Pure: a seed comes in from outside, and there is no clock, file or screen.
//! The full screen and the plain dialogue drive the same [`session::Session`],
//! so nothing about answering is decided twice. It does not know the simulator;
//! `proof` brings the two together.

pub mod answer;
mod beta;
pub mod class;
pub mod command;
pub mod explain;
pub mod form;
pub mod grade;
pub mod hash;
pub mod items;
pub mod lab;
pub mod lint;
pub mod path;
pub mod plan;
pub mod prediction;
pub mod present;
pub mod progress;
mod random;
pub mod recall;
pub mod schedule;
pub mod score;
pub mod select;
pub mod session;
pub mod sitting;
pub mod stock;
pub mod study;
pub mod template;

#[cfg(test)]
pub(crate) mod sample;
