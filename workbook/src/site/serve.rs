//! The site on loopback, rebuilt on save, its open pages reloaded.

use super::PageSource;
use super::book::Builder;
use super::site_files::Site;
use super::watch::Watch;
use anyhow::{Context, Result, anyhow};
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, RwLock};
use std::time::{SystemTime, UNIX_EPOCH};
use tiny_http::{Header, Method, Request, Response, Server};

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
pub fn serve(
    root: &Path,
    port: u16,
    page: PageSource,
    mut report: impl FnMut(Served),
) -> Result<()> {
    let exercises = root.join("exercises");
    let mut watch = Watch::new(vec![
        root.join("book"),
        root.join("solutions/src"),
        exercises.join("src"),
    ]);
    let mut builder = Builder::new(root);
    let current = Arc::new(RwLock::new(Current {
        site: builder.build(page)?,
        build: started(),
    }));
    let listener = listen(port)?;
    let address = listener.local_addr()?;
    let server =
        Server::from_listener(listener, None).map_err(|error| anyhow!("no server: {error}"))?;
    let server = Arc::new(server);
    // One slow reader does not keep the others waiting.
    for _ in 0..4 {
        let (server, current) = (Arc::clone(&server), Arc::clone(&current));
        std::thread::spawn(move || {
            for request in server.incoming_requests() {
                let page = answer(&request, &current.read().expect("no build panics"));
                // The reader may have gone elsewhere meanwhile.
                let _ = request.respond(page);
            }
        });
    }
    report(Served::Ready(address));
    loop {
        let changed = watch.wait();
        if changed.iter().any(|path| path.starts_with(&exercises)) {
            report(Served::ExerciseSaved);
        }
        if changed.iter().any(|path| !path.starts_with(&exercises)) {
            report(match builder.build(page) {
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

type Page = Response<io::Cursor<Vec<u8>>>;

fn answer(request: &Request, current: &Current) -> Page {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return page(
            405,
            "text/plain; charset=utf-8",
            b"This is a book: it can be read.".to_vec(),
        );
    }
    let path = request
        .url()
        .split(['?', '#'])
        .next()
        .unwrap_or_default()
        .trim_start_matches('/');
    if path == BUILD {
        return page(
            200,
            "text/plain; charset=utf-8",
            current.build.to_string().into_bytes(),
        );
    }
    let name = if path.is_empty() || path.ends_with('/') {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    match current.site.get(&name) {
        Some(bytes) if name.ends_with(".html") => {
            let html =
                String::from_utf8_lossy(bytes).replacen("</body>", &format!("{RELOAD}</body>"), 1);
            page(200, media_type(&name), html.into_bytes())
        }
        Some(bytes) => page(200, media_type(&name), bytes.clone()),
        None if current.site.contains_key(&format!("{path}/index.html")) => {
            page(302, "text/plain; charset=utf-8", Vec::new())
                .with_header(header("Location", &format!("/{path}/")))
        }
        None => page(
            404,
            "text/html; charset=utf-8",
            NOT_FOUND.as_bytes().to_vec(),
        ),
    }
}

fn page(status: u16, media_type: &str, body: Vec<u8>) -> Page {
    Response::from_data(body)
        .with_status_code(status)
        .with_header(header("Content-Type", media_type))
        .with_header(header("Cache-Control", "no-cache"))
}

fn header(name: &str, value: &str) -> Header {
    Header::from_bytes(name, value).expect("header lines are ASCII")
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
<title>404</title>
<body style="font: 1.1em/1.7 system-ui, sans-serif; max-width: 32em; margin: 20vh auto; padding: 0 1em">
<h1>404</h1>
<p>There is no such page. <a href="/en/">To the first page</a></p>
<p lang="zh-Hans">没有这一页。<a href="/zh/">回到首页</a></p>
</body>
</html>
"#;
