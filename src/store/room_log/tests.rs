use super::*;
use quizbank::model::calendar::Moment;

fn row(room: &str, key: &str, json: &str) -> NewRoomRow {
    NewRoomRow { room: room.into(), at: Moment(5), key: key.into(), json: json.into() }
}

fn opened(folder: &tempfile::TempDir) -> RoomLog {
    let open = || Store::open(folder.path()).unwrap();
    RoomLog::open(open(), open()).unwrap()
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

#[test]
fn a_row_is_there_once_and_is_read_back_in_order_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    runtime().block_on(async {
        let log = opened(&folder);
        let first = log.append(row("a", "one", "1")).await.unwrap();
        assert_eq!(log.append(row("a", "one", "2")).await.unwrap(), Appended::Known(first.seq()));
        // The same key in another room is another row.
        let other = log.append(row("b", "one", "3")).await.unwrap();
        assert!(matches!(other, Appended::Added(seq) if seq > first.seq()));
        log.append(row("a", "two", "4")).await.unwrap();
    });
    runtime().block_on(async {
        let log = opened(&folder);
        let texts = |rows: Vec<RoomRow>| rows.into_iter().map(|row| row.json).collect::<Vec<_>>();
        let rows = log.after("a", 0).await.unwrap();
        assert_eq!(log.after("a", rows[0].seq).await.unwrap(), rows[1..]);
        assert_eq!(texts(rows), ["1", "4"]);
        assert_eq!(texts(log.with_key("one").await.unwrap()), ["1", "3"]);
        assert_eq!(*log.changes().borrow(), 3);
    });
}

#[test]
fn rows_that_wait_together_are_all_written_and_readers_are_told() {
    let folder = tempfile::tempdir().unwrap();
    runtime().block_on(async {
        let log = opened(&folder);
        let mut changes = log.changes();
        let keys: Vec<String> = (0..1_000).map(|number| number.to_string()).collect();
        let waiting = keys.iter().map(|key| log.append(row("a", key, "{}")));
        let appended = futures_util::future::join_all(waiting).await;
        assert!(appended.iter().all(|it| matches!(it, Ok(Appended::Added(_)))));
        changes.changed().await.unwrap();
        assert_eq!(log.after("a", 0).await.unwrap().len(), 1_000);
    });
}
