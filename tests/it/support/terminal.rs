//! The program in a real terminal of 80 by 24.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::Path;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use super::folder::Folder;

/// How long a session waits for what must come.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A terminal's screen before anything is written on it.
pub fn blank() -> vt100::Parser {
    vt100::Parser::new(NonZero::new(24).unwrap(), NonZero::new(80).unwrap(), 0)
}

/// A terminal, the program in it, and where that keeps its data.
pub struct Session {
    pub folder: Folder,
    pub child: Box<dyn Child + Send + Sync>,
    /// Every byte that the terminal got.
    pub bytes: Vec<u8>,
    parser: vt100::Parser,
    output: Receiver<Vec<u8>>,
    /// What goes in, until the terminal is gone.
    input: Option<Box<dyn Write + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
}

impl Session {
    pub fn start(arguments: &[&str]) -> Self {
        Self::with(Folder::new(), arguments, &[])
    }

    /// The program on its menu, in a new folder: the first start is skipped.
    pub fn menu(variables: &[(&str, &str)]) -> Self {
        let mut session = Self::with(Folder::new(), &[], variables);
        session.wait_for("Start here");
        session.press("q");
        session.wait_for("Scenarios");
        session
    }

    /// The program with `arguments`, at home in `folder`.
    pub fn inside(folder: Folder, arguments: &[&str]) -> Self {
        let home = folder.path().to_owned();
        Self::at(&home, folder, arguments, &[])
    }

    /// The program with `arguments`, keeping its data in `folder` and with `variables` in its
    /// environment.
    pub fn with(folder: Folder, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::at(Path::new(env!("CARGO_MANIFEST_DIR")), folder, arguments, variables)
    }

    fn at(home: &Path, folder: Folder, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_coldstart"));
        command.args(arguments);
        command.cwd(home);
        command.env_clear();
        command.env("COLDSTART_DATA", folder.data());
        command.env("COLDSTART_CONFIG", "/nonexistent/config.toml");
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
        let input = Some(pair.master.take_writer().unwrap());
        let (parser, master) = (blank(), Some(pair.master));
        Self { folder, child, bytes: Vec::new(), parser, output, input, master }
    }

    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Takes in what the terminal has got, if it gets anything before `deadline`.
    fn listen(&mut self, deadline: Instant) -> bool {
        let heard = self.output.recv_timeout(deadline.saturating_duration_since(Instant::now()));
        if let Ok(bytes) = &heard {
            self.parser.process(bytes);
            self.bytes.extend(bytes);
        }
        heard.is_ok()
    }

    pub fn wait_until(&mut self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !holds(self.screen()) {
            assert!(self.listen(deadline), "no {what} on:\n{}", self.screen().contents());
        }
    }

    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |screen| screen.contents().contains(text));
    }

    pub fn press(&mut self, keys: &str) {
        let input = self.input.as_mut().expect("the terminal is there");
        input.write_all(keys.as_bytes()).unwrap();
        input.flush().unwrap();
    }

    /// Answers the question on the screen with its first options, as many as it asks for.
    pub fn answer(&mut self) {
        for option in 1..=6 {
            self.press(&option.to_string());
            self.wait_until("pick", |screen| is_picked(screen, option));
            self.press("\r");
            let rejected = format!("{option} chosen, ");
            self.wait_until("answer", |screen| {
                is_saved(screen) || screen.contents().contains(&rejected)
            });
            if is_saved(self.screen()) {
                return;
            }
        }
        panic!("no answer was enough on:\n{}", self.screen().contents());
    }

    pub fn resize(&mut self, rows: u16, cols: u16) {
        let size = |size| NonZero::new(size).unwrap();
        self.parser.screen_mut().set_size(size(rows), size(cols));
        let master = self.master.as_ref().expect("the terminal is there");
        master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Whether the terminal gets nothing for so long.
    pub fn is_quiet(&mut self, length: Duration) -> bool {
        let deadline = Instant::now() + length;
        let mut is_quiet = true;
        while self.listen(deadline) {
            is_quiet = false;
        }
        is_quiet
    }

    /// Takes the terminal away.
    pub fn hang_up(&mut self) {
        self.input = None;
        self.master = None;
        // The thread that reads ends, and with it the last hold on the terminal, at the
        // first byte that nobody wants.
        self.output = mpsc::channel().1;
    }

    /// The exit code of a program that leaves the terminal as it should be left.
    pub fn finish(&mut self) -> u32 {
        self.wait_until("normal screen", |screen| !screen.alternate_screen());
        self.wait_until("cursor", |screen| !screen.hide_cursor());
        self.end()
    }

    /// The exit code of a program that ends by itself, and with it all that it wrote.
    pub fn end(&mut self) -> u32 {
        let deadline = Instant::now() + PATIENCE;
        while self.listen(deadline) {}
        self.child.wait().unwrap().exit_code()
    }
}

/// Whether an option is marked as one of several, or the cursor is on it where one is wanted.
fn is_picked(screen: &vt100::Screen, option: usize) -> bool {
    let marks = ["●", "▸"].map(|mark| format!("{mark} {option} "));
    screen.rows(0, 80).any(|row| marks.iter().any(|mark| row.trim_start().starts_with(mark)))
}

/// Whether the line at the top says that the answer is on disk: a question may have the word too.
fn is_saved(screen: &vt100::Screen) -> bool {
    screen.rows(0, 80).next().is_some_and(|row| row.contains("  saved"))
}
