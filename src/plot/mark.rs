//! What a panel shows, in the coordinates of the data.

use ndarray::{Array1, Array2, Array3};

use super::color::{blend, component_color};
use super::ellipse::{Covariance2, Point};
use super::image::Image;

/// One layer of a panel.
#[derive(Debug, Clone)]
pub(super) enum Mark {
    /// Small dots, each in a color or, without one, in gray.
    Cloud(Vec<(Point, Option<[u8; 3]>)>),
    /// The ellipses and centers of a mixture's components.
    Components(Vec<Component>),
    /// A line through points.
    Line(Series),
    /// Large dots.
    Dots(Series),
    /// Bars from 0 to `height` between two values.
    Histogram(Vec<Bar>),
    /// A dashed rule at one value of y.
    Horizontal { y: f64, label: String },
    /// A dashed rule at one value of x.
    Vertical { x: f64, label: String },
    /// A picture, which fills the panel.
    Image(Image),
}

#[derive(Debug, Clone)]
pub(super) struct Component {
    pub center: Point,
    pub one_sigma: Vec<Point>,
    pub two_sigma: Vec<Point>,
    pub color: [u8; 3],
}

#[derive(Debug, Clone)]
pub(super) struct Series {
    pub label: String,
    pub points: Vec<Point>,
    pub color: [u8; 3],
}

#[derive(Debug, Clone)]
pub(super) struct Bar {
    pub left: f64,
    pub right: f64,
    pub height: f64,
}

impl Mark {
    /// Values of x and of y that the panel has to reach.
    pub(super) fn reach(&self) -> (Vec<f64>, Vec<f64>) {
        match self {
            Mark::Cloud(dots) => dots.iter().map(|(point, _)| *point).unzip(),
            Mark::Components(components) => {
                let ellipses = components.iter().flat_map(|c| &c.two_sigma);
                ellipses.copied().unzip()
            }
            Mark::Line(series) | Mark::Dots(series) => series.points.iter().copied().unzip(),
            Mark::Histogram(bars) => {
                let corners = bars
                    .iter()
                    .flat_map(|b| [(b.left, 0.0), (b.right, b.height)]);
                corners.unzip()
            }
            Mark::Horizontal { y, .. } => (vec![], vec![*y]),
            Mark::Vertical { x, .. } => (vec![*x], vec![]),
            Mark::Image(_) => (vec![], vec![]),
        }
    }

    /// The series of a line or of dots, if it is to appear in the legend.
    pub(super) fn legend_entry(&self) -> Option<&Series> {
        match self {
            Mark::Line(series) | Mark::Dots(series) if !series.label.is_empty() => Some(series),
            _ => None,
        }
    }
}

/// The first two columns of `data`.
#[track_caller]
pub(super) fn plane(caller: &str, data: &Array2<f64>) -> Vec<Point> {
    let n_columns = data.ncols();
    assert!(
        n_columns >= 2,
        "{caller}: a scatter plot needs 2 columns or more, the data have {n_columns}; \
         for one column take `histogram`"
    );
    let points = data
        .rows()
        .into_iter()
        .map(|row| (row[0], row[1]))
        .collect();
    finite(caller, points)
}

/// `points` themselves, if every coordinate is finite.
#[track_caller]
pub(super) fn finite(caller: &str, points: Vec<Point>) -> Vec<Point> {
    for (i, (x, y)) in points.iter().enumerate() {
        assert!(
            x.is_finite() && y.is_finite(),
            "{caller}: point {i} is ({x}, {y}), which has no place on a figure"
        );
    }
    points
}

/// The color of each sample, blended from the components' colors.
#[track_caller]
pub(super) fn blended(resp: &Array2<f64>) -> Vec<[u8; 3]> {
    for ((n, k), share) in resp.indexed_iter() {
        assert!(
            share.is_finite(),
            "responsibilities: that of component {k} for sample {n} is {share}"
        );
    }
    resp.rows().into_iter().map(blend).collect()
}

/// A dot for each point, in the color at its place.
#[track_caller]
pub(super) fn colored(caller: &str, points: Vec<Point>, colors: Vec<[u8; 3]>) -> Mark {
    let (n_points, n_colors) = (points.len(), colors.len());
    assert!(
        n_points == n_colors,
        "{caller}: {n_points} samples, but {n_colors} to color them by"
    );
    Mark::Cloud(
        points
            .into_iter()
            .zip(colors.into_iter().map(Some))
            .collect(),
    )
}

/// The ellipses of each component in the plane of the first two features.
#[track_caller]
pub(super) fn components(means: &Array2<f64>, covariances: &Array3<f64>) -> Mark {
    let centers = plane("components", means);
    let (n_components, n_features) = means.dim();
    assert!(
        covariances.dim() == (n_components, n_features, n_features),
        "components: means of shape {:?} go with covariances of shape {:?}, not {:?}",
        means.dim(),
        (n_components, n_features, n_features),
        covariances.dim()
    );
    let component = |(k, center): (usize, Point)| {
        let covariance = Covariance2 {
            xx: covariances[[k, 0, 0]],
            xy: covariances[[k, 1, 0]],
            yy: covariances[[k, 1, 1]],
        };
        let ellipse = |radius| {
            covariance.ellipse(center, radius).unwrap_or_else(|| {
                panic!("components: {covariance:?} of component {k} is not a covariance")
            })
        };
        Component {
            center,
            one_sigma: ellipse(1.0),
            two_sigma: ellipse(2.0),
            color: component_color(k),
        }
    };
    Mark::Components(centers.into_iter().enumerate().map(component).collect())
}

/// Bars whose areas are the shares of `data` between their sides.
#[track_caller]
pub(super) fn histogram(data: &Array1<f64>, n_bins: usize) -> Mark {
    assert!(n_bins > 0, "histogram: 0 bins show nothing");
    for (i, x) in data.iter().enumerate() {
        assert!(x.is_finite(), "histogram: value {i} is {x}");
    }
    let low = data.iter().copied().fold(f64::INFINITY, f64::min);
    let high = data.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // Data all alike get one bin of width 1 around them.
    let (low, high, n_bins) = match high - low {
        0.0 => (low - 0.5, low + 0.5, 1),
        _ => (low, high, n_bins),
    };
    let width = (high - low) / n_bins as f64;
    let mut counts = vec![0_u32; if data.is_empty() { 0 } else { n_bins }];
    for x in data {
        // A value on a side belongs to the bin on its right, however that side was rounded;
        // only the highest of all has none there.
        let bin = ((x - low) / width + 1e-9) as usize;
        counts[bin.min(n_bins - 1)] += 1;
    }
    let bar = |(i, count): (usize, u32)| Bar {
        left: low + width * i as f64,
        right: low + width * (i + 1) as f64,
        height: f64::from(count) / (data.len() as f64 * width),
    };
    Mark::Histogram(counts.into_iter().enumerate().map(bar).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_histogram_has_area_one() {
        let data = array![0.0, 0.1, 0.5, 0.7, 2.0];
        let Mark::Histogram(bars) = histogram(&data, 4) else {
            unreachable!("a histogram is made of bars");
        };
        let area: f64 = bars.iter().map(|b| (b.right - b.left) * b.height).sum();
        approx::assert_abs_diff_eq!(area, 1.0, epsilon = 1e-15); // one rounding a bar
        let heights: Vec<f64> = bars.iter().map(|b| b.height).collect();
        // Bins of width ½ hold 2, 2, 0 and 1 of 5: 2 / (5 · ½) = 0.8.
        assert_eq!(heights, [0.8, 0.8, 0.0, 0.4]);
    }

    #[test]
    fn a_value_on_a_side_belongs_to_the_bin_on_its_right() {
        let data = Array1::from_iter((0..=10).map(|i| f64::from(i) * 0.1));
        let Mark::Histogram(bars) = histogram(&data, 10) else {
            unreachable!("a histogram is made of bars");
        };
        let counts: Vec<f64> = bars.iter().map(|b| (b.height * 1.1).round()).collect();
        assert_eq!(counts, [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0]);
    }
}
