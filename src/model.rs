//! The types that everything else speaks: time, a service and its limits, a
//! scenario, a question, a fact, a diagnostic.
//!
//! Types here cannot hold a bad value once `load` has checked it. They know no
//! file, no screen and no engine.

pub mod action;
pub mod application;
pub mod assume;
pub mod blueprint;
pub mod calendar;
pub mod course;
pub mod diagnostic;
pub mod distribution;
pub mod fact;
pub mod goal;
pub mod intervention;
pub mod lab;
pub mod metric;
pub mod money;
pub mod paper;
pub mod part;
pub mod question;
pub mod rules;
pub mod scenario;
pub mod service;
pub mod template;
pub mod time;
pub mod traffic;
