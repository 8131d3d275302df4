//! The site on loopback, rebuilt on save, its open pages reloaded.

use super::book::Builder;
use super::site_files::Site;
use crate::watch::Watch;
use anyhow::{Context, Result};
use std::io::{self, BufRead, BufReader, BufWriter, ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where an open page asks which build is served.
const BUILD: &str = "build-number";

/// Reloads the page after a rebuild, or when the server has come back.
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
    /// Pages are to be had at this address.
    Ready(SocketAddr),
    /// A source was saved, and its pages are rebuilt.
    Rebuilt,
    /// A source was saved, and the book does not build: the old pages stay.
    Failed(anyhow::Error),
    /// A file of the exercises was saved.
    ExerciseSaved,
}

struct Current {
    site: Site,
    build: u128,
}

/// Builds the site of the checkout `root` in memory and serves it on
/// 127.0.0.1 until the process ends, at `port` or, where that is busy, at the
/// next free one. It rebuilds when a file in `book/` or `solutions/src/`
/// changes, and `report`s what happens.
///
/// # Errors
/// The first build fails, or there is no port to be had.
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
            // A reader who goes away in the middle of a page is nobody's concern.
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

/// A number that no earlier run of the server has counted up to.
fn started() -> u128 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |time| time.as_millis())
}

fn listen(port: u16) -> Result<TcpListener> {
    let mut tried = Err(io::Error::from(ErrorKind::AddrInUse));
    for port in port..=port.saturating_add(99) {
        tried = TcpListener::bind((Ipv4Addr::LOCALHOST, port));
        // Windows calls some of its reserved ports forbidden rather than busy.
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
    // To the end of the request: a connection closed before it is read counts as broken off.
    while head
        .next()
        .transpose()?
        .is_some_and(|line| !line.is_empty())
    {}
    let mut words = request.split(' ');
    let (method, path) = (
        words.next().unwrap_or_default(),
        words.next().unwrap_or_default(),
    );
    let answer = match method {
        "GET" | "HEAD" => answer(path, &current.read().expect("no build panics")),
        _ => Answer::text("405 Method Not Allowed", "This is a book: it can be read."),
    };
    let mut out = BufWriter::new(stream);
    write!(
        out,
        "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n{}\
         Cache-Control: no-cache\r\nConnection: close\r\n\r\n",
        answer.status,
        answer.media_type,
        answer.body.len(),
        answer
            .location
            .map(|to| format!("Location: {to}\r\n"))
            .unwrap_or_default(),
    )?;
    if method != "HEAD" {
        out.write_all(&answer.body)?;
    }
    out.flush()
}

struct Answer {
    status: &'static str,
    media_type: &'static str,
    location: Option<String>,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: &'static str, media_type: &'static str, body: Vec<u8>) -> Answer {
        Answer {
            status,
            media_type,
            location: None,
            body,
        }
    }

    fn text(status: &'static str, text: &str) -> Answer {
        Answer::new(status, "text/plain; charset=utf-8", text.into())
    }
}

fn answer(path: &str, current: &Current) -> Answer {
    let path = path
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_start_matches('/');
    if path == BUILD {
        return Answer::text("200 OK", &current.build.to_string());
    }
    let folder = path.is_empty() || path.ends_with('/');
    let name = if folder {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    match current.site.get(&name) {
        Some(bytes) if name.ends_with(".html") => {
            let html = String::from_utf8_lossy(bytes);
            let html = html.replacen("</body>", &format!("{RELOAD}</body>"), 1);
            Answer::new("200 OK", media_type(&name), html.into_bytes())
        }
        Some(bytes) => Answer::new("200 OK", media_type(&name), bytes.clone()),
        None if current.site.contains_key(&format!("{path}/index.html")) => {
            let moved = Answer::text("302 Found", "");
            Answer {
                location: Some(format!("/{path}/")),
                ..moved
            }
        }
        None => Answer::new("404 Not Found", media_type("404.html"), NOT_FOUND.into()),
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
