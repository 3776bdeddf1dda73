//! Settings and changes in words: the label instead of the path, the value without the signs
//! of a file.

use apprunner_sim::model::intervention::{Intervention, TimedAction};
use apprunner_sim::model::time::SimTime;
use spanned_toml::diagnostic::Diagnostics;
use spanned_toml::path;
use spanned_toml::setting::Setting;

/// CPU and memory, which come in pairs.
pub(super) const SIZE: &str = "service.instance";

/// A value without the signs of a file: `{ uniform = { min = "1s", max = "3s" } }` as
/// `uniform min 1s, max 3s`.
pub(super) fn without_syntax(value: &str) -> String {
    let signs = ['{', '}', '"', '='];
    let words = value.split(signs).flat_map(str::split_whitespace);
    words.collect::<Vec<_>>().join(" ").replace(" ,", ",")
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
    (group, spelled(last))
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
            format!("{label} takes {}{way_out}", fault.expected)
        }
        _ => label + rest,
    }
}

/// What a setting is set to: its group, its label and its value.
pub(in crate::tui) fn setting_in_words(setting: &Setting) -> String {
    let (group, label) = named(&setting.path);
    format!("{group} · {label} = {}", without_syntax(&setting.value))
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
    use apprunner_sim::model::time::SimTime;

    #[test]
    fn a_distribution_is_read_without_its_signs() {
        assert_eq!(without_syntax("{ fixed = \"80ms\" }"), "fixed 80ms");
        let drawn = "{ lognormal = { median = \"2s\", p99 = \"4s\" } }";
        assert_eq!(without_syntax(drawn), "lognormal median 2s, p99 4s");
        assert_eq!(without_syntax("[200, 299]"), "[200, 299]");
    }

    #[test]
    fn a_label_is_made_of_the_names() {
        let named = |path| {
            let (group, label) = named(path);
            format!("{group} · {label}")
        };
        assert_eq!(named("service.auto_scaling.max_size"), "Auto scaling · Max size");
        assert_eq!(named("service.port"), "Service · Port");
        assert_eq!(named("service.instance"), "Instance · CPU and memory");
        assert_eq!(named("app.routes.\"/a.b\".latency"), "Route /a.b · Latency");
        assert_eq!(named("assume.wake"), "Assumptions · Wake");
        assert_eq!(named("assume.idle_cpu"), "Assumptions · Idle CPU");
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
        assert_eq!(refused("\"abc\""), "Max size takes a whole number");
        assert!(refused("0").starts_with("Max size "), "{}", refused("0"));
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
        assert_eq!(change_in_words(&throughout), "Auto scaling · Max size = 1 throughout");
        let at = |action| change_in_words(&Intervention::At(SimTime::from_secs(30), action));
        let updated = at(TimedAction::Update(max));
        assert_eq!(updated, "UpdateService, Auto scaling · Max size = 1 at 30s");
        let status = setting("app.routes.\"/\".status", "302");
        let deployed = at(TimedAction::Deploy("v2".to_owned(), vec![status]));
        assert_eq!(deployed, "StartDeployment v2, Route / · Status = 302 at 30s");
        assert_eq!(at(TimedAction::Crash(2)), "2 × crash at 30s");
    }
}
