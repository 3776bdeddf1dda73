//! The binary.

use std::env;

use coldstart::model::fact::Ledger;
use coldstart::tui::theme::{self, ColourChoice, Symbols, Theme};
use coldstart::tui::{Content, Motion, Mouse, Open, Options};

fn main() -> anyhow::Result<()> {
    let variable = |name: &str| env::var(name).ok();
    let ledger =
        Ledger { chapter_edition: String::new(), aws_read: String::new(), facts: Vec::new() };
    coldstart::tui::run(Options {
        open: Open::Home,
        content: Content { scenarios: Vec::new(), questions: Vec::new(), ledger },
        theme: Theme {
            tier: theme::detect(ColourChoice::Auto, variable),
            symbols: Symbols::detect(false, variable),
        },
        motion: Motion::detect(false, variable),
        mouse: Mouse::Off,
        reload: None,
    })
}
