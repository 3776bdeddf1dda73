use super::*;
use crate::shipped;

#[test]
fn the_built_in_course_is_whole() {
    let ledger = shipped::ledger();
    let questions = shipped::questions(&ledger);
    let course = shipped::course(&ledger, &questions);
    assert_eq!(course.steps.len(), 6);
    for question in &questions {
        assert!(course.topic(&question.topic).is_some(), "no page on `{}`", question.topic);
    }
}

#[test]
fn a_name_that_does_not_exist_is_told_with_the_nearest() {
    let text = "format_version = 1\n[[topic]]\nid = \"a\"\ntitle = \"A\"\nsummary = \"A.\"\nscenarios = [\"health-30\"]";
    let ledger = shipped::ledger();
    let known = CourseReferences { ledger: &ledger, questions: &[], scenarios: &["health-302"] };
    let source = Source { name: "topics".to_owned(), text: text.to_owned() };
    let read = document::read(source, Syntax::Toml, "the file", |file| topics::read(file, known));
    let told = read.unwrap_err();
    let fault = told.errors().next().unwrap();
    assert_eq!(fault.message, "no scenario is called `health-30`");
    assert!(fault.help.as_deref().is_some_and(|help| help.contains("health-30")), "{fault:?}");
}
