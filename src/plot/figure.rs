//! Several panels side by side, and how a notebook shows them.

use super::Plot;
use super::draw::draw;

/// Space between the panels of a row, in CSS pixels.
const GAP: u32 = 12;

/// Panels side by side, already drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    svgs: Vec<String>,
    widths: Vec<u32>,
}

/// Sets panels side by side; where the page is too narrow the last ones go below.
///
/// Panels without a [`size`](Plot::size) of their own are made narrow enough for three in a
/// row on a page 750 pixels wide.
pub fn row(plots: impl IntoIterator<Item = Plot>) -> Figure {
    let plots: Vec<Plot> = plots.into_iter().collect();
    let size = match plots.len() {
        0 | 1 => (480, 360),
        2 => (364, 300),
        _ => (240, 222),
    };
    let drawn = plots.into_iter().map(|plot| {
        let size = plot.size.unwrap_or(size);
        (draw(&plot, size), size.0)
    });
    let (svgs, widths) = drawn.unzip();
    Figure { svgs, widths }
}

impl Figure {
    /// Each panel as an `<svg>` element, from left to right.
    pub fn svgs(&self) -> &[String] {
        &self.svgs
    }

    /// Shows the panels in a notebook; the evcxr kernel calls it.
    pub fn evcxr_display(&self) {
        println!("{}", show(&self.svgs, &self.widths));
    }
}

/// What evcxr takes for HTML. An SVG inside HTML, unlike one in an image, knows the color of
/// the page's text.
///
/// A row gets a sixth narrower before its last panel goes below.
pub(super) fn show(svgs: &[String], widths: &[u32]) -> String {
    let panel = |(svg, width): (&String, &u32)| {
        let least = width * 5 / 6;
        format!("<div style=\"flex:1 1 {least}px;max-width:{width}px\">{svg}</div>")
    };
    let panels: String = svgs.iter().zip(widths).map(panel).collect();
    format!(
        "EVCXR_BEGIN_CONTENT text/html\n\
         <div class=\"figure\" style=\"display:flex;flex-wrap:wrap;gap:{GAP}px\">{panels}</div>\n\
         EVCXR_END_CONTENT"
    )
}
