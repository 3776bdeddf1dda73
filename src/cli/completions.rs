//! `completions`: what a shell needs to complete the arguments.

use clap::Args;
use clap::builder::PossibleValuesParser;
use clap_complete::env::Shells;

use super::context::{Context, ExitStatus};

/// The variable by which a script asks the program for candidates.
pub(super) const VARIABLE: &str = "COMPLETE";

/// Print the completion script for a shell
///
/// The script asks the installed program for commands, options and the names of scenarios, labs,
/// topics and blueprints.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart completions bash > ~/.local/share/bash-completion/completions/coldstart
  coldstart completions zsh > ~/.zfunc/_coldstart
  coldstart completions fish > ~/.config/fish/completions/coldstart.fish")]
pub(super) struct Completions {
    /// The shell
    #[arg(value_parser = PossibleValuesParser::new(Shells::builtins().names()))]
    shell: String,
}

impl Completions {
    /// Prints the script that completes the arguments.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let mut script = Vec::new();
        if let Some(shell) = Shells::builtins().completer(&self.shell) {
            let name = "coldstart";
            shell.write_registration(VARIABLE, name, name, name, &mut script)?;
        }
        context.terminal.print(|out| out.write_all(&script))?;
        Ok(ExitStatus::Done)
    }
}
