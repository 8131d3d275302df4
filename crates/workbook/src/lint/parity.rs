//! Whether the two languages of a chapter have the same headings, blocks, equations, figures,
//! exercises and callouts in the same order.

use manuscript::{Chapter, Kind};

/// One thing that both languages must have, and where it stands.
#[derive(Debug, Clone)]
struct Landmark {
    line: usize,
    what: String,
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
            Kind::Crosswalk => landmarks.push(Landmark {
                line,
                what: "the crosswalk".into(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use grader::Language;
    use std::path::Path;

    fn chapter(language: Language, text: &str) -> Chapter {
        Chapter::parse(Path::new("../.."), language.code(), "00-test", text).unwrap()
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
}
