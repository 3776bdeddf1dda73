//! The types that everything else speaks: a question, a fact, the course, an
//! exam's shape, papers and answer sheets.

pub mod blueprint;
pub mod calendar;
pub mod course;
pub mod fact;
pub mod paper;
pub mod part;
pub mod question;
pub mod template;
