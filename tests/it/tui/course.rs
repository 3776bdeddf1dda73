//! The course on the screen: its path, gates, topics, glossary and comparisons.

use coldstart::tui::message::Asked;
use quizbank::file::bank;
use quizbank::study::Way;
use spanned_toml::diagnostic::Source;

use super::*;

/// Ten questions on scaling, so that its gate can be held.
fn content_with_questions() -> Content {
    let bank: String = (0..12).map(question_on_scaling).collect();
    let text = format!("format_version = 1\ntopic = \"scaling\"\n{bank}");
    let source = Source { name: "bank".to_owned(), text };
    let questions =
        bank::read(source, coldstart::app::builtin::known(None)).expect("the bank is whole");
    Content { questions: questions.into(), ..content() }
}

fn question_on_scaling(number: usize) -> String {
    let option = |text: usize, key: bool| {
        format!("[[question.option]]\ntext = \"{text} instances\"\ncorrect = {key}\nwhy = \"w\"\n")
    };
    let authority = ["both", "aws", "chapter"][number % 3];
    let options: String = (1..=4).map(|text| option(text, text == 2)).collect();
    format!(
        "[[question]]\nid = \"q-{number}\"\nrev = 1\ndomain = 4\ntask = \"4.3\"\n\
         objective = \"counts\"\nkind = \"choice\"\nlevel = \"apply\"\ndifficulty = \"easy\"\n\
         authority = \"{authority}\"\nfacts = [\"scaling.max-size\"]\norder = \"fixed\"\n\
         stem = \"How many for load {number}?\"\n{options}"
    )
}

fn driver_with_questions() -> Driver {
    Driver {
        app: App::new(Open::Home, content_with_questions(), PLAIN),
        flow: Flow::On,
        effects: Vec::new(),
    }
}

#[test]
fn the_path_shows_steps_topics_and_what_is_behind_a_gate() {
    let mut driver = driver_with_questions();
    driver.app.open(Destination::Course);
    let screen = driver.text(80, 24);
    assert!(screen.contains("1  Size and scale"), "{screen}");
    assert!(screen.contains("○ Auto scaling"), "{screen}");
    assert!(screen.contains("behind a gate"), "{screen}");
    assert!(screen.contains("12 questions"), "{screen}");
}

#[test]
fn a_closed_topic_opens_only_when_its_gate_is_skipped() {
    let mut driver = driver_with_questions();
    driver.app.open(Destination::Course);
    driver.send(&[press(Down), press(Enter)]);
    assert!(driver.text(80, 24).contains("s skips it"));
    assert_eq!(driver.app.place(), "The course");
    driver.send(&[press(Char('s')), press(Enter)]);
    assert_eq!(driver.app.place(), "A topic");
    assert!(driver.text(80, 24).contains("Cold start"));
    // Whoever did so by mistake closes it again.
    driver.send(&[press(Esc)]);
    assert!(driver.text(80, 24).contains("skipped to"));
    driver.send(&[press(Char('u')), press(Enter)]);
    assert_eq!(driver.app.place(), "The course");
    assert!(driver.text(80, 24).contains("s skips it"));
}

#[test]
fn a_passed_gate_opens_the_next_topic() {
    let mut driver = driver_with_questions();
    driver.app.open(Destination::Course);
    driver.app.study(Asked::Gate("scaling".to_owned()), 3);
    for _ in 0..12 {
        driver.send(&[press(Char('2')), press(Enter), press(Enter)]);
    }
    let screen = driver.text(80, 24);
    assert!(screen.contains("The gate of scaling is passed"), "{screen}");
    driver.send(&[press(Enter)]);
    assert!(driver.text(80, 24).contains("gate 100 %"));
    driver.send(&[press(Char('u'))]);
    let screen = driver.text(80, 24);
    assert!(screen.contains("gate 100 %") && screen.contains("learn --reset scaling"), "{screen}");
    driver.send(&[press(Down), press(Enter)]);
    assert_eq!(driver.app.place(), "A topic");
}

#[test]
fn a_gate_that_is_left_counts_what_was_not_answered_as_wrong() {
    let mut driver = driver_with_questions();
    driver.app.study(Asked::Gate("scaling".to_owned()), 3);
    driver.send(&[press(Char('2')), press(Enter), press(Esc)]);
    let screen = driver.text(80, 24);
    assert!(screen.contains("is not passed: 60 % of 12 are wanted"), "{screen}");
}

#[test]
fn without_options_the_answer_is_revealed_and_marked() {
    let mut driver = driver_with_questions();
    driver.app.study(Asked::Topic { topic: "scaling".to_owned(), way: Way::Recall }, 3);
    assert_eq!(driver.app.place(), "A question without options");
    assert!(!driver.text(80, 24).contains("2 instances"));
    driver.send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "Its answer");
    let screen = driver.text(80, 24);
    assert!(screen.contains("The answer is 2. How much of it did you know?"), "{screen}");
    driver.send(&[press(Char('1'))]);
    assert_eq!(driver.app.place(), "A question without options");
    driver.send(&[press(Esc)]);
    assert!(driver.text(80, 24).contains("1 of 1 right"));
}

#[test]
fn a_topic_has_its_page_its_questions_and_its_runs() {
    let mut driver = driver_with_questions();
    driver.app.open(Destination::Topic("scaling".to_owned()));
    for (width, height) in [(80, 24), (120, 40)] {
        let screen = driver.text(width, height);
        for word in
            ["12 questions", "Think and reveal", "60 % pass", "Campaign surge", "Then another"]
        {
            assert!(screen.contains(word), "{word} is not on:\n{screen}");
        }
    }
    driver.send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "A question");
}

#[test]
fn glossary_and_comparison_can_be_read() {
    let mut driver = driver_with_questions();
    driver.app.open(Destination::Glossary);
    assert!(driver.text(80, 24).contains("Requests that one instance takes at once."));
    driver.send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "Facts");
    driver.app.open(Destination::Comparisons);
    let screen = driver.text(80, 24);
    assert!(screen.contains("App Runner and Elastic Beanstalk"), "{screen}");
    assert!(screen.contains("yours to open"), "{screen}");
}

#[test]
fn study_can_be_set_to_one_edition() {
    let mut driver = driver_with_questions();
    driver.send(&[press(Char('e'))]);
    assert!(driver.text(80, 24).contains("by the course"));
    driver.send(&[press(Char('e'))]);
    assert!(driver.text(80, 24).contains("by AWS"));
    driver.app.study(Asked::Everything, 3);
    // Of twelve questions four are true by the course alone.
    assert!(driver.text(80, 24).contains("1 of 8"), "{}", driver.text(80, 24));
}
