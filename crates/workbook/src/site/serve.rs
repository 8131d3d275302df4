//! Serves the site on loopback, rebuilds it on save, and lets open pages reload.

use super::book::Builder;
use super::site_files::Site;
use crate::watch::Watch;
use anyhow::{Context, Result};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The address at which an open page asks for the number of the build.
const BUILD: &str = "build-number";

/// Reloads an open page after a rebuild or a restart of the server.
const RELOAD: &str = r#"<script>
(() => {
    let build = null;
    setInterval(async () => {
        if (document.hidden) return;
        try {
            const answer = await fetch('/build-number', { cache: 'no-store' });
            const now = await answer.text();
            if (build !== null && now !== build) location.reload();
            build = now;
        } catch { /* The server is away; it may come back. */ }
    }, 1000);
})();
</script>
"#;

/// What happened while the site is served.
#[derive(Debug)]
pub enum Served {
    /// The server listens at this address.
    Ready(SocketAddr),
    /// A source was saved, and the site is rebuilt.
    Rebuilt,
    /// A source was saved, and the book does not build: the server keeps the old pages.
    Failed(anyhow::Error),
    /// An exercise was saved.
    ExerciseSaved,
}

struct Current {
    site: Site,
    build: u128,
}

/// Builds the site of the checkout at `root` in memory and serves it on 127.0.0.1 until the process
/// ends, at `port` or the next free one. Rebuilds it when a file in `book/` or `solutions/src/`
/// changes, and `report`s what happens.
///
/// # Errors
/// If the first build fails, or no port is free.
pub fn serve(root: &Path, port: u16, mut report: impl FnMut(Served)) -> Result<()> {
    let exercises = root.join("exercises");
    let mut watch = Watch::new(vec![
        root.join("book"),
        root.join("solutions/src"),
        exercises.join("src"),
    ]);
    let mut builder = Builder::new(root);
    let current = Arc::new(RwLock::new(Current {
        site: builder.build()?,
        build: started(),
    }));
    let listener = listen(port)?;
    let address = listener.local_addr()?;
    let readers = Arc::clone(&current);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let current = Arc::clone(&readers);
            // A reader may disconnect in the middle of a page: ignore it.
            std::thread::spawn(move || converse(&stream, &current).ok());
        }
    });
    report(Served::Ready(address));
    loop {
        let changed = watch.wait();
        if changed.iter().any(|path| path.starts_with(&exercises)) {
            report(Served::ExerciseSaved);
        }
        if changed.iter().any(|path| !path.starts_with(&exercises)) {
            report(match builder.build() {
                Ok(site) => {
                    let mut current = current.write().expect("no build panics");
                    current.site = site;
                    current.build += 1;
                    Served::Rebuilt
                }
                Err(error) => Served::Failed(error),
            });
        }
    }
}

/// A number larger than that of any build of an earlier run.
fn started() -> u128 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_millis())
}

fn listen(port: u16) -> Result<TcpListener> {
    let mut tried = Err(io::Error::from(ErrorKind::AddrInUse));
    for port in port..=port.saturating_add(99) {
        tried = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        // Windows forbids some ports that it has reserved.
        if !matches!(&tried, Err(e) if matches!(e.kind(), ErrorKind::AddrInUse | ErrorKind::PermissionDenied))
        {
            break;
        }
    }
    tried.with_context(|| format!("cannot listen on 127.0.0.1, from port {port} on"))
}

/// Answers the one request of a connection.
fn converse(stream: &TcpStream, current: &RwLock<Current>) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut head = BufReader::new(stream).take(64 * 1024).lines();
    let request = head.next().transpose()?.unwrap_or_default();
    // Read to the end: closing a connection with unread data would reset it.
    while head
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    let mut words = request.split(' ').map(str::to_owned);
    let [method, path] = [words.next(), words.next()].map(Option::unwrap_or_default);
    let answer = match method.as_str() {
        "GET" | "HEAD" => answer(&path, &current.read().expect("no build panics")),
        _ => Answer::text("405 Method Not Allowed", "This is a book: it can be read."),
    };
    let mut out = BufWriter::new(stream);
    write!(
        out,
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\
         Cache-Control: no-cache\r\nConnection: close\r\n\r\n",
        answer.status,
        answer.media_type,
        answer.body.len(),
    )?;
    if method != "HEAD" {
        out.write_all(&answer.body)?;
    }
    out.flush()
}

struct Answer {
    /// The status, and further headers after a line break.
    status: String,
    media_type: &'static str,
    body: Vec<u8>,
}

impl Answer {
    fn text(status: impl Into<String>, text: &str) -> Answer {
        Answer {
            status: status.into(),
            media_type: media_type("txt"),
            body: text.into(),
        }
    }

    /// The file `name`; an HTML page reloads itself.
    fn file(name: &str, bytes: &[u8]) -> Answer {
        let mut body = bytes.to_vec();
        if name.ends_with(".html") {
            let html = String::from_utf8_lossy(bytes);
            body = html
                .replacen("</body>", &format!("{RELOAD}</body>"), 1)
                .into();
        }
        Answer {
            status: "200 OK".to_owned(),
            media_type: media_type(name),
            body,
        }
    }
}

fn answer(path: &str, current: &Current) -> Answer {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_start_matches('/');
    if path == BUILD {
        return Answer::text("200 OK", &current.build.to_string());
    }
    let mut name = path.to_owned();
    if path.is_empty() || path.ends_with('/') {
        name += "index.html";
    }
    if let Some(bytes) = current.site.get(&name) {
        Answer::file(&name, bytes)
    } else if current.site.contains_key(&format!("{path}/index.html")) {
        Answer::text(format!("302 Found\r\nLocation: /{path}/"), "")
    } else {
        Answer {
            media_type: media_type("html"),
            ..Answer::text("404 Not Found", NOT_FOUND)
        }
    }
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

const NOT_FOUND: &str = r#"<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>404</title>
<body style="font: 1.1em/1.7 system-ui, sans-serif; max-width: 32em; margin: 20vh auto; padding: 0 1em">
<h1>404</h1>
<p>There is no such page. <a href="/en/">To the first page</a></p>
<p lang="zh-Hans">没有这一页。<a href="/zh/">回到首页</a></p>
</body>
</html>
"#;
