//! The course on the screen: its path, topic tests, topics, glossary and comparisons.

use coldstart::tui::message::StudyRequest;
use quizbank::session::AnswerMode;

use super::*;

/// A content with questions on scaling, so that its topic test can be held.
fn driver_with_questions() -> Driver {
    let questions = questions("scaling", 4, &["both", "aws", "chapter"].repeat(4));
    Driver::new(Content { questions: questions.into(), ..content() }, PLAIN)
}

#[test]
fn the_path_shows_steps_topics_and_what_is_behind_a_topic_test() {
    let driver = driver_with_questions().at(Destination::Course);
    driver.assert_shows("1  Size and scale");
    driver.assert_shows("○ Auto scaling");
    driver.assert_shows("test locked");
    driver.assert_shows("0 of 12 known");
}

#[test]
fn a_locked_topic_can_be_read_and_its_test_only_be_taken_once_it_is_unlocked() {
    let mut driver = driver_with_questions().at(Destination::Course);
    driver.send(&[press(Down), press(Char('t'))]);
    driver.assert_shows("this test is locked");
    driver.send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "A topic");
    driver.assert_shows("Cold start");
    driver.send(&[press(Esc)]);
    driver.assert_shows("read");
    driver.send(&[press(Char('s'))]);
    driver.assert_shows("test not taken");
    // A mistake is undone.
    driver.send(&[press(Char('u'))]);
    driver.assert_shows("test locked");
}

#[test]
fn a_failed_topic_test_is_a_result_too() {
    let mut driver = driver_with_questions();
    driver.app.study(StudyRequest::TopicTest("scaling".to_owned()), 3);
    driver.send(&[press(Char('2')), press(Enter), press(Esc), press(Esc)]);
    let driver = driver.at(Destination::Course);
    driver.assert_shows("failed 8 %");
}

#[test]
fn a_passed_topic_test_opens_the_next_topic() {
    let mut driver = driver_with_questions().at(Destination::Course);
    driver.app.study(StudyRequest::TopicTest("scaling".to_owned()), 3);
    for _ in 0..12 {
        driver.send(&[press(Char('2')), press(Enter)]);
    }
    driver.assert_shows("The topic test of Auto scaling is passed");
    driver.send(&[press(Enter)]);
    driver.assert_shows("test 100 %");
    driver.send(&[press(Char('u'))]);
    let screen = driver.text((80, 24));
    assert!(screen.contains("test 100 %") && screen.contains("learn --reset scaling"), "{screen}");
    driver.send(&[press(Down), press(Enter)]);
    assert_eq!(driver.app.place(), "A topic");
}

#[test]
fn a_topic_test_that_is_left_counts_what_was_not_answered_as_wrong() {
    let mut driver = driver_with_questions();
    driver.app.study(StudyRequest::TopicTest("scaling".to_owned()), 3);
    driver.send(&[press(Char('2')), press(Enter), press(Esc)]);
    driver.assert_shows("is not passed: 60 % of 12 is required");
}

#[test]
fn without_options_the_answer_is_revealed_and_marked() {
    let mut driver = driver_with_questions();
    driver
        .app
        .study(StudyRequest::Topic { topic: "scaling".to_owned(), way: AnswerMode::Recall }, 3);
    assert_eq!(driver.app.place(), "A question without options");
    assert!(!driver.text((80, 24)).contains("2 instances"));
    driver.send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "Its answer");
    driver.assert_shows("The answer: 2 instances. How much did you know?");
    driver.send(&[press(Char('1'))]);
    assert_eq!(driver.app.place(), "A question without options");
    driver.send(&[press(Esc)]);
    driver.assert_shows("1 of 1 right");
}

#[test]
fn a_topic_has_its_page_its_questions_and_its_runs() {
    let mut driver = driver_with_questions().at(Destination::Topic("scaling".to_owned()));
    for size in SIZES {
        let screen = driver.text(size);
        for word in
            ["12 questions", "Think and reveal", "60 % pass", "Campaign surge", "Then another"]
        {
            assert!(screen.contains(word), "{word} is not on:\n{screen}");
        }
    }
    let wide = driver.text((200, 60));
    assert!(wide.contains("Questions of this topic"), "{wide}");
    driver.send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "A question");
}

#[test]
fn glossary_and_comparison_can_be_read() {
    let mut driver = driver_with_questions().at(Destination::Glossary);
    driver.assert_shows("Requests that one instance takes at once.");
    driver.send(&[press(Enter)]);
    assert_eq!(driver.app.place(), "Facts");
    driver.app.open(Destination::Comparisons);
    driver.assert_shows("App Runner and Elastic Beanstalk");
    driver.assert_shows("yours to open");
}

#[test]
fn study_can_be_set_to_one_edition() {
    let mut driver = driver_with_questions();
    driver.send(&[press(Char('e'))]);
    driver.assert_shows("by the course");
    driver.send(&[press(Char('e'))]);
    driver.assert_shows("by AWS");
    driver.app.study(StudyRequest::Everything, 3);
    // Of twelve questions four are true by the course alone.
    assert!(driver.text((80, 24)).contains("1 of 8"), "{}", driver.text((80, 24)));
}
