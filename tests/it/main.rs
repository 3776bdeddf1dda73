//! Every test from outside, in one binary: a module holds one part of the program to
//! its word, and what a module needs beside code is in `tests/` under its name.

mod cli;
mod digests;
mod docs;
mod draft;
mod engine;
mod exam;
mod exchange;
mod experiments;
mod export;
mod figures;
mod form;
mod formats;
mod fuzz;
mod handed_in;
mod host;
mod html;
mod lab;
mod language;
mod layers;
mod lint;
mod live;
mod migrate;
mod output;
mod plain;
// Windows has no terminals of this kind, and no signals.
mod attempt;
#[cfg(unix)]
mod pty;
mod quiz;
mod schemas;
mod services;
mod shells;
mod store;
mod stories;
mod support;
mod symptoms;
mod text;
mod tour;
mod traffic;
mod tui;
mod validation;
