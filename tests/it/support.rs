//! What more than one test needs: the program as a process, a folder and a real terminal
//! for it, what it comes with, and its screens without a terminal.

pub mod answers;
pub mod builtin;
#[cfg(unix)]
pub mod chromium;
pub mod driver;
pub mod exam;
pub mod folder;
pub mod keys;
#[cfg(unix)]
pub mod postgres;
pub mod program;
pub mod prose;
pub mod queueing;
pub mod screen;
pub mod terminal;
