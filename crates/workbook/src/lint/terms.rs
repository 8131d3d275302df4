//! One word for one thing: `book/terms.toml` lists each chosen word with its rivals.

use std::path::Path;

use anyhow::{Context, Result};
use serde::Deserialize;

use super::readings::Reading;
use crate::files;

const LIST: &str = "book/terms.toml";

#[derive(Deserialize)]
struct List {
    term: Vec<Term>,
}

/// A word that the book has chosen.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Term {
    /// `en` or `zh`.
    language: String,
    /// The word.
    say: String,
    /// Its rivals, which the book does not use.
    not: Vec<String>,
    /// The pages that may mention the rivals.
    #[serde(default)]
    except: Vec<String>,
}

/// The terms of the checkout at `root`.
pub(super) fn read(root: &Path) -> Result<Vec<Term>> {
    let list: List = toml::from_str(&files::read(root, LIST)?).context(LIST)?;
    Ok(list.term)
}

/// The rivals of `terms` in `reading`.
pub(super) fn rivals(terms: &[Term], reading: &Reading) -> Vec<String> {
    let code = reading.language.code();
    let applies = |term: &&Term| term.language == code && !term.except.contains(&reading.id);
    let mut complaints = Vec::new();
    for term in terms.iter().filter(applies) {
        for paragraph in &reading.paragraphs {
            let text: Vec<char> = paragraph
                .letters
                .iter()
                // A line may break in the middle of a term.
                .map(|&(letter, _)| if letter == '\n' { ' ' } else { letter })
                .collect();
            for rival in &term.not {
                for start in places(&text, rival, &term.say) {
                    complaints.push(format!(
                        "{}: \"{rival}\": the book says \"{}\" ({LIST})",
                        reading.place(paragraph.letters[start].1),
                        term.say
                    ));
                }
            }
        }
    }
    complaints
}

/// Where `rival` begins in `text`, its first letter in either case. A Latin word counts only as a
/// whole, and never within the chosen word `say`.
fn places(text: &[char], rival: &str, say: &str) -> Vec<usize> {
    let word: Vec<char> = rival.chars().collect();
    let said: Vec<char> = say.chars().collect();
    let is_latin = |letter: Option<&char>| letter.is_some_and(char::is_ascii_alphanumeric);
    let first = |a: char, b: char| a == b || a.to_lowercase().eq(b.to_lowercase());
    (0..text.len())
        .filter(|&start| {
            let here = &text[start..];
            let is_there = here.len() >= word.len()
                && first(here[0], word[0])
                && here[1..word.len()] == word[1..];
            let cut = |edge: &char, beyond: Option<&char>| {
                edge.is_ascii_alphanumeric() && is_latin(beyond)
            };
            is_there
                && !here.starts_with(&said)
                && !cut(&word[0], start.checked_sub(1).and_then(|n| text.get(n)))
                && !cut(&word[word.len() - 1], here.get(word.len()))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use grader::Language;

    const LIST: &str = "[[term]]\nlanguage = \"en\"\nsay = \"K-means\"\nnot = [\"k-means\", \"K means\"]\n\
                        [[term]]\nlanguage = \"zh\"\nsay = \"责任度\"\nnot = [\"响应度\"]\nexcept = [\"b-notation\"]\n";

    fn found(language: Language, id: &str, markdown: &str) -> Vec<String> {
        let mut reading = Reading::of(language, markdown);
        reading.id = id.into();
        rivals(&toml::from_str::<List>(LIST).unwrap().term, &reading)
    }

    #[test]
    fn a_rival_is_named_with_its_place_and_the_chosen_word() {
        let complaints = found(
            Language::Chinese,
            "06-e-step",
            "# 题\n\n责任度，又称响应度。\n",
        );
        assert_eq!(
            complaints,
            ["page.md:3: \"响应度\": the book says \"责任度\" (book/terms.toml)"]
        );
    }

    #[test]
    fn code_longer_words_and_excepted_pages_are_allowed() {
        assert!(found(Language::Chinese, "b-notation", "响应度").is_empty());
        for text in ["K-means", "`k-means`", "tank-means", "$k-means$"] {
            assert!(found(Language::English, "x", text).is_empty(), "{text}");
        }
        for text in ["k-means", "**k-means** is", "the K\nmeans"] {
            assert_eq!(found(Language::English, "x", text).len(), 1, "{text}");
        }
    }
}
