//! Lists that nobody meant: a wrapped line that begins with `1.` or `-` makes one.

use std::path::Path;

use anyhow::Result;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::readings::Reading;
use crate::book::markdown::options;

/// The lists of a single item in the file of `reading`.
pub(super) fn of_one_item(root: &Path, reading: &Reading) -> Result<Vec<String>> {
    let text = reading.markdown(root)?;
    let complain = |line| {
        format!(
            "{}: a list of one item; wrap the line elsewhere if it is meant as text",
            reading.place(line)
        )
    };
    Ok(lines(&text).into_iter().map(complain).collect())
}

/// On which lines such a list begins.
fn lines(markdown: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
        match event {
            Event::Start(Tag::List(_)) => {
                let line = 1 + markdown[..range.start].matches('\n').count();
                open.push((line, 0));
            }
            Event::Start(Tag::Item) => {
                if let Some((_, items)) = open.last_mut() {
                    *items += 1;
                }
            }
            Event::End(TagEnd::List(_)) => {
                lines.extend(open.pop().filter(|(_, items)| *items == 1).map(|it| it.0));
            }
            _ => {}
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_that_wraps_before_a_number_is_found() {
        assert_eq!(lines("Each row sums to\n1. Look at it.\n"), [2]);
        assert_eq!(lines("The gain is one\n- or less.\n"), [2]);
    }

    #[test]
    fn a_list_is_free() {
        assert!(lines("1. One.\n2. Two.\n\n```text\n1. one\n```\n").is_empty());
    }
}
