use super::*;
use crate::app::builtin;
use crate::store::exam_clock::{ClockTimes, ExamClock};
use crate::tui::message::Destination::{Fact, Replay};
use crate::tui::message::Msg;
use crate::tui::theme::{Symbols, Theme, Tier};
use quizbank::exam_source::ExamSource;
use quizbank::model::course::Course;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode::{
    self, Char, Down, End, Enter, Esc, Left, PageDown, PageUp, Right, Up,
};
use ratatui::style::Modifier;

const PLAIN: Theme = Theme::new(Tier::None, Symbols::Unicode);

fn press(code: KeyCode) -> Msg {
    Msg::press(code)
}

/// An exam with the loop's part played by hand, at a clock of its own.
struct Seat {
    exam: Exam,
    exam_clock: ExamClock,
    start: ClockTimes,
    seconds: u64,
    effects: Vec<Effect>,
}

fn content() -> Content {
    let ledger = builtin::read_facts().unwrap();
    Content {
        scenarios: Vec::new().into(),
        questions: builtin::read_bank(&ledger).unwrap().into(),
        own: Vec::new(),
        files: Vec::new(),
        ledger: ledger.into(),
        course: Course::default().into(),
        blueprints: builtin::read_blueprints().unwrap().into(),
    }
}

impl Seat {
    fn take(name: &str) -> Self {
        let (content, start) = (Arc::new(content()), ClockTimes::now());
        let exam_source = ExamSource { bank: &content.questions, blueprints: &content.blueprints };
        let blueprint = exam_source.blueprint(name).unwrap();
        let form = exam_source.form(blueprint, None, 3).unwrap();
        let (exam_clock, attempt) = ExamClock::begin(None, form, blueprint, None, start).unwrap();
        let exam = Exam::new(content, attempt, Journal::Kept);
        Self { exam, exam_clock, start, seconds: 0, effects: Vec::new() }
    }

    fn time(&self) -> ClockTimes {
        let steady = self.start.steady + std::time::Duration::from_secs(self.seconds);
        ClockTimes { steady, wall: self.start.wall }
    }

    /// Lets the clock stand at so many seconds.
    fn at(&mut self, seconds: u64) -> &mut Self {
        self.seconds = seconds;
        let steady = self.time().steady;
        self.exam.passes(self.exam_clock.used(steady));
        if let Some(notice) = self.exam_clock.notice(self.exam.attempt(), steady) {
            self.exam.remind(notice);
        }
        self
    }

    fn send(&mut self, messages: &[Msg]) -> &mut Self {
        for message in messages {
            for effect in self.exam.update(message) {
                if let Effect::ExamStep(act) = &effect {
                    let time = self.time();
                    let kept = self.exam_clock.keep(self.exam.attempt_mut(), None, act, time);
                    self.exam.kept(act, kept.map_err(|fault| fault.to_string()));
                }
                self.effects.push(effect);
            }
        }
        self
    }

    /// As [`Self::send`] on a disk that is full.
    fn send_in_vain(&mut self, message: &Msg) {
        for effect in self.exam.update(message) {
            let Effect::ExamStep(act) = &effect else { panic!("{effect:?}") };
            self.exam.kept(act, Err("not saved: the disk is full".to_owned()));
        }
    }

    fn draw(&self) -> Terminal<TestBackend> {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        let draw = |frame: &mut ratatui::Frame| {
            let area = frame.area();
            let (top, body) = crate::tui::widget::panel::split_top(area, 1);
            let header = self.exam.header(PLAIN);
            frame.render_widget(header.left, top);
            frame.render_widget(header.right.right_aligned(), top);
            self.exam.draw(frame, body, PLAIN);
        };
        terminal.draw(draw).unwrap();
        terminal
    }

    fn text(&self) -> String {
        self.draw().backend().to_string()
    }

    /// Goes to the first question that wants so many options.
    fn go_to(&mut self, wanted: usize) -> usize {
        let attempt = self.exam.attempt();
        let fits = |number: &usize| attempt.slot(*number).unwrap().item().wanted() == wanted;
        // The shortest, so that all of it is on the screen.
        let length = |number: &usize| {
            let item = attempt.slot(*number).unwrap().item();
            item.stem.len() + item.options.iter().map(|it| it.text.len()).sum::<usize>()
        };
        let number = (1..=attempt.count()).filter(fits).min_by_key(length).unwrap();
        let digits: Vec<Msg> =
            number.to_string().chars().map(|letter| press(Char(letter))).collect();
        self.send(&[press(Char('g'))]).send(&digits).send(&[press(Enter)]);
        assert_eq!(self.exam.attempt().at(), number);
        number
    }

    fn answer(&self, number: usize) -> Vec<usize> {
        let attempt = self.exam.attempt();
        attempt.slot(number).unwrap().picked().to_vec()
    }
}

const FIVE_LEFT: u64 = 125 * 60;
const THIRTY_LEFT: u64 = 100 * 60;
const OVER: u64 = 130 * 60;

#[test]
fn what_is_said_of_the_time_comes_at_its_second_and_goes() {
    let mut seat = Seat::take("dva-c02");
    assert!(!seat.at(THIRTY_LEFT - 1).text().contains("Time: "));
    assert!(seat.at(THIRTY_LEFT).text().contains("Time: 30:00 left."));
    seat.send(&[press(Down)]);
    assert!(seat.at(THIRTY_LEFT + 19).text().contains("Time: 30:00 left."));
    assert!(!seat.at(THIRTY_LEFT + 20).text().contains("Time: "));
    assert!(seat.at(FIVE_LEFT).text().contains("Time: 5:00 left."));
    assert!(seat.at(OVER).text().contains("Time is up."));
    assert!(seat.at(OVER + 3_600).text().contains("Time is up."));
}

#[test]
fn a_hidden_clock_comes_back_when_five_minutes_are_left() {
    let mut seat = Seat::take("dva-c02");
    assert!(seat.text().contains("question 1 of 65") && seat.text().contains("2:10:00 left"));
    seat.send(&[press(Char('t'))]);
    assert!(!seat.exam.shows_clock());
    for seconds in [0, THIRTY_LEFT, FIVE_LEFT - 1] {
        let text = seat.at(seconds).text();
        assert!(!text.contains("question 1 of 65") && !text.contains(":00 left "), "{text}");
    }
    assert!(seat.at(FIVE_LEFT).exam.shows_clock());
    let text = seat.text();
    assert!(text.contains("question 1 of 65") && text.contains("5:00 left "), "{text}");
    seat.send(&[press(Char('t')), press(Char('t'))]);
    assert!(seat.exam.shows_clock());
    assert!(seat.text().contains("the last five minutes are always shown"));
}

#[test]
fn several_options_are_an_answer_once_all_are_picked() {
    let mut seat = Seat::take("dva-c02");
    let number = seat.go_to(2);
    seat.send(&[press(Char('1'))]);
    assert!(seat.answer(number).is_empty());
    assert!(seat.text().contains("Select 2: 1 picked; incomplete until all are"));
    seat.send(&[press(Right), press(Left), press(Char('3'))]);
    assert_eq!(seat.answer(number), [0, 2]);
    seat.send(&[press(Char('2'))]);
    assert!(seat.text().contains("2 are already chosen; clear one first"));
    seat.send(&[press(Char('1'))]);
    assert!(seat.answer(number).is_empty(), "what is on disk is what is on the screen");
    seat.send(&[press(Char('4'))]);
    assert_eq!(seat.answer(number), [2, 3]);
    seat.send(&[press(Char('x'))]);
    assert!(seat.answer(number).is_empty());
    assert!(seat.text().contains("Select 2: 0 picked"));
}

#[test]
fn a_number_answers_and_enter_goes_on_once_the_option_is_picked() {
    let mut seat = Seat::take("dva-c02");
    let number = seat.go_to(1);
    seat.send(&[press(Char('2'))]);
    assert_eq!(seat.answer(number), [1]);
    assert!(seat.text().contains(&format!("saved: question {number}: 2")));
    seat.send(&[press(Up), press(Enter)]);
    assert_eq!((seat.answer(number), seat.exam.attempt().at()), (vec![0], number));
    seat.send(&[press(Enter)]);
    assert_eq!(seat.exam.attempt().at(), number + 1);
    seat.send(&[press(Char('9'))]);
    assert!(seat.text().contains("there is no option 9"));
}

#[test]
fn a_number_to_go_to_is_corrected_where_it_stands() {
    let mut seat = Seat::take("dva-c02");
    let keys = [Char('g'), Char('1'), Char('3'), Left, KeyCode::Backspace, Char('2'), Enter];
    seat.send(&keys.map(press));
    assert_eq!(seat.exam.attempt().at(), 23);
}

#[test]
fn what_could_not_be_written_is_not_on_the_screen() {
    let mut seat = Seat::take("dva-c02");
    let number = seat.go_to(1);
    seat.send_in_vain(&press(Char('2')));
    let text = seat.text();
    assert!(text.contains("not saved: the disk is full") && !text.contains('●'), "{text}");
    seat.send(&[press(Char('2'))]);
    seat.send_in_vain(&press(Char('x')));
    assert_eq!(seat.answer(number), [1]);
    seat.send_in_vain(&press(Right));
    assert_eq!(seat.exam.attempt().at(), number);
    seat.send(&[press(Char('v')), press(Char('s'))]);
    seat.send_in_vain(&press(Char('y')));
    assert_eq!(seat.exam.keys().labels().place, "Before an exam ends");
}

#[test]
fn a_struck_option_is_told_by_sign_word_and_line() {
    let mut seat = Seat::take("dva-c02");
    seat.send(&[press(Down), press(Char('s'))]);
    let text = seat.text();
    assert!(text.contains("▸ – 2") && text.contains("(struck out)"), "{text}");
    let terminal = seat.draw();
    let cells = &terminal.backend().buffer().content;
    assert!(cells.iter().any(|cell| cell.modifier.contains(Modifier::CROSSED_OUT)));
    seat.send(&[press(Char('s'))]);
    let text = seat.text();
    assert!(text.contains("▸ ○ 2") && !text.contains("(struck out)"), "{text}");
}

#[test]
fn a_struck_option_that_is_picked_says_that_the_pick_counts() {
    let mut seat = Seat::take("dva-c02");
    let number = seat.go_to(1);
    seat.send(&[press(Char('2')), press(Char('s'))]);
    assert_eq!(seat.answer(number), [1]);
    let text = seat.text();
    let words: Vec<&str> = text.split_whitespace().collect();
    assert!(words.join(" ").contains("(struck out, but picked: the pick counts)"), "{text}");
    let terminal = seat.draw();
    let cells = &terminal.backend().buffer().content;
    assert!(!cells.iter().any(|cell| cell.modifier.contains(Modifier::CROSSED_OUT)));
}

#[test]
fn two_options_of_an_answer_are_two_numbers_and_the_legend_names_them() {
    let mut seat = Seat::take("dva-c02");
    let number = seat.go_to(2);
    seat.send(&[press(Char('1')), press(Char('2')), press(Char('v'))]);
    let text = seat.text();
    assert!(text.contains(&format!("{number:>2} ●   1, 2")), "{text}");
    assert!(text.contains("1, 2 the options you picked"), "{text}");
}

#[test]
fn late_answers_are_kept_marked_and_do_not_count() {
    let mut seat = Seat::take("dva-c02");
    let number = seat.go_to(1);
    seat.at(OVER + 90).send(&[press(Char('1'))]);
    let mut text = seat.text();
    // A long question is read to its end.
    seat.exam.scroll = Scroll::bottom();
    text += &seat.text();
    for part in ["late by 1:30", "(late: not scored)", "Answered late"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(seat.exam.attempt().late(), [number]);
    seat.send(&[press(Char('v'))]);
    assert!(seat.text().contains("! 1 late"));
    seat.send(&[press(Char('s')), press(Char('y'))]);
    // Only drawing knows how far a page scrolls.
    seat.text();
    seat.send(&[press(End)]);
    assert!(seat.text().contains("Late answers"), "{}", seat.text());
    assert_eq!(seat.exam.attempt().points().unwrap().right, 0);
}

#[test]
fn the_review_lists_what_is_open_and_enter_goes_there() {
    let mut seat = Seat::take("dva-c02-16");
    seat.send(&[press(Char('f')), press(Right), press(Right), press(Char('f'))]);
    let number = seat.go_to(1);
    seat.send(&[press(Char('1')), press(Char('v')), press(Char('u'))]);
    assert!(seat.text().contains("Not answered  15 of 16"), "{}", seat.text());
    seat.send(&[press(Char('f'))]);
    assert!(seat.text().contains("Flagged  2 of 16"), "{}", seat.text());
    seat.send(&[press(End), press(Enter)]);
    assert_eq!(
        (seat.exam.attempt().at(), seat.exam.keys().labels().place),
        (3, "A question of an exam")
    );
    seat.send(&[press(Char('v')), press(Char('s'))]);
    let text = seat.text();
    let open: Vec<usize> = (1..=4).filter(|it| *it != number).collect();
    let open = format!("Not answered: {}", words::numbers(&open));
    assert!(text.contains(&open) && text.contains("Flagged: 1 3 (2 of 16)"), "{text}");
    seat.send(&[press(Esc)]);
    assert!(seat.exam.runs());
    assert_eq!(seat.exam.keys().labels().place, "All questions of an exam");
}

#[test]
fn leaving_is_asked_for_and_says_what_stays() {
    let mut seat = Seat::take("dva-c02-16");
    seat.send(&[press(Esc)]);
    let text = seat.text();
    assert!(text.contains("Leave the exam?") && text.contains("--resume"), "{text}");
    seat.send(&[press(Esc)]);
    assert_eq!(seat.exam.keys().labels().place, "A question of an exam");
    seat.send(&[press(Char('v')), press(Esc)]);
    assert_eq!(seat.exam.keys().labels().place, "A question of an exam");
    seat.send(&[press(Esc), press(Char('y'))]);
    assert_eq!(seat.effects.last(), Some(&Effect::LeaveExam));
    assert!(seat.exam.farewell().starts_with("paused with 32:00 left"));
    seat.exam.journal = Journal::Unkept;
    assert!(seat.text().contains("Nothing is saved"), "{}", seat.text());
}

#[test]
fn a_short_form_never_speaks_of_passing_and_every_missed_question_is_explained() {
    let mut seat = Seat::take("dva-c02-16");
    seat.send(&[press(Char('v')), press(Char('s')), press(Char('y'))]);
    let mut pages = String::new();
    for _ in 0..4 {
        pages += &seat.text();
        seat.send(&[press(PageDown)]);
    }
    assert!(!pages.to_lowercase().contains("pass"), "{pages}");
    for part in [
        "One standard error",
        "too few questions for a result",
        "few questions",
        "┃ minimum score",
        "verify",
    ] {
        assert!(pages.contains(part), "{part}: {pages}");
    }
    seat.send(&[press(Enter)]);
    for number in 1..=16 {
        let text = seat.text();
        assert!(text.contains(&format!("question {number} of 16")), "{text}");
        let verdict = text.find("Result: not answered").unwrap_or_else(|| panic!("{text}"));
        assert!(text.find("✓ ").is_some_and(|key| key > verdict), "{text}");
        seat.send(&[press(Right)]);
    }
    assert!(seat.text().contains("this is the last question"), "{}", seat.text());
}

#[test]
fn a_proven_question_opens_its_run_and_its_fact() {
    let mut seat = Seat::take("dva-c02");
    seat.send(&[press(Char('v')), press(Char('s')), press(Char('y')), press(Enter)]);
    let entries = (1..=65).map(|number| seat.exam.attempt().slot(number).unwrap().item().clone());
    let proven = entries.filter(|item| item.question.proof.is_some()).count();
    assert!(proven > 0);
    for _ in 0..65 {
        while seat.exam.moves() && !seat.exam.simulate(u64::MAX) {}
        seat.send(&[press(Char('r')), press(Char('f')), press(Right)]);
    }
    let opened = |fits: fn(&Effect) -> bool| seat.effects.iter().filter(|it| fits(it)).count();
    assert_eq!(opened(|it| matches!(it, Effect::Open(Replay { .. }))), proven);
    assert!(opened(|it| matches!(it, Effect::Open(Fact(_)))) > 60);
}

#[test]
fn a_long_question_is_scrolled_and_follows_the_cursor() {
    let mut seat = Seat::take("dva-c02");
    seat.exam.scroll = Scroll::top();
    let draw = |seat: &Seat| {
        let mut terminal = Terminal::new(TestBackend::new(41, 9)).unwrap();
        terminal.draw(|frame| seat.exam.draw(frame, frame.area(), PLAIN)).unwrap();
        terminal.backend().to_string()
    };
    let top = draw(&seat);
    assert!(!top.contains('▸') && top.contains("lines 1–8 of"), "{top}");
    assert!(top.contains("↓ to the options"), "{top}");
    for option in ["▸ ○ 1", "▸ ○ 2"] {
        seat.send(&[press(Down)]);
        let followed = draw(&seat);
        assert!(followed.contains(option) && !followed.contains("to the options"), "{followed}");
    }
    seat.send(&[press(PageUp), press(PageUp), press(PageUp)]);
    assert_eq!(draw(&seat), top);
}

#[test]
fn what_is_saved_is_read_whole_on_a_narrow_screen() {
    let mut seat = Seat::take("dva-c02");
    let number = seat.go_to(1);
    seat.at(OVER + 90).send(&[press(Char('2'))]);
    let mut terminal = Terminal::new(TestBackend::new(40, 12)).unwrap();
    terminal.draw(|frame| seat.exam.draw(frame, frame.area(), PLAIN)).unwrap();
    let screen = terminal.backend().to_string();
    let said: String = screen.chars().filter(|letter| !"\"\n".contains(*letter)).collect();
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(&format!("saved: question {number}: 2 (late: not scored)")), "{screen}");
}
