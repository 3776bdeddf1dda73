//! `host results`: the grade book of an exam room, and what its answers say about the questions; the
//! predictions of a demo room.

use std::borrow::Cow;

use anyhow::{Context as _, bail};
use clap::Args;

use super::database::RoomDatabase;
use super::serve;
use crate::cli::context::{Context, ExitStatus};
use crate::host::exam::results::sheets;
use crate::host::room::HostedRoom;
use crate::host::server;
use crate::host::token::RoomCode;
use crate::report::class::GradedForm;
use crate::report::room::DemoResults;
use crate::report::{self, Format};
use quizbank::class::{self, Examinee};
use quizbank::model::paper::{AnswerSheet, GivenAnswers};

/// Print the grade book of an exam room, or the predictions of a demo room
///
/// The report of an exam is that of `coldstart class grade`. Answers after the time limit are not scored. The
/// command works while the room is open, with the answers so far. CSV contains only the grade book.
///
/// The report of a demo shows, for each stop that asked a question, how many students predicted each
/// option and how many saw it. CSV has one row for each option.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart host results K7QM-4TXP
  coldstart host results K7QM-4TXP --format csv > grades.csv")]
pub(super) struct Results {
    /// The code of the room
    #[arg(value_name = "ROOM")]
    room: RoomCode,
    /// Output format
    #[arg(long, value_name = "FORMAT", default_value = "table")]
    format: Format,
    #[command(flatten)]
    database: RoomDatabase,
}

impl Results {
    /// Prints them.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let code = &self.room;
        let none = || format!("there is no room `{code}`; `coldstart host list` lists all rooms");
        let host = serve::kept(context, &self.database)?.with_context(none)?;
        let room = server::runtime()?.block_on(host.room(code))?.with_context(none)?;
        let exam = room.look(|state| {
            let (key, sheets) = sheets(state, state.exam()?);
            Some((key.clone(), sheets))
        });
        let Some((key, sheets)) = exam else { return self.print_demo(&room, context) };
        if sheets.is_empty() {
            bail!("nobody has started the exam in room `{code}`");
        }
        let answers: Vec<Cow<'_, GivenAnswers>> =
            sheets.iter().map(AnswerSheet::in_key_order).collect();
        let sitters: Vec<Examinee<'_>> = (sheets.iter().zip(&answers))
            .map(|(sheet, answers)| Examinee { name: &sheet.name, answers })
            .collect();
        let forms = [GradedForm { key: &key, class: class::report(&key, &sitters) }];
        let (course, page) = (&host.content().course, context.terminal.page());
        context
            .terminal
            .print(|out| report::class::write(out, &forms, course, self.format, page))?;
        Ok(ExitStatus::Done)
    }

    fn print_demo(&self, room: &HostedRoom, context: &Context) -> anyhow::Result<ExitStatus> {
        let code = room.code().to_string();
        let (format, page) = (self.format, context.terminal.page());
        context.terminal.print(|out| {
            room.look(|state| match state.demo() {
                None => Ok(()),
                Some(demo) => {
                    let results = DemoResults {
                        room: &code,
                        title: &state.title,
                        scenario: &demo.setup.scenario,
                        joined: state.members().len(),
                        rounds: demo.room.rounds(),
                    };
                    report::room::write(out, &results, format, page)
                }
            })
        })?;
        Ok(ExitStatus::Done)
    }
}
