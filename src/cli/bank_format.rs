//! The formats of other tools as arguments, and the losses of an exchange as lines.

use clap::builder::{PossibleValuesParser, TypedValueParser};

use super::terminal::Terminal;
use crate::report::safe::in_a_line;
use bank_exchange::format::BankFormat;
use bank_exchange::loss::Loss;
use spanned_toml::word::Word;

/// Reads the name of one of `formats`.
pub(super) fn parser(
    formats: impl IntoIterator<Item = BankFormat>,
) -> impl TypedValueParser<Value = BankFormat> {
    let names = formats.into_iter().map(BankFormat::word);
    PossibleValuesParser::new(names)
        .try_map(|name| BankFormat::of_word(&name).ok_or("unknown format"))
}

/// Reports each of `losses`.
pub(super) fn print_losses(terminal: Terminal, losses: &[Loss]) {
    for loss in losses {
        terminal.say(&in_a_line(&loss.to_string()));
    }
}
