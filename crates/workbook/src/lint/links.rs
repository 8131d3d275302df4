//! Whether every link of the chapters leads somewhere.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag};

use crate::book::markdown::chapter_events;
use manuscript::{Chapter, Kind};

/// The links in `chapters`, which are all of one language, to a page or a heading that is not there.
pub(super) fn broken(chapters: &[Chapter]) -> Vec<String> {
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
    let id = if page.is_empty() {
        Some(here)
    } else {
        page.strip_suffix(".md")
    };
    let Some(id) = id else {
        return Some("is neither a page `ID.md` nor an https address".into());
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
fn links(chapter: &Chapter) -> impl Iterator<Item = (usize, String)> {
    chapter_events(chapter).filter_map(|(event, line)| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some((line, dest_url.into_string())),
        _ => None,
    })
}

/// The ids that links to `chapter` may name: of headings and of exercises.
fn fragments(chapter: &Chapter) -> Vec<String> {
    let headings = chapter_events(chapter).filter_map(|(event, _)| match event {
        Event::Start(Tag::Heading { id, .. }) => Some(id?.into_string()),
        _ => None,
    });
    let exercises = chapter.parts.iter().filter_map(|part| match &part.kind {
        Kind::Exercise(name) => Some(format!("exercise-{name}")),
        _ => None,
    });
    headings.chain(exercises).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

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
            let complaints = super::broken(&[chapter("01-a", &page), chapter("02-b", other)]);
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
