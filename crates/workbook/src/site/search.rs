//! The search index: the sections of the book with their text. mdBook's index of words finds no
//! Chinese, so the script of the page looks for substrings.

use super::maths::Maths;
use super::site_files::Site;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// The scripts of mdBook's own search, which no page loads.
const REPLACED: [&str; 3] = ["elasticlunr-", "mark-", "searcher-"];

/// Rewrites the index among a book's `files` in place.
pub(super) fn replace_index(files: &mut Site, maths: &Maths) -> Result<()> {
    files.retain(|name, _| !REPLACED.iter().any(|script| name.starts_with(script)));
    let (_, bytes) = files
        .iter_mut()
        .find(|(name, _)| name.starts_with("searchindex-"))
        .context("mdBook wrote no search index")?;
    *bytes = sections(std::str::from_utf8(bytes)?, maths)
        .context("mdBook's search index has another form than expected")?
        .into_bytes();
    Ok(())
}

/// `window.bookSections = […]`: each section's address, title, trail and text.
fn sections(script: &str, maths: &Maths) -> Result<String> {
    let start = script.find("JSON.parse('").context("no JSON")? + "JSON.parse('".len();
    let end = script.rfind("')").context("no end")?;
    let json = script[start..end].replace("\\'", "'").replace("\\\\", "\\");
    let index: Value = serde_json::from_str(&json)?;
    let urls = index["doc_urls"].as_array().context("no addresses")?;
    let docs = &index["index"]["documentStore"]["docs"];
    let sections: Vec<Value> = urls
        .iter()
        .enumerate()
        .map(|(n, url)| {
            let doc = &docs[n.to_string()];
            let text = |field: &str| maths.fill_text(doc[field].as_str().unwrap_or_default());
            json!({"url": url, "title": text("title"), "trail": text("breadcrumbs"), "text": text("body")})
        })
        .collect();
    Ok(format!(
        "window.bookSections = {};\n",
        Value::from(sections)
    ))
}
