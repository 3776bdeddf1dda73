//! A connection that can be cut: a port that passes bytes on to a host, both ways.

use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What goes through it, or nothing while it is cut.
type Through = Arc<Mutex<Option<Vec<TcpStream>>>>;

pub struct Wire {
    /// Where it begins: `127.0.0.1:40123`.
    pub address: String,
    through: Through,
}

impl Wire {
    /// A wire to `host`.
    pub fn to(host: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let through: Through = Arc::new(Mutex::new(Some(Vec::new())));
        let (host, passing) = (host.to_owned(), through.clone());
        thread::spawn(move || {
            for near in listener.incoming().map_while(Result::ok) {
                // A connection through a wire that is cut is closed at once.
                let Ok(far) = TcpStream::connect(&host) else { continue };
                if let Some(through) = passing.lock().unwrap().as_mut() {
                    through.extend([&near, &far].map(|end| end.try_clone().unwrap()));
                    pass(near.try_clone().unwrap(), far.try_clone().unwrap());
                    pass(far, near);
                }
            }
        });
        Self { address, through }
    }

    pub fn cut(&self) {
        for end in self.through.lock().unwrap().take().unwrap_or_default() {
            let _ = end.shutdown(Shutdown::Both);
        }
    }

    pub fn mend(&self) {
        *self.through.lock().unwrap() = Some(Vec::new());
    }
}

/// Passes on what comes from one end until it closes.
fn pass(mut from: TcpStream, mut to: TcpStream) {
    thread::spawn(move || {
        let _ = io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Both);
    });
}
