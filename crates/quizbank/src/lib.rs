//! The quiz engine: a bank of questions and its files, which questions to ask,
//! how each is shown, what was answered and how well.
//!
//! Pure: a seed comes in from outside, and there is no clock, file or screen.
//! A full screen and a plain dialogue drive the same [`session::Session`], so
//! nothing about answering is decided twice. It does not know the simulator.

pub mod answer;
pub mod attempt;
mod beta;
pub mod class;
pub mod command;
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

#[cfg(any(test, feature = "sample"))]
pub mod sample;
#[cfg(test)]
mod shipped;
