//! A room of a real host, and the people in it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::browser::{Answer, Browser};
use crate::support::folder::Folder;

/// Short, and drawn as [`crate::support::builtin::form`] draws it.
pub const EXAM: [&str; 4] = ["--blueprint", BLUEPRINT, "--seed", "7"];
pub const BLUEPRINT: &str = "dva-c02-16";

pub struct Room {
    pub process: Child,
    pub folder: Folder,
    /// Of the host: `127.0.0.1:40123`.
    pub address: String,
    /// Of the room: `K7QM4TXP`.
    pub code: String,
    pub secret: String,
    /// What the host says after its announcement.
    said: Mutex<Receiver<String>>,
}

impl Room {
    /// A room with the exam and `more` options.
    pub fn open(more: &[&str]) -> Self {
        Self::host(Folder::new(), &[&EXAM, more].concat())
    }

    /// A host in `folder` with these options.
    pub fn host(folder: Folder, options: &[&str]) -> Self {
        Self::of("exam", folder, options)
    }

    /// A host of the rooms that others opened; it has no code and no secret.
    pub fn serving(database: &str) -> Self {
        Self::of("serve", Folder::new(), &["--database", database])
    }

    fn of(command: &str, folder: Folder, options: &[&str]) -> Self {
        let fixed = ["host", command, "--listen", "127.0.0.1:0"];
        let mut command = folder.program(&[&fixed, options].concat());
        let mut process = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut found = [String::new(), String::new(), String::new()];
        let mut said = Vec::new();
        // The last line says how it ends.
        while !said.last().is_some_and(|line: &String| line.starts_with("Ctrl-c")) {
            let Some(Ok(line)) = lines.next() else { panic!("{said:?}") };
            let mut words = line.split_whitespace();
            match (words.next(), words.next_back()) {
                (Some("room"), Some(path)) => {
                    let (_, rest) = path.split_once("://").unwrap();
                    let (address, code) = rest.trim_end_matches(')').split_once("/room/").unwrap();
                    (found[0], found[1]) = (address.to_owned(), code.to_owned());
                }
                (Some("address"), Some(url)) => {
                    url.split_once("://").unwrap().1.clone_into(&mut found[0]);
                }
                (Some("secret"), Some(secret)) => secret.clone_into(&mut found[2]),
                (Some("listens"), Some(address)) => address.clone_into(&mut found[0]),
                _ => {}
            }
            said.push(line);
        }
        // What else it says must find a reader.
        let (sender, said) = channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let ([address, code, secret], said) = (found, Mutex::new(said));
        Self { process, folder, address, code, secret, said }
    }

    /// Waits until the host says a line with `words`.
    #[track_caller]
    pub fn wait_for(&self, words: &str) {
        let said = self.said.lock().unwrap();
        loop {
            let line = said.recv_timeout(Duration::from_secs(30));
            if line.unwrap_or_else(|_| panic!("no `{words}`")).contains(words) {
                return;
            }
        }
    }

    /// Kills the host as a power cut would, and starts it again with the same room.
    pub fn killed_and_resumed(mut self) -> Self {
        self.kill();
        let folder = std::mem::replace(&mut self.folder, Folder::new());
        let code = self.code.clone();
        Self::host(folder, &["--resume", &code])
    }

    /// Kills the host as a power cut would.
    pub fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    pub fn path(&self, page: &str) -> String {
        format!("/room/{}{page}", self.code)
    }

    pub fn browser(&self) -> Browser {
        Browser::new(&self.address)
    }

    /// Somebody in the room.
    #[track_caller]
    pub fn joined(&self, name: &str) -> Student<'_> {
        let mut browser = self.browser();
        browser.post(&self.path("/join"), &[("name", name)]).has_status(303);
        Student { room: self, browser }
    }

    /// Somebody who takes the exam.
    #[track_caller]
    pub fn started(&self, name: &str) -> Student<'_> {
        let mut student = self.joined(name);
        student.post("/begin", &[]).has_status(303);
        student
    }

    #[track_caller]
    pub fn instructor(&self) -> Student<'_> {
        let mut browser = self.browser();
        let secret = [("secret", self.secret.as_str())];
        browser.post(&self.path("/instructor/enter"), &secret).has_status(303);
        Student { room: self, browser }
    }

    #[track_caller]
    pub fn close(&self) {
        self.instructor().post("/instructor", &[("do", "close")]).has_status(303);
    }

    /// What `host results` prints.
    #[track_caller]
    pub fn results(&self, format: &str) -> String {
        self.folder.run(&["host", "results", &self.code, "--format", format]).printed()
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        if let Some(mut out) = self.process.stdout.take() {
            let _ = out.read_to_string(&mut String::new());
        }
    }
}

/// Somebody with a browser in a room.
pub struct Student<'r> {
    pub room: &'r Room,
    pub browser: Browser,
}

impl Student<'_> {
    pub fn get(&mut self, page: &str) -> Answer {
        self.browser.get(&self.room.path(page))
    }

    pub fn open(&mut self, page: &str) -> Answer {
        self.browser.open(&self.room.path(page))
    }

    pub fn post(&mut self, page: &str, fields: &[(&str, &str)]) -> Answer {
        self.browser.post(&self.room.path(page), fields)
    }

    #[track_caller]
    pub fn question(&mut self, number: usize) -> Answer {
        self.get(&format!("/question/{number}")).has_status(200)
    }

    /// Fills in the form of a question and presses a button.
    pub fn answer(&mut self, number: usize, options: &[usize], button: &str) -> Answer {
        let seen = self.question(number).input("seen");
        let options: Vec<String> = options.iter().map(ToString::to_string).collect();
        let mut fields = vec![("seen", seen.as_str()), ("do", button)];
        fields.extend(options.iter().map(|option| ("option", option.as_str())));
        self.post(&format!("/question/{number}"), &fields)
    }

    /// The page of the score, once the room is closed and the host has submitted the attempt.
    #[track_caller]
    pub fn score(&mut self) -> String {
        let deadline = Instant::now() + Duration::from_secs(20);
        loop {
            let text = self.open("/exam").text();
            if text.contains("scored questions right") {
                return text;
            }
            assert!(Instant::now() < deadline, "{text}");
            thread::sleep(Duration::from_millis(100));
        }
    }

    /// Seconds left, as the clock of the host says.
    #[track_caller]
    pub fn seconds_left(&mut self) -> u64 {
        let answer = self.open("/clock");
        let (_, rest) = answer.body.split_once("data-left=\"").unwrap();
        rest.split('"').next().unwrap().parse::<u64>().unwrap() / 1_000
    }
}
