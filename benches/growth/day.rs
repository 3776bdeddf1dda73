//! A day of ten thousand requests a second: half a second of an instance's time each, on as many
//! instances as a service has.

use std::fs;

use super::measure::{self, Result, Table};

pub(crate) fn measure(seconds: usize, table: &mut Table) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("day.toml");
    let text = format!(
        r#"format_version = 1
title = "A day"
duration = "{seconds}s"
[service.auto_scaling]
min_size = 25
max_size = 25
max_concurrency = 200
[app.routes."/"]
latency = {{ exponential = {{ mean = "250ms" }} }}
[[traffic]]
route = "/"
arrivals = "poisson"
profile = [["0s", 10000], ["{seconds}s", 10000]]
"#
    );
    fs::write(&file, text)?;
    let file = file.to_str().ok_or("the file has no name")?;
    table.row("run, seconds at 10,000/s", seconds, measure::run(&["run", file], folder.path())?);
    Ok(())
}
