//! What the learner's container does: how it starts, what it listens on, how
//! each of its routes answers.

use std::collections::BTreeMap;
use std::fmt;

use spanned_toml::word::Word;

use super::distribution::Distribution;
use super::patch::put;
use super::time::SimDuration;

/// One version of the application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// From the container's start until it listens.
    pub start: Distribution,
    /// The port it listens on; a service that asks another port finds nobody.
    pub port: u16,
    /// How many threads it computes with, each on one vCPU at most; `None` is as many
    /// as there are vCPUs. It holds for instances that start from then on.
    pub threads: Option<u32>,
    /// Thousandths of a vCPU that its background work (schedulers, queue workers) wants all
    /// the time, from when it listens. It holds for instances that start from then on.
    pub background_millis: u32,
    /// More time that the first request takes on an instance: what the application puts
    /// off until then.
    pub first_request: Distribution,
    /// What it does with its active requests on SIGTERM.
    pub shutdown: Shutdown,
    /// The container image.
    pub image: Image,
    /// What it needs of the instance's memory.
    pub memory: MemoryUse,
    /// How it answers, by path; a path that is not here returns 404.
    pub routes: BTreeMap<String, Route>,
}

/// What an application does on SIGTERM, which it receives before its instance goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shutdown {
    /// It completes its active requests and exits.
    #[default]
    Drain,
    /// It completes the active requests that need no longer than this, then it exits. With
    /// zero it exits at once.
    Within(SimDuration),
    /// It does not handle the signal: it runs until SIGKILL.
    Ignore,
}

impl fmt::Display for Shutdown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Drain => f.write_str("drain"),
            Self::Within(time) => time.fmt(f),
            Self::Ignore => f.write_str("ignore"),
        }
    }
}

/// A container image.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Image {
    /// Whether App Runner's access role can pull it.
    pub pullable: Pullable,
    /// What it was built for; App Runner runs x86-64 only.
    pub architecture: Architecture,
    /// Its size in MB, for the reader; the time to pull it is in `assume.provision`.
    pub size_mb: u32,
}

/// Whether an image can be pulled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pullable {
    /// It can.
    Yes,
    /// The access role is missing or wrong, or the image does not exist.
    No,
}

/// What an image was built for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Architecture {
    /// Runs on App Runner.
    X86_64,
    /// Dies at start with "exec format error".
    Arm64,
}

impl Word for Architecture {
    const WORDS: &'static [(&'static str, Self)] =
        &[("x86-64", Self::X86_64), ("arm64", Self::Arm64)];
}

impl fmt::Display for Architecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Memory that the application uses, in MB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemoryUse {
    /// With no request at all.
    pub base_mb: u32,
    /// More for every request it holds.
    pub per_request_mb: u32,
}

/// How one path responds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The HTTP status.
    pub status: u16,
    /// Time that is not spent on the CPU.
    pub latency: Distribution,
    /// CPU time, shared with the instance's other requests.
    pub cpu: Option<Distribution>,
    /// Whether it answers at all.
    pub answers: Answers,
}

/// Whether a route responds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answers {
    /// It does.
    Yes,
    /// It accepts the connection and never answers (`hangs = true`).
    Never,
}

impl Default for Route {
    fn default() -> Self {
        Self { status: 200, latency: Distribution::ZERO, cpu: None, answers: Answers::Yes }
    }
}

/// Changes to an application; what is `None` stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ApplicationPatch {
    /// See [`Application::start`].
    pub start: Option<Distribution>,
    /// See [`Application::port`].
    pub port: Option<u16>,
    /// See [`Application::threads`].
    pub threads: Option<u32>,
    /// See [`Application::background_millis`].
    pub background_millis: Option<u32>,
    /// See [`Application::first_request`].
    pub first_request: Option<Distribution>,
    /// See [`Application::shutdown`].
    pub shutdown: Option<Shutdown>,
    /// See [`Image::pullable`].
    pub pullable: Option<Pullable>,
    /// See [`Image::architecture`].
    pub architecture: Option<Architecture>,
    /// See [`Image::size_mb`].
    pub size_mb: Option<u32>,
    /// See [`MemoryUse::base_mb`].
    pub base_mb: Option<u32>,
    /// See [`MemoryUse::per_request_mb`].
    pub per_request_mb: Option<u32>,
    /// Changes by path; a path that was not there is added.
    pub routes: BTreeMap<String, RoutePatch>,
}

/// Changes to a route; what is `None` stays as it was.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutePatch {
    /// See [`Route::status`].
    pub status: Option<u16>,
    /// See [`Route::latency`].
    pub latency: Option<Distribution>,
    /// See [`Route::cpu`].
    pub cpu: Option<Distribution>,
    /// See [`Route::answers`].
    pub answers: Option<Answers>,
}

impl ApplicationPatch {
    /// Puts what this patch names into `app`.
    pub fn apply(&self, app: &mut Application) {
        put(&mut app.start, self.start);
        put(&mut app.port, self.port);
        put(&mut app.background_millis, self.background_millis);
        put(&mut app.first_request, self.first_request);
        put(&mut app.shutdown, self.shutdown);
        if self.threads.is_some() {
            app.threads = self.threads;
        }
        put(&mut app.image.pullable, self.pullable);
        put(&mut app.image.architecture, self.architecture);
        put(&mut app.image.size_mb, self.size_mb);
        put(&mut app.memory.base_mb, self.base_mb);
        put(&mut app.memory.per_request_mb, self.per_request_mb);
        for (path, patch) in &self.routes {
            let route = app.routes.entry(path.clone()).or_default();
            put(&mut route.status, patch.status);
            put(&mut route.latency, patch.latency);
            put(&mut route.answers, patch.answers);
            if patch.cpu.is_some() {
                route.cpu = patch.cpu;
            }
        }
    }
}
