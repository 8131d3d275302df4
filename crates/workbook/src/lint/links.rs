//! Whether every link of a language's chapters leads somewhere.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Result;
use grader::Language;
use pulldown_cmark::{Event, Parser, Tag};

use crate::book::markdown::{options, pieces};
use manuscript::{Chapter, Kind, chapter_ids};

/// The links in the chapters of `language` to a page or a heading that is not there.
pub(super) fn broken(root: &Path, language: Language) -> Result<Vec<String>> {
    let mut chapters = Vec::new();
    for id in chapter_ids(root, language.code())? {
        chapters.push(Chapter::read(root, language.code(), &id)?);
    }
    Ok(complaints(&chapters))
}

fn complaints(chapters: &[Chapter]) -> Vec<String> {
    let targets: BTreeMap<&str, Vec<String>> = chapters
        .iter()
        .map(|chapter| (chapter.id.as_str(), fragments(chapter)))
        .collect();
    let mut complaints = Vec::new();
    for chapter in chapters {
        for (line, target) in links(chapter) {
            if let Some(reason) = broken_because(&target, &chapter.id, &targets) {
                let place = chapter.place(line);
                complaints.push(format!("{place}: the link `{target}` {reason}"));
            }
        }
    }
    complaints
}

fn broken_because(
    target: &str,
    here: &str,
    targets: &BTreeMap<&str, Vec<String>>,
) -> Option<String> {
    if target.starts_with("https://") {
        return None;
    }
    let (page, fragment) = target.split_once('#').unwrap_or((target, ""));
    let id = match page {
        "" => here,
        page => match page.strip_suffix(".md") {
            Some(id) => id,
            None => return Some("is neither a page `ID.md` nor an https address".into()),
        },
    };
    let Some(fragments) = targets.get(id) else {
        return Some(format!("leads to no page: SUMMARY.md has no {id}.md"));
    };
    let is_there = fragment.is_empty() || fragments.iter().any(|known| known == fragment);
    (!is_there).then(|| {
        let known = fragments.join(", ");
        format!("leads to no heading of {id}.md; it has {known}")
    })
}

/// The links of `chapter` with their lines.
fn links(chapter: &Chapter) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    for (first_line, markdown) in pieces(chapter) {
        for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
            if let Event::Start(Tag::Link { dest_url, .. }) = event {
                let line = first_line + markdown[..range.start].matches('\n').count();
                links.push((line, dest_url.into_string()));
            }
        }
    }
    links
}

/// The ids that links to `chapter` may name: of headings and of exercises.
fn fragments(chapter: &Chapter) -> Vec<String> {
    let mut fragments = Vec::new();
    for part in &chapter.parts {
        match &part.kind {
            Kind::Exercise(name) => fragments.push(format!("exercise-{name}")),
            Kind::Prose(markdown) => {
                for event in Parser::new_ext(markdown, options()) {
                    if let Event::Start(Tag::Heading { id: Some(id), .. }) = event {
                        fragments.push(id.into_string());
                    }
                }
            }
            Kind::Block(_) | Kind::Crosswalk => {}
        }
    }
    fragments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chapter(id: &str, text: &str) -> Chapter {
        Chapter::parse(Path::new("../.."), "en", id, text).unwrap()
    }

    #[test]
    fn a_link_that_leads_nowhere_is_named_with_its_place() {
        let other = "# B\n\n## There {#there}\n\n{{#exercise em}}\n";
        for (link, broken) in [
            ("02-b.md", None),
            ("02-b.md#there", None),
            ("02-b.md#exercise-em", None),
            ("#here", None),
            ("https://example.org/", None),
            ("#there", Some("no heading of 01-a.md; it has here")),
            ("02-b.md#gone", Some("no heading of 02-b.md")),
            ("03-c.md", Some("no page")),
            ("../Cargo.toml", Some("neither")),
            ("http://example.org/", Some("neither")),
        ] {
            let page = format!("# A\n\n## Here {{#here}}\n\nSee **[it]({link})**.\n");
            let complaints = complaints(&[chapter("01-a", &page), chapter("02-b", other)]);
            match broken {
                None => assert!(complaints.is_empty(), "{complaints:?}"),
                Some(reason) => {
                    assert_eq!(complaints.len(), 1, "{link}: {complaints:?}");
                    assert!(complaints[0].starts_with("book/en/01-a.md:5: the link"));
                    assert!(complaints[0].contains(reason), "{complaints:?}");
                }
            }
        }
    }
}
