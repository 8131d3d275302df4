//! The Markdown of the guides, for a terminal and for a notebook: paragraphs, fenced code and
//! code spans, and nothing else.

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
    let mut lines = String::new();
    let mut column = 0;
    for (spaced, atom) in atoms(paragraph) {
        let width: usize = atom.chars().map(columns).sum();
        if column > 0 && column + usize::from(spaced) + width > COLUMNS {
            lines.push('\n');
            column = 0;
        } else if spaced && column > 0 {
            lines.push(' ');
            column += 1;
        }
        lines += &atom;
        column += width;
    }
    lines
}

/// What no line is broken within: words, and single Chinese characters with the punctuation
/// that clings to them; each with whether a space stands before it.
fn atoms(paragraph: &str) -> Vec<(bool, String)> {
    let mut atoms: Vec<(bool, String)> = Vec::new();
    let mut spaced = false;
    for c in paragraph.chars() {
        if c.is_whitespace() {
            spaced = true;
            continue;
        }
        let before = atoms.last().and_then(|(_, atom)| atom.chars().last());
        let clings = before.is_some_and(|before| {
            let chinese = columns(before) == 2 || columns(c) == 2;
            !chinese || "，。；：、！？）」》".contains(c) || "（「《".contains(before)
        });
        match atoms.last_mut() {
            Some((_, atom)) if clings && !spaced => atom.push(c),
            _ => atoms.push((spaced, c.to_string())),
        }
        spaced = false;
    }
    atoms
}

/// How many columns of a terminal a character takes.
fn columns(c: char) -> usize {
    match c {
        '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}' => 2,
        _ => 1,
    }
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
                    let width: usize = line.chars().map(columns).sum();
                    // A full stop may hang over.
                    assert!(width <= COLUMNS + 2, "{line}");
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
