//! `completions`: what a shell needs to complete the arguments.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Arguments, Context, Outcome};

/// Print the completions for a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart completions bash > ~/.local/share/bash-completion/completions/coldstart
  coldstart completions fish > ~/.config/fish/completions/coldstart.fish")]
pub(super) struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    /// Prints the script.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<Outcome> {
        // The generator panics when its writer fails, so it writes to memory.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "coldstart", &mut script);
        context.terminal.print(|out| out.write_all(&script))?;
        Ok(Outcome::Done)
    }
}
