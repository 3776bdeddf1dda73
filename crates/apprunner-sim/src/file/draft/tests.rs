use super::*;
use crate::model::action::Action;
use crate::model::story::Story;
use crate::shipped;

fn source(name: &str) -> Source {
    let text = shipped::scenario(name);
    Source { name: format!("{name}.toml"), text }
}

fn draft(name: &str) -> Draft {
    Draft::read(source(name), Request::default()).unwrap()
}

fn setting(path: &str, value: &str) -> Setting {
    Setting { path: path.to_owned(), value: value.to_owned() }
}

/// What a reader of the saved file gets.
fn saved(draft: &Draft) -> Scenario {
    let source = Source { name: draft.base.name.clone(), text: draft.text().to_owned() };
    scenario::read(source, &Request::default()).unwrap()
}

/// What does not count: how the file wrote its changes, and what was bent.
fn bare(mut scenario: Scenario) -> Scenario {
    for patch in scenario.actions.iter_mut().filter_map(|it| it.action.patch_mut()) {
        patch.settings.clear();
    }
    scenario.fix.clear();
    scenario.adapted.clear();
    scenario
}

#[test]
fn under_either_edition_the_text_gives_what_a_request_gives() {
    for (name, _) in shipped::scenarios() {
        for edition in Edition::ALL {
            let request = Request { edition: Some(edition), ..Request::default() };
            let asked = scenario::read(source(&name), &request).unwrap();
            let draft = draft(&name).under(edition).unwrap();
            assert_eq!(draft.scenario().adapted, asked.adapted, "{name} under {edition}");
            assert_eq!(bare(draft.scenario().clone()), bare(asked), "{name} under {edition}");
            let mut saved = saved(&draft);
            let story = draft.scenario().story.clone();
            let moments =
                |story: &Story| story.stops.iter().map(|stop| stop.at).collect::<Vec<_>>();
            assert_eq!(moments(&saved.story), moments(&story), "{name} under {edition}");
            // What is saved speaks for the edition that it names.
            saved.story = story;
            assert_eq!(bare(saved), bare(draft.scenario().clone()), "{name}");
        }
    }
}

#[test]
fn there_and_back_again_is_the_file_itself() {
    for (name, text) in shipped::scenarios() {
        let here = draft(&name);
        assert_eq!(here.text(), text, "{name}");
        let edition = here.scenario().edition;
        for other in Edition::ALL {
            let back = here.under(other).unwrap().under(edition).unwrap();
            assert_eq!(back.text(), text, "{name} by {other}");
        }
    }
}

#[test]
fn settings_are_written_where_a_request_puts_them() {
    let set = vec![
        setting("service.auto_scaling.max_size", "3"),
        setting("traffic.0.profile.1", "[\"2m\", 25]"),
        setting("app.routes.\"/v1.0\".status", "503"),
        setting("assume.queue_limit", "10"),
        setting("seed", "7"),
    ];
    let request = Request { set, ..Request::default() };
    let asked = scenario::read(source("campaign-surge"), &request).unwrap();
    let draft = Draft::read(source("campaign-surge"), request).unwrap();
    assert_eq!(*draft.scenario(), asked);
    assert!(draft.text().contains("max_size = 3\n"), "{}", draft.text());
    assert!(draft.text().contains("  [\"2m\", 25],\n"), "{}", draft.text());
}

#[test]
fn a_route_beside_the_default_one_keeps_it() {
    let base = Source {
        name: "own.toml".to_owned(),
        text: "format_version = 1\ntitle = \"x\"\nduration = \"1m\"\n".to_owned(),
    };
    let request =
        Request { set: vec![setting("app.routes./a.status", "201")], ..Request::default() };
    let draft = Draft::read(base, request).unwrap();
    let routes: Vec<&str> = draft.scenario().app.routes.keys().map(String::as_str).collect();
    assert_eq!(routes, ["/", "/a"]);
}

#[test]
fn comments_and_order_stay() {
    let text = "# mine\nformat_version = 1\ntitle = \"x\" # a title\nduration = \"1m\"\n\n[service.auto_scaling]\nmax_size = 4 # few\n";
    let base = Source { name: "own.toml".to_owned(), text: text.to_owned() };
    let draft = Draft::read(base, Request::default()).unwrap();
    let max_size = setting("service.auto_scaling.max_size", "5");
    let draft = draft.with(Intervention::Throughout(max_size)).unwrap();
    assert_eq!(draft.text(), text.replace("4 #", "5 #"));
    let again = setting("service.auto_scaling.max_size", "6");
    let draft = draft.with(Intervention::Throughout(again)).unwrap();
    assert_eq!(draft.interventions().len(), 1);
    assert_eq!(draft.text(), text.replace("4 #", "6 #"));
}

#[test]
fn what_happens_is_an_event_of_the_file() {
    let at = SimTime::from_micros(61_500_000);
    let actions = [
        TimedAction::Crash(2),
        TimedAction::Hang(1),
        TimedAction::Set(setting("app.routes./health.status", "302")),
        TimedAction::Update(setting("service.auto_scaling.max_size", "4")),
        TimedAction::Deploy("v2".to_owned(), vec![setting("app.routes./health.status", "302")]),
        TimedAction::Deploy("v3".to_owned(), Vec::new()),
        TimedAction::Push("v4".to_owned()),
        TimedAction::Pause,
        TimedAction::Resume,
    ];
    for action in actions {
        let before = draft("health-302");
        let after = before.with(Intervention::At(at, action.clone())).unwrap();
        let (old, new) = (&before.scenario().actions, &after.scenario().actions);
        assert_eq!(new.len(), old.len() + 1, "{action}");
        let found = new.iter().find(|it| it.at == at).unwrap();
        let is_meant = match (&action, &found.action) {
            (TimedAction::Crash(count), Action::Crash { instances })
            | (TimedAction::Hang(count), Action::Hang { instances }) => count == instances,
            (TimedAction::Set(one), Action::Set(patch))
            | (TimedAction::Update(one), Action::Update(patch)) => patch.settings == [one.clone()],
            (TimedAction::Deploy(name, set), Action::Deploy(version)) => {
                *name == version.name && *set == version.patch.settings
            }
            (TimedAction::Push(name), Action::Push(version)) => *name == version.name,
            (TimedAction::Pause, Action::Pause) | (TimedAction::Resume, Action::Resume) => true,
            _ => false,
        };
        assert!(is_meant, "{action}: {found:?}");
        assert_eq!(saved(&after), *after.scenario());
    }
}

#[test]
fn a_change_that_cannot_be_is_refused_in_words() {
    let rejected = |intervention| draft("health-302").with(intervention).unwrap_err();
    let path = setting("service.auto_scaling.max_siz", "5");
    let faults = rejected(Intervention::Throughout(path));
    assert!(faults.errors().next().unwrap().message.contains("max_siz"));
    let late = Intervention::At(SimTime::from_secs(100_000), TimedAction::Pause);
    assert!(rejected(late).errors().next().unwrap().message.contains("after the end"));
    let many = Intervention::At(SimTime::ZERO, TimedAction::Crash(0));
    assert!(rejected(many).errors().next().is_some());
}

#[test]
fn a_surge_ends_before_the_step_that_it_ends_at() {
    let text = "format_version = 1\ntitle = \"x\"\nduration = \"3m\"\n[[traffic]]\nroute = \"/\"\n\
                profile = [[\"0s\", 20], [\"1m\", 20], [\"1m\", 280]]\n";
    let base = Source { name: "own.toml".to_owned(), text: text.to_owned() };
    let draft = Draft::read(base, Request::default()).unwrap();
    let surge = TimedAction::Surge(2, SimDuration::from_secs(60));
    let draft = draft.with(Intervention::At(SimTime::ZERO, surge)).unwrap();
    let added = draft.scenario().traffic.last().unwrap();
    let Load::Open { profile, .. } = &added.load else { panic!("{added:?}") };
    let minute = SimTime::from_secs(60);
    assert_eq!(profile.points, [(SimTime::ZERO, 20.0), (minute, 20.0), (minute, 0.0)]);
}

#[test]
fn a_surge_is_as_patient_as_the_stream_that_it_multiplies() {
    for patience in ["\"2s\"", "{ exponential = { mean = \"2s\" } }"] {
        let text = format!(
            "format_version = 1\ntitle = \"x\"\nduration = \"3m\"\n[[traffic]]\nroute = \"/\"\n\
             profile = [[\"0s\", 20]]\nclient_timeout = {patience}\n\
             retry = {{ on = [503], attempts = 2, backoff = {patience} }}\n"
        );
        let draft = Draft::read(Source { name: "own.toml".to_owned(), text }, Request::default());
        let surge = TimedAction::Surge(2, SimDuration::from_secs(60));
        let draft = draft.unwrap().with(Intervention::At(SimTime::ZERO, surge)).unwrap();
        let [stream, added] = &draft.scenario().traffic[..] else { panic!("two streams") };
        assert_eq!(added.client_timeout, stream.client_timeout, "{patience}");
        assert_eq!(added.retry, stream.retry, "{patience}");
        assert!(added.client_timeout.is_some() && added.retry.is_some());
    }
}

#[test]
fn a_change_is_judged_by_the_edition_that_is_played() {
    let chapter = draft("429-on-burst").under(Edition::Chapter).unwrap();
    let none = TimedAction::Update(setting("service.auto_scaling.min_size", "0"));
    let none = Intervention::At(SimTime::from_secs(50), none);
    let changed = chapter.with(none.clone()).unwrap();
    assert!(changed.text().contains("\"service.auto_scaling.min_size\" = 0"));
    // What somebody typed is never bent: the file's own edition refuses it in words.
    let rejected = changed.under(Edition::Aws).unwrap_err();
    assert!(rejected.errors().next().unwrap().message.contains("AWS requires at least 1"));
    let rejected = draft("429-on-burst").with(none).unwrap_err();
    assert!(rejected.errors().next().unwrap().message.contains("AWS requires at least 1"));
}

#[test]
fn every_seed_is_written_and_read_again() {
    for seed in [0, i64::MAX.unsigned_abs(), 1 << 63, u64::MAX] {
        let request = Request { seed: Some(seed), ..Request::default() };
        let draft = Draft::read(source("health-302"), request).unwrap();
        let crash = Intervention::At(SimTime::ZERO, TimedAction::Pause);
        let draft = draft.with(crash).unwrap();
        assert_eq!((draft.scenario().seed, saved(&draft).seed), (seed, seed));
    }
}

#[test]
fn a_route_with_any_sign_can_be_set() {
    for name in ["/a=b", "/v1.0", "/it's", "/a b=\"c\""] {
        let path = spanned_toml::path::join(["app", "routes", name, "status"]);
        let typed = spanned_toml::setting::parse(&format!("{path}=503")).unwrap();
        let request = Request { set: vec![typed], ..Request::default() };
        let draft = Draft::read(source("health-302"), request).unwrap();
        let settings = to_toml::of_application(&draft.scenario().app);
        let own = settings.into_iter().find(|it| it.path == path).unwrap();
        assert_eq!((own.value.as_str(), saved(&draft).app.routes[name].status), ("503", 503));
    }
}

#[test]
fn every_setting_says_what_it_takes_and_takes_what_it_says() {
    for edition in Edition::ALL {
        let draft = draft("campaign-surge").under(edition).unwrap();
        let scenario = draft.scenario();
        // CPU and memory come in pairs.
        let alone = |it: &Setting| !it.path.starts_with("service.instance.");
        let settings: Vec<Setting> = to_toml::of_service(&scenario.service)
            .into_iter()
            .filter(alone)
            .chain([to_toml::instance(scenario.service.instance)])
            .chain(to_toml::of_application(&scenario.app))
            .chain(to_toml::of_assumptions(&scenario.assume))
            .collect();
        for (setting, shape) in settings.iter().zip(draft.shapes(&settings)) {
            // A pair of values is none that one word or number describes.
            let is_pair =
                ["service.instance", "assume.healthy_status"].contains(&setting.path.as_str());
            assert!(shape.is_some() || is_pair, "{setting} is not described");
            let Some(Shape::OneOf(words)) = shape else { continue };
            for word in words {
                let path = setting.path.clone();
                let chosen = Setting { path, value: format!("\"{word}\"") };
                let is_taken = draft.with(Intervention::Throughout(chosen.clone())).is_ok();
                // Express Mode checks by HTTP alone.
                let is_refused = edition == Edition::Express && word == "TCP";
                assert_eq!(is_taken, !is_refused, "{chosen}");
            }
        }
    }
}
