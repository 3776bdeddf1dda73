//! What a run costs: the figures of the pricing page.

use super::{assert_near, figures, play};

/// A month of 730 h with 1 vCPU and 2 GB.
fn month(rules: &str, rest: &str) -> f64 {
    let text = format!(
        r#"
rules = "{rules}"
duration = "730h"
[service.health_check]
interval = "20s"
[app.routes."/"]
[assume]
scale_period = "1m"
{rest}
"#
    );
    figures(&text).cost_usd.total
}

#[test]
fn an_idle_month_costs_its_memory() {
    assert_near(month("aws", ""), 10.22, 1e-6);
}

#[test]
fn a_month_of_activity_costs_vcpu_and_memory() {
    let visitor = "[[traffic]]\nroute = \"/\"\nusers = 1\nthink = { fixed = \"30s\" }\n";
    assert_near(month("aws", visitor), 56.94, 1e-6);
}

#[test]
fn under_the_course_an_instance_costs_both_while_it_exists() {
    assert_near(month("chapter", ""), 56.94, 1e-6);
}

#[test]
fn nothing_costs_nothing() {
    let none = "[service.auto_scaling]\nmin_size = 0\n";
    assert!(month("chapter", none).abs() < f64::EPSILON);
}

#[test]
fn the_bill_stops_at_zero_instances() {
    let text = r#"
duration = "5m"
[service.auto_scaling]
min_size = 0
[service.health_check]
protocol = "TCP"
[app]
start = { fixed = "3s" }
[app.routes."/"]
latency = { fixed = "1s" }
[[traffic]]
route = "/"
users = 1
from = "5s"
until = "6s"
think = { fixed = "1h" }
"#;
    let player = play(text);
    let cost = |second: usize| player.recording().frames()[second - 1].cost;
    // From 5 s to 71 s: 66 s at 0.078 USD an hour.
    assert_eq!((cost(5).0, cost(71).0, cost(300).0), (0, 1_430, 1_430));
}

#[test]
fn an_activation_is_charged_for_a_minute_at_least() {
    let text = r#"
rules = "aws"
duration = "2m"
[app.routes."/"]
[[traffic]]
route = "/"
users = 1
from = "5s"
until = "5001ms"
[[event]]
at = "8s"
pause = {}
"#;
    let cost = figures(text).cost_usd;
    assert_near(cost.vcpu, 0.064 / 60.0, 0.001);
}
