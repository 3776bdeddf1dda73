//! What users of App Runner report, in their words, leads to the fact that explains it: in
//! lines, on the screen and in the palette. Where they saw something else than AWS documents,
//! both stand.

use coldstart::app::builtin;
use coldstart::tui::Content;
use coldstart::tui::message::{Destination, Msg};
use quizbank::file::facts;
use quizbank::model::fact::Ledger;
use ratatui::crossterm::event::KeyCode::{Char, Enter};

use crate::support::builtin::source;
use crate::support::driver::Driver;
use crate::support::program::coldstart;
use crate::support::screen::PLAIN;

/// Large enough to show a fact whole, with its name last.
const SIZE: (u16, u16) = (120, 60);

/// What is typed, and the fact that has to be found first.
const SYMPTOMS: &[(&str, &str)] = &[
    // Requests.
    ("upstream connect error", "networking.upstream-connect-error"),
    ("disconnect/reset before headers", "networking.upstream-connect-error"),
    ("random 503", "networking.upstream-connect-error"),
    ("502", "instance.out-of-memory"),
    ("exit code 137", "instance.out-of-memory"),
    ("OOM", "instance.out-of-memory"),
    ("out of memory", "instance.out-of-memory"),
    ("429", "scaling.rejected-429"),
    ("429 Too Many Requests", "scaling.rejected-429"),
    ("rate limit", "scaling.rejected-429"),
    ("SNS loses messages", "scaling.rejected-429"),
    ("504", "limits.request-timeout"),
    ("upstream request timeout", "limits.request-timeout"),
    ("cut off after 2 minutes", "limits.request-timeout"),
    ("WORKER TIMEOUT", "coldstart.app-idle-timeout"),
    ("403 Forbidden", "networking.websocket"),
    ("WebSocket connection failed", "networking.websocket"),
    ("server-sent events", "limits.long-connections"),
    ("too many redirects", "networking.default-https"),
    ("404 behind a proxy", "networking.host-header-404"),
    ("404 behind CloudFront", "networking.host-header-404"),
    ("404 and 503", "healthcheck.replacement"),
    ("errors are not in the metrics", "observability.metrics"),
    ("users are signed out", "networking.sticky"),
    ("CORS errors", "coldstart.first-request-timeout"),
    ("slow first request", "coldstart.first-request-timeout"),
    // Starts, builds and health checks.
    ("exec format error", "deployment.exec-format-error"),
    ("linux/arm64", "deployment.exec-format-error"),
    ("Apple silicon", "deployment.exec-format-error"),
    ("health check failed on protocol HTTP", "healthcheck.failed-on-protocol"),
    ("health check failed on protocol TCP", "healthcheck.failed-on-protocol"),
    ("connection refused on port 8080", "healthcheck.failed-on-protocol"),
    ("check your configured port number", "healthcheck.failed-on-protocol"),
    ("slow start of Spring Boot", "healthcheck.failed-on-protocol"),
    ("check fails with 302", "healthcheck.redirect-fails"),
    ("check fails with 401", "healthcheck.redirect-fails"),
    ("pre-run", "build.revised-build"),
    ("pip3", "build.revised-build"),
    ("python3", "build.revised-build"),
    ("No module named", "build.revised-build"),
    ("ModuleNotFoundError", "build.revised-build"),
    ("runtime-version", "runtimes.runtime-version"),
    ("NODEJS_16", "runtimes.cli-nodejs16"),
    ("No space left on device", "overview.stateless"),
    ("SIGTERM", "instance.sigterm"),
    ("SIGKILL", "instance.sigterm"),
    ("graceful shutdown", "instance.sigterm"),
    ("instance restarts", "instance.replaced-without-cause"),
    ("cron job", "limits.background"),
    ("queue worker stalls", "limits.background"),
    // Scaling and cost.
    ("load test stays at one instance", "scaling.trigger"),
    ("MinSize 2 but one active instance", "scaling.min-2-ha"),
    ("ActiveInstances is 0", "scaling.to-zero-when-idle"),
    ("scale-out takes a minute", "scaling.seconds"),
    ("charged without traffic", "pricing.pay-only-while-cooking"),
    // Operations.
    ("CREATE_FAILED", "deployment.create-failed"),
    ("creation takes long", "deployment.creation-time"),
    ("stuck in OPERATION_IN_PROGRESS", "deployment.failed-update-time"),
    ("deployment stuck", "deployment.failed-update-time"),
    ("rollback takes 40 minutes", "deployment.failed-update-time"),
    ("cannot cancel the deployment", "deployment.failed-update-time"),
    ("InvalidStateException", "deployment.one-operation"),
    ("ServiceQuotaExceededException", "limits.quotas"),
    ("503 from a paused service", "deployment.paused-service"),
    ("push during a pause", "deployment.paused-service"),
    ("new image tag is not deployed", "deployment.any-new-tag"),
    ("push to ECR changes nothing", "iam.custom-actions"),
    ("failed to pull your application image", "iam.role-needed-private-ecr"),
    ("valid access role", "iam.role-needed-private-ecr"),
    ("error in assuming access role", "iam.trust-principal"),
    ("old version still served", "deployment.stale-version"),
    ("pipeline is green", "deployment.stale-version"),
    ("stack update succeeded", "integration.cloudformation"),
    ("every request fails after", "deployment.fails-after-success"),
    // Network and names.
    ("ECONNREFUSED 127.0.0.1", "networking.localhost"),
    ("database at localhost", "networking.localhost"),
    ("could not connect to localhost", "networking.localhost"),
    ("getaddrinfo ENOTFOUND", "networking.vpc-dns"),
    ("DNS resolution of the VPC", "networking.vpc-dns"),
    ("private hosted zone", "networking.vpc-dns"),
    ("ETIMEDOUT", "networking.nat-for-internet"),
    ("external API times out", "networking.nat-for-internet"),
    ("static outbound IP", "networking.nat-for-internet"),
    ("public subnet", "networking.private-subnets"),
    ("first VPC connector", "networking.first-connector"),
    ("CAA", "domain.caa-records"),
    ("24-48 h", "domain.caa-records"),
    ("PENDING_CERTIFICATE_DNS_VALIDATION", "domain.caa-records"),
    ("certificate is not renewed", "domain.cname-validation"),
    ("CNAME at the apex", "domain.single-cname"),
];

/// Facts of which users saw something else, or more, than AWS documents: words of both.
const BOTH: &[(&str, &str, &str)] = &[
    ("deployment.failed-update-time", "five minutes", "15 to 40 minutes"),
    ("deployment.create-failed", "rebuild it with UpdateService", "about 10 minutes"),
    ("deployment.paused-service", "A pause removes all compute", "30 to 60 s"),
    ("deployment.one-operation", "InvalidStateException", "InvalidRequestException"),
    ("scaling.seconds", "No scale-out time is published", "58 s"),
    ("scaling.to-zero-when-idle", "ready in milliseconds", "60 s after its last request"),
    ("healthcheck.replacement", "not documented", "33 s"),
    ("limits.request-timeout", "120 seconds in total", "status 504"),
    ("networking.websocket", "HTTP 1.0 and 1.1", "403"),
    ("coldstart.first-request-timeout", "Not possible as described", "4.75 to 11.5 s"),
    ("replacement.express-canary", "3 minutes", "6 to 12 minutes"),
];

fn ledger() -> Ledger {
    facts::read(source("facts", builtin::facts())).unwrap()
}

#[test]
fn what_users_report_is_found_in_lines() {
    for (words, fact) in SYMPTOMS {
        let typed: Vec<&str> = words.split(' ').collect();
        let found = coldstart(&[&["facts", "--format", "json"], typed.as_slice()].concat());
        assert_eq!(found.json()[0]["name"], *fact, "{words}");
    }
}

#[test]
fn what_users_report_is_found_on_the_screen_and_in_the_palette() {
    let content = Content::builtin();
    for (words, fact) in SYMPTOMS {
        let pasted = [Msg::Paste((*words).to_owned())];
        let shows = |driver: &Driver, place: &str| {
            assert_eq!(driver.app.place(), "Facts", "{words} {place}");
            let screen = driver.text(SIZE);
            assert!(screen.contains(fact), "{words} {place}:\n{screen}");
        };
        let mut screen = Driver::new(content.clone(), PLAIN).at(Destination::Facts);
        screen.key(Char('/')).send(&pasted).key(Enter);
        shows(&screen, "on the screen");
        let mut palette = Driver::new(content.clone(), PLAIN);
        palette.key(Char(':')).send(&pasted).key(Enter);
        shows(&palette, "in the palette");
    }
}

#[test]
fn every_symptom_of_a_fact_leads_to_it() {
    let ledger = ledger();
    for (place, fact) in ledger.facts.iter().enumerate() {
        for symptom in &fact.symptoms {
            let found = ledger.search(symptom);
            let same = |it: &&usize| ledger.facts[**it].is_symptom(&symptom.to_lowercase());
            let first: Vec<&usize> = found.iter().take_while(same).collect();
            assert!(first.contains(&&place), "{symptom} leads to {first:?} and not to {place}");
        }
    }
}

#[test]
fn what_aws_documents_and_what_users_saw_stand_side_by_side() {
    let content = Content::builtin();
    let ledger = ledger();
    for (id, documented, seen) in BOTH {
        let fact = ledger.get(id).unwrap();
        assert!(fact.aws.contains(documented), "{id}: {}", fact.aws);
        let observed = fact.observed.as_deref().unwrap();
        assert!(observed.contains(seen), "{id}: {observed}");
        let lines = coldstart(&["facts", id]).stdout;
        assert!(lines.contains("   AWS ") && lines.contains("   users "), "{lines}");
        let screen = Driver::new(content.clone(), PLAIN).at(Destination::Fact((*id).to_owned()));
        screen.assert_shows("Users report:");
    }
}
