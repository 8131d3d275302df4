//! The builder of one panel.

use ndarray::{Array1, Array2, Array3};

use super::color::component_color;
use super::draw::draw;
use super::figure::show;
use super::image::Image;
use super::mark::{self, Mark, Series};

/// A panel with axes.
///
/// What it shows is drawn in the order in which it was given, later over earlier. Data are
/// read at once; the plot keeps no borrow. A component, a label or a line has the color
/// [`component_color`] of its number; lines and [`dots`](Plot::dots) with a label are
/// numbered together.
///
/// # Panics
/// Each method panics, and names itself, if given a NaN or an infinity.
#[derive(Debug, Clone, Default)]
pub struct Plot {
    pub(super) title: String,
    pub(super) x_label: String,
    pub(super) y_label: String,
    pub(super) marks: Vec<Mark>,
    pub(super) x_range: Option<(f64, f64)>,
    pub(super) y_range: Option<(f64, f64)>,
    pub(super) size: Option<(u32, u32)>,
    /// The base of the logarithms along each axis, where it is logarithmic.
    pub(super) x_base: Option<f64>,
    pub(super) y_base: Option<f64>,
}

impl Plot {
    /// A panel with nothing on it.
    pub fn new() -> Self {
        Self::default()
    }

    /// Writes `title` above the panel.
    #[must_use]
    pub fn title(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }

    /// Writes what the axes mean beside them; an empty label takes no room.
    #[must_use]
    pub fn labels(mut self, x: impl Into<String>, y: impl Into<String>) -> Self {
        self.x_label = x.into();
        self.y_label = y.into();
        self
    }

    /// A gray dot for each sample, at its first two features.
    ///
    /// # Shapes
    /// `data` is `(n_samples, n_features)`, with at least 2 features.
    ///
    /// # Panics
    /// If there are fewer than 2 features.
    #[must_use]
    #[track_caller]
    pub fn points(self, data: &Array2<f64>) -> Self {
        let dots = mark::plane("points", data).into_iter();
        self.with(Mark::Cloud(dots.map(|point| (point, None)).collect()))
    }

    /// A dot for each sample, its color blended from the components' colors in proportion to
    /// their responsibilities.
    ///
    /// # Shapes
    /// `data` is `(n_samples, n_features)`, with at least 2 features; `resp` is
    /// `(n_samples, n_components)`, each row summing to 1.
    ///
    /// # Panics
    /// If there are fewer than 2 features, or another number of rows in `resp`.
    #[must_use]
    #[track_caller]
    pub fn responsibilities(self, data: &Array2<f64>, resp: &Array2<f64>) -> Self {
        let points = mark::plane("responsibilities", data);
        let colors = mark::blended(resp);
        self.with(mark::colored("responsibilities", points, colors))
    }

    /// A dot for each sample, in the color of its cluster.
    ///
    /// # Shapes
    /// `data` is `(n_samples, n_features)`, with at least 2 features; `labels` is `(n_samples)`.
    ///
    /// # Panics
    /// If there are fewer than 2 features, or another number of labels.
    #[must_use]
    #[track_caller]
    pub fn clusters(self, data: &Array2<f64>, labels: &Array1<usize>) -> Self {
        let points = mark::plane("clusters", data);
        let colors = labels.iter().map(|&k| component_color(k)).collect();
        self.with(mark::colored("clusters", points, colors))
    }

    /// For each component a cross at its mean and the ellipses at Mahalanobis distance 1 and 2
    /// from it, in the plane of the first two features.
    ///
    /// A singular covariance gives a segment or a point.
    ///
    /// # Shapes
    /// `means` is `(n_components, n_features)`, with at least 2 features; `covariances` is
    /// `(n_components, n_features, n_features)`.
    ///
    /// # Panics
    /// If the shapes differ from these, or a covariance has a negative eigenvalue.
    #[must_use]
    #[track_caller]
    pub fn components(self, means: &Array2<f64>, covariances: &Array3<f64>) -> Self {
        self.with(mark::components(means, covariances))
    }

    /// A line through the points, in their order. A label that is not empty makes an entry in
    /// the legend.
    #[must_use]
    #[track_caller]
    pub fn line(
        self,
        label: impl Into<String>,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        let series = self.series("line", label.into(), points.into_iter().collect());
        self.with(Mark::Line(series))
    }

    /// A large dot at each of the points. A label that is not empty makes an entry in the
    /// legend; dots without one mark the line before them, in its color.
    #[must_use]
    #[track_caller]
    pub fn dots(
        self,
        label: impl Into<String>,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        let series = self.series("dots", label.into(), points.into_iter().collect());
        self.with(Mark::Dots(series))
    }

    /// A histogram of the values as a density: its bars have area 1 together, so that a curve
    /// of density fits over it.
    ///
    /// # Panics
    /// If `n_bins` is 0.
    #[must_use]
    #[track_caller]
    pub fn histogram(self, data: &Array1<f64>, n_bins: usize) -> Self {
        self.with(mark::histogram(data, n_bins))
    }

    /// A picture in place of the axes, with room for a title above it.
    ///
    /// The height follows from the width, so that pixels are squares, whatever
    /// [`size`](Plot::size) says of it. What else the panel shows is drawn over the picture, in
    /// pixels to the right and up from its lower left corner; of two pictures the last counts.
    ///
    /// # Shapes
    /// `pixels` is `(n_pixels, 3)`: red, green and blue from 0 to 1 (beyond, they show as 0 or
    /// 1), the top row first, `width` pixels to a row.
    ///
    /// # Panics
    /// Unless there are 3 columns, and pixels for one whole row or more.
    ///
    /// # Examples
    /// ```
    /// use gmm::data::coffee;
    /// use gmm::plot::{Plot, row};
    ///
    /// let photo = coffee();
    /// let eight_colors = photo.pixels.mapv(f64::round);
    /// row([
    ///     Plot::new().title("before").image(&photo.pixels, photo.width),
    ///     Plot::new().title("after").image(&eight_colors, photo.width),
    /// ]);
    /// ```
    #[must_use]
    #[track_caller]
    pub fn image(self, pixels: &Array2<f64>, width: usize) -> Self {
        self.with(Mark::Image(Image::new(pixels, width)))
    }

    /// A dashed rule across the panel at `y`, with a label if it is not empty.
    #[must_use]
    #[track_caller]
    pub fn horizontal(self, y: f64, label: impl Into<String>) -> Self {
        let label = label.into();
        assert!(y.is_finite(), "horizontal {label:?}: y is {y}");
        self.with(Mark::Horizontal { y, label })
    }

    /// A dashed rule up the panel at `x`, with a label if it is not empty.
    #[must_use]
    #[track_caller]
    pub fn vertical(self, x: f64, label: impl Into<String>) -> Self {
        let label = label.into();
        assert!(x.is_finite(), "vertical {label:?}: x is {x}");
        self.with(Mark::Vertical { x, label })
    }

    /// Shows x from `from` to `to`, and cuts off the rest; else all of it is shown.
    ///
    /// # Panics
    /// Unless `from < to`.
    #[must_use]
    #[track_caller]
    pub fn x_range(mut self, from: f64, to: f64) -> Self {
        self.x_range = Some(ordered("x_range", from, to));
        self
    }

    /// Shows y from `from` to `to`, and cuts off the rest; else all of it is shown.
    ///
    /// # Panics
    /// Unless `from < to`.
    #[must_use]
    #[track_caller]
    pub fn y_range(mut self, from: f64, to: f64) -> Self {
        self.y_range = Some(ordered("y_range", from, to));
        self
    }

    /// Makes the axis of x logarithmic: equal ratios are equally far apart, and the ticks are
    /// powers of `base`. For lines, dots and rules; the range is given in x itself.
    ///
    /// # Panics
    /// Unless `base > 1`; and when drawn, if a value of x is not above 0.
    ///
    /// # Examples
    /// ```
    /// use gmm::plot::Plot;
    /// let powers = (0..5).map(|i| (f64::from(i), 10_f64.powi(i)));
    /// Plot::new().line("", powers).log_y(10.0); // a straight line
    /// ```
    #[must_use]
    #[track_caller]
    pub fn log_x(mut self, base: f64) -> Self {
        self.x_base = Some(base_of_logarithms("log_x", base));
        self
    }

    /// Makes the axis of y logarithmic, as [`log_x`](Plot::log_x) that of x.
    ///
    /// # Panics
    /// Unless `base > 1`; and when drawn, if a value of y is not above 0.
    #[must_use]
    #[track_caller]
    pub fn log_y(mut self, base: f64) -> Self {
        self.y_base = Some(base_of_logarithms("log_y", base));
        self
    }

    /// Size in CSS pixels, else 480 × 360, and less in a [`row`](super::row). The page shrinks
    /// a figure that is wider than itself.
    ///
    /// # Panics
    /// Below 120 × 90, which leaves no room between the axes, or above 10000.
    #[must_use]
    #[track_caller]
    pub fn size(mut self, width: u32, height: u32) -> Self {
        assert!(
            (120..=10_000).contains(&width) && (90..=10_000).contains(&height),
            "size: {width} × {height} is not between 120 × 90 and 10000 × 10000"
        );
        self.size = Some((width, height));
        self
    }

    /// The panel as an `<svg>` element. Equal plots give equal strings.
    pub fn svg(&self) -> String {
        draw(self, self.drawn_size())
    }

    /// Shows the panel in a notebook; the evcxr kernel calls it.
    pub fn evcxr_display(&self) {
        println!("{}", show(&[self.svg()], &[self.drawn_size().0]));
    }

    /// The picture that takes the place of the axes, if there is one.
    pub(super) fn picture(&self) -> Option<&Image> {
        self.marks.iter().rev().find_map(|mark| match mark {
            Mark::Image(image) => Some(image),
            _ => None,
        })
    }

    fn drawn_size(&self) -> (u32, u32) {
        self.size.unwrap_or((480, 360))
    }

    fn with(mut self, mark: Mark) -> Self {
        self.marks.push(mark);
        self
    }

    #[track_caller]
    fn series(&self, kind: &str, label: String, points: Vec<(f64, f64)>) -> Series {
        let is_numbered = |mark: &&Mark| match mark {
            Mark::Line(_) => true,
            Mark::Dots(series) => !series.label.is_empty(),
            _ => false,
        };
        let n_before = self.marks.iter().filter(is_numbered).count();
        let number = if kind == "dots" && label.is_empty() {
            n_before.saturating_sub(1)
        } else {
            n_before
        };
        Series {
            points: mark::finite(&format!("{kind} {label:?}"), points),
            label,
            color: component_color(number),
        }
    }
}

#[track_caller]
fn base_of_logarithms(caller: &str, base: f64) -> f64 {
    assert!(
        base > 1.0 && base.is_finite(),
        "{caller}: {base} is no base for ticks"
    );
    base
}

#[track_caller]
fn ordered(caller: &str, from: f64, to: f64) -> (f64, f64) {
    assert!(
        from < to && (to - from).is_finite(),
        "{caller}: from {from} to {to} is no range"
    );
    (from, to)
}
