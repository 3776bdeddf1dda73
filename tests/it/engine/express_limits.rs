//! Every field of `[service.express]` and what the edition assumes, at its limits and beyond.

use super::{LittlesLaw, figures, play, summary};
use crate::support::folder::Folder;

/// A service of Express Mode with traffic and a deployment.
fn text(more: &str) -> String {
    format!(
        "rules = \"express\"\nduration = \"30m\"\n[service.health_check]\npath = \"/health\"\n\
         [app.routes.\"/health\"]\n[app.routes.\"/\"]\ncpu = {{ fixed = \"50ms\" }}\n\
         [[traffic]]\nroute = \"/\"\nprofile = [[\"0s\", 10]]\n\
         [[event]]\nat = \"5m\"\ndeploy = {{ version = \"v2\" }}\n{more}"
    )
}

/// For each field the values at its limits, and values beyond them.
const FIELDS: [(&str, &[&str], &[&str]); 18] = [
    ("service.express.min_tasks", &["0", "20"], &["-1", "5001", "21", "1.5"]),
    ("service.express.max_tasks", &["1", "5000"], &["0", "5001"]),
    ("service.express.target", &["1", "65536"], &["0", "65537"]),
    ("service.express.metric", &["\"AVERAGE_MEMORY\""], &["\"CPU\"", "1"]),
    ("service.express.zones", &["2", "6"], &["1", "7"]),
    ("service.express.alb_shared_by", &["1", "25"], &["0", "26"]),
    ("service.express.public", &["true", "false"], &["\"yes\""]),
    ("service.express.cpu", &["\"0.5 vCPU\""], &["\"0.3 vCPU\"", "\"64 vCPU\""]),
    ("service.express.memory", &["\"2 GB\"", "\"8 GB\""], &["\"1 GB\"", "\"9 GB\""]),
    ("service.express.health_check.interval", &["\"5s\"", "\"300s\""], &["\"4s\"", "\"301s\""]),
    ("service.express.health_check.timeout", &["\"2s\"", "\"120s\""], &["\"1s\"", "\"121s\""]),
    ("service.express.health_check.healthy_threshold", &["2", "10"], &["1", "11"]),
    ("service.express.health_check.unhealthy_threshold", &["2", "10"], &["1", "11"]),
    ("assume.canary_share", &["0.001", "1.0"], &["0.0", "1.1"]),
    ("assume.vcpu_quota", &["1", "\"unlimited\""], &["0", "\"many\"", "-1", "1.5"]),
    ("assume.response_kb", &["0.0", "1e6"], &["-1.0", "1e7"]),
    ("assume.start_retry", &["\"1s\""], &["\"0s\"", "\"-1s\""]),
    ("assume.scale_in_step", &["\"one\"", "\"whole-gap\""], &["\"two\""]),
];

#[test]
fn a_value_beyond_its_limits_is_refused_with_its_place() {
    let folder = Folder::new();
    let head = "format_version = 1\ntitle = \"x\"\nsummary = \"x\"\n";
    folder.write("mine.toml", format!("{head}{}", text("")));
    for (field, within, beyond) in FIELDS {
        let set = |value: &str| {
            let setting = format!("{field}={value}");
            let mut arguments = vec!["run", "mine.toml", "--explain", "--set", &setting];
            // Half a vCPU goes with other sizes of memory than one.
            if setting.contains("0.5 vCPU") {
                arguments.extend(["--set", "service.express.memory=\"1 GB\""]);
            }
            folder.run(&arguments)
        };
        for value in within {
            set(value).assert_code(0);
        }
        let name = field.rsplit('.').next().unwrap();
        for value in beyond {
            let told = set(value).fails();
            assert!(told.contains(&format!("{field}={value}")) && told.contains(name), "{told}");
        }
    }
}

/// The same in a file: the line is named.
#[test]
fn a_fault_of_the_table_names_its_line() {
    let folder = Folder::new();
    let head = "format_version = 1\ntitle = \"x\"\nrules = \"express\"\nduration = \"1m\"\n";
    for line in ["zones = 1", "alb_shared_by = 26", "health_check = { interval = \"4s\" }"] {
        folder.write("mine.toml", format!("{head}[service.express]\n{line}\n[app.routes.\"/\"]\n"));
        let told = folder.run(&["run", "mine.toml"]).fails();
        assert!(told.contains("mine.toml:6:"), "{line}: {told}");
    }
}

/// Whatever is set to an extreme, requests are conserved, Little's law holds, and the parts of
/// the bill add up.
#[test]
fn extreme_values_keep_the_laws() {
    for more in [
        "[service.express]\nmin_tasks = 0\n",
        "[service.express]\nmin_tasks = 1\nmax_tasks = 1\n",
        "[service.express]\nmin_tasks = 20\nmax_tasks = 20\n",
        "[service.express]\nzones = 2\nalb_shared_by = 25\npublic = false\n",
        "[service.express]\nzones = 6\nalb_shared_by = 25\n",
        "[service.express]\ntarget = 1\n",
        "[service.express]\nmetric = \"REQUEST_COUNT_PER_TARGET\"\ntarget = 1\n",
        "[service.express]\nmetric = \"AVERAGE_MEMORY\"\ntarget = 1\n",
        "[service.express]\ncpu = \"32 vCPU\"\nmemory = \"244 GB\"\n",
        "[app.image]\nsize = \"0 MB\"\n[assume]\nprovision = { fixed = \"0s\" }\nregistration = { fixed = \"0s\" }\n",
        "[app.image]\nsize = \"100 GB\"\n",
        "[assume]\npublish_delay = \"0s\"\nscale_out_cooldown = \"0s\"\nscale_in_cooldown = \"0s\"\n",
        "[assume]\npublish_delay = \"1h\"\n",
        "[assume]\ncanary_share = 1.0\ncanary_bake = \"0s\"\nfinal_bake = \"0s\"\n",
        "[assume]\ncanary_bake = \"24h\"\n",
        "[assume]\ndrain_wait = \"0s\"\nderegistration_delay = \"1s\"\n",
        "[assume]\nvcpu_quota = 1\nstart_retry = \"1s\"\nstart_retry_limit = \"1s\"\n",
        "[assume]\nlost_per_hour = 60.0\n",
        "[assume]\nrequest_limit = \"100ms\"\n",
        "[assume]\nresponse_kb = 1e6\nbalancing = \"random\"\n",
    ] {
        let player = play(&text(more));
        let (run, law) = (summary(&player), LittlesLaw::of(&player));
        assert!(law.holds(), "{more}: {law:?}");
        let requests = &run.requests;
        let ended = requests.succeeded + requests.failed + requests.abandoned;
        assert_eq!(requests.offered, ended + requests.in_flight_at_end, "{more}");
        let cost = &run.cost_usd;
        let front = cost.front.unwrap();
        let parts = [cost.vcpu, cost.memory, front.load_balancer, front.lcu, front.ipv4];
        assert!((cost.total - parts.iter().sum::<f64>()).abs() < 1e-5, "{more}: {cost:?}");
        assert_eq!(front.ipv4 == 0.0, more.contains("public = false"), "{more}");
    }
}

/// The parts of the front are figures for goals and texts; other editions have none.
#[test]
fn the_parts_of_the_front_are_figures() {
    let goals: String = ["load_balancer", "lcu", "ipv4"]
        .iter()
        .map(|part| {
            format!(
                "[[goal]]\nname = \"{part}\"\nmetric = \"cost_usd.front.{part}\"\nat_most = 1.0\n"
            )
        })
        .collect();
    let run = figures(&text(&goals));
    assert!(run.goals.iter().all(|goal| goal.passed), "{:?}", run.goals);
    let front = run.cost_usd.front.unwrap();
    let values: Vec<f64> = run.goals.iter().filter_map(|goal| goal.value).collect();
    assert_eq!(values, [front.load_balancer, front.lcu, front.ipv4]);
    let app_runner = text(&goals).replace("rules = \"express\"", "rules = \"aws\"");
    assert!(figures(&app_runner).goals.iter().all(|goal| goal.value.is_none() && !goal.passed));
}
