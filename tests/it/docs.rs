//! Holds the documents to the program: what they tell a reader to type works,
//! what they show is what is printed, and what they name exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use apprunner_sim::model::rules::Edition;

use crate::support::folder::Folder;
use crate::support::program::{Finished, OUTAGE, coldstart, finish};

const README: &str = include_str!("../../README.md");
const ARCHITECTURE: &str = include_str!("../../ARCHITECTURE.md");
const GUIDE: &str = include_str!("../../docs/guide.md");
const INSTRUCTOR: &str = include_str!("../../docs/instructor.md");
const AUTHORING: &str = include_str!("../../docs/authoring.md");
const FORMATS: &str = include_str!("../../docs/formats.md");
const FIGURES: &str = include_str!("../../docs/figures.md");
const EXCHANGE: &str = include_str!("../../docs/exchange.md");
const SECURITY: &str = include_str!("../../docs/security.md");
const CI: &str = include_str!("../../.ci/run");

/// Where trycmd runs what `page.md` shows.
const DESK: &str = "page.in";

#[test]
fn the_readme_begins_with_how_to_run_and_how_to_test() {
    let first = blocks(README, "sh").into_iter().next().unwrap();
    assert_eq!(first, ["cargo run --release", "cargo test --workspace --locked"]);
    assert!(CI.contains("step cargo test --workspace --locked\n"));
}

#[test]
fn the_readme_is_short() {
    let words = README.split_whitespace().count();
    assert!(words <= 1_500, "{words} words");
}

#[test]
fn the_readme_holds() {
    assert!(!blocks(README, "console").is_empty());
    follow("README.md");
}

#[test]
fn the_guide_holds() {
    follow("docs/guide.md");
}

#[test]
fn the_page_for_instructors_holds() {
    follow("docs/instructor.md");
}

#[test]
fn the_systemd_unit_is_one() {
    let unit = blocks(INSTRUCTOR, "ini").into_iter().next().unwrap().join("\n");
    let unit = unit.replace("/usr/local/bin/coldstart", env!("CARGO_BIN_EXE_coldstart"));
    let folder = Folder::new();
    folder.write("exam.service", unit.replace("User=class", "User=root"));
    let mut analysis = Command::new("systemd-analyze");
    let Ok(said) = analysis.args(["verify", "./exam.service"]).current_dir(folder.path()).output()
    else {
        eprintln!("skipped: there is no systemd-analyze");
        return;
    };
    let words = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success() && words.is_empty(), "{words}");
    let command = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    let arguments: Vec<&str> = command.split(' ').skip(1).collect();
    // It is a command of this program; the room is another one's.
    let refused = folder.run(&arguments).fails();
    assert!(refused.contains("there is no room `K7QM-4TXP`"), "{refused}");
}

#[test]
fn the_page_for_authors_holds() {
    follow("docs/authoring.md");
}

#[test]
fn the_formats_hold() {
    follow("docs/formats.md");
}

#[test]
fn the_page_on_exchange_holds() {
    follow("docs/exchange.md");
}

#[test]
fn the_formats_name_every_assumed_parameter() {
    let (_, rest) = FORMATS.split_once("\n[assume]").unwrap();
    let (table, _) = rest.split_once("\n[[").unwrap();
    let named: Vec<&str> =
        table.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
    let rules = Edition::Aws.rules();
    for row in rules.assume.sheet(&rules.assume.values()) {
        assert!(named.contains(&row.name), "{}: {} ({})", row.name, row.meaning, row.kind);
    }
}

#[test]
fn every_command_in_a_sentence_is_understood() {
    let pages =
        [README, ARCHITECTURE, GUIDE, INSTRUCTOR, AUTHORING, FORMATS, FIGURES, SECURITY, EXCHANGE]
            .into_iter();
    let commands: BTreeSet<&str> = pages.flat_map(inline).collect();
    assert!(commands.len() > 20, "{commands:?}");
    let reader = Reader::new();
    for line in commands {
        // To check all content takes as long as all the others together; `cli` does it once.
        let line = if line == "coldstart check" { "coldstart check --help" } else { line };
        reader.type_in(line, 0);
    }
}

#[test]
fn every_command_that_a_starter_names_works() {
    let reader = Reader::new();
    for kind in ["scenario", "lab", "bank", "blueprint"] {
        let name = format!("own-{kind}");
        let made = reader.run(&["new", kind, &name]);
        made.assert_code(0);
        let text = reader.0.read(&format!("{DESK}/{name}.toml"));
        let lines = text.lines().filter_map(|line| line.strip_prefix("#   coldstart "));
        let commands: Vec<&str> = lines.map(without_remark).collect();
        assert!(commands.len() > 1, "{text}");
        for command in commands {
            // A lab that nobody has changed is not solved.
            let code = i32::from(command.starts_with("lab "));
            reader.type_in(&format!("coldstart {command}"), code);
        }
    }
}

#[test]
fn every_example_of_a_help_is_understood() {
    let mut examples = 0;
    let mut commands = vec![Vec::new()];
    while let Some(command) = commands.pop() {
        let help = coldstart(&[&command[..], &["--help"]].concat()).printed();
        let below = help.lines().skip_while(|line| *line != "Commands:").skip(1);
        for line in below.take_while(|line| !line.is_empty()) {
            let named = line.strip_prefix("  ").filter(|line| !line.starts_with(' '));
            let name = named.and_then(|line| line.split(' ').next()).filter(|name| *name != "help");
            let name = name.map(|name| name.to_owned().leak() as &str);
            commands.extend(name.map(|name| [&command[..], &[name]].concat()));
        }
        for line in help.lines().filter_map(|line| line.strip_prefix("  coldstart ")) {
            // With `--help` the rest of the line is read and nothing is done.
            let line = without_remark(line).trim_end_matches('\\');
            let words = words(line.split(['|', '>']).next().unwrap());
            let asked: Vec<&str> = words.iter().map(String::as_str).chain(["--help"]).collect();
            let read = coldstart(&asked);
            assert_eq!(read.code, Some(0), "{line}\n{}", read.stderr);
            examples += 1;
        }
    }
    assert!(examples > 50, "{examples} examples");
}

/// A command without what is said of it, some columns to its right.
fn without_remark(line: &str) -> &str {
    line.split("  ").next().unwrap_or(line)
}

#[test]
fn every_link_between_the_documents_leads_somewhere() {
    let folders = ["", "docs"].map(|folder| root().join(folder));
    let pages = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let pages = pages.map(|entry| entry.unwrap().path());
    let pages: Vec<PathBuf> =
        pages.filter(|page| page.extension() == Some("md".as_ref())).collect();
    assert!(pages.len() > 10, "{pages:?}");
    for page in &pages {
        for link in links(&fs::read_to_string(page).unwrap()) {
            let (file, heading) = link.split_once('#').unwrap_or((link, ""));
            let there = if file.is_empty() { page.clone() } else { page.with_file_name(file) };
            assert!(there.exists(), "{}: there is no {link}", page.display());
            let headings = heading.is_empty() || {
                let text = fs::read_to_string(there).unwrap();
                text.lines().any(|line| line.starts_with('#') && anchor(line) == heading)
            };
            assert!(headings, "{}: there is no {link}", page.display());
        }
    }
}

#[test]
fn every_figure_is_defined_once() {
    let printed = coldstart(&["run", OUTAGE, "--format", "csv"]).stdout;
    let columns: BTreeSet<String> =
        printed.lines().next().unwrap().split(',').map(general).collect();
    assert!(columns.len() > 50, "{columns:?}");
    let rows = FIGURES.lines().filter_map(|line| line.strip_prefix("| `"));
    let defined: Vec<String> =
        rows.flat_map(|row| named(row.split(" |").next().unwrap())).collect();
    for column in columns {
        let times = defined.iter().filter(|name| **name == column).count();
        assert_eq!(times, 1, "{column}");
    }
}

/// The path of a figure with every number as `N`.
fn general(path: &str) -> String {
    let parts = path.split('.');
    let parts = parts.map(|part| if part.parse::<u32>().is_ok() { "N" } else { part });
    parts.collect::<Vec<_>>().join(".")
}

/// The figures that a cell names; a short name stands for one beside the first.
fn named(cell: &str) -> Vec<String> {
    let names: Vec<&str> = cell.split(['`', ',', ' ']).filter(|name| !name.is_empty()).collect();
    let group = names[0].rsplit_once('.').map(|(group, _)| group);
    let full = |name: &&str| match group {
        Some(group) if !name.contains('.') => format!("{group}.{name}"),
        _ => (*name).to_owned(),
    };
    names.iter().map(full).collect()
}

#[test]
fn every_path_that_the_architecture_names_exists() {
    let is_path = |word: &&str| {
        word.ends_with('/') || [".rs", ".md", ".toml"].iter().any(|end| word.ends_with(end))
    };
    let paths: Vec<&str> = code_spans(ARCHITECTURE).filter(is_path).collect();
    assert!(paths.len() > 30, "{paths:?}");
    for path in paths {
        assert!(root().join(path).exists(), "there is no {path}");
    }
}

#[test]
fn every_module_in_the_flows_exists() {
    let flows = blocks(ARCHITECTURE, "text").into_iter().nth(2).unwrap().join("\n");
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '_');
    let modules: Vec<&str> =
        flows.split(|c| !is_word(c)).filter(|word| word.contains("::")).collect();
    assert!(modules.len() > 10, "{modules:?}");
    for module in modules {
        let file = module.strip_prefix("quizbank::").unwrap_or(module).replace("::", "/");
        let sources = ["src", "crates/apprunner-sim/src", "crates/quizbank/src"];
        let exists = |folder: &&str| root().join(format!("{folder}/{file}.rs")).exists();
        assert!(sources.iter().any(exists), "there is no {module}");
    }
}

/// Does what the page of this name tells its reader: saves files, types commands, and
/// compares what is printed with what is shown.
fn follow(name: &str) {
    let reader = Reader::new();
    let page = fs::read_to_string(root().join(name)).unwrap();
    for block in all_blocks(&page) {
        match block.language {
            "toml" => reader.save(&block),
            "sh" => {
                for line in block.lines.iter().filter(|line| line.starts_with("coldstart")) {
                    let code = line.split_once("# ends with ").map_or("0", |(_, code)| code);
                    reader.type_in(line, code.parse().unwrap());
                }
            }
            "console" => {
                let mut commands = block.lines.iter().filter_map(|line| line.strip_prefix("$ "));
                // trycmd would skip another program.
                assert!(commands.all(|line| line.starts_with("coldstart ")), "{:?}", block.lines);
            }
            _ => {}
        }
    }
    reader.compare(name, &page);
}

/// Somebody who follows a page in a folder of their own.
struct Reader(Folder);

impl Reader {
    fn new() -> Self {
        let folder = Folder::new();
        fs::create_dir(folder.path().join(DESK)).unwrap();
        // What a reader has measured.
        for (name, sample) in [
            ("access.log", "combined/request-time.log"),
            ("requests.json", "cloudwatch/statistics-sum.json"),
            ("metrics.json", "cloudwatch/data-several.json"),
        ] {
            let measured = root().join("tests/traffic").join(sample);
            fs::copy(measured, folder.path().join(DESK).join(name)).unwrap();
        }
        // Enough of it for an estimate.
        let log = format!("{DESK}/access.log");
        folder.write(&log, folder.read(&log).repeat(30));
        folder.write(
            &format!("{DESK}/application.log"),
            "Started Shop in 4.1 seconds\nStarted Shop in 4.6 seconds\n".repeat(3),
        );
        let events = (0..4).flat_map(|hour| {
            [(0, "Deployment started."), (30 + hour, "Provisioning instances")].map(
                |(second, message)| {
                    let at = (hour * 3_600 + second) * 1_000;
                    format!("{{\"timestamp\": {at}, \"message\": \"{message}\"}}")
                },
            )
        });
        let events = events.collect::<Vec<_>>().join(",");
        folder.write(&format!("{DESK}/events.json"), format!("{{\"events\": [{events}]}}"));
        Self(folder)
    }

    /// Saves a file under the name that the sentence before it gives, and checks it.
    fn save(&self, block: &Block<'_>) {
        let name =
            block.before.split_once("ave this as `").and_then(|(_, rest)| rest.split('`').next());
        let name = name.unwrap_or("shown.toml");
        self.0.write(&format!("{DESK}/{name}"), block.lines.join("\n"));
        if name == "config.toml" {
            let mut show = self.0.program(&["config", "show"]);
            let desk = self.0.path().join(DESK);
            finish(show.current_dir(desk).env("COLDSTART_CONFIG", name)).assert_code(0);
        } else {
            self.run(&["check", name]).assert_code(0);
        }
    }

    /// Types `line`, which ends with `code` unless it needs a terminal, as into a shell,
    /// but for a comment and for what comes behind a pipe.
    fn type_in(&self, line: &str, code: i32) {
        let file = line.split_once(" > ").map(|(_, file)| file.trim());
        let words = words(line.split(['#', '>', '|']).next().unwrap());
        let output = self.run(&words.iter().skip(1).map(String::as_str).collect::<Vec<_>>());
        let wants_a_terminal = output.stderr.contains("needs a terminal");
        assert!(output.code == Some(code) || wants_a_terminal, "{line}: {output:?}");
        if let Some(file) = file {
            self.0.write(&format!("{DESK}/{file}"), &output.stdout);
        }
    }

    fn run(&self, arguments: &[&str]) -> Finished {
        finish(self.0.program(arguments).current_dir(self.0.path().join(DESK)))
    }

    /// Compares what the consoles of `page` show with what is printed. `TRYCMD=overwrite`
    /// writes that into the page.
    fn compare(&self, name: &str, page: &str) {
        self.0.write("page.md", page);
        trycmd::TestCases::new()
            .register_bin("coldstart", Path::new(env!("CARGO_BIN_EXE_coldstart")))
            .env("COLDSTART_DATA", self.0.file("data"))
            .case(self.0.path().join("page.md"))
            .run();
        let now = self.0.read("page.md");
        if now != page {
            fs::write(root().join(name), now).unwrap();
        }
    }
}

/// A fenced block of a page.
struct Block<'a> {
    language: &'a str,
    /// The last line of text before it.
    before: &'a str,
    lines: Vec<&'a str>,
}

fn all_blocks(page: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    let mut before = "";
    while let Some(line) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let lines = lines.by_ref().take_while(|line| *line != "```").collect();
            blocks.push(Block { language, before, lines });
        } else if !line.is_empty() {
            before = line;
        }
    }
    blocks
}

/// The lines of every fenced block of `language`.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<Vec<&'a str>> {
    let blocks = all_blocks(page).into_iter();
    blocks.filter(|block| block.language == language).map(|block| block.lines).collect()
}

/// The lines outside of blocks.
fn prose(text: &str) -> impl Iterator<Item = &str> {
    let mut is_block = false;
    text.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_block ^= is_fence;
        !is_fence && !is_block
    })
}

/// What stands between backticks outside of blocks.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    prose(text).flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// Commands within sentences, without those that leave a name to the reader.
fn inline(text: &str) -> impl Iterator<Item = &str> {
    code_spans(text).filter(|span| {
        let is_placeholder = |word: &str| word.len() > 1 && word.chars().all(char::is_uppercase);
        (*span == "coldstart" || span.starts_with("coldstart "))
            && !span.split([' ', '=']).any(is_placeholder)
    })
}

/// Where the links of a page lead, those to other sites left out.
fn links(text: &str) -> Vec<&str> {
    let targets = prose(text).flat_map(|line| line.split("](").skip(1));
    let targets = targets.filter_map(|rest| rest.split(')').next());
    targets.filter(|target| !target.contains("://")).collect()
}

/// The anchor of a heading.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}

/// The words of a command line; what stands in quotes is one.
fn words(line: &str) -> Vec<String> {
    let quote = line.chars().find(|letter| matches!(letter, '"' | '\''));
    let parts = line.split(quote.unwrap_or('"')).enumerate();
    let words = parts.flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
