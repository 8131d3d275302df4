//! Builds and serves a tiny book in both languages, with the theme of the real one.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use workbook::site;

const ENGLISH: &str = "# The E-step\n\n## By hand {#by-hand}\n\nA responsibility is $r_{nk}$.\n\n\
    | a |\n|---|\n| $\\lvert x \\rvert$ |\n\n$$\n\\sum_k r_{nk} = 1\n$$\n\nIn code: `let $x = 1` and\n\n\
    ```text\nlet price = \"$5$\";\n```\n\n> [!NOTE]\n> A note with $\\pi$.\n";
const CHINESE: &str = "# E 步\n\n## 动手算 {#by-hand}\n\n责任度记作 $r_{nk}$，各行之和为 1。\n\n\
    > [!NOTE]\n> 说的是 $\\pi$。\n";

const CROSSWALK: &str = "[[symbol]]\nid = \"r\"\ntex = \"r_{nk}\"\ncode = \"resp\"\nen = \"shares\"\n\
    zh = \"责任度\"\nchapter = \"06-e-step\"\n";

/// A checkout with one chapter.
fn checkout() -> TempDir {
    let root = tempfile::tempdir().expect("a temporary folder");
    let theme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../book/theme");
    copy(&theme, &root.path().join("book/theme"));
    write(root.path(), "book/crosswalk.toml", CROSSWALK);
    write(root.path(), "book/figure-words.toml", "");
    for (code, title, text) in [("en", "The E-step", ENGLISH), ("zh", "E 步", CHINESE)] {
        let summary = format!("# Summary\n\n[Start](index.md)\n\n- [6. {title}](06-e-step.md)\n");
        write(root.path(), &format!("book/{code}/SUMMARY.md"), &summary);
        write(root.path(), &format!("book/{code}/index.md"), "# Start\n");
        write(root.path(), &format!("book/{code}/06-e-step.md"), text);
    }
    root
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("the theme") {
        let path = entry.expect("an entry").path();
        let target = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("a copy");
        }
    }
}

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    fs::write(path, text).expect("written");
}

fn built(root: &TempDir) -> PathBuf {
    let out = root.path().join("out");
    site::build(root.path(), &out).expect("the tiny book builds");
    out
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry").path());
    entries
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

#[test]
fn formulas_are_rendered_and_code_is_left_alone() {
    let root = checkout();
    let page = read(&built(&root).join("en/06-e-step.html"));
    assert_eq!(page.matches("<span class=\"katex\">").count(), 4);
    assert_eq!(page.matches("<span class=\"katex-display\">").count(), 1);
    assert!(page.contains("<code>let $x = 1</code>") && page.contains("$5$"));
    assert!(!page.contains('\u{E000}'), "a formula was not filled in");
}

#[test]
fn a_bad_formula_names_its_place_and_the_old_site_stays() {
    let root = checkout();
    let out = built(&root);
    let before = read(&out.join("zh/06-e-step.html"));
    write(
        root.path(),
        "book/zh/06-e-step.md",
        "# E 步\n\n好\n\n坏 $\\frac{1}$\n",
    );
    let error = site::build(root.path(), &out).expect_err("a bad formula");
    let message = format!("{error:#}");
    assert!(
        message.contains("book/zh/06-e-step.md:5") && message.contains("\\frac{1}"),
        "{message}"
    );
    assert_eq!(read(&out.join("zh/06-e-step.html")), before);
}

#[test]
fn every_font_lies_beside_its_license() {
    let root = checkout();
    let site = built(&root);
    for (folder, maker) in [("fonts", "Adobe"), ("katex/fonts", "Khan Academy")] {
        let license = read(&site.join("assets").join(folder).join("LICENSE"));
        let (maker_line, rest) = license.split_once("Reserved Font Name").expect("a name");
        assert!(maker_line.contains(maker) && rest.contains("SIL OPEN FONT LICENSE"));
    }
}

#[test]
fn a_tag_left_open_is_an_error() {
    let root = checkout();
    write(
        root.path(),
        "book/en/06-e-step.md",
        "# E\n\n<section>\n\ntext\n",
    );
    let error = site::build(root.path(), &root.path().join("out")).expect_err("no end");
    assert!(format!("{error:#}").contains("<section>"), "{error:#}");
}

#[test]
fn scripts_hold_the_symbols_and_the_text_for_the_other_language() {
    let root = checkout();
    let out = built(&root);
    let symbols = read(&out.join("assets/crosswalk.js"));
    assert!(symbols.contains("责任度") && symbols.contains("class=\\\"katex\\\""));
    let side = read(&out.join("zh/06-e-step.side.js"));
    assert!(side.contains("id=\\\"by-hand\\\"") && side.contains("各行之和为 1"));
    write(
        root.path(),
        "book/crosswalk.toml",
        &CROSSWALK.replace("r_{nk}", "\\\\frac{1}"),
    );
    let error = site::build(root.path(), &out).expect_err("half a fraction");
    assert!(
        format!("{error:#}").contains("crosswalk.toml:1"),
        "{error:#}"
    );
}

#[test]
fn a_block_shows_what_it_printed_in_both_languages() {
    let root = checkout();
    for code in ["en", "zh"] {
        let page = format!("book/{code}/06-e-step.md");
        write(root.path(), &page, "# E\n\n```rust,id=sum\n1 < 2\n```\n");
    }
    let filed = "book/outputs/06-e-step";
    write(root.path(), &format!("{filed}/blocks.txt"), "sum 0\n");
    write(root.path(), &format!("{filed}/sum.txt"), "true < false\n");
    let out = built(&root);
    for (code, label) in [("en", "Output"), ("zh", "输出")] {
        let page = read(&out.join(code).join("06-e-step.html"));
        let output = format!("aria-label=\"{label}\"><code>true &lt; false</code></pre>");
        assert!(page.contains(&output), "{page}");
    }
}

#[test]
fn a_build_replaces_a_site_and_nothing_else() {
    let root = checkout();
    let error = site::build(root.path(), root.path()).expect_err("it holds the book");
    assert!(error.to_string().contains("new or empty folder"), "{error}");
    let out = built(&root);
    site::build(root.path(), &out).expect("a site replaces a site");
}

#[test]
fn each_page_links_to_the_same_page_in_the_other_language() {
    let root = checkout();
    let out = built(&root);
    let landing = read(&out.join("index.html"));
    for code in ["en", "zh"] {
        assert!(landing.contains(&format!("href=\"{code}/index.html\"")));
    }
    for (code, tag, other) in [("en", "en", "zh"), ("zh", "zh-Hans", "en")] {
        for name in ["index.html", "06-e-step.html"] {
            let page = read(&out.join(code).join(name));
            assert!(
                page.contains(&format!("<html lang=\"{tag}\"")),
                "{code}/{name}"
            );
            let switch = page
                .split("id=\"language-switch\"")
                .nth(1)
                .expect("a switch");
            let target = switch
                .split("href=\"")
                .nth(1)
                .and_then(|rest| rest.split('"').next());
            assert_eq!(target, Some(format!("../{other}/{name}").as_str()));
            assert!(out.join(other).join(name).is_file());
            assert!(page.contains("id=\"by-hand\"") == (name != "index.html"));
        }
    }
}

#[test]
fn the_words_of_mdbook_are_chinese_in_the_chinese_book() {
    let root = checkout();
    let out = built(&root);
    let page = read(&out.join("zh/06-e-step.html"));
    assert!(page.contains("说明</p>") && !page.contains(">Note<"));
    let scripts = files(&out.join("zh"));
    let script = scripts
        .iter()
        .find(|path| path.display().to_string().contains("book-"));
    let script = read(script.expect("mdBook's script"));
    for english in [
        "Copied!",
        "Clipboard error!",
        "Copy to clipboard'",
        "Show hidden lines",
        "Hide lines",
    ] {
        assert!(!script.contains(english), "{english}");
    }
}

#[test]
fn every_file_that_a_page_loads_is_in_the_site() {
    let root = checkout();
    let out = built(&root);
    for path in files(&out) {
        let text = match path.extension().and_then(|extension| extension.to_str()) {
            Some("html" | "css") => read(&path),
            _ => continue,
        };
        let links = text
            .split('<')
            .filter(|tag| !tag.starts_with("a "))
            .flat_map(|tag| {
                let starts = ["src=\"", "href=\"", "url(", "@import \""];
                starts.into_iter().flat_map(move |start| {
                    tag.split(start)
                        .skip(1)
                        .map(|rest| rest.split(['"', ')']).next().unwrap_or_default())
                })
            });
        for link in links.map(|link| link.trim_matches('\'')) {
            assert!(
                !link.contains("//") && !link.starts_with('/'),
                "{}: {link}",
                path.display()
            );
            if !link.starts_with("data:") && !link.is_empty() {
                let target = path.parent().expect("a folder").join(link);
                assert!(target.is_file(), "{}: no {link}", path.display());
            }
        }
    }
}

#[test]
fn the_index_holds_the_text_of_both_languages() {
    let root = checkout();
    let out = built(&root);
    for (code, text) in [
        ("zh", "责任度记作 rnk，各行之和为 1。"),
        ("en", "A responsibility is rnk."),
    ] {
        let all = files(&out.join(code));
        let index = all
            .iter()
            .find(|path| path.display().to_string().contains("searchindex"));
        let index = read(index.expect("an index"));
        assert!(index.contains(text), "{index}");
        assert!(index.contains("06-e-step.html#by-hand"), "{index}");
    }
}

fn get(address: SocketAddr, path: &str) -> (String, String) {
    let mut stream = TcpStream::connect(address).expect("a server");
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    )
    .expect("asked");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    (head.to_lowercase(), body.to_owned())
}

#[test]
fn the_server_rebuilds_on_save_and_keeps_the_old_pages_after_an_error() {
    let root = checkout();
    write(root.path(), "exercises/src/e_step.rs", "todo!()\n");
    let busy = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = busy.local_addr().expect("its number").port();
    let (say, heard) = mpsc::channel();
    let path = root.path().to_owned();
    std::thread::spawn(move || {
        site::serve(&path, port, |event| {
            say.send(event).expect("the test listens");
        })
    });
    let next = || {
        heard
            .recv_timeout(Duration::from_secs(20))
            .expect("something happens")
    };
    let site::Served::Ready(address) = next() else {
        panic!("not ready")
    };
    assert!(
        address.ip().is_loopback() && address.port() != port,
        "{address}"
    );

    for (path, status, media_type) in [
        ("/", "200", "text/html; charset=utf-8"),
        ("/en/", "200", "text/html; charset=utf-8"),
        ("/zh", "302", "text/plain; charset=utf-8"),
        (
            "/zh/06-e-step.html?search=x",
            "200",
            "text/html; charset=utf-8",
        ),
        (
            "/assets/js/search.js",
            "200",
            "text/javascript; charset=utf-8",
        ),
        (
            "/assets/katex/fonts/KaTeX_Main-Regular.woff2",
            "200",
            "font/woff2",
        ),
        ("/../Cargo.toml", "404", "text/html; charset=utf-8"),
    ] {
        let (head, _) = get(address, path);
        assert!(
            head.starts_with(&format!("http/1.1 {status}")),
            "{path}: {head}"
        );
        assert!(
            head.contains(&format!("content-type: {media_type}")),
            "{path}: {head}"
        );
    }
    assert!(
        get(address, "/en/").1.contains("/build-number"),
        "pages reload"
    );
    let build = get(address, "/build-number").1;

    write(
        root.path(),
        "exercises/src/e_step.rs",
        "todo!() // edited\n",
    );
    assert!(matches!(next(), site::Served::ExerciseSaved));

    write(
        root.path(),
        "book/en/06-e-step.md",
        "# Broken $\\frac{1}$\n",
    );
    assert!(
        matches!(next(), site::Served::Failed(error) if format!("{error:#}").contains("06-e-step.md:1"))
    );
    assert!(
        get(address, "/en/06-e-step.html").1.contains("by-hand"),
        "the old page stays"
    );
    assert_eq!(get(address, "/build-number").1, build);

    let saved = Instant::now();
    write(root.path(), "book/en/06-e-step.md", "# Mended after all\n");
    assert!(matches!(next(), site::Served::Rebuilt));
    assert!(
        saved.elapsed() < Duration::from_secs(5),
        "a rebuild is quick"
    );
    assert!(
        get(address, "/en/06-e-step.html")
            .1
            .contains("Mended after all")
    );
    assert_ne!(get(address, "/build-number").1, build);
}
