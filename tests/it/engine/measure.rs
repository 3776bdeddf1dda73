//! `[measure] from`: what a run counts after its warm-up.

use super::{figures, play};

/// Requests of 2 s, ten a second, for one minute: too many for one instance with a limit
/// of 5 while the second starts, and clients who retry.
fn busy(measure: &str) -> String {
    format!(
        "duration = \"60s\"\nseed = 3\n[service.health_check]\nprotocol = \"TCP\"\n[service.auto_scaling]\nmax_size = 4\nmax_concurrency = 5\n[assume]\nqueue_limit = 3\n\
         [app.routes.\"/\"]\nlatency = {{ exponential = {{ mean = \"2s\" }} }}\n[[traffic]]\nroute = \"/\"\nprofile = [[\"0s\", 10]]\n\
         client_timeout = \"6s\"\nretry = {{ on = [503], attempts = 3, backoff = \"500ms\" }}\n{measure}"
    )
}

const FROM_30: &str = "[measure]\nfrom = \"30s\"\n";

/// What happened before is as if it had not been: where nothing happens before, nothing
/// changes but what is averaged over time.
#[test]
fn an_empty_warm_up_changes_no_count() {
    let late =
        |measure: &str| busy(measure).replace("[[\"0s\", 10]]", "[[\"30s\", 0], [\"30s\", 10]]");
    let (all, measured) = (figures(&late("")), figures(&late(FROM_30)));
    assert!(all.requests.failed > 0 && all.requests.retried > 0 && all.requests.abandoned > 0);
    assert_eq!(measured.requests, all.requests);
    assert_eq!(measured.visitors, all.visitors);
    assert_eq!((measured.latency_ms, measured.wait_ms), (all.latency_ms, all.wait_ms));
    assert_eq!((&measured.first, &measured.last), (&all.first, &all.last));
    assert_eq!(measured.cold_starts, all.cold_starts);
    assert_eq!(measured.concurrency.mean, 2.0 * all.concurrency.mean);
    assert_eq!((measured.measured_from_s, all.measured_from_s), (Some(30.0), None));
}

/// Requests count by their arrival: each that counts ends once, those in progress at the
/// end of the warm-up do not count at all.
#[test]
fn requests_and_visitors_are_conserved_after_a_warm_up() {
    let (all, measured) = (figures(&busy("")), figures(&busy(FROM_30)));
    let requests = &measured.requests;
    assert_eq!(
        requests.offered,
        requests.succeeded + requests.failed + requests.abandoned + requests.in_flight_at_end
    );
    let by_status: u64 = requests.by_status.values().sum();
    assert_eq!(by_status, requests.succeeded + requests.failed);
    let visitors = &measured.visitors;
    let ended = visitors.succeeded + visitors.failed + visitors.gave_up;
    assert_eq!(visitors.total, ended + visitors.in_progress_at_end);
    assert!(requests.offered < all.requests.offered && requests.offered > 250, "{requests:?}");
    assert!(requests.in_flight_at_end <= all.requests.in_flight_at_end);
}

#[test]
fn rejections_and_cold_starts_of_the_warm_up_do_not_count() {
    let burst = |measure: &str| {
        let text = "duration = \"2m\"\n[service.auto_scaling]\nmax_concurrency = 1\nmax_size = 2\n[app.routes.\"/\"]\nlatency = { fixed = \"1s\" }\n\
                    [[traffic]]\nroute = \"/\"\nusers = 4\nuntil = \"20s\"\nretry = { on = [503], attempts = 3, backoff = \"1s\" }\n";
        figures(&format!("{text}{measure}"))
    };
    let (all, measured) = (burst(""), burst("[measure]\nfrom = \"1m\"\n"));
    assert!(all.first.rejected.is_some() && all.cold_starts.instances == 1, "{all:?}");
    assert_eq!((measured.first.rejected, measured.first.scale_out), (None, None));
    assert_eq!((measured.cold_starts.instances, measured.cold_starts.max_s), (0, None));
    assert_eq!((measured.requests.offered, measured.latency_ms.all.max), (0, None));
    assert_eq!((all.instances.peak, measured.concurrency.peak), (2, 0));
    assert_eq!((measured.instances.start, measured.instances.launched), (2, 0));
}

/// Half of a month costs half, and is active all the time.
#[test]
fn what_adds_up_over_time_adds_up_from_there() {
    let month = "rules = \"aws\"\nduration = \"730h\"\n[app]\nbackground = \"0.1 vCPU\"\n[app.routes.\"/\"]\n[measure]\nfrom = \"365h\"\n";
    let run = figures(month);
    assert_eq!((run.cost_usd.total, run.instances.mean, run.instances.start), (5.11, 1.0, 1));
    assert_eq!(run.background.unwrap().wanted_cpu_s, 365.0 * 3_600.0 * 0.1);
    assert_eq!(run.health.checks, 365 * 720);
}

/// Charts and CloudWatch show the whole run.
#[test]
fn frames_show_the_warm_up() {
    let frames = |measure: &str| {
        let player = play(&busy(measure));
        player
            .recording()
            .frames()
            .iter()
            .map(|frame| (frame.offered, frame.rejected, frame.p99))
            .collect::<Vec<_>>()
    };
    assert_eq!(frames(FROM_30), frames(""));
}

/// The figures of a stop within the warm-up do not mix what counts later with what does
/// not count at all.
#[test]
fn a_stop_within_the_warm_up_has_counted_nothing_yet() {
    let stops = "[[stop]]\nat = \"20s\"\nsay = \"{requests.offered} by now\"\n\
                 [[stop]]\nat = \"40s\"\nsay = \"{requests.offered} by now\"\n";
    let player = play(&busy(&format!("{FROM_30}{stops}")));
    let [(0, early), (1, late)] = player.figures_at_stops() else { panic!("two stops") };
    let (requests, instances) = (&early.requests, &early.instances);
    assert_eq!((requests.offered, requests.in_flight_at_end, early.health.checks), (0, 0, 0));
    assert_eq!(
        (instances.launched, early.cold_starts.instances, early.first.scale_out),
        (0, 0, None)
    );
    assert_eq!((early.cost_usd.total, early.concurrency.mean, instances.mean), (0.0, 0.0, 0.0));
    assert!(late.requests.offered > 50 && late.cost_usd.total > 0.0 && late.instances.mean > 0.0);
}
