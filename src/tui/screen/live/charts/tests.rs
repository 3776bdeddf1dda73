//! The charts hold what was recorded, and their legends name it in its own look.

use std::collections::{BTreeMap, BTreeSet};

use proptest::collection::vec;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::Color;

use super::super::picture::Zoom;
use super::super::sample::{Sample, surge};
use super::super::transport::Transport;
use super::*;
use crate::tui::theme::{Background, Symbols};
use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::sim::recording;

const PLAIN: Theme = Theme::new(Tier::None, Symbols::Unicode);

/// A run of a minute, a frame a second, all of it played.
fn minute(counts: &[(u64, u64)]) -> Sample {
    let mut sample = surge();
    sample.scenario.duration = SimDuration::from_secs(60);
    let frame = |(second, &(succeeded, rejected)): (u64, &(u64, u64))| recording::Frame {
        end: SimTime::from_secs(second + 1),
        offered: succeeded + rejected,
        succeeded,
        rejected,
        failed: rejected,
        ..recording::Frame::default()
    };
    sample.frames = (0..).zip(counts).map(frame).collect();
    sample.events.clear();
    let end = SimTime::from_secs(60);
    sample.transport = Transport::paused_at(end, end);
    sample.transport.extend(end);
    sample
}

proptest! {
    /// With what `plot::tests` reads back from the cells: the screen shows what was
    /// recorded, all of it and nothing else.
    #[test]
    fn columns_add_up_to_what_was_recorded(
        counts in vec((0_u64..1_000, 0_u64..400), 60),
        cells in 1_usize..60,
    ) {
        let sample = minute(&counts);
        let picture = Picture { zoom: Zoom::Whole, ..sample.picture() };
        let chart = SPECS[0].chart(&picture, Beside::Hidden, cells, 10);
        let parts = Window::of(&picture, cells).cells(picture.frames_past());
        let total = |area: usize| {
            let mut shown: Vec<_> = chart.areas[area].values.iter().zip(&parts).collect();
            // Cells beside each other may show the same frames.
            shown.dedup_by_key(|(_, part)| part.map(|it| it[0].end));
            shown.iter().map(|(value, part)| *value * part.map_or(0, <[_]>::len) as f64).sum::<f64>()
        };
        let (served, rejected) = (total(0), total(2));
        let sum = |count: fn(&(u64, u64)) -> u64| counts.iter().map(count).sum::<u64>() as f64;
        prop_assert!((served - sum(|it| it.0)).abs() < 1e-6, "{served}");
        prop_assert!((rejected - sum(|it| it.1)).abs() < 1e-6, "{rejected}");
    }

    #[test]
    fn every_second_has_its_own_cell(counts in vec((0_u64..1_000, 0_u64..400), 60)) {
        let sample = minute(&counts);
        let picture = Picture { zoom: Zoom::Whole, ..sample.picture() };
        let chart = SPECS[0].chart(&picture, Beside::Hidden, 60, 10);
        let served: Vec<f64> = counts.iter().map(|it| it.0 as f64).collect();
        prop_assert_eq!(&chart.areas[0].values, &served);
        let offered = counts.iter().map(|it| Some((it.0 + it.1) as f64));
        let twice: Vec<_> = offered.flat_map(|it| [it, it]).collect();
        prop_assert_eq!(&chart.curves[0].values, &twice);
    }
}

/// The colors of the signs of the legend in `row`, and those of everything in `plot` but the
/// grid and the uprights.
fn named_and_drawn(buffer: &Buffer, plot: Rect) -> [BTreeSet<String>; 2] {
    let all = buffer.area;
    let signs = Rect { height: plot.y - all.y, ..all }.positions().map(|at| &buffer[at]);
    let signs = signs.filter(|cell| matches!(cell.symbol(), "■" | "━" | "⠂"));
    let drawn = plot.positions().map(|at| &buffer[at]);
    let drawn = drawn.filter(|cell| !matches!(cell.symbol(), " " | "·" | "." | "│" | "┊" | "╎"));
    let colors = drawn.flat_map(|cell| [cell.fg, cell.bg]).filter(|it| *it != Color::Reset);
    [signs.map(|cell| cell.fg).collect::<Vec<_>>(), colors.collect()]
        .map(|colors| colors.into_iter().map(|it| format!("{it:?}")).collect())
}

proptest! {
    #[test]
    fn a_legend_names_every_series_that_is_drawn(
        counts in vec((0_u64..1_000, 0_u64..400), 60),
        others in vec(0_u64..3, 60),
        width in 39_u16..120,
        height in 6_u16..14,
        has_other in any::<bool>(),
    ) {
        let mut sample = minute(&counts);
        for (second, (frame, other)) in sample.frames.iter_mut().zip(&others).enumerate() {
            // Only now and then, and not at the end.
            let other = other / 2 * u64::from(second % 20 == 7);
            frame.failed += other;
            frame.abandoned = other;
            (frame.held, frame.instances) = (3, 2);
            (frame.active, frame.wanted, frame.waiting) = (1, 2, u32::from(other > 0));
            let latency = (other > 0).then_some(SimDuration::from_millis(40));
            (frame.p50, frame.p95, frame.p99) = (latency, latency, latency);
        }
        let other = minute(&counts);
        let beside = has_other.then(|| other.picture().run);
        let picture = Picture { zoom: Zoom::Whole, beside, ..sample.picture() };
        let theme = Theme::new(Tier::True, Symbols::Unicode).on(Background::Dark);
        for spec in &SPECS {
            let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
            let subject = spec.subject;
            terminal
                .draw(|frame| draw_subject(frame, frame.area(), subject, &picture, theme))
                .unwrap();
            let buffer = terminal.backend().buffer();
            let plot = Chart::plot_area(inside(buffer.area));
            let is_scale = |y: &u16| buffer[(plot.x - 1, *y)].symbol() == "│";
            let above = (plot.y..height).take_while(|y| !is_scale(y)).count();
            let (_, plot) = panel::split_top(plot, u16::try_from(above).unwrap());
            let [named, drawn] = named_and_drawn(buffer, plot);
            let text = terminal.backend().to_string();
            let entries = spec.entries(&picture, Beside::Drawn, plot.width.into(), theme);
            let room = usize::from(inside(buffer.area).width);
            if written(&entries, Words::Name, " ").width() <= room {
                for Entry { name, .. } in entries {
                    prop_assert!(text.contains(&format!(" {name} ")), "{name}\n{text}");
                }
            }
            prop_assert!(drawn.is_subset(&named), "{named:?} of {drawn:?}\n{}", terminal.backend());
        }
    }
}

#[test]
fn charts_that_have_no_room_are_a_selection_away() {
    let sample = surge();
    let text = |selection| {
        let picture = Picture { selection, ..sample.picture() };
        let mut terminal = Terminal::new(TestBackend::new(60, 15)).unwrap();
        terminal.draw(|frame| draw(frame, frame.area(), &picture, Beside::Drawn, PLAIN)).unwrap();
        terminal.backend().to_string()
    };
    let first = text(Selection::Nothing);
    assert!(first.contains("1–2 of 4") && !first.contains("Requests in progress"), "{first}");
    let last = text(Selection::Chart(Subject::Demand));
    assert!(last.contains("3–4 of 4") && last.contains("Requests in progress"), "{last}");
}

const COLORS: [Tier; 3] = [Tier::Sixteen, Tier::Palette, Tier::True];
const BACKGROUNDS: [Background; 3] = [Background::Dark, Background::Light, Background::Unknown];

fn themes() -> impl Iterator<Item = Theme> {
    let on = |tier| BACKGROUNDS.map(|it| Theme::new(tier, Symbols::Unicode).on(it));
    COLORS.into_iter().flat_map(on)
}

/// What a series is drawn as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    Area,
    Curve,
    Before,
}

/// A run with something of every series.
fn full() -> Sample {
    let mut sample = surge();
    for frame in &mut sample.frames {
        frame.failed = frame.rejected + 40;
        frame.succeeded += 40;
    }
    sample
}

/// The series of `spec` in the order of its legend, each with a chart of it alone.
fn alone(spec: &Spec, picture: &Picture<'_>) -> Vec<(&'static str, Shape, Chart)> {
    let whole = || spec.chart(picture, Beside::Drawn, 40, 8);
    let nothing = |chart: Chart| Chart {
        areas: Vec::new(),
        curves: Vec::new(),
        before: Vec::new(),
        grid: Vec::new(),
        uprights: Vec::new(),
        ..chart
    };
    let areas = spec.areas.iter().zip(whole().areas).map(|((series, _), area)| {
        let chart = Chart { areas: vec![area], ..nothing(whole()) };
        (series.name, Shape::Area, chart)
    });
    let curves = spec.curves.iter().zip(whole().curves).map(|((series, _), curve)| {
        let chart = Chart { curves: vec![curve], ..nothing(whole()) };
        (series.name, Shape::Curve, chart)
    });
    let before = Chart { before: whole().before, ..nothing(whole()) };
    areas.chain(curves).chain([("before", Shape::Before, before)]).collect()
}

/// The cells of a chart beside its scale, where anything but the grid is.
fn cells(chart: &Chart, theme: Theme) -> Vec<Cell> {
    let area = Rect::new(0, 0, 47, 8);
    let mut buffer = Buffer::empty(area);
    chart.render(&mut buffer, area, theme);
    let plot = Chart::plot_area(area);
    let cells = plot.positions().map(|at| buffer[at].clone());
    cells.filter(|cell| !matches!(cell.symbol(), " " | "·" | ".")).collect()
}

/// The sign before `name` in the legend of `spec`.
fn sign(spec: &Spec, name: &str, picture: &Picture<'_>, theme: Theme) -> Cell {
    let mut terminal = Terminal::new(TestBackend::new(120, 12)).unwrap();
    let subject = spec.subject;
    let draw = |frame: &mut Frame| draw_subject(frame, frame.area(), subject, picture, theme);
    terminal.draw(draw).unwrap();
    let mut buffer = terminal.backend().buffer().clone();
    theme.fold(&mut buffer);
    let row: String = (0..120).map(|x| buffer[(x, 0)].symbol()).collect();
    let at = row.rfind(&format!(" {name} ")).unwrap_or_else(|| panic!("{name}: {row}"));
    let column = row[..at].chars().count() - 1;
    buffer[(u16::try_from(column).unwrap(), 0)].clone()
}

#[test]
fn a_sign_in_a_legend_has_the_color_of_its_series() {
    let (sample, other) = (full(), full());
    let picture = Picture { beside: Some(other.picture().run), ..sample.picture() };
    for (spec, theme) in SPECS.iter().flat_map(|spec| themes().map(move |it| (spec, it))) {
        let mut seen: Vec<(&str, Shape, Color)> = Vec::new();
        for (name, shape, chart) in alone(spec, &picture) {
            let sign = sign(spec, name, &picture, theme);
            let cells = cells(&chart, theme);
            assert!(!cells.is_empty(), "{name}");
            for cell in cells {
                assert_eq!(cell.fg, sign.fg, "{name}, {theme:?}");
                assert_eq!(cell.modifier, sign.modifier, "{name}, {theme:?}");
            }
            for (other, its, color) in &seen {
                // A line lies on areas; that of the other run has gaps in every theme.
                let may_share = shape == Shape::Before && *its == Shape::Curve;
                assert!(may_share || *color != sign.fg, "{name} and {other}, {theme:?}");
            }
            seen.push((name, shape, sign.fg));
        }
    }
}

#[test]
fn without_colors_every_series_has_a_pattern_and_its_sign() {
    let (sample, other) = (full(), full());
    let picture = Picture { beside: Some(other.picture().run), ..sample.picture() };
    for symbols in [Symbols::Unicode, Symbols::Ascii] {
        let theme = Theme::new(Tier::None, symbols);
        let mut looks = BTreeMap::new();
        for spec in &SPECS {
            let mut signs = Vec::new();
            for (name, _, mut chart) in alone(spec, &picture) {
                // Everything at one height: what is left is the pattern.
                let half = chart.scale.top() / 2.0;
                chart.areas.iter_mut().for_each(|it| it.values = vec![half; 40]);
                chart.curves.iter_mut().for_each(|it| it.values = vec![Some(half); 80]);
                chart.before = chart.before.iter().map(|_| Some(half)).collect();
                let sign = sign(spec, name, &picture, theme).symbol().to_owned();
                let drawn = lowest(&chart, theme);
                let look = looks.entry(sign.clone()).or_insert_with(|| drawn.clone());
                assert_eq!(*look, drawn, "{sign} of {name}");
                assert!(!signs.contains(&sign), "{sign} twice in {:?}", spec.subject);
                signs.push(sign);
            }
        }
        let mut different: Vec<&String> = looks.values().collect();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), looks.len(), "{looks:#?}");
    }
}

/// The lowest row of a chart in which something is beside the grid, as text.
fn lowest(chart: &Chart, theme: Theme) -> String {
    let area = Rect::new(0, 0, 47, 8);
    let mut buffer = Buffer::empty(area);
    chart.render(&mut buffer, area, theme);
    let is_grid = |cell: &&mut Cell| matches!(cell.symbol(), "·" | ".");
    buffer.content.iter_mut().filter(is_grid).for_each(Cell::reset);
    theme.fold(&mut buffer);
    let plot = Chart::plot_area(area);
    let text = |row: Rect| row.positions().map(|at| buffer[at].symbol()).collect::<String>();
    plot.rows().map(text).rfind(|row| !row.trim().is_empty()).unwrap_or_default()
}
