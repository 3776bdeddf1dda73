//! Holds the documents to the program: what they tell a reader to type works,
//! what they show is what is printed, and what they name exists.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::support::folder::Folder;
use crate::support::program::Finished;

const README: &str = include_str!("../../README.md");
const ARCHITECTURE: &str = include_str!("../../ARCHITECTURE.md");
const FORMATS: &str = include_str!("../../docs/formats.md");
const CI: &str = include_str!("../../.ci/run");

/// A line of a shown output that stands for any number of lines.
const LEFT_OUT: &str = "…";

#[test]
fn the_readme_begins_with_how_to_run_and_how_to_test() {
    let first = blocks(README, "sh").into_iter().next().unwrap();
    assert_eq!(first, ["cargo run --release", "cargo test --workspace --locked"]);
    assert!(CI.contains("step cargo test --workspace --locked\n"));
}

#[test]
fn every_command_of_the_documents_is_understood() {
    let folder = folder_of_the_reader();
    let commands: BTreeSet<&str> = [README, FORMATS, ARCHITECTURE]
        .into_iter()
        .flat_map(|text| blocks(text, "sh").into_iter().flatten().chain(inline(text)))
        .filter(|line| *line == "coldstart" || line.starts_with("coldstart "))
        .collect();
    assert!(commands.len() > 20, "{commands:?}");
    for line in commands {
        let output = typed(line, &folder);
        let wants_a_terminal = output.stderr.contains("needs a terminal");
        assert!(output.code == Some(code_of(line)) || wants_a_terminal, "{line}: {output:?}");
    }
}

#[test]
fn every_output_that_the_readme_shows_is_what_is_printed() {
    let folder = folder_of_the_reader();
    let shown = blocks(README, "console");
    assert!(!shown.is_empty());
    for block in shown {
        let (first, expected) = block.split_first().unwrap();
        let line = first.strip_prefix("$ ").unwrap();
        let output = typed(line, &folder);
        let code = code_of(line);
        assert_eq!(output.code, Some(code), "{line}\n{}", output.stderr);
        let printed = if code == 2 { output.stderr } else { output.stdout };
        if let Some(missing) = first_missing(expected, &printed) {
            panic!("{line}: does not print, at its place:\n{missing}\nbut\n{printed}");
        }
    }
}

#[test]
fn a_shown_output_that_differs_is_caught() {
    let printed = "one\ntwo\nthree";
    assert_eq!(first_missing(&["one", "two", "three"], printed), None);
    assert_eq!(first_missing(&["one", LEFT_OUT, "three"], printed), None);
    assert_eq!(first_missing(&["one", "three"], printed), Some("three"));
    assert_eq!(first_missing(&["two", LEFT_OUT], printed), Some("two"));
    assert_eq!(first_missing(&[LEFT_OUT, "two"], printed), Some("the end"));
}

#[test]
fn every_file_in_the_documents_is_free_of_faults() {
    let folder = Folder::new();
    let files = [README, FORMATS].map(|text| blocks(text, "toml"));
    assert_eq!(files.each_ref().map(Vec::len), [2, 4]);
    for block in files.into_iter().flatten() {
        folder.write("shown.toml", block.join("\n"));
        let output = folder.run(&["check", "shown.toml"]);
        assert_eq!(output.code, Some(0), "{block:?}\n{}", output.stderr);
    }
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
    let flows = blocks(ARCHITECTURE, "text").into_iter().nth(1).unwrap().join("\n");
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

/// The lines of every fenced block of `language`.
fn blocks<'a>(text: &'a str, language: &str) -> Vec<Vec<&'a str>> {
    let mut blocks = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(tag) = line.strip_prefix("```") {
            let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            if tag == language {
                blocks.push(block);
            }
        }
    }
    blocks
}

/// What stands between backticks outside of blocks.
fn code_spans(text: &str) -> impl Iterator<Item = &str> {
    let mut is_block = false;
    let prose = text.lines().filter(move |line| {
        let is_fence = line.starts_with("```");
        is_block ^= is_fence;
        !is_fence && !is_block
    });
    prose.flat_map(|line| line.split('`').skip(1).step_by(2))
}

/// Commands within sentences.
fn inline(text: &str) -> impl Iterator<Item = &str> {
    code_spans(text).filter(|span| span.starts_with("coldstart"))
}

/// A folder with the files that the README has its reader save.
fn folder_of_the_reader() -> Folder {
    let folder = Folder::new();
    let files = blocks(README, "toml");
    for (name, block) in ["my-lab.toml", "my-questions.toml"].into_iter().zip(files) {
        folder.write(name, block.join("\n"));
    }
    // What an example reads, an example before it has written.
    let lines = blocks(README, "sh").into_iter().flatten();
    for line in lines.filter(|line| line.starts_with("coldstart exam ")) {
        typed(line, &folder);
    }
    folder
}

/// Runs `line` in `folder` as a shell would, but for a comment and for what comes
/// behind a pipe.
fn typed(line: &str, folder: &Folder) -> Finished {
    let file = line.split_once(" > ").map(|(_, file)| file.trim());
    let words = words(line.split(['#', '>', '|']).next().unwrap());
    let output = folder.run(&words.iter().skip(1).map(String::as_str).collect::<Vec<_>>());
    if let Some(file) = file {
        folder.write(file, &output.stdout);
    }
    output
}

/// The words of a command line; what stands in double quotes is one.
fn words(line: &str) -> Vec<String> {
    let parts = line.split('"').enumerate();
    let words = parts.flat_map(|(index, part)| match index % 2 {
        0 => part.split_whitespace().map(str::to_owned).collect(),
        _ => vec![part.to_owned()],
    });
    words.collect()
}

/// The exit code that a comment behind the command promises; without one, 0.
fn code_of(line: &str) -> i32 {
    line.split_once("# ends with ").map_or(0, |(_, code)| code.parse().unwrap())
}

/// The first line of `expected` that `printed` does not have where it should.
fn first_missing<'a>(expected: &[&'a str], printed: &str) -> Option<&'a str> {
    let mut printed = printed.lines().map(str::trim_end).peekable();
    let mut may_skip = false;
    for line in expected.iter().copied() {
        if line == LEFT_OUT {
            may_skip = true;
            continue;
        }
        let found =
            if may_skip { printed.any(|it| it == line) } else { printed.next() == Some(line) };
        if !found {
            return Some(line);
        }
        may_skip = false;
    }
    (!may_skip && printed.peek().is_some()).then_some("the end")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
