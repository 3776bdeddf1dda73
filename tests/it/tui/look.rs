//! Every screen at every usual size and in every theme: what is written can be read, no half
//! is empty, and what a list cuts is whole beside it.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{LazyLock, Mutex};

use coldstart::app::builtin;
use coldstart::tui::message::StudyRequest;
use coldstart::tui::theme::{Background, COLORED, Rgb, Symbols, Tier};
use quizbank::answer::QuestionRev;
use quizbank::session::AnswerMode;
use ratatui::backend::TestBackend;
use ratatui::buffer::Cell;
use ratatui::layout::Rect;

use super::progress::past_of;
use super::*;

pub(super) static CONTENT: LazyLock<Content> = LazyLock::new(|| {
    let content = Content::builtin();
    content.read();
    content
});

const USUAL: [(u16, u16); 3] = [(80, 24), (120, 36), (200, 60)];
const SMALL: [(u16, u16); 2] = [(40, 12), (60, 20)];

/// A tier, the background that its colors are for, and that background with its text.
type Look = (Tier, Background, Rgb, Rgb);

const BLACK: Rgb = (0, 0, 0);
const WHITE: Rgb = (255, 255, 255);

const LOOKS: [Look; 6] = [
    (Tier::True, Background::Dark, BLACK, (204, 204, 204)),
    (Tier::True, Background::Light, WHITE, (51, 51, 51)),
    (Tier::Palette, Background::Dark, BLACK, (204, 204, 204)),
    (Tier::Palette, Background::Light, WHITE, (51, 51, 51)),
    (Tier::Sixteen, Background::Dark, BLACK, (229, 229, 229)),
    (Tier::Sixteen, Background::Light, WHITE, BLACK),
];

fn theme((tier, background, ..): Look) -> Theme {
    Theme::new(tier, Symbols::Unicode).on(background)
}

/// A learner with some answers, on the menu.
pub(super) fn learner(theme: Theme) -> Driver {
    let mut driver = Driver::new(CONTENT.clone(), theme);
    let answered = [
        "scaling-capacity-ceiling",
        "scaling-values-refused",
        "cold-start-where-the-time-goes",
        "pricing-idle-month",
        "health-check-dependency-outage",
    ];
    let bank = CONTENT.questions.iter();
    let known: BTreeMap<&str, QuestionRev> =
        bank.map(|it| (it.id.0.as_str(), QuestionRev::of(it))).collect();
    driver.past = past_of(answered.map(|id| known[id].clone()));
    driver.app.stands(Some(driver.past.clone()));
    driver
}

/// The first start, this number of choices down.
fn first_start(theme: Theme, downs: usize) -> Driver {
    let mut driver = Driver::new(CONTENT.clone(), theme);
    driver.app.welcome("2026-11-28".parse().unwrap());
    driver.settle().send(&vec![press(Down); downs]);
    driver
}

/// A run, played to its end.
pub(super) fn played(theme: Theme, name: &str) -> Driver {
    let mut driver = learner(theme).at(Destination::Play(name.to_owned()));
    driver.simulate();
    driver
}

/// A question of the topic of health checks, its options on the screen.
pub(super) fn asked(theme: Theme) -> Driver {
    let (topic, way) = ("health-check".to_owned(), AnswerMode::Options);
    let mut driver = learner(theme);
    driver.app.study(StudyRequest::Topic { topic, way }, 35);
    driver
}

fn lists(theme: Theme) -> Vec<(&'static str, Driver)> {
    let at = |destination| learner(theme).at(destination);
    vec![
        ("course", at(Destination::Course)),
        ("exams", at(Destination::Exams)),
        ("scenarios", at(Destination::Scenarios)),
        ("labs", at(Destination::Labs)),
        ("facts", at(Destination::Facts)),
        ("glossary", at(Destination::Glossary)),
        ("comparisons", at(Destination::Comparisons)),
    ]
}

fn runs(theme: Theme) -> Vec<(&'static str, Driver)> {
    let surge = || played(theme, "campaign-surge");
    let ended = || played(theme, "health-302").sent(&[press(End)]);
    let seconds = |count| vec![press(KeyCode::Right); count];
    vec![
        ("run, start", surge()),
        ("run, surge", surge().sent(&seconds(18))),
        ("run, stop", surge().sent(&[press(KeyCode::PageDown), press(KeyCode::PageDown)])),
        ("run, end", ended()),
        ("run, debrief", ended().sent(&[press(Char('D'))])),
        ("run, present", surge().sent(&seconds(18)).sent(&[press(Char('P'))])),
        ("run, change", ended().sent(&[press(Char('i'))])),
        ("run, metrics", ended().sent(&[press(Char('m'))])),
        ("run, parameters", ended().sent(&[press(Char('a'))])),
        ("run, sensitivity", {
            let mut driver = ended().sent(&[press(Char('a')), press(Char('s'))]);
            driver.simulate();
            driver
        }),
        ("run, help", ended().sent(&[press(Char('?'))])),
        ("run, compared", {
            let mut driver = ended().sent(&[press(Char('e'))]);
            driver.simulate().send(&[press(Char('c'))]);
            driver
        }),
        ("lab", learner(theme).at(Destination::Lab("lab-bill".to_owned()))),
    ]
}

/// Every screen, made once: its theme counts only when it is drawn.
static SCREENS: LazyLock<Mutex<Vec<(&'static str, Driver)>>> = LazyLock::new(|| Mutex::new(all()));

pub(super) fn screens(theme: Theme) -> Vec<(&'static str, Driver)> {
    let all = SCREENS.lock().unwrap();
    let themed =
        |driver: &Driver| Driver { app: driver.app.clone().with_theme(theme), ..driver.clone() };
    all.iter().map(|(name, driver)| (*name, themed(driver))).collect()
}

fn all() -> Vec<(&'static str, Driver)> {
    let theme = PLAIN;
    let topic = Destination::Topic("health-check".to_owned());
    let mut all = vec![
        ("first start", first_start(theme, 0)),
        ("first start, exam date", first_start(theme, 1)),
        ("first start, edition", first_start(theme, 2)),
        ("first start, menu", first_start(theme, 3)),
        ("menu", learner(theme)),
        ("topic", learner(theme).at(topic)),
        ("help", learner(theme).sent(&[press(Char('?'))])),
        ("found", learner(theme).sent(&[press(Char(':')), press(Char('h')), press(Char('e'))])),
        ("progress", learner(theme).sent(&[press(Char('p'))])),
        ("question", asked(theme)),
        ("explanation", asked(theme).sent(&[press(Char('1')), press(Enter)])),
        ("what if", {
            let mut driver = asked(theme).sent(&[press(Char('1')), press(Enter)]);
            driver.simulate().send(&[press(Char('w'))]);
            driver
        }),
        ("score", asked(theme).sent(&[press(Char('1')), press(Enter), press(Esc)])),
    ];
    all.extend(lists(theme));
    // The list of exams is above, with the whole course behind it.
    all.extend(exam::screens(theme).into_iter().filter(|(name, _)| *name != "exams"));
    all.extend(runs(theme));
    all.extend(super::states::states(theme));
    all
}

/// A color, the sixteen as xterm has them.
fn rgb(color: Color, reset: Rgb) -> Rgb {
    match color {
        Color::Reset => reset,
        Color::Rgb(red, green, blue) => (red, green, blue),
        // Those below 16 are the terminal's own.
        Color::Indexed(index @ 232..) => [8 + 10 * (index - 232); 3].into(),
        Color::Indexed(index @ 16..) => {
            let step = |part: u8| [0, 95, 135, 175, 215, 255][usize::from(part % 6)];
            let place = index - 16;
            (step(place / 36), step(place / 6), step(place))
        }
        Color::Black => BLACK,
        Color::White => WHITE,
        Color::Red => (205, 0, 0),
        Color::Yellow => (205, 205, 0),
        Color::Blue => (0, 0, 238),
        Color::Magenta => (205, 0, 205),
        Color::Gray => (229, 229, 229),
        Color::DarkGray => (127, 127, 127),
        Color::LightRed => (255, 0, 0),
        Color::LightYellow => (255, 255, 0),
        Color::LightBlue => (92, 92, 255),
        Color::LightMagenta => (255, 0, 255),
        other => panic!("no theme has {other:?}"),
    }
}

/// Relative luminance of WCAG 2.
fn luminance((red, green, blue): Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.039_28 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

fn contrast(one: Rgb, other: Rgb) -> f64 {
    let [one, other] = [one, other].map(|color| luminance(color) + 0.05);
    one.max(other) / one.min(other)
}

/// Whether a cell is read: borders, areas and dots of charts are looked at.
fn is_read(cell: &Cell) -> bool {
    let sign = cell.symbol().chars().next().unwrap_or(' ');
    let is_drawn =
        ('\u{2500}'..='\u{25a0}').contains(&sign) || ('\u{2800}'..='\u{28ff}').contains(&sign);
    !sign.is_whitespace() && !is_drawn
}

/// The contrast of what is written in a cell with what is behind it. What is drawn stands out
/// from that, or with it from the background of the terminal: a line on an area.
fn legible(cell: &Cell, (_, _, paper, ink): Look) -> f64 {
    let (sign, ground) = (rgb(cell.fg, ink), rgb(cell.bg, paper));
    let found = contrast(sign, ground);
    if is_read(cell) {
        return found;
    }
    found.max(contrast(sign, paper).min(contrast(ground, paper)))
}

#[test]
fn every_answer_of_the_sample_learner_counts_for_its_question_as_it_is_now() {
    let new = CONTENT.questions.len() - 5;
    let progress = learner(PLAIN).sent(&[press(Char('p'))]);
    progress.assert_shows(&format!(" due, {new} new"));
}

fn screen(named: &str, size: (u16, u16)) -> String {
    let all = screens(PLAIN);
    let (_, driver) = all.into_iter().find(|(name, _)| *name == named).unwrap();
    driver.text(size)
}

#[test]
fn a_small_screen_says_below_a_question_what_a_large_one_says_beside_it() {
    for name in ["question", "question, sure"] {
        for size in USUAL {
            let screen = screen(name, size);
            for said in ["About this question", "Exam skill", "Press s to say how sure you are."] {
                assert!(screen.contains(said), "{name} {size:?}: {said} is not on\n{screen}");
            }
        }
    }
    let small = screen("question", USUAL[0]);
    assert!(small.contains("So far     ▸ · ·"), "{small}");
}

#[test]
fn the_last_option_of_a_question_that_nearly_fits_is_in_sight() {
    let screen = screen("topic test", USUAL[0]);
    for option in ["▸ 1  ", "  2  ", "  3  ", "  4  "] {
        let is_there = screen.lines().any(|line| line.starts_with(&format!("\" {option}")));
        assert!(is_there, "{option} is not on\n{screen}");
    }
}

#[test]
fn a_cell_is_free_between_a_page_and_its_bar() {
    for (name, driver) in screens(PLAIN) {
        if !["question", "explanation", "recall", "score", "topic test"]
            .iter()
            .any(|it| name.starts_with(it))
        {
            continue;
        }
        let screen = driver.text(USUAL[0]);
        let touching = screen.lines().find(|line| {
            let mut end = line.trim_end_matches('"').chars().rev();
            end.next() == Some('█') && end.next() != Some(' ')
        });
        assert_eq!(touching, None, "{name}\n{screen}");
    }
}

#[test]
fn what_is_recalled_needs_no_options() {
    for topic in ["scaling", "limits", "networking"] {
        for seed in 0..20 {
            let mut driver = learner(PLAIN);
            let (topic, way) = (topic.to_owned(), AnswerMode::Recall);
            driver.app.study(StudyRequest::Topic { topic, way }, seed);
            let screen = driver.text(USUAL[2]);
            assert!(screen.contains("Recall the answer and its reason."), "{screen}");
            for compared in ["(Select", "LEAST", "FEWEST"] {
                assert!(!screen.contains(compared), "{seed}: {compared} is on\n{screen}");
            }
        }
    }
}

#[test]
fn facts_that_are_not_found_are_told_with_the_nearest_and_the_way_back() {
    for size in USUAL {
        let screen = screen("facts, nothing", size);
        for said in ["No fact contains all", "Nearest facts", "Esc clear"] {
            assert!(screen.contains(said), "{size:?}: {said} is not on\n{screen}");
        }
    }
    let wide = screen("facts, nothing", USUAL[1]);
    assert!(wide.contains("What the signs mean") && wide.contains("Facts of each topic"), "{wide}");
}

#[test]
fn a_legend_of_facts_has_the_signs_that_occur_in_the_colors_of_their_rows() {
    let look = LOOKS[0];
    let drawn = |named: &str| {
        let (_, driver) =
            screens(theme(look)).into_iter().find(|(name, _)| *name == named).unwrap();
        driver.draw(USUAL[2])
    };
    let contested = drawn("facts, contested");
    let row = |frame: &TestBackend, y: u16| {
        let cells = (0..frame.buffer().area.width).map(|x| frame.buffer()[(x, y)].clone());
        cells.collect::<Vec<Cell>>()
    };
    let legend = row(&contested, 1);
    assert!(legend.iter().all(|cell| !["✓", "○", "+"].contains(&cell.symbol())), "{contested}");
    let all = drawn("facts");
    for sign in ["✓", "≠", "◆", "○", "+"] {
        let named = row(&all, 1).into_iter().find(|cell| cell.symbol() == sign).unwrap();
        let listed = (3..58).find_map(|y| row(&all, y).into_iter().find(|it| it.symbol() == sign));
        if let Some(listed) = listed {
            assert_eq!(named.fg, listed.fg, "{sign}\n{all}");
        }
    }
}

#[test]
fn progress_names_exams_and_topics_whole() {
    for size in USUAL {
        let screen = screen("progress", size);
        assert!(screen.contains("App Runner, Elastic Beanstalk and Amazon ECS"), "{screen}");
    }
    let screen = screen("progress", USUAL[1]);
    assert!(screen.contains("App Runner practice in the") && screen.contains("shape of DVA-C02"));
    assert!(!screen.contains("││ 1:02:03 used"), "{screen}");
}

#[test]
fn whatever_is_written_can_be_read_on_every_screen_in_every_theme() {
    for look in LOOKS {
        // The sixteen are what a terminal makes of them: legible, and dim is its own. So is what
        // has to be told apart in a chart (WCAG 2.2, 1.4.11).
        let least = |is_read: bool| if look.0 == Tier::Sixteen || !is_read { 3.0 } else { 4.5 };
        let mut judged = HashSet::new();
        for (name, driver) in screens(theme(look)) {
            // Every size once in the colors of most terminals; the roles are the same in others.
            let sizes = match look.0 {
                Tier::True => [&SMALL[..], &USUAL[..]].concat(),
                _ => vec![USUAL[1]],
            };
            for size in sizes {
                let frame = driver.draw(size);
                for cell in frame.buffer().content.iter().filter(|cell| cell.symbol() != " ") {
                    // A terminal makes dim what is too dark already.
                    let is_dim = cell.modifier.contains(Modifier::DIM);
                    let is_read = is_read(cell);
                    if !judged.insert((cell.fg, cell.bg, is_dim, is_read)) {
                        continue;
                    }
                    assert!(
                        !is_dim || cell.fg == Color::Reset,
                        "{name} {size:?} {look:?}: {cell:?}\n{frame}"
                    );
                    let found = legible(cell, look);
                    assert!(
                        found >= least(is_read),
                        "{name} {size:?} {look:?}: {found:.2} at {cell:?}\n{frame}"
                    );
                }
            }
        }
    }
}

/// A page over the legend of a chart, and a code for cameras.
const NOT_CHARTS: [&str; 2] = ["run, help", "room, code"];

/// The colors of areas are those that nothing is written in.
#[test]
fn every_area_of_a_chart_is_named_on_its_screen() {
    let look = LOOKS[0];
    let written = COLORED.map(|role| theme(look).style(role).fg.unwrap());
    let (mut named, mut unnamed) = (0, Vec::new());
    let all = screens(theme(look)).into_iter();
    for (name, driver) in all.filter(|(name, _)| !NOT_CHARTS.contains(name)) {
        for size in USUAL {
            let frame = driver.draw(size);
            let signs: Vec<&Cell> =
                frame.buffer().content.iter().filter(|it| it.symbol() == "■").collect();
            let drawn = frame.buffer().content.iter().filter(|cell| !is_read(cell));
            let areas = drawn.flat_map(|cell| [cell.fg, cell.bg]);
            let areas = areas.filter(|it| *it != Color::Reset && !written.contains(it));
            let areas: HashSet<Color> = areas.collect();
            // A bar or a strip of one color stands beside its name.
            if signs.is_empty() && areas.len() < 2 {
                continue;
            }
            let signs: HashSet<Color> = signs.iter().map(|it| it.fg).collect();
            if !areas.is_subset(&signs) {
                unnamed.push(format!("{name} {size:?}: {areas:?} of {signs:?}\n{frame}"));
            }
            named += 1;
        }
    }
    assert!(named > unnamed.len() && unnamed.is_empty(), "{}", unnamed.join("\n"));
}

/// Whether `colored` and `plain` are the same sign, or parts of the same area or line: these
/// have patterns where there are no colors, and a grid in their gaps.
fn is_same(colored: &Cell, plain: &Cell) -> bool {
    let is_drawn = |cell: &Cell| !is_read(cell) || matches!(cell.symbol(), "·" | ".");
    colored.symbol() == plain.symbol() || !is_read(colored) && is_drawn(plain)
}

#[test]
fn without_colors_every_screen_says_the_same() {
    let [colored, plain] = [theme(LOOKS[0]), PLAIN].map(screens);
    let written = COLORED.map(|role| theme(LOOKS[0]).style(role).fg.unwrap());
    let mut patterned = 0;
    for ((name, colored), (_, plain)) in colored.into_iter().zip(plain) {
        for size in [USUAL[0], USUAL[1]] {
            let frames = [colored.draw(size), plain.draw(size)];
            let [colored, plain] = frames.each_ref().map(|frame| &frame.buffer().content);
            // What stands for each color of an area.
            let mut patterns = BTreeMap::<String, BTreeSet<&str>>::new();
            for (colored, plain) in colored.iter().zip(plain) {
                let has_color = plain.fg != Color::Reset || plain.bg != Color::Reset;
                assert!(!has_color, "{name} {size:?}: {plain:?}");
                assert!(
                    is_same(colored, plain),
                    "{name} {size:?}: {colored:?} is {plain:?}\n{}",
                    frames[1]
                );
                let is_area = colored.fg != Color::Reset && !written.contains(&colored.fg);
                if colored.symbol() == "█" && is_area {
                    let color = format!("{:?}", colored.fg);
                    patterns.entry(color).or_default().insert(plain.symbol());
                }
            }
            let different: BTreeSet<&str> = patterns.values().flatten().copied().collect();
            let all = patterns.values().map(BTreeSet::len).sum::<usize>();
            assert_eq!(different.len(), all, "{name} {size:?}: {patterns:?}\n{}", frames[1]);
            patterned += usize::from(all > 1);
        }
    }
    assert!(patterned > 1, "{patterned} screens with two areas");
}

#[test]
fn every_sign_that_is_drawn_has_a_twin() {
    let all = |theme| lists(theme).into_iter().chain(runs(theme));
    for ((name, plain), (_, twins)) in all(PLAIN).zip(all(ASCII)) {
        let frames = [plain.draw(USUAL[1]), twins.draw(USUAL[1])];
        let [plain, twins] = frames.each_ref().map(|frame| &frame.buffer().content);
        for (plain, twin) in plain.iter().zip(twins) {
            let has_twin = plain.symbol() == "?" || twin.symbol() != "?";
            assert!(has_twin, "{name}: {plain:?}\n{}", frames[1]);
        }
    }
}

/// The share of the rows of `part` on which something is written or drawn within it.
fn filled(frame: &TestBackend, part: Rect) -> f64 {
    let is_used = |y: &u16| {
        let mut cells = (part.left()..part.right()).map(|x| &frame.buffer()[(x, *y)]);
        cells.any(|cell| {
            let sign = cell.symbol().chars().next().unwrap_or(' ');
            !sign.is_whitespace() && !"│─╭╮╰╯├┤┬┴┼█·".contains(sign)
        })
    };
    let rows = part.top()..part.bottom();
    rows.clone().filter(is_used).count() as f64 / f64::from(part.height)
}

/// Forms of which a filter leaves a row, which end where their text ends.
const SHORT: [&str; 2] = ["change, pick", "change, wrong value"];

#[test]
fn no_half_of_a_screen_is_empty() {
    let mut empty = Vec::new();
    for (name, driver) in screens(PLAIN) {
        // At 80 columns a short question fills what it fills.
        for (width, height) in [USUAL[1], USUAL[2]] {
            let frame = driver.draw((width, height));
            let body = Rect::new(0, 1, width, height - 2);
            let halves = [
                ("left", Rect { width: width / 2, ..body }),
                ("right", Rect { x: width / 2, width: width / 2, ..body }),
                ("upper", Rect { height: body.height / 2, ..body }),
                ("lower", Rect { y: 1 + body.height / 2, height: body.height / 2, ..body }),
            ];
            for (half, part) in halves {
                let is_short = half == "lower" && SHORT.contains(&name);
                let found = filled(&frame, part);
                if found == 0.0 && !is_short {
                    empty.push(format!("{name} {width}x{height}, {half}\n{frame}"));
                }
            }
        }
    }
    assert!(empty.is_empty(), "{}", empty.join("\n"));
}

/// What a screen says on small terminals, on all its pages.
const REACHED: [(&str, &[&str]); 5] = [
    (
        "run, metrics",
        &[
            "Requests",
            "2xx",
            "4xx",
            "5xx",
            "latency",
            "active",
            "in prog.",
            "CPU",
            "memory",
            "offered",
            "did not find",
        ],
    ),
    ("progress, exams", &["1:02:03", "Topic test on Auto scaling", "9 of 12", "scales scores"]),
    ("lab, solved", &["100 of 100", "no hint", "$0.0107"]),
    ("what if", &["Responses with 302", "Health checks failed"]),
    ("exam review", &["44 answered", "21 not", "9 flagged", "current"]),
];

#[test]
fn no_figure_of_a_table_is_out_of_reach() {
    let mut screens: BTreeMap<&str, Driver> = screens(PLAIN).into_iter().collect();
    for (name, said) in REACHED {
        for size in [SMALL[0], SMALL[1], USUAL[0]] {
            let driver = screens.get_mut(name).unwrap_or_else(|| panic!("no {name}"));
            driver.draw(size);
            driver.send(&vec![press(KeyCode::PageUp); 20]);
            let pages = words(&exhibit::pages(driver, size));
            for part in said {
                assert!(pages.contains(part), "{name} {size:?}: {part} in\n{}", driver.text(size));
            }
        }
    }
}

/// Screens beside the lists of which every quarter is filled.
const FULL: [&str; 32] = [
    "first start",
    "first start, exam date",
    "first start, edition",
    "first start, menu",
    "topic",
    "question",
    "recall",
    "topic test",
    "explanation",
    "first question",
    "first question, answered",
    "topic test, failed",
    "progress",
    "progress, new",
    "menu, new",
    "exam look back",
    "exam start",
    "exam start on a topic",
    "exam question",
    "exam reminded",
    "exam review",
    "what if",
    "score",
    "exam score",
    "exam score by question",
    "run, end",
    "run, change",
    "run, metrics",
    "run, sensitivity",
    "run, parameters",
    "run, compared",
    "lab, change",
];

/// The least share of the rows of a quarter on which something is written or drawn.
const FILLED: f64 = 0.2;

#[test]
fn no_quarter_of_a_list_a_form_or_a_result_is_empty() {
    let listed: Vec<&str> = lists(PLAIN).into_iter().map(|(name, _)| name).collect();
    let is_full = |name: &str| FULL.contains(&name) || listed.contains(&name);
    let all: Vec<(&str, Driver)> =
        screens(PLAIN).into_iter().filter(|(name, _)| is_full(name)).collect();
    assert_eq!(all.len(), FULL.len() + listed.len());
    let mut empty = Vec::new();
    for (name, driver) in all {
        for (width, height) in [USUAL[1], USUAL[2]] {
            let frame = driver.draw((width, height));
            let part = Rect { x: 0, y: 1, width: width / 2, height: height / 2 - 1 };
            let (x, y) = (part.right(), part.bottom());
            let quarters = [
                ("upper left", part),
                ("upper right", Rect { x, ..part }),
                ("lower left", Rect { y, ..part }),
                ("lower right", Rect { x, y, ..part }),
            ];
            for (quarter, part) in quarters {
                let found = filled(&frame, part);
                if found < FILLED {
                    empty.push(format!("{name} {width}x{height}, {quarter}: {found:.2}\n{frame}"));
                }
            }
        }
    }
    assert!(empty.is_empty(), "{}", empty.join("\n"));
}

/// The words of a frame without its frames.
/// Code has backticks in a row of a list, a style where it is read.
fn words(screen: &str) -> String {
    let text = screen.replace(['│', '█', '"'], " ").replace('`', "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The name of the chosen row, as it is on a wide screen.
fn name_of_chosen(driver: &Driver) -> String {
    let screen = driver.text((200, 20));
    let row = screen.lines().find_map(|line| line.split_once('▸')).map_or("", |(_, row)| row);
    let row = row.trim_start_matches(['✓', '≠', '◆', '○', '+', '·', '●', ' ']);
    words(row.split("  ").next().unwrap_or_default())
}

#[test]
fn a_row_that_is_cut_is_whole_once_it_is_chosen() {
    for (name, mut driver) in lists(PLAIN) {
        for size in SMALL.into_iter().chain(USUAL) {
            let mut seen = BTreeSet::new();
            for _ in 0..400 {
                let screen = driver.text(size);
                let row = screen.lines().find(|line| line.contains('▸')).unwrap_or_default();
                if !seen.insert(row.to_owned()) {
                    break;
                }
                let Some((cut, _)) = row.split_once('…') else {
                    driver.send(&[press(Down)]);
                    continue;
                };
                let rest = words(&screen.replace(row, ""));
                // A row has a name and what is said of it, two cells between them.
                for part in cut.split("  ").map(words) {
                    let part =
                        part.trim_start_matches(['▸', '✓', '≠', '✗', '◆', '○', '+', '·', '●', ' ']);
                    assert!(rest.contains(part), "{name} {size:?}: {part} is cut on:\n{screen}");
                }
                // Its name is there, or below; long words go on in the next line.
                let name_of_row = name_of_chosen(&driver);
                let mut seen = rest.replace(' ', "");
                if !name_of_row.split(' ').all(|word| seen.contains(word)) {
                    let high = driver.text((size.0, 60)).replace(row, "");
                    seen += &words(&high).replace(' ', "");
                }
                for word in name_of_row.split(' ') {
                    assert!(seen.contains(word), "{name} {size:?}: {word} is cut on:\n{screen}");
                }
                driver.send(&[press(Down)]);
            }
            driver.send(&[press(KeyCode::Home)]);
        }
    }
}

#[test]
fn no_two_figures_of_a_run_touch() {
    let mut checked = 0;
    for (name, driver) in runs(theme(LOOKS[0])) {
        for size in SMALL.into_iter().chain(USUAL) {
            let text = driver.text(size);
            for word in text.split(|it: char| !it.is_ascii_digit() && it != '.') {
                let points = word.trim_end_matches('.').matches('.').count();
                assert!(points < 2 || word.contains(".."), "{name} at {size:?}: {word}\n{text}");
                checked += usize::from(points == 1);
            }
        }
    }
    assert!(checked > 100, "{checked} figures");
}

#[test]
fn an_instance_that_has_served_nothing_shows_its_checks_beside_another_run() {
    let (_, driver) = runs(PLAIN).into_iter().find(|(name, _)| *name == "run, compared").unwrap();
    let screen = driver.text((120, 36));
    let lives: Vec<&str> = screen.lines().filter(|line| line.contains("01:50 ")).collect();
    assert!(!lives.is_empty() && lives.iter().all(|line| line.contains('×')), "{screen}");
}

#[test]
fn the_ranges_beside_a_sensitivity_are_reached_by_key() {
    let (_, mut driver) =
        runs(PLAIN).into_iter().find(|(name, _)| *name == "run, sensitivity").unwrap();
    let screen = driver.text((120, 36));
    assert!(!screen.contains("queue_limit") && screen.contains("↑↓ scroll"), "{screen}");
    driver.send(&[press(End)]);
    let screen = driver.text((120, 36));
    assert!(screen.contains("queue_limit"), "{screen}");
}

#[test]
fn the_title_of_every_scenario_is_whole_at_80_columns() {
    let mut count = 0;
    for &(name, _) in builtin::scenarios() {
        let driver = learner(PLAIN).at(Destination::Play(name.to_owned()));
        let draft = builtin::draft(name, Vec::new()).unwrap().unwrap();
        let title = &draft.scenario().title;
        for width in [80, 120, 200] {
            let screen = driver.text((width, 24));
            let top = screen.lines().next().unwrap_or_default();
            assert!(top.contains(title.as_str()), "{title} at {width}: {top}");
        }
        count += 1;
    }
    assert!(count > 30, "{count} scenarios");
}

#[test]
fn what_is_typed_or_picked_is_in_sight_on_every_terminal() {
    let states = super::states::states(PLAIN);
    let state = |name: &str| states.iter().find(|(it, _)| *it == name).unwrap();
    for (name, typed) in [
        ("change, wrong value", "Maximum instances = abc"),
        ("what if, wrong value", "Status = abc"),
        ("change, pick", "now"),
    ] {
        let (_, driver) = state(name);
        for size in [&SMALL[..], &USUAL[..]].concat() {
            let screen = driver.text(size);
            assert!(screen.contains(typed), "{name} at {size:?}: no {typed} on\n{screen}");
        }
    }
}
