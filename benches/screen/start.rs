//! From the start of the program to its first frame, in a real pseudo-terminal.

use criterion::Criterion;

use super::pseudo_terminal::until;

/// The whole bank and every scenario are embedded in each of these.
pub(crate) fn first_frame(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start to first frame, 80x24");
    group.sample_size(30);
    let data = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
    let sides: [(&str, &[&str], &str); 3] = [
        ("--version", &["--version"], "coldstart"),
        ("play", &["play", "health-302"], "What happens"),
        ("the first start", &[], "Start here"),
    ];
    for (name, arguments, sign) in sides {
        group.bench_function(name, |bencher| {
            let start = |_| until(arguments, sign, data.path()).0;
            bencher.iter_custom(|times| (0..times).map(start).sum());
        });
    }
    group.finish();
}
