//! The binary in a real terminal: it starts, it quits, it gives the shell back.

use std::io::{Read, Write};
use std::num::NonZero;
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

mod cast;
mod exam;

const PATIENCE: Duration = Duration::from_secs(20);

struct Session {
    data: TempDir,
    screen: vt100::Parser,
    /// Every byte that the terminal got.
    bytes: Vec<u8>,
    output: Receiver<Vec<u8>>,
    input: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
}

impl Session {
    fn start(variables: &[(&str, &str)]) -> Self {
        Self::with(TempDir::new().unwrap(), &[], variables)
    }

    /// The program with `arguments` and its data in `data`.
    fn with(data: TempDir, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_coldstart"));
        command.args(arguments);
        command.env_clear();
        command.env("COLDSTART_DATA", data.path());
        command.env("TERM", "xterm-256color");
        command.env("LANG", "en_GB.UTF-8");
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = mpsc::channel();
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let screen = vt100::Parser::new(NonZero::new(24).unwrap(), NonZero::new(80).unwrap(), 0);
        let input = pair.master.take_writer().unwrap();
        Self { data, screen, bytes: Vec::new(), output, input, child, master: pair.master }
    }

    fn show(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        self.screen.process(bytes);
    }

    fn wait_until(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds(self.screen.screen()) {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.show(&bytes),
                Err(error) => {
                    panic!("{error}: no {what} on:\n{}", self.screen.screen().contents())
                }
            }
        }
    }

    fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    fn press(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// How many answers another process finds on disk.
    fn kept(&self) -> usize {
        let mut command = Command::new(env!("CARGO_BIN_EXE_coldstart"));
        command.args(["data", "export"]).env("COLDSTART_DATA", self.data.path());
        let exported = String::from_utf8(command.output().unwrap().stdout).unwrap();
        exported.lines().filter(|line| line.starts_with("{\"answer\"")).count()
    }

    fn finish(&mut self) -> u32 {
        self.wait_until("normal screen", |screen| !screen.alternate_screen());
        self.wait_until("cursor", |screen| !screen.hide_cursor());
        self.child.wait().unwrap().exit_code()
    }
}

#[test]
fn q_leaves_and_gives_the_terminal_back() {
    let mut session = Session::start(&[]);
    session.wait_for("Scenarios");
    assert!(session.screen.screen().alternate_screen());
    session.press("q");
    assert_eq!(session.finish(), 0);
}

#[test]
fn ctrl_c_leaves_from_below_the_menu() {
    let mut session = Session::start(&[]);
    session.wait_for("Scenarios");
    session.press("?");
    session.wait_for("leave at once");
    session.press("\u{3}");
    assert_eq!(session.finish(), 130);
}

#[test]
fn no_color_keeps_the_selection_visible() {
    let mut session = Session::start(&[("NO_COLOR", "1")]);
    session.wait_for("Scenarios");
    let screen = session.screen.screen();
    let cells = (0..24).flat_map(|row| (0..80).filter_map(move |column| screen.cell(row, column)));
    let cells: Vec<_> = cells.collect();
    assert!(cells.iter().any(|cell| cell.inverse()));
    assert!(cells.iter().all(|cell| cell.fgcolor() == vt100::Color::Default));
    session.press("q");
    assert_eq!(session.finish(), 0);
}

#[test]
fn the_menu_says_how_much_there_is_to_do() {
    let mut session = Session::start(&[]);
    session.wait_for("0 due · ");
    session.press("q");
    assert_eq!(session.finish(), 0);
}

#[test]
fn what_is_acknowledged_on_the_screen_is_on_disk_and_undo_takes_it_back() {
    let questions = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/plain/study.toml");
    let data = TempDir::new().unwrap();
    let mut session = Session::with(data, &["quiz", "--seed", "7", questions], &[]);
    session.wait_for("1 of 2");
    session.press("1\r");
    session.wait_for("saved");
    assert_eq!(session.kept(), 1);
    session.press("u");
    session.wait_until("question", |screen| !screen.contents().contains("saved"));
    assert_eq!(session.kept(), 0);
    session.press("\u{3}");
    assert_eq!(session.finish(), 130);
}
