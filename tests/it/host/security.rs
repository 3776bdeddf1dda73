//! What people get who want what is not theirs: nothing.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use super::room::{BLUEPRINT, Room};
use crate::support::builtin;

#[test]
fn nobody_reads_or_writes_the_attempt_of_another() {
    let room = Room::open(&[]);
    let mut ada = room.started("Ada");
    ada.answer(1, &[0], "save").has_status(303);
    let mut eve = room.joined("Eve");
    // Eve's token leads to her own attempt only, and a token that nobody has leads nowhere.
    assert!(eve.open("/exam").text().contains("Start the exam"));
    eve.post("/question/1", &[("seen", "0"), ("option", "1"), ("do", "save")]).has_status(409);
    let pages = ["/exam", "/question/1", "/review", "/submit", "/clock", "/score"];
    for token in ["", "0", "0123456789abcdef0123456789abcdef", &room.secret.clone()] {
        let mut stranger = super::room::Student { room: &room, browser: room.browser() };
        stranger.browser.set_cookie("coldstart-member", token);
        for page in pages {
            stranger.get(page).has_status(403);
        }
        for form in ["/begin", "/resume", "/leave", "/submit", "/question/1"] {
            let fields = [("seen", "0"), ("option", "1"), ("do", "save")];
            stranger.post(form, &fields).has_status(403);
        }
    }
    assert_eq!(ada.question(1).checked(), [0]);
}

#[test]
fn the_pages_of_the_instructor_need_the_secret() {
    let room = Room::open(&[]);
    let mut eve = room.started("Eve");
    let token = eve.browser.cookie("coldstart-member").to_owned();
    eve.browser.set_cookie("coldstart-instructor", &token);
    let page = eve.get("/instructor").text();
    assert!(page.contains("Secret") && !page.contains("Eve"), "{page}");
    eve.get("/instructor/events").has_status(403);
    eve.get("/instructor/close").has_status(403);
    for action in ["extend", "end", "readmit", "close"] {
        let form =
            [("do", action), ("member", "1"), ("minutes", "5"), ("nonce", "a"), ("admission", "0")];
        eve.post("/instructor", &form).has_status(403);
    }
    eve.post("/instructor/enter", &[("secret", &token)]).has_status(403);
    assert!(eve.question(1).status == 200);
    // The secret of one room opens no other.
    let other = Room::host(crate::support::folder::Folder::new(), &super::room::EXAM);
    let mut browser = other.browser();
    let secret = [("secret", room.secret.as_str())];
    browser.post(&other.path("/instructor/enter"), &secret).has_status(403);
}

#[test]
fn a_late_post_and_a_post_that_is_sent_twice_change_nothing() {
    let room = Room::open(&[]);
    let mut ada = room.started("Ada");
    let seen = ada.question(1).input("seen");
    let first = [("seen", seen.as_str()), ("option", "0"), ("do", "save")];
    ada.post("/question/1", &first).has_status(303);
    let database = rusqlite::Connection::open(room.folder.data().join("coldstart.db")).unwrap();
    let rows = || -> i64 {
        let count = "SELECT count(*) FROM room_events";
        database.query_row(count, [], |row| row.get(0)).unwrap()
    };
    let before = rows();
    // The same answer once more is no other answer. It has a row, so that a step of a host that died
    // on its way cannot come after it.
    ada.post("/question/1", &first).has_status(303);
    assert_eq!(rows(), before + 1);
    ada.answer(1, &[1], "save").has_status(303);
    let replayed = ada.post("/question/1", &first).has_status(409);
    assert_eq!(replayed.checked(), [1], "the page shows what is saved");
    let clear = [("seen", seen.as_str()), ("do", "clear")];
    ada.post("/question/1", &clear).has_status(409);
    assert_eq!(ada.question(1).checked(), [1]);
    let seen = ada.question(2).input("seen");
    ada.post("/submit", &[]).has_status(303);
    let late = [("seen", seen.as_str()), ("option", "0"), ("do", "save")];
    for form in ["/question/2", "/submit", "/leave", "/resume"] {
        ada.post(form, &late).has_status(409);
    }
    let mut ben = room.started("Ben");
    let seen = ben.question(2).input("seen");
    room.close();
    let late = [("seen", seen.as_str()), ("option", "0"), ("do", "save")];
    ben.post("/question/2", &late).has_status(409);
    let blank = room.results("json");
    let report: serde_json::Value = serde_json::from_str(&blank).unwrap();
    assert_eq!(report["book"][0]["blank"], 15);
    assert_eq!(report["book"][1]["blank"], 16);
}

#[test]
fn a_post_from_another_site_changes_nothing() {
    let room = Room::open(&[]);
    let mut ada = room.started("Ada");
    let path = room.path("/question/1");
    let seen = ada.question(1).input("seen");
    let form = [("seen", seen.as_str()), ("option", "0"), ("do", "save")];
    let own = format!("http://{}", room.address);
    let near = format!("http://{}.evil.example", room.address);
    for headers in [
        &[][..],
        &[("Origin", "https://evil.example")],
        &[("Origin", "null")],
        &[("Origin", &near)],
        &[("Referer", "https://evil.example/room")],
        &[("Origin", "null"), ("Referer", &own)],
        &[("Sec-Fetch-Site", "same-origin")],
    ] {
        ada.browser.post_from(&path, headers, &form).has_status(403);
    }
    assert!(ada.question(1).checked().is_empty());
    let referer = format!("{own}{path}");
    ada.browser.post_from(&path, &[("Referer", &referer)], &form).has_status(303);
    assert_eq!(ada.question(1).checked(), [0]);
}

#[test]
fn nothing_of_the_key_is_in_any_page_before_its_time() {
    let room = Room::open(&["--versions", "2"]);
    let form = builtin::form(BLUEPRINT);
    let mut secrets = vec![form.identity.bank.clone()];
    for entry in &form.entries {
        secrets.push(entry.item.question.id.0.clone());
        secrets.extend(entry.item.options.iter().map(|option| option.why.clone()));
        secrets.extend(entry.item.question.facts.clone());
    }
    // A page escapes and marks; the first letters of a reason are enough to find it.
    let begin =
        |secret: &String| secret.split(['`', '"', '\'', '&', '<']).next().unwrap().to_owned();
    let secrets: Vec<String> = secrets.iter().map(begin).filter(|it| it.len() > 12).collect();
    assert!(secrets.len() > 60, "{}", secrets.len());
    let mut ada = room.started("Ada");
    let mut fished = Vec::new();
    for number in 1..=16 {
        fished.push(ada.question(number));
        fished.push(ada.answer(number, &[0], "next"));
        fished.push(ada.question(number));
    }
    let pages =
        ["", "/exam", "/review", "/submit", "/clock", "/score", "/instructor", "/key", "/results"];
    fished.extend(pages.map(|page| ada.open(page)));
    fished.extend(["/", "/style.css", "/script.js"].map(|path| ada.browser.get(path)));
    fished.push(ada.post("/submit", &[]));
    fished.extend(pages.map(|page| ada.open(page)));
    let leaked = |text: &str| secrets.iter().find(|secret| text.contains(*secret)).cloned();
    for answer in &fished {
        assert_eq!(leaked(&answer.body), None);
        assert_eq!(leaked(&format!("{:?}", answer.headers)), None);
    }
    // What is looked for is what is shown in the end.
    room.close();
    ada.score();
    assert!(leaked(&ada.open("/score").body).is_some());
}

#[test]
fn names_cannot_inject() {
    let room = Room::open(&[]);
    let script = "<script>alert(1)</script>";
    let formula = "=HYPERLINK(\"http://evil\")";
    room.started(script);
    room.started(formula);
    let mut browser = room.browser();
    for hidden in ["\u{1b}[2J", "a\u{202e}b", "a\u{0}b", "", "   ", "\u{200b}", &"x".repeat(81)] {
        let answer = browser.post(&room.path("/join"), &[("name", hidden)]);
        assert_eq!(answer.status, 422, "{hidden:?}");
    }
    let mut instructor = room.instructor();
    let page = instructor.get("/instructor");
    assert!(!page.body.contains("<script>alert"), "{}", page.body);
    assert!(page.body.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{}", page.body);
    // In an attribute too.
    assert!(page.body.contains("=HYPERLINK(&quot;http://evil&quot;)"), "{}", page.body);
    let csv = room.results("csv");
    assert!(csv.contains("'=HYPERLINK"), "{csv}");
    let code = room.browser().get("/?code=%3Cscript%3E");
    assert!(!code.body.contains("<script>\u{201d}"), "{}", code.body);
}

#[test]
fn every_answer_tells_the_browser_to_trust_only_this_host() {
    let room = Room::open(&["--url", "https://class.example"]);
    let mut browser = room.browser();
    let own = [("Origin", "https://class.example")];
    let joined = browser.post_from(&room.path("/join"), &own, &[("name", "Ada")]).has_status(303);
    let cookie = joined.header("set-cookie").unwrap().to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Secure", &format!("Path={}", room.path(""))] {
        assert!(cookie.contains(part), "{part} in {cookie}");
    }
    let token = cookie.split(['=', ';']).nth(1).unwrap();
    assert_eq!(token.len(), 32);
    // The database does not hold the token itself.
    let database = std::fs::read(room.folder.data().join("coldstart.db")).unwrap();
    let log = std::fs::read(room.folder.data().join("coldstart.db-wal")).unwrap();
    for bytes in [database, log] {
        assert!(!bytes.windows(32).any(|window| window == token.as_bytes()));
    }
    for path in ["/", "/nowhere", "/style.css", &room.path("/exam"), &room.path("/score")] {
        let answer = browser.get(path);
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        assert_eq!(answer.header("referrer-policy"), Some("same-origin"));
        let inline = ["<style", " style=", " onclick=", "javascript:", "<script>"];
        assert!(!inline.iter().any(|inline| answer.body.contains(inline)), "{path}");
    }
}

#[test]
fn codes_cannot_be_guessed() {
    let room = Room::open(&[]);
    let mut browser = room.browser();
    let (mut ada, mut instructor) = (room.started("Ada"), room.instructor());
    for guess in 0..20 {
        browser.get(&format!("/room/BBBBBBB{}", guess % 8 + 2)).has_status(404);
    }
    let refused = browser.get(&room.path("")).has_status(429);
    let seconds: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=3).contains(&seconds), "{seconds}");
    browser.get("/?code=BBBBBBBB").has_status(429);
    // Who is in the room goes on: a whole class may have one address.
    ada.answer(1, &[0], "save").has_status(303);
    instructor.get("/instructor").has_status(200);
    instructor.browser.set_cookie("coldstart-instructor", "0");
    instructor.get("/instructor").has_status(429);
    thread::sleep(Duration::from_secs(seconds + 1));
    browser.get(&room.path("")).has_status(200);
}

#[test]
fn ids_of_a_roster_cannot_be_guessed() {
    let folder = crate::support::folder::Folder::new();
    folder.write("class.csv", "id,name\n4711,Ada\n");
    let room = Room::host(folder, &[&super::room::EXAM[..], &["--roster", "class.csv"]].concat());
    let mut browser = room.browser();
    for guess in 0..20 {
        let id = guess.to_string();
        browser.post(&room.path("/join"), &[("name", &id)]).has_status(422);
    }
    browser.post(&room.path("/join"), &[("name", "4711")]).has_status(429);
}

#[test]
fn large_and_slow_requests_are_cut() {
    let room = Room::open(&[]);
    let mut ada = room.started("Ada");
    let large = "x".repeat(17 * 1_024);
    let answer = ada.post("/question/1", &[("seen", "0"), ("pad", &large)]);
    assert_eq!(answer.status, 413);
    let slow = |begun: String| {
        let address = room.address.clone();
        thread::spawn(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(40))).unwrap();
            stream.write_all(begun.as_bytes()).unwrap();
            let start = Instant::now();
            let mut text = Vec::new();
            let _ = stream.read_to_end(&mut text);
            (start.elapsed(), String::from_utf8_lossy(&text).into_owned())
        })
    };
    let host = &room.address;
    let header = slow(format!("GET / HTTP/1.1\r\nHost: {host}\r\nX-Slow: "));
    let body = slow(format!(
        "POST {} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nContent-Length: 100\r\n\
         Content-Type: application/x-www-form-urlencoded\r\n\r\nname=",
        room.path("/join")
    ));
    let silent = slow(String::new());
    let other_protocol = slow("PRI * HTTP/2.0\r\n\r\n".to_owned());
    for (waited, text) in [silent, header, body].map(|it| it.join().unwrap()) {
        assert!((5..25).contains(&waited.as_secs()), "{waited:?}: {text}");
        assert!(text.is_empty() || text.contains(" 408 "), "{text}");
    }
    let (_, text) = other_protocol.join().unwrap();
    assert!(text.is_empty() || text.contains(" 400 "), "{text}");
    ada.question(1);
}
