//! States of screens that a list of screens does not reach: nothing there yet, nothing found,
//! something asked over them, something answered, gone wrong or solved.

use coldstart::app::builtin;
use coldstart::app::demo::RoundStage;
use coldstart::tui::message::StudyRequest;
use coldstart::tui::room::{Invitation, RoomStanding, RoomVotes, RoundTally};
use coldstart::tui::theme::Theme;
use coldstart::tui::{LiveView, Open};
use quizbank::model::question::QuestionId;
use quizbank::prediction::Votes;
use quizbank::session::AnswerMode;
use ratatui::crossterm::event::KeyCode::{BackTab, PageDown, PageUp, Up};

use super::look::{CONTENT, asked, learner, played};
use super::*;
use crate::support::keys::ctrl;

type Named = Vec<(&'static str, Driver)>;

fn studying(theme: Theme, request: StudyRequest) -> Driver {
    let mut driver = learner(theme);
    driver.app.study(request, 3);
    driver
}

fn question(theme: Theme, id: &str) -> Driver {
    studying(theme, StudyRequest::Questions(vec![QuestionId(id.to_owned())]))
}

/// With the run of the proof at its end.
fn explained(mut driver: Driver) -> Driver {
    driver.simulate();
    driver
}

fn catalogs(theme: Theme) -> Named {
    let at = |destination| learner(theme).at(destination);
    let finding = |destination| {
        let mut driver = at(destination);
        driver.key(Char('/')).typed("nothing like it").key(Enter);
        driver
    };
    let progress =
        |panes: usize| learner(theme).sent(&[press(Char('p'))]).sent(&vec![press(Tab); panes]);
    let mut found = learner(theme);
    found.key(Char(':')).typed("qqqq");
    let mut moved = at(Destination::MigrationOf("campaign-surge".to_owned()));
    moved.simulate();
    let mut new = Driver::new(CONTENT.clone(), theme);
    new.app.stands(Some(new.past.clone()));
    let mut dated = learner(theme).sent(&[press(Char('d')), ctrl('u')]);
    dated.typed("soon").key(Enter);
    let mut locked = at(Destination::Course);
    locked.key(Down).key(Char('t'));
    vec![
        ("menu, new", new),
        ("menu, not saved", Driver::new(CONTENT.clone(), theme)),
        ("menu, exam date", learner(theme).sent(&[press(Char('d'))])),
        ("menu, no date", dated),
        ("found nothing", found),
        ("scenarios, nothing", finding(Destination::Scenarios)),
        ("facts, nothing", finding(Destination::Facts)),
        ("facts, contested", at(Destination::Facts).sent(&[press(Char('c')), press(Down)])),
        ("glossary, end", at(Destination::Glossary).sent(&[press(End)])),
        ("comparisons, end", at(Destination::Comparisons).sent(&[press(End)])),
        ("labs, end", at(Destination::Labs).sent(&[press(End)])),
        ("course, locked", locked),
        ("topic, end", at(Destination::Topic("scaling".to_owned())).sent(&[press(End)])),
        ("progress, new", Driver::new(CONTENT.clone(), theme).sent(&[press(Char('p'))])),
        ("progress, mistakes", progress(1)),
        ("progress, sure", progress(2)),
        ("progress, ahead", progress(3)),
        ("progress, exams", progress(4)),
        ("migration", moved),
    ]
}

fn answers(theme: Theme) -> Named {
    let recall = || {
        let (topic, way) = ("scaling".to_owned(), AnswerMode::Recall);
        studying(theme, StudyRequest::Topic { topic, way })
    };
    let wrong = |count: usize| {
        let mut driver = studying(theme, StudyRequest::Everything);
        for _ in 0..count {
            driver.key(Char('1')).key(Enter).key(Enter);
        }
        driver
    };
    let proven = || question(theme, "health-check-dependency-outage");
    let changed = |value: &str| {
        let mut driver = asked(theme).sent(&[press(Char('1')), press(Enter)]);
        driver.simulate().send(&[press(Char('w'))]).simulate();
        driver.key(Enter).send(&[ctrl('u')]).typed(value);
        driver
    };
    let mut run = changed("404");
    run.key(Enter).settle();
    let mut predicted = changed("404");
    predicted.key(Enter).typed("32").key(Enter).settle();
    let mut test = studying(theme, StudyRequest::TopicTest("scaling".to_owned()));
    test.key(Char('2')).key(Enter).key(Esc);
    let mut objected = asked(theme).sent(&[press(Char('1')), press(Enter), press(Char('!'))]);
    objected.typed("The chapter says otherwise");
    vec![
        ("recall", recall()),
        ("recall, revealed", recall().sent(&[press(Enter)])),
        ("question, sure", asked(theme).sent(&[press(Char('2')), press(Char('s'))])),
        ("explanation, right", explained(proven().sent(&[press(Char('4')), press(Enter)]))),
        ("explanation, end", {
            let driver = explained(asked(theme).sent(&[press(Char('1')), press(Enter)]));
            // Only drawing knows how far a page scrolls.
            driver.draw((80, 24));
            driver.sent(&[press(End)])
        }),
        ("explanation, report", objected),
        ("replay", {
            let mut driver = explained(proven().sent(&[press(Enter)])).sent(&[press(Char('r'))]);
            driver.simulate();
            driver
        }),
        ("what if, wrong value", changed("abc")),
        ("what if, asked", run),
        ("what if, run", predicted),
        ("score, missed", wrong(6).sent(&[press(Esc)])),
        ("score, reviewed", wrong(6).sent(&[press(Esc), press(Enter)])),
        ("topic test", studying(theme, StudyRequest::TopicTest("scaling".to_owned()))),
        ("topic test, failed", test),
        ("first question", studying(theme, StudyRequest::First)),
        ("first question, answered", {
            let mut driver = studying(theme, StudyRequest::First).sent(&[press(Enter)]);
            driver.settle();
            driver
        }),
        ("first run", {
            let mut driver =
                studying(theme, StudyRequest::First).sent(&[press(Enter), press(Enter)]);
            driver.settle();
            driver
        }),
    ]
}

/// A run with the questions of its stops, before a room of people.
fn room(theme: Theme) -> Driver {
    let draft = builtin::draft("health-302", Vec::new()).unwrap().unwrap();
    let open = Open::Scenario(Box::new(draft), LiveView::Usual);
    let mut driver = Driver::opened(open, CONTENT.clone(), theme);
    driver.simulate();
    driver.app.invite(Invitation {
        address: "http://192.168.1.20:8080".to_owned(),
        code: "K7M4QP".to_owned(),
        link: "http://192.168.1.20:8080/K7M4QP".to_owned(),
    });
    driver.app.attend_room(RoomStanding { joined: 23, ..RoomStanding::default() });
    driver
}

fn rooms(theme: Theme) -> Named {
    let polled = || {
        let mut driver = room(theme).sent(&[press(PageDown), press(PageDown)]);
        let predicted = RoomVotes { voters: 17, votes: Votes(vec![3, 9, 1, 4]) };
        let (number, stage, seen) = (1, RoundStage::Predicting, RoomVotes::default());
        let round = Some(RoundTally { number, stage, predicted, seen });
        driver.app.attend_room(RoomStanding { joined: 23, round, trouble: None });
        driver
    };
    let mut away = room(theme);
    let trouble = Some("the database is not reachable".to_owned());
    away.app.attend_room(RoomStanding { joined: 23, trouble, ..RoomStanding::default() });
    vec![
        ("room", room(theme)),
        ("room, code", room(theme).sent(&[press(Char('Q'))])),
        ("room, voting", polled()),
        ("room, hands", polled().sent(&[press(Tab), press(Char('3'))])),
        ("room, away", away),
    ]
}

fn predictions(theme: Theme) -> Named {
    let stop = || played(theme, "health-302").sent(&[press(PageDown), press(PageDown)]);
    let hands = |driver: Driver| {
        driver.sent(&[press(Tab), press(Char('7')), press(Down), press(Char('4'))])
    };
    let seen = || stop().sent(&[press(Char('1')), press(Enter), press(End)]);
    let surge = || played(theme, "campaign-surge");
    let marked = || played(theme, "health-503").sent(&[press(Char('p'))]);
    vec![
        ("predict", stop()),
        ("predict, class", hands(stop())),
        ("predict, present", stop().sent(&[press(Esc), press(Char('P')), press(Char('p'))])),
        (
            "predict, present, class",
            hands(stop().sent(&[press(Esc), press(Char('P')), press(Char('p'))])),
        ),
        ("predict, seen", seen()),
        ("predict, result", seen().sent(&[press(Char('2')), press(Enter)])),
        ("predict, key p", marked()),
        ("predict, surge", surge().sent(&[press(Char('p'))])),
    ]
}

fn changes(theme: Theme) -> Named {
    let surge = || {
        let later = vec![press(KeyCode::Right); 18];
        played(theme, "campaign-surge").sent(&later).sent(&[press(Char('i'))])
    };
    let mut picked = surge();
    picked.key(Char('/')).typed("protocol").key(Enter).key(Enter);
    let mut typed = surge();
    typed.key(Char('/')).typed("max").key(Enter).key(Enter).send(&[ctrl('u')]).typed("abc");
    let mut nothing = surge();
    nothing.key(Char('/')).typed("qqq");
    let changed = |value: &str| {
        let mut driver = surge().sent(&[press(Esc)]);
        driver.change("service.auto_scaling.max_size", value);
        driver
    };
    let mut simulated = changed("25");
    simulated.simulate();
    let mut exported = changed("25");
    exported.simulate().key(Char('x'));
    exported.app.exported(Ok("campaign-surge-2.toml".to_owned()));
    let mut failed = changed("25");
    failed.simulate();
    failed.app.exported(Err(
        "`campaign-surge-changed.toml` in `/srv/course`: permission denied".to_owned()
    ));
    let mut left = changed("25");
    left.simulate().key(Esc);
    let mut waiting = changed("25");
    waiting.key(Char('c'));
    vec![
        ("change, events", surge().sent(&[press(End)])),
        ("change, pick", picked),
        ("change, wrong value", typed),
        ("change, nothing", nothing),
        ("changed", simulated),
        ("changed, waiting", waiting),
        ("changed, saved", exported),
        ("changed, not saved", failed),
        ("changed, leave", left),
        (
            "run, selected instance",
            played(theme, "campaign-surge")
                .sent(&vec![press(KeyCode::Right); 18])
                .sent(&[press(Tab), press(Down)]),
        ),
        (
            "run, selected event",
            played(theme, "health-503").sent(&[press(End), press(BackTab), press(Up), press(Up)]),
        ),
        ("run, not simulated", learner(theme).at(Destination::Play("campaign-surge".to_owned()))),
        ("run, marks", played(theme, "health-302").sent(&[press(Char('M'))])),
        ("run, bill", played(theme, "bill-of-a-hobby-site").sent(&[press(End)])),
        ("run, zero", played(theme, "scale-to-zero").sent(&[press(End)])),
        ("run, memory", played(theme, "out-of-memory").sent(&[press(End), press(PageUp)])),
        ("run, deployment", played(theme, "stuck-deployment").sent(&[press(End), press(PageUp)])),
        ("run, present, end", played(theme, "health-302").sent(&[press(End), press(Char('P'))])),
    ]
}

fn labs(theme: Theme) -> Named {
    let lab = || {
        let mut driver = learner(theme).at(Destination::Lab("lab-redirect".to_owned()));
        driver.settle();
        driver
    };
    let expected = |path: &str, value: &str| {
        let mut driver = lab();
        driver.change(path, value);
        driver
    };
    let run = |path: &str, value: &str| {
        let mut driver = expected(path, value);
        driver.key(Char(' ')).key(Enter).settle();
        driver
    };
    let threshold = "service.health_check.unhealthy_threshold";
    let mut solution = lab().sent(&[press(Char('i')), press(End), press(Enter)]);
    solution.settle();
    vec![
        ("lab, begun", lab()),
        ("lab, hint", lab().sent(&[press(Char('H'))])),
        ("lab, change", lab().sent(&[press(Char('i'))])),
        ("lab, expected", expected(threshold, "20")),
        ("lab, not solved", run(threshold, "20")),
        ("lab, solved", run("service.health_check.path", "/health")),
        ("lab, solved, run", run("service.health_check.path", "/health").sent(&[press(Enter)])),
        ("lab, solution", solution),
    ]
}

/// All of them.
pub(super) fn states(theme: Theme) -> Named {
    [catalogs, answers, rooms, predictions, changes, labs]
        .into_iter()
        .flat_map(|all| all(theme))
        .collect()
}
