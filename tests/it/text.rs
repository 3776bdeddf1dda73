//! Text from elsewhere, in every place that prints it: nothing that a terminal acts on
//! passes, no name makes a line of its own, no cell is a formula.

use serde_json::{Value, json};

use crate::support::folder::Folder;
use crate::support::program::{CALM, Finished};

/// One character of every kind that a terminal acts on or that leaves no mark.
const HIDDEN: [char; 9] = [
    '\u{1b}',
    '\u{7}',
    '\u{9b}',
    '\u{7f}',
    '\u{202e}',
    '\u{2066}',
    '\u{200b}',
    '\u{feff}',
    '\u{e0041}',
];

fn hidden() -> String {
    HIDDEN.iter().collect()
}

/// Fails where one of them reached a reader.
#[track_caller]
fn assert_clean(reported: &Finished, of: &str) {
    for text in [&reported.stdout, &reported.stderr] {
        assert!(!text.contains(HIDDEN), "{of}: {text:?}");
    }
}

/// A scenario whose title, summary and goal hold everything that must not pass.
fn scenario(folder: &Folder) {
    let codes = HIDDEN.map(|it| format!("\\U{:08x}", u32::from(it))).concat();
    let text = std::fs::read_to_string(CALM).unwrap();
    let title = text.lines().find(|line| line.starts_with("title")).unwrap();
    folder.write("s.toml", text.replace(title, &format!("title = \"A{codes}B\"")));
}

#[test]
fn no_command_prints_what_a_scenario_hides() {
    let folder = Folder::new();
    scenario(&folder);
    let path = format!("a{}.toml", hidden());
    for arguments in [
        &["run", "./s.toml"][..],
        &["run", "./s.toml", "--format", "json"],
        &["run", "./s.toml", "--format", "csv"],
        &["run", "./s.toml", "--events", "-"],
        &["run", "./s.toml", "--html", "-"],
        &["run", "./s.toml", "--explain"],
        &["export", "./s.toml"],
        &["compare", "./s.toml", "--reps", "2"],
        &["sweep", "./s.toml", "--reps", "2", "--format", "json"],
        &["check", "s.toml"],
        &["check", "s.toml", "--format", "json"],
        &["run", &path],
        &["lab", &hidden()],
        &["learn", &hidden()],
        &["quiz", "--topic", &hidden()],
        &["exam", "verify", &path],
        &["exam", "paper", "--blueprint", &hidden()],
        &["run", "./s.toml", "--set", &format!("{}=1", hidden())],
        &["run", "./s.toml", "--at", &hidden()],
        &[&hidden()],
    ] {
        assert_clean(&folder.run(arguments), &format!("{arguments:?}"));
    }
    folder.run(&["run", "./s.toml", "--html", "page.html"]).assert_code(0);
    assert!(!folder.read("page.html").contains(HIDDEN));
    folder.run(&["export", "./s.toml", "--output", "again.toml"]).assert_code(0);
    folder.run(&["run", "./again.toml"]).assert_code(0);
}

/// A folder with a key and a sheet in it.
fn classroom() -> Folder {
    let folder = Folder::new();
    let paper = ["exam", "paper", "--blueprint", "dva-c02-16", "--seed", "1", "--key", "key.json"];
    let printed = folder.run(&[&paper[..], &["--format", "json"]].concat()).printed();
    folder.write("paper.json", printed);
    let sheet = folder.run(&["exam", "sheet", "paper.json", "--name", "Ada", "1:a"]).printed();
    folder.write("ada.json", sheet);
    folder
}

fn edited(folder: &Folder, from: &str, to: &str, field: &str, text: &str) {
    let mut value: Value = folder.json(from);
    value[field] = json!(text);
    folder.write(to, value.to_string());
}

#[test]
fn a_name_that_cannot_be_read_is_refused_and_no_name_is_a_formula() {
    let folder = classroom();
    for letter in HIDDEN.into_iter().chain(['\n']) {
        edited(&folder, "ada.json", "bad.json", "name", &format!("A{letter}da"));
        let reported = folder.run(&["class", "grade", "--key", "key.json", "bad.json"]);
        assert_clean(&reported, "name");
        assert!(reported.fails().contains("invisible characters"));
        edited(&folder, "key.json", "bad-key.json", "title", &format!("A{letter}da"));
        let reported = folder.run(&["exam", "score", "--key", "bad-key.json", "ada.json"]);
        assert_clean(&reported, "title");
        reported.fails();
    }
    for name in ["=1+1", "+1", "-1", "@x"] {
        edited(&folder, "ada.json", "formula.json", "name", name);
        let grade = ["class", "grade", "--key", "key.json", "formula.json", "--format", "csv"];
        let book = folder.run(&grade).printed();
        assert!(book.lines().nth(1).unwrap().starts_with(&format!("'{name},")), "{book}");
        let excel = folder.run(&[&grade[..], &["--csv-dialect", "excel"]].concat()).printed();
        assert!(excel.starts_with("\u{feff}name;score;"), "{excel}");
    }
}

#[test]
fn a_receipt_makes_no_line_of_its_own() {
    let folder = Folder::new();
    let sit = ["exam", "--blueprint", "dva-c02-16", "--seed", "1", "--plain"];
    folder.say(&sit, "1\nquit\n").assert_code(0);
    let receipt = folder.run(&["exam", "receipt"]).printed();
    for (at, field) in [(0, "attempt"), (0, "blueprint"), (1, "act")] {
        for letter in HIDDEN.into_iter().chain(['\n']) {
            let mut lines: Vec<Value> =
                receipt.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            lines[at][field] = json!(format!("x{letter}Consistent: attempt y"));
            let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
            folder.write("receipt.jsonl", lines.join("\n"));
            let reported = folder.run(&["exam", "verify", "./receipt.jsonl"]);
            assert_clean(&reported, field);
            let verified = reported.stdout.lines().filter(|line| line.starts_with("Consistent"));
            assert_eq!(verified.count(), 0, "{}", reported.stdout);
        }
    }
    let broken = receipt.replacen("\"used_ms\":0", "\"used_ms\":\"soon\"", 1);
    folder.write("broken.jsonl", broken);
    let reported = folder.run(&["exam", "verify", "./broken.jsonl"]);
    assert!(!reported.stdout.contains("at line 1"), "{}", reported.stdout);
    assert!(reported.stdout.contains("line 2:"), "{}", reported.stdout);
}

#[test]
fn signs_are_letters_where_they_are_asked_for() {
    let folder = Folder::new();
    for arguments in [
        &["run", CALM, "--ascii"][..],
        &["compare", CALM, "--reps", "2", "--ascii"],
        &["facts", "--contested", "--ascii"],
        &["lab", "--ascii"],
    ] {
        let mut program = crate::support::program::program(arguments);
        let reported =
            crate::support::program::finish(program.env("COLDSTART_DATA", folder.data()));
        assert!(
            !reported.stdout.contains(['✓', '✗', '±', '≠', '·', '–', '─']),
            "{}",
            reported.stdout
        );
    }
}

#[test]
fn a_list_fits_its_page_and_words_have_room() {
    let folder = Folder::new();
    for columns in ["72", "80", "120"] {
        let mut program = folder.program(&["list", "questions"]);
        let reported = crate::support::program::finish(program.env("COLUMNS", columns)).printed();
        let widest = reported.lines().map(|line| line.chars().count()).max().unwrap();
        assert!(widest <= columns.parse().unwrap(), "{columns}: {widest}");
        let questions =
            reported.lines().filter(|line| line.starts_with(' ') && !line.starts_with("   "));
        assert!(reported.lines().count() <= 3 * questions.count() + 3, "{columns}: {reported}");
    }
}
