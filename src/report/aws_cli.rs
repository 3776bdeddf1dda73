//! A run's calls as somebody would make them with the AWS CLI, and the file of a
//! run with them at its head.
//!
//! The syntax is that of the AWS CLI Command Reference, `apprunner`:
//! <https://docs.aws.amazon.com/cli/latest/reference/apprunner/>.

use std::fmt::Write as _;

use super::safe::{in_a_line, shell_word};
use apprunner_sim::file::draft::Draft;
use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::action::{Action, ScheduledAction};
use apprunner_sim::model::intervention::Intervention;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::service::{AutoDeployments, Protocol, Service, ServicePatch};
use apprunner_sim::model::story::Story;
use apprunner_sim::model::time::{MICROS_PER_SECOND, SimDuration, SimTime};
use spanned_toml::diagnostic::{Diagnostics, Source};
use spanned_toml::faults::counted;

const SERVICE: &str = "--service-arn \"$SERVICE_ARN\"";

/// The calls, a line each, in order of time. What happens to the application
/// itself is no call, and stands in a comment.
pub fn commands(draft: &Draft) -> Vec<String> {
    let scenario = draft.scenario();
    let mut service = scenario.service.clone();
    let mut lines = Vec::new();
    let changed = changed_throughout(draft);
    if changed != ServicePatch::default() {
        lines.push("# before the run".to_owned());
        update(&service, &changed, &mut lines);
    }
    for ScheduledAction { at, action } in &scenario.actions {
        let mut calls = Vec::new();
        match action {
            Action::Update(patch) => {
                patch.service.apply(&mut service);
                update(&service, &patch.service, &mut calls);
            }
            Action::Deploy(version) => {
                version.patch.service.apply(&mut service);
                update(&service, &version.patch.service, &mut calls);
                calls.push(format!("aws apprunner start-deployment {SERVICE}"));
            }
            Action::Pause => calls.push(format!("aws apprunner pause-service {SERVICE}")),
            Action::Stuck(length) => {
                calls.push(format!("# no command: operations make no progress for {length}"));
            }
            Action::Resume => calls.push(format!("aws apprunner resume-service {SERVICE}")),
            Action::Push(version) => {
                calls.push(format!("# push the image or commit {}", version.name));
            }
            Action::Crash { instances } => {
                calls.push(format!(
                    "# no command: the processes of {} exit",
                    counted(instances, "instance")
                ));
            }
            Action::Hang { instances } => {
                calls.push(format!(
                    "# no command: from now on, {} do not respond",
                    counted(instances, "instance")
                ));
            }
            Action::Set(patch) => {
                patch.service.apply(&mut service);
                let set: Vec<String> = patch.settings.iter().map(ToString::to_string).collect();
                calls.push(format!("# no command: {}", set.join(", ")));
            }
        }
        lines.push(format!("# at {}", at.since(SimTime::ZERO)));
        lines.append(&mut calls);
    }
    lines
}

/// The file that gives this very run, with its changes and calls at its head.
pub fn annotated(draft: &Draft) -> String {
    let mut text = format!(
        "# A coldstart run, saved as a scenario: {}.\n# `coldstart run` with this file gives the same run, event by event.\n",
        draft.scenario().name
    );
    for intervention in draft.changes() {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "# changed: {}", in_a_line(&intervention.to_string()));
    }
    let commands = commands(draft);
    if !commands.is_empty() {
        text.push_str("#\n# The equivalent AWS CLI commands:\n");
    }
    for command in commands {
        let _ = writeln!(text, "#   {}", in_a_line(&command));
    }
    text.push('\n');
    text.push_str(draft.text());
    text
}

/// As [`annotated`], once it is read back: what is kept gives the same run.
pub fn checked(draft: &Draft) -> Result<String, NotKept> {
    let text = annotated(draft);
    let source = Source { name: draft.scenario().name.clone(), text };
    match scenario::read(source.clone(), &Request::default()) {
        Ok(read) if is_same_run(&read, draft.scenario()) => Ok(source.text),
        Ok(_) => Err(NotKept::Another),
        Err(faults) => Err(NotKept::Unreadable(faults)),
    }
}

/// Whether two scenarios give one run; what an edition adapted and what is said are no part
/// of it.
fn is_same_run(one: &Scenario, other: &Scenario) -> bool {
    let bare = |scenario: &Scenario| Scenario {
        story: Story::default(),
        adapted: Vec::new(),
        name: String::new(),
        ..scenario.clone()
    };
    bare(one) == bare(other)
}

/// Why a changed scenario is not kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotKept {
    /// The file could not be read again.
    #[error("the changed scenario cannot be written as a file: {}", .0.in_a_line())]
    Unreadable(Diagnostics),
    /// The file gives another run.
    #[error("the changed scenario cannot be written as a file that gives the same run")]
    Another,
}

/// The service's settings that were changed from the start on.
fn changed_throughout(draft: &Draft) -> ServicePatch {
    let service = &draft.scenario().service;
    let (scaling, check) = (&service.auto_scaling, &service.health_check);
    let mut patch = ServicePatch::default();
    for intervention in draft.changes() {
        let Intervention::Throughout(setting) = intervention else { continue };
        match setting.path.strip_prefix("service.").unwrap_or_default() {
            "port" => patch.port = Some(service.port),
            "auto_deployments" => patch.auto_deployments = Some(service.auto_deployments),
            "instance" | "instance.cpu" | "instance.memory" => {
                patch.cpu_millis = Some(service.instance.cpu_millis);
            }
            name if name.starts_with("auto_scaling") => patch.max_size = Some(scaling.max_size),
            name if name.starts_with("health_check") => patch.protocol = Some(check.protocol),
            _ => {}
        }
    }
    patch
}

/// The calls that bring `service` about, of which `patch` was changed: App Runner
/// takes whole configurations, not single settings.
fn update(service: &Service, patch: &ServicePatch, lines: &mut Vec<String>) {
    let Service { instance, auto_scaling, health_check: check, .. } = service;
    let mut options = Vec::new();
    if patch.touches_scaling() {
        lines.push(format!(
            "aws apprunner create-auto-scaling-configuration --auto-scaling-configuration-name \
             changed --min-size {} --max-size {} --max-concurrency {}",
            auto_scaling.min_size, auto_scaling.max_size, auto_scaling.max_concurrency
        ));
        options.push("--auto-scaling-configuration-arn \"$AUTO_SCALING_ARN\"".to_owned());
    }
    if patch.touches_health_check() {
        let target = match check.protocol {
            Protocol::Http => format!(",Path={}", shorthand(&check.path)),
            Protocol::Tcp => String::new(),
        };
        let configuration = format!(
            "Protocol={}{target},Interval={},Timeout={},HealthyThreshold={},UnhealthyThreshold={}",
            check.protocol,
            seconds(check.interval),
            seconds(check.timeout),
            check.healthy_threshold,
            check.unhealthy_threshold
        );
        options.push(format!("--health-check-configuration {}", shell_word(&configuration)));
    }
    if patch.cpu_millis.is_some() || patch.memory_mb.is_some() {
        // CPU units and megabytes, which the API takes as well as words.
        let units = u64::from(instance.cpu_millis) * 1_024 / 1_000;
        options.push(format!("--instance-configuration Cpu={units},Memory={}", instance.memory_mb));
    }
    let mut source = Vec::new();
    if patch.auto_deployments.is_some() {
        let on = service.auto_deployments == AutoDeployments::On;
        source.push(format!("\"AutoDeploymentsEnabled\":{on}"));
    }
    if patch.port.is_some() {
        source.push(format!(
            "\"ImageRepository\":{{\"ImageIdentifier\":\"IMAGE\",\"ImageRepositoryType\":\"ECR\",\
             \"ImageConfiguration\":{{\"Port\":\"{}\"}}}}",
            service.port
        ));
    }
    if !source.is_empty() {
        options.push(format!("--source-configuration '{{{}}}'", source.join(",")));
    }
    if !options.is_empty() {
        lines.push(format!("aws apprunner update-service {SERVICE} {}", options.join(" ")));
    }
}

/// A value of the AWS CLI's shorthand syntax, in quotes unless it needs none.
fn shorthand(value: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || "/._-:%+@$();&~!*?".contains(letter);
    if value.chars().all(is_plain) {
        return value.to_owned();
    }
    format!("\"{}\"", value.replace('\\', r"\\").replace('"', "\\\""))
}

fn seconds(time: SimDuration) -> u64 {
    time.as_micros() / MICROS_PER_SECOND
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::builtin;
    use apprunner_sim::model::intervention::TimedAction;
    use spanned_toml::setting::Setting;

    fn changed(interventions: impl IntoIterator<Item = Intervention>) -> Draft {
        let mut draft = builtin::draft("campaign-surge", Vec::new()).unwrap().unwrap();
        for intervention in interventions {
            draft = draft.with(intervention).unwrap();
        }
        draft
    }

    fn setting(path: &str, value: &str) -> Setting {
        Setting { path: path.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn a_setting_of_all_the_run_is_a_call_before_it() {
        let size = setting("service.auto_scaling.max_size", "20");
        let commands = commands(&changed([Intervention::Throughout(size)]));
        assert_eq!(
            commands,
            [
                "# before the run",
                "aws apprunner create-auto-scaling-configuration --auto-scaling-configuration-name \
                 changed --min-size 1 --max-size 20 --max-concurrency 100",
                "aws apprunner update-service --service-arn \"$SERVICE_ARN\" \
                 --auto-scaling-configuration-arn \"$AUTO_SCALING_ARN\"",
            ]
        );
    }

    #[test]
    fn calls_come_in_order_of_time_with_whole_configurations() {
        let at = |seconds| SimTime::from_secs(seconds);
        let interval = setting("service.health_check.interval", "\"20s\"");
        let commands = commands(&changed([
            Intervention::At(at(120), TimedAction::Pause),
            Intervention::At(at(60), TimedAction::Update(interval)),
            Intervention::At(at(30), TimedAction::Crash(1)),
        ]));
        assert_eq!(
            commands,
            [
                "# at 30s",
                "# no command: the processes of 1 instance exit",
                "# at 1m",
                "aws apprunner update-service --service-arn \"$SERVICE_ARN\" \
                 --health-check-configuration Protocol=HTTP,Path=/health,Interval=20,Timeout=5,\
                 HealthyThreshold=1,UnhealthyThreshold=5",
                "# at 2m",
                "aws apprunner pause-service --service-arn \"$SERVICE_ARN\"",
            ]
        );
    }

    #[test]
    fn what_a_deployment_changes_is_in_the_calls_after_it() {
        let at = |seconds| SimTime::from_secs(seconds);
        let interval = setting("service.health_check.interval", "\"7s\"");
        let timeout = setting("service.health_check.timeout", "\"3s\"");
        let commands = commands(&changed([
            Intervention::At(at(60), TimedAction::Deploy("v2".to_owned(), vec![interval])),
            Intervention::At(at(120), TimedAction::Update(timeout)),
        ]));
        assert_eq!(commands.len(), 5, "{commands:?}");
        assert!(commands[1].contains("Interval=7,Timeout=5"), "{commands:?}");
        assert!(commands[2].contains("start-deployment"), "{commands:?}");
        assert!(commands[4].contains("Interval=7,Timeout=3"), "{commands:?}");
    }

    #[test]
    fn no_setting_writes_code_into_a_call_or_a_line_into_a_file() {
        let path = |value: &str| {
            let value = setting("service.health_check.path", value);
            changed([
                Intervention::At(SimTime::from_secs(9), TimedAction::Update(value)),
                Intervention::Throughout(setting("service.port", "8081")),
            ])
        };
        for (value, quoted) in [
            (r#""/$(x);id""#, "'Protocol=HTTP,Path=/$(x);id,"),
            (r#""/a,b'c""#, r#"'Protocol=HTTP,Path="/a,b'\''c","#),
        ] {
            let text = checked(&path(value)).unwrap();
            assert!(text.contains(quoted), "{text}");
        }
        // A path with a line break is refused where it is set; a version may be called anything.
        let broken = setting("service.health_check.path", r#""/a\nseed = 3""#);
        let broken = Intervention::At(SimTime::from_secs(9), TimedAction::Update(broken));
        let draft = builtin::draft("campaign-surge", Vec::new()).unwrap().unwrap();
        assert!(draft.clone().with(broken).is_err());
        let version = TimedAction::Deploy("v2\nseed = 3".to_owned(), Vec::new());
        let text = checked(&changed([Intervention::At(SimTime::from_secs(9), version)]));
        // In a text of several lines it is no line of the file.
        let text = text.unwrap();
        let source = Source { name: "campaign-surge.toml".to_owned(), text: text.clone() };
        let read = scenario::read(source, &Request::default()).unwrap();
        assert_eq!((read.seed, text.matches("\n#").count()), (draft.scenario().seed, 6), "{text}");
    }

    #[test]
    fn an_annotated_file_is_the_same_scenario() {
        let draft = changed([Intervention::At(SimTime::from_secs(9), TimedAction::Resume)]);
        let text = annotated(&draft);
        assert!(text.contains("# changed: ResumeService at 9s\n"), "{text}");
        let source = Source { name: "campaign-surge.toml".to_owned(), text };
        assert_eq!(scenario::read(source, &Request::default()).unwrap(), *draft.scenario());
    }
}
