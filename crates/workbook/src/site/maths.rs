//! Formulas, set by KaTeX while the book is built.
//!
//! A formula passes through mdBook as a token of letters that Markdown, HTML
//! and the search index leave alone, and is filled in afterwards: KaTeX's HTML
//! on the page, plain symbols in the index.

use crate::book::markdown::options;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::collections::HashMap;
use std::fmt;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

// Private-use characters: no font, no language and no Markdown means anything by them.
const OPEN: char = '\u{E000}';
const CLOSE: char = '\u{E001}';

/// A formula of no more symbols has room in a line on a phone, and is not broken.
const SHORT: usize = 26;

const UNMATCHED: &str = "a `$` that opens or closes no formula: no blank line stands in a formula, \
     no space just inside `$…$`, no `|` in a table (`\\mid`, `\\lvert`); a mere dollar is `\\$`";

/// Every formula rendered so far; a rebuild renders only those that are new.
#[derive(Default)]
pub(super) struct Maths {
    formulas: HashMap<String, Formula>,
}

/// A rendered formula.
struct Formula {
    display: bool,
    html: String,
    text: String,
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
    /// Puts tokens in the place of the formulas of `markdown`.
    pub(super) fn tokenise(&mut self, markdown: &str) -> Result<String, BadFormula> {
        let mut out = String::with_capacity(markdown.len());
        let mut end = 0;
        let mut replace = |range: Range<usize>, with: &str| {
            out.push_str(&markdown[end..range.start]);
            out.push_str(with);
            end = range.end;
        };
        let (mut images, mut code) = (0, 0);
        for (event, range) in Parser::new_ext(markdown, options()).into_offset_iter() {
            match &event {
                Event::Start(Tag::Image { .. }) => images += 1,
                Event::End(TagEnd::Image) => images -= 1,
                Event::Start(Tag::CodeBlock(_)) => code += 1,
                Event::End(TagEnd::CodeBlock) => code -= 1,
                _ => {}
            }
            // So is the description of a figure.
            if let Event::Html(html) | Event::InlineHtml(html) = &event
                && let Some(spelled) =
                    self.spell_out(html).map_err(|(tex, message)| BadFormula {
                        offset: range.start,
                        tex,
                        message,
                    })?
            {
                replace(range, &spelled);
                continue;
            }
            let (tex, display) = match event {
                Event::InlineMath(tex) => (tex, false),
                Event::DisplayMath(tex) => (tex, true),
                // Text that begins with an escaped dollar is a price.
                Event::Text(text) if code == 0 && text.contains('$') => {
                    let escaped = markdown[..range.start].ends_with('\\');
                    if text
                        .strip_prefix('$')
                        .filter(|_| escaped)
                        .unwrap_or(&text)
                        .contains('$')
                    {
                        // With what follows it, so that its place can be told from others.
                        let rest = &markdown[range.start..];
                        return Err(BadFormula {
                            offset: range.start,
                            tex: rest.chars().take(40).collect(),
                            message: UNMATCHED.to_owned(),
                        });
                    }
                    continue;
                }
                _ => continue,
            };
            let bad = |error: katex::Error| BadFormula {
                offset: range.start,
                tex: tex.to_string(),
                message: error.to_string(),
            };
            let (token, formula) = self.formula(&tex, display).map_err(bad)?;
            // An alternative text is an attribute and holds no HTML.
            replace(
                range.clone(),
                if images > 0 { &formula.text } else { &token },
            );
        }
        out.push_str(&markdown[end..]);
        Ok(out)
    }

    /// Fills the formulas into a rendered page.
    pub(super) fn fill_html(&self, page: &str) -> String {
        self.fill(&self.tied(page), |formula| &formula.html)
    }

    /// `page` with the short formulas in its lines tied to the marks beside them: to a browser, a
    /// formula is a box, and a line may break on either side of it, even before a comma.
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
                .is_some_and(|formula| !formula.display && formula.text.chars().count() <= SHORT);
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

    /// Fills the formulas' plain symbols into text.
    pub(super) fn fill_text(&self, text: &str) -> String {
        self.fill(text, |formula| &formula.text)
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

    /// `html` with the formulas in its `aria-label`s as symbols, if there are any; what is wrong
    /// with one of them.
    fn spell_out(&mut self, html: &str) -> Result<Option<String>, (String, String)> {
        const LABEL: &str = "aria-label=\"";
        let mut spelled = String::new();
        let mut rest = html;
        while let Some(start) = rest.find(LABEL) {
            let (before, label) = rest.split_at(start + LABEL.len());
            let (label, after) = label.split_once('"').unwrap_or((label, ""));
            spelled += before;
            for (n, piece) in label.split('$').enumerate() {
                if n % 2 == 0 {
                    spelled += piece;
                    continue;
                }
                let tex = piece
                    .replace("&lt;", "<")
                    .replace("&gt;", ">")
                    .replace("&amp;", "&");
                match self.formula(&tex, false) {
                    Ok((_, formula)) => spelled += &formula.text.replace('<', "&lt;"),
                    Err(error) => return Err((tex, error.to_string())),
                }
            }
            spelled.push('"');
            rest = after;
        }
        Ok(html.contains(LABEL).then(|| spelled + rest))
    }

    fn formula(&mut self, tex: &str, display: bool) -> katex::Result<(String, &Formula)> {
        let mut hasher = DefaultHasher::new();
        (tex, display).hash(&mut hasher);
        let token = format!("{OPEN}{:016x}{CLOSE}", hasher.finish());
        if !self.formulas.contains_key(&token) {
            let opts = katex::Opts::builder()
                .display_mode(display)
                .build()
                .expect("a valid set");
            let html = katex::render_with_opts(tex, &opts)?;
            let text = symbols(&html);
            let formula = Formula {
                display,
                html,
                text,
            };
            self.formulas.insert(token.clone(), formula);
        }
        let formula = &self.formulas[&token];
        Ok((token, formula))
    }
}

/// The text of KaTeX's MathML, before the annotation that repeats the source.
fn symbols(html: &str) -> String {
    let mathml = html.split("<annotation").next().unwrap_or_default();
    let mut text = String::new();
    let mut in_tag = false;
    for c in mathml.chars() {
        match c {
            '<' => in_tag = true,
            '>' => in_tag = false,
            // Function application and its like: they have no shape.
            '\u{2061}'..='\u{2064}' => {}
            _ if !in_tag => text.push(c),
            _ => {}
        }
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
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
    fn formulas_become_html_wherever_markdown_is() {
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
    fn a_formula_is_tied_to_the_marks_beside_it() {
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
            let text = maths.fill(&maths.tied(&tokens), |formula| &formula.text);
            match tied {
                Some(tied) => assert_eq!(text, tied),
                None => assert!(!text.contains("span"), "{text}"),
            }
        }
    }

    #[test]
    fn text_for_the_index_is_symbols() {
        let mut maths = Maths::default();
        let tokens = maths
            .tokenise("given $\\mu_k < \\Sigma$ here")
            .expect("valid");
        assert_eq!(maths.fill_text(&tokens), "given μk<Σ here");
        let image = maths.tokenise("![the mean $\\mu$](a.svg)").expect("valid");
        assert_eq!(image, "![the mean μ](a.svg)");
    }

    #[test]
    fn a_figures_description_holds_symbols() {
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
    fn a_dollar_left_over_is_an_error() {
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
