//! `run --html`: the page holds what the run found, and a browser shows it: in light and
//! dark, on a telephone and on a desk, without a script, a request or a word of complaint.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::support::chromium;
use crate::support::folder::Folder;
use crate::support::program::{CALM, coldstart, scenarios};

/// The longest words that a file may bring, and what would be markup.
const CROWDED: &str = "tests/html/crowded.toml";

/// What is printed for `arguments`, whether goals are met or missed.
#[track_caller]
fn printed(arguments: &[&str]) -> String {
    let finished = coldstart(arguments);
    assert!(matches!(finished.code, Some(0 | 1)), "{arguments:?}: {}", finished.stderr);
    finished.stdout
}

/// The values of every `<data>` on a page.
fn data(page: &str) -> Vec<f64> {
    let values = page.split("<data value=\"").skip(1);
    values.map(|rest| rest.split('"').next().unwrap().parse().unwrap()).collect()
}

#[test]
fn the_goals_of_the_page_are_those_of_the_figures() {
    let names = scenarios();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let page = printed(&[&["run", "--html", "-"], &names[..]].concat());
    let runs = printed(&[&["run", "--format", "json"], &names[..]].concat());
    // As text: the reader of JSON is a last bit off where there are many digits.
    let values = runs.lines().filter_map(|line| line.trim_start().strip_prefix("\"value\": "));
    let values: Vec<f64> =
        values.filter_map(|value| value.trim_end_matches(',').parse().ok()).collect();
    let runs: Value = serde_json::from_str(&runs).unwrap();
    let goals = runs.as_array().unwrap().iter().flat_map(|run| run["goals"].as_array().unwrap());
    let goals: Vec<&Value> = goals.collect();
    assert!(values.len() > 30);
    assert_eq!(data(&page), values);
    let met = goals.iter().filter(|goal| goal["passed"] == true).count();
    assert_eq!(page.matches("✓ met").count(), met);
    assert_eq!(page.matches("✗ missed").count(), goals.len() - met);
}

#[test]
fn the_page_tells_each_event_that_the_log_has() {
    let page = printed(&["run", "health-302", "--html", "-"]);
    let events = printed(&["run", "health-302", "--events", "-"]);
    assert_eq!(page.matches("class=\"what\"").count(), events.lines().count());
    for event in events.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        let why = event["why"].as_str().unwrap().replace('&', "&amp;").replace('"', "&quot;");
        assert!(page.contains(&why), "{why}");
    }
}

#[test]
fn the_settings_stand_with_what_is_behind_them() {
    let change = ["--rules", "aws", "--set", "assume.wake=\"1s\"", "--seed", "9"];
    let happens = ["--at", "1m crash 1"];
    let page = ["run", "health-503", "--html", "-"];
    let page = printed(&[&page, &change[..], &happens].concat());
    for text in [
        "at 1m crash 1",
        "assume.wake = &quot;1s&quot;",
        "this scenario; the edition has 50ms",
        "seed 9",
        "AWS rules",
    ] {
        assert!(page.contains(text), "{text}");
    }
    let explained =
        printed(&[&["run", "health-503", "--explain", "--format", "json"], &change[..]].concat());
    let rows: Value = serde_json::from_str(&explained).unwrap();
    for row in rows.as_array().unwrap() {
        let source = row["source"].as_str().unwrap();
        assert!(page.contains(source), "{source}");
    }
}

#[test]
fn the_same_run_gives_the_same_bytes_beside_its_figures() {
    let folder = Folder::new();
    let (page, events) = (folder.file("page.html"), folder.file("events.jsonl"));
    let figures = printed(&["run", CALM, "--html", &page, "--events", &events]);
    assert_eq!(figures, printed(&["run", CALM]));
    assert_eq!(folder.read("page.html"), printed(&["run", CALM, "--html", "-"]));
    assert_eq!(folder.read("events.jsonl"), printed(&["run", CALM, "--events", "-"]));
}

#[test]
fn what_does_not_go_together_is_refused() {
    let cases: [(&[&str], &str); 5] = [
        (&[CALM, "--html", CALM], "would overwrite"),
        (&[CALM, "--html", "-", "--events", "-"], "different files"),
        (&[CALM, "--html", "-", "--format", "json"], "prints no results"),
        (&[CALM, "--html", "no/such/folder/x"], "cannot write the page to `no/such/folder/x`"),
        (&[CALM, "--html", "-", "--explain"], "--explain"),
    ];
    for (arguments, message) in cases {
        let reported = coldstart(&[&["run"], arguments].concat()).fails();
        assert!(reported.contains(message), "{arguments:?}: {reported}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let reported = coldstart(&["run", CALM, "--html", "/dev/full"]).fails();
    assert!(
        reported.starts_with("error: cannot write the page to `/dev/full`: No space"),
        "{reported}"
    );
}

#[test]
fn a_long_run_has_a_page_of_bounded_size() {
    let long = ["--set", "duration=20d", "--set", "service.health_check.interval=20s"];
    let busy = ["--set", "traffic.0.profile=[[\"0s\", 0]]", "--set", "app.routes.\"/\".status=500"];
    let check = ["--set", "service.health_check.protocol=HTTP"];
    let arguments = [&["run", CALM, "--html", "-"], &long[..], &busy[..], &check[..]].concat();
    let page = printed(&arguments);
    assert!(page.contains("least important events are not shown"));
    assert!(page.len() < 1_500_000, "{}", page.len());
}

/// Opens `file` as a user would, but for the window; gives what it printed and said.
fn browse(chromium: &Path, file: &str, more: &[&str]) -> (String, String) {
    let profile = TempDir::new().unwrap();
    let output = Command::new(chromium)
        .args(chromium::PLAIN)
        .arg("--enable-logging=stderr")
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(more)
        .arg(format!("file://{file}"))
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}", text(&output.stderr));
    (text(&output.stdout), text(&output.stderr))
}

/// A page that shows `page.html` in frames without scripts, one for each look, and
/// writes down what it finds in them.
fn probe() -> String {
    let mut frames = String::new();
    for (width, scheme) in LOOKS {
        let style = format!("width:{width}px;height:900px;color-scheme:{scheme}");
        let _ = write!(
            frames,
            "<iframe sandbox=\"allow-same-origin\" src=\"page.html\" style=\"{style}\"></iframe>"
        );
    }
    format!(
        "<!doctype html>{frames}<pre></pre><script>onload = () => {{
            const found = [...document.querySelectorAll('iframe')].map(frame => {{
                const [page, view] = [frame.contentDocument, frame.contentWindow];
                const root = page.documentElement, body = view.getComputedStyle(page.body);
                return {{
                    over: root.scrollWidth - root.clientWidth,
                    paper: body.backgroundColor,
                    ink: body.color,
                    requests: view.performance.getEntriesByType('resource').length,
                    charts: [...page.querySelectorAll('.plot svg')].filter(svg => svg.clientWidth > 200).length,
                    empty: [...page.querySelectorAll('h2, h3, h4, td.why')].filter(it => !it.innerText.trim()).length,
                    text: page.body.innerText,
                }};
            }});
            document.querySelector('pre').textContent = JSON.stringify(found);
        }}</script>"
    )
}

/// Widths and colour schemes that a page is looked at in.
const LOOKS: [(u32, &str); 6] =
    [(320, "light"), (390, "dark"), (768, "light"), (768, "dark"), (1280, "light"), (1280, "dark")];

/// The three numbers of a computed colour.
fn colour(text: &str) -> Vec<f64> {
    let numbers = text.trim_start_matches("rgb(").trim_end_matches(')').split(',');
    numbers.map(|number| number.trim().parse().unwrap()).collect()
}

/// How light a colour is, from 0 to 1, as the guidelines for contrast count it.
fn luminance(text: &str) -> f64 {
    let linear = |channel: &f64| {
        let share = channel / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    let weights = [0.2126, 0.7152, 0.0722];
    colour(text).iter().map(linear).zip(weights).map(|(share, weight)| share * weight).sum()
}

/// Sees that `page.html` of `folder` is shown in every look as it should be, with this number
/// of charts; gives the text of each look.
fn looked_at(chromium: &Path, folder: &Folder, charts: u64) -> Vec<String> {
    folder.write("probe.html", probe());
    let dump = ["--allow-file-access-from-files", "--dump-dom"];
    let (dom, said) = browse(chromium, &folder.file("probe.html"), &dump);
    assert!(!said.contains(":CONSOLE"), "{said}");
    let found = dom.split_once("<pre>").unwrap().1.split_once("</pre>").unwrap().0;
    let found = found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let found: Vec<Value> = serde_json::from_str(&found).unwrap();
    assert_eq!(found.len(), LOOKS.len());
    let looks = found.iter().zip(LOOKS).map(|(look, (width, scheme))| {
        let name = format!("{width} {scheme}");
        let counts = ["over", "requests", "empty"].map(|count| look[count].as_u64());
        assert_eq!(counts, [Some(0); 3], "{name}: {counts:?}");
        assert_eq!(look["charts"], charts, "{name}");
        let [paper, ink] = ["paper", "ink"].map(|part| luminance(look[part].as_str().unwrap()));
        assert_eq!(paper > ink, scheme == "light", "{name}");
        let contrast = (paper.max(ink) + 0.05) / (paper.min(ink) + 0.05);
        assert!(contrast > 12.0, "{name}: {contrast}");
        look["text"].as_str().unwrap().to_owned()
    });
    looks.collect()
}

#[test]
fn a_browser_shows_the_page_in_every_look() {
    let Some(chromium) = chromium::installed() else { return };
    let folder = Folder::new();
    let page = folder.file("page.html");
    printed(&["run", CROWDED, "stuck-deployment", "health-503", "--html", &page]);
    for text in looked_at(&chromium, &folder, 12) {
        for word in
            ["<script>alert(1)</script>", "START_DEPLOYMENT", "failure 5 of 5 in a row", "assumed"]
        {
            assert!(text.contains(word), "{word}");
        }
    }
}

#[test]
fn a_browser_shows_the_page_of_a_migration_in_every_look() {
    let Some(chromium) = chromium::installed() else { return };
    let folder = Folder::new();
    let page = folder.file("page.html");
    printed(&["migrate", CROWDED, "--html", &page]);
    for text in looked_at(&chromium, &folder, 8) {
        for word in ["$67.07", "Reaction to a burst", "executionRoleArn", "Infrastructure role"] {
            assert!(text.contains(word), "{word}");
        }
    }
}

#[test]
fn a_browser_takes_pictures_of_the_page_and_prints_it() {
    let Some(chromium) = chromium::installed() else { return };
    let folder = Folder::new();
    let page = folder.file("page.html");
    printed(&["run", "health-503", "--html", &page]);
    let pictures: Vec<Vec<u8>> = [("light", "1"), ("dark", "0")]
        .map(|(name, scheme)| {
            let file = folder.file(&format!("{name}.png"));
            let shot = format!("--screenshot={file}");
            let scheme = format!("--blink-settings=preferredColorScheme={scheme}");
            let (_, said) = browse(&chromium, &page, &[&shot, &scheme, "--window-size=900,1400"]);
            assert!(!said.contains(":CONSOLE"), "{said}");
            fs::read(file).unwrap()
        })
        .into();
    for picture in &pictures {
        let size = [16, 20].map(|at| u32::from_be_bytes(picture[at..at + 4].try_into().unwrap()));
        assert_eq!(size, [900, 1400]);
        assert!(picture.len() > 40_000, "{} bytes are an empty page", picture.len());
    }
    assert_ne!(pictures[0], pictures[1]);
    let file = folder.file("page.pdf");
    browse(&chromium, &page, &[&format!("--print-to-pdf={file}")]);
    assert!(fs::read(file).unwrap().starts_with(b"%PDF"));
}
