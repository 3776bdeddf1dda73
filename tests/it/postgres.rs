//! The log of rooms in PostgreSQL, on a real server: several writers, a server that dies, tables of
//! other versions, and passwords that stay secret.

use std::collections::BTreeSet;
use std::time::Duration;

use coldstart::host::demo::state::DemoSetup;
use coldstart::host::event::{RoomActivity, RoomEvent, RoomOpened};
use coldstart::host::guard::PublicOrigin;
use coldstart::host::rooms::{HostContent, RoomHost};
use coldstart::store::room_log::postgres::address::PostgresAddress;
use coldstart::store::room_log::{Appended, NewRoomRow, RoomLog, RoomLogError, RoomRow};
use futures_util::future::join_all;
use quizbank::model::calendar::Moment;
use quizbank::model::course::Course;
use quizbank::model::fact::Ledger;
use tokio::runtime::Runtime;
use tokio::time::timeout;

use crate::support::folder::Folder;
use crate::support::postgres::{PASSWORD, Postgres};
use crate::support::program::{coldstart, finish, kills, program};

const ROOM: &str = "K7QM4TXP";

fn log(server: &Postgres) -> RoomLog {
    RoomLog::open_postgres(PostgresAddress::new(&server.url(), None).unwrap()).unwrap()
}

fn row(key: impl Into<String>) -> NewRoomRow {
    let key = key.into();
    NewRoomRow { room: ROOM.into(), at: Moment(5), json: format!("\"{key}\""), key }
}

fn runtime() -> Runtime {
    Runtime::new().unwrap()
}

#[test]
fn a_row_is_there_once_whichever_host_writes_it() {
    let Some(server) = Postgres::start() else { return };
    runtime().block_on(async {
        let [one, two] = [log(&server), log(&server)];
        let first = one.append(row("first")).await.unwrap();
        let other = NewRoomRow { json: "\"other\"".into(), ..row("first") };
        assert_eq!(two.append(other.clone()).await.unwrap(), Appended::Known(first.seq()));
        // The same in every word is known too, unless it was this host that sent it.
        assert_eq!(two.append(row("first")).await.unwrap(), Appended::Known(first.seq()));
        // The same key in another room is another row.
        let elsewhere = two.append(NewRoomRow { room: "elsewhere".into(), ..other }).await.unwrap();
        assert!(matches!(elsewhere, Appended::Added(seq) if seq > first.seq()));
        let rows = one.after(ROOM, 0).await.unwrap();
        assert_eq!(rows.iter().map(|row| row.json.as_str()).collect::<Vec<_>>(), ["\"first\""]);
        assert_eq!(one.after(ROOM, first.seq()).await.unwrap(), []);
        let rooms: Vec<String> =
            two.with_key("first").await.unwrap().into_iter().map(|row| row.room).collect();
        assert_eq!(rooms, [ROOM, "elsewhere"]);
        // Twice in one transaction: the first one is new.
        let twice = join_all((0..8).map(|_| one.append(row("twice")))).await;
        let added = twice.iter().filter(|it| matches!(it, Ok(Appended::Added(_)))).count();
        assert_eq!((added, twice.len()), (1, 8));
    });
}

#[test]
fn a_row_that_the_database_cannot_take_costs_nobody_else_theirs() {
    let Some(server) = Postgres::start() else { return };
    runtime().block_on(async {
        let log = log(&server);
        let keys = (0..40).map(|number| match number {
            17 => "no text of PostgreSQL: \0".to_owned(),
            number => number.to_string(),
        });
        let appended = join_all(keys.map(|key| log.append(row(key)))).await;
        for (number, appended) in appended.iter().enumerate() {
            assert_eq!(appended.is_err(), number == 17, "{number}: {appended:?}");
        }
        assert_eq!(log.after(ROOM, 0).await.unwrap().len(), 39);
    });
}

/// All rows that a host sees that follows the log, until it has seen `count` of them.
async fn followed(log: RoomLog, count: usize) -> Vec<RoomRow> {
    let mut changes = log.changes();
    let mut seen: Vec<RoomRow> = Vec::new();
    while seen.len() < count {
        changes.mark_unchanged();
        let last = seen.last().map_or(0, |row| row.seq);
        seen.extend(log.after(ROOM, last).await.unwrap());
        if seen.len() < count {
            timeout(Duration::from_secs(20), changes.changed()).await.expect("a change").unwrap();
        }
    }
    seen
}

#[test]
fn a_reader_misses_no_row_of_several_writers() {
    const WRITERS: usize = 3;
    const ROWS: usize = 400;
    let Some(server) = Postgres::start() else { return };
    runtime().block_on(async {
        let reader = tokio::spawn(followed(log(&server), WRITERS * ROWS));
        let writers = (0..WRITERS).map(|writer| {
            let log = log(&server);
            tokio::spawn(async move {
                // A few at a time, so that there are many transactions.
                for first in (0..ROWS).step_by(4) {
                    let rows = (first..first + 4).map(|it| row(format!("{writer}/{it}")));
                    let appended = join_all(rows.map(|row| log.append(row))).await;
                    assert!(appended.iter().all(|it| matches!(it, Ok(Appended::Added(_)))));
                }
            })
        });
        for writer in join_all(writers).await {
            writer.unwrap();
        }
        let seen = reader.await.unwrap();
        assert_eq!(seen, log(&server).after(ROOM, 0).await.unwrap());
    });
}

#[test]
fn rows_of_another_host_are_noticed_at_once() {
    let Some(server) = Postgres::start() else { return };
    runtime().block_on(async {
        let [writer, reader] = [log(&server), log(&server)];
        // Both listen by now.
        reader.after(ROOM, 0).await.unwrap();
        let mut changes = reader.changes();
        let mut slow = 0;
        for number in 0..5 {
            let appended = writer.append(row(number.to_string())).await.unwrap();
            let noticed = changes.wait_for(|last| *last >= appended.seq());
            slow += usize::from(timeout(Duration::from_millis(500), noticed).await.is_err());
        }
        // By polls alone it would take 2 s each.
        assert!(slow <= 1, "{slow} of 5 were noticed late");
    });
}

/// Appends rows one after the other, and gives what came of each.
async fn write(log: RoomLog, name: String) -> Vec<(String, Result<Appended, RoomLogError>)> {
    let mut results = Vec::new();
    for number in 0..60 {
        let key = format!("{name}/{number}");
        results.push((key.clone(), log.append(row(key)).await));
    }
    results
}

#[test]
fn a_server_that_is_killed_loses_nothing_that_was_acknowledged() {
    let Some(mut server) = Postgres::start() else { return };
    runtime().block_on(async {
        let logs = [log(&server), log(&server)];
        let mut acknowledged = Vec::new();
        for round in 0..kills(4) {
            let writers = [0, 1].map(|host| {
                let log: &RoomLog = &logs[host];
                tokio::spawn(write(log.clone(), format!("{host}/{round}")))
            });
            tokio::time::sleep(Duration::from_millis(round as u64 * 13 % 60)).await;
            server.kill();
            server.restart();
            for writer in writers {
                for (key, result) in writer.await.unwrap() {
                    match result {
                        Ok(Appended::Added(seq)) => acknowledged.push((seq, format!("\"{key}\""))),
                        // Nobody else writes its key: what was sent twice is still its own.
                        Ok(Appended::Known(_)) => panic!("{key} is taken for another row"),
                        Err(error) => assert!(error.to_string().contains("reached"), "{error}"),
                    }
                }
            }
        }
        let rows = logs[0].after(ROOM, 0).await.unwrap();
        let stored: BTreeSet<_> = rows.into_iter().map(|row| (row.seq, row.json)).collect();
        let missing: Vec<_> = acknowledged.iter().filter(|row| !stored.contains(row)).collect();
        assert!(missing.is_empty(), "{missing:?}");
        assert!(acknowledged.len() > kills(4) * 60, "{} rows", acknowledged.len());
        // Whoever follows has come back too.
        let last = logs[0].append(row("last")).await.unwrap().seq();
        let mut changes = logs[1].changes();
        let noticed = changes.wait_for(|seq| *seq >= last);
        timeout(Duration::from_secs(10), noticed).await.unwrap().unwrap();
    });
}

#[test]
fn a_row_is_not_saved_while_the_server_is_away_and_not_later_either() {
    let Some(mut server) = Postgres::start() else { return };
    runtime().block_on(async {
        let log = log(&server);
        log.append(row("before")).await.unwrap();
        server.kill();
        let refused = join_all((0..3).map(|it| log.append(row(format!("away/{it}")))));
        let refused = timeout(Duration::from_secs(9), refused).await.expect("an answer in time");
        let read = timeout(Duration::from_secs(9), log.after(ROOM, 0)).await.expect("an answer");
        for error in refused.into_iter().map(Result::unwrap_err).chain([read.unwrap_err()]) {
            let message = error.to_string();
            assert!(message.contains("cannot be reached"), "{message}");
            assert_says_no_secret(&message);
        }
        server.restart();
        log.append(row("after")).await.unwrap();
        let rows = log.after(ROOM, 0).await.unwrap();
        let texts: Vec<&str> = rows.iter().map(|row| row.json.as_str()).collect();
        assert_eq!(texts, ["\"before\"", "\"after\""]);
    });
}

#[test]
fn rows_are_answered_in_time_while_the_server_stays_silent() {
    let Some(server) = Postgres::start() else { return };
    runtime().block_on(async {
        let log = log(&server);
        log.append(row("before")).await.unwrap();
        server.pause();
        let late = (0..3).map(|number| {
            let log = log.clone();
            async move {
                // Those that come later wait for what is being tried.
                tokio::time::sleep(Duration::from_millis(200) * number).await;
                let answer = timeout(Duration::from_secs(8), log.append(row(number.to_string())));
                answer.await.expect("an answer in time").unwrap_err().to_string()
            }
        });
        for message in join_all(late).await {
            assert!(message.contains("no response in time"), "{message}");
        }
        server.resume();
        log.append(row("after")).await.unwrap();
    });
}

#[test]
fn a_row_that_could_not_be_read_for_a_while_is_taken_in_later() {
    let Some(server) = Postgres::start() else { return };
    server.query("CREATE ROLE class LOGIN PASSWORD 'pa/ss?w0rd'; CREATE SCHEMA coldstart AUTHORIZATION class");
    let url = server.url().replace("teacher", "class");
    runtime().block_on(async {
        let log = RoomLog::open_postgres(PostgresAddress::new(&url, None).unwrap()).unwrap();
        let content =
            HostContent { ledger: Ledger::default(), bank: Vec::new(), course: Course::default() };
        let host = RoomHost::new(log, content, PublicOrigin { scheme: "http", public: None });
        let setup = DemoSetup {
            scenario: "calm".into(),
            rules: "aws".into(),
            seed: 1,
            symptom: String::new(),
        };
        let opened = RoomOpened { title: "Calm".into(), activity: RoomActivity::Demo(setup) };
        let room = host.open(opened).await.unwrap();
        // Rows can be written, but not read: the connection for that is cut, and no other one is let in.
        server.query("ALTER ROLE class NOLOGIN");
        server.query(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
             WHERE usename = 'class' AND query <> 'COMMIT'",
        );
        let appended = host.append(&room, &RoomEvent::Closed);
        // Longer than a host waits for a database that is away.
        let waiting = async {
            tokio::time::sleep(Duration::from_secs(6)).await;
            server.query("ALTER ROLE class LOGIN");
        };
        let appended = async { timeout(Duration::from_secs(12), appended).await };
        let (appended, ()) = tokio::join!(appended, waiting);
        appended.expect("the row is taken in").unwrap();
        assert!(room.look(|state| state.closed.is_some()));
    });
}

fn assert_says_no_secret(message: &str) {
    for secret in PASSWORD {
        assert!(!message.contains(secret), "{message}");
    }
    assert!(!message.contains("teacher:"), "{message}");
}

#[test]
fn tables_are_made_once_and_those_of_a_later_version_are_left_alone() {
    let Some(server) = Postgres::start() else { return };
    let opening = [0; 6].map(|_| {
        let address = PostgresAddress::new(&server.url(), None).unwrap();
        std::thread::spawn(move || RoomLog::open_postgres(address).map(|_| ()))
    });
    for opened in opening {
        opened.join().unwrap().unwrap();
    }
    assert_eq!(server.query("SELECT version FROM coldstart.versions"), "1");
    server.query("INSERT INTO coldstart.versions (version) VALUES (1000)");
    let address = PostgresAddress::new(&server.url(), None).unwrap();
    let message = RoomLog::open_postgres(address).unwrap_err().to_string();
    assert!(message.contains("version 1000") && message.contains("newer coldstart"), "{message}");
    assert_says_no_secret(&message);
}

#[test]
fn an_administrator_can_make_the_place_for_the_tables() {
    let Some(server) = Postgres::start() else { return };
    server.query("CREATE ROLE class LOGIN PASSWORD 'pa/ss?w0rd'");
    let url = server.url().replace("teacher", "class");
    let open = || RoomLog::open_postgres(PostgresAddress::new(&url, None).unwrap());
    let message = open().unwrap_err().to_string();
    assert!(message.contains("permission denied"), "{message}");
    server.query("CREATE SCHEMA coldstart AUTHORIZATION class");
    open().unwrap();
}

#[test]
fn messages_of_the_program_name_no_password() {
    let wrong = "postgres://teacher:pa%2Fss%3Fw0rd@127.0.0.1:1/postgres";
    let list = |url: &str| coldstart(&["host", "list", "--database", url]).fails();
    let messages = [
        list(wrong),
        list("postgres://teacher:pa/ss?w0rd@127.0.0.1/postgres"),
        list("mysql://teacher:pa%2Fss%3Fw0rd@127.0.0.1/postgres"),
        list(&format!("{wrong}?sslmode=require")),
        finish(program(&["host", "list"]).env("DATABASE_URL", wrong)).fails(),
    ];
    for message in messages {
        assert_says_no_secret(&message);
    }
    let Some(server) = Postgres::start() else { return };
    let message = list(&server.url().replace("w0rd", "wrong"));
    assert!(message.contains("authentication failed"), "{message}");
    assert!(!message.contains("pa%2Fss") && !message.contains("pa/ss"), "{message}");
    // Of the environment, as every client of PostgreSQL takes it.
    let bare = server.url().replace(&format!(":{}@", PASSWORD[0]), "@");
    let mut listing = program(&["host", "list", "--database", &bare]);
    finish(listing.env("PGPASSWORD", PASSWORD[1])).assert_code(0);
    let folder = Folder::new();
    finish(folder.program(&["host", "list"]).env("DATABASE_URL", server.url())).assert_code(0);
    assert!(!folder.data().join("coldstart.db").exists());
    // One that is not meant for it is not used.
    finish(folder.program(&["host", "list"]).env("DATABASE_URL", "mysql://u:p@h/d")).assert_code(0);
}
