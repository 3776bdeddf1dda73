//! What more than one test needs: the program as a process, a folder to work in, and a
//! real terminal.

pub mod folder;
pub mod keys;
pub mod program;
pub mod terminal;
