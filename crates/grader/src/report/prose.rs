//! The Markdown of the guides, for a terminal and for a notebook: paragraphs, fenced code and
//! code spans, and nothing else.

use textwrap::{Options, WordSplitter, WrapAlgorithm};

/// Columns that a line of a terminal takes, one for most characters, two for a Chinese one.
const COLUMNS: usize = 80;

/// What a guide is made of.
enum Block<'a> {
    Paragraph(&'a str),
    Code(&'a str),
}

fn blocks(markdown: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    for (index, part) in markdown.split("```").enumerate() {
        if index % 2 == 1 {
            // The first line of a fence names the language.
            let code = part.split_once('\n').map_or("", |(_, code)| code);
            blocks.push(Block::Code(code.trim_end()));
        } else {
            let paragraphs = part.split("\n\n").map(str::trim);
            let paragraphs = paragraphs.filter(|paragraph| !paragraph.is_empty());
            blocks.extend(paragraphs.map(Block::Paragraph));
        }
    }
    blocks
}

/// The text of a guide as a terminal shows it: paragraphs in lines of 80 columns, code set in
/// by four spaces.
///
/// # Examples
/// ```
/// let shown = grader::for_terminal("Divide:\n\n```rust\na / b\n```");
/// assert_eq!(shown, "Divide:\n\n    a / b");
/// ```
pub fn for_terminal(markdown: &str) -> String {
    let shown = blocks(markdown).into_iter().map(|block| match block {
        Block::Paragraph(text) => wrapped(text),
        Block::Code(code) => {
            let lines = code.lines().map(|line| format!("    {line}"));
            lines.collect::<Vec<_>>().join("\n")
        }
    });
    shown.collect::<Vec<_>>().join("\n\n")
}

/// The text of a guide as HTML, in the colors of the page around it.
pub(crate) fn to_html(markdown: &str) -> String {
    let shown = blocks(markdown).into_iter().map(|block| match block {
        Block::Paragraph(text) => {
            format!("<p style=\"margin:.4em 0\">{}</p>", with_code_spans(text))
        }
        Block::Code(code) => preformatted(code),
    });
    shown.collect()
}

/// `text` in HTML with its own lines and spaces.
pub(crate) fn preformatted(text: &str) -> String {
    format!(
        "<pre style=\"overflow-x:auto;margin:.4em 0;color:inherit;background:transparent\">\
         <code style=\"color:inherit;background:transparent\">{}</code></pre>",
        escape(text)
    )
}

fn with_code_spans(text: &str) -> String {
    let parts = text.split('`').enumerate().map(|(index, part)| {
        let part = escape(part);
        if index % 2 == 1 {
            format!("<code style=\"color:inherit;background:transparent\">{part}</code>")
        } else {
            part
        }
    });
    parts.collect()
}

/// `text` as it stands, in HTML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// A paragraph in lines no longer than a terminal's.
fn wrapped(paragraph: &str) -> String {
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let options = Options::new(COLUMNS)
        .wrap_algorithm(WrapAlgorithm::FirstFit)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::fill(&line, options)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EXERCISES, Language};

    #[test]
    fn no_line_is_too_long_and_none_begins_with_a_comma() {
        for exercise in &EXERCISES {
            let why = exercise.guide().explanation;
            for line in Language::ALL.map(|language| for_terminal(why.get(language))) {
                for line in line.lines() {
                    assert!(textwrap::core::display_width(line) <= COLUMNS, "{line}");
                    assert!(!line.starts_with(['，', '。', '、', ' ']), "{line}");
                }
            }
        }
    }

    #[test]
    fn wrapping_keeps_every_character() {
        let text = "记 z = (x − μ)/σ，密度就是 `exp(-z)`。".repeat(9);
        let without_space = |text: &str| text.replace(char::is_whitespace, "");
        assert_eq!(without_space(&wrapped(&text)), without_space(&text));
        assert!(wrapped(&text).contains('\n'));
    }

    #[test]
    fn html_shows_code_as_it_stands() {
        let html = to_html("Less than `a<b`:\n\n```rust\nx < y\n```");
        assert!(html.contains(">a&lt;b</code>:</p>"), "{html}");
        assert!(html.contains(">x &lt; y</code></pre>"), "{html}");
    }

    #[test]
    fn guides_use_no_other_markdown() {
        for exercise in &EXERCISES {
            let guide = exercise.guide();
            for text in guide.hints.iter().chain([&guide.explanation]) {
                for block in Language::ALL.map(|language| blocks(text.get(language))) {
                    for block in block {
                        let Block::Paragraph(text) = block else {
                            continue;
                        };
                        let prose: String = text.split('`').step_by(2).collect();
                        let begins = ["#", "- ", "> ", "1. ", "|"];
                        assert!(!prose.contains(['*', '[', '$']), "{prose}");
                        assert!(!begins.iter().any(|mark| text.starts_with(mark)), "{text}");
                    }
                }
            }
        }
    }
}
