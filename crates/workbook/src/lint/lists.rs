//! Lists of one item: a line that wraps before `1.` or `-` begins one by accident.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::readings::Reading;
use crate::book::markdown::events;

/// The lists of a single item in the file of `reading`.
pub(super) fn of_one_item(reading: &Reading) -> Vec<String> {
    let complain = |line| {
        format!(
            "{}: a list of one item; wrap the line elsewhere if it is meant as text",
            reading.place(line)
        )
    };
    lines(&reading.markdown).into_iter().map(complain).collect()
}

/// The lines on which such lists begin.
fn lines(markdown: &str) -> Vec<usize> {
    let mut lines = Vec::new();
    let mut open: Vec<(usize, usize)> = Vec::new();
    for (event, line) in events(1, markdown) {
        match event {
            Event::Start(Tag::List(_)) => open.push((line, 0)),
            Event::Start(Tag::Item) => open.last_mut().into_iter().for_each(|list| list.1 += 1),
            Event::End(TagEnd::List(_)) => {
                lines.extend(open.pop().filter(|list| list.1 == 1).map(|list| list.0));
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
    fn a_line_that_wraps_before_a_number_is_found() {
        assert_eq!(lines("Each row sums to\n1. Look at it.\n"), [2]);
        assert_eq!(lines("The gain is one\n- or less.\n"), [2]);
    }

    #[test]
    fn a_list_of_two_items_and_code_are_allowed() {
        assert!(lines("1. One.\n2. Two.\n\n```text\n1. one\n```\n").is_empty());
    }
}
