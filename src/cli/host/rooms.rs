//! `host serve`: the rooms that other hosts opened in the same database.

use anyhow::bail;
use clap::Args;

use super::serve::{self, Serve};
use crate::cli::context::{Context, ExitStatus};
use crate::host::server;

/// Serve the rooms that other hosts opened in the same PostgreSQL database
///
/// Students of each room, exam or demo, can use this host as well as the one that opened it: behind a load
/// balancer, or in place of one that stops. The command opens no room and runs until ctrl-c.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  coldstart host serve --database postgres://class@db.example/class --listen 10.0.0.2:8080")]
pub(super) struct HostRooms {
    #[command(flatten)]
    serve: Serve,
}

impl HostRooms {
    /// Serves them until ctrl-c.
    pub(super) fn run(self, context: &Context) -> anyhow::Result<ExitStatus> {
        let Some(database) = self.serve.database()? else {
            bail!("only hosts on one PostgreSQL database share rooms; add `--database URL`");
        };
        let host = self.serve.host(context)?;
        server::runtime()?.block_on(async {
            let stop = server::interrupted()?;
            let origin = host.origin().clone();
            let ready = |bound| {
                let address = serve::public(&origin, bound);
                let mut lines = vec![
                    "All rooms of the database".to_owned(),
                    format!("  address     {address}"),
                    format!("  database    {database}"),
                ];
                lines.extend(serve::reach(&address, bound));
                lines.push("Ctrl-c stops the host; nothing is lost.".to_owned());
                context.terminal.say(&lines.join("\n"));
            };
            serve::report_trouble(&host, context.terminal);
            server::serve(host.clone(), &self.serve.address(), ready, stop).await?;
            Ok(ExitStatus::Done)
        })
    }
}
