//! The formulas of a page, before and after mdBook.
//!
//! Each formula passes through mdBook as a token that Markdown, HTML and the search index leave
//! alone. Afterwards the page gets KaTeX's HTML in its place, the index plain symbols.

use super::formula::Formula;
use crate::book::markdown::options;
use crate::html::unescaped;
use katex::KatexContext;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};

// Private-use characters: neither a language nor Markdown gives them a meaning.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// A formula of at most this many symbols fits in one line on a phone, and is not broken.
const SHORT: usize = 26;

/// Begins the description of a figure.
const LABEL: &str = "aria-label=\"";

const UNMATCHED: &str = "a `$` that opens or closes no formula: no blank line stands in a formula, \
     no space just inside `$…$`, no `|` in a table (`\\mid`, `\\lvert`); a dollar sign is `\\$`";

/// Every formula rendered so far, by its token; a rebuild renders only the new ones.
#[derive(Default)]
pub(super) struct Maths {
    katex: KatexContext,
    formulas: HashMap<String, Formula>,
}

/// A formula that cannot be rendered, and where it stands.
#[derive(Debug)]
pub(super) struct BadFormula {
    /// Byte offset in the Markdown.
    pub(super) offset: usize,
    /// The formula.
    pub(super) tex: String,
    message: String,
}

impl fmt::Display for BadFormula {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "formula `{}`: {}", self.tex.trim(), self.message)
    }
}

impl Maths {
    /// Replaces the formulas of `markdown` with tokens; inside attributes, with symbols.
    pub(super) fn tokenise(&mut self, markdown: &str) -> Result<String, BadFormula> {
        let mut out = String::with_capacity(markdown.len());
        let mut end = 0;
        // How many images and code blocks the event is in.
        let (mut images, mut code) = (0, 0);
        for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
            let offset = range.start;
            let display = matches!(event, Event::DisplayMath(_));
            let replacement = match event {
                Event::InlineMath(tex) | Event::DisplayMath(tex) => {
                    let (token, formula) = self.formula(&tex, display, offset)?;
                    // The alternative text of an image is an attribute.
                    let in_attribute = images > 0;
                    Some(if in_attribute {
                        formula.symbols.clone()
                    } else {
                        token
                    })
                }
                Event::Html(html) | Event::InlineHtml(html) => self.spell_out(&html, offset)?,
                Event::Text(text) if code == 0 => {
                    refuse_unmatched(&text, markdown, offset)?;
                    None
                }
                Event::Start(tag) => {
                    images += usize::from(matches!(tag, Tag::Image { .. }));
                    code += usize::from(matches!(tag, Tag::CodeBlock(_)));
                    None
                }
                Event::End(tag) => {
                    images -= usize::from(tag == TagEnd::Image);
                    code -= usize::from(tag == TagEnd::CodeBlock);
                    None
                }
                _ => None,
            };
            if let Some(replacement) = replacement {
                out += &markdown[end..offset];
                out += &replacement;
                end = range.end;
            }
        }
        Ok(out + &markdown[end..])
    }

    /// Fills the formulas into a rendered page.
    pub(super) fn fill_html(&self, page: &str) -> String {
        self.fill(&self.tied(page), |formula| &formula.html)
    }

    /// Ties each short formula of a line to the punctuation beside it: a browser treats a formula
    /// as a box and breaks lines on either side of it, even before a comma.
    fn tied(&self, page: &str) -> String {
        let opens = |c: char| "([（「『《“".contains(c);
        let closes = |c: char| "，。；：？！、）」』》”’".contains(c);
        let in_word = |c: char| c.is_ascii_graphic() && !"<&".contains(c);
        let mut out = String::with_capacity(page.len());
        let mut rest = page;
        while let Some(start) = rest.find(OPEN)
            && let Some(length) = rest[start..].find(CLOSE)
        {
            let token = start..start + length + CLOSE.len_utf8();
            let (before, after) = (&rest[..token.start], &rest[token.end..]);
            let opening = before.trim_end_matches(opens).len();
            let closing = after.len() - after.trim_start_matches(|c| closes(c) || in_word(c)).len();
            let is_tied = self
                .formulas
                .get(&rest[token.clone()])
                .is_some_and(|formula| {
                    !formula.display && formula.symbols.chars().count() <= SHORT
                });
            if is_tied && (opening < before.len() || closing > 0) {
                let end = token.end + closing;
                out += &before[..opening];
                out += "<span class=\"tied\">";
                out += &rest[opening..end];
                out += "</span>";
                rest = &rest[end..];
            } else {
                out += &rest[..token.end];
                rest = after;
            }
        }
        out + rest
    }

    /// Fills the symbols of the formulas into text.
    pub(super) fn fill_text(&self, text: &str) -> String {
        self.fill(text, |formula| &formula.symbols)
    }

    fn fill<'a>(&'a self, text: &str, with: impl Fn(&'a Formula) -> &'a str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(start) = rest.find(OPEN)
            && let Some(length) = rest[start..].find(CLOSE)
        {
            let end = start + length + CLOSE.len_utf8();
            out.push_str(&rest[..start]);
            match self.formulas.get(&rest[start..end]) {
                Some(formula) => out.push_str(with(formula)),
                None => out.push_str(&rest[start..end]),
            }
            rest = &rest[end..];
        }
        out + rest
    }

    /// `html` with the formulas in its `aria-label`s as symbols, if it has such a label.
    fn spell_out(&mut self, html: &str, offset: usize) -> Result<Option<String>, BadFormula> {
        let mut spelled = String::new();
        let mut rest = html;
        while let Some(start) = rest.find(LABEL) {
            let (before, label) = rest.split_at(start + LABEL.len());
            let (label, after) = label.split_once('"').unwrap_or((label, ""));
            spelled += before;
            for (n, piece) in label.split('$').enumerate() {
                if n % 2 == 0 {
                    spelled += piece;
                } else {
                    let (_, formula) = self.formula(&unescaped(piece), false, offset)?;
                    spelled += &formula.symbols.replace('<', "&lt;");
                }
            }
            spelled.push('"');
            rest = after;
        }
        Ok(html.contains(LABEL).then(|| spelled + rest))
    }

    /// The token of `tex`, and what it stands for.
    fn formula(
        &mut self,
        tex: &str,
        display: bool,
        offset: usize,
    ) -> Result<(String, &Formula), BadFormula> {
        let mut hasher = DefaultHasher::new();
        (tex, display).hash(&mut hasher);
        let token = format!("{OPEN}{:016x}{CLOSE}", hasher.finish());
        if !self.formulas.contains_key(&token) {
            let formula =
                Formula::render(&self.katex, tex, display).map_err(|error| BadFormula {
                    offset,
                    tex: tex.to_owned(),
                    message: error.to_string(),
                })?;
            self.formulas.insert(token.clone(), formula);
        }
        let formula = &self.formulas[&token];
        Ok((token, formula))
    }
}

/// Refuses a `$` in running text, unless it is the escaped one with which `text` begins.
fn refuse_unmatched(text: &str, markdown: &str, offset: usize) -> Result<(), BadFormula> {
    let escaped = markdown[..offset].ends_with('\\');
    let rest = text.strip_prefix('$').filter(|_| escaped);
    if !rest.unwrap_or(text).contains('$') {
        return Ok(());
    }
    Err(BadFormula {
        offset,
        // Long enough to be found in the chapter.
        tex: markdown[offset..].chars().take(40).collect(),
        message: UNMATCHED.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(markdown: &str) -> String {
        let mut maths = Maths::default();
        let tokenised = maths.tokenise(markdown).expect("valid formulas");
        maths.fill_html(&tokenised)
    }

    #[test]
    fn code_is_left_alone() {
        let code = "`$x$`\n\n```text\n$$y$$\n```\n\n    $z$\n\n\\$5 and \\$6\n";
        assert_eq!(rendered(code), code);
    }

    #[test]
    fn formulas_become_html_wherever_they_stand() {
        for markdown in [
            "a $x$ b",
            "> $$\n> x\n> $$",
            "- **$x$**",
            "### $x$ {#id}",
            "| $x$ |\n|-|\n| $\\lvert y \\rvert$ |",
        ] {
            let html = rendered(markdown);
            let set = html.contains("class=\"katex\"") && !html.contains('$');
            assert!(set, "{markdown}: {html}");
        }
    }

    #[test]
    fn a_formula_is_tied_to_the_punctuation_beside_it() {
        for (markdown, tied) in [
            ("是 $x$，也", Some("是 <span class=\"tied\">x，</span>也")),
            ("一（$x$）二", Some("一<span class=\"tied\">（x）</span>二")),
            (
                "the $x$-th, a",
                Some("the <span class=\"tied\">x-th,</span> a"),
            ),
            ("a $x$ b", None),
            ("a\n\n$$x$$, b", None),
        ] {
            let mut maths = Maths::default();
            let tokens = maths.tokenise(markdown).expect("valid");
            let text = maths.fill(&maths.tied(&tokens), |formula| &formula.symbols);
            match tied {
                Some(tied) => assert_eq!(text, tied),
                None => assert!(!text.contains("span"), "{text}"),
            }
        }
    }

    #[test]
    fn the_search_index_and_alternative_texts_hold_symbols() {
        let mut maths = Maths::default();
        let tokens = maths
            .tokenise("given $\\mu_k < \\Sigma$ here")
            .expect("valid");
        assert_eq!(maths.fill_text(&tokens), "given μk<Σ here");
        let image = maths.tokenise("![the mean $\\mu$](a.svg)").expect("valid");
        assert_eq!(image, "![the mean μ](a.svg)");
    }

    #[test]
    fn the_description_of_a_figure_holds_symbols() {
        let figure = "<svg aria-label=\"at $\\mu_k &lt; 1$ and $\\Sigma$\"></svg>\n";
        assert_eq!(
            rendered(figure),
            "<svg aria-label=\"at μk&lt;1 and Σ\"></svg>\n"
        );
        let bad = "<p aria-label=\"$\\frac{1}$\">\n";
        assert_eq!(
            Maths::default().tokenise(bad).expect_err("half").tex,
            "\\frac{1}"
        );
    }

    #[test]
    fn a_bad_formula_says_where_it_stands() {
        let mut maths = Maths::default();
        let bad = maths
            .tokenise("fine $x$\n\nbad $\\frac{1}$")
            .expect_err("half a fraction");
        assert_eq!((bad.offset, bad.tex.as_str()), (14, "\\frac{1}"));
    }

    #[test]
    fn an_unmatched_dollar_is_an_error() {
        for markdown in [
            "$$\nx\n\ny\n$$",
            "a $ b",
            "open $x",
            "| a |\n|-|\n| $|y|$ |",
            "\\$5 and $6",
        ] {
            let bad = Maths::default().tokenise(markdown).expect_err(markdown);
            assert!(bad.to_string().contains("dollar"), "{bad}");
        }
    }
}
