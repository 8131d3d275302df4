//! Figures: scatter plots, the ellipses of components, curves and histograms, as SVG.
//!
//! A [`Plot`] is a panel with axes, built from what it shows; [`row`] sets several side by
//! side. In a notebook the last expression of a cell is shown; elsewhere [`Plot::svg`] is a
//! string to write to a file or into a page. Text and axes take the color of the text around
//! the figure, and its ground is clear: it is readable on a light page and on a dark one.
//!
//! # Examples
//! ```
//! use gmm::plot::Plot;
//! use ndarray::array;
//!
//! let svg = Plot::new()
//!     .title("one component")
//!     .labels("x₁", "x₂")
//!     .points(&array![[-1.0, 0.5], [0.0, -0.5], [1.5, 1.0]])
//!     .components(&array![[0.0, 0.0]], &array![[[1.0, 0.5], [0.5, 1.0]]])
//!     .svg();
//! assert!(svg.starts_with("<svg ") && svg.contains("one component"));
//! ```

mod axis;
mod clip;
mod color;
mod draw;
mod ellipse;
mod figure;
mod image;
mod layout;
mod logarithmic;
mod mark;
mod panel;
mod rule;
mod slider;
mod steps;
mod svg;
#[cfg(test)]
mod tests;

pub use color::{COLORS, component_color};
pub use figure::{Figure, row};
pub use panel::Plot;
pub use steps::{Steps, steps};
