//! What `check` costs without proofs: banks of a thousand and of four thousand questions are
//! read and held to the rules in one run; the ratio of the two says how the cost grows.

use std::fmt::Write as _;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use quizbank::file::{bank, facts};
use quizbank::lint::borrowed::Borrowed;
use quizbank::lint::{BankOrigin, LintContext, lint};
use quizbank::model::fact::Ledger;
use spanned_toml::diagnostic::Source;

/// Where the words of the made questions come from.
const WORDS: &str = include_str!("../../../questions/scaling.toml");
/// The facts that they are compared with.
const FACTS: &str = include_str!("../../../questions/facts.toml");

/// Sentences of the same few words, in another order each.
struct Sentences {
    words: Vec<&'static str>,
    state: u64,
}

impl Sentences {
    fn new() -> Self {
        let is_word = |word: &&str| word.len() > 2 && word.chars().all(char::is_alphabetic);
        Self { words: WORDS.split_whitespace().filter(is_word).collect(), state: 7 }
    }

    fn next(&mut self, length: usize) -> String {
        let mut sentence = String::new();
        for _ in 0..length {
            self.state = self
                .state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let at = (self.state >> 33) % self.words.len() as u64;
            let word = usize::try_from(at).ok().and_then(|at| self.words.get(at));
            sentence.extend(word.into_iter().flat_map(|word| [*word, " "]));
        }
        sentence.trim_end().to_owned()
    }
}

/// The file of a bank of the number of questions.
fn bank(count: usize) -> String {
    let mut sentences = Sentences::new();
    let mut text = "format_version = 1\ntopic = \"own\"\n".to_owned();
    for number in 0..count {
        let _ = writeln!(
            text,
            "[[question]]\nid = \"own-{number}\"\nrev = 1\ndomain = 1\ntask = \"1.1\"\nobjective = \"o\"\n\
             kind = \"choice\"\nlevel = \"apply\"\ndifficulty = \"medium\"\nauthority = \"both\"\n\
             review = {{ covered_ok = \"2026-11-28\", fact_checked = \"2026-11-28\" }}\nstem = \"{}?\"",
            sentences.next(40)
        );
        for option in 0..4 {
            let (option_text, why) = (sentences.next(12), sentences.next(20));
            let key = if option == number % 4 { "correct = true" } else { "" };
            let _ = writeln!(
                text,
                "[[question.option]]\ntext = \"{option_text}.\"\nwhy = \"{why}.\"\n{key}"
            );
        }
    }
    text
}

fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), text: text.to_owned() }
}

fn read<T, E: std::fmt::Debug>(file: Result<T, E>) -> T {
    match file {
        Ok(content) => content,
        Err(faults) => panic!("{faults:?}"),
    }
}

fn check(criterion: &mut Criterion) {
    let ledger: Ledger = read(facts::read(source("facts.toml", FACTS)));
    let borrowed = Borrowed::of_ledger(&ledger);
    let context = LintContext {
        ledger: &ledger,
        origin: BankOrigin::Own,
        blueprints: &[],
        scenarios: &[],
        earlier: &[],
        borrowed: &borrowed,
    };
    let known = bank::BankReferences { ledger: Some(&ledger), ..bank::BankReferences::default() };
    let mut group = criterion.benchmark_group("check");
    group.sample_size(10);
    for count in [1_000, 4_000] {
        let text = bank(count);
        group.throughput(Throughput::Elements(count as u64));
        group.bench_with_input(BenchmarkId::from_parameter(count), &text, |bencher, text| {
            bencher.iter(|| {
                let questions = read(bank::read(source("own.toml", text), known));
                assert_eq!(questions.len(), count);
                lint(&questions, &context)
            });
        });
    }
    group.finish();
}

criterion_group!(benches, check);
criterion_main!(benches);
