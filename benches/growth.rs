//! How the cost of the program grows with what it is given: banks of questions, answers of a
//! learner, a class's answers and receipts, a day of requests. Each input is made here, the same
//! each time, at a sixteenth, a quarter and the whole of its size, and given to the program as a
//! user gives it.
//!
//! ```text
//! cargo bench --bench growth
//! cargo bench --bench growth -- bank study
//! SCALE=16 cargo bench --bench growth
//! ```
//!
//! The words name cases; `SCALE` makes every input that many times smaller, and `TMPDIR` decides where
//! the inputs are. A row has the time of the CPU where Linux tells it (to the first frame: of the
//! thread that draws), the peak of memory, and the exponent by which each grew from the size before:
//! 1 is linear. Times include the start of the program, so exponents of short runs are too low.

use std::env;

use measure::{Result, Table};

#[path = "growth/bank.rs"]
mod bank;
#[path = "growth/class.rs"]
mod class;
#[path = "growth/day.rs"]
mod day;
#[path = "growth/dice.rs"]
mod dice;
#[path = "growth/measure.rs"]
mod measure;
#[path = "screen/pseudo_terminal.rs"]
mod pseudo_terminal;
#[path = "growth/receipts.rs"]
mod receipts;
#[path = "growth/study.rs"]
mod study;

/// What makes and measures one size of a case.
type Case = fn(usize, &mut Table) -> Result<()>;

/// The cases with their whole sizes.
const CASES: [(&str, usize, Case); 5] = [
    ("bank", 100_000, bank::measure),
    ("study", 1_000_000, study::measure),
    ("class", 100_000, class::measure),
    ("receipts", 100_000, receipts::measure),
    ("day", 86_400, day::measure),
];
/// The parts of the whole that are measured.
const PARTS: [usize; 3] = [16, 4, 1];

fn main() -> Result<()> {
    let words: Vec<String> = env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    let scale = env::var("SCALE").ok().and_then(|it| it.parse().ok()).unwrap_or(1).max(1);
    let is_wanted = |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    println!(
        "case       operation                                N     time  exponent      peak  exponent"
    );
    for (name, whole, measure) in CASES.into_iter().filter(|(name, ..)| is_wanted(name)) {
        let mut table = Table::new(name);
        for part in PARTS {
            measure((whole / scale / part).max(1), &mut table)?;
        }
    }
    Ok(())
}
