//! `--shard` and `merge`: many machines report what one would.

use std::fs;
use std::process::{Command, Stdio};

use crate::support::folder::Folder;
use crate::support::program::{CALM, coldstart, finish, program};

const SWEEP: [&str; 8] = [
    "sweep",
    CALM,
    "--set",
    "traffic.0.arrivals=poisson",
    "--vary",
    "traffic.0.profile=[[\"0s\", 2]],[[\"0s\", 5]],[[\"0s\", 8]]",
    "--reps",
    "5",
];
const TUNE: [&str; 4] =
    ["tune", "lab-hole", "--over", "service.auto_scaling.min_size=1..3,max_size=5..6"];

/// The files of all `of` shards of `command`, the last one first.
fn sharded(folder: &Folder, command: &[&str], of: usize, stage: usize) -> Vec<String> {
    let write = |shard: usize| {
        let part = format!("{shard}/{of}");
        let lines = coldstart(&[command, &["--shard", &part][..]].concat()).printed();
        let name = format!("{stage}-{shard}.jsonl");
        folder.write(&name, lines);
        folder.file(&name)
    };
    (1..=of).rev().map(write).collect()
}

fn with<'a>(command: &[&'a str], files: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    [command, &files, more].concat()
}

#[test]
fn shards_of_a_sweep_give_the_bytes_of_one_machine() {
    let folder = Folder::new();
    for until in [&[][..], &["--until", "requests.offered ±4 %"]] {
        let command = [&SWEEP[..], until].concat();
        let files = sharded(&folder, &command, 4, 1);
        for format in ["table", "json", "csv"] {
            let merged = coldstart(&with(&["merge"], &files, &["--format", format])).printed();
            let whole = coldstart(&[&command[..], &["--format", format]].concat()).printed();
            assert_eq!(merged, whole, "{until:?} {format}");
        }
        let page = coldstart(&with(&["merge"], &files, &["--html", "-"])).printed();
        assert_eq!(page, coldstart(&[&command[..], &["--html", "-"]].concat()).printed());
    }
}

#[test]
fn stages_of_a_search_give_the_bytes_of_one_machine() {
    let folder = Folder::new();
    let mut files = sharded(&folder, &TUNE, 3, 1);
    let mut stages = 1;
    let merged = loop {
        let merged = coldstart(&with(&["merge"], &files, &["--format", "json"]));
        if merged.code == Some(0) {
            break merged.stdout;
        }
        merged.assert_code(1);
        assert!(merged.stderr.contains("run every shard again with `--after`"), "{merged:?}");
        stages += 1;
        assert!(stages < 20, "{merged:?}");
        let command = with(&[&TUNE[..], &["--after"]].concat(), &files, &[]);
        let next = sharded(&folder, &command, 3, stages);
        files.extend(next);
    };
    assert!(stages > 1);
    assert_eq!(merged, coldstart(&[&TUNE[..], &["--format", "json"]].concat()).printed());
}

#[test]
fn what_does_not_go_together_is_not_merged() {
    let folder = Folder::new();
    let files = sharded(&folder, &SWEEP, 3, 1);
    let other = sharded(&folder, &[&SWEEP[..], &["--seed", "8"]].concat(), 1, 2);
    folder.write("foreign.jsonl", "{\"t_s\":0}\n");
    let first = fs::read_to_string(&files[0]).unwrap();
    folder.write("changed.jsonl", first.replace("99.999", "98.5"));
    let (foreign, changed) = (folder.file("foreign.jsonl"), folder.file("changed.jsonl"));
    let cases = [
        (files[1..].to_vec(), "5 runs are missing: merge the files of all shards"),
        ([&files[..], &other].concat(), "it is of another experiment than the first file"),
        (vec![foreign], "it is not a shard of `sweep` or `tune`"),
        ([&files[..], &[changed]].concat(), "differs from that of another file"),
        (vec!["nowhere.jsonl".to_owned()], "cannot read `nowhere.jsonl`"),
    ];
    for (files, message) in cases {
        let reported = coldstart(&with(&["merge"], &files, &[])).fails();
        assert!(reported.contains(message), "{message}: {reported}");
    }
}

#[test]
fn the_scheduler_says_which_shard() {
    let command = [&SWEEP[..], &["--shard", "auto"]].concat();
    let scheduled =
        |variables: &[(&str, &str)]| finish(program(&command).envs(variables.iter().copied()));
    let given = coldstart(&[&SWEEP[..], &["--shard", "2/3"]].concat()).printed();
    let batch = [("AWS_BATCH_JOB_ARRAY_INDEX", "1"), ("AWS_BATCH_JOB_ARRAY_SIZE", "3")];
    assert_eq!(scheduled(&batch).printed(), given);
    let indexed = [("JOB_COMPLETION_INDEX", "1"), ("JOB_COMPLETIONS", "3")];
    assert_eq!(scheduled(&indexed).printed(), given);
    assert!(scheduled(&[]).fails().contains("`--shard auto` needs one of"));
    let without = scheduled(&[("JOB_COMPLETION_INDEX", "1")]).fails();
    assert!(without.contains("say how many with `--shard auto/N`"), "{without}");
}

/// Debian's package `parallel`; without it there is nothing to try.
#[test]
fn gnu_parallel_runs_the_shards_of_the_page() {
    let quiet =
        |command: &mut Command| command.stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !quiet(Command::new("parallel").arg("--version")).is_ok_and(|status| status.success()) {
        eprintln!("skipped: `parallel` is not installed");
        return;
    }
    let page = fs::read_to_string("docs/scale.md").unwrap();
    let line = page.lines().find(|line| line.starts_with("parallel ")).unwrap();
    let merge = page.lines().find(|line| line.starts_with("coldstart merge shard-")).unwrap();
    let folder = Folder::new();
    // The page's own lines, with the program that is tested.
    let program = env!("CARGO_BIN_EXE_coldstart");
    let script = format!("{line}\n{merge}").replace("coldstart ", &format!("{program} "));
    let mut shell = Command::new("sh");
    shell.args(["-ec", &script]).current_dir(folder.path()).env("HOME", folder.path());
    let merged = finish(&mut shell).printed();
    let vary = "service.auto_scaling.min_size=1,2";
    assert_eq!(merged, coldstart(&["sweep", "saas-api", "--vary", vary]).printed());
}
