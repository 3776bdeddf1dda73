//! Settings and changes in words: the label instead of the path, the value without the signs
//! of a file.

use apprunner_sim::model::intervention::{Intervention, TimedAction};
use apprunner_sim::model::time::SimTime;
use spanned_toml::diagnostic::Diagnostics;
use spanned_toml::path;
use spanned_toml::setting::Setting;

/// CPU and memory, which come in pairs.
pub(super) const SIZE: &str = "service.instance";

/// Settings whose names in a file do not say what they are: these by their paths, assumed ones by
/// their names.
const LABELS: [(&str, &str); 43] = [
    ("app.port", "Listening port"),
    ("app.start", "Start time"),
    ("app.background", "Background CPU"),
    ("app.shutdown", "On SIGTERM"),
    ("service.start", "State at the start"),
    ("service.auto_deployments", "Automatic deployments"),
    ("service.auto_scaling.min_size", "Minimum instances"),
    ("service.auto_scaling.max_size", "Maximum instances"),
    ("service.auto_scaling.max_concurrency", "Concurrency"),
    ("balancing", "Load balancing"),
    ("canary_bake", "Canary bake time"),
    ("canary_share", "Traffic of a canary"),
    ("create_cleanup", "Cleanup of a failed creation"),
    ("create_prepare", "Preparation of a creation"),
    ("create_route", "Traffic switch of a creation"),
    ("cut_status", "Status at the request limit"),
    ("deploy_prepare", "Preparation of a deployment"),
    ("deploy_route", "Traffic switch"),
    ("drain_wait", "Shortest draining time"),
    ("final_bake", "Final bake time"),
    ("healthy_status", "Healthy status codes"),
    ("idle_after", "Scale-in delay"),
    ("idle_cpu", "CPU of an idle instance"),
    ("keep_alive", "Connection keep-alive"),
    ("lost_per_hour", "Lost instances per hour"),
    ("lost_status", "Status of a lost request"),
    ("not_ready_status", "Status without instances"),
    ("overload_status", "Status at full capacity"),
    ("paused_status", "Status while paused"),
    ("provision", "Provisioning time"),
    ("publish_delay", "Delay of the metric"),
    ("pull_per_mb", "Image pull per MB"),
    ("queue_limit", "Waiting requests"),
    ("registration", "Target registration"),
    ("response_kb", "Response size in kB"),
    ("resume_prepare", "Preparation of a resume"),
    ("rollback", "Rollback time"),
    ("scale_in_after", "Idle time before scale-in"),
    ("scale_period", "Scaling period"),
    ("stop_grace", "Time until SIGKILL"),
    ("stop_signal", "Time of SIGTERM"),
    ("turnaround", "Time between requests"),
    ("wake", "Wake-up time"),
];

/// Values that are words of a file, by the names of their settings.
const VALUES: [(&str, &str, &str); 16] = [
    ("balancing", "fewest", "fewest active requests"),
    ("balancing", "random", "at random"),
    ("balancing", "round-robin", "in turn"),
    ("first_check", "after_interval", "one interval after it listens"),
    ("first_check", "at_once", "as soon as it listens"),
    ("queue_limit", "capacity", "the capacity of all instances"),
    ("queue_limit", "concurrency", "the capacity of active instances"),
    ("scale_in_step", "one", "one task at a time"),
    ("scale_in_step", "whole-gap", "all that are not needed"),
    ("shutdown", "drain", "completes its requests"),
    ("shutdown", "ignore", "ignores it"),
    ("start", "create", "being created"),
    ("stop_signal", "at_once", "when draining begins"),
    ("stop_signal", "drained", "when draining ends"),
    ("", "false", "no"),
    ("", "true", "yes"),
];

/// Settings whose two values are the ends of a range.
const RANGES: [&str; 1] = ["healthy_status"];

/// What the setting at `dotted` is set to, as people write it: `{ uniform = { min = "1s", max =
/// "3s" } }` as `1s to 3s`.
pub(in crate::tui) fn value_in_words(dotted: &str, value: &str) -> String {
    let signs = ['{', '}', '[', ']', '"', '='];
    let words = value.split(signs).flat_map(str::split_whitespace);
    let plain = words.collect::<Vec<_>>().join(" ").replace(" ,", ",");
    let name = dotted.rsplit('.').next().unwrap_or_default();
    let is_meant =
        |(of, word, _): &&(&str, &str, &str)| *word == plain && (of.is_empty() || *of == name);
    if let Some((.., words)) = VALUES.iter().find(is_meant) {
        return (*words).to_owned();
    }
    let between = |kind: &str| plain.strip_prefix(kind)?.split_once(", ");
    if let Some((low, high)) = between("uniform min ") {
        return format!("{low} to {}", high.trim_start_matches("max "));
    }
    if RANGES.contains(&name)
        && let Some((low, high)) = between("")
    {
        return if low == high { low.to_owned() } else { format!("{low} to {high}") };
    }
    let whole = plain.strip_suffix(".0").filter(|it| it.parse::<u64>().is_ok());
    let plain = whole.unwrap_or(&plain);
    let law = ["fixed ", "lognormal ", "exponential "];
    law.iter().find_map(|it| plain.strip_prefix(it)).unwrap_or(plain).to_owned()
}

/// The group and the label of the setting at `dotted`, made of its names.
pub(in crate::tui) fn named(dotted: &str) -> (String, String) {
    let names = path::parse(dotted).unwrap_or_default();
    let Some((last, tables)) = names.split_last() else { return Default::default() };
    if dotted == SIZE {
        return ("Instance".to_owned(), "CPU and memory".to_owned());
    }
    let tables: Vec<&str> = tables.iter().map(String::as_str).collect();
    let group = match tables.as_slice() {
        ["app"] => "Application".to_owned(),
        ["app", "routes", route] => format!("Route {route}"),
        ["assume"] => "Assumptions".to_owned(),
        ["service" | "app", rest @ ..] if !rest.is_empty() => spelled(&rest.join(" ")),
        [] => "Run".to_owned(),
        all => spelled(&all.join(" ")),
    };
    let name = dotted.strip_prefix("assume.").unwrap_or(dotted);
    let label = LABELS.iter().find(|(it, _)| *it == name);
    (group, label.map_or_else(|| spelled(last), |(_, label)| (*label).to_owned()))
}

/// `text` with the label of a setting in quotes in the place of its name in a file.
pub(in crate::tui) fn with_labels(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let name = word.trim_matches(|sign: char| "(),;:.".contains(sign));
        let is_name = |letter: char| letter.is_ascii_lowercase() || letter == '_';
        if !name.contains('_') || !name.chars().all(is_name) {
            return word.to_owned();
        }
        let label = LABELS.iter().find(|(it, _)| it.rsplit('.').next() == Some(name));
        let label = label.map_or_else(|| spelled(name), |(_, label)| (*label).to_owned());
        word.replacen(name, &format!("“{label}”"), 1)
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What a parameter means, without the marks of its documentation: backticks, and the edition in
/// parentheses that alone uses it.
pub(in crate::tui) fn meaning(documented: &str) -> String {
    let plain = documented.trim().trim_end_matches('.').replace('`', "");
    let marked = [" (aws)", " (express)"].iter().find_map(|it| plain.strip_suffix(it));
    format!("{}.", marked.unwrap_or(&plain))
}

/// A name of a file as words: `max_size` as "Max size".
fn spelled(name: &str) -> String {
    const SHORT: [&str; 7] = ["CPU", "vCPU", "GB", "ALB", "LCU", "TLS", "API"];
    let word = |(place, word): (usize, &str)| {
        if let Some(short) = SHORT.iter().find(|short| short.eq_ignore_ascii_case(word)) {
            return (*short).to_owned();
        }
        let (first, rest) = word.split_at_checked(usize::from(place == 0)).unwrap_or(("", word));
        first.to_ascii_uppercase() + rest
    };
    name.split(['_', ' ']).enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// Why the setting at `dotted` cannot have a value: the first of `faults`, with its label instead
/// of its name, and what it takes instead of what a file calls the value.
pub(in crate::tui) fn refusal(dotted: &str, faults: &Diagnostics) -> String {
    let names = path::parse(dotted).unwrap_or_default();
    let message = faults.in_a_line();
    let Some((fault, name)) = faults.errors().next().zip(names.last()) else { return message };
    let Some(rest) = message.strip_prefix(&format!("`{name}`")) else { return message };
    let (_, label) = named(dotted);
    match rest.split_once(&format!(", not {}", fault.expected)) {
        Some((_, way_out)) if !fault.expected.is_empty() => {
            format!("{label} must be {}{way_out}", fault.expected)
        }
        _ => label + rest,
    }
}

/// What a setting is set to: its group, its label and its value.
pub(in crate::tui) fn setting_in_words(setting: &Setting) -> String {
    let (group, label) = named(&setting.path);
    format!("{group} · {label} = {}", value_in_words(&setting.path, &setting.value))
}

/// What is changed in a run, and when.
pub(in crate::tui) fn change_in_words(change: &Intervention) -> String {
    match change {
        Intervention::Throughout(setting) => format!("{} throughout", setting_in_words(setting)),
        Intervention::At(at, action) => {
            format!("{} at {}", action_in_words(action), at.since(SimTime::ZERO))
        }
    }
}

fn action_in_words(action: &TimedAction) -> String {
    match action {
        TimedAction::Set(setting) => setting_in_words(setting),
        TimedAction::Update(setting) => format!("UpdateService, {}", setting_in_words(setting)),
        TimedAction::Deploy(version, settings) => {
            let settings = settings.iter().map(setting_in_words);
            let parts: Vec<String> =
                [format!("StartDeployment {version}")].into_iter().chain(settings).collect();
            parts.join(", ")
        }
        TimedAction::Crash(_)
        | TimedAction::Hang(_)
        | TimedAction::Push(_)
        | TimedAction::Pause
        | TimedAction::Resume
        | TimedAction::Surge(..) => action.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;
    use apprunner_sim::file::to_toml;
    use apprunner_sim::model::rules::Edition;

    #[test]
    fn a_value_is_read_without_the_signs_and_words_of_a_file() {
        let of = |path: &str, value: &str| value_in_words(path, value);
        let latency = "app.routes./.latency";
        assert_eq!(of(latency, "{ fixed = \"80ms\" }"), "80ms");
        let drawn = "{ lognormal = { median = \"2s\", p99 = \"4s\" } }";
        assert_eq!(of(latency, drawn), "median 2s, p99 4s");
        let drawn = "{ uniform = { min = \"1s\", max = \"3s\" } }";
        assert_eq!(of(latency, drawn), "1s to 3s");
        assert_eq!(of(latency, "{ exponential = { mean = \"1s\" } }"), "mean 1s");
        assert_eq!(of("assume.healthy_status", "[200, 299]"), "200 to 299");
        assert_eq!(of("assume.healthy_status", "[200, 200]"), "200");
        assert_eq!(of("traffic.retry.on", "[429, 503]"), "429, 503");
        assert_eq!(of("assume.first_check", "\"at_once\""), "as soon as it listens");
        assert_eq!(of("assume.stop_signal", "\"at_once\""), "when draining begins");
        assert_eq!(of("assume.target_utilization", "1.0"), "1");
        assert_eq!(of("assume.idle_cpu", "0.01"), "0.01");
        assert_eq!(of("service.auto_deployments", "true"), "yes");
        assert_eq!(of("service.health_check.path", "\"/health\""), "/health");
    }

    #[test]
    fn every_word_of_a_file_that_can_be_picked_has_words() {
        let mut seen = 0;
        for edition in Edition::ALL {
            let assume = edition.rules().assume.values();
            for setting in to_toml::of_assumptions(&assume) {
                let said = value_in_words(&setting.path, &setting.value);
                let (_, label) = named(&setting.path);
                assert!(!said.contains(['_', '[', '{', '"']), "{setting}: {said}");
                assert!(!label.contains('_'), "{label}");
                seen += usize::from(said != setting.value);
            }
        }
        assert!(seen > 10, "{seen}");
        for (name, label) in LABELS {
            let path = if name.contains('.') { name.to_owned() } else { format!("assume.{name}") };
            assert_eq!(named(&path).1, label);
            let names = to_toml::of_assumptions(&Edition::Aws.rules().assume.values());
            assert!(name.contains('.') || names.iter().any(|it| it.path == path), "{name}");
        }
    }

    #[test]
    fn a_label_is_made_of_the_names() {
        let named = |path| {
            let (group, label) = named(path);
            format!("{group} · {label}")
        };
        assert_eq!(named("service.auto_scaling.max_size"), "Auto scaling · Maximum instances");
        assert_eq!(named("service.port"), "Service · Port");
        assert_eq!(named("service.instance"), "Instance · CPU and memory");
        assert_eq!(named("app.routes.\"/a.b\".latency"), "Route /a.b · Latency");
        assert_eq!(named("assume.wake"), "Assumptions · Wake-up time");
        assert_eq!(named("assume.round_trip"), "Assumptions · Round trip");
        assert_eq!(named("app.first_request"), "Application · First request");
        assert_eq!(named("traffic.0.profile"), "Traffic 0 · Profile");
        assert_eq!(named("seed"), "Run · Seed");
    }

    #[test]
    fn a_refusal_names_the_label_and_what_it_takes() {
        let path = "service.auto_scaling.max_size";
        let refused = |value: &str| {
            let set = vec![Setting { path: path.to_owned(), value: value.to_owned() }];
            let draft = builtin::draft("campaign-surge", set).unwrap();
            refusal(path, &draft.unwrap_err())
        };
        assert_eq!(refused("\"abc\""), "Maximum instances must be a whole number");
        assert!(refused("0").starts_with("Maximum instances "), "{}", refused("0"));
        let elsewhere = builtin::draft("campaign-surge", vec![]).unwrap().unwrap();
        let faults = elsewhere.with(Intervention::Throughout(Setting {
            path: "service.nothing".to_owned(),
            value: "1".to_owned(),
        }));
        let faults = faults.unwrap_err();
        assert_eq!(refusal(path, &faults), faults.in_a_line(), "of another setting");
    }

    #[test]
    fn a_change_names_its_setting_by_its_label() {
        let setting =
            |path: &str, value: &str| Setting { path: path.to_owned(), value: value.to_owned() };
        let max = setting("service.auto_scaling.max_size", "1");
        let throughout = Intervention::Throughout(max.clone());
        assert_eq!(change_in_words(&throughout), "Auto scaling · Maximum instances = 1 throughout");
        let at = |action| change_in_words(&Intervention::At(SimTime::from_secs(30), action));
        let updated = at(TimedAction::Update(max));
        assert_eq!(updated, "UpdateService, Auto scaling · Maximum instances = 1 at 30s");
        let status = setting("app.routes.\"/\".status", "302");
        let deployed = at(TimedAction::Deploy("v2".to_owned(), vec![status]));
        assert_eq!(deployed, "StartDeployment v2, Route / · Status = 302 at 30s");
        assert_eq!(at(TimedAction::Crash(2)), "2 × crash at 30s");
    }
}
