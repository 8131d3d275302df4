//! Computes the calculations in the prose again.
//!
//! The digits on the left of a `=` must give the digits on its right. Where the digits on the left
//! are rounded and the result comes from unrounded ones, the text writes `≈`.

use exmex::Express;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::readings::Reading;
use crate::book::markdown::events;

/// The calculations in the file of `reading` that are wrong.
pub(super) fn wrong(reading: &Reading) -> Vec<String> {
    let complain = |(line, slip)| format!("{}: {slip}", reading.place(line));
    slips(&reading.markdown).into_iter().map(complain).collect()
}

/// The wrong calculations in the formulas and sentences of `markdown`, each with its line.
fn slips(markdown: &str) -> Vec<(usize, String)> {
    let mut slips = Vec::new();
    let mut in_fence = false;
    for (event, line) in events(1, markdown) {
        let found: Vec<String> = match event {
            Event::Start(Tag::CodeBlock(_)) | Event::End(TagEnd::CodeBlock) => {
                in_fence = !in_fence;
                continue;
            }
            Event::InlineMath(formula) | Event::DisplayMath(formula) => slips_in(&formula),
            Event::Text(text) if !in_fence => calculations(&text).flat_map(slips_in).collect(),
            _ => continue,
        };
        slips.extend(found.into_iter().map(|slip| (line, slip)));
    }
    slips
}

/// The calculations in a sentence: what stands between its words. One that touches a letter, as
/// `(0) = 1` does in `exp(0) = 1`, is left out.
fn calculations(sentence: &str) -> impl Iterator<Item = &str> {
    let is_word = |letter: char| !letter.is_ascii_digit() && !" +-−·×*/^()%.=≈".contains(letter);
    let touches = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphabetic());
    let mut at = 0;
    sentence.split(is_word).filter(move |part| {
        let (before, after) = (&sentence[..at], &sentence[at + part.len()..]);
        at += part.len() + after.chars().next().map_or(0, char::len_utf8);
        let is_glued = part.is_empty()
            || (!part.starts_with(' ') && touches(before.chars().next_back()))
            || (!part.ends_with(' ') && touches(after.chars().next()));
        !is_glued
    })
}

/// The wrong calculations in one formula.
fn slips_in(formula: &str) -> Vec<String> {
    let mut slips = Vec::new();
    for statement in plain(formula).split(';') {
        let signs: Vec<_> = statement.match_indices(['=', '≈']).collect();
        let ends = signs.iter().map(|&(at, _)| at).skip(1);
        let mut left = 0;
        for (&(at, sign), end) in signs.iter().zip(ends.chain([statement.len()])) {
            let sides = [&statement[left..at], &statement[at + sign.len()..end]];
            slips.extend(slip(sides.map(str::trim), sign));
            left = at + sign.len();
        }
    }
    slips
}

/// What is wrong with `left sign right`, if both sides are numbers alone.
fn slip([left, right]: [&str; 2], sign: &str) -> Option<String> {
    let (from, to) = (Calculation::read(left)?, Calculation::read(right)?);
    let mut allowed = to.rounding() + 1e-9 * to.value.abs();
    if sign == "≈" {
        allowed += from.rounding();
    }
    // Where a side overflows, there is nothing to compare.
    let difference = (from.value - to.value).abs();
    (difference.is_finite() && difference > allowed).then(|| {
        format!(
            "{left} {sign} {right}: the digits on the left give {}; write more digits, or ≈ and say that they are rounded",
            from.value
        )
    })
}

/// An expression of numbers alone.
struct Calculation {
    value: f64,
    /// How much the value changes if one of its numbers changes by half a unit of its last digit.
    changes: Vec<f64>,
}

impl Calculation {
    /// Computes `expression`; `None` if it holds a symbol, or is no expression.
    fn read(expression: &str) -> Option<Self> {
        let (names, numbers) = named(expression)?;
        let expression = exmex::parse::<f64>(&names).ok()?;
        let values: Vec<f64> = numbers
            .iter()
            .map(|number| number.parse().ok())
            .collect::<Option<_>>()?;
        let value = expression.eval(&values).ok()?;
        let change = |n: usize| {
            let places = numbers[n].split_once('.').map(|(_, places)| places.len())?;
            let mut values = values.clone();
            values[n] += 0.5 * 0.1_f64.powi(i32::try_from(places).ok()?);
            Some((expression.eval(&values).ok()? - value).abs())
        };
        // A whole number is exact.
        let changes = (0..numbers.len()).filter_map(change).collect();
        Some(Self { value, changes })
    }

    /// How far the value may be from the true one if its decimals are rounded.
    fn rounding(&self) -> f64 {
        self.changes.iter().sum()
    }
}

/// `expression` with a name in place of each number, and with each `*` that a formula leaves out;
/// and the numbers, in the alphabetical order of their names. `None` if it holds a symbol.
fn named(expression: &str) -> Option<(String, Vec<String>)> {
    let mut names = String::new();
    let mut numbers = Vec::new();
    let mut rest = expression;
    // After a value a factor may follow without a sign.
    let mut after_value = false;
    while let Some(first) = rest.chars().next() {
        let belongs = |letter: char| match first {
            '0'..='9' => letter.is_ascii_digit() || letter == '.',
            _ => first.is_alphabetic() && letter.is_alphabetic(),
        };
        let length = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
        let (token, after) = rest.split_at(length.max(first.len_utf8()));
        rest = after;
        let (begins, ends, text) = match token {
            " " => continue,
            "e" | "PI" => (true, true, token.to_owned()),
            "ln" | "sqrt" | "exp" => (true, false, format!("{token} ")),
            "(" => (true, false, token.to_owned()),
            ")" => (false, true, token.to_owned()),
            // Powers bind more tightly than a minus in front: −2² = −4.
            "-" if names.is_empty() || names.ends_with('(') => (false, false, "0-".to_owned()),
            "+" | "-" | "*" | "/" | "^" => (false, false, token.to_owned()),
            "%" => (false, true, "*0.01".to_owned()),
            _ if first.is_ascii_digit() => {
                numbers.push(token.trim_end_matches('.').to_owned());
                (true, true, format!("x{:03}", numbers.len()))
            }
            _ => return None,
        };
        if after_value && begins {
            names.push('*');
        }
        names += &text;
        after_value = ends;
    }
    (!numbers.is_empty()).then_some((names, numbers))
}

/// `formula` without TeX: `;` between statements, `/` for a fraction.
fn plain(formula: &str) -> String {
    let mut plain = formula.to_owned();
    for (tex, sign) in [
        ("\\tfrac", "\\frac"),
        ("\\dfrac", "\\frac"),
        ("\\left", ""),
        ("\\right", ""),
        ("\\bigl", ""),
        ("\\bigr", ""),
        ("\\Bigl", ""),
        ("\\Bigr", ""),
        ("{,}", ""),
        ("\\cdot", "*"),
        ("\\times", "*"),
        ("·", "*"),
        ("×", "*"),
        ("−", "-"),
        ("\\approx", "≈"),
        ("\\ln", "ln"),
        ("\\exp", "exp"),
        ("\\sqrt", "sqrt"),
        ("\\pi", "PI"),
        ("\\%", "%"),
        ("\\,", " "),
        ("\\;", " "),
        ("\\qquad", ";"),
        ("\\quad", ";"),
        ("\\\\", ";"),
        ("\n", " "),
        ("&", " "),
        (",", ";"),
    ] {
        plain = plain.replace(tex, sign);
    }
    while let Some((before, after)) = plain.split_once("\\frac") {
        let Some(end) = group(after) else { break };
        let (above, below) = after.split_at(end);
        plain = match group(below) {
            Some(end) => format!("{before}({above}/{}){}", &below[..end], &below[end..]),
            None => break,
        };
    }
    plain.replace('{', "(").replace('}', ")")
}

/// The end of the group in braces that `text` begins with.
fn group(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 1 => return Some(at + 1),
            '}' => depth -= 1,
            _ if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digits_on_the_left_must_give_those_on_the_right() {
        for (right, wrong) in [
            ("$2 + 6 + 9 = 17$", "$2 + 6 + 9 = 16$"),
            ("so 2 + 6 + 9 = 17.", "so 2 + 6 + 9 = 16."),
            ("两种合起来是 2 + 1 = 3 个", "两种合起来是 2 + 1 = 4 个"),
            (
                "$1/(6\\sqrt{2\\pi}) = 0.0665$",
                "$1/6\\sqrt{2\\pi} = 0.0665$",
            ),
            (
                "$0.0665 \\cdot e^{-2} = 0.0090$",
                "$0.0665 \\cdot e^{-2} = 0.0091$",
            ),
            (
                "$\\frac{-0.3596}{0.5698} = -0.6311$",
                "$\\frac{-0.3596}{0.5698} = -0.6310$",
            ),
            (
                "$\\frac{-0.3596}{0.5698} \\approx -0.6310$",
                "$\\frac{-0.3596}{0.5698} \\approx -0.6320$",
            ),
            (
                "$x = \\tfrac{1}{\\frac{1}{2}} = 2$",
                "$x = \\tfrac{1}{\\frac{1}{2}} = 0.5$",
            ),
            (
                "$-2 \\cdot (-100) + 3 \\ln 50 = 211.736$",
                "$-2 \\cdot (-100) - 3 \\ln 50 = 211.736$",
            ),
            ("$-2^2 = -4$", "$-2^2 = 4$"),
            ("$1{,}000 / 8 = 125$", "$1{,}000 / 8 = 12.5$"),
            ("$73\\% = 0.73$", "$73\\% = 0.37$"),
            (
                "$a = 2, \\quad 2a = 4, \\quad 2 \\cdot 2 = 4$",
                "$a = 2, \\quad 2 \\cdot 2 = 5$",
            ),
            ("$1.5 = 3/2 \\approx 1.50$", "$1.5 = 3/2 \\approx 1.6$"),
        ] {
            assert_eq!(slips(right), [], "{right}");
            assert_eq!(slips(wrong).len(), 1, "{wrong}");
        }
    }

    #[test]
    fn a_formula_with_symbols_is_left_alone() {
        for text in [
            "$\\sum_{n=1}^{6} 2 = 11$",
            "$K = 3$ and $D = 2$",
            "$x = 1, 2, 3$",
            "`1 + 1 = 3`",
            "```text\n1 + 1 = 3\n```",
            "$\\ln 0 = -\\infty$",
            "$\\ln(e^{-1000} + e^{-1001}) = -1000$",
            "exp(0) = 1",
            "2 + 1 = 4x",
        ] {
            assert_eq!(slips(text), [], "{text}");
        }
    }

    #[test]
    fn a_wrong_result_is_named_with_its_line_and_the_right_value() {
        let slips = slips("# T\n\nIt is\n$1 + 1 = 3$.\n");
        assert_eq!(slips[0].0, 4);
        assert!(
            slips[0].1.contains("1 + 1 = 3") && slips[0].1.contains("give 2"),
            "{slips:?}"
        );
    }
}
