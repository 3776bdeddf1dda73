//! A settled service as a scenario file. What a definition does not hold, how the application
//! behaves and who asks it, is assumed and marked `FILL IN`, so that its author finds each
//! place by searching for it.

use std::fmt::Write as _;

use spanned_toml::setting::Setting;
use spanned_toml::tree::basic_string;

use super::fields::asks_path;
use super::loss::ServiceLoss;
use super::settle::Settled;

/// What stands where an author has to write something.
pub const MARK: &str = "FILL IN";

/// Writes the scenario of the service called `name`, which came from `origin` with `losses`.
pub(crate) fn write(settled: &Settled, name: &str, origin: &str, losses: &[ServiceLoss]) -> String {
    let origin = basic_string(origin);
    let mut out = format!(
        "# Imported from {origin}. Complete the places marked `{MARK}`, then run `coldstart check`.\n"
    );
    if !losses.is_empty() {
        out.push_str("#\n# Not imported:\n");
    }
    for loss in losses {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "#   {}", comment(&loss.to_string()));
    }
    let title = basic_string(&format!("Service {name}"));
    let _ = write!(
        out,
        "\nformat_version = 1\n\
         title = {title}\n\
         rules = \"{}\"\n\
         duration = \"15m\"\n",
        settled.edition.name()
    );
    write_service(&mut out, &settled.settings);
    write_application(&mut out, settled);
    out.push_str(TRAFFIC);
    out
}

/// What a definition never says.
const TRAFFIC: &str = "
[[traffic]]
route = \"/\"
# FILL IN: requests per second over time
profile = [[\"0s\", 5], [\"5m\", 5], [\"6m\", 50], [\"15m\", 50]]

[[goal]]
name = \"almost no request fails\"
metric = \"requests.failed_ratio\"
at_most = 0.01
";

/// Letters that end a line of a comment early become spaces.
fn comment(text: &str) -> String {
    text.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect()
}

/// Writes `settings` below the tables that they belong to.
fn write_service(out: &mut String, settings: &[Setting]) {
    let mut table = "";
    for Setting { path, value } in settings {
        let Some((own, name)) = path.rsplit_once('.') else { continue };
        if own != table {
            table = own;
            let _ = writeln!(out, "\n[{table}]");
        }
        let _ = writeln!(out, "{name} = {value}");
    }
}

fn write_application(out: &mut String, settled: &Settled) {
    let service = &settled.service;
    let _ = write!(
        out,
        "\n[app]\n\
         port = {} # where requests are sent; {MARK} the port that the application listens on\n\
         start = {{ fixed = \"5s\" }} # {MARK}: from the start of the container until it listens\n\n\
         [app.routes.\"/\"]\n\
         latency = {{ lognormal = {{ median = \"80ms\", p99 = \"400ms\" }} }} # {MARK}: time off the CPU\n\
         cpu = {{ fixed = \"5ms\" }} # {MARK}: CPU time of a request\n",
        service.port
    );
    if asks_path(service) && service.health_check.path != "/" {
        let route = basic_string(&service.health_check.path);
        let _ = write!(out, "\n[app.routes.{route}]\nlatency = {{ fixed = \"5ms\" }} # {MARK}\n");
    }
}
