//! Definitions of services: every quirk of a format is read or reported, what is written reads
//! as the same service, and hostile files are refused.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use apprunner_sim::file::scenario::{self, Request};
use apprunner_sim::model::express::{ExpressSettings, ScalingMetric};
use apprunner_sim::model::rules::Edition;
use apprunner_sim::model::scenario::Scenario;
use apprunner_sim::model::service::{HealthCheck, Protocol, Service};
use coldstart::app::builtin;
use service_exchange::{
    ImportRequest, ImportedService, ServiceError, ServiceFile, ServiceFormat, ServiceTarget,
};
use spanned_toml::word::Word as _;

use crate::support::builtin::source;
use crate::support::folder::Folder;

fn import(name: &str, text: &str) -> Result<ImportedService, ServiceError> {
    service_exchange::import(&[ServiceFile { name, text }], &ImportRequest::default())
}

/// The scenario `text` as it stands.
fn read(name: &str, text: &str) -> Scenario {
    scenario::read(source(&format!("{name}.toml"), text), &Request::default()).unwrap()
}

/// The settings of the service in a scenario that was imported.
fn settings(text: &str) -> String {
    let service = text.split_once("\n[service").map(|(_, rest)| format!("[service{rest}"));
    let service = service.unwrap_or_default();
    let (service, _) = service.split_once("\n[app]").unwrap_or((&service, ""));
    let lines = service.lines().filter(|line| !line.is_empty());
    lines.flat_map(|line| ["  ", line, "\n"]).collect()
}

/// What is read of every file in `tests/services/FOLDER`, and what is not.
fn listing(folder: &str) -> String {
    let entries = fs::read_dir(format!("tests/services/{folder}")).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(paths.len() >= 10, "{folder} has {} files", paths.len());
    let mut listing = String::new();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        writeln!(listing, "== {name}").unwrap();
        match import(name, &fs::read_to_string(&path).unwrap()) {
            Err(error) => writeln!(listing, "refused: {error}").unwrap(),
            Ok(service) => {
                read(name, &service.text);
                write!(listing, "{}\n{}", service.name, settings(&service.text)).unwrap();
                service.losses.iter().for_each(|loss| writeln!(listing, "! {loss}").unwrap());
            }
        }
    }
    listing
}

#[test]
fn every_quirk_is_read_or_reported() {
    for (format, _) in ServiceFormat::WORDS {
        insta::assert_snapshot!(format!("services-{format}"), listing(format));
    }
}

/// Every built-in scenario under the rules of `edition`, with both ways to be deployed.
fn builtin_services(edition: Edition) -> Vec<Scenario> {
    let request = Request { edition: Some(edition), ..Request::default() };
    let under_rules = |&(name, text): &(&str, &str)| {
        scenario::read(source(&format!("{name}.toml"), text), &request).unwrap()
    };
    builtin::scenarios().iter().map(under_rules).collect()
}

/// What a definition for `target` has to bring back of `service`.
fn kept(service: &Service, target: ServiceTarget) -> Service {
    let defaults = target.edition().rules().service();
    let mut kept = Service { start: defaults.start, ..service.clone() };
    if let (Some(express), Some(defaults)) = (&mut kept.express, defaults.express) {
        *express = ExpressSettings { metric: express.metric, target: express.target, ..defaults };
        let path = kept.health_check.path;
        kept.health_check = HealthCheck { path, ..defaults_of_checks() };
    }
    if service.health_check.protocol == Protocol::Tcp {
        kept.health_check.path = defaults.health_check.path;
    }
    kept
}

/// Terraform's configuration language as its JSON syntax.
fn hcl_as_json(text: &str) -> String {
    let body: serde_json::Value = hcl::from_str(text).unwrap();
    body.to_string()
}

/// The health check of Express Mode, of which its API takes the path alone.
fn defaults_of_checks() -> HealthCheck {
    Edition::Express.rules().service().health_check
}

#[test]
fn a_service_of_express_mode_survives_its_definition() {
    let mut metrics = Vec::new();
    for mut scenario in builtin_services(Edition::Express) {
        for metric in ScalingMetric::WORDS.iter().map(|(_, metric)| *metric) {
            let express = scenario.service.express.as_mut().unwrap();
            (express.metric, express.target) = (metric, 70);
            let text = service_exchange::export(&scenario, ServiceTarget::Express).text;
            let read = read(&scenario.name, &import("service", &text).unwrap().text);
            assert_eq!(read.edition, Edition::Express);
            assert_eq!(read.service, kept(&scenario.service, ServiceTarget::Express));
            metrics.push(metric);
        }
    }
    assert!(metrics.len() > 3);
}

#[test]
fn a_service_of_app_runner_survives_each_definition() {
    for scenario in builtin_services(Edition::Aws) {
        let export = |target| service_exchange::export(&scenario, target).text;
        let scaling = export(ServiceTarget::CreateAutoScaling);
        for target in
            [ServiceTarget::CreateService, ServiceTarget::CloudFormation, ServiceTarget::Terraform]
        {
            let mut text = export(target);
            if target == ServiceTarget::Terraform {
                text = hcl_as_json(&text);
            }
            let mut files = vec![ServiceFile { name: "service", text: &text }];
            // What the API keeps in two documents is imported from two.
            if target == ServiceTarget::CreateService {
                files.push(ServiceFile { name: "scaling", text: &scaling });
            }
            let service = service_exchange::import(&files, &ImportRequest::default()).unwrap();
            let name = &scenario.name;
            let wanted = kept(&scenario.service, target);
            assert_eq!(read(name, &service.text).service, wanted, "{name} {}", target.word());
        }
    }
}

#[test]
fn files_that_belong_together_are_one_service() {
    let file = |name: &str| fs::read_to_string(format!("tests/services/{name}")).unwrap();
    let service = file("apprunner/describe-private-image.json");
    let scaling = file("apprunner/scaling-only.json");
    let files = [("a", &scaling), ("b", &service)].map(|(name, text)| ServiceFile { name, text });
    let imported = service_exchange::import(&files, &ImportRequest::default()).unwrap();
    let scaling = read("x", &imported.text).service.auto_scaling;
    assert_eq!((scaling.min_size, scaling.max_size, scaling.max_concurrency), (3, 18, 40));
    let repository = file("apprunner/describe-repository-config.json");
    let config = file("apprunner-yaml/python311-pre-run.yaml");
    let files = [("a", &repository), ("apprunner.yaml", &config)]
        .map(|(name, text)| ServiceFile { name, text });
    let imported = service_exchange::import(&files, &ImportRequest::default()).unwrap();
    assert_eq!(read("x", &imported.text).service.port, 8000);
    assert!(!imported.text.contains("configuration is in the repository"));
}

#[test]
fn parameters_and_a_choice_decide_what_a_template_makes() {
    let text = fs::read_to_string("tests/services/cloudformation/short-tags.yaml").unwrap();
    let files = [ServiceFile { name: "t", text: &text }];
    let with = |name: &str, value: &str| ImportRequest {
        parameters: BTreeMap::from([(name.to_owned(), value.to_owned())]),
        ..ImportRequest::default()
    };
    let imported = service_exchange::import(&files, &with("MaxSize", "3")).unwrap();
    assert_eq!(read("x", &imported.text).service.auto_scaling.max_size, 3);
    let unknown = service_exchange::import(&files, &with("Maxsize", "3")).unwrap_err();
    assert_eq!(unknown.to_string(), "no template has a parameter `Maxsize`");
    let several = fs::read_to_string("tests/services/cloudformation/several.yaml").unwrap();
    let files = [ServiceFile { name: "t", text: &several }];
    for wanted in ["back", "Back"] {
        let request =
            ImportRequest { service: Some(wanted.to_owned()), ..ImportRequest::default() };
        assert_eq!(service_exchange::import(&files, &request).unwrap().name, "back");
    }
    let request = ImportRequest { service: Some("none".to_owned()), ..ImportRequest::default() };
    let unknown = service_exchange::import(&files, &request).unwrap_err().to_string();
    assert_eq!(unknown, "there is no service `none`; available: front, back");
}

#[test]
fn each_value_that_is_refused_has_its_own_reason() {
    let instance = |cpu: &str, memory: &str| {
        let text = format!(
            "{{\"ServiceName\": \"s\", \"InstanceConfiguration\": {{\"Cpu\": \"{cpu}\", \"Memory\": \
             \"{memory}\"}}, \"AutoScalingConfigurationArn\": \"\"}}"
        );
        let losses = import("s.json", &text).unwrap().losses;
        losses.iter().map(ToString::to_string).filter(|it| it.contains("keeps its")).collect()
    };
    let refused: Vec<String> = instance("1e400", "-2048");
    let [cpu, memory] = refused.as_slice() else { panic!("{refused:?}") };
    assert!(cpu.contains("`1e400` is not a size") && !cpu.contains("-2048"), "{cpu}");
    assert!(memory.contains("-2048` is not a size") && !memory.contains("1e400"), "{memory}");
    // Of a pair that does not go together the reason is one.
    let refused: Vec<String> = instance("256", "12288");
    assert_eq!(refused.len(), 2, "{refused:?}");
}

#[test]
fn hostile_files_are_refused() {
    let lines =
        |next: &dyn Fn(usize) -> String, count: usize| -> String { (1..count).map(next).collect() };
    let bomb = format!(
        "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n{}",
        lines(&|n| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", ")), 12)
    );
    let merge = format!(
        "a0: &a0 {{x: 1}}\n{}",
        lines(&|n| format!("a{n}: &a{n} {{<<: *a{}, b: *a{0}, c: *a{0}}}\n", n - 1), 40)
    );
    let parameters = "x".repeat(4_000);
    let sub = format!(
        "Parameters: {{P: {{Type: String, Default: {parameters}}}}}\nResources:\n  A:\n    \
         Type: AWS::AppRunner::Service\n    Properties:\n      ServiceName: !Sub '{}'\n",
        "${P}".repeat(200_000)
    );
    let circle = "Conditions: {A: !Condition B, B: !Condition A}\nResources:\n  S: {Type: \
                  'AWS::AppRunner::Service', Condition: A, Properties: {ServiceName: s}}\n";
    let chain = format!(
        "Conditions:\n{}  C0: !Equals [a, a]\nResources:\n  S: {{Type: 'AWS::AppRunner::Service', \
         Condition: C9999, Properties: {{ServiceName: s}}}}\n",
        lines(&|n| format!("  C{n}: !And [!Condition C{0}, !Condition C{0}]\n", n - 1), 10_000)
    );
    for (text, refused) in [
        ("[".repeat(100_000), true),
        ("{\"a\":".repeat(100_000), true),
        (format!("Resources: {}", "[".repeat(5_000)), true),
        ("- ".repeat(50_000), true),
        (bomb, true),
        (merge, true),
        (sub, false),
        (circle.to_owned(), false),
        (chain, false),
        ("a: &a [*a]".to_owned(), true),
        ("? [a]\n: b".to_owned(), true),
        ("a: 1\na: 2\n".to_owned(), true),
        ("\u{0}\u{1}".to_owned(), true),
        (String::new(), true),
    ] {
        let head: String = text.chars().take(40).collect();
        let is_refused = import("x", &text).is_err();
        assert_eq!(is_refused, refused, "{head}");
    }
}

#[test]
fn the_command_writes_a_whole_scenario_or_none() {
    let folder = Folder::new();
    let template = fs::read_to_string("tests/services/cloudformation/short-tags.yaml").unwrap();
    folder.write("template.yaml", &template);
    let done = folder.run(&["import", "service", "template.yaml", "--into", "mine.toml"]);
    done.assert_code(0);
    assert!(done.stderr.contains("template.yaml:8: other resources skipped: AWS::IAM::Role"));
    folder.run(&["check", "mine.toml"]).assert_code(0);
    folder.run(&["run", "mine.toml"]).assert_code(0);
    // The author may have filled it in.
    folder.run(&["import", "service", "template.yaml", "--output", "mine.toml"]).fails();
    folder.run(&["import", "service", "template.yaml", "--output", "template.yaml"]).fails();
    assert_eq!(folder.read("template.yaml"), template);
    // What PowerShell redirects is UTF-16.
    let utf_16: Vec<u8> =
        format!("\u{feff}{template}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    folder.write("utf-16.yaml", utf_16);
    let printed = folder.run(&["import", "service", "utf-16.yaml"]);
    printed.assert_code(0);
    assert!(printed.stdout.contains("max_size = 8"), "{}", printed.stdout);
    let piped = folder.say(&["import", "service", "-", "--param", "MaxSize=5"], &template);
    piped.assert_code(0);
    assert!(piped.stdout.contains("max_size = 5"), "{}", piped.stdout);
    let mistaken = folder.run(&["import", "template.yaml"]);
    assert!(mistaken.fails().contains("use `coldstart import service template.yaml`"));
    folder.run(&["import", "service", "none.yaml"]).fails();
}

#[test]
fn a_scenario_of_either_edition_becomes_a_definition() {
    let folder = Folder::new();
    for (name, _) in builtin::scenarios() {
        for (target, _) in ServiceTarget::WORDS {
            folder.run(&["export", name, "--to", target]).assert_code(0);
        }
    }
    let set = ["--set", "service.auto_scaling.min_size=0"];
    let export = [&["export", "campaign-surge", "--to", "cloudformation"][..], &set].concat();
    let adapted = folder.run(&export);
    assert!(adapted.stderr.contains("adapted: min_size 0 → 1"), "{}", adapted.stderr);
    folder.run(&["export", "campaign-surge", "--to", "gift"]).fails();
    folder.run(&["export", "--bank", "--to", "terraform"]).fails();
}
