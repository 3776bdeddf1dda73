//! `host list`: the rooms of the database.

use clap::Args;

use super::moment::shown;
use super::serve;
use crate::cli::context::{Context, ExitStatus};
use crate::host::server;
use crate::report::rooms::{self, RoomListing};

/// List all rooms, the latest first
#[derive(Debug, Args)]
pub(super) struct List {}

impl List {
    /// Prints them.
    #[expect(clippy::unused_self, reason = "every command runs by itself")]
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let host = serve::kept(context)?;
        let rows = server::runtime()?.block_on(async {
            let mut rows = Vec::new();
            let Some(host) = host else { return Ok(rows) };
            for code in host.codes().await?.into_iter().rev() {
                let Some(room) = host.room(&code).await? else { continue };
                rows.push(room.look(|state| RoomListing {
                    code: code.to_string(),
                    opened: shown(state.opened_at),
                    title: state.title.clone(),
                    students: state.members().len(),
                    closed: state.closed.map(shown),
                }));
            }
            anyhow::Ok(rows)
        })?;
        context.terminal.print(|out| rooms::write(out, rows, context.terminal.page()))?;
        Ok(ExitStatus::Done)
    }
}
