//! One formula, rendered by KaTeX.

use katex::{KatexContext, ParseError, Settings, render_to_string};

use crate::html::unescaped;

/// A rendered formula.
pub(super) struct Formula {
    /// Whether it stands on a line of its own.
    pub(super) display: bool,
    /// KaTeX's HTML, for a page.
    pub(super) html: String,
    /// Plain symbols, for what holds no HTML: the search index, an attribute.
    pub(super) symbols: String,
}

impl Formula {
    /// Renders `tex`; an error says what KaTeX does not understand.
    pub(super) fn render(
        katex: &KatexContext,
        tex: &str,
        display: bool,
    ) -> Result<Formula, ParseError> {
        let settings = Settings::builder().display_mode(display).build();
        let html = with_sorted_attributes(&render_to_string(katex, tex, &settings)?);
        Ok(Formula {
            display,
            symbols: symbols(&html),
            html,
        })
    }
}

/// `html` with the attributes of each tag in alphabetical order: katex-rs keeps them in a hash map
/// with a random seed, so their order differs from run to run. It escapes quotes, `<` and `>`.
fn with_sorted_attributes(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    for piece in html.split_inclusive('>') {
        let Some((start, end)) = piece.find('"').zip(piece.rfind('"')) else {
            out += piece;
            continue;
        };
        let start = piece[..start].rfind(' ').map_or(0, |space| space + 1);
        let mut attributes: Vec<&str> = piece[start..end].split("\" ").collect();
        attributes.sort_unstable();
        out += &piece[..start];
        out += &attributes.join("\" ");
        out += &piece[end..];
    }
    out
}

/// The text of the MathML in `html`, before the annotation that repeats the source.
fn symbols(html: &str) -> String {
    let mathml = html.split("<annotation").next().unwrap_or_default();
    let mut text = String::new();
    let mut in_tag = false;
    for c in mathml.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            // Function application and the like are invisible.
            '\u{2061}'..='\u{2064}' => {}
            _ if !in_tag => text.push(c),
            _ => {}
        }
    }
    unescaped(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A fraction, a root and a matrix have elements with several attributes.
    #[test]
    fn the_html_of_a_formula_is_always_the_same() {
        let tex = r"\frac{1}{\sqrt{2}} \begin{pmatrix} a & b \\ c & d \end{pmatrix}";
        let html = || {
            let formula = Formula::render(&KatexContext::default(), tex, true);
            formula.expect("a valid formula").html
        };
        let first = html();
        assert!(first.contains("<svg height=\"1.08em\" preserveAspectRatio="));
        for _ in 0..10 {
            assert_eq!(html(), first);
        }
    }

    #[test]
    fn symbols_are_those_that_a_reader_sees() {
        for (tex, seen) in [
            (r"\mu_k < \Sigma", "μk<Σ"),
            (r"\ln x \& y", "lnx&y"),
            (r"\tfrac12", "12"),
        ] {
            let formula = Formula::render(&KatexContext::default(), tex, false);
            assert_eq!(formula.expect(tex).symbols, seen);
        }
    }
}
