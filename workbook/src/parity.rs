//! Whether the two languages of a chapter say the same things in the same order.

use std::path::Path;

use anyhow::Result;
use grader::Language;

use crate::chapter::{self, Chapter, Kind};
use crate::outputs;
use crate::page::{figure_words, labels, words_of};

/// One thing that both languages must have, and where it stands.
#[derive(Debug, Clone)]
struct Landmark {
    line: usize,
    what: String,
}

/// The complaints about all chapters, each naming its place.
///
/// # Errors
/// If a chapter cannot be read.
pub fn complaints(root: &Path) -> Result<Vec<String>> {
    let english = chapter::ids(root, Language::English)?;
    let chinese = chapter::ids(root, Language::Chinese)?;
    if english != chinese {
        return Ok(vec![format!(
            "book/en/SUMMARY.md lists {english:?}, book/zh/SUMMARY.md {chinese:?}"
        )]);
    }
    let mut complaints = Vec::new();
    for id in english {
        let english = Chapter::read(root, Language::English, &id)?;
        let chinese = Chapter::read(root, Language::Chinese, &id)?;
        complaints.extend(compare(&english, &chinese));
        complaints.extend(unknown_words(root, &english)?);
        for chapter in [&english, &chinese] {
            complaints.extend(stale_numbers(root, &english, chapter)?);
        }
    }
    Ok(complaints)
}

/// The first difference between two languages of a chapter.
pub fn compare(english: &Chapter, chinese: &Chapter) -> Option<String> {
    let (left, right) = (landmarks(english), landmarks(chinese));
    let end = Landmark {
        line: 0,
        what: "the end of the page".into(),
    };
    let longest = left.len().max(right.len());
    (0..longest).find_map(|n| {
        let (en, zh) = (left.get(n).unwrap_or(&end), right.get(n).unwrap_or(&end));
        (en.what != zh.what).then(|| {
            format!(
                "{} has {}, where {} has {}",
                english.place(en.line),
                en.what,
                chinese.place(zh.line),
                zh.what
            )
        })
    })
}

fn landmarks(chapter: &Chapter) -> Vec<Landmark> {
    let mut landmarks = Vec::new();
    for part in &chapter.parts {
        let line = part.line;
        match &part.kind {
            Kind::Prose(text) => landmarks.extend(prose_landmarks(line, text)),
            Kind::Exercise(name) => landmarks.push(Landmark {
                line,
                what: format!("exercise {name}"),
            }),
            Kind::Block(block) => {
                let caption = if block.caption.is_some() {
                    " with a caption"
                } else {
                    ""
                };
                landmarks.push(Landmark {
                    line,
                    what: format!("block {}{caption}:\n{}", block.id, block.code),
                });
            }
        }
    }
    landmarks
}

/// Headings, displayed equations, callouts, folds, fences and table rows of Markdown.
fn prose_landmarks(first_line: usize, text: &str) -> Vec<Landmark> {
    let mut landmarks = Vec::new();
    let mut equation: Option<Landmark> = None;
    let mut in_fence = false;
    for (n, line) in text.lines().enumerate() {
        let line_number = first_line + n;
        let mut push = |what: String| {
            landmarks.push(Landmark {
                line: line_number,
                what,
            });
        };
        let trimmed = line.trim_start_matches(['>', ' ']).trim_end();
        if trimmed.starts_with("```") {
            in_fence = !in_fence;
            push(format!("fence {trimmed}"));
        } else if in_fence {
            continue;
        } else if let Some(open) = &mut equation {
            open.what += trimmed;
            if trimmed.ends_with("$$") {
                landmarks.extend(equation.take());
            }
        } else if trimmed.starts_with("$$") {
            let what = format!("equation {trimmed}");
            let landmark = Landmark {
                line: line_number,
                what,
            };
            if trimmed.len() > 2 && trimmed.ends_with("$$") {
                landmarks.push(landmark);
            } else {
                equation = Some(landmark);
            }
        } else if line.starts_with('#') {
            let level = line.chars().take_while(|&c| c == '#').count();
            let id = line
                .split_once("{#")
                .map_or("without id", |(_, id)| id.trim_end_matches('}'));
            push(format!(
                "heading {level} {}",
                if level == 1 { "" } else { id }
            ));
        } else if line.starts_with("> [!") {
            push(format!("callout {trimmed}"));
        } else if trimmed.starts_with("<details") || trimmed.starts_with("</details") {
            push(
                trimmed
                    .split(['>', ' '])
                    .next()
                    .unwrap_or_default()
                    .to_owned(),
            );
        } else if trimmed.starts_with('|') {
            push(format!(
                "table row of {} cells",
                trimmed.matches('|').count() - 1
            ));
        }
    }
    landmarks.extend(equation);
    landmarks
}

/// Words in a chapter's figures that `book/figure-words.toml` has no Chinese for.
fn unknown_words(root: &Path, chapter: &Chapter) -> Result<Vec<String>> {
    let known = figure_words(root)?;
    let mut unknown = Vec::new();
    for block in chapter.blocks() {
        let output = outputs::read(root, &chapter.id, &block.id)?.unwrap_or_default();
        for label in output
            .figures
            .iter()
            .flat_map(|svg| labels(svg))
            .map(words_of)
        {
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

/// Numbers of four or more digits in the prose of `chapter` that stand neither in the code nor in
/// the outputs of `english`.
fn stale_numbers(root: &Path, english: &Chapter, chapter: &Chapter) -> Result<Vec<String>> {
    let mut sources = String::new();
    for block in english.blocks() {
        let output = outputs::read(root, &english.id, &block.id)?.unwrap_or_default();
        sources += &format!("{}\n{}\n", block.code, output.text);
    }
    let known: Vec<String> = numbers(&sources).collect();
    let mut stale = Vec::new();
    for part in &chapter.parts {
        let text = match &part.kind {
            Kind::Prose(text) => text,
            Kind::Block(block) => match &block.caption {
                Some(caption) => caption,
                None => continue,
            },
            Kind::Exercise(_) => continue,
        };
        for (n, line) in text.lines().enumerate() {
            for number in numbers(line) {
                let digits = number.chars().filter(char::is_ascii_digit).count();
                let is_measured = number.contains('.') && digits >= 4;
                if is_measured && !known.iter().any(|source| same_number(source, &number)) {
                    let place = chapter.place(part.line + n);
                    stale.push(format!(
                        "{place}: {number} stands in no block and no output of the chapter"
                    ));
                }
            }
        }
    }
    Ok(stale)
}

/// The unsigned decimal numbers in `text`.
fn numbers(text: &str) -> impl Iterator<Item = String> {
    let plain = text.replace('_', "").replace("{,}", "").replace(',', " ");
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let pieces: Vec<String> = plain
        .split(|c: char| !is_part(c))
        .map(|piece| piece.trim_matches('.').to_owned())
        .filter(|piece| !piece.is_empty())
        .collect();
    pieces.into_iter()
}

/// Whether `quoted` is `source`, perhaps rounded to fewer digits.
fn same_number(source: &str, quoted: &str) -> bool {
    let places = quoted
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
    let source_places = source
        .split_once('.')
        .map_or(0, |(_, decimals)| decimals.len());
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

    fn chapter(language: Language, text: &str) -> Chapter {
        Chapter::parse(Path::new(".."), language, "00-test", text).unwrap()
    }

    const ENGLISH: &str = "# Title\n\n## Why {#why}\n\n$$a = b$$\n\n> [!NOTE]\n> Words.\n\n\
                           | a | b |\n\n```rust,id=one\n1\n```\nFigure: One.\n\n{{#exercise em}}\n";

    #[test]
    fn a_translation_with_the_same_landmarks_is_accepted() {
        let zh = ENGLISH
            .replace("Title", "题")
            .replace("Words", "话")
            .replace("Figure:", "图：");
        let english = chapter(Language::English, ENGLISH);
        assert_eq!(compare(&english, &chapter(Language::Chinese, &zh)), None);
    }

    #[test]
    fn each_kind_of_difference_is_named_with_its_place() {
        let english = chapter(Language::English, ENGLISH);
        for (from, to, place) in [
            ("{#why}", "{#how}", "zh/00-test.md:3"),
            ("a = b", "a = c", "zh/00-test.md:5"),
            ("[!NOTE]", "[!TIP]", "zh/00-test.md:7"),
            ("| a | b |", "| a |", "zh/00-test.md:10"),
            ("\n1\n", "\n2\n", "zh/00-test.md:12"),
            ("图：", "", "zh/00-test.md:12"),
            ("exercise em", "exercise bic", "zh/00-test.md:17"),
            ("{{#exercise em}}", "", "the end of the page"),
        ] {
            let zh = ENGLISH.replace("Figure:", "图：").replace(from, to);
            let complaint = compare(&english, &chapter(Language::Chinese, &zh)).unwrap();
            assert!(complaint.contains(place), "{from} → {to}: {complaint}");
        }
    }

    #[test]
    fn a_number_is_known_in_full_or_rounded() {
        for (source, quoted, same) in [
            ("0.10512733", "0.1051", true),
            ("0.10512733", "0.10512733", true),
            ("0.1051", "0.10512733", false),
            ("0.10512733", "0.1061", false),
            ("336.1926973689691", "336.193", true),
        ] {
            assert_eq!(same_number(source, quoted), same, "{source} {quoted}");
        }
        let found: Vec<String> = numbers("−6.6531 and 1,000 or 0.5.").collect();
        assert_eq!(found, ["6.6531", "1", "000", "0.5"]);
    }
}
