//! The starting parameters of each start.

use super::gaussian_mixture::GaussianMixture;
use super::guess::{Resp, cluster, guess};
use super::init::Init;
use super::model::Mixture;
use crate::Error;
use crate::input::{Source, Subsample, Summary};

/// Where the starts of a fit come from.
pub(super) enum Starts<'a> {
    /// The parameters of the one start.
    Given(&'a Mixture),
    /// K-means on a subsample, with another seed for each start.
    KMeansPlusPlus(Subsample),
    /// Random responsibilities on a subsample, with another seed for each start.
    Random(Subsample),
}

impl<'a> Starts<'a> {
    /// Reads a subsample, unless the parameters are given.
    ///
    /// # Errors
    /// Those of the source.
    pub(super) fn new(
        options: &'a GaussianMixture,
        source: &mut dyn Source,
        summary: &Summary,
    ) -> Result<Self, Error> {
        let mut subsample = || Subsample::read(source, summary, options.n_components, options.seed);
        Ok(match &options.init {
            Init::Given(mixture) => Self::Given(mixture),
            Init::KMeansPlusPlus => Self::KMeansPlusPlus(subsample()?),
            Init::Random => Self::Random(subsample()?),
        })
    }

    /// How many starts there are.
    pub(super) fn count(&self, options: &GaussianMixture) -> usize {
        match self {
            Self::Given(_) => 1,
            Self::KMeansPlusPlus(_) | Self::Random(_) => options.n_init,
        }
    }

    /// The starting parameters of one start, counted from 0.
    ///
    /// # Errors
    /// Those of [`Mixture::new`], if they are not those of a mixture.
    pub(super) fn mixture(
        &self,
        options: &GaussianMixture,
        start: usize,
    ) -> Result<Mixture, Error> {
        // The multiplier spreads the seeds, so that fits with neighboring seeds share no start.
        let seed = options.seed ^ (start as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        match self {
            Self::Given(mixture) => Ok((*mixture).clone()),
            Self::KMeansPlusPlus(subsample) => {
                let labels = cluster(subsample, options, seed);
                guess(subsample, &Resp::Labels(labels), options)
            }
            Self::Random(subsample) => guess(subsample, &Resp::Random(seed), options),
        }
    }
}
