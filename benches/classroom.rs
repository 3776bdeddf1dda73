//! The load of a classroom: a demo room and an exam of 1,000 students, by a client of its own on the same machine, in
//! SQLite and, where PostgreSQL is installed, in PostgreSQL. Requests are sent when they are due, whether or not those
//! before them were answered, and latencies count from then. Beside them stand bare endpoints that commit one row
//! or do `SELECT 1`, measured in the same run; ratios to those are what another machine would show too.

use std::process::ExitCode;
use std::time::Duration;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::runtime::Runtime;

use self::report::{Latencies, Report, Target};
use self::support::postgres::Postgres;

#[path = "classroom/client.rs"]
mod client;
#[path = "classroom/demo.rs"]
mod demo;
#[path = "classroom/exam.rs"]
mod exam;
#[path = "classroom/floor.rs"]
mod floor;
#[path = "classroom/pace.rs"]
mod pace;
#[path = "classroom/report.rs"]
mod report;

#[expect(dead_code, reason = "the bench needs a part of what tests need")]
#[path = "../tests/it/support"]
mod support {
    pub mod folder;
    pub mod postgres;
    pub mod program;
    pub mod terminal;
}

#[expect(dead_code, reason = "the bench needs a part of what tests need")]
#[path = "../tests/it/host"]
mod host {
    pub mod browser;
    pub mod room;
}

/// How much is asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Load {
    /// Students of each room.
    pub students: usize,
    /// Answers a second in the exam, and calls a second of a bare endpoint.
    pub rate: f64,
    /// How long answers are given.
    pub length: Duration,
    /// How long the votes of a question take.
    pub voting: Duration,
}

/// What the design of the classroom holds to.
const DESIGN: Load = Load {
    students: 1_000,
    rate: 200.0,
    length: Duration::from_secs(30),
    voting: Duration::from_secs(5),
};
/// Enough to see that everything works, where `cargo test` runs benches.
const TRIAL: Load = Load {
    students: 20,
    rate: 20.0,
    length: Duration::from_secs(1),
    voting: Duration::from_secs(1),
};

/// The most memory of a host, in bytes.
const MOST_MEMORY: u64 = 200 << 20;

fn main() -> anyhow::Result<ExitCode> {
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let load = if is_bench { DESIGN } else { TRIAL };
    // Each student has a connection for events and one for pages.
    let limit = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: limit.maximum, ..limit })?;
    let runtime = Runtime::new()?;
    let mut report = Report::default();
    runtime.block_on(measure(&load, None, &mut report))?;
    match Postgres::start() {
        Some(server) => runtime.block_on(measure(&load, Some(&server.url()), &mut report))?,
        None => println!("PostgreSQL is not installed: measured in SQLite only"),
    }
    print!("{report}");
    let is_met = report.is_met() || !is_bench;
    Ok(if is_met { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Measures everything in one database: in SQLite, or at an address of PostgreSQL.
async fn measure(load: &Load, database: Option<&str>, report: &mut Report) -> anyhow::Result<()> {
    report.begin(if database.is_some() { "PostgreSQL" } else { "SQLite" });
    for (name, path) in [("bare SELECT 1", "/select"), ("bare commit of one row", "/commit")] {
        report.add(name, &floor::latencies(load, database, path).await?, Target::None);
    }
    let exam = exam::run(load, database).await?;
    report.compare("exam: answer saved", &exam.answers, Target::P99(Duration::from_millis(100)));
    report.add("exam: next page, after the answer", &exam.pages, Target::None);
    report.add("exam: clock of a page", &exam.clocks, Target::None);
    report.memory("exam: memory, peak", exam.memory, MOST_MEMORY);
    let demo = demo::run(load, database).await?;
    report.compare("demo: vote saved", &demo.votes, Target::None);
    report.add("demo: question on the page, after Enter", &demo.questions, Target::None);
    let second = Target::Longest(Duration::from_secs(1));
    let once = |length| Latencies::from(vec![length]);
    report.add("demo: last vote in the live view", &once(demo.live_view), second);
    report.add("demo: last vote on the projector's page", &once(demo.projector), second);
    report.memory("demo: memory, peak", demo.memory, MOST_MEMORY);
    Ok(())
}
