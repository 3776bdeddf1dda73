//! The types that everything else speaks: time, a service and its limits, traffic,
//! a scenario.
//!
//! Types here cannot hold a bad value once `file` has checked it.

pub mod action;
pub mod application;
pub mod assume;
pub mod distribution;
pub mod express;
pub mod goal;
pub mod intervention;
pub mod lab;
pub mod metric;
pub mod money;
pub(crate) mod patch;
pub mod rates;
pub mod replay;
pub mod route_figure;
pub mod rules;
pub mod scenario;
pub mod service;
pub mod story;
pub mod time;
pub mod traffic;
