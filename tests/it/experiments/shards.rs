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
    let surplus = "{\"point\":0,\"repetition\":5,\"figures\":[0,0,0,0,0],\"goals\":[]}\n";
    folder.write("surplus.jsonl", format!("{first}{surplus}"));
    folder.write("short.jsonl", format!("{first}{}", surplus.replace("0,0,0,0,0", "0,0")));
    let (surplus, short) = (folder.file("surplus.jsonl"), folder.file("short.jsonl"));
    let (foreign, changed) = (folder.file("foreign.jsonl"), folder.file("changed.jsonl"));
    let cases = [
        (files[1..].to_vec(), "5 runs are missing: name the files of all shards"),
        ([&files[..], &other].concat(), "it is of another experiment than the first file"),
        (vec![foreign], "it is not a shard of `sweep` or `tune`"),
        ([&files[..], &[changed]].concat(), "differs from that of another file"),
        ([&files[1..], &[surplus]].concat(), "run 6 of setting 1 is more than the experiment has"),
        (vec![short], "run 6 of setting 1 is not one of its experiment"),
        (vec!["nowhere.jsonl".to_owned()], "cannot read `nowhere.jsonl`"),
    ];
    for (files, message) in cases {
        let reported = coldstart(&with(&["merge"], &files, &[])).fails();
        assert!(reported.contains(message), "{message}: {reported}");
    }
}

#[test]
fn the_stages_before_are_whole_and_of_the_same_search() {
    let folder = Folder::new();
    let files = sharded(&folder, &TUNE, 2, 1);
    let sweep = sharded(&folder, &SWEEP, 1, 2);
    let other = sharded(&folder, &[&TUNE[..], &["--reps", "5"]].concat(), 1, 3);
    let cases = [
        (&files[..1], "18 runs are missing: name the files of all shards"),
        (&sweep, "the files of `--after` are of another search"),
        (&other, "the files of `--after` are of another search"),
    ];
    for (files, message) in cases {
        let command = [&TUNE[..], &["--shard", "1/2", "--after"]].concat();
        let reported = coldstart(&with(&command, files, &[])).fails();
        assert!(reported.contains(message), "{message}: {reported}");
    }
    let merged = coldstart(&with(&["merge"], &files[..1], &[])).fails();
    assert!(merged.contains("18 runs are missing"), "{merged}");
}

#[test]
fn a_plot_goes_with_the_table_of_a_sweep_alone() {
    let folder = Folder::new();
    let sweep = sharded(&folder, &SWEEP, 1, 1);
    let plotted = coldstart(&with(&["merge"], &sweep, &["--plot"])).printed();
    assert_eq!(plotted, coldstart(&[&SWEEP[..], &["--plot"]].concat()).printed());
    let search = sharded(&folder, &TUNE, 1, 2);
    let cases: [(&[String], &[&str], &str); 6] = [
        (&sweep, &["--plot", "--format", "json"], "`--plot` draws under the table"),
        (&sweep, &["--plot", "--format", "csv"], "`--plot` draws under the table"),
        (&search, &["--plot"], "`--plot` draws curves of sweeps"),
        (&sweep, &["--html", "-", "--plot"], "leave `--plot` out"),
        (&sweep, &["--html", "-", "--format", "json"], "leave `--format` out"),
        (&search, &["--html", "-", "--format", "csv"], "leave `--format` out"),
    ];
    for (files, options, message) in cases {
        let reported = coldstart(&with(&["merge"], files, options)).fails();
        assert!(reported.contains(message), "{message}: {reported}");
    }
}

/// The scenario names the log; what the log holds belongs to the experiment too.
#[test]
fn another_log_is_another_experiment() {
    let folder = Folder::new();
    let scenario = "format_version = 1\ntitle = \"A log\"\nduration = \"1m\"\n\
                    [app.routes.\"/\"]\n[[traffic]]\nroute = \"/\"\ntrace = \"access.log\"\n";
    folder.write("log.toml", scenario);
    let command = ["sweep", &folder.file("log.toml"), "--reps", "1"];
    let shard_after = |second: u32| {
        let line = |second| {
            format!("1.2.3.4 - - [01/Jan/2026:00:00:{second:02} +0000] \"GET / HTTP/1.1\" 200 5\n")
        };
        folder.write("access.log", line(0) + &line(second));
        sharded(&folder, &command, 1, second as usize).remove(0)
    };
    let files = [10, 20].map(shard_after);
    let reported = coldstart(&with(&["merge"], &files, &[])).fails();
    assert!(reported.contains("the logs that it replays"), "{reported}");
    assert_eq!(coldstart(&with(&["merge"], &[shard_after(10)], &[])).code, Some(0));
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
