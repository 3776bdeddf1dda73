//! What is printed: one file a thing reported, each as a table for people and
//! as JSON or CSV for programs.
//!
//! Reports compute nothing that an engine has computed already, know no command
//! line and look at no terminal: who calls says how wide the page is and
//! whether it takes color.

pub mod ascii;
pub mod attempt;
pub mod aws_cli;
pub mod class;
pub mod clock;
pub mod columns;
pub mod compare;
pub mod countdown;
pub mod csv;
pub mod curve;
pub mod diagnostics;
mod estimate;
pub mod events;
pub mod explain;
pub mod facts;
pub mod findings;
pub mod fit;
pub mod handout;
pub mod html;
pub mod instance_sign;
mod json;
pub mod lab;
pub mod learn;
pub mod list;
pub mod mark;
pub mod metrics;
pub mod migration;
pub mod notice;
pub(crate) mod number;
pub mod paper;
pub mod projection;
pub mod proof;
pub mod reason;
pub mod room;
pub mod rooms;
pub mod run;
pub mod safe;
pub mod score;
pub mod sensitivity;
pub mod stats;
pub mod story;
pub mod sweep;
pub mod table;
pub mod traffic;
pub mod tune;

use clap::ValueEnum;

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For programs: every digit; quantiles within 0.05 %
    Json,
    /// For spreadsheets: one row each
    Csv,
}

/// How a report is written that is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TreeFormat {
    /// For people
    Table,
    /// For programs: every digit; quantiles within 0.05 %
    Json,
}
