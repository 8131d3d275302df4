//! A figure that the reader steps through with a slider.

use super::Plot;
use super::draw::draw;
use super::slider::slider;

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
