//! A tab of a person: what it shows, and a keyboard.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Chromium, PATIENCE, keys};

/// How long a condition is waited for before it is looked at again.
const LOOK: Duration = Duration::from_millis(25);

/// What a button, a link or a field is called.
const NAMED: &str = r#"((it) => {
  const label = it.labels && it.labels.length ? it.labels[0].innerText : "";
  return it.getAttribute("aria-label") || label || it.innerText || it.title || it.value || "";
})"#;

/// What has the focus: its name, whether that can be seen, and its place on the page.
const FOCUSED: &str = r#"((named) => {
  const it = document.activeElement;
  if (!it || it === document.body || it === document.documentElement) return null;
  const style = getComputedStyle(it), box = it.getBoundingClientRect();
  return {
    name: named(it).replace(/\s+/g, " ").trim(),
    marked: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    place: [...document.querySelectorAll("*")].indexOf(it),
  };
})"#;

/// A person with a tab and cookies of their own.
pub struct Tab {
    browser: Arc<Chromium>,
    context: String,
    session: String,
}

impl Tab {
    pub fn open(browser: &Arc<Chromium>) -> Self {
        let ask = |method: &str, params: Value| browser.ask(None, method, &params).unwrap();
        let text = |answer: &Value| answer.as_str().unwrap().to_owned();
        let context = text(&ask("Target.createBrowserContext", json!({}))["browserContextId"]);
        let blank = json!({ "url": "about:blank", "browserContextId": context });
        let target = text(&ask("Target.createTarget", blank)["targetId"]);
        let attach = json!({ "targetId": target, "flatten": true });
        let session = text(&ask("Target.attachToTarget", attach)["sessionId"]);
        let tab = Self { browser: browser.clone(), context, session };
        for domain in ["Page", "Runtime", "Log", "Network"] {
            tab.tell(&format!("{domain}.enable"), &json!({}));
        }
        // Many tabs, and each has the focus of its person.
        tab.tell("Emulation.setFocusEmulationEnabled", &json!({ "enabled": true }));
        tab
    }

    fn tell(&self, method: &str, params: &Value) -> Value {
        self.browser.ask(Some(&self.session), method, params).unwrap()
    }

    /// A window of this width, in a scheme: `light` or `dark`. A narrow one is a phone's.
    pub fn look(&self, width: u32, scheme: &str) {
        let (is_phone, height) = (width < 600, if width < 600 { 740 } else { 900 });
        let size =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": is_phone });
        self.tell("Emulation.setDeviceMetricsOverride", &size);
        let scheme = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.tell("Emulation.setEmulatedMedia", &scheme);
    }

    /// Whether pages that are opened from now on have scripts.
    pub fn scripts(&self, are_run: bool) {
        self.tell("Emulation.setScriptExecutionDisabled", &json!({ "value": !are_run }));
    }

    pub fn go(&self, url: &str) {
        self.tell("Page.navigate", &json!({ "url": url }));
    }

    /// What an expression of a page gives; `None` while the page is about to be another one.
    pub fn value(&self, expression: &str) -> Option<Value> {
        let params =
            json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.browser.ask(Some(&self.session), "Runtime.evaluate", &params).ok()?;
        let is_wrong = answer["exceptionDetails"]["exception"]["className"] == "SyntaxError";
        assert!(!is_wrong, "{expression}: {answer}");
        answer["exceptionDetails"].is_null().then(|| answer["result"]["value"].clone())
    }

    /// Waits until an expression of the page holds.
    #[track_caller]
    pub fn wait_until(&self, expression: &str) {
        let deadline = Instant::now() + PATIENCE;
        let ready = format!("document.readyState === 'complete' && ({expression})");
        while self.value(&ready) != Some(Value::Bool(true)) {
            assert!(Instant::now() < deadline, "never {expression} on:\n{}", self.text());
            thread::sleep(LOOK);
        }
    }

    /// Waits until the page shows `text`.
    #[track_caller]
    pub fn wait_for(&self, text: &str) {
        self.wait_until(&format!("document.body.innerText.includes({})", json!(text)));
    }

    /// What the page shows.
    pub fn text(&self) -> String {
        let text = self.value("document.body.innerText").unwrap_or_default();
        text.as_str().unwrap_or_default().to_owned()
    }

    pub fn press(&self, key: &str) {
        self.tell("Input.dispatchKeyEvent", &keys::pressed(key));
        self.tell("Input.dispatchKeyEvent", &keys::released(key));
    }

    /// Types into the field that has the focus, or gets it when the page is there.
    #[track_caller]
    pub fn write(&self, text: &str) {
        self.wait_until("document.activeElement.matches('input')");
        text.chars().for_each(|letter| self.press(letter.encode_utf8(&mut [0; 4])));
    }

    /// Presses Tab until what has the focus is called `name`. Every stop on the way can be seen, and
    /// they come in the order of the page.
    #[track_caller]
    pub fn tab_to(&self, name: &str) {
        let (wanted, stops) = (json!(name), "a, button, input, summary");
        let is_there = format!(
            "[...document.querySelectorAll('{stops}')].some((it) => {NAMED}(it).includes({wanted}))"
        );
        self.wait_until(&is_there);
        let focused = format!("{FOCUSED}({NAMED})");
        let mut stops = Vec::new();
        let mut last = None;
        loop {
            self.press("Tab");
            let Some(stop) = self.value(&focused).filter(|stop| !stop.is_null()) else {
                // The end of the page; the next key begins at its top.
                assert!(last.take().is_some(), "no {name} among {stops:?} of:\n{}", self.text());
                continue;
            };
            assert!(stop["marked"] == true && stop["inside"] == true, "{stop}");
            let place = stop["place"].as_u64();
            assert!(place > last, "{stop} after {stops:?}");
            last = place;
            stops.push(stop["name"].as_str().unwrap().to_owned());
            if stops.last().is_some_and(|stop| stop.contains(name)) {
                return;
            }
            assert!(stops.len() < 120, "no {name} among {stops:?}");
        }
    }

    /// Presses the button, or follows the link, that is called `name`.
    #[track_caller]
    pub fn choose(&self, name: &str) {
        self.tab_to(name);
        self.press("Enter");
    }

    /// What pages complained about: errors of scripts, and what their policy forbade.
    pub fn complaints(&self) -> Vec<String> {
        self.browser.complaints(&self.session)
    }

    /// Takes a picture of the whole page.
    pub fn picture(&self, file: &Path) {
        let whole = json!({ "captureBeyondViewport": true });
        let answer = self.tell("Page.captureScreenshot", &whole);
        let letters = answer["data"].as_str().unwrap();
        fs::write(file, decoded(letters)).unwrap();
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        let params = json!({ "browserContextId": self.context });
        let _ = self.browser.ask(None, "Target.disposeBrowserContext", &params);
    }
}

/// The bytes of base64 (RFC 4648).
fn decoded(letters: &str) -> Vec<u8> {
    let value = |letter: u8| match letter {
        b'A'..=b'Z' => u32::from(letter - b'A'),
        b'a'..=b'z' => u32::from(letter - b'a') + 26,
        b'0'..=b'9' => u32::from(letter - b'0') + 52,
        b'+' => 62,
        _ => 63,
    };
    let letters = letters.trim_end_matches('=').as_bytes();
    let mut bytes = Vec::with_capacity(letters.len() * 3 / 4);
    for four in letters.chunks(4) {
        let bits = four.iter().fold(0, |bits, letter| (bits << 6) | value(*letter));
        let bits = bits << (6 * (4 - four.len()));
        bytes.extend(&bits.to_be_bytes()[1..four.len()]);
    }
    bytes
}
