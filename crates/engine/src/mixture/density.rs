//! What a mixture says about samples.

use ndarray::{Array1, Array2, ArrayBase, Axis, Data, Ix2};

use super::model::Mixture;
use super::whitening::Whitening;
use crate::Error;
use crate::input::{Real, Samples};
use crate::kernel::frame::Frame;
use crate::kernel::threads::{LEAST_ROWS, Threads};
use crate::kernel::{Answers, Pass};

/// # Errors
/// Every function here that takes data returns [`Error::ShapeMismatch`] if its width is not
/// `n_features`, [`Error::NoSamples`] without a row, [`Error::NotFiniteValue`] or
/// [`Error::ValueTooLarge`] with the place of the first value that is not a finite number or beyond
/// ±1e153, and [`Error::InComponent`], or [`Error::NotPositiveDefinite`] of a shared one, if a covariance is
/// too near to singular to be factored.
impl Mixture {
    /// Probability that each component generated each sample (the E-step).
    ///
    /// ```text
    /// rₙₖ = πₖ 𝒩(xₙ | μₖ, Σₖ) / Σⱼ πⱼ 𝒩(xₙ | μⱼ, Σⱼ)
    /// ```
    ///
    /// # Shapes
    /// `data` is `(n_samples, n_features)`; returns `(n_samples, n_components)`, each row summing
    /// to 1.
    ///
    /// # Numerics
    /// Normalized in log space. A responsibility below 2⁻⁸⁰ of the row's largest is 0. Squared
    /// Mahalanobis distances beyond 1e300 count as equal.
    ///
    /// # References
    /// Bishop 2006, eq. 9.23.
    pub fn responsibilities<T: Real, S: Data<Elem = T>>(
        &self,
        data: &ArrayBase<S, Ix2>,
    ) -> Result<Array2<f64>, Error> {
        let mut responsibilities = Array2::zeros((data.nrows(), self.n_components()));
        let answers = Answers {
            responsibilities: in_row_order(&mut responsibilities),
            log_densities: &mut [],
        };
        self.answer(T::samples(data.view()), answers)?;
        Ok(responsibilities)
    }

    /// The component most likely to have generated each sample, `(n_samples)`; the first where
    /// two are as likely.
    pub fn predict<T: Real, S: Data<Elem = T>>(
        &self,
        data: &ArrayBase<S, Ix2>,
    ) -> Result<Array1<usize>, Error> {
        let most_likely = |row: ndarray::ArrayView1<f64>| {
            let pairs = row.iter().enumerate();
            let best = pairs.fold((0, f64::NEG_INFINITY), |best, (k, &resp)| {
                if resp > best.1 { (k, resp) } else { best }
            });
            best.0
        };
        Ok(self.responsibilities(data)?.map_axis(Axis(1), most_likely))
    }

    /// Logarithm of the density at each sample, `(n_samples)`.
    ///
    /// ```text
    /// ln p(xₙ) = ln Σₖ πₖ 𝒩(xₙ | μₖ, Σₖ)
    /// ```
    ///
    /// # Numerics
    /// A squared Mahalanobis distance counts as 1e300 at most, so the result is finite.
    pub fn log_density<T: Real, S: Data<Elem = T>>(
        &self,
        data: &ArrayBase<S, Ix2>,
    ) -> Result<Array1<f64>, Error> {
        let mut log_densities = Array1::zeros(data.nrows());
        let answers = Answers {
            responsibilities: &mut [],
            log_densities: log_densities
                .as_slice_mut()
                .expect("a new array is in order"),
        };
        self.answer(T::samples(data.view()), answers)?;
        Ok(log_densities)
    }

    /// Log-likelihood of the data: the sum of [`Mixture::log_density`].
    ///
    /// # References
    /// Bishop 2006, eq. 9.14.
    pub fn log_likelihood<T: Real, S: Data<Elem = T>>(
        &self,
        data: &ArrayBase<S, Ix2>,
    ) -> Result<f64, Error> {
        let samples = T::samples(data.view());
        self.check_data(&samples)?;
        let whitening = self.whitening()?;
        Ok(Threads::default()
            .moments(&samples, None, &whitening, self.instructions)
            .log_likelihood)
    }

    /// The Bayesian information criterion: `−2 ln p(X) + p ln N`, with p from
    /// [`Mixture::count_parameters`]. The lower, the better the fit is worth its price.
    ///
    /// # References
    /// Schwarz 1978.
    pub fn bic<T: Real, S: Data<Elem = T>>(&self, data: &ArrayBase<S, Ix2>) -> Result<f64, Error> {
        let price = self.count_parameters() as f64 * libm::log(data.nrows() as f64);
        Ok(price - 2.0 * self.log_likelihood(data)?)
    }

    /// Akaike's information criterion: `−2 ln p(X) + 2 p`, with p from
    /// [`Mixture::count_parameters`].
    ///
    /// # References
    /// Akaike 1974.
    pub fn aic<T: Real, S: Data<Elem = T>>(&self, data: &ArrayBase<S, Ix2>) -> Result<f64, Error> {
        let price = 2.0 * self.count_parameters() as f64;
        Ok(price - 2.0 * self.log_likelihood(data)?)
    }

    fn answer(&self, samples: Samples<'_>, answers: Answers<'_>) -> Result<(), Error> {
        self.check_data(&samples)?;
        let whitening = self.whitening()?;
        let n_samples = samples.dim().0;
        let (mut responsibilities, mut log_densities) =
            (answers.responsibilities, answers.log_densities);
        let mut parts = vec![];
        for first in (0..n_samples).step_by(LEAST_ROWS) {
            let end = n_samples.min(first + LEAST_ROWS);
            let n = end - first;
            let pass = Pass {
                samples: samples.rows(first, end),
                weights: None,
                whitening: &whitening,
                answers: Some(Answers {
                    responsibilities: split_off(&mut responsibilities, n * self.n_components()),
                    log_densities: split_off(&mut log_densities, n),
                }),
            };
            parts.push(pass);
        }
        let threads = Threads::default().worth(n_samples, &whitening);
        threads.each(parts, |pass| {
            pass.run_on(self.instructions);
        });
        Ok(())
    }

    pub(super) fn whitening(&self) -> Result<Whitening, Error> {
        Whitening::new(self, self.frame())
    }

    pub(super) fn frame(&self) -> Frame {
        let covariances = self.covariance_parameters();
        Frame::around(self.means(), |k, feature| covariances.variance(k, feature))
    }

    fn check_data(&self, samples: &Samples<'_>) -> Result<(), Error> {
        let (n_samples, n_features) = samples.dim();
        if n_features != self.n_features() {
            return Err(Error::ShapeMismatch {
                what: "the width of the data",
                expected: self.n_features(),
                found: n_features,
            });
        }
        if n_samples == 0 {
            return Err(Error::NoSamples);
        }
        samples.check(0)
    }
}

/// The first `n` numbers, or none of none; the rest stays.
fn split_off<'a>(slice: &mut &'a mut [f64], n: usize) -> &'a mut [f64] {
    let all = std::mem::take(slice);
    let (first, rest) = all.split_at_mut(n.min(all.len()));
    *slice = rest;
    first
}

fn in_row_order(array: &mut Array2<f64>) -> &mut [f64] {
    array.as_slice_mut().expect("a new array is in row order")
}
