//! A demo room: a live view in a terminal, a projector's page, and students whose pages follow the room. They vote on one
//! question, each at a random time.

use std::sync::Arc;

use rand::RngExt;
use serde_json::Value;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::task::{JoinSet, spawn_blocking};
use tokio::time::{Duration, Instant, sleep, sleep_until};

use super::Load;
use super::client::{Client, value};
use super::pace::dice;
use super::report::{Latencies, peak_memory};
use super::support::terminal::Session;

/// How many students join at once.
const JOINING: usize = 50;
/// A page fetches a step within this time, so that a class does not do so all at once.
const SPREAD: f64 = 0.25;

/// What a question took.
pub struct DemoFigures {
    /// From the key of the instructor to the page of each student.
    pub questions: Latencies,
    pub votes: Latencies,
    /// From the last vote, when it was due, to the whole tally.
    pub live_view: Duration,
    pub projector: Duration,
    pub memory: Option<u64>,
}

/// A lesson on a host of its own.
pub async fn run(load: &Load, database: Option<&str>) -> anyhow::Result<DemoFigures> {
    let url = database.map(ToOwned::to_owned);
    let (session, lesson) = spawn_blocking(move || Lesson::open(url.as_deref())).await??;
    let process = session.child.process_id();
    let lesson = Arc::new(lesson);
    let (joined, mut joins) = mpsc::unbounded_channel();
    let (shown, mut pages) = mpsc::unbounded_channel();
    let (sent, mut latencies) = mpsc::unbounded_channel();
    let (opening, begun) = watch::channel(None);
    let doors = Arc::new(Semaphore::new(JOINING));
    let mut dice = dice(3);
    let mut class = JoinSet::new();
    let mut last = Duration::ZERO;
    for number in 0..load.students {
        let due = load.voting.mul_f64(dice.random::<f64>());
        last = last.max(due);
        let student = Student {
            number,
            lesson: Arc::clone(&lesson),
            due,
            delay: Duration::from_secs_f64(SPREAD * dice.random::<f64>()),
        };
        let signs = Signs {
            doors: Arc::clone(&doors),
            joined: joined.clone(),
            shown: shown.clone(),
            begun: begun.clone(),
            voted: sent.clone(),
        };
        class.spawn(student.vote(signs));
    }
    all(&mut joins, load.students, &mut class).await?;
    let projector = tokio::spawn(projector(Arc::clone(&lesson), load.students));
    let session = spawn_blocking(|| asked(session)).await?;
    let asked = Instant::now();
    let questions = all(&mut pages, load.students, &mut class).await?;
    let questions: Vec<Duration> = questions.into_iter().map(|at| at - asked).collect();
    // The tally must be watched before the first vote.
    let whole = format!("{0} of {0} voted", load.students);
    let watching = spawn_blocking(move || {
        let mut session = session;
        session.wait_for(&whole);
        (Instant::now(), session)
    });
    let start = Instant::now() + Duration::from_millis(100);
    opening.send_replace(Some(start));
    let votes = all(&mut latencies, load.students, &mut class).await?;
    let (on_screen, mut session) = watching.await?;
    let on_page = projector.await??;
    let memory = process.and_then(peak_memory);
    let last = start + last;
    let counted = spawn_blocking(move || {
        let mut options = vec!["host", "results", &lesson.code, "--format", "json"];
        options.extend(lesson.database.iter().flat_map(|url| ["--database", url]));
        let results = session.folder.run(&options).json();
        let _ = session.child.kill();
        let _ = session.child.wait();
        sum(&results)
    })
    .await?;
    anyhow::ensure!(counted == Some(load.students as u64), "{counted:?} votes were counted");
    Ok(DemoFigures {
        questions: questions.into(),
        votes: votes.into(),
        live_view: on_screen.saturating_duration_since(last),
        projector: on_page.saturating_duration_since(last),
        memory,
    })
}

/// The signs of `count` students; an error where one of them fails.
async fn all<T>(
    signs: &mut mpsc::UnboundedReceiver<T>,
    count: usize,
    class: &mut JoinSet<anyhow::Result<()>>,
) -> anyhow::Result<Vec<T>> {
    let mut received = Vec::new();
    while received.len() < count {
        tokio::select! {
            sign = signs.recv() => received.extend(sign),
            Some(failed) = class.join_next() => {
                failed??;
            }
        }
    }
    Ok(received)
}

/// All votes on the first question.
fn sum(results: &Value) -> Option<u64> {
    let options = results["questions"][0]["options"].as_array()?;
    options.iter().map(|option| option["predicted"].as_u64()).sum()
}

/// Goes to the first stop that asks.
fn asked(mut session: Session) -> Session {
    session.press("b");
    session.wait_for("Stop 1 of");
    session.press("b");
    session
}

/// A room with its live view.
struct Lesson {
    address: String,
    code: String,
    secret: String,
    database: Option<String>,
}

impl Lesson {
    fn open(database: Option<&str>) -> anyhow::Result<(Session, Self)> {
        let mut options = vec!["host", "demo", "health-302", "--listen", "127.0.0.1:0"];
        options.extend(database.iter().flat_map(|url| ["--database", url]));
        let mut session = Session::start(&options);
        session.wait_for("Press Enter for the live view");
        let text = session.screen().contents();
        let after = |mark: &str| {
            let rest = text.split_once(mark).map(|(_, rest)| rest);
            let word = rest.and_then(|rest| rest.split([' ', '\n', '/', ')']).next());
            word.map(ToOwned::to_owned).ok_or_else(|| anyhow::anyhow!("no {mark} in {text}"))
        };
        let lesson = Self {
            address: after("address     http://")?,
            code: after("/room/")?,
            secret: after("/screen?secret=")?,
            database: database.map(ToOwned::to_owned),
        };
        session.press("\r");
        session.wait_for("Join at ");
        Ok((session, lesson))
    }

    fn path(&self, page: &str) -> String {
        format!("/room/{}{page}", self.code)
    }
}

/// When the projector's page shows that all have voted.
async fn projector(lesson: Arc<Lesson>, students: usize) -> anyhow::Result<Instant> {
    let mut client = Client::new(&lesson.address);
    let page = lesson.path("/screen");
    client.get(&format!("{page}?secret={}", lesson.secret)).await?;
    let mut events = client.follow(&format!("{page}/events")).await?;
    let whole = format!("<strong>{students}</strong> of {students} voted");
    loop {
        events.next().await?;
        if client.page(&page).await?.contains(&whole) {
            return Ok(Instant::now());
        }
    }
}

/// A student who votes once.
struct Student {
    number: usize,
    lesson: Arc<Lesson>,
    /// When the vote is due, after the beginning of the votes.
    due: Duration,
    /// How long the page waits before it fetches a step.
    delay: Duration,
}

/// What a student waits for, and tells.
struct Signs {
    doors: Arc<Semaphore>,
    /// The page is open and follows the room.
    joined: mpsc::UnboundedSender<()>,
    /// The page shows the question.
    shown: mpsc::UnboundedSender<Instant>,
    /// When the votes begin.
    begun: watch::Receiver<Option<Instant>>,
    /// How long the vote took, from when it was due.
    voted: mpsc::UnboundedSender<Duration>,
}

impl Student {
    /// Joins, waits for the question and votes. The page stays open after that.
    async fn vote(self, mut signs: Signs) -> anyhow::Result<()> {
        let page = self.lesson.path("");
        let mut client = Client::new(&self.lesson.address);
        let door = signs.doors.acquire().await?;
        let name = format!("Student-{}", self.number);
        client.post(&self.lesson.path("/join"), &[("name", &name)]).await?;
        client.page(&page).await?;
        let mut events = client.follow(&self.lesson.path("/steps?seen=0")).await?;
        drop(door);
        signs.joined.send(())?;
        while events.next().await? != "1-predicting" {}
        sleep(self.delay).await;
        let form = client.page(&page).await?;
        signs.shown.send(Instant::now())?;
        let seen = value(&form, "name=\"seen\" value=\"")?;
        let start = signs.begun.wait_for(Option::is_some).await?.unwrap_or_else(Instant::now);
        let due = start + self.due;
        sleep_until(due).await;
        let pick = (self.number % 4).to_string();
        let fields =
            [("round", "1"), ("phase", "predicted"), ("seen", seen), ("pick", pick.as_str())];
        let next = client.post(&self.lesson.path("/vote"), &fields).await?;
        signs.voted.send(due.elapsed())?;
        let saved = client.page(&next).await?;
        anyhow::ensure!(saved.contains("Your vote is saved"), "not saved: {saved}");
        loop {
            events.next().await?;
        }
    }
}
