//! The command line: arguments in, an exit code out.
//!
//! One file a command. A command checks everything that was asked for, then
//! works, then reports; what it finds out is decided by the engines, how it
//! looks by `report`. Errors return here and are printed in one place.

mod attempt;
mod candidates;
mod changes;
mod check;
mod class;
mod compare;
mod completions;
mod config;
mod context;
mod data;
mod exam;
mod exam_date;
mod experiment;
mod export;
mod facts;
pub mod file_format;
mod fit;
mod glossary;
mod grid;
mod handed_in;
mod host;
mod import;
mod input;
mod interrupt;
mod lab;
mod learn;
mod list;
mod man;
mod measurements;
mod merge;
mod migrate;
mod new;
mod output;
mod own_content;
mod place;
mod plain;
mod play;
mod plot;
mod progress;
mod quiz;
mod repeat;
mod run;
mod run_outputs;
mod run_pool;
mod schema;
mod sensitivity;
mod shard;
mod stats;
mod sweep;
mod terminal;
mod trace_files;
mod tune;
mod until;
mod window;
mod words;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Id, Parser, Subcommand};
use clap_complete::env::CompleteEnv;

use self::context::{Context, ExitStatus, Look, TROUBLE};
use self::place::Place;
use self::terminal::{OutputError, Terminal};
use crate::report::csv::Dialect;
use crate::tui::theme::ColorChoice;
use traffic_exchange::spool::ReadFailure;

/// Study AWS App Runner for the developer exam by running simulated services
///
/// Without a command, the program opens its menu. Everything in the menu is also a command that
/// works in pipes and with a screen reader.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, after_help = EXAMPLES)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// When to print in color
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: ColorChoice,
    /// The dialect that `--format csv` prints
    #[arg(long, global = true, value_name = "DIALECT", default_value = "standard")]
    csv_dialect: Dialect,
    #[command(flatten)]
    look: Look,
    #[command(flatten)]
    place: Place,
}

const EXAMPLES: &str = "\
Examples:
  coldstart                                the menu
  coldstart learn scaling                  the page of a topic
  coldstart quiz --topic scaling           questions, with every option explained
  coldstart exam --blueprint dva-c02-16    a timed practice exam
  coldstart exam paper --key key.json      a practice exam to print, and its answer key
  coldstart stats                          your progress
  coldstart list scenarios                 the built-in scenarios
  coldstart lab                            the labs: broken services to fix
  coldstart run health-503                 the results of a run
  coldstart run health-503 --rules aws     the same under the rules that AWS documents
  coldstart compare scale-to-zero --fix    two configurations side by side
  coldstart sweep saas-api --vary service.auto_scaling.min_size=1,2,4
                                           a table with a row for each value
  coldstart tune lab-crowd --over service.auto_scaling.max_concurrency=2..20/2
                                           the cheapest settings that meet the goals
  coldstart migrate load-test-one-instance
                                           a service on ECS Express Mode, and the way there
  coldstart facts concurrency --contested  where the course and AWS disagree

Exit codes: 0 success; 1 a negative result (a goal missed, a check failed); 2 bad usage, bad input or
output that could not be written; 130 interrupted.";

#[derive(Debug, Subcommand)]
enum Command {
    Learn(learn::Learn),
    Quiz(quiz::Quiz),
    Exam(exam::Exam),
    Class(class::Class),
    Host(host::Host),
    Play(play::Play),
    Lab(lab::Lab),
    Run(run::Run),
    Compare(compare::Compare),
    Sweep(sweep::Sweep),
    Tune(tune::Tune),
    Merge(merge::Merge),
    Migrate(migrate::Migrate),
    Export(export::Export),
    Import(import::Import),
    Fit(fit::Fit),
    New(new::New),
    Schema(schema::PrintSchema),
    List(list::List),
    Facts(facts::Facts),
    Stats(stats::Stats),
    Data(data::Data),
    Config(config::Config),
    Glossary(glossary::Glossary),
    Check(check::Check),
    Completions(completions::Completions),
    Man(man::ManualPages),
}

/// Where the help of a command points for the options that every command has.
const EVERYWHERE: &str =
    "Options of every command, such as --data, --color and --theme: coldstart --help";

/// The command line. Options of every command are in the help of the program alone, so that
/// the help of a command lists its own.
fn arguments() -> clap::Command {
    let mut program = Arguments::command();
    program.build();
    let shared = program.get_arguments().filter(|it| it.is_global_set());
    let shared: Vec<Id> = shared.map(|it| it.get_id().clone()).collect();
    program.mut_subcommands(|command| with_own_options(command, &shared))
}

/// `command` and those below it, without `shared` options in their help.
fn with_own_options(command: clap::Command, shared: &[Id]) -> clap::Command {
    let examples = command.get_after_help().map(|text| format!("{text}\n\n")).unwrap_or_default();
    let command = command.after_help(format!("{examples}{EVERYWHERE}"));
    let command = command.mut_args(|argument| {
        let is_shared = shared.contains(argument.get_id());
        if is_shared { argument.hide(true) } else { argument }
    });
    command.mut_subcommands(|below| with_own_options(below, shared))
}

/// Does what the process's arguments ask for.
pub fn main() -> ExitCode {
    // A shell that asks for candidates gets them, and nothing else is done.
    CompleteEnv::with_factory(Arguments::command).var(completions::VARIABLE).complete();
    let arguments = arguments().try_get_matches();
    let (command, context) = match arguments.and_then(|it| Arguments::from_arg_matches(&it)) {
        Ok(Arguments { command, color, csv_dialect, look, place }) => {
            let terminal = Terminal::detect(color, look.ascii, csv_dialect);
            (command, Context { terminal, color, look, place, replay: ReadFailure::default() })
        }
        Err(message) => return answer_without_command(&message),
    };
    let done = interrupt::outlive_limits().and_then(|()| dispatch(command, &context));
    let done = done.and_then(|done| trace_files::check(&context.replay).map(|()| done));
    done.map_or_else(|error| give_up(context.terminal, &error), ExitCode::from)
}

/// Prints what went wrong, the only place that does. A reader who has left is
/// nothing wrong.
fn give_up(terminal: Terminal, error: &anyhow::Error) -> ExitCode {
    if let Some(OutputError::Closed) = error.downcast_ref() {
        return ExitCode::SUCCESS;
    }
    terminal.complain(error);
    ExitCode::from(TROUBLE)
}

fn dispatch(command: Option<Command>, context: &Context) -> anyhow::Result<ExitStatus> {
    let Some(command) = command else { return play::open_home(context) };
    match command {
        Command::Learn(command) => command.run(context),
        Command::Quiz(command) => command.run(context),
        Command::Exam(command) => command.run(context),
        Command::Class(command) => command.run(context),
        Command::Host(command) => command.run(context),
        Command::Play(command) => command.run(context),
        Command::Lab(command) => command.run(context),
        Command::Run(command) => command.run(context),
        Command::Compare(command) => command.run(context),
        Command::Sweep(command) => command.run(context),
        Command::Tune(command) => command.run(context),
        Command::Merge(command) => command.run(context),
        Command::Migrate(command) => command.run(context),
        Command::Export(command) => command.run(context),
        Command::Import(command) => command.run(context),
        Command::Fit(command) => command.run(context),
        Command::New(command) => command.run(context),
        Command::Schema(command) => command.run(context),
        Command::List(command) => command.run(context),
        Command::Facts(command) => command.run(context),
        Command::Stats(command) => command.run(context),
        Command::Data(command) => command.run(context),
        Command::Config(command) => command.run(context),
        Command::Glossary(command) => command.run(context),
        Command::Check(command) => command.run(context),
        Command::Completions(command) => command.run(context),
        Command::Man(command) => command.run(Arguments::command(), context),
    }
}

/// Prints a help text, or what is wrong with the usage.
fn answer_without_command(message: &clap::Error) -> ExitCode {
    let terminal = Terminal::detect(ColorChoice::Auto, false, Dialect::Standard);
    if message.use_stderr() {
        terminal.say(message.render().to_string().trim_end());
        return ExitCode::from(TROUBLE);
    }
    match message.print().and_then(|()| io::stdout().flush()) {
        Err(error) => give_up(terminal, &OutputError::from(error).into()),
        Ok(()) => ExitCode::SUCCESS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        arguments().debug_assert();
    }
}
