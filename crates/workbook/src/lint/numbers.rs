//! Whether the numbers in the prose come from the code of the chapter.

use std::path::Path;

use anyhow::Result;

use crate::book::markdown::pieces;
use crate::book::outputs;
use manuscript::Chapter;

/// The decimal numbers of four or more digits in the prose of `chapter` that are neither in the code
/// nor in the outputs of `english`.
pub(super) fn unknown(root: &Path, english: &Chapter, chapter: &Chapter) -> Result<Vec<String>> {
    let mut sources = String::new();
    for block in english.blocks() {
        let output = outputs::read(root, &english.id, &block.id)?.unwrap_or_default();
        sources += &format!("{}\n{}\n", block.code, output.text);
    }
    let known = numbers(&sources);
    let mut unknown = Vec::new();
    for (first_line, text) in pieces(chapter) {
        for (n, line) in outside_sessions(text) {
            for number in numbers(line) {
                let digits = number.chars().filter(char::is_ascii_digit).count();
                let is_range = number.contains("..");
                let is_measured = number.contains('.') && !is_range && digits >= 4;
                if is_measured && !known.iter().any(|source| same_number(source, &number)) {
                    let place = chapter.place(first_line + n);
                    unknown.push(format!(
                        "{place}: {number} is in no block and no output of the chapter"
                    ));
                }
            }
        }
    }
    Ok(unknown)
}

/// The lines of `text` with their numbers, from 0, without the sessions at a terminal: a fenced
/// `text` that begins with a command. Tests compare those with what the command prints.
fn outside_sessions(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let (mut opens, mut in_session) = (false, false);
    text.lines().enumerate().filter(move |(_, line)| {
        in_session = if line.starts_with("```") {
            false
        } else {
            in_session || (opens && line.starts_with("$ "))
        };
        opens = *line == "```text";
        !in_session
    })
}

/// The unsigned decimal numbers in `text`.
fn numbers(text: &str) -> Vec<String> {
    let plain = text.replace('_', "").replace("{,}", "").replace(',', " ");
    let pieces = plain.split(|c: char| !c.is_ascii_digit() && c != '.');
    let numbers = pieces.map(|piece| piece.trim_matches('.').to_owned());
    numbers.filter(|number| !number.is_empty()).collect()
}

/// Whether `quoted` is `source`, or `source` rounded to fewer digits.
fn same_number(source: &str, quoted: &str) -> bool {
    let places = |number: &str| {
        number
            .split_once('.')
            .map_or(0, |(_, decimals)| decimals.len())
    };
    let (source_places, places) = (places(source), places(quoted));
    let (Ok(source), Ok(value)) = (source.parse::<f64>(), quoted.parse::<f64>()) else {
        return false;
    };
    source_places >= places
        && ((source - value).abs() * 10f64.powi(places as i32) < 0.5 + 1e-6
            || source.to_string().starts_with(quoted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sessions_at_a_terminal_are_left_out() {
        let text = "a\n```text\n$ fit\n1.2345\n```\nb\n```text\n2.3456\n$ c\n```";
        let lines: Vec<usize> = outside_sessions(text).map(|(n, _)| n).collect();
        assert_eq!(lines, [0, 1, 4, 5, 6, 7, 8, 9]);
    }

    #[test]
    fn a_number_is_known_in_full_and_rounded() {
        for (source, quoted, same) in [
            ("0.10512733", "0.1051", true),
            ("0.10512733", "0.10512733", true),
            ("0.1051", "0.10512733", false),
            ("0.10512733", "0.1061", false),
            ("336.1926973689691", "336.193", true),
        ] {
            assert_eq!(same_number(source, quoted), same, "{source} {quoted}");
        }
        let found = numbers("−6.6531 and 1,000 or 0.5.");
        assert_eq!(found, ["6.6531", "1", "000", "0.5"]);
    }
}
