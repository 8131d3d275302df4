//! Punctuation and spacing of Chinese text: full-width marks, a half-width space between Chinese
//! and Latin letters, digits, code and formulas, no line breaks within a paragraph.

use super::readings::Reading;
use crate::book::markdown::{CODE, FORMULA};

const FULL_WIDTH: &str = "，。；：？！、（）「」『』《》";

/// What is wrong with the punctuation and spacing of `reading`.
pub(super) fn slips(reading: &Reading) -> Vec<String> {
    let mut slips = Vec::new();
    for paragraph in &reading.paragraphs {
        let letters: Vec<char> = paragraph.letters.iter().map(|letter| letter.0).collect();
        // A paragraph without Chinese comes from HTML.
        if !letters.iter().any(|&letter| is_chinese(letter)) {
            continue;
        }
        let mut in_title = false;
        for at in 0..letters.len() {
            // A title is quoted as its owner wrote it.
            in_title = match letters[at] {
                '《' => true,
                '》' => false,
                _ => in_title,
            };
            if in_title {
                continue;
            }
            if let Some(slip) = slip(&letters, at) {
                let place = reading.place(paragraph.letters[at].1);
                slips.push(format!("{place}: {slip}: \"{}\"", around(&letters, at)));
            }
        }
    }
    slips
}

/// What is wrong at the letter with the index `at`.
fn slip(letters: &[char], at: usize) -> Option<&'static str> {
    let letter = letters[at];
    let before = at.checked_sub(1).map(|n| letters[n]);
    let after = letters.get(at + 1).copied();
    let chinese_before = before.is_some_and(is_chinese);
    let chinese_after = after.is_some_and(is_chinese);
    match letter {
        ',' | ';' | ':' | '?' | '!' | '.' => {
            let next = letters[at + 1..].iter().find(|letter| **letter != ' ');
            let in_chinese = chinese_before
                || chinese_after
                || before.is_some_and(|letter| FULL_WIDTH.contains(letter))
                || (before.is_some_and(|letter| [CODE, FORMULA].contains(&letter))
                    && (next.is_none() || next.is_some_and(|letter| is_chinese(*letter))))
                || (letter != '.' && next.is_some_and(|letter| is_chinese(*letter)));
            in_chinese.then_some("half-width punctuation in Chinese")
        }
        '(' => {
            let inside = letters[at..].iter().take_while(|letter| **letter != ')');
            let in_chinese = chinese_before || inside.copied().any(is_chinese);
            in_chinese.then_some("half-width parenthesis in Chinese")
        }
        ')' => chinese_after.then_some("half-width parenthesis in Chinese"),
        '"' => (chinese_before || chinese_after).then_some("straight quotation mark in Chinese"),
        '\n' => Some("a line break, which shows as a space: write a paragraph in one line"),
        ' ' => {
            let beside =
                |letter: Option<char>| letter.is_some_and(|letter| FULL_WIDTH.contains(letter));
            if beside(before) || beside(after) {
                Some("a space beside full-width punctuation")
            } else if chinese_before && chinese_after {
                Some("a space between Chinese characters")
            } else {
                None
            }
        }
        _ if is_chinese(letter) && after.is_some_and(is_latin) => Some("no space before Latin"),
        _ if is_latin(letter) && chinese_after => Some("no space after Latin"),
        _ => None,
    }
}

fn is_chinese(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Whether a space belongs between `letter` and Chinese: letters, digits, code, formulas.
fn is_latin(letter: char) -> bool {
    let greek = ('\u{0370}'..='\u{03ff}').contains(&letter);
    letter.is_ascii_alphanumeric() || greek || ['%', CODE, FORMULA].contains(&letter)
}

/// A few letters before and after, as the page shows them.
fn around(letters: &[char], at: usize) -> String {
    let from = at.saturating_sub(6);
    let to = (at + 8).min(letters.len());
    let shown = letters[from..to].iter().map(|letter| match *letter {
        CODE => "`…`".to_owned(),
        FORMULA => "$…$".to_owned(),
        '\n' => "⏎".to_owned(),
        letter => letter.to_string(),
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use grader::Language;

    fn found(markdown: &str) -> Vec<String> {
        slips(&Reading::of(Language::Chinese, markdown))
    }

    #[test]
    fn good_chinese_passes() {
        for markdown in [
            "# B. 记号与术语",
            "混合模型（mixture model）有 3 个分量，责任度记作 $r_{nk}$。",
            "**先猜**。再运行 `cargo test`：见[下一章](08-em.md)，第 9 章。",
            "形状是 (K, D)，例如 (2, 3)。",
            "| 符号 | 形状 |\n|---|---|\n| `resp` | (n_samples, n_components) |",
            "Bishop, *Pattern Recognition*, 2006",
            "（1）向量；（2）矩阵",
            "它占 11%，不多",
            "短文《Mixture Models(混合模型)》里",
        ] {
            assert!(
                found(markdown).is_empty(),
                "{markdown}: {:?}",
                found(markdown)
            );
        }
    }

    #[test]
    fn each_slip_is_named_with_its_place() {
        for (markdown, slip) in [
            ("好,坏", "half-width punctuation"),
            ("好.", "half-width punctuation"),
            ("公式 $x$, 然后", "half-width punctuation"),
            ("用 `x`.", "half-width punctuation"),
            ("什么?", "half-width punctuation"),
            ("3个", "no space after Latin"),
            ("第3 个", "no space before Latin"),
            ("责任度$r$ 很", "no space before Latin"),
            ("用 `x`就", "no space after Latin"),
            ("**EM**算法", "no space after Latin"),
            ("均值(mean) 是", "half-width parenthesis"),
            ("mean (均值)", "half-width parenthesis"),
            ("好 ，坏", "a space beside"),
            ("好， 坏", "a space beside"),
            ("好 坏", "a space between"),
            ("好\n坏", "a line break"),
            ("他说\"好\"", "straight quotation"),
        ] {
            let slips = found(&format!("# 题\n\n{markdown}\n"));
            assert!(!slips.is_empty(), "{markdown}");
            for found in slips {
                assert!(found.starts_with("page.md:3: "), "{found}");
                assert!(
                    found.contains(slip) || markdown.contains('"'),
                    "{markdown}: {found}"
                );
            }
        }
    }
}
