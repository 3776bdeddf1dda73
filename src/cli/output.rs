//! Where files are written: the one place that decides what a command may replace.
//!
//! A file that is an input of the command, or the database, is never written to, by
//! whatever path it is named. A foreign file is replaced with `--force` alone. What is
//! written appears whole or not at all.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process;

use anyhow::{Context, bail};
use clap::Args;

use super::context::Context as Cli;
use super::file_format::SCHEMA_MARK;
use super::terminal::{OutputError, Terminal};
use crate::report::safe::{Filter, Reader};

/// Whether a file that is there may be replaced.
#[derive(Clone, Copy, Debug, Args)]
pub(super) struct Force {
    /// Overwrite an existing file, whatever its contents
    #[arg(long)]
    force: bool,
}

/// How much of a file that is there is read to see whether it is ours.
const HEAD: u64 = 2_048;

/// A type of file that commands write.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    /// What messages call it.
    pub(super) name: &'static str,
    /// What the beginning of such a file holds; empty where every file is foreign.
    mark: &'static str,
    /// What text may do there; `None` for bytes.
    reader: Option<Reader>,
    /// Whether only its owner may read it.
    is_secret: bool,
}

impl Kind {
    const fn json(name: &'static str, mark: &'static str) -> Self {
        Self { name, mark, reader: Some(Reader::JSON), is_secret: false }
    }

    const fn text(name: &'static str, mark: &'static str) -> Self {
        Self { name, mark, reader: Some(Reader::TEXT), is_secret: false }
    }

    pub(super) const EVENTS: Self = Self::json("events", "{\"t_s\":");
    pub(super) const METRICS: Self = Self::json("metrics", "{\"t_s\":");
    pub(super) const PAGE: Self = Self::text("the page", "name=\"generator\" content=\"coldstart");
    pub(super) const PAPER: Self = Self::text("the paper", "Name: ______________________________");
    pub(super) const PAPER_PAGE: Self = Self { name: "the paper", ..Self::PAGE };
    pub(super) const FEEDBACK: Self = Self { name: "the feedback", is_secret: true, ..Self::PAGE };
    pub(super) const KEY_PAGE: Self = Self { name: "the key", is_secret: true, ..Self::PAGE };
    pub(super) const PAPER_JSON: Self =
        Self { is_secret: true, ..Self::json("the paper", "\"kind\": \"paper\"") };
    pub(super) const KEY: Self =
        Self { is_secret: true, ..Self::json("the key", "\"kind\": \"key\"") };
    pub(super) const RECEIPT: Self = Self::json("the receipt", "\"kind\":\"coldstart-attempt\"");
    pub(super) const DATA: Self =
        Self { is_secret: true, ..Self::json("the export", "\"kind\":\"coldstart-data\"") };
    pub(super) const SCENARIO: Self = Self::text("the scenario", "");
    pub(super) const MANUAL_PAGE: Self = Self::text("the page", ".TH coldstart");
    pub(super) const STARTER: Self = Self::text("the file", "");
    pub(super) const SCHEMA: Self = Self::json("the schema", SCHEMA_MARK);
    pub(super) const DEFINITION: Self = Self::text("the definition", "");
    pub(super) const QUESTIONS: Self = Self::text("the questions", "");
    /// In the format of another tool, byte by byte.
    pub(super) const BANK: Self = Self { reader: None, ..Self::text("the bank", "") };
    pub(super) const RECORDING: Self = Self::json("the recording", "");
}

/// What identifies a file, however it is named.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Identity {
    path: PathBuf,
    #[cfg(unix)]
    node: Option<(u64, u64)>,
}

impl Identity {
    /// The file at `path`, or the place where it would be.
    fn of(path: &Path) -> Self {
        let folder = || {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            Some(folder.unwrap_or(Path::new(".")).canonicalize().ok()?.join(path.file_name()?))
        };
        let whole = path.canonicalize().ok().or_else(folder);
        Self {
            path: whole.unwrap_or_else(|| path.to_owned()),
            #[cfg(unix)]
            node: fs::metadata(path).ok().map(|file| {
                use std::os::unix::fs::MetadataExt;
                (file.dev(), file.ino())
            }),
        }
    }

    fn is_same(&self, other: &Self) -> bool {
        #[cfg(unix)]
        if self.node.is_some() && self.node == other.node {
            return true;
        }
        self.path == other.path
    }
}

/// What a command reads and writes, so that no output falls on either.
#[derive(Debug)]
pub(super) struct Outputs {
    force: bool,
    /// Each with what a message calls it.
    taken: Vec<(Identity, String)>,
}

impl Outputs {
    /// The outputs of a command that reads `inputs`; those that are no files do no harm.
    pub(super) fn new<'p>(
        cli: &Cli,
        force: Force,
        inputs: impl IntoIterator<Item = &'p Path>,
    ) -> Self {
        let input = |path: &Path| (Identity::of(path), format!("the input `{}`", path.display()));
        let mut taken: Vec<_> = inputs.into_iter().map(input).collect();
        if let Some(database) = cli.place.database() {
            for end in ["", "-wal", "-shm", "-journal"] {
                let mut name = OsString::from(&database);
                name.push(end);
                taken.push((Identity::of(Path::new(&name)), "the database".to_owned()));
            }
        }
        Self { force: force.force, taken }
    }

    /// Sees that `option` may write `kind` to `path`, and keeps other outputs off it.
    pub(super) fn claim(&mut self, option: &str, kind: Kind, path: &Path) -> anyhow::Result<()> {
        let (own, shown) = (Identity::of(path), path.display());
        if let Some((_, what)) = self.taken.iter().find(|(other, _)| own.is_same(other)) {
            bail!("`{option} {shown}` would overwrite {what}");
        }
        if !self.force && is_foreign(path, kind) {
            bail!(
                "`{shown}` already exists, and `{option}` did not write it; `--force` overwrites it"
            );
        }
        self.taken.push((own, format!("the file of `{option}`")));
        Ok(())
    }
}

/// Whether there is a file at `path` that holds something else than `kind`.
fn is_foreign(path: &Path, kind: Kind) -> bool {
    let Ok(file) = fs::metadata(path) else { return false };
    if !file.is_file() || file.len() == 0 {
        return false;
    }
    let mut head = Vec::new();
    let read = File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let is_ours = !kind.mark.is_empty() && String::from_utf8_lossy(&head).contains(kind.mark);
    read.is_err() || !is_ours
}

/// A file on its way to its place, or standard output.
pub(super) struct OutputFile {
    kind: Kind,
    out: BufWriter<Box<dyn Write>>,
    /// The path asked for; `None` is standard output, whose reader may leave.
    path: Option<PathBuf>,
    /// Where it is written until it is whole, and where it goes then.
    on_its_way: Option<(PathBuf, PathBuf)>,
}

impl OutputFile {
    /// Opens the place of `kind` at `path`, which is claimed; `-` is standard output.
    pub(super) fn open(kind: Kind, path: &Path) -> anyhow::Result<Self> {
        if is_dash(path) {
            return Ok(Self::to(kind, Box::new(io::stdout()), None, None));
        }
        let there = fs::metadata(path).ok();
        let opened = match &there {
            // A device or a pipe is written to as it is.
            Some(file) if !file.is_file() => {
                OpenOptions::new().write(true).open(path).map(|file| (file, None))
            }
            _ => Self::begin(kind, path, there.as_ref()),
        };
        let (file, on_its_way) = opened.with_context(|| complaint(kind, path))?;
        Ok(Self::to(kind, Box::new(file), Some(path.to_owned()), on_its_way))
    }

    fn to(
        kind: Kind,
        out: Box<dyn Write>,
        path: Option<PathBuf>,
        on_its_way: Option<(PathBuf, PathBuf)>,
    ) -> Self {
        let out: Box<dyn Write> = match kind.reader {
            Some(reader) => Box::new(Filter::new(out, reader)),
            None => out,
        };
        Self { kind, out: BufWriter::new(out), path, on_its_way }
    }

    /// A new file beside the place, with the rights of the one that is there.
    fn begin(
        kind: Kind,
        path: &Path,
        there: Option<&fs::Metadata>,
    ) -> io::Result<(File, Option<(PathBuf, PathBuf)>)> {
        let place = if there.is_some() { path.canonicalize()? } else { path.to_owned() };
        let mut name = OsString::from(".");
        name.push(place.file_name().unwrap_or_default());
        name.push(format!(".{}.part", process::id()));
        let part = place.with_file_name(name);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if kind.is_secret {
            use std::os::unix::fs::OpenOptionsExt;
            options.mode(0o600);
        }
        let file = options.open(&part)?;
        if let Some(there) = there.filter(|_| !kind.is_secret) {
            file.set_permissions(there.permissions())?;
        }
        Ok((file, Some((part, place))))
    }

    /// Writes some of it.
    pub(super) fn write(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let written = write(&mut self.out);
        self.reported(written)
    }

    /// Puts the whole file in its place.
    pub(super) fn finish(mut self) -> anyhow::Result<()> {
        let flushed = self.out.flush();
        self.reported(flushed)?;
        let moved = match self.on_its_way.take() {
            Some((part, place)) => fs::rename(&part, place).inspect_err(|_| {
                // What is not in its place is of no use.
                let _ = fs::remove_file(&part);
            }),
            None => Ok(()),
        };
        self.reported(moved)
    }

    fn reported(&self, done: io::Result<()>) -> anyhow::Result<()> {
        match &self.path {
            Some(path) => done.with_context(|| complaint(self.kind, path)),
            None => Ok(done.map_err(OutputError::from)?),
        }
    }
}

impl Drop for OutputFile {
    /// Leaves nothing of a file that is not whole.
    fn drop(&mut self) {
        if let Some((part, _)) = self.on_its_way.take() {
            let _ = fs::remove_file(part);
        }
    }
}

/// Writes all of `kind` to `path`, which is claimed.
pub(super) fn write_file(
    kind: Kind,
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> anyhow::Result<()> {
    let mut file = OutputFile::open(kind, path)?;
    file.write(write)?;
    file.finish()
}

/// Where a command writes its text.
#[derive(Debug, Args)]
pub(super) struct TextOutput {
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    #[command(flatten)]
    force: Force,
}

impl TextOutput {
    /// The file; `None` for standard output.
    pub(super) fn path(&self) -> Option<&Path> {
        self.output.as_deref()
    }

    /// Writes `bytes` of `kind`, made of `inputs`, to where they were asked for.
    pub(super) fn write<'p>(
        &self,
        cli: &Cli,
        kind: Kind,
        inputs: impl IntoIterator<Item = &'p Path>,
        bytes: &[u8],
    ) -> anyhow::Result<()> {
        let Some(path) = self.path() else {
            return Ok(cli.terminal.print(|out| out.write_all(bytes))?);
        };
        Outputs::new(cli, self.force, inputs).claim("--output", kind, path)?;
        write_file(kind, path, |out| out.write_all(bytes))
    }
}

/// The page that `--html` asks for, where it does.
pub(super) struct PageFile(Option<(OutputFile, bool)>);

impl PageFile {
    /// Opens `path`, before anything runs, where that harms none of `inputs` and takes no place
    /// of what one of `printed` asks for: options, and whether they are given.
    pub(super) fn open(
        cli: &Cli,
        force: Force,
        path: Option<&Path>,
        inputs: &[&str],
        printed: &[(&str, bool)],
    ) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self(None)) };
        if is_dash(path) {
            if let Some((option, _)) = printed.iter().find(|(_, is_given)| *is_given) {
                bail!("`--html -` prints no figures; name a file, or leave `{option}` out");
            }
        } else {
            Outputs::new(cli, force, inputs.iter().map(Path::new)).claim(
                "--html",
                Kind::PAGE,
                path,
            )?;
        }
        Ok(Self(Some((OutputFile::open(Kind::PAGE, path)?, is_dash(path)))))
    }

    /// Has `page` write it where it was asked for, and `figures` what the command prints, unless
    /// the page took its place.
    pub(super) fn hand_out(
        self,
        terminal: Terminal,
        page: impl FnOnce(&mut dyn Write) -> io::Result<()>,
        figures: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> anyhow::Result<()> {
        let is_printed = matches!(self.0, Some((_, true)));
        if let Some((mut file, _)) = self.0 {
            file.write(page)?;
            file.finish()?;
        }
        if !is_printed {
            terminal.print(figures)?;
        }
        Ok(())
    }
}

/// Sees that there is a folder at `path`.
pub(super) fn create_folder(path: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(path)
        .with_context(|| format!("cannot create the folder `{}`", path.display()))
}

/// Whether `path` stands for standard output.
pub(super) fn is_dash(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// What cannot be done, for errors.
pub(super) fn complaint(kind: Kind, path: &Path) -> String {
    format!("cannot write {} to `{}`", kind.name, path.display())
}
