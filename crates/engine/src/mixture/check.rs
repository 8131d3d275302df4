//! What must hold of the options and of the data before a fit begins.

use super::covariance::Covariance;
use super::gaussian_mixture::GaussianMixture;
use super::init::Init;
use super::model::Mixture;
use crate::Error;
use crate::input::Summary;

/// # Errors
/// [`Error::NoComponents`], [`Error::InvalidParameter`].
pub(super) fn check_options(options: &GaussianMixture) -> Result<(), Error> {
    if options.n_components == 0 {
        return Err(Error::NoComponents);
    }
    for (name, value) in [
        ("tolerance", options.tolerance),
        ("regularization", options.regularization),
    ] {
        Error::unless_at_least_zero(name, value)?;
    }
    for (name, value) in [("max_iter", options.max_iter), ("n_init", options.n_init)] {
        if value == 0 {
            return Err(Error::InvalidParameter {
                name,
                value: 0.0,
                needed: "at least 1",
            });
        }
    }
    Ok(())
}

/// # Errors
/// [`Error::NoSamples`], [`Error::NoFeatures`], [`Error::TooFewSamples`], [`Error::ShapeMismatch`],
/// [`Error::NoVariance`].
pub(super) fn check_summary(options: &GaussianMixture, summary: &Summary) -> Result<(), Error> {
    let n_components = options.n_components;
    if summary.n_samples == 0 {
        return Err(Error::NoSamples);
    }
    if summary.n_features == 0 {
        return Err(Error::NoFeatures);
    }
    if summary.n_weighted < n_components {
        return Err(Error::TooFewSamples {
            what: if summary.n_weighted < summary.n_samples {
                "samples of a weight above 0"
            } else {
                "samples"
            },
            n_samples: summary.n_weighted,
            n_components,
            needed: n_components,
        });
    }
    let covariance_type = match &options.init {
        Init::Given(mixture) => {
            check_given(mixture, n_components, summary.n_features)?;
            mixture.covariance_type()
        }
        Init::KMeansPlusPlus | Init::Random => options.covariance,
    };
    match summary.constant_feature {
        // A spherical covariance is the mean over all features: one of them may be constant.
        Some(feature)
            if options.regularization == 0.0 && covariance_type != Covariance::Spherical =>
        {
            Err(Error::NoVariance {
                feature,
                variance: 0.0,
            })
        }
        _ => Ok(()),
    }
}

fn check_given(mixture: &Mixture, n_components: usize, n_features: usize) -> Result<(), Error> {
    let components = "the number of given components";
    let width = "the width of the given means";
    for (what, expected, found) in [
        (components, n_components, mixture.n_components()),
        (width, n_features, mixture.n_features()),
    ] {
        if expected != found {
            return Err(Error::ShapeMismatch {
                what,
                expected,
                found,
            });
        }
    }
    Ok(())
}
