//! What people copy from a screen: addresses and commands are broken only where a reader or a
//! shell takes them together again.

use super::look::{CONTENT, screens};
use super::*;

/// The rows of every screen in every state, each as the texts between its frames.
fn rows() -> impl Iterator<Item = (String, Driver, Vec<Vec<String>>)> {
    screens(PLAIN).into_iter().flat_map(|(name, driver)| {
        [(80, 24), (120, 36), (200, 60)].map(|size| {
            let screen = driver.text(size);
            let parts = |line: &str| -> Vec<String> {
                line.trim_matches('"').split(['│', '█']).map(str::to_owned).collect()
            };
            (format!("{name} {size:?}"), driver.clone(), screen.lines().map(parts).collect())
        })
    })
}

#[test]
fn an_address_is_broken_between_its_parts_only() {
    let mut seen = 0;
    let facts = CONTENT.ledger.facts.iter().flat_map(|fact| &fact.source);
    let sources: Vec<&String> = facts.collect();
    for (name, driver, rows) in rows() {
        let links = driver.app.links();
        for part in rows.iter().flatten() {
            let Some(at) = part.find("https://") else { continue };
            let shown = part[at..].split(' ').next().unwrap();
            let known = || links.iter().chain(sources.iter().copied());
            let is_broken =
                known().any(|it| it.starts_with(shown)) && !known().any(|it| it == shown);
            assert!(!is_broken || shown.ends_with(['/', '-']), "{name}: {part}");
            seen += usize::from(is_broken);
        }
    }
    assert!(seen > 0);
}

#[test]
fn a_command_in_lines_is_one_command_for_a_shell() {
    let mut seen = 0;
    for (name, _, rows) in rows() {
        for pair in rows.windows(2) {
            for (above, below) in pair[0].iter().zip(&pair[1]) {
                if below.trim_start().starts_with("--") {
                    assert!(above.trim_end().ends_with(" \\"), "{name}: {above}\n{below}");
                    seen += 1;
                }
            }
        }
    }
    assert!(seen > 0);
}

#[test]
fn a_command_is_copied_in_one_line() {
    let named = |name: &str| screens(PLAIN).into_iter().find(|(it, _)| *it == name).unwrap().1;
    for name in ["changed, saved", "migration"] {
        let mut driver = named(name);
        driver.key(Char('y'));
        let Some(Effect::Copy(text)) = driver.effects.last() else { panic!("{name}") };
        let mut commands = text.lines().filter(|line| line.trim_start().starts_with("aws "));
        assert!(commands.clone().count() > 0, "{name}: {text}");
        assert!(commands.all(|line| line.contains(" --") && !line.ends_with('\\')), "{text}");
    }
}
