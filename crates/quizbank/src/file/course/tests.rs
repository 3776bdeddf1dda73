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
    let reported = read.unwrap_err();
    let fault = reported.errors().next().unwrap();
    assert_eq!(fault.message, "there is no scenario `health-30`");
    assert!(fault.help.as_deref().is_some_and(|help| help.contains("health-30")), "{fault:?}");
}

/// The first fault of a comparison with `others` and one row.
fn fault_of_comparison(others: &str, row: &str) -> Option<String> {
    let text = format!(
        "format_version = 1\n[[page]]\nid = \"a\"\ntitle = \"A\"\nintro = \"A.\"\nothers = {others}\n\
         rows = [{row}]\nchoose = \"A.\""
    );
    let ledger = shipped::ledger();
    let known = CourseReferences { ledger: &ledger, questions: &[], scenarios: &[] };
    let source = Source { name: "comparisons".to_owned(), text };
    let read =
        document::read(source, Syntax::Toml, "the file", |file| comparisons::read(file, known));
    read.err().and_then(|told| told.errors().next().map(|fault| fault.message.clone()))
}

#[test]
fn a_row_has_a_cell_for_each_service() {
    let two = "[\"B\", \"C\"]";
    assert_eq!(fault_of_comparison("[\"B\"]", "[\"what\", \"a\", \"b\"]"), None);
    assert_eq!(fault_of_comparison(two, "[\"what\", \"a\", \"b\", \"c\"]"), None);
    let short = fault_of_comparison(two, "[\"what\", \"a\", \"b\"]");
    assert_eq!(short.as_deref(), Some("a row has 3 cells, not 4"));
    let nobody = fault_of_comparison("[]", "[\"what\", \"a\"]");
    assert_eq!(nobody.as_deref(), Some("a page with 0 others"));
}
