//! Whether every figure has a description, and its words a Chinese translation.

use std::path::Path;

use anyhow::Result;
use grader::Language;
use pulldown_cmark::{Event, Tag, TagEnd};

use crate::book::callouts::pick;
use crate::book::figures::{figure_words, labels};
use crate::book::markdown::chapter_events;
use crate::book::outputs;
use crate::html::unescaped;
use manuscript::{CAPTION_MARKS, Chapter};

/// The words in the figures of `chapter` that `book/figure-words.toml` does not translate.
pub(super) fn untranslated(root: &Path, chapter: &Chapter) -> Result<Vec<String>> {
    let known = figure_words(root)?;
    let mut unknown = Vec::new();
    for block in chapter.blocks() {
        let output = outputs::read(root, &chapter.id, &block.id)?.unwrap_or_default();
        let labels = output.figures.iter().flat_map(|svg| labels(svg));
        for label in labels.map(unescaped) {
            let is_word = label.chars().filter(char::is_ascii_alphabetic).count() > 2;
            if is_word && !known.contains_key(&label) {
                unknown.push(format!(
                    "book/outputs/{}: the figure of block `{}` says \"{label}\": add its Chinese \
                     to book/figure-words.toml",
                    chapter.id, block.id
                ));
            }
        }
    }
    Ok(unknown)
}

/// The figures and images of `chapter` without a description, and the descriptions without a figure.
pub(super) fn undescribed(
    root: &Path,
    language: Language,
    chapter: &Chapter,
) -> Result<Vec<String>> {
    let mut complaints = Vec::new();
    for (line, block) in chapter.blocks_with_lines() {
        let Some(output) = outputs::read(root, &chapter.id, &block.id)? else {
            continue;
        };
        match (&block.caption, output.figures.is_empty()) {
            (None, false) => complaints.push(format!(
                "{}: block `{}` shows a figure: describe it in a paragraph `{}…` after it",
                chapter.place(line),
                block.id,
                pick(language, CAPTION_MARKS[0], CAPTION_MARKS[1])
            )),
            (Some(caption), true) => complaints.push(format!(
                "{}: block `{}` shows no figure for this caption to describe",
                chapter.place(caption.line),
                block.id
            )),
            (Some(caption), false) if !speaks(language, &caption.text) => {
                complaints.push(no_words(&chapter.place(caption.line), language));
            }
            _ => {}
        }
    }
    for (line, description) in images(chapter) {
        if !speaks(language, &description) {
            complaints.push(no_words(&chapter.place(line), language));
        }
    }
    Ok(complaints)
}

fn no_words(place: &str, language: Language) -> String {
    let language = match language {
        Language::English => "English",
        Language::Chinese => "Chinese",
    };
    format!(
        "{place}: say in {language} words what this figure shows, for readers who do not see it"
    )
}

/// Whether `text` has at least four letters of `language`.
fn speaks(language: Language, text: &str) -> bool {
    let is_letter = |letter: &char| match language {
        Language::English => letter.is_ascii_alphabetic(),
        Language::Chinese => ('\u{4e00}'..='\u{9fff}').contains(letter),
    };
    text.chars().filter(is_letter).count() >= 4
}

/// The alternative texts of `chapter`'s images, with their lines.
fn images(chapter: &Chapter) -> Vec<(usize, String)> {
    let mut images = Vec::new();
    let mut inside: Option<(usize, String)> = None;
    for (event, line) in chapter_events(chapter) {
        match event {
            Event::Start(Tag::Image { .. }) => inside = Some((line, String::new())),
            Event::End(TagEnd::Image) => images.extend(inside.take()),
            Event::Text(text) => {
                if let Some((_, description)) = &mut inside {
                    *description += &text;
                }
            }
            Event::Html(html) | Event::InlineHtml(html) => {
                let tags = html.split("<img").skip(1);
                images.extend(tags.map(|tag| {
                    let tag = tag.split('>').next().unwrap_or_default();
                    let rest = tag.split_once("alt=\"").map_or("", |(_, rest)| rest);
                    (line, rest.split('"').next().unwrap_or_default().to_owned())
                }));
            }
            _ => {}
        }
    }
    images
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_needs_words_in_the_language_of_the_page() {
        for (language, image, described) in [
            (Language::English, "![two clouds of points](a.svg)", true),
            (Language::English, "![](a.svg)", false),
            (
                Language::English,
                "<img src=\"a.png\" alt=\"two clouds\">",
                true,
            ),
            (Language::English, "<img src=\"a.png\">", false),
            (Language::Chinese, "![两团点各成一簇](a.svg)", true),
            (Language::Chinese, "![two clouds of points](a.svg)", false),
        ] {
            let page = format!("# T\n\n{image}\n");
            let chapter =
                Chapter::parse(Path::new("../.."), language.code(), "00-test", &page).unwrap();
            let complaints = undescribed(Path::new("../.."), language, &chapter).unwrap();
            assert_eq!(complaints.is_empty(), described, "{image}: {complaints:?}");
            assert!(complaints.iter().all(|text| text.contains("00-test.md:3")));
        }
    }
}
