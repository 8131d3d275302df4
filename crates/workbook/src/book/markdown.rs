//! Markdown as the book understands it, and its running text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use manuscript::{Chapter, Kind};

/// What mdBook understands, and formulas.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
        | Options::ENABLE_MATH
}

/// Stands in running text for code in the line.
pub(crate) const CODE: char = '\u{E010}';
/// Stands in running text for a formula in the line.
pub(crate) const FORMULA: char = '\u{E011}';
/// Stands in running text for a link to elsewhere: a title as its owner wrote it.
pub(crate) const TITLE: char = '\u{E012}';

/// A paragraph, heading, table cell or caption as it is read, without marks of any kind.
#[derive(Debug, PartialEq)]
pub(crate) struct Paragraph {
    /// Each character with its line on the page; a line break is a `\n`.
    pub(crate) letters: Vec<(char, usize)>,
}

/// Each piece of Markdown in `chapter` with the line on which it begins: its prose and captions.
pub(crate) fn pieces(chapter: &Chapter) -> impl Iterator<Item = (usize, &str)> {
    chapter.parts.iter().filter_map(|part| match &part.kind {
        Kind::Prose(text) => Some((part.line, text.as_str())),
        Kind::Block(block) => {
            let caption = block.caption.as_ref()?;
            Some((caption.line, caption.text.as_str()))
        }
        Kind::Exercise(_) | Kind::Crosswalk => None,
    })
}

/// The running text of `chapter`, captions included.
pub(crate) fn paragraphs(chapter: &Chapter) -> Vec<Paragraph> {
    let pieces = pieces(chapter);
    pieces
        .flat_map(|(line, markdown)| running_text(line, markdown))
        .collect()
}

/// The running text of `markdown`, which begins on `first_line` of its file.
pub(crate) fn running_text(first_line: usize, markdown: &str) -> Vec<Paragraph> {
    let mut paragraphs = Vec::new();
    let mut letters: Vec<(char, usize)> = Vec::new();
    let (mut in_fence, mut in_title) = (false, false);
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        let line = first_line + markdown[..range.start].matches('\n').count();
        let mut push = |text: &str| letters.extend(text.chars().map(|letter| (letter, line)));
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_fence = true,
            Event::Start(Tag::Link { dest_url, .. }) if dest_url.starts_with("http") => {
                push(&TITLE.to_string());
                in_title = true;
            }
            Event::End(TagEnd::Link) => in_title = false,
            _ if in_title => {}
            Event::Text(_) | Event::Code(_) if in_fence => {}
            Event::Text(text) => push(text),
            Event::Code(_) => push(&CODE.to_string()),
            Event::InlineMath(_) | Event::DisplayMath(_) => push(&FORMULA.to_string()),
            Event::SoftBreak | Event::HardBreak => push("\n"),
            Event::Html(html) => push(&without_tags(html)),
            _ => {}
        }
        let closes = match &event {
            Event::End(TagEnd::CodeBlock) => {
                in_fence = false;
                true
            }
            Event::End(tag) => is_block(*tag),
            // A list item may hold its text without a paragraph around it.
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::HtmlBlock) => true,
            _ => false,
        };
        if closes {
            let mut letters = std::mem::take(&mut letters);
            let is_blank = |(letter, _): &(char, usize)| letter.is_whitespace();
            while letters.last().is_some_and(is_blank) {
                letters.pop();
            }
            let start = letters.iter().take_while(|letter| is_blank(letter)).count();
            letters.drain(..start);
            if !letters.is_empty() {
                paragraphs.push(Paragraph { letters });
            }
        }
    }
    paragraphs
}

fn is_block(tag: TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

fn without_tags(html: &str) -> String {
    let mut in_tag = false;
    let text = html.chars().filter(|&letter| match letter {
        '<' => {
            in_tag = true;
            false
        }
        '>' if in_tag => {
            in_tag = false;
            false
        }
        _ => !in_tag,
    });
    text.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(markdown: &str) -> Vec<(usize, String)> {
        running_text(1, markdown)
            .iter()
            .map(|paragraph| {
                let text = paragraph.letters.iter().map(|(letter, _)| letter);
                (paragraph.letters[0].1, text.collect())
            })
            .collect()
    }

    #[test]
    fn running_text_is_what_a_reader_reads() {
        let markdown = "## *A* `b` $c$ {#id}\n\n> [!NOTE]\n> [d](e.md) [x](https://y)\n\n- f\n  - g\n\n| h |\n|---|\n| i |\n\n\
                        ```text\nj\n```\n\n<details><summary>k</summary>\n\n$$\nl\n$$\n\n</details>\n";
        let expected = [
            (1, format!("A {CODE} {FORMULA}")),
            (4, format!("d {TITLE}")),
            (6, "f".to_owned()),
            (7, "g".to_owned()),
            (9, "h".to_owned()),
            (11, "i".to_owned()),
            (17, "k".to_owned()),
            (19, FORMULA.to_string()),
        ];
        assert_eq!(texts(markdown), expected);
    }
}
