//! A run at the playhead as a part of a page: clock, large figures, instances, charts, what is said.

use maud::{Markup, html};

pub use super::chart::patterns;

use super::chart::{self, Span};
use super::section::SectionId;
use crate::report::clock::clock_s;
use crate::report::columns::ChartColumn;
use crate::report::instance_sign::InstanceSign;
use crate::report::number;
use crate::report::projection::{Playback, RunPicture};
use apprunner_sim::model::time::SimDuration;
use apprunner_sim::sim::view::InstanceView;

/// More instances than this are counted and not shown one by one.
const MOST_INSTANCES: usize = 40;

/// The run of `picture`. The page around it has [`patterns`] once.
pub fn mirror(picture: &RunPicture) -> Markup {
    let span = Span { end: picture.end, stops: &picture.stops, playhead: Some(picture.at) };
    html! {
        section.run aria-label="The run" {
            header.run-clock {
                h2 { (picture.title) }
                p.facts {
                    span { (picture.edition.label()) }
                    span { (picture.status) }
                    span { (picture.cost) }
                }
                p.time {
                    strong { (clock_s(picture.at)) }
                    " / " (clock_s(picture.end)) " "
                    span.motion { (motion(picture)) }
                }
            }
            (figures(picture))
            @if let [title, text @ ..] = picture.message.as_slice() {
                div.said {
                    h3 { (title) }
                    @for part in text.iter().filter(|part| !part.is_empty()) { p { (part) } }
                }
            }
            (instances(picture))
            div.charts { (chart::so_far(picture.columns.as_slice(), span, SectionId(0))) }
        }
    }
}

fn motion(picture: &RunPicture) -> String {
    match picture.motion {
        Playback::Playing => format!("▶ {}", picture.speed),
        Playback::Paused => "paused".to_owned(),
        Playback::Waiting => "simulating".to_owned(),
    }
}

/// The figures that a hall reads first.
fn figures(picture: &RunPicture) -> Markup {
    let last = picture.columns.as_slice().last();
    let rate = |of: fn(&ChartColumn) -> f64| last.map_or(0.0, of);
    let whole = |rate| number::rounded(rate, 0);
    let p99 = last.and_then(|column| column.p99).map(SimDuration::as_secs_f64);
    let serving = picture.instances.iter().filter(|it| it.state.takes_requests()).count();
    let rejected = rate(|column| column.rejected);
    html! {
        dl.large {
            (figure("served per second", &whole(rate(|it| it.succeeded)), false))
            (figure("rejected per second", &whole(rejected), rejected > 0.0))
            (figure("p99", &p99.map_or_else(|| "–".to_owned(), |it| number::millis(it * 1e3)), false))
            (figure("instances serving", &serving.to_string(), false))
            (figure("desired", &picture.desired.to_string(), false))
        }
    }
}

fn figure(name: &str, value: &str, is_alarming: bool) -> Markup {
    html! { div.alarming[is_alarming] { dt { (name) } dd { (value) } } }
}

fn instances(picture: &RunPicture) -> Markup {
    let more = picture.instances.len().saturating_sub(MOST_INSTANCES);
    html! {
        ul.instances aria-label="Instances" {
            @for instance in picture.instances.iter().take(MOST_INSTANCES) { (tile(instance)) }
            @if more > 0 { li.more { "and " (more) " more" } }
        }
    }
}

fn tile(instance: &InstanceView) -> Markup {
    let look = match InstanceSign::of(instance) {
        InstanceSign::Serving | InstanceSign::ChecksPassed => "good",
        InstanceSign::Idle | InstanceSign::Draining => "muted",
        InstanceSign::Failed | InstanceSign::ChecksFailed => "bad",
        InstanceSign::Provisioning | InstanceSign::Booting | InstanceSign::Checking => "warn",
    };
    html! {
        li class=(look) {
            span.instance-name { "#" (instance.id) " " (instance.word()) }
            span.load {
                (instance.held)
                @if let Some(slots) = instance.slots { " / " (slots) }
            }
            @if let Some(slots) = instance.slots {
                (bar(u64::from(instance.held) * 100 / u64::from(slots.max(1))))
            }
        }
    }
}

/// A bar of `percent`, up to 100, without a style of its own.
pub fn bar(percent: u64) -> Markup {
    html! {
        svg.bar viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" {
            rect.ground width="100" height="4" {}
            rect.full width=(percent.min(100)) height="4" {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::columns::ChartColumns;
    use apprunner_sim::model::money::MicroDollars;
    use apprunner_sim::model::rules::Edition;
    use apprunner_sim::model::time::SimTime;
    use apprunner_sim::sim::id::InstanceId;
    use apprunner_sim::sim::operation::ServiceStatus;
    use apprunner_sim::sim::recording::Frame;
    use apprunner_sim::sim::view::InstanceState;

    fn picture() -> RunPicture {
        let frames: Vec<Frame> = (1..=90).map(frame).collect();
        RunPicture {
            title: "<Surge>".to_owned(),
            edition: Edition::Chapter,
            at: SimTime::from_secs(90),
            end: SimTime::from_secs(900),
            motion: Playback::Playing,
            speed: "10×".to_owned(),
            status: ServiceStatus::Running,
            cost: MicroDollars(4_400),
            desired: 3,
            instances: Vec::new(),
            columns: ChartColumns::of(&frames),
            stops: vec![SimTime::from_secs(60)],
            message: vec!["Stop 1".to_owned(), "Look <here>.".to_owned()],
        }
    }

    fn frame(second: u64) -> Frame {
        Frame {
            end: SimTime::from_secs(second),
            offered: 12,
            succeeded: 9,
            rejected: 3,
            ..Frame::default()
        }
    }

    #[test]
    fn a_hall_sees_clock_figures_and_charts_up_to_the_playhead() {
        let page = mirror(&picture()).into_string();
        assert!(page.contains("<strong>01:30</strong> / 15:00"), "{page}");
        assert!(page.contains("<dt>rejected per second</dt><dd>3</dd>"), "{page}");
        assert_eq!(page.matches("<figure class=\"chart\">").count(), 4);
        // A tenth of the run is over, and so is a tenth of the width.
        assert!(page.contains("class=\"playhead\" d=\"M100 0V140\""), "{page}");
    }

    #[test]
    fn what_alarms_a_hall_is_never_a_zero() {
        // Six seconds to a column.
        let columns = |rejected: fn(u64) -> u64| {
            let frames = (1..=1_440).map(|it| Frame { rejected: rejected(it), ..frame(it) });
            ChartColumns::of(&frames.collect::<Vec<_>>())
        };
        let (rare, none) = (columns(|second| u64::from(second % 6 == 2)), columns(|_| 0));
        let alarm = "<div class=\"alarming\"><dt>rejected per second</dt>";
        for (columns, value, alarms) in [(rare, "&lt;1", true), (none, "0", false)] {
            let page = mirror(&RunPicture { columns, ..picture() }).into_string();
            let shown = format!("<dt>rejected per second</dt><dd>{value}</dd>");
            assert!(page.contains(&shown), "{page}");
            assert_eq!(page.contains(alarm), alarms, "{page}");
        }
    }

    /// As on the screen: one that hangs has failed, one that drains has not.
    #[test]
    fn a_hall_sees_what_the_screen_shows_of_an_instance() {
        let draining = InstanceView {
            id: InstanceId(7),
            state: InstanceState::Draining,
            since: SimTime::ZERO,
            launched: SimTime::ZERO,
            until: None,
            held: 3,
            slots: Some(10),
            passes: 1,
            failures: 0,
            next_check: None,
            version: "v1".to_owned(),
            hung: false,
        };
        let hung = InstanceView { state: InstanceState::Active, hung: true, ..draining.clone() };
        let unlimited = InstanceView { slots: None, ..draining.clone() };
        let shown = |instance: InstanceView| {
            mirror(&RunPicture { instances: vec![instance], ..picture() }).into_string()
        };
        for (instance, tile) in [
            (hung, "<li class=\"bad\"><span class=\"instance-name\">#7 hung</span>"),
            (draining.clone(), "<li class=\"muted\"><span class=\"instance-name\">#7 draining"),
            (draining, "<span class=\"load\">3 / 10</span><svg"),
            (unlimited, "<span class=\"load\">3</span></li>"),
        ] {
            let page = shown(instance);
            assert!(page.contains(tile), "no {tile} in {page}");
        }
    }

    #[test]
    fn what_a_file_says_is_text() {
        let page = mirror(&picture()).into_string();
        assert!(page.contains("&lt;Surge&gt;") && page.contains("Look &lt;here&gt;."), "{page}");
    }
}
