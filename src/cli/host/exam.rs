//! `host exam`: a practice exam that a class takes in the browser.

use std::net::SocketAddr;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use clap::Args;

use super::moment::{TypedMoment, shown};
use super::serve::{self, Serve};
use crate::cli::candidates;
use crate::cli::context::{Context, ExitStatus};
use crate::cli::input::{self, BadFiles};
use crate::cli::own_content::OwnContent;
use crate::cli::terminal::Terminal;
use crate::host::event::{RoomActivity, RoomOpened};
use crate::host::exam::roster;
use crate::host::exam::setup::{ExamSetup, ScoreRelease};
use crate::host::room::HostedRoom;
use crate::host::server;
use crate::host::token::{RoomCode, RoomToken};
use crate::report::notice;
use quizbank::attempt::SatPaper;
use quizbank::form::{self, FormRequest};
use quizbank::model::paper::{MAX_SEED, MAX_VERSIONS};

/// Host a practice exam that a class takes in the browser
///
/// The command prints the address, the room code and the secret of the instructor's page, and runs
/// until ctrl-c. Students enter the code and their name, or the id of the roster. The clock of this
/// computer counts the time that each student uses; a page that is closed stops it. Scores and
/// explanations are shown when the room is closed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart host exam
  coldstart host exam --blueprint dva-c02-16 --listen 0.0.0.0:8080
  coldstart host exam --roster class.csv --versions 4 --opens 10:00 --closes 11:30
  coldstart host exam --bank my-questions --blueprints my-blueprints.toml --blueprint mine
  coldstart host exam --tls-cert cert.pem --tls-key key.pem --listen 0.0.0.0:443
  coldstart host exam --resume K7QM-4TXP

A roster is a CSV file with the columns id, name, and optionally group and extra (extra time in
percent).")]
pub(super) struct HostExam {
    /// The blueprint of the exam; `coldstart list blueprints` lists them. The default is the first
    /// that is valid today
    #[arg(long, value_name = "NAME", add = candidates::blueprints())]
    blueprint: Option<String>,
    /// The topic, for a blueprint that covers one topic
    #[arg(long, value_name = "TOPIC", add = candidates::topics())]
    topic: Option<String>,
    /// Select questions, order and numbers by this seed; by default, a new seed that nobody can
    /// guess
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(0..=MAX_SEED))]
    seed: Option<u64>,
    /// Number of versions: the same questions and options in different orders
    #[arg(long, value_name = "NUMBER", default_value = "1")]
    versions: NonZeroUsize,
    /// Admit only the students of this CSV file
    #[arg(long, value_name = "FILE")]
    roster: Option<PathBuf>,
    /// When students can start: a time today, such as 10:00, or 2026-12-20T10:00
    #[arg(long, value_name = "TIME")]
    opens: Option<TypedMoment>,
    /// When the room closes and open attempts are submitted; by default, the instructor closes it
    #[arg(long, value_name = "TIME")]
    closes: Option<TypedMoment>,
    /// When students see their score and the explanations
    #[arg(long, value_name = "WHEN", default_value = "closed")]
    scores: ScoreRelease,
    /// Continue the room with this code, for example after the host has stopped
    #[arg(
        long,
        value_name = "CODE",
        conflicts_with_all = [
            "blueprint", "topic", "seed", "versions", "roster", "opens", "closes", "scores", "bank",
            "blueprints"
        ]
    )]
    resume: Option<RoomCode>,
    #[command(flatten)]
    content: OwnContent,
    #[command(flatten)]
    serve: Serve,
}

impl HostExam {
    /// Opens the room and serves it until ctrl-c.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let setup = if self.resume.is_none() { Some(self.setup()?) } else { None };
        let host = self.serve.host(context)?;
        let database = self.serve.database()?;
        server::runtime()?.block_on(async {
            let stop = server::interrupted()?;
            let room = match (setup, &self.resume) {
                (Some(setup), _) => {
                    let title = setup.paper.title.clone();
                    let activity = RoomActivity::Exam(setup);
                    host.open(RoomOpened { title, activity }).await?
                }
                (None, Some(code)) => host.room(code).await?.with_context(|| {
                    format!("there is no room `{code}`; `coldstart host list` lists all rooms")
                })?,
                (None, None) => bail!("there is no room to host"),
            };
            if room.look(|state| state.exam().is_none()) {
                bail!("room `{}` is a demo; continue it with `coldstart host demo`", room.code());
            }
            let secret = host.secret(&room).await?;
            let origin = host.origin().clone();
            let ready = |bound| {
                let address = serve::public(&origin, bound);
                announce(context.terminal, &room, &address, &secret, bound, database.as_deref());
            };
            serve::report_trouble(&host, context.terminal);
            server::serve(host.clone(), &self.serve.address(), ready, stop).await?;
            let (code, again) = (room.code(), self.serve.again());
            context.terminal.say(&format!(
                "The room is saved. `coldstart host exam --resume {code}` continues it, \
                 `coldstart host results {code}` prints the grade book{again}."
            ));
            Ok(ExitStatus::Done)
        })
    }

    fn setup(&self) -> anyhow::Result<ExamSetup> {
        if self.versions.get() > MAX_VERSIONS {
            bail!("a form has at most {MAX_VERSIONS} versions");
        }
        let (opens, closes) = (self.opens.map(|it| it.0), self.closes.map(|it| it.0));
        if closes.is_some_and(|closes| closes <= opens.unwrap_or(crate::store::clock::now().at)) {
            bail!("the room cannot close before it opens; change `--closes`");
        }
        let roster = match &self.roster {
            None => Vec::new(),
            Some(path) => roster::read(input::file(path)?).map_err(BadFiles::from)?,
        };
        let ledger = input::builtin_facts()?;
        let bank = self.content.read_bank(&ledger)?;
        let blueprints = self.content.read_blueprints()?;
        let blueprint = input::blueprint(&blueprints, self.blueprint.as_deref(), None)?;
        let seed = self.seed.unwrap_or_else(input::secret_seed);
        let request = FormRequest { bank: &bank, blueprint, topic: self.topic.as_deref(), seed };
        let form = form::assemble(&request).map_err(input::no_form)?;
        Ok(ExamSetup {
            identity: form.identity.clone(),
            paper: SatPaper::of_form(&form, &form.key(blueprint)),
            limit: blueprint.limit(),
            rules: notice::before_an_attempt(blueprint, self.content.authors()),
            versions: self.versions.get(),
            opens,
            closes,
            release: self.scores,
            roster,
        })
    }
}

/// Says where the room is.
fn announce(
    terminal: Terminal,
    room: &Arc<HostedRoom>,
    address: &str,
    secret: &RoomToken,
    bound: SocketAddr,
    database: Option<&str>,
) {
    let code = room.code();
    let path = format!("{address}/room/{}", code.as_str());
    let title = room.look(|state| state.title.clone());
    let mut lines = vec![
        title,
        format!("  address     {address}"),
        format!("  room code   {code}   ({path})"),
        format!("  instructor  {path}/instructor"),
        format!("  secret      {}", secret.text()),
    ];
    lines.extend(database.map(|database| format!("  database    {database}")));
    let times = room.look(|state| {
        state.exam().map_or((None, None), |exam| (exam.setup.opens, exam.setup.closes))
    });
    lines.extend(times.0.map(|opens| format!("  opens       {}", shown(opens))));
    lines.extend(times.1.map(|closes| format!("  closes      {}", shown(closes))));
    lines.extend(serve::reach(address, bound));
    lines.push("Ctrl-c stops the host; nothing is lost.".to_owned());
    terminal.say(&lines.join("\n"));
}
