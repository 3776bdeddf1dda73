//! The CPU time of the calling thread, which other programs hardly change.

#[cfg(unix)]
use rustix::time::{ClockId, clock_gettime};

/// The CPU time that `work` takes, in ms.
#[cfg(unix)]
pub fn timed(work: impl FnOnce()) -> f64 {
    let now_ms = || {
        let time = clock_gettime(ClockId::ThreadCPUTime);
        time.tv_sec as f64 * 1e3 + time.tv_nsec as f64 / 1e6
    };
    let begin = now_ms();
    work();
    now_ms() - begin
}

/// The time that `work` takes, in ms: there is no portable clock of the CPU.
#[cfg(not(unix))]
pub fn timed(work: impl FnOnce()) -> f64 {
    let begin = std::time::Instant::now();
    work();
    begin.elapsed().as_secs_f64() * 1e3
}
