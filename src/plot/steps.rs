//! A figure that the reader steps through with a slider.

use super::Plot;
use super::draw::draw;

/// Pictures of one thing as it changes, already drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps {
    svgs: Vec<String>,
}

/// Lays figures over one another; a slider below chooses by its number which one is seen.
///
/// `word` says what is counted. Give all figures the same ranges and the same size, or they jump.
///
/// # Examples
/// ```
/// use gmm::plot::{Plot, steps};
/// let at = |x| Plot::new().dots("", [(x, 0.0)]).x_range(0.0, 3.0).y_range(-1.0, 1.0);
/// let walk = steps("update", [(0, at(1.0)), (5, at(2.0))]);
/// assert!(walk.svgs()[1].starts_with("<svg data-step=\"update\" data-number=\"5\""));
/// ```
pub fn steps(word: &str, plots: impl IntoIterator<Item = (usize, Plot)>) -> Steps {
    let drawn = plots.into_iter().map(|(number, plot)| {
        let svg = draw(&plot, plot.size.unwrap_or((480, 360)));
        let mark = format!("<svg data-step=\"{word}\" data-number=\"{number}\"");
        svg.replacen("<svg", &mark, 1)
    });
    Steps {
        svgs: drawn.collect(),
    }
}

impl Steps {
    /// Each picture as an `<svg>` element, from the first to the last.
    pub fn svgs(&self) -> &[String] {
        &self.svgs
    }

    /// Shows the pictures in a notebook; the evcxr kernel calls it.
    pub fn evcxr_display(&self) {
        let html = slider(&self.svgs);
        println!("EVCXR_BEGIN_CONTENT text/html\n{html}\nEVCXR_END_CONTENT");
    }
}

/// What the slider does when it is moved. It stands in the element itself, so that it needs
/// nothing of the page around it: a notebook or the book. (The attribute
/// `data-lm-suppress-shortcuts` below asks JupyterLab to leave the arrow keys to the slider.)
const MOVED: &str = "const all=this.closest('.steps').querySelectorAll('svg');\
    all.forEach((svg,n)=>svg.parentNode.style.display=n==this.value?'':'none');\
    const seen=all[this.value].dataset;\
    this.nextElementSibling.value=seen.step+' '+seen.number";

/// The HTML that steps through `svgs`, each marked by [`steps`]; where nothing runs, as on paper,
/// the first is seen.
pub fn slider(svgs: &[String]) -> String {
    let mut frames = String::new();
    for (n, svg) in svgs.iter().enumerate() {
        let hidden = if n == 0 {
            ""
        } else {
            " style=\"display:none\""
        };
        frames += &format!("<div{hidden}>{svg}</div>");
    }
    let first = svgs.first().map_or("", String::as_str);
    let (word, number) = (
        attribute(first, "data-step"),
        attribute(first, "data-number"),
    );
    let last = svgs.len().saturating_sub(1);
    format!(
        "<div class=\"steps\">{frames}<div style=\"display:flex;align-items:center;gap:12px;\
         max-width:480px\"><input type=\"range\" min=\"0\" max=\"{last}\" value=\"0\" \
         data-lm-suppress-shortcuts=\"true\" autocomplete=\"off\" aria-label=\"{word}\" style=\"flex:1\" oninput=\"{MOVED}\">\
         <output style=\"min-width:6em\">{word} {number}</output></div></div>"
    )
}

fn attribute<'a>(element: &'a str, name: &str) -> &'a str {
    let rest = element.split_once(&format!("{name}=\""));
    rest.and_then(|(_, rest)| rest.split('"').next())
        .unwrap_or("")
}
