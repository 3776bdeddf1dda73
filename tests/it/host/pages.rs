//! What a class sees and does in real Chromium, by the keys of a keyboard alone: on a phone and on a
//! desk, in light and dark, with and without scripts. Where axe-core is installed (`.ci/run` does
//! it), every kind of page is examined with it.
//!
//! ```text
//! PICTURES=target/pictures cargo test --test it host::pages
//! ```
//!
//! leaves a picture of each page in each look.

mod demo;
mod exam;
mod wire;

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use serde_json::Value;

use crate::support::chromium::{Chromium, Tab};

/// Widths, in pixels of CSS, and schemes that each page is examined in.
const EXAMINED: [(u32, &str); 2] = [(360, "dark"), (1_280, "light")];
/// Those that pictures are taken in beside them.
const PICTURED: [(u32, &str); 2] = [(360, "light"), (1_280, "dark")];

/// The source of axe-core: the file that `AXE` names, or the one that `.ci/run` installs.
static AXE: LazyLock<Option<String>> = LazyLock::new(|| {
    let installed = "../tools/npm/node_modules/axe-core/axe.min.js";
    let installed = || Path::new(env!("CARGO_TARGET_TMPDIR")).join(installed);
    let source = fs::read_to_string(env::var_os("AXE").map_or_else(installed, PathBuf::from));
    if source.is_err() {
        eprintln!("skipped: pages are not examined with axe-core; name its file in AXE");
    }
    source.ok()
});

/// What axe-core finds serious or worse, one text for each rule.
const FOUND: &str = r#"axe.run({ resultTypes: ["violations"] }).then((found) =>
  found.violations.filter((it) => ["serious", "critical"].includes(it.impact)).map((it) =>
    [it.id, it.help, ...it.nodes.flatMap((node) => [node.html, node.failureSummary])].join("\n")))"#;

/// What is to be known of a page in a window: its width, how far it reaches, and how light it is.
const SHOWN: &str = r"(() => {
  const paper = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
  const root = document.documentElement;
  return [root.clientWidth, root.scrollWidth, Math.max(...paper.slice(0, 3))];
})()";

/// Somebody before a screen.
struct Person {
    tab: Tab,
    look: (u32, &'static str),
    has_scripts: bool,
}

impl Person {
    /// Somebody with a window of this width and in this scheme.
    fn new(browser: &Arc<Chromium>, look: (u32, &'static str)) -> Self {
        let tab = Tab::open(browser);
        tab.look(look.0, look.1);
        Self { tab, look, has_scripts: true }
    }

    /// The same without scripts.
    fn without_scripts(browser: &Arc<Chromium>, look: (u32, &'static str)) -> Self {
        let person = Self { has_scripts: false, ..Self::new(browser, look) };
        person.tab.scripts(false);
        person
    }

    /// Examines the page, which pictures call `name`: it fits in the window, keeps to the scheme,
    /// and axe-core finds nothing serious.
    #[track_caller]
    fn examine(&self, name: &str) {
        let pictures = env::var_os("PICTURES").map(PathBuf::from);
        let more = if pictures.is_some() { &PICTURED[..] } else { &[] };
        for &(width, scheme) in EXAMINED.iter().chain(more) {
            self.tab.look(width, scheme);
            let is_shown = format!(
                "innerWidth === {width} && matchMedia('(prefers-color-scheme: {scheme})').matches"
            );
            self.tab.wait_until(&is_shown);
            let shown = self.tab.value(SHOWN).unwrap();
            let [page, reach, paper] = [0, 1, 2].map(|at| shown[at].as_u64().unwrap());
            assert!(reach <= page && page == u64::from(width), "{name} is {reach} of {width} wide");
            assert_eq!(paper > 127, scheme == "light", "{name} in {scheme}");
            if let Some(folder) = &pictures {
                fs::create_dir_all(folder).unwrap();
                self.tab.picture(&folder.join(format!("{name}-{width}-{scheme}.png")));
            }
            self.examine_with_axe(&format!("{name}, {width} {scheme}"));
        }
        self.tab.look(self.look.0, self.look.1);
    }

    #[track_caller]
    fn examine_with_axe(&self, page: &str) {
        let Some(source) = &*AXE else { return };
        if self.tab.value("typeof axe") != Some(Value::from("object")) {
            self.tab.value(source);
        }
        // What examines a page without scripts is one; the page was built without.
        self.tab.scripts(true);
        let found = self.tab.value(FOUND).unwrap();
        self.tab.scripts(self.has_scripts);
        let found: Vec<&str> =
            found.as_array().unwrap().iter().map(|it| it.as_str().unwrap()).collect();
        assert!(found.is_empty(), "{page}:\n{}", found.join("\n\n"));
    }

    /// Picks the option at `place`, counted from 0, of the question on the page.
    #[track_caller]
    fn pick(&self, place: usize) {
        self.tab.wait_until("document.querySelector('fieldset input') !== null");
        let option = "document.activeElement.matches('fieldset input')";
        while self.tab.value(option) != Some(Value::Bool(true)) {
            self.tab.press("Tab");
        }
        let is_one = self.tab.value("document.activeElement.type") == Some(Value::from("radio"));
        let at =
            || self.tab.value("Number(document.activeElement.value)").and_then(|it| it.as_u64());
        // Arrows move a choice of one, Tab goes on to the next of several.
        while at() != Some(place as u64) {
            self.tab.press(if is_one { "ArrowDown" } else { "Tab" });
        }
        if self.tab.value("document.activeElement.checked") == Some(Value::Bool(false)) {
            self.tab.press(" ");
        }
        let picked = format!("document.querySelector('fieldset [value=\"{place}\"]').checked");
        self.tab.wait_until(&picked);
    }

    /// Marks the page, so that [`Self::has_stayed`] knows it.
    fn stay(&self) {
        self.tab.value("window.stayed = true");
    }

    /// Whether the page is the one that was marked.
    fn has_stayed(&self) -> bool {
        self.tab.value("window.stayed === true") == Some(Value::Bool(true))
    }

    /// Nothing went wrong in the pages of this person.
    #[track_caller]
    fn is_content(&self) {
        assert_eq!(self.tab.complaints(), Vec::<String>::new());
    }
}
