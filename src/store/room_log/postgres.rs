//! The log of rooms in PostgreSQL: any number of hosts write and read the same rows, and each of them
//! may die at any moment. One connection writes, another reads and listens; both are made again when
//! they are lost.

pub mod address;
mod backoff;
pub mod error;
mod follower;
mod migration;
mod writer;

use std::sync::{Arc, mpsc};

use tokio::sync::mpsc::UnboundedReceiver;
use tokio::sync::watch;

use self::address::PostgresAddress;
use self::follower::Follower;
pub use self::follower::RowReader;
use self::writer::Writer;
use super::row::{RoomLogError, Waiting};

/// Who reads, and the number of the last row.
type Opened = Result<(RowReader, watch::Receiver<i64>), RoomLogError>;

/// Writes `rows` and follows what others write until nobody is left who could send any. `opened` gets
/// the result once that works, or why not.
pub(super) fn serve(
    address: PostgresAddress,
    rows: UnboundedReceiver<Waiting>,
    opened: &mpsc::Sender<Opened>,
) {
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            let _ = opened.send(Err(RoomLogError::Thread(Arc::new(error))));
            return;
        }
    };
    runtime.block_on(async {
        let (sender, last) = watch::channel(0);
        let writer = match Writer::open(address.clone(), sender.clone()).await {
            Ok(writer) => writer,
            Err(error) => {
                let _ = opened.send(Err(error.into()));
                return;
            }
        };
        let (follower, reader) = Follower::new(address, sender);
        // Who opened the log and left needs no answer.
        let _ = opened.send(Ok((reader, last)));
        tokio::select! {
            () = writer.run(rows) => {}
            () = follower.run() => {}
        }
    });
}
