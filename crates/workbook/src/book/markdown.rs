//! Markdown as the book reads it: its events, and its running text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use manuscript::{Chapter, Kind};

/// The extensions of Markdown that mdBook enables, and formulas.
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

/// The events of `markdown`, which begins on `first_line` of its file, each with its line.
pub(crate) fn events(
    first_line: usize,
    markdown: &str,
) -> impl Iterator<Item = (Event<'_>, usize)> {
    let events = Parser::new_ext(markdown, options()).into_offset_iter();
    events.map(move |(event, range)| {
        let above = markdown[..range.start].matches('\n').count();
        (event, first_line + above)
    })
}

/// The events of the prose and the captions of `chapter`, each with its line.
pub(crate) fn chapter_events(chapter: &Chapter) -> impl Iterator<Item = (Event<'_>, usize)> {
    pieces(chapter).flat_map(|(line, markdown)| events(line, markdown))
}

/// Stands in running text for code.
pub(crate) const CODE: char = '\u{E010}';
/// Stands in running text for a formula.
pub(crate) const FORMULA: char = '\u{E011}';
/// Stands in running text for a link to another site, whose text is a title as its owner wrote it.
pub(crate) const TITLE: char = '\u{E012}';

/// The text of a paragraph, heading, table cell or caption, without markup.
#[derive(Debug, PartialEq)]
pub(crate) struct Paragraph {
    /// Each character with its line on the page; a line break is a `\n`.
    pub(crate) letters: Vec<(char, usize)>,
}

/// The prose and the captions of `chapter`, each with the line on which it begins.
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
    for (event, line) in events(first_line, markdown) {
        let mut push = |text: &str| letters.extend(text.chars().map(|letter| (letter, line)));
        match &event {
            Event::Start(Tag::CodeBlock(_)) => in_fence = true,
            Event::End(TagEnd::CodeBlock) => in_fence = false,
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
            Event::End(tag) => is_block(*tag),
            // A list item may hold its text without a paragraph around it.
            Event::Start(Tag::Paragraph | Tag::List(_) | Tag::Item | Tag::HtmlBlock) => true,
            _ => false,
        };
        if closes {
            let is_blank = |(letter, _): &(char, usize)| letter.is_whitespace();
            let start = letters.iter().take_while(|letter| is_blank(letter)).count();
            let end = letters.iter().rposition(|letter| !is_blank(letter));
            if let Some(end) = end {
                let letters = letters[start..=end].to_vec();
                paragraphs.push(Paragraph { letters });
            }
            letters.clear();
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
    let mut pieces = html.split('<');
    let before = pieces.next().unwrap_or_default();
    let texts = pieces.map(|piece| piece.split_once('>').map_or("", |(_, text)| text));
    before.chars().chain(texts.flat_map(str::chars)).collect()
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
    fn running_text_holds_what_a_reader_reads() {
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
