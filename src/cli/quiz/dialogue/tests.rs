use super::*;
use crate::model::fact::{Fact, Verdict};
use crate::model::question::{Authority, Order, Question};
use crate::quiz::sample;

fn ledger() -> Ledger {
    let fact = Fact {
        id: "healthcheck.interval-default".to_owned(),
        topic: "healthcheck".to_owned(),
        chapter: "10 seconds".to_owned(),
        aws: "5 seconds".to_owned(),
        verdict: Verdict::Differs,
        source: vec!["https://docs.aws.amazon.com/apprunner/".to_owned()],
        note: Some("the console shows 10".to_owned()),
        line: 1,
    };
    Ledger { chapter_edition: String::new(), aws_read: String::new(), facts: vec![fact] }
}

fn questions() -> [Question; 2] {
    let mut one = sample::choice("one", "health-check");
    one.facts = vec!["healthcheck.interval-default".to_owned()];
    one.authority = Authority::Chapter;
    let two = sample::multiple("two", "scaling");
    [one, two].map(|question| Question { order: Order::Fixed, ..question })
}

/// What is said on the whole when `input` is typed.
fn transcript(input: &str) -> String {
    let session = Session::new(&questions(), 1).unwrap();
    let ledger = ledger();
    let mut out = Vec::new();
    Dialogue::new(session, &ledger, &mut out, Echo::On).hold(input.as_bytes()).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_quiz_from_the_first_question_to_the_score() {
    insta::assert_snapshot!(transcript("sure\n1\nnext\n1 4\nsubmit\nyes\n"));
}

#[test]
fn every_other_command_answers_in_a_line_or_two() {
    insta::assert_snapshot!(transcript(
        "help\nreview\nflag\nstrike 2\nstrike 2\nreplay\nfact\n9\n1 2\nback\ngo 7\ngo 2\n1\nnext\nyes\n\
         submit\nno\nwhat\nback\nb\nb\nclear\n2\nfact\nreplay\nreview\nquit\n"
    ));
}

#[test]
fn the_end_of_the_input_means_quit() {
    let said = transcript("");
    assert!(said.contains("> \n\nScore: nothing answered; 0 of 2 answered"), "{said}");
}

#[test]
fn an_endless_line_is_taken_in_pieces() {
    let said = transcript(&format!("{}\nquit\n", "x".repeat(20_000)));
    assert_eq!(said.matches("is not understood").count(), 5);
}

#[test]
fn bytes_that_are_no_text_are_not_understood() {
    let session = Session::new(&questions(), 1).unwrap();
    let ledger = ledger();
    let mut out = Vec::new();
    let input: &[u8] = b"\xff\xfe\x1b[2J\n";
    Dialogue::new(session, &ledger, &mut out, Echo::On).hold(input).unwrap();
    let said = String::from_utf8(out).unwrap();
    assert!(said.contains("is not understood") && !said.contains('\u{1b}'), "{said}");
}

#[test]
fn the_time_is_told() {
    assert!(transcript("time\n").contains("0 min 0 s so far; a quiz has no limit"));
}

#[test]
fn a_reader_who_has_left_is_an_error_of_the_writer_only() {
    struct Closed;
    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::BrokenPipe.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let session = Session::new(&questions(), 1).unwrap();
    let ledger = ledger();
    let error = Dialogue::new(session, &ledger, Closed, Echo::On).hold(&b""[..]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
}
