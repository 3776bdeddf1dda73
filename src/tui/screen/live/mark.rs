//! How the event markers look.

pub(in crate::tui) use crate::report::mark::Mark;

use crate::tui::theme::Role;

/// How `mark` looks.
pub(in crate::tui) const fn role(mark: Mark) -> Role {
    match mark {
        Mark::Stop => Role::Accent,
        Mark::Lost | Mark::Refusing => Role::Bad,
        Mark::FailedCheck | Mark::Launch => Role::Warn,
        Mark::ScaleOut | Mark::ScaleIn => Role::Good,
        Mark::Operation => Role::Strong,
    }
}
