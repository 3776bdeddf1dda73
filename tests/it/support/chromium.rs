//! Chromium without a window, driven as its developer tools drive it: by messages over a pipe
//! (`--remote-debugging-pipe`), each a line of JSON that ends with a zero byte. Tests that run
//! beside each other share one process; each person in it has cookies of their own.

mod keys;
mod tab;

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

pub use self::tab::Tab;

/// How long the browser is waited for, on a busy machine.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// How Chromium is started anywhere.
pub const PLAIN: [&str; 9] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
];

/// Where Chromium is, if it is anywhere; says what is skipped where it is not.
pub fn installed() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    let folders = env::split_paths(&env::var_os("PATH")?).collect::<Vec<_>>();
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let files = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = files.into_iter().find(|file| file.is_file());
    if found.is_none() {
        eprintln!("skipped: there is no Chromium; name one in the variable CHROMIUM");
    }
    found
}

/// A running browser.
pub struct Chromium {
    process: Child,
    input: Mutex<ChildStdin>,
    heard: Arc<Heard>,
    /// Where it keeps what it keeps.
    _profile: TempDir,
}

/// What the browser said.
#[derive(Default)]
struct Heard {
    said: Mutex<Said>,
    more: Condvar,
}

#[derive(Default)]
struct Said {
    /// The number of the last message.
    asked: u64,
    answers: BTreeMap<u64, Value>,
    /// What pages complained about, by session.
    complaints: Vec<(String, String)>,
    is_gone: bool,
}

impl Heard {
    fn lock(&self) -> MutexGuard<'_, Said> {
        self.said.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_in(&self, message: &Value) {
        let mut said = self.lock();
        if let Some(id) = message["id"].as_u64() {
            said.answers.insert(id, message.clone());
        } else if let Some(complaint) = complaint(message) {
            let session = message["sessionId"].as_str().unwrap_or_default();
            said.complaints.push((session.to_owned(), complaint));
        }
        drop(said);
        self.more.notify_all();
    }
}

/// What is wrong with a page, where `message` says so. A request without an answer is no fault of a page.
fn complaint(message: &Value) -> Option<String> {
    match message["method"].as_str()? {
        "Runtime.exceptionThrown" => Some(message["params"]["exceptionDetails"].to_string()),
        "Log.entryAdded" => {
            let entry = &message["params"]["entry"];
            let counts = entry["level"] == "error" && entry["source"] != "network";
            counts.then(|| entry["text"].to_string())
        }
        _ => None,
    }
}

impl Chromium {
    /// The browser that tests share, started where none runs; `None` where there is no Chromium.
    pub fn shared() -> Option<Arc<Self>> {
        static SHARED: Mutex<Weak<Chromium>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(browser) = shared.upgrade() {
            return Some(browser);
        }
        let browser = Arc::new(Self::start(&installed()?));
        *shared = Arc::downgrade(&browser);
        Some(browser)
    }

    fn start(chromium: &Path) -> Self {
        let profile = TempDir::new().unwrap();
        // The pipe has the numbers 3 and 4, which a shell gives it.
        let mut process = Command::new("sh")
            .args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh"])
            .arg(chromium)
            .args(PLAIN)
            .arg("--remote-debugging-pipe")
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let input = Mutex::new(process.stdin.take().unwrap());
        let heard = Arc::new(Heard::default());
        let (output, hearing) = (BufReader::new(process.stdout.take().unwrap()), heard.clone());
        thread::spawn(move || {
            for message in output.split(0).map_while(Result::ok) {
                hearing.take_in(&serde_json::from_slice(&message).unwrap());
            }
            hearing.lock().is_gone = true;
            hearing.more.notify_all();
        });
        Self { process, input, heard, _profile: profile }
    }

    /// What the browser, or one of its tabs, answers.
    fn ask(&self, session: Option<&str>, method: &str, params: &Value) -> Result<Value, String> {
        let id = {
            let mut said = self.heard.lock();
            said.asked += 1;
            said.asked
        };
        let mut message = json!({ "id": id, "method": method, "params": params });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        let mut input = self.input.lock().unwrap_or_else(PoisonError::into_inner);
        input.write_all(&bytes).map_err(|gone| gone.to_string())?;
        drop(input);
        let deadline = Instant::now() + PATIENCE;
        let mut said = self.heard.lock();
        loop {
            if let Some(mut answer) = said.answers.remove(&id) {
                return match answer.get("error") {
                    Some(error) => Err(format!("{method}: {error}")),
                    None => Ok(answer["result"].take()),
                };
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || said.is_gone {
                return Err(format!("Chromium does not answer {message}"));
            }
            let waited = self.heard.more.wait_timeout(said, left);
            said = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// What pages of `session` complained about so far.
    fn complaints(&self, session: &str) -> Vec<String> {
        let said = self.heard.lock();
        let own = said.complaints.iter().filter(|(whose, _)| whose == session);
        own.map(|(_, complaint)| complaint.clone()).collect()
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        // So that its children end too, and nothing is written into its folder any more.
        let _ = self.ask(None, "Browser.close", &json!({}));
        let _ = self.process.wait();
    }
}
