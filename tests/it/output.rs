//! Files that commands write: never over an input or the database, by whatever path
//! they are named, never over a foreign file unasked, and whole or not at all.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::support::folder::Folder;
use crate::support::program::CALM;

/// Commands that write a file: the input that they read, and the arguments before the
/// path that is written to.
const WRITERS: [(&str, &[&str]); 8] = [
    ("s.toml", &["run", "./s.toml", "--events"]),
    ("s.toml", &["run", "./s.toml", "--metrics"]),
    ("s.toml", &["run", "./s.toml", "--html"]),
    ("s.toml", &["export", "./s.toml", "--output"]),
    (
        "b.toml",
        &[
            "exam",
            "paper",
            "--seed",
            "1",
            "--blueprints",
            "b.toml",
            "--blueprint",
            "dva-c02-16",
            "--key",
        ],
    ),
    ("data/coldstart.db", &["exam", "receipt", "--export"]),
    ("data/coldstart.db", &["data", "export", "--output"]),
    ("data/coldstart.db", &["run", "./s.toml", "--html"]),
];

/// A folder with an input of every kind, and an attempt in its database.
fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("s.toml", fs::read(CALM).unwrap());
    folder.write("b.toml", fs::read("questions/blueprints.toml").unwrap());
    let sit = ["exam", "--blueprint", "dva-c02-16", "--seed", "1", "--plain", "--data", "data"];
    folder.say(&sit, "1\nquit\n").assert_code(0);
    folder
}

/// The ways to name the file `name` in a folder, which are made there.
fn ways(folder: &Folder, name: &str) -> Vec<String> {
    let (link, twin, through) = ("link", "twin", "through");
    for stale in [link, twin] {
        let _ = fs::remove_file(folder.file(stale));
    }
    symlink(folder.file(name), folder.file(link)).unwrap();
    fs::hard_link(folder.file(name), folder.file(twin)).unwrap();
    fs::create_dir_all(folder.file(through)).unwrap();
    let mut ways = vec![name.to_owned(), format!("./{name}"), folder.file(name)];
    ways.extend([format!("{through}/../{name}"), link.to_owned(), twin.to_owned()]);
    ways
}

#[test]
fn no_input_and_no_database_is_written_over_by_any_path() {
    let folder = folder();
    for (input, arguments) in WRITERS {
        let before = fs::read(folder.file(input)).unwrap();
        for way in ways(&folder, input) {
            for force in [&[][..], &["--force"]] {
                let all = [arguments, &[&way], &["--data", "data"], force].concat();
                let reported = folder.run(&all).fails();
                assert!(reported.contains("would overwrite"), "{all:?}: {reported}");
                assert_eq!(fs::read(folder.file(input)).unwrap(), before, "{all:?}");
            }
        }
    }
}

#[test]
fn a_foreign_file_is_replaced_with_force_alone_and_ours_without() {
    let folder = folder();
    for (_, arguments) in WRITERS {
        folder.write("there", "notes of somebody\n");
        let all = [arguments, &["there", "--data", "data"]].concat();
        let reported = folder.run(&all).fails();
        assert!(reported.contains("--force"), "{all:?}: {reported}");
        assert_eq!(folder.read("there"), "notes of somebody\n", "{all:?}");
        folder.run(&[&all[..], &["--force"]].concat()).assert_code(0);
        assert_ne!(folder.read("there"), "notes of somebody\n", "{all:?}");
        if arguments[0] != "export" {
            folder.run(&all).assert_code(0);
        }
    }
}

#[test]
fn a_series_of_forms_replaces_no_foreign_file() {
    let folder = folder();
    fs::create_dir(folder.file("forms")).unwrap();
    folder.write("forms/key-2.json", "{}");
    let all = [
        "exam",
        "paper",
        "--blueprint",
        "dva-c02-16",
        "--seed",
        "1",
        "--forms",
        "2",
        "--into",
        "forms",
    ];
    assert!(folder.run(&all).fails().contains("--force"));
    assert_eq!(fs::read_dir(folder.file("forms")).unwrap().count(), 1);
    folder.run(&[&all[..], &["--force"]].concat()).assert_code(0);
    folder.run(&all).assert_code(0);
}

#[test]
fn two_outputs_never_share_a_file() {
    let folder = folder();
    let reported = folder.run(&["run", "./s.toml", "--events", "x", "--html", "./x"]).fails();
    assert!(reported.contains("would overwrite the file of `--events`"), "{reported}");
    assert!(!Path::new(&folder.file("x")).exists());
}

#[test]
fn what_cannot_be_whole_leaves_nothing_and_a_key_is_its_owners() {
    let folder = folder();
    let limited = "ulimit -f 1; exec \"$0\" run ./s.toml --html page.html";
    let mut shell = Command::new("sh");
    let program = env!("CARGO_BIN_EXE_coldstart");
    let reported =
        shell.args(["-c", limited, program]).current_dir(folder.path()).output().unwrap();
    assert_eq!(reported.status.code(), Some(2), "a limit on files is an error: {reported:?}");
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().contains("page")).collect();
    assert!(left.is_empty(), "{left:?}");
    folder.run(&["exam", "paper", "--seed", "1", "--key", "key.json"]).assert_code(0);
    let mode = fs::metadata(folder.file("key.json")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

/// Billions of requests: more work than anybody waits for.
const UNBOUNDED: &str = "format_version = 1\ntitle = \"t\"\nsummary = \"s\"\nduration = \"7d\"\n\
                         [app.routes.\"/\"]\nlatency = { fixed = \"1ms\" }\n\
                         [[traffic]]\nroute = \"/\"\nprofile = [[\"0s\", 3000]]\n";

#[test]
fn a_run_of_unbounded_work_obeys_ctrl_c_and_leaves_no_half_a_file() {
    let folder = folder();
    folder.write("endless.toml", UNBOUNDED);
    let arguments = ["run", "./endless.toml", "--events", "e.jsonl"];
    let mut child = folder.program(&arguments).spawn().unwrap();
    std::thread::sleep(Duration::from_secs(3));
    assert_eq!(child.try_wait().unwrap(), None, "it is over too soon to be interrupted");
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let ended = child.wait_with_output().unwrap();
    assert_eq!(ended.status.code(), Some(130), "{ended:?}");
    assert!(String::from_utf8_lossy(&ended.stderr).contains("interrupted"));
    assert!(!Path::new(&folder.file("e.jsonl")).exists());
}
