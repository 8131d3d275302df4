//! The text of each page as a script, which the page in the other language shows beside its own.
//!
//! A script, because a page that is opened as a file can load nothing else.

use super::site_files::Site;
use serde_json::Value;

/// Adds `ID.side.js` for each `ID.html` in a book's `files`.
pub(super) fn add_scripts(files: &mut Site) {
    let scripts: Vec<(String, Vec<u8>)> = files
        .iter()
        .filter_map(|(name, bytes)| {
            let id = name.strip_suffix(".html")?;
            let script = script(std::str::from_utf8(bytes).ok()?)?;
            Some((format!("{id}.side.js"), script.into_bytes()))
        })
        .collect();
    files.extend(scripts);
}

/// `window.bookSide = "…"`: the HTML between the page's `<main>` and `</main>`.
fn script(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("<main>")?;
    let (text, _) = rest.rsplit_once("</main>")?;
    Some(format!("window.bookSide = {};\n", Value::from(text.trim())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_holds_the_text_of_the_page_alone() {
        let page = |text: &str| {
            format!("<nav>n</nav><main>\n{text}\n</main><script></script>").into_bytes()
        };
        let mut files = Site::new();
        files.insert("a.html".into(), page("<p class=\"x\">对</p>"));
        files.insert("toc.html".into(), b"<ol></ol>".to_vec());
        add_scripts(&mut files);
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        assert_eq!(names, ["a.html", "a.side.js", "toc.html"]);
        let script = String::from_utf8(files["a.side.js"].clone()).unwrap();
        assert_eq!(script, "window.bookSide = \"<p class=\\\"x\\\">对</p>\";\n");
    }
}
