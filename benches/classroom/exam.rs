//! Many attempts side by side, each as a browser without scripts takes it: an answer is sent, and the page that it leads to
//! is fetched. The pages ask for the clock meanwhile.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::{Duration, Instant};

use super::Load;
use super::client::{Client, value};
use super::host::room::Room;
use super::pace::{Actor, arrivals, offered};
use super::report::{Latencies, peak_memory};
use super::support::folder::Folder;

/// How often a page asks for the clock, in seconds.
const SIGN: f64 = 20.0;
/// How many students join at once.
const JOINING: usize = 50;

/// What an exam took.
pub struct ExamFigures {
    pub answers: Latencies,
    pub pages: Latencies,
    pub clocks: Latencies,
    pub memory: Option<u64>,
}

/// An exam on a host of its own.
pub async fn run(load: &Load, database: Option<&str>) -> anyhow::Result<ExamFigures> {
    let url = database.map(ToOwned::to_owned);
    let room = spawn_blocking(move || {
        let options = ["--blueprint", "dva-c02", "--seed", "7"];
        let database: Vec<&str> = url.iter().flat_map(|url| ["--database", url]).collect();
        Room::host(Folder::new(), &[&options, &database[..]].concat())
    })
    .await?;
    let sitters = sitters(load, &room).await?;
    let askers = sitters.iter().map(|sitter| Asker {
        client: sitter.client.window(),
        path: format!("{}/clock", sitter.path),
    });
    let askers: Vec<Asker> = askers.collect();
    let signs = arrivals(load.students as f64 / SIGN, load.length, 2);
    let answers = arrivals(load.rate, load.length, 1);
    let (answered, asked) = tokio::join!(offered(sitters, answers), offered(askers, signs));
    let ((sitters, answers), (_, clocks)) = (answered?, asked?);
    let pages: Vec<Duration> = sitters.into_iter().flat_map(|sitter| sitter.pages).collect();
    Ok(ExamFigures { answers, pages: pages.into(), clocks, memory: peak_memory(room.process.id()) })
}

/// A class that has begun.
async fn sitters(load: &Load, room: &Room) -> anyhow::Result<Vec<Sitter>> {
    let doors = Arc::new(Semaphore::new(JOINING));
    let mut joining = JoinSet::new();
    for number in 0..load.students {
        let (doors, client, path) = (Arc::clone(&doors), Client::new(&room.address), room.path(""));
        joining.spawn(async move {
            let _door = doors.acquire().await?;
            Sitter::begun(client, path, number).await
        });
    }
    let mut sitters = Vec::new();
    while let Some(sitter) = joining.join_next().await {
        sitters.push(sitter??);
    }
    Ok(sitters)
}

/// A student who answers one question after the other.
struct Sitter {
    client: Client,
    path: String,
    /// The page of a question that is open, and its number.
    page: String,
    number: usize,
    answered: usize,
    pages: Vec<Duration>,
}

impl Sitter {
    async fn begun(mut client: Client, path: String, number: usize) -> anyhow::Result<Self> {
        client.post(&format!("{path}/join"), &[("name", &format!("Student-{number}"))]).await?;
        client.post(&format!("{path}/begin"), &[]).await?;
        let page = client.page(&format!("{path}/question/1")).await?;
        Ok(Self { client, path, page, number: 1, answered: number, pages: Vec::new() })
    }
}

impl Actor for Sitter {
    async fn act(&mut self) -> anyhow::Result<Instant> {
        let page = &self.page;
        let seen = value(page, "name=\"seen\" value=\"")?;
        let wanted: usize = value(page, "data-save=\"")?.parse()?;
        let options = page.matches("name=\"option\"").count().max(1);
        // Another answer than the last time.
        self.answered += 1;
        let picks: Vec<String> =
            (0..wanted).map(|it| ((self.answered + it) % options).to_string()).collect();
        let mut fields = vec![("seen", seen), ("do", "next")];
        fields.extend(picks.iter().map(|pick| ("option", pick.as_str())));
        let path = format!("{}/question/{}", self.path, self.number);
        let next = self.client.post(&path, &fields).await?;
        let saved = Instant::now();
        self.page = self.client.page(&next).await?;
        self.pages.push(saved.elapsed());
        self.number = next.rsplit('/').next().unwrap_or_default().parse()?;
        Ok(saved)
    }
}

/// The clock of a page.
struct Asker {
    client: Client,
    path: String,
}

impl Actor for Asker {
    async fn act(&mut self) -> anyhow::Result<Instant> {
        self.client.page(&self.path).await?;
        Ok(Instant::now())
    }
}
