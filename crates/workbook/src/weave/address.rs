//! The links that need the repository's address: `repository` in the root `Cargo.toml`, which is
//! their one source. While it is empty, there are none.

use std::path::Path;

use anyhow::{Context, Result};
use grader::Language;

use crate::files::read;

/// The line of a README under which the links stand, up to the next empty line.
const MARK: &str = "<!-- Woven: links that need `repository` in Cargo.toml. -->";

/// The two READMEs, each with its links: path from the root, and content.
///
/// # Errors
/// If a README cannot be read, or its mark is missing.
pub fn readmes(root: &Path) -> Result<Vec<(String, String)>> {
    let address = env!("CARGO_PKG_REPOSITORY");
    let files = [
        ("README.md", Language::English),
        ("README.zh.md", Language::Chinese),
    ];
    let woven = files.map(|(path, language)| {
        let text = with_links(&read(root, path)?, &links(address, language));
        Ok((
            path.to_owned(),
            text.with_context(|| format!("{path} lacks the line {MARK}"))?,
        ))
    });
    woven.into_iter().collect()
}

fn with_links(readme: &str, links: &str) -> Option<String> {
    let (before, rest) = readme.split_once(MARK)?;
    let (_, after) = rest.split_once("\n\n")?;
    Some(format!("{before}{MARK}\n{links}\n{after}"))
}

fn links(address: &str, language: Language) -> String {
    let Some((owner, name)) = address
        .strip_prefix("https://github.com/")
        .and_then(|path| path.split_once('/'))
    else {
        return String::new();
    };
    let (code, read) = match language {
        Language::English => ("en", "Read the book"),
        Language::Chinese => ("zh", "在线阅读"),
    };
    format!(
        "[![CI]({address}/actions/workflows/ci.yml/badge.svg)]({address}/actions/workflows/ci.yml) ·\n\
         [{read}](https://{owner}.github.io/{name}/{code}/) ·\n\
         [Codespaces](https://codespaces.new/{owner}/{name}) ·\n\
         [Binder](https://mybinder.org/v2/gh/{owner}/{name}/HEAD)\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_follow_the_address_and_vanish_with_it() {
        let empty = format!("# Title\n\n{MARK}\n\nText.\n");
        let links = links("https://github.com/owner/name", Language::Chinese);
        assert!(
            links.contains("(https://owner.github.io/name/zh/)"),
            "{links}"
        );
        let full = with_links(&empty, &links).unwrap();
        assert_eq!(full, format!("# Title\n\n{MARK}\n{links}\nText.\n"));
        assert_eq!(
            with_links(&full, &super::links("", Language::English)),
            Some(empty)
        );
        assert_eq!(with_links("# Title\n", &links), None);
    }
}
