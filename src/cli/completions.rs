//! `completions`: what a shell needs to complete the arguments.

use clap::{Args, Command};
use clap_complete::Shell;

use super::context::{Context, ExitStatus};

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
    /// Prints the script that completes `arguments`.
    pub(super) fn run(
        self,
        arguments: &mut Command,
        context: &Context,
    ) -> anyhow::Result<ExitStatus> {
        // The generator panics when its writer fails, so it writes to memory.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, arguments, "coldstart", &mut script);
        context.terminal.print(|out| out.write_all(&script))?;
        Ok(ExitStatus::Done)
    }
}
