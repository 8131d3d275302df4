//! Whether the two languages of a chapter have the same headings, blocks, equations, figures,
//! exercises and callouts in the same order.

use manuscript::{Chapter, Kind};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Tag};

use crate::book::markdown::events;

/// Something that both languages must have, and its line.
type Landmark = (String, usize);

/// The first difference between two languages of a chapter.
pub(super) fn difference(english: &Chapter, chinese: &Chapter) -> Option<String> {
    let (left, right) = (landmarks(english), landmarks(chinese));
    let end = ("the end of the page".to_owned(), 0);
    (0..left.len().max(right.len())).find_map(|n| {
        let (en, en_line) = left.get(n).unwrap_or(&end);
        let (zh, zh_line) = right.get(n).unwrap_or(&end);
        (en != zh).then(|| {
            let (en_place, zh_place) = (english.place(*en_line), chinese.place(*zh_line));
            format!("{en_place} has {en}, where {zh_place} has {zh}")
        })
    })
}

fn landmarks(chapter: &Chapter) -> Vec<Landmark> {
    let mut landmarks = Vec::new();
    for part in &chapter.parts {
        let what = match &part.kind {
            Kind::Prose(text) => {
                landmarks.extend(prose_landmarks(part.line, text));
                continue;
            }
            Kind::Exercise(name) => format!("exercise {name}"),
            Kind::Crosswalk => "the crosswalk".to_owned(),
            Kind::Block(block) => {
                let caption = if block.caption.is_some() {
                    " with a caption"
                } else {
                    ""
                };
                format!("block {}{caption}:\n{}", block.id, block.code)
            }
        };
        landmarks.push((what, part.line));
    }
    landmarks
}

/// Headings, displayed equations, callouts, folds, fences and table rows of Markdown.
fn prose_landmarks(first_line: usize, text: &str) -> impl Iterator<Item = Landmark> {
    events(first_line, text).filter_map(|(event, line)| {
        let what = match event {
            // A title has no id.
            Event::Start(Tag::Heading {
                level: HeadingLevel::H1,
                ..
            }) => "title".into(),
            Event::Start(Tag::Heading { level, id, .. }) => {
                format!("heading {level} {}", id.as_deref().unwrap_or("without id"))
            }
            Event::DisplayMath(tex) => {
                let words: Vec<&str> = tex.split_whitespace().collect();
                format!("equation {}", words.join(" "))
            }
            Event::Start(Tag::BlockQuote(Some(kind))) => format!("callout {kind:?}"),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => format!("fence {info}"),
            Event::Start(Tag::Table(columns)) => format!("table of {} columns", columns.len()),
            Event::Start(Tag::TableRow) => "table row".into(),
            Event::Html(html) if html.contains("<details") => "fold".into(),
            Event::Html(html) if html.contains("</details") => "end of a fold".into(),
            _ => return None,
        };
        Some((what, line))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use grader::Language;
    use std::path::Path;

    fn chapter(language: Language, text: &str) -> Chapter {
        Chapter::parse(Path::new("../.."), language.code(), "00-test", text).unwrap()
    }

    const ENGLISH: &str = "# Title\n\n## Why {#why}\n\n$$a = b$$\n\n> [!NOTE]\n> Words.\n\n\
                           | a | b |\n|---|---|\n\n```rust,id=one\n1\n```\nFigure: One.\n\n{{#exercise em}}\n";

    #[test]
    fn a_translation_with_the_same_landmarks_passes() {
        let zh = ENGLISH
            .replace("Title", "题")
            .replace("Words", "话")
            .replace("Figure:", "图：");
        let english = chapter(Language::English, ENGLISH);
        assert_eq!(difference(&english, &chapter(Language::Chinese, &zh)), None);
    }

    #[test]
    fn each_kind_of_difference_is_named_with_its_place() {
        let english = chapter(Language::English, ENGLISH);
        for (from, to, place) in [
            ("{#why}", "{#how}", "zh/00-test.md:3"),
            ("a = b", "a = c", "zh/00-test.md:5"),
            ("[!NOTE]", "[!TIP]", "zh/00-test.md:7"),
            ("| a | b |\n|---|---|", "| a |\n|---|", "zh/00-test.md:10"),
            ("\n1\n", "\n2\n", "zh/00-test.md:13"),
            ("图：", "", "zh/00-test.md:13"),
            ("exercise em", "exercise bic", "zh/00-test.md:18"),
            ("{{#exercise em}}", "", "the end of the page"),
        ] {
            let zh = ENGLISH.replace("Figure:", "图：").replace(from, to);
            let complaint = difference(&english, &chapter(Language::Chinese, &zh)).unwrap();
            assert!(complaint.contains(place), "{from} → {to}: {complaint}");
        }
    }
}
