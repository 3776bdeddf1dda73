use super::*;

fn known<'a>(ledger: &'a Ledger, questions: &'a [Question]) -> Known<'a> {
    Known { ledger, questions }
}

fn ledger() -> Ledger {
    let source = Source { name: "facts".to_owned(), text: builtin::facts().to_owned() };
    crate::load::facts::read(source).unwrap()
}

#[test]
fn the_built_in_course_is_whole() {
    let ledger = ledger();
    let questions = crate::load::bank::read_builtin(&ledger).unwrap();
    let course = read_builtin(known(&ledger, &questions)).unwrap();
    assert_eq!(course.steps.len(), 6);
    for question in &questions {
        assert!(course.topic(&question.topic).is_some(), "no page on `{}`", question.topic);
    }
}

#[test]
fn a_name_that_does_not_exist_is_told_with_the_nearest() {
    let text = "format_version = 1\n[[topic]]\nid = \"a\"\ntitle = \"A\"\nsummary = \"A.\"\nscenarios = [\"health-30\"]";
    let mut faults = Faults::default();
    let root = tree::document(text, &mut faults).unwrap();
    let ledger = ledger();
    read_root(&root, known(&ledger, &[]), &mut faults, topics::read);
    let source = Source { name: "topics".to_owned(), text: text.to_owned() };
    let told = faults.into_diagnostics(source, Vec::new());
    let fault = told.errors().next().unwrap();
    assert_eq!(fault.message, "no scenario is called `health-30`");
    assert!(fault.help.as_deref().is_some_and(|help| help.contains("health-30")), "{fault:?}");
}
