//! Rooms in the browser, from outside: the real server on a port of its own, and requests as a
//! browser without scripts makes them, or as somebody makes them who wants what is not theirs.

mod browser;
#[cfg(unix)]
mod demo;
mod exam;
mod instructor;
#[cfg(unix)]
mod kills;
#[cfg(unix)]
mod pages;
mod room;
mod security;
mod tls;
