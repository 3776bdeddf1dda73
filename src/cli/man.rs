//! `man`: the manual pages, made of the same descriptions as `--help`.

use std::io;
use std::path::PathBuf;

use clap::{Args, Command};
use clap_mangen::Man;

use super::context::{Context, ExitStatus};
use super::output::{self, Force, Kind, Outputs};

/// Print the manual page, or write the pages of all commands to a folder
///
/// Each command has a page in section 1: `coldstart.1`, `coldstart-run.1` and so on.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart man | man -l -
  coldstart man --into ~/.local/share/man/man1")]
pub(super) struct ManualPages {
    /// Write all pages to this folder
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

impl ManualPages {
    /// Prints or writes the pages of `arguments`.
    pub(super) fn run(
        self,
        mut arguments: Command,
        context: &Context,
    ) -> anyhow::Result<ExitStatus> {
        arguments.build();
        let mut pages = Vec::new();
        collect(&arguments, &mut pages)?;
        let Some(folder) = &self.into else {
            let (_, first) = pages.into_iter().next().unwrap_or_default();
            context.terminal.print(|out| out.write_all(&first))?;
            return Ok(ExitStatus::Done);
        };
        output::create_folder(folder)?;
        let mut outputs = Outputs::new(context, self.force, []);
        for (name, _) in &pages {
            outputs.claim("--into", Kind::MANUAL_PAGE, &folder.join(name))?;
        }
        for (name, page) in &pages {
            output::write_file(Kind::MANUAL_PAGE, &folder.join(name), |out| out.write_all(page))?;
        }
        context.terminal.say(&format!("wrote {} pages to `{}`", pages.len(), folder.display()));
        Ok(ExitStatus::Done)
    }
}

/// Adds the page of `command` and of the commands below it, each with the name of its file.
fn collect(command: &Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render(&mut page)?;
    pages.push((man.get_filename(), page));
    let below = command.get_subcommands().filter(|it| it.get_name() != "help" && !it.is_hide_set());
    for command in below {
        collect(command, pages)?;
    }
    Ok(())
}
