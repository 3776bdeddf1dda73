//! What the page says between its markers, as the program gives it now.

use std::fmt::Write as _;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::{iter, thread};

use super::rows::{Family, Figure, REPS, families};
use super::words;
use crate::support::program::coldstart;

/// Student's t for a 95 % interval of the mean of [`REPS`] runs.
const T_95: f64 = 2.045;
/// Decimals at most.
const MOST_PLACES: usize = 9;
/// Runs at a time.
const JOBS: usize = 2;

/// A figure beside its theory.
struct Compared<'a> {
    figure: &'a Figure,
    mean: f64,
    half_width: f64,
}

impl Compared<'_> {
    /// How many standard errors the mean is off.
    fn z(&self) -> f64 {
        (self.mean - self.figure.theory) / (self.half_width / T_95)
    }

    /// The end of a row of the table: figure, theory, ours, difference and z.
    fn cells(&self) -> String {
        let Figure { what, theory, .. } = self.figure;
        // Two digits of the interval.
        let shifted = iter::successors(Some(self.half_width), |width| Some(width * 10.0));
        let places = shifted.take(MOST_PLACES).position(|width| width >= 10.0);
        let places = places.unwrap_or(MOST_PLACES);
        let (mean, half, z) = (self.mean, self.half_width, self.z());
        let percent = (mean / theory - 1.0) * 100.0;
        format!(
            "{what} | {theory:.places$} | {mean:.places$} ± {half:.places$} | {} % | {} |",
            signed(percent, 2),
            signed(z, 1)
        )
    }
}

/// `value` with a sign that is a minus and no hyphen.
fn signed(value: f64, places: usize) -> String {
    let text = format!("{value:+.places$}");
    text.replace('-', "−")
}

/// A marked part of the page with its text.
pub struct Part {
    /// The name in its marker.
    pub name: String,
    /// What stands between its markers.
    pub text: String,
}

/// How the comparisons came out together.
pub struct Verdict {
    /// Figures compared.
    pub figures: usize,
    /// Those whose theory lies outside their 95 % interval.
    pub outside: usize,
    /// The root mean square of their z.
    pub rms: f64,
}

/// The tables of all families, with how they came out.
pub fn tables() -> (Vec<Part>, Verdict) {
    let families = families();
    let rows: Vec<(String, String)> = families.iter().flat_map(named).collect();
    let results = in_parallel(&rows, |(_, command)| run(command));
    let mut results = results.into_iter();
    let (mut parts, mut zs) = (Vec::new(), Vec::new());
    for family in &families {
        let mut table = "| | model | figure | theory | ours, 95 % interval | difference | z |\n\
                         | --- | --- | --- | ---: | ---: | ---: | ---: |\n"
            .to_owned();
        let mut commands = String::new();
        for (row, (id, command)) in family.rows.iter().zip(named(family)) {
            let result = results.next().unwrap();
            let mut head = format!("| {id} | {} |", row.model);
            for figure in &row.figures {
                let estimate = &result["rows"][0]["metrics"][figure.metric];
                let [mean, half_width] =
                    ["mean", "half_width"].map(|field| estimate[field].as_f64().unwrap());
                let compared = Compared { figure, mean, half_width };
                zs.push(compared.z());
                let _ = writeln!(table, "{head} {}", compared.cells());
                "|  |  |".clone_into(&mut head);
            }
            let _ = writeln!(commands, "# {id}\n{command}");
        }
        let text = format!("{table}\n```sh\n{commands}```\n");
        parts.push(Part { name: family.letter.to_string(), text });
    }
    let outside = zs.iter().filter(|z| z.abs() > T_95).count();
    let squares: f64 = zs.iter().map(|z| z * z).sum();
    let verdict = Verdict { figures: zs.len(), outside, rms: (squares / zs.len() as f64).sqrt() };
    parts.push(Part { name: "together".to_owned(), text: together(&verdict) });
    (parts, verdict)
}

/// The ids and commands of a family's rows.
fn named(family: &Family) -> Vec<(String, String)> {
    // Each family has a hundred seeds of thousands for itself.
    let first = 100 * (u32::from(family.letter) - u32::from('A')) as usize;
    let rows = family.rows.iter().zip(1..);
    rows.map(|(row, number)| (format!("{}{number}", family.letter), row.command(first + number)))
        .collect()
}

fn together(verdict: &Verdict) -> String {
    let Verdict { figures, outside, rms } = verdict;
    let expected = 0.05 * *figures as f64;
    // The variance of Student's t with one degree of freedom less than there are runs.
    let freedom = f64::from(REPS) - 1.0;
    let usual = (freedom / (freedom - 2.0)).sqrt();
    format!(
        "Of {figures} figures {outside} lie outside their 95 % interval, where {expected:.1} are expected. The root mean \
         square of z, the\ndistance in standard errors, is {rms:.2}, where {usual:.2} is expected of {REPS} runs each.\n"
    )
}

/// What the program prints for `command`, as JSON: an array of points or events where it
/// asks for them.
pub fn run(command: &str) -> serde_json::Value {
    let words = words(command);
    let mut arguments: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
    if arguments.iter().any(|it| ["--metrics", "--events"].contains(it)) {
        return coldstart(&arguments).json_lines().into();
    }
    if !arguments.contains(&"--format") {
        arguments.extend(["--format", "json"]);
    }
    if arguments[0] == "sweep" {
        arguments.extend(["--jobs", "1"]);
    }
    coldstart(&arguments).json()
}

/// `work` done for each of `items`, a few at a time, in their order.
pub fn in_parallel<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..JOBS {
            scope.spawn(|| {
                while let index = next.fetch_add(1, Ordering::Relaxed)
                    && let Some(item) = items.get(index)
                {
                    let result = work(item);
                    done.lock().unwrap().push((index, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|&(index, _)| index);
    done.into_iter().map(|(_, result)| result).collect()
}
