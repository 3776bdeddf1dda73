use super::*;
use crate::report::mark::Mark;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::time::SimTime;
use apprunner_sim::sim::event::{Event, EventKind};
use apprunner_sim::sim::id::InstanceId;
use apprunner_sim::sim::player::Player;
use apprunner_sim::sim::reason::Reason;
use spanned_toml::diagnostic::Source;
use spanned_toml::word::Word;

/// What would be markup if it were not escaped.
const EVIL: &str = "</style><script>alert(1)</script> & \"quoted\" 'so'";

fn finished(text: &str, mut log: Log, events: impl IntoIterator<Item = Event>) -> RunSection {
    let source = Source { name: "lab.toml".to_owned(), text: text.to_owned() };
    let scenario = scenario::read(source, &Request::default()).unwrap();
    let mut player = Player::streaming(scenario);
    while !player.fill(u64::MAX) {}
    for event in player.drain_events().into_iter().chain(events) {
        log.add(event);
    }
    RunSection::of(&player, log).unwrap()
}

fn lab(title: &str) -> String {
    let title = title.replace('"', "\\\"");
    format!(
        "format_version = 1\ntitle = \"{title}\"\nsummary = \"{title}\"\nduration = \"2m\"\n\
         [app.routes.\"/a\"]\nlatency = {{ fixed = \"80ms\" }}\n\
         [[traffic]]\nroute = \"/a\"\nprofile = [[\"0s\", 5]]\n\
         [[goal]]\nname = \"{title}\"\nmetric = \"requests.failed_ratio\"\nat_most = 0\n\
         [[goal]]\nname = \"never\"\nmetric = \"first.rejected\"\nat_most = 1\n\
         [[alarm]]\nname = \"{title}\"\nmetric = \"5xxStatusResponses\"\nat_least = 1\n\
         [[stop]]\nat = \"10s\"\nsay = \"{title}\"\n"
    )
}

fn log() -> Log {
    Log::new(SimTime::from_secs(120))
}

fn written(runs: &[RunSection], changes: &[String]) -> String {
    let mut out = Vec::new();
    write(&mut out, runs, changes).unwrap();
    String::from_utf8(out).unwrap()
}

fn event(second: u64, kind: EventKind, why: &str) -> Event {
    let (at, instance) = (SimTime::from_secs(second), Some(InstanceId(7)));
    Event { at, kind, instance, reason: Reason::Said(why.to_owned()) }
}

#[test]
fn nothing_from_a_file_is_markup() {
    let events = [event(1, EventKind::SettingChanged, EVIL)];
    let mut run = finished(&lab(EVIL), log(), events);
    run.scenario.name = EVIL.to_owned();
    run.scenario.adapted = vec![EVIL.to_owned()];
    run.summary.adapted = vec![EVIL.to_owned()];
    let page = written(&[run.clone(), run], &[EVIL.to_owned()]);
    assert!(!page.contains("<script"), "{page}");
    assert_eq!(page.matches("</style>").count(), 1);
    assert!(
        page.matches("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;quoted&quot;").count() > 20
    );
}

#[test]
fn every_kind_of_event_stands_with_its_reason_and_every_mark_with_its_meaning() {
    let kinds = EventKind::all().enumerate();
    let events = kinds.map(|(index, kind)| event(60, kind, &format!("reason {index}.")));
    let page = written(&[finished(&lab("A lab"), log(), events)], &[]);
    for (index, (name, kind)) in EventKind::WORDS.iter().enumerate() {
        let rows: Vec<&str> = page.split("<tr role=\"row\"").collect();
        let reason = format!("reason {index}.");
        let row = rows.iter().find(|row| row.contains(&reason)).unwrap();
        assert!(row.contains(name) && row.contains("#7") && row.contains("01:00.0"), "{row}");
        let sign = Mark::of(*kind).map(Mark::sign);
        assert!(sign.is_none_or(|sign| row.contains(sign)), "{row}");
    }
    for mark in Mark::ALL {
        assert!(page.contains(mark.meaning()), "{mark:?}");
    }
}

#[test]
fn a_page_asks_nobody_for_anything() {
    let page = written(&[finished(&lab("A lab"), log(), [])], &[]);
    for way in ["http://", "https://", "src=", "@import", "<img", "<object", "<iframe"] {
        assert!(!page.contains(way), "{way}");
    }
    let addresses = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    assert!(addresses.clone().all(|to| to.starts_with('#') || to == "data:,"));
    let pictures = page.split("url(").skip(1);
    assert!(pictures.clone().count() > 1 && pictures.clone().all(|to| to.starts_with('#')));
}

#[test]
fn what_has_a_name_has_one_of_its_own() {
    let run = finished(&lab("A lab"), log(), []);
    let page = written(&[run.clone(), run], &[]);
    let mut ids: Vec<&str> =
        page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    for reference in page.split("aria-labelledby=\"").skip(1) {
        let names = reference.split('"').next().unwrap().split(' ');
        assert!(names.clone().all(|name| ids.contains(&name)), "{reference:.40}");
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(all == ids.len() && all > 20, "{ids:?}");
}

#[test]
fn many_events_are_counted_where_they_are_not_listed() {
    let events = (0..3_000).map(|second| event(second / 30, EventKind::InstanceReady, "so"));
    let crash = event(119, EventKind::InstanceCrashed, "the last word");
    let run = finished(&lab("A lab"), log(), events.chain([crash]));
    let left_out = run.log.count() - log::MOST_EVENTS as u64;
    let page = written(&[run], &[]);
    assert!(
        page.contains(&format!("The {} least important", super::super::number::count(left_out)))
    );
    assert_eq!(page.matches("class=\"what\"").count(), log::MOST_EVENTS);
    assert!(page.contains("the last word"));
}

#[test]
fn a_run_without_goals_traffic_or_stops_has_a_page() {
    let text = "format_version = 1\ntitle = \"Quiet\"\nsummary = \"So.\"\nduration = \"300ms\"\n";
    let page = written(&[finished(text, Log::new(SimTime::from_micros(300_000)), [])], &[]);
    assert!(page.contains("no goals") && page.contains("There is no traffic"), "{page}");
    assert!(!page.contains("NaN") && !page.contains("inf"), "{page}");
}
