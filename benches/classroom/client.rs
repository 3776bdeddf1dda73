//! A browser of the load: a connection that it keeps, a cookie, and forms whose values need no encoding.

use std::fmt::Write as _;
use std::io;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A browser.
#[derive(Debug)]
pub struct Client {
    /// The host: `127.0.0.1:40123`.
    address: String,
    cookie: String,
    kept: Option<BufReader<TcpStream>>,
}

/// The answer to a request.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub body: String,
    location: Option<String>,
    cookie: Option<String>,
}

impl Client {
    pub fn new(address: &str) -> Self {
        Self { address: address.to_owned(), cookie: String::new(), kept: None }
    }

    /// Another window of the same browser.
    pub fn window(&self) -> Self {
        Self { address: self.address.clone(), cookie: self.cookie.clone(), kept: None }
    }

    pub async fn get(&mut self, path: &str) -> anyhow::Result<Reply> {
        Ok(self.send("GET", path, "").await?)
    }

    /// Gets a page that must be there.
    pub async fn page(&mut self, path: &str) -> anyhow::Result<String> {
        let Reply { status, body, .. } = self.get(path).await?;
        anyhow::ensure!(status == 200, "status {status} of {path}: {body}");
        Ok(body)
    }

    /// Sends a form, and returns the page that it leads to.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> anyhow::Result<String> {
        let pairs: Vec<String> = fields.iter().map(|(name, it)| format!("{name}={it}")).collect();
        let Reply { status, body, location, .. } =
            self.send("POST", path, &pairs.join("&")).await?;
        anyhow::ensure!(status == 303, "status {status} of {path}: {body}");
        Ok(location.unwrap_or_default())
    }

    /// Follows the events at `path`.
    pub async fn follow(&self, path: &str) -> io::Result<Events> {
        let mut stream = self.connect().await?;
        stream.write_all(self.request("GET", path, "").as_bytes()).await?;
        Ok(Events(stream))
    }

    async fn send(&mut self, method: &str, path: &str, body: &str) -> io::Result<Reply> {
        let request = self.request(method, path, body);
        let answered = match self.kept.take() {
            Some(stream) => exchange(stream, &request).await.ok(),
            None => None,
        };
        // A host closes a connection that is not used for a while.
        let (reply, stream) = match answered {
            Some(answered) => answered,
            None => exchange(self.connect().await?, &request).await?,
        };
        self.kept = Some(stream);
        if let Some(cookie) = &reply.cookie {
            self.cookie.clone_from(cookie);
        }
        Ok(reply)
    }

    async fn connect(&self) -> io::Result<BufReader<TcpStream>> {
        let stream = TcpStream::connect(&self.address).await?;
        stream.set_nodelay(true)?;
        Ok(BufReader::new(stream))
    }

    fn request(&self, method: &str, path: &str, body: &str) -> String {
        let Self { address, cookie, .. } = self;
        let mut head =
            format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nCookie: {cookie}\r\n");
        if method == "POST" {
            // Writing to a string cannot fail.
            let _ = write!(
                head,
                "Origin: http://{address}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: {}\r\n",
                body.len()
            );
        }
        head + "\r\n" + body
    }
}

async fn exchange(
    mut stream: BufReader<TcpStream>,
    request: &str,
) -> io::Result<(Reply, BufReader<TcpStream>)> {
    stream.write_all(request.as_bytes()).await?;
    let broken = || io::Error::other("the answer is broken");
    let mut line = String::new();
    stream.read_line(&mut line).await?;
    let status = line.split(' ').nth(1).and_then(|it| it.parse().ok()).ok_or_else(broken)?;
    let mut reply = Reply { status, body: String::new(), location: None, cookie: None };
    let mut length = None;
    loop {
        line.clear();
        stream.read_line(&mut line).await?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        match name {
            "content-length" => length = value.parse::<usize>().ok(),
            "location" => reply.location = Some(value.to_owned()),
            "set-cookie" => reply.cookie = value.split(';').next().map(ToOwned::to_owned),
            _ => {}
        }
    }
    let mut body = vec![0; length.ok_or_else(broken)?];
    stream.read_exact(&mut body).await?;
    reply.body = String::from_utf8(body).map_err(|_| broken())?;
    Ok((reply, stream))
}

/// Server-sent events, as they come.
#[derive(Debug)]
pub struct Events(BufReader<TcpStream>);

impl Events {
    /// The data of the next event.
    pub async fn next(&mut self) -> anyhow::Result<String> {
        let mut line = String::new();
        while self.0.read_line(&mut line).await? > 0 {
            if let Some(data) = line.strip_prefix("data: ") {
                return Ok(data.trim_end().to_owned());
            }
            line.clear();
        }
        anyhow::bail!("the events have ended")
    }
}

/// What stands in `page` after `mark`, up to the next quote.
pub fn value<'p>(page: &'p str, mark: &str) -> anyhow::Result<&'p str> {
    let found = page.split_once(mark).and_then(|(_, rest)| rest.split('"').next());
    found.ok_or_else(|| anyhow::anyhow!("no {mark} in {page}"))
}
