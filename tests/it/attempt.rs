//! An exam through the real program: killed at any moment, gone on with,
//! submitted, checked.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::process::{Child, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use coldstart::store::Store;
use coldstart::store::exam_clock::{ClockTimes, ExamClock};
use quizbank::attempt::{ActionKind, ExamAction};
use quizbank::form::Form;
use quizbank::model::calendar::Millis;
use serde_json::Value;

use crate::support::answers::answered;
use crate::support::builtin::{blueprint, form};
use crate::support::exam::{records, score_line};
use crate::support::folder::Folder;
use crate::support::program::{Finished, kills};

const SHORT: [&str; 4] = ["--blueprint", "dva-c02-16", "--seed", "7"];

/// Says `lines` to `exam` with `arguments` and waits for its end.
fn say(folder: &Folder, arguments: &[&str], lines: &str) -> Finished {
    folder.say(&[&["exam"], arguments].concat(), lines)
}

fn begin(folder: &Folder, arguments: &[&str]) -> Child {
    let mut exam = folder.program(&[&["exam"], arguments].concat());
    exam.stdin(Stdio::piped()).spawn().unwrap()
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % bound
    }
}

/// An answer to question `number` of the form, in the numbers that are shown.
fn any_answer(form: &Form, number: usize, dice: &mut Dice) -> String {
    let item = &form.entries[number - 1].item;
    let mut picked: Vec<usize> = Vec::new();
    while picked.len() < item.wanted() {
        let option = 1 + dice.below(item.options.len());
        if !picked.contains(&option) {
            picked.push(option);
        }
    }
    picked.sort_unstable();
    picked.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// The lines that give these answers.
fn script(answers: impl IntoIterator<Item = (usize, String)>) -> String {
    let lines = answers.into_iter().flat_map(|(number, answer)| [format!("go {number}"), answer]);
    lines.map(|line| line + "\n").collect()
}

/// Runs until it is killed, and gives what it had said.
fn killed(folder: &Folder, arguments: &[&str], lines: &str, dice: &mut Dice) -> String {
    let mut child = begin(folder, arguments);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(lines.as_bytes()).unwrap();
    let mut stdout = child.stdout.take().unwrap();
    let mut said = Vec::new();
    if dice.below(6) == 0 {
        // Some die before they have said anything, or soon after.
        thread::sleep(Duration::from_micros(dice.below(150_000) as u64));
    } else {
        // Most die in the midst of it: at a byte, or a little later.
        let mut piece = [0; 64];
        let wanted = 1 + dice.below(MOST_HEARD);
        while said.len() < wanted
            && let Ok(length @ 1..) = stdout.read(&mut piece)
        {
            said.extend_from_slice(&piece[..length]);
        }
        thread::sleep(Duration::from_micros(dice.below(1_500) as u64));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    stdout.read_to_end(&mut said).unwrap();
    String::from_utf8_lossy(&said).into_owned()
}

/// What `review` says of each question.
fn reviewed(said: &str) -> BTreeMap<usize, String> {
    let line = |line: &str| {
        let (number, state) = line.strip_prefix("Question ")?.split_once(": ")?;
        Some((number.parse().ok()?, state.to_owned()))
    };
    said.lines().filter_map(line).collect()
}

/// What is known of the answers from outside.
#[derive(Default)]
struct Known {
    acknowledged: BTreeMap<usize, String>,
    /// Said, and neither acknowledged nor refused: on disk or not.
    pending: Option<(usize, String)>,
}

impl Known {
    /// Every acknowledged answer is there, unless one that was said later is.
    fn check(&mut self, review: &BTreeMap<usize, String>) {
        assert_eq!(review.len(), 16);
        for (number, found) in review {
            let known = self.acknowledged.get(number).map_or("not answered", String::as_str);
            let later = self.pending.as_ref().filter(|it| it.0 == *number && it.1 == *found);
            assert!(known == found || later.is_some(), "question {number}: {found}, not {known}");
            if found != "not answered" {
                self.acknowledged.insert(*number, found.clone());
            }
        }
        self.pending = None;
    }

    fn hear(&mut self, said: &str, picks: Vec<(usize, String)>) {
        let heard = said.lines().filter(|line| line.starts_with("saved: question ")).count();
        let complete = said.lines().filter(|line| line.starts_with("saved: question "));
        for (line, (number, answer)) in complete.zip(&picks) {
            assert!(format!("saved: question {number}: {answer}").starts_with(line), "{line}");
        }
        let mut picks = picks.into_iter();
        for (number, answer) in picks.by_ref().take(heard) {
            self.acknowledged.insert(number, answer);
        }
        self.pending = picks.next();
    }
}

/// Attempts that are held at the same time.
const LANES: u64 = 4;
/// What is listened to before a kill at most: the review and about ten answers.
const MOST_HEARD: usize = 8_000;

/// How often each is killed.
fn kills_a_lane() -> usize {
    kills(320).div_ceil(usize::try_from(LANES).unwrap())
}

#[test]
fn attempts_killed_at_any_of_hundreds_of_moments_lose_nothing_and_no_time() {
    let form = &form(SHORT[1]);
    let (alive, answered) = thread::scope(|scope| {
        let lanes = (0..LANES).map(|lane| scope.spawn(move || tormented(form, Dice(2_026 + lane))));
        let lanes: Vec<_> = lanes.collect();
        let ends = lanes.into_iter().map(|lane| lane.join().unwrap());
        ends.fold((0, 0), |sum, end| (sum.0 + end.0, sum.1 + end.1))
    });
    let kills = usize::try_from(LANES).unwrap() * kills_a_lane();
    assert!(alive > kills / 2 && answered > kills, "{alive} came up, {answered} answers");
}

/// One attempt, killed and gone on with time and again, then submitted and compared
/// with one that was left alone. How many processes came up, and their answers.
fn tormented(form: &Form, mut dice: Dice) -> (usize, usize) {
    let folder = Folder::new();
    let begun = Instant::now();
    let id = {
        let text = say(&folder, &SHORT, "").stdout;
        let line = text.lines().find_map(|line| line.strip_prefix("Attempt ")).unwrap();
        line.split(':').next().unwrap().to_owned()
    };
    let mut known = Known::default();
    let (mut alive, mut answered) = (0, 0);
    for _ in 0..kills_a_lane() {
        let picks: Vec<(usize, String)> = (0..20)
            .map(|_| {
                let number = 1 + dice.below(16);
                (number, any_answer(form, number, &mut dice))
            })
            .collect();
        let steps = script(picks.iter().map(|(number, answer)| (*number, answer.clone())));
        let said = killed(&folder, &["--resume", &id], &format!("review\n{steps}"), &mut dice);
        let review = reviewed(&said);
        if review.len() == 16 {
            known.check(&review);
            alive += 1;
            known.hear(&said, picks);
            answered += said.matches("saved: question ").count();
        }
    }

    let ended = say(&folder, &["--resume"], "review\nsubmit\nyes\n").stdout;
    known.check(&reviewed(&ended));
    let elapsed = begun.elapsed();

    // Somebody who says the same without being killed has the same score.
    let other = Folder::new();
    let answers = script(known.acknowledged.clone());
    let uninterrupted = say(&other, &SHORT, &format!("{answers}submit\nyes\n")).stdout;
    assert_eq!(score_line(&ended), score_line(&uninterrupted));

    let verified = folder.run(&["exam", "verify"]).printed();
    assert_eq!(score_line(&verified), score_line(&ended));
    let records = records(&folder);
    let used = |record: &Value| record["used_ms"].as_u64().unwrap();
    for pair in records.windows(2) {
        assert!(used(&pair[0]) <= used(&pair[1]));
        if pair[1]["act"] == "resume" {
            assert_eq!(used(&pair[0]), used(&pair[1]), "time passed while nobody sat there");
        }
    }
    let last = records.last().map(used).unwrap();
    assert!(u128::from(last) <= elapsed.as_millis(), "{last} ms used in {elapsed:?}");
    (alive, answered)
}

/// An attempt of [`SHORT`] of which so much time is left, as the journal says: its time
/// was not waited for, but written by the same rules, and the program goes on from there.
fn almost_over(folder: &Folder, left: Millis) {
    let (form, blueprint) = (form(SHORT[1]), blueprint(SHORT[1]));
    let mut store = Store::open(&folder.data()).unwrap();
    let time = ClockTimes::now();
    let begun = ExamClock::begin(Some(&mut store), form, blueprint, None, time);
    let (mut exam, mut attempt) = begun.unwrap();
    let used = Duration::from_millis(attempt.head().limit.0 - left.0);
    let later = ClockTimes { steady: time.steady + used, ..time };
    let tick = ExamAction::plain(ActionKind::Tick);
    exam.keep(&mut attempt, Some(&mut store), &tick, later).unwrap();
}

/// The program, talked to line by line.
struct Talk {
    child: Child,
    heard: Receiver<String>,
    said: String,
}

impl Talk {
    fn begin(folder: &Folder, arguments: &[&str]) -> Self {
        let mut child = begin(folder, arguments);
        let mut stdout = child.stdout.take().unwrap();
        let (sender, heard) = mpsc::channel();
        thread::spawn(move || {
            let mut piece = [0; 4_096];
            while let Ok(length @ 1..) = stdout.read(&mut piece) {
                let piece = String::from_utf8_lossy(&piece[..length]).into_owned();
                if sender.send(piece).is_err() {
                    return;
                }
            }
        });
        Self { child, heard, said: String::new() }
    }

    fn say(&mut self, line: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    /// Waits until `text` was said.
    fn hear(&mut self, text: &str) {
        let deadline = Instant::now() + Duration::from_mins(1);
        while !self.said.contains(text) {
            let patience = deadline.saturating_duration_since(Instant::now());
            let piece = self.heard.recv_timeout(patience);
            self.said += &piece.unwrap_or_else(|_| panic!("`{text}` is not in: {}", self.said));
        }
    }
}

#[test]
fn the_end_is_told_in_silence_and_late_answers_are_kept_and_do_not_count() {
    let folder = Folder::new();
    almost_over(&folder, Millis(4_000));
    let answers: Vec<String> =
        (1..=2).map(|number| any_answer(&form(SHORT[1]), number, &mut Dice(1))).collect();
    let mut talk = Talk::begin(&folder, &["--resume"]);
    talk.say(&answers[0]);
    talk.hear(&format!("saved: question 1: {}\n", answers[0]));
    // Nobody says anything: the clock does.
    talk.hear("Time is up. Answers from now on are saved, marked late");
    talk.say("go 2");
    talk.say(&answers[1]);
    talk.hear(&format!("saved: question 2: {} (late: not scored)", answers[1]));
    for line in ["review", "submit", "yes", "quit"] {
        talk.say(line);
    }
    talk.hear("Late answers (not scored): 2; ");
    assert!(talk.said.contains(&format!("Question 2: {}, late", answers[1])), "{}", talk.said);
    talk.hear("> quit");
    assert!(talk.child.wait().unwrap().success());
    let verified = folder.run(&["exam", "verify"]).printed();
    assert_eq!(score_line(&verified), score_line(&talk.said));
    // Late is what a journal says; a second look does not change it.
    let records = records(&folder);
    let record = |question: u64| {
        records.iter().find(|it| it["act"] == "pick" && it["question"] == question).unwrap()
    };
    let limit = 32 * 60_000;
    assert!(record(1)["used_ms"].as_u64().unwrap() <= limit);
    assert!(record(2)["used_ms"].as_u64().unwrap() > limit);
}

/// An import is many short transactions, between which an exam is written down.
#[test]
fn an_exam_goes_on_while_a_long_import_runs() {
    const ANSWERS: usize = 30_000;
    let folder = Folder::new();
    folder.write("export.jsonl", answered(ANSWERS));
    let form = form(SHORT[1]);
    let mut talk = Talk::begin(&folder, &SHORT);
    talk.hear("Question 1 of ");
    let mut import = folder.program(&["data", "import", "export.jsonl"]).spawn().unwrap();
    let mut saved = 0;
    while import.try_wait().unwrap().is_none() {
        let number = 1 + saved % form.entries.len();
        let answer = any_answer(&form, number, &mut Dice(saved as u64));
        talk.say(&format!("go {number}"));
        talk.say(&answer);
        talk.said.clear();
        talk.hear(&format!("saved: question {number}: {answer}\n"));
        saved += 1;
    }
    let report: Finished = import.wait_with_output().unwrap().into();
    assert_eq!(report.printed(), format!("{ANSWERS} added, 0 already stored\n"));
    assert!(saved > 2, "{saved} answers were saved while {ANSWERS} were imported");
    talk.say("quit");
    assert!(talk.child.wait().unwrap().success());
    let picks = records(&folder).iter().filter(|record| record["act"] == "pick").count();
    assert_eq!(picks, saved);
}

#[test]
fn five_minutes_are_told_once() {
    let folder = Folder::new();
    almost_over(&folder, Millis(301_000));
    let mut talk = Talk::begin(&folder, &["--resume"]);
    talk.hear("Time: 26:59 used, 5:01 left.");
    thread::sleep(Duration::from_millis(1_200));
    talk.say("time");
    talk.hear("\nTime: 5:00 left.\n");
    talk.say("time");
    talk.say("quit");
    talk.hear("Paused.");
    assert_eq!(talk.said.matches("\nTime: 5:00 left.\n").count(), 1, "{}", talk.said);
    assert!(talk.child.wait().unwrap().success());
}

/// A submitted attempt with some answers, and what was said at its end.
fn submitted(folder: &Folder) -> String {
    let form = form(SHORT[1]);
    let mut dice = Dice(1);
    let answers = script((1..=16).map(|number| (number, any_answer(&form, number, &mut dice))));
    say(folder, &SHORT, &format!("{answers}flag\nsubmit\nyes\nreview\n")).stdout
}

#[test]
fn two_verifications_agree_with_the_score_that_was_told() {
    let folder = Folder::new();
    let reported = submitted(&folder);
    folder.run(&["exam", "receipt", "--export", "attempt.jsonl"]).assert_code(0);
    let kept = folder.run(&["exam", "verify"]);
    let elsewhere = Folder::new().run(&["exam", "verify", &folder.file("attempt.jsonl")]);
    for verified in [kept, elsewhere] {
        let text = verified.printed();
        assert_eq!(score_line(&text), score_line(&reported));
        assert!(text.contains("a determined owner of the machine"), "{text}");
    }
}

#[test]
fn an_edited_receipt_is_found_out() {
    let folder = Folder::new();
    submitted(&folder);
    let receipt = folder.run(&["exam", "receipt"]).stdout;
    let verify = |changed: &str| {
        assert_ne!(changed, receipt);
        folder.write("changed.jsonl", changed);
        let output = folder.run(&["exam", "verify", "changed.jsonl"]);
        output.assert_code(1);
        output.stdout
    };
    let lines: Vec<&str> = receipt.lines().collect();
    let pick = lines.iter().position(|line| line.contains("\"act\":\"pick\"")).unwrap();
    let mut record: Value = serde_json::from_str(lines[pick]).unwrap();
    let place = record["options"][0].as_u64().unwrap();
    record["options"][0] = (place % 4 + 1).into();
    let record = record.to_string();
    let mut edited = lines.clone();
    edited[pick] = &record;
    assert!(verify(&edited.join("\n")).contains("was changed or does not follow"));
    let mut short = lines.clone();
    short.remove(pick);
    assert!(verify(&short.join("\n")).contains("the end does not match"));
    assert!(verify(&lines[..lines.len() - 1].join("\n")).contains("the end is missing"));
    assert!(verify(&receipt.replace("\"seed\":7", "\"seed\":8")).starts_with("Not consistent: "));
    let other = receipt.replace("\"limit_ms\":1920000", "\"limit_ms\":9920000");
    assert!(verify(&other).contains("its time limit differs from its blueprint"));
    assert!(verify("{}").contains("this is not a receipt"));
}

#[test]
fn a_script_answers_consistently_and_faster_than_anybody_reads() {
    let folder = Folder::new();
    submitted(&folder);
    let reported = folder.run(&["exam", "verify"]);
    reported.assert_code(0);
    let text = reported.stdout;
    assert!(text.starts_with("Consistent: attempt "), "{text}");
    let report = text.split("Implausible:\n").nth(1).unwrap_or_default();
    assert!(report.contains(" questions were answered within 3 seconds"), "{text}");
    assert!(!report.contains("in the future") && !report.contains("set back"), "{text}");
}

#[test]
fn a_short_form_speaks_of_no_passing_and_review_explains_what_was_missed() {
    let folder = Folder::new();
    let reported = submitted(&folder);
    let own = reported.split("Question 1 of 16").next().unwrap().to_owned()
        + reported.split("saved: submitted").nth(1).unwrap().split("> review").next().unwrap();
    assert!(!own.to_lowercase().contains("pass"), "{own}");
    for part in ["not on the in-scope list", "Chance of mastery", "few questions", "Flagged: 16"] {
        assert!(own.contains(part), "{part}: {own}");
    }
    let explained = reported.split("> review").nth(1).unwrap();
    assert!(explained.contains("(wrong, your answer): "), "{explained}");
    assert!(explained.contains("Source: https://"), "{explained}");
}

#[test]
fn submitting_takes_a_second_word_and_ends_all_changes() {
    let folder = Folder::new();
    let lines = "submit\nno\n1\nsubmit\nyes\n2\n! early\ngo 1\n! option 2, too\nquit\n";
    let said = say(&folder, &SHORT, lines).stdout;
    assert!(said.contains("not submitted; the exam continues"));
    assert!(said.contains("this attempt is submitted; enter review, go 3, replay, !"), "{said}");
    assert!(said.contains("go to a question first"), "{said}");
    assert!(said.contains("To send it, open\nhttps://"), "{said}");
    assert!(say(&folder, &["--resume"], "").fails().contains("no attempt is open"));
}

#[test]
fn a_submitted_question_can_be_looked_at_and_its_run_watched() {
    let proven =
        form(SHORT[1]).entries.iter().position(|entry| entry.item.question.proof.is_some());
    let number = proven.expect("a form has a proven question") + 1;
    let lines = format!("go {number}\n1\nsubmit\nyes\nreplay\ngo 99\ngo {number}\nreplay\n");
    let said = say(&Folder::new(), &SHORT, &lines).stdout;
    assert!(said.contains("go to a question first, for example go 3"), "{said}");
    assert!(said.contains("there is no question `99`"), "{said}");
    let looked = said.rsplit("saved: submitted").next().unwrap();
    assert!(looked.contains(&format!("A run proves this answer: enter go {number}")), "{looked}");
    assert!(looked.contains("Your answer: ") && looked.contains("The run: "), "{looked}");
}

#[test]
fn without_a_place_to_keep_it_nothing_is_called_saved() {
    let folder = Folder::new();
    let arguments = ["--no-data", "--blueprint", "dva-c02-16", "--seed", "7"];
    let said = say(&folder, &arguments, "1\nflag\nsubmit\nyes\n").stdout;
    assert!(said.contains("noted: question 1 is flagged"), "{said}");
    assert!(!said.contains("saved: "), "{said}");
    assert_eq!(fs::read_dir(folder.data()).unwrap().count(), 0);
}
