//! One word for one thing: `book/terms.toml` lists words that stand in the book under another name.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use grader::Language;
use toml::Value;

use super::readings::Reading;

const LIST: &str = "book/terms.toml";

/// A word that the book has chosen, and those that it has not.
struct Term {
    say: String,
    not: Vec<String>,
    except: Vec<String>,
}

/// The rival terms in `reading`.
pub(super) fn rivals(root: &Path, reading: &Reading) -> Result<Vec<String>> {
    let text = fs::read_to_string(root.join(LIST)).context(LIST)?;
    let terms = terms(&text, reading.language).context(LIST)?;
    Ok(complaints(&terms, reading))
}

fn complaints(terms: &[Term], reading: &Reading) -> Vec<String> {
    let mut complaints = Vec::new();
    let free = |term: &&Term| !term.except.contains(&reading.id);
    for term in terms.iter().filter(free) {
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

/// Where `rival` stands in `text`: whole words where it has Latin letters, its first letter small
/// or capital, and never where the book's own word `say` stands.
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

/// The terms of a language in the list.
fn terms(list: &str, language: Language) -> Result<Vec<Term>> {
    let list: Value = toml::from_str(list)?;
    let entries = list["term"].as_array().context("no [[term]]")?;
    let of_language = entries
        .iter()
        .filter(|entry| entry.get("language").and_then(Value::as_str) == Some(language.code()));
    of_language
        .map(|entry| {
            let words = |name: &str| -> Vec<String> {
                let words = entry.get(name).and_then(Value::as_array);
                let words = words.into_iter().flatten().filter_map(Value::as_str);
                words.map(str::to_owned).collect()
            };
            let say = entry.get("say").and_then(Value::as_str);
            Ok(Term {
                say: say.context("a [[term]] without `say`")?.to_owned(),
                not: words("not"),
                except: words("except"),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "[[term]]\nlanguage = \"en\"\nsay = \"K-means\"\nnot = [\"k-means\", \"K means\"]\n\
                        [[term]]\nlanguage = \"zh\"\nsay = \"责任度\"\nnot = [\"响应度\"]\nexcept = [\"b-notation\"]\n";

    fn found(language: Language, id: &str, markdown: &str) -> Vec<String> {
        let mut reading = Reading::of(language, markdown);
        reading.id = id.into();
        complaints(&terms(LIST, language).unwrap(), &reading)
    }

    #[test]
    fn a_rival_is_named_with_its_place_and_the_books_word() {
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
    fn code_longer_words_and_exceptions_are_free() {
        assert!(found(Language::Chinese, "b-notation", "响应度").is_empty());
        for text in ["K-means", "`k-means`", "tank-means", "$k-means$"] {
            assert!(found(Language::English, "x", text).is_empty(), "{text}");
        }
        for text in ["k-means", "**k-means** is", "the K\nmeans"] {
            assert_eq!(found(Language::English, "x", text).len(), 1, "{text}");
        }
    }
}
