//! What answers add up to.

use super::*;

#[test]
fn what_was_kept_is_there_for_the_next_process() {
    let (folder, store) = filled();
    drop(store);
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.answers().unwrap(), answers());
    assert_eq!(
        (store.exam_date().unwrap(), store.topic_tests().unwrap()),
        (Some(day(27)), vec![topic_test()])
    );
}

#[test]
fn a_card_is_what_its_answers_add_up_to() {
    let (_folder, store) = filled();
    let [first, _, third] = answers();
    let cards = store.cards(day(30)).unwrap();
    assert_eq!(cards.len(), 2);
    assert_eq!(cards[&first.draft.question], Card::of([&first, &third]).unwrap());
}

#[test]
fn an_answer_taken_back_leaves_what_was_before_it() {
    let (_folder, mut store) = store();
    let [first, _, third] = answers();
    store.add(&first).unwrap();
    let before = (store.answers().unwrap(), store.cards(day(30)).unwrap());
    let id = store.add(&third).unwrap();
    store.take_back(&id).unwrap();
    assert_eq!((store.answers().unwrap(), store.cards(day(30)).unwrap()), before);
    store.take_back(&id).unwrap();
    assert_eq!(store.answers().unwrap().len(), 1);
}

#[test]
fn how_sure_it_felt_may_be_said_later_and_counts() {
    let (_folder, mut store) = store();
    let id = store.add(&answer("one", Given::Right(None), day(0))).unwrap();
    store.rate(&id, Confidence::Guess).unwrap();
    let cards = store.cards(day(30)).unwrap();
    assert_eq!(cards.values().map(|card| card.last).collect::<Vec<_>>(), [Rating::Again]);
    assert_eq!(store.answers().unwrap()[0].draft.confidence, Some(Confidence::Guess));
}

#[test]
fn a_seed_of_every_size_comes_back() {
    let (_folder, mut store) = store();
    let mut given = answer("one", Given::Right(None), day(0));
    given.draft.seed = u64::MAX;
    store.add(&given).unwrap();
    assert_eq!(store.answers().unwrap(), [given]);
}

#[test]
fn an_answer_log_follows_an_attempt() {
    let (_folder, store) = store();
    let mut answer_log = AnswerLog::new(store);
    let given = answer("one", Given::Right(None), day(0));
    let mut keep = |change: AnswerChange| {
        answer_log.keep(&change, given.given, Millis(5)).unwrap();
        answer_log.store().answers().unwrap()
    };
    assert_eq!(keep(AnswerChange::Rated(1, Confidence::Sure)), []);
    assert_eq!(keep(AnswerChange::Answered(1, given.draft.clone())).len(), 1);
    assert_eq!(
        keep(AnswerChange::Rated(1, Confidence::Unsure))[0].draft.confidence,
        Some(Confidence::Unsure)
    );
    assert_eq!(keep(AnswerChange::TakenBack(1)), []);
    assert_eq!(keep(AnswerChange::TakenBack(1)), []);
}

#[test]
fn an_answer_dated_later_than_now_moves_no_due_day() {
    let (_folder, mut store) = store();
    store.add(&answer("one", Given::Right(None), day(0))).unwrap();
    let before = store.cards(day(1)).unwrap();
    store.add(&answer("one", Given::Right(None), day(3_650))).unwrap();
    store.add(&answer("two", Given::Right(None), day(3_650))).unwrap();
    assert_eq!(store.cards(day(1)).unwrap(), before);
    assert_eq!((store.ahead(day(1)).unwrap(), store.ahead(day(3_650)).unwrap()), (2, 0));
    assert_eq!(store.cards(day(3_650)).unwrap().len(), 2);
}
