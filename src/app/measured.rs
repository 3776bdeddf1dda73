//! A scenario under measured traffic: its service, application and assumptions, and nothing else
//! of it, asked by a log or by the requests that CloudWatch counted.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TomlError, Value};

use apprunner_sim::model::time::{SimDuration, SimTime};
use apprunner_sim::model::traffic::Profile;

/// What of a scenario decides how it responds.
const KEPT: [&str; 7] = ["format_version", "title", "rules", "seed", "service", "app", "assume"];

/// Requests that were measured.
#[derive(Clone, Debug)]
pub enum MeasuredTraffic {
    /// The path of a log, and the patterns of the paths that are meant.
    Log(String, Vec<String>),
    /// Requests per second over time.
    Profile(Profile),
}

/// Returns the scenario in `text` under `traffic` to `route`, which lasts for `length`.
///
/// # Errors
///
/// What is wrong with the text.
pub fn scenario(
    text: &str,
    route: &str,
    traffic: &MeasuredTraffic,
    length: SimDuration,
) -> Result<String, TomlError> {
    let mut document: DocumentMut = text.parse()?;
    document.retain(|key, _| KEPT.contains(&key));
    document.insert("duration", length.to_string().into());
    let mut streams = ArrayOfTables::new();
    streams.push(stream(route, traffic));
    document.insert("traffic", Item::ArrayOfTables(streams));
    Ok(document.to_string())
}

/// Returns the table of a stream of `traffic` to `route`.
pub fn stream(route: &str, traffic: &MeasuredTraffic) -> Table {
    let mut stream = Table::new();
    stream.insert("route", route.into());
    match traffic {
        MeasuredTraffic::Log(path, routes) => {
            stream.insert("trace", path.as_str().into());
            if !routes.is_empty() {
                stream.insert("routes", Value::from_iter(routes.clone()).into());
            }
        }
        MeasuredTraffic::Profile(profile) => {
            let point = |(at, rate): &(SimTime, f64)| {
                Value::from_iter([
                    Value::from(at.since(SimTime::ZERO).to_string()),
                    Value::from(*rate),
                ])
            };
            let points: Array = profile.points.iter().map(point).collect();
            stream.insert("profile", Value::from(points).into());
        }
    }
    stream
}

#[cfg(test)]
mod tests {
    use super::*;
    use apprunner_sim::file::scenario::{Request, read};
    use spanned_toml::diagnostic::Source;

    #[test]
    fn a_scenario_keeps_what_decides_how_it_responds() {
        let text = "format_version = 1\ntitle = \"t\"\nduration = \"1m\"\n\
            [service.auto_scaling]\nmax_size = 3\n\
            [[traffic]]\nroute = \"/\"\nusers = 3\n\
            [[event]]\nat = \"50s\"\npause = {}\n";
        let points = vec![(SimTime::ZERO, 2.5), (SimTime::from_secs(30), 2.5)];
        let traffic = MeasuredTraffic::Profile(Profile { points });
        let written = scenario(text, "/", &traffic, SimDuration::from_secs(30)).unwrap();
        let source = Source { name: "t.toml".to_owned(), text: written };
        let read = read(source, &Request::default()).unwrap();
        assert_eq!(read.service.auto_scaling.max_size, 3);
        assert_eq!((read.actions.len(), read.traffic.len()), (0, 1));
        assert_eq!(read.duration, SimDuration::from_secs(30));
    }
}
