//! What an M-step needs of the samples, as sums.

/// Soft counts, and first and second moments around each component's mean, in the coordinates of
/// a frame.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Moments {
    /// `Σₙ rₙₖ`, `(n_components)`
    pub(crate) counts: Vec<f64>,
    /// `Σₙ rₙₖ zₙₖ` with `z = x′ − μ′`, `(n_components, n_features)`
    pub(crate) sums: Vec<f64>,
    /// `Σₙ rₙₖ zₙₖ zₙₖᵀ`: for each component the rows of the lower triangle, or its diagonal.
    pub(crate) second: Vec<f64>,
    /// `Σₙ ln p(xₙ)`
    pub(crate) log_likelihood: f64,
}

impl Moments {
    pub(crate) fn zero(n_components: usize, n_features: usize, diagonal: bool) -> Self {
        Self {
            counts: vec![0.0; n_components],
            sums: vec![0.0; n_components * n_features],
            second: vec![0.0; n_components * Self::n_second(n_features, diagonal)],
            log_likelihood: 0.0,
        }
    }

    /// Second moments of one component.
    pub(crate) fn n_second(n_features: usize, diagonal: bool) -> usize {
        if diagonal {
            n_features
        } else {
            n_features * (n_features + 1) / 2
        }
    }

    pub(crate) fn add(&mut self, other: &Self) {
        let add = |to: &mut [f64], from: &[f64]| {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        };
        add(&mut self.counts, &other.counts);
        add(&mut self.sums, &other.sums);
        add(&mut self.second, &other.second);
        self.log_likelihood += other.log_likelihood;
    }

    /// Whether no sum is infinite or not a number.
    pub(crate) fn is_finite(&self) -> bool {
        let sums = [&self.counts, &self.sums, &self.second];
        self.log_likelihood.is_finite() && sums.into_iter().flatten().all(|sum| sum.is_finite())
    }
}
