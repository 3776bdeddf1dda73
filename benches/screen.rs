//! The speed of the screen: from a key to the frame that shows what came of it,
//! and from the start of the program to its first frame in a real
//! pseudo-terminal. Each figure stands beside one of the same kind that does as
//! little as can be; what counts is the ratio within one run of this program.

use std::hint::black_box;
use std::time::Duration;

use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::Request;
use coldstart::tui::app::App;
use coldstart::tui::message::Msg;
use coldstart::tui::theme::{Symbols, Theme, Tier};
use coldstart::tui::{Content, LiveView, Open};
use criterion::{Criterion, criterion_group, criterion_main};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::crossterm::event::KeyCode::{Backspace, Char, Down};
use spanned_toml::diagnostic::Source;

#[path = "screen/pseudo_terminal.rs"]
mod pseudo_terminal;
#[path = "screen/start.rs"]
mod start;

/// A frame's time at thirty a second.
const FRAME: Duration = Duration::from_micros(33_333);
/// What the loop simulates between two looks at the keyboard.
const SLICE: u64 = 2_000;

fn app(open: Open) -> App {
    let content = Content::builtin();
    content.read();
    App::new(open, content, Theme::new(Tier::True, Symbols::Unicode))
}

/// A run of more than a million events, wholly simulated, played at 1000×.
fn playing() -> App {
    let text = include_str!("workloads/w1.toml").to_owned();
    let source = Source { name: "w1.toml".to_owned(), text };
    let draft = match Draft::read(source, Request::default()) {
        Ok(draft) => draft,
        Err(faults) => panic!("w1: {faults:?}"),
    };
    let mut app = app(Open::Scenario(Box::new(draft), LiveView::Usual));
    while !app.simulate(SLICE) {}
    for _ in 0..12 {
        app.update(&Msg::press(Char(']')));
    }
    app.update(&Msg::press(Char(' ')));
    app
}

fn terminal() -> Terminal<TestBackend> {
    match Terminal::new(TestBackend::new(120, 36)) {
        Ok(terminal) => terminal,
        Err(error) => panic!("{error}"),
    }
}

fn draw(terminal: &mut Terminal<TestBackend>, app: &App) {
    if let Err(error) = terminal.draw(|frame| app.draw(frame)) {
        panic!("{error}");
    }
}

/// A key, the passing of a frame's time, and the frame.
fn key_to_frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("key to frame, 120x36");
    let (mut menu, mut menu_terminal) = (app(Open::Home), terminal());
    group.bench_function("the menu", |bencher| {
        bencher.iter(|| {
            black_box(menu.update(&Msg::press(Down)));
            draw(&mut menu_terminal, &menu);
        });
    });
    let (mut run, mut run_terminal) = (playing(), terminal());
    group.bench_function("a million events at 1000×", |bencher| {
        bencher.iter(|| {
            black_box(run.update(&Msg::Tick(FRAME)));
            black_box(run.update(&Msg::press(Char('z'))));
            draw(&mut run_terminal, &run);
            if !run.moves() {
                run.update(&Msg::press(Char(' ')));
            }
        });
    });
    let (mut palette, mut palette_terminal) = (app(Open::Home), terminal());
    palette.update(&Msg::press(Char(':')));
    group.bench_function("a letter to the palette", |bencher| {
        bencher.iter(|| {
            black_box(palette.update(&Msg::press(Char('e'))));
            draw(&mut palette_terminal, &palette);
            palette.update(&Msg::press(Backspace));
        });
    });
    group.finish();
}

/// The longest that a key waits for the simulation: one slice of it.
fn slice(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a slice of the simulation");
    group.bench_function("2,000 events", |bencher| {
        let text = include_str!("workloads/w1.toml");
        let fresh = || {
            let source = Source { name: "w1.toml".to_owned(), text: text.to_owned() };
            match Draft::read(source, Request::default()) {
                Ok(draft) => app(Open::Scenario(Box::new(draft), LiveView::Usual)),
                Err(faults) => panic!("w1: {faults:?}"),
            }
        };
        let mut run = fresh();
        bencher.iter(|| {
            if run.simulate(SLICE) {
                run = fresh();
            }
        });
    });
    group.finish();
}

criterion_group!(screen, key_to_frame, slice, start::first_frame);
criterion_main!(screen);
