//! How a fit chooses the parameters that it starts from.

use super::model::Mixture;

/// How the starting parameters are chosen.
#[derive(Debug, Clone, PartialEq, Default)]
#[expect(clippy::large_enum_variant, reason = "a fit has only one")]
pub enum Init {
    /// K-means, from centers far apart (k-means++), on standardized features.
    #[default]
    KMeansPlusPlus,
    /// Random responsibilities: every component starts near the mean of the data.
    Random,
    /// These parameters. Their covariance type is that of the fit.
    Given(Mixture),
}
