//! `host demo`: a run in this terminal, and a class that predicts at its stops in the browser.

use std::io::{self, BufRead as _};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, bail};
use clap::Args;
use tokio::sync::oneshot;

use super::serve::{self, Serve};
use crate::cli::context::{Context, ExitStatus};
use crate::cli::play::{self, Play};
use crate::cli::terminal::Terminal;
use crate::host::demo::link;
use crate::host::demo::presenter::{self, Presenter};
use crate::host::demo::state::DemoSetup;
use crate::host::event::{RoomActivity, RoomEvent, RoomOpened};
use crate::host::room::HostedRoom;
use crate::host::rooms::RoomHost;
use crate::host::server;
use crate::host::token::{RoomCode, RoomToken};
use crate::report::story::filled_in;
use crate::tui::room::Invitation;
use apprunner_sim::model::scenario::Scenario;
use spanned_toml::faults::counted;

/// How long the pages of students have to fetch what they take along: those without a script are
/// loaded every 4 seconds. Our choice.
const FAREWELL: Duration = Duration::from_secs(5);

/// Show a run in this terminal and let a class predict at its stops in the browser
///
/// Students join with the room code or the QR code (key Q). Where the run stops for a question,
/// their pages show it, and the live view counts their votes. Enter locks the votes and continues
/// the run; afterward, the pages ask what they saw and show the outcome. The page for a projector
/// shows the run, the charts and the votes in a browser; open it with the address that the command
/// prints. The room closes when the live view is closed.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart host demo health-302 --listen 0.0.0.0:8080
  coldstart host demo campaign-surge --present --listen 0.0.0.0:8080
  coldstart host demo my-lab.toml --questions my-questions.toml
  coldstart host demo health-302 --resume K7QM-4TXP")]
pub(super) struct HostDemo {
    #[command(flatten)]
    play: Play,
    /// Continue the room with this code, for example after the host has stopped
    #[arg(long, value_name = "CODE")]
    resume: Option<RoomCode>,
    #[command(flatten)]
    serve: Serve,
}

impl HostDemo {
    /// Serves the room while the live view is open.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let draft = self.play.draft(context)?;
        play::needs_a_terminal()?;
        let host = self.serve.host(context)?;
        let runtime = server::runtime()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let (ready, listening) = oneshot::channel();
        let (rooms, address) = (host.clone(), self.serve.address());
        let server = runtime.spawn(async move {
            let ready = |bound| {
                // The receiver waits for it, unless the command has failed.
                let _ = ready.send(bound);
            };
            let stop = async move {
                // A sender that is gone means the same.
                let _ = stopped.await;
            };
            server::serve(rooms, &address, ready, stop).await
        });
        let Ok(bound) = runtime.block_on(listening) else {
            runtime.block_on(server)??;
            bail!("the host stopped before it listened");
        };
        let room = runtime.block_on(self.open(&host, draft.scenario(), context.terminal))?;
        let presenter = runtime.block_on(Presenter::begin(&host, &room))?;
        let secret = runtime.block_on(host.secret(&room))?;
        let address = serve::public(host.origin(), bound);
        let mut more: Vec<String> = Vec::new();
        more.extend(self.serve.database()?.map(|database| format!("  database    {database}")));
        more.extend(serve::reach(&address, bound));
        let invitation = invitation(&room, address);
        announce(context, &invitation, &room, &secret, more)?;
        let (linked, runs_on) = (Arc::clone(&room), runtime.handle());
        let link = link::link(host.clone(), linked, presenter.clone(), invitation, runs_on);
        let status = self.play.show(draft, Some(link), context)?;
        // A terminal that is lost closes no room: the lesson continues with `--resume`.
        let has_room = presenter.has(&room);
        let is_over = matches!(status, ExitStatus::Done) && has_room;
        if is_over {
            runtime.block_on(host.append(&room, &RoomEvent::Closed))?;
        }
        let (code, again) = (room.code(), self.serve.again());
        let state = match (is_over, has_room) {
            (true, _) => "closed",
            (false, true) => "saved, and `--resume` continues it",
            (false, false) => "open in another live view",
        };
        context.terminal.say(&format!(
            "The room is {state}. `coldstart host results {code}` prints the predictions{again}."
        ));
        if is_over && room.look(|state| !state.members().is_empty()) {
            thread::sleep(FAREWELL);
        }
        // A server that has stopped by itself needs no word.
        let _ = stop.send(());
        runtime.block_on(server)??;
        Ok(status)
    }

    /// The room to be continued, or a new one.
    async fn open(
        &self,
        host: &RoomHost,
        scenario: &Scenario,
        terminal: Terminal,
    ) -> anyhow::Result<Arc<HostedRoom>> {
        let Some(code) = &self.resume else {
            let setup = DemoSetup {
                scenario: scenario.name.clone(),
                rules: scenario.edition.name().to_owned(),
                seed: scenario.seed,
                symptom: filled_in(&scenario.story.symptom, None),
            };
            let (title, activity) = (scenario.title.clone(), RoomActivity::Demo(setup));
            return Ok(host.open(RoomOpened { title, activity }).await?);
        };
        let room = host.room(code).await?.with_context(|| {
            format!("there is no room `{code}`; `coldstart host list` lists all rooms")
        })?;
        let played = room.look(|state| {
            let is_open = state.closed.is_none();
            state.demo().filter(|_| is_open).map(|demo| demo.setup.scenario.clone())
        });
        match played {
            None => bail!("room `{code}` is closed or is not a demo; start a new one"),
            Some(played) if played != scenario.name => {
                bail!("room `{code}` is for the scenario `{played}`");
            }
            Some(_) => {}
        }
        let silence = presenter::silence_left(&room);
        if !silence.is_zero() {
            let seconds = silence.as_secs() + 1;
            terminal.say(&format!(
                "A live view had this room just now. It can continue here if that one is silent for \
                 {}.",
                counted(seconds, "second")
            ));
        }
        if !presenter::is_silent(host, &room, silence).await? {
            bail!(
                "another live view shows room `{code}`; close it there before you continue it here"
            );
        }
        Ok(room)
    }
}

fn invitation(room: &HostedRoom, address: String) -> Invitation {
    let link = format!("{address}/room/{}", room.code().as_str());
    Invitation { address, code: room.code().to_string(), link }
}

/// Says where the room is and `more` about the host, and waits: the live view takes the whole screen.
fn announce(
    context: &Context,
    invitation: &Invitation,
    room: &HostedRoom,
    secret: &RoomToken,
    more: Vec<String>,
) -> anyhow::Result<()> {
    let Invitation { address, code, link } = invitation;
    let title = room.look(|state| state.title.clone());
    let mut lines = vec![
        title,
        format!("  address     {address}"),
        format!("  room code   {code}   ({link})"),
        format!("  projector   {link}/screen?secret={}", secret.text()),
    ];
    lines.extend(more);
    lines.push(
        "Keep the address of the projector page secret. Press Enter for the live view.".to_owned(),
    );
    context.terminal.say(&lines.join("\n"));
    io::stdin().lock().read_line(&mut String::new())?;
    Ok(())
}
