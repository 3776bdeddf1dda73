//! What shells and manuals get: candidates for arguments, and a page for every command.

use std::fs;
use std::process::Command;

use coldstart::app::builtin;

use crate::support::builtin::{BLUEPRINTS, labs};
use crate::support::folder::Folder;
use crate::support::program::{coldstart, finish, program};

/// What the program offers to `shell` for the last of `words`, one a line.
fn offered(shell: &str, words: &[&str]) -> Vec<String> {
    let mut command = program(&[&["--"], words].concat());
    command.env("COMPLETE", shell).env("_CLAP_IFS", "\n");
    command.env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string());
    finish(&mut command).printed().lines().map(str::to_owned).collect()
}

/// The name in a candidate; zsh and fish get a help beside it.
fn name(candidate: &str) -> &str {
    candidate.split([':', '\t']).next().unwrap()
}

#[test]
fn each_shell_gets_the_names_of_what_is_built_in() {
    let scenarios: Vec<&str> = builtin::scenarios().iter().map(|(name, _)| *name).collect();
    let topics: Vec<&str> = builtin::questions().map(|(name, _)| name).collect();
    let labs = labs();
    let labs: Vec<&str> = labs.iter().map(|lab| lab.name.as_str()).collect();
    let blueprints: Vec<&str> = BLUEPRINTS.iter().map(|one| one.name.as_str()).collect();
    for shell in ["bash", "zsh", "fish"] {
        for (words, known) in [
            (&["coldstart", "run", ""][..], &scenarios),
            (&["coldstart", "compare", ""], &scenarios),
            (&["coldstart", "lab", ""], &labs),
            (&["coldstart", "quiz", "--topic", ""], &topics),
            (&["coldstart", "learn", ""], &topics),
            (&["coldstart", "exam", "--blueprint", ""], &blueprints),
            (&["coldstart", "exam", "paper", "--blueprint", ""], &blueprints),
        ] {
            let offered = offered(shell, words);
            for wanted in known {
                let is_there = offered.iter().any(|one| name(one) == *wanted);
                assert!(is_there, "{shell} {words:?}: {wanted} is not in {offered:?}");
            }
        }
        let some = offered(shell, &["coldstart", "run", "campaign"]);
        assert!(some.iter().all(|one| name(one).starts_with("campaign")), "{some:?}");
        assert_eq!(offered(shell, &["coldstart", "impo"]).len(), 1);
    }
    let titled = offered("fish", &["coldstart", "run", "campaign-surge"]);
    assert_eq!(titled, ["campaign-surge\tCampaign surge to the instance ceiling"]);
}

#[test]
fn the_script_of_a_shell_asks_the_program() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = coldstart(&["completions", shell]).printed();
        assert!(script.contains("COMPLETE") && script.contains("coldstart"), "{script}");
    }
    coldstart(&["completions", "tcsh"]).fails();
}

/// In a real bash, where there is one: the script is loaded and asked as readline asks it.
#[test]
fn bash_completes_a_scenario() {
    let script = coldstart(&["completions", "bash"]).printed();
    let folder = Folder::new();
    folder.write("script.bash", &script);
    let ask = "source ./script.bash; COMP_WORDS=(coldstart run campaign-s); COMP_CWORD=2; \
               COMP_TYPE=9; _clap_complete_coldstart coldstart campaign-s run; \
               echo \"${COMPREPLY[@]}\"";
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_coldstart")).parent().unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default());
    let mut bash = Command::new("bash");
    bash.args(["--norc", "-c", ask]).current_dir(folder.path()).env("PATH", path);
    match bash.output() {
        Err(error) => eprintln!("bash cannot be started, its completion is not tried: {error}"),
        Ok(output) => {
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            let completed = String::from_utf8(output.stdout).unwrap();
            assert_eq!(completed.trim(), "campaign-surge", "{told}");
        }
    }
}

#[test]
fn every_command_has_a_manual_page() {
    let folder = Folder::new();
    folder.run(&["man", "--into", "man1"]).assert_code(0);
    // What the command wrote itself, it replaces.
    folder.run(&["man", "--into", "man1"]).assert_code(0);
    let help = folder.run(&["--help"]).printed();
    let (_, commands) = help.split_once("Commands:").unwrap();
    let (commands, _) = commands.split_once("\n\n").unwrap();
    // A description goes on in further lines, which are set in.
    let listed = commands.lines().filter_map(|line| line.strip_prefix("  "));
    let listed = listed.filter(|line| !line.starts_with(' '));
    let listed = listed.filter_map(|line| line.split_whitespace().next());
    let listed: Vec<&str> = listed.filter(|name| *name != "help").collect();
    assert!(listed.len() > 15, "{listed:?}");
    for command in listed {
        let page = folder.read(&format!("man1/coldstart-{command}.1"));
        assert!(page.contains(".SH SYNOPSIS"), "{page}");
    }
    let pages = fs::read_dir(folder.path().join("man1")).unwrap().count();
    assert!(pages > 30, "{pages} pages");
    let first = folder.run(&["man"]).printed();
    assert_eq!(first, folder.read("man1/coldstart.1"));
    folder.write("man1/coldstart-run.1", "a page of somebody else");
    folder.run(&["man", "--into", "man1"]).fails();
}
