use super::*;
use quizbank::model::course::{Course, Misconception};
use quizbank::model::fact::{Fact, FactVerdict, Ledger};
use quizbank::model::question::{Authority, Order, Question};
use quizbank::sample;

fn ledger() -> Ledger {
    let fact = Fact {
        id: "healthcheck.interval-default".to_owned(),
        topic: "healthcheck".to_owned(),
        chapter: "10 seconds".to_owned(),
        aws: "5 seconds".to_owned(),
        verdict: FactVerdict::Differs,
        source: vec!["https://docs.aws.amazon.com/apprunner/".to_owned()],
        note: Some("the console shows 10".to_owned()),
        title: "The interval is 5 seconds unless it is set.".to_owned(),
        ..Fact::default()
    };
    Ledger { chapter_edition: String::new(), aws_read: String::new(), facts: vec![fact] }
}

fn course() -> Course {
    let mistake = Misconception {
        id: "mistake-1".to_owned(),
        former: Vec::new(),
        name: "Counts the first".to_owned(),
        correction: "Counting begins after it.".to_owned(),
        scenario: Some("health-503".to_owned()),
    };
    Course { misconceptions: vec![mistake], ..Course::default() }
}

/// What is said when `study` is held over `input`.
fn held(study: Study, input: &str) -> String {
    let (ledger, course) = (ledger(), course());
    let mut out = Vec::new();
    let books = Books { ledger: &ledger, course: &course };
    Dialogue::new(study, books, &mut out, Echo::On).hold(input.as_bytes()).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn a_mistake_is_named_with_its_correction() {
    let said = transcript("1\n");
    assert!(said.contains("Mistake: Counts the first. Counting begins after it."), "{said}");
    assert!(said.contains("To see it, run: coldstart play health-503"), "{said}");
    assert!(said.contains("Mistake, once: Counts the first"), "{said}");
}

#[test]
fn without_options_one_thinks_reveals_and_marks_oneself() {
    let session = Session::new(&questions(), 1).unwrap();
    let study = Study { way: AnswerMode::Recall, ..Study::new(session) };
    let said = held(study, "knew\n2\nreveal\nfact\npartly\nreveal\nknew\n");
    insta::assert_snapshot!(said);
}

#[test]
fn a_topic_test_says_whether_it_is_passed() {
    let bank: Vec<Question> =
        (0..10).map(|index| sample::choice(&format!("q-{index}"), "scaling")).collect();
    let of = |input: &str| {
        let session = Session::new(&bank, 1).unwrap();
        let topic_test = Some("scaling".to_owned());
        held(Study { topic_test, ..Study::new(session) }, input)
    };
    assert!(of("1\n").ends_with("Topic test of scaling: not passed; 60 % is required\n"));
    let answered = Session::new(&bank, 1).unwrap();
    let keys = answered.slots().iter().flat_map(|slot| slot.item().keys().take(1));
    let keys: Vec<String> = keys.map(|key| (key + 1).to_string()).collect();
    let keys = keys.join("\nnext\n");
    assert!(of(&keys).ends_with("Topic test of scaling: passed; 60 % is required\n"));
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
    held(Study::new(Session::new(&questions(), 1).unwrap()), input)
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
    assert_eq!(said.matches("is not a command").count(), 5);
}

#[test]
fn bytes_that_are_no_text_are_not_understood() {
    let session = Session::new(&questions(), 1).unwrap();
    let ledger = ledger();
    let mut out = Vec::new();
    let input: &[u8] = b"\xff\xfe\x1b[2J\n";
    let course = course();
    let books = Books { ledger: &ledger, course: &course };
    Dialogue::new(Study::new(session), books, &mut out, Echo::On).hold(input).unwrap();
    let said = String::from_utf8(out).unwrap();
    assert!(said.contains("is not a command") && !said.contains('\u{1b}'), "{said}");
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
    let course = course();
    let books = Books { ledger: &ledger, course: &course };
    let dialogue = Dialogue::new(Study::new(session), books, Closed, Echo::On);
    let error = dialogue.hold(&b""[..]).unwrap_err();
    assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
}
