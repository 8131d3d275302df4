//! The ellipse on which a Gaussian's Mahalanobis distance from its mean is constant.

use std::f64::consts::TAU;

/// Corners of the polygon that stands for an ellipse: at the size of a figure it looks smooth.
const N_CORNERS: usize = 72;

/// A point of the plane.
pub(super) type Point = (f64, f64);

/// A symmetric matrix `[[xx, xy], [xy, yy]]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Covariance2 {
    pub xx: f64,
    pub xy: f64,
    pub yy: f64,
}

impl Covariance2 {
    /// The symmetric `S` with `S S = self`, or `None` if there is none.
    ///
    /// ```text
    /// S = (Σ + √det Σ · I) / √(tr Σ + 2 √det Σ)
    /// ```
    ///
    /// `S` stretches the unit circle along the eigenvectors by the roots of the eigenvalues.
    /// Where the two are equal any direction is an eigenvector, and rounding would choose one;
    /// `S` has no such choice to make. It exists for a singular matrix too.
    fn square_root(self) -> Option<Covariance2> {
        let Covariance2 { xx, xy, yy } = self;
        let determinant = xx * yy - xy * xy;
        // 1e-12: a matrix that is singular but for rounding has a determinant of this size.
        if !(xx >= 0.0 && yy >= 0.0 && determinant >= -1e-12 * xx * yy) {
            return None;
        }
        let root = determinant.max(0.0).sqrt();
        let scale = (xx + yy + 2.0 * root).sqrt();
        let scale = if scale > 0.0 { scale } else { 1.0 };
        Some(Covariance2 {
            xx: (xx + root) / scale,
            xy: xy / scale,
            yy: (yy + root) / scale,
        })
    }

    /// Closed polygon of the points at Mahalanobis distance `radius` from `mean`, or `None` if
    /// this is not a covariance. A singular one gives a segment or a point.
    pub(super) fn ellipse(self, mean: Point, radius: f64) -> Option<Vec<Point>> {
        let root = self.square_root()?;
        let corner = |i: usize| {
            let (sin, cos) = (TAU * (i % N_CORNERS) as f64 / N_CORNERS as f64).sin_cos();
            (
                mean.0 + radius * (root.xx * cos + root.xy * sin),
                mean.1 + radius * (root.xy * cos + root.yy * sin),
            )
        };
        Some((0..=N_CORNERS).map(corner).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;
    use solutions::{cholesky, solve_lower};

    #[test]
    fn every_point_has_the_ellipses_mahalanobis_distance() {
        let mean = (3.0, -1.0);
        let covariances = [(1.0, 0.0, 1.0), (2.0, 0.9, 0.5), (1e-4, -0.1, 200.0)];
        for (xx, xy, yy) in covariances {
            let factor = cholesky(&array![[xx, xy], [xy, yy]]).unwrap();
            for radius in [1.0, 2.0] {
                let ellipse = Covariance2 { xx, xy, yy }.ellipse(mean, radius).unwrap();
                for (x, y) in ellipse {
                    let whitened = solve_lower(&factor, &array![x - mean.0, y - mean.1]);
                    // 1e-9: rounding of x, relative to the smallest standard deviation
                    approx::assert_abs_diff_eq!(
                        whitened.dot(&whitened).sqrt(),
                        radius,
                        epsilon = 1e-9
                    );
                }
            }
        }
    }

    #[test]
    fn a_singular_covariance_gives_a_segment() {
        let singular = Covariance2 {
            xx: 1.0,
            xy: 2.0,
            yy: 4.0,
        };
        let ellipse = singular.ellipse((0.0, 0.0), 1.0).unwrap();
        // 1e-15: one rounding at this scale
        assert!(ellipse.iter().all(|(x, y)| (y - 2.0 * x).abs() < 1e-15));
        let longest = ellipse.iter().map(|(x, _)| x.abs()).fold(0.0, f64::max);
        // 1e-3: the polygon's corner nearest to the end
        assert!((longest - 1.0).abs() < 1e-3);
    }

    #[test]
    fn what_is_not_a_covariance_has_no_ellipse() {
        for (xx, xy, yy) in [(1.0, 2.0, 1.0), (-1.0, 0.0, 1.0), (f64::NAN, 0.0, 1.0)] {
            assert_eq!(Covariance2 { xx, xy, yy }.ellipse((0.0, 0.0), 1.0), None);
        }
    }
}
