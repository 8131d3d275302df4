//! Bad input gives a typed error with a remedy, or a finite and correct result.

mod data;

use data::old_faithful;
use gaussian_mixture::kmeans::k_means;
use gaussian_mixture::{
    Covariance, Covariances, Error, GaussianMixture, Init, Mixture, SufficientStatistics,
};
use ndarray::{Array1, Array2, Array3, array, concatenate, s};

mod problems;
use problems::{Problem, SHAPES};

/// The error that all covariance types give; its message has a remedy.
fn refused(data: &Array2<f64>, options: GaussianMixture) -> Error {
    let error = options.fit(data).unwrap_err();
    for shape in SHAPES {
        let again = options.clone().covariance(shape).fit(data).unwrap_err();
        assert_eq!(format!("{again:?}"), format!("{error:?}"));
    }
    let mut chunks = || vec![Ok(data.clone())].into_iter();
    let chunked = options.fit_chunks(&mut chunks).unwrap_err();
    assert_eq!(format!("{chunked:?}"), format!("{error:?}"));
    let message = error.to_string();
    assert!(
        message.contains(": ") || message.contains("must be"),
        "no remedy in {message:?}"
    );
    error
}

/// Checks that every covariance type and initialization gives finite parameters.
fn finite(data: &Array2<f64>, options: &GaussianMixture) {
    for shape in SHAPES {
        for init in [Init::KMeansPlusPlus, Init::Random] {
            let fit = options
                .clone()
                .covariance(shape)
                .init(init.clone())
                .fit(data);
            let fit = fit.unwrap_or_else(|error| panic!("{shape:?}, {init:?}: {error}"));
            let mixture = &fit.mixture;
            assert!((mixture.weights().sum() - 1.0).abs() < 1e-12);
            assert!(mixture.means().iter().all(|x| x.is_finite()), "{fit:?}");
            assert!(
                mixture.covariances().iter().all(|x| x.is_finite()),
                "{fit:?}"
            );
            assert!(fit.log_likelihoods.iter().all(|x| x.is_finite()), "{fit:?}");
            let resp = mixture.responsibilities(data).unwrap();
            assert!(resp.iter().all(|x| (0.0..=1.0).contains(x)));
        }
    }
}

#[test]
fn input_without_samples_features_or_components_is_refused() {
    let two = GaussianMixture::new(2);
    assert_eq!(
        refused(&Array2::zeros((0, 3)), two.clone()),
        Error::NoSamples
    );
    let nothing = Array2::<f64>::zeros((9, 0));
    let weighted = two.fit_weighted(&nothing, &Array1::ones(9));
    assert_eq!(weighted.unwrap_err(), Error::NoFeatures);
    assert_eq!(refused(&nothing, two), Error::NoFeatures);
    let none = GaussianMixture::new(0);
    assert_eq!(refused(&old_faithful(), none), Error::NoComponents);
}

#[test]
fn more_components_than_samples_are_refused() {
    let data = old_faithful().slice_move(s![..4, ..]);
    let expected = Error::TooFewSamples {
        what: "samples",
        n_samples: 4,
        n_components: 5,
        needed: 5,
    };
    assert_eq!(refused(&data, GaussianMixture::new(5)), expected);
    finite(&data, &GaussianMixture::new(4));
    assert!(matches!(
        refused(&data, GaussianMixture::new(usize::MAX)),
        Error::TooFewSamples { .. }
    ));
}

#[test]
fn a_non_finite_value_is_reported_with_its_row_and_column() {
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for (row, column) in [(0, 0), (100, 1), (271, 1)] {
            let mut data = old_faithful();
            data[[row, column]] = value;
            match refused(&data, GaussianMixture::new(2)) {
                Error::NotFiniteValue {
                    row: found_row,
                    column: found_column,
                    value: found,
                } => {
                    assert_eq!((found_row, found_column), (row, column));
                    assert_eq!(found.to_bits(), value.to_bits());
                }
                other => panic!("{other:?}"),
            }
            let mixture = Problem::random(1, 9, 2, 2).start;
            let answers = [
                mixture.responsibilities(&data).map(drop),
                mixture.log_density(&data).map(drop),
                mixture.predict(&data).map(drop),
                mixture.log_likelihood(&data).map(drop),
                SufficientStatistics::new(&mixture).unwrap().update(&data),
            ];
            for answer in answers {
                assert!(
                    matches!(answer, Err(Error::NotFiniteValue { .. })),
                    "{answer:?}"
                );
            }
        }
    }
}

#[test]
fn a_constant_column_needs_regularization() {
    let constant = Array2::from_elem((272, 1), 7.1);
    let data = concatenate![ndarray::Axis(1), old_faithful(), constant];
    finite(&data, &GaussianMixture::new(3));
    for shape in [Covariance::Full, Covariance::Tied, Covariance::Diagonal] {
        let fit = GaussianMixture::new(3)
            .covariance(shape)
            .regularization(0.0)
            .fit(&data);
        let expected = Error::NoVariance {
            feature: 2,
            variance: 0.0,
        };
        assert_eq!(fit.unwrap_err(), expected);
    }
}

#[test]
fn equal_and_repeated_samples_give_finite_fits() {
    let equal = Array2::from_elem((50, 2), 3.25);
    finite(&equal, &GaussianMixture::new(3));
    let fit = GaussianMixture::new(1).fit(&equal).unwrap();
    assert_eq!(fit.mixture.means().row(0).to_vec(), [3.25, 3.25]);
    assert_eq!(fit.mixture.covariances()[[0, 0, 0]], 1e-6);

    let few = old_faithful().slice_move(s![..3, ..]);
    let repeated = concatenate![ndarray::Axis(0), few, few, few, few, few];
    finite(&repeated, &GaussianMixture::new(6));
    let fit = GaussianMixture::new(3).regularization(0.0).fit(&repeated);
    assert!(
        matches!(
            fit,
            Err(Error::Collapsed {
                iteration: Some(_),
                ..
            })
        ),
        "{fit:?}"
    );
}

#[test]
fn a_component_much_narrower_than_another_collapses() {
    let data = array![[0.0], [0.0], [0.0], [1e16], [2e16], [3e16]];
    let variances = Covariances::Spherical(array![1.0, 1e32]);
    let start = Mixture::new(array![0.5, 0.5], array![[0.0], [2e16]], variances).unwrap();
    let options = GaussianMixture::new(2).warm_start(&start);
    // Beside a component of width 1e16, a variance of 1e-300 rounds to 0.
    let fit = options.clone().regularization(1e-300).fit(&data);
    assert!(
        matches!(
            fit,
            Err(Error::Collapsed {
                component: Some(0),
                iteration: Some(1),
                ..
            })
        ),
        "{fit:?}"
    );
    for regularization in [1.0, 1e6] {
        let fit = options.clone().regularization(regularization).fit(&data);
        let resp = fit.unwrap().mixture.responsibilities(&data).unwrap();
        // 1e-13: the density of the other component is 1e-14 of this one's
        let expected = array![1.0, 1.0, 1.0, 0.0, 0.0, 0.0];
        approx::assert_abs_diff_eq!(resp.column(0), expected.view(), epsilon = 1e-13);
    }
}

#[test]
fn too_many_components_give_finite_fits() {
    finite(&old_faithful(), &GaussianMixture::new(200).max_iter(20));
    finite(&old_faithful(), &GaussianMixture::new(272).max_iter(20));
}

#[test]
fn the_scale_of_the_data_scales_the_fit() {
    let data = old_faithful();
    let plain = GaussianMixture::new(2)
        .regularization(0.0)
        .fit(&data)
        .unwrap();
    for power in [-490, -300, 300, 490] {
        let unit = 2f64.powi(power);
        let fit = GaussianMixture::new(2)
            .regularization(0.0)
            .fit(&(&data * unit))
            .unwrap();
        assert_eq!(*fit.mixture.means(), plain.mixture.means() * unit);
        assert_eq!(
            fit.mixture.covariances(),
            plain.mixture.covariances() * unit * unit
        );
    }
    for scale in [1e150, 1e-150] {
        let fit = GaussianMixture::new(2)
            .regularization(0.0)
            .fit(&(&data * scale))
            .unwrap();
        let found = fit.mixture.means() / scale;
        approx::assert_relative_eq!(found, *plain.mixture.means(), max_relative = 1e-9);
        finite(&(&data * scale), &GaussianMixture::new(2));
    }
    let too_large = refused(&(&data * 1e155), GaussianMixture::new(2));
    assert!(
        matches!(
            too_large,
            Error::ValueTooLarge {
                row: 0,
                column: 0,
                ..
            }
        ),
        "{too_large:?}"
    );
}

#[test]
fn invalid_sample_weights_are_refused() {
    let data = old_faithful();
    let fit = |weights: Array1<f64>| {
        GaussianMixture::new(2)
            .fit_weighted(&data, &weights)
            .map(drop)
    };
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        let mut weights = Array1::ones(272);
        weights[17] = bad;
        match fit(weights).unwrap_err() {
            Error::InvalidSampleWeight { row: 17, weight } => {
                assert_eq!(weight.to_bits(), bad.to_bits());
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(fit(Array1::zeros(272)), Err(Error::NoWeight));
    assert!(matches!(
        fit(Array1::ones(9)),
        Err(Error::ShapeMismatch { found: 9, .. })
    ));
    let mut one = Array1::zeros(272);
    one[3] = 1.0;
    assert!(matches!(
        fit(one),
        Err(Error::TooFewSamples { n_samples: 1, .. })
    ));
    for scale in [1e300, 1e-300] {
        fit(Array1::from_elem(272, scale)).unwrap();
    }
}

#[test]
fn options_out_of_range_are_refused() {
    let options = GaussianMixture::new(2);
    for bad in [
        options.clone().tolerance(-1.0),
        options.clone().tolerance(f64::NAN),
        options.clone().regularization(-1e-6),
        options.clone().regularization(f64::INFINITY),
        options.clone().max_iter(0),
        options.clone().n_init(0),
    ] {
        assert!(matches!(
            refused(&old_faithful(), bad),
            Error::InvalidParameter { .. }
        ));
    }
    let given = options
        .clone()
        .warm_start(&Problem::random(1, 9, 3, 2).start);
    assert!(matches!(
        given.fit(&old_faithful()),
        Err(Error::ShapeMismatch { .. })
    ));
    let given = options.warm_start(&Problem::random(1, 9, 2, 3).start);
    assert!(matches!(
        given.fit(&old_faithful()),
        Err(Error::ShapeMismatch { .. })
    ));
}

#[test]
fn statistics_refuse_an_invalid_regularization() {
    let mixture = GaussianMixture::new(2)
        .fit(&old_faithful())
        .unwrap()
        .mixture;
    let mut statistics = SufficientStatistics::new(&mixture).unwrap();
    statistics.update(&old_faithful()).unwrap();
    for bad in [-0.01, f64::NAN, f64::INFINITY] {
        let error = statistics.maximize(bad).unwrap_err();
        assert!(
            error.to_string().starts_with("regularization is"),
            "{error}"
        );
    }
}

#[test]
fn messages_claim_only_what_was_checked() {
    let data = old_faithful();
    // The fit does not count different samples (256 of the 272), and fewer features would not help.
    let few = GaussianMixture::new(300)
        .fit(&data)
        .unwrap_err()
        .to_string();
    let expected =
        "272 samples are too few for 300 component(s), which need 300: use fewer components";
    assert_eq!(few, expected);
    let mut weights = Array1::zeros(272);
    weights[3] = 1.0;
    let few = GaussianMixture::new(2).fit_weighted(&data, &weights);
    let few = few.unwrap_err().to_string();
    assert!(
        few.starts_with("1 samples of a weight above 0 are too few"),
        "{few}"
    );

    // The covariance is finite, but the remaining variance is not.
    let steep = array![[[1e-300, 1e10], [1e10, 1.0]]];
    let left = Mixture::new(array![1.0], array![[0.0, 0.0]], steep);
    let left = left.unwrap_err().to_string();
    assert!(left.contains("the variance left is -inf"), "{left}");
    let infinite = Mixture::new(array![1.0], array![[0.0]], array![[[f64::INFINITY]]]);
    let infinite = infinite.unwrap_err().to_string();
    assert!(infinite.contains("at row 0 it is infinite"), "{infinite}");

    // Dividing by such a sum does not help.
    for sum in [f64::NAN, f64::INFINITY, 0.0, -2.0] {
        let weights = array![sum / 2.0, sum / 2.0];
        let mixture = Mixture::new(weights, array![[0.0], [1.0]], Array3::ones((2, 1, 1)));
        let message = mixture.unwrap_err().to_string();
        assert!(!message.contains("divide"), "{message}");
    }

    // The square of 2e153 is finite, but a sum of many such squares is not.
    let large = GaussianMixture::new(1)
        .fit(&array![[2e153], [1.0]])
        .unwrap_err();
    assert!(
        large.to_string().contains("sums of squares may overflow"),
        "{large}"
    );

    let mixture = Problem::random(1, 9, 2, 1).start;
    let all = mixture.conditional(&[0, 1], &[0.0, 0.0]).unwrap_err();
    assert_eq!(all, Error::NoFeatureLeft);
    assert!(all.to_string().contains("leave out at least one"), "{all}");

    // The second pass has another number of columns.
    let mut readings = 0;
    let mut widening = || {
        readings += 1;
        vec![Ok(Array2::zeros((9, 1 + readings)))].into_iter()
    };
    let ragged = GaussianMixture::new(1)
        .fit_chunks(&mut widening)
        .unwrap_err()
        .to_string();
    let expected = "chunk 0 has 3 columns, but the first read had 2";
    assert!(ragged.starts_with(expected), "{ragged}");
}

#[test]
fn a_collapsed_shared_covariance_names_no_component() {
    let data = array![[0.0, 0.0], [0.0, 1.0], [5.0, 5.0], [5.0, 6.0]];
    let start = Mixture::new(
        array![0.5, 0.5],
        array![[0.0, 0.5], [5.0, 5.5]],
        Covariances::Tied(array![[1e-3, 0.0], [0.0, 1.0]]),
    );
    let options = GaussianMixture::new(2).warm_start(&start.unwrap());
    let error = options.regularization(0.0).fit(&data).unwrap_err();
    match error {
        Error::Collapsed {
            component: None,
            iteration: Some(_),
            soft_count,
        } => {
            assert_eq!(soft_count, 4.0);
        }
        other => panic!("{other:?}"),
    }
    assert!(
        error
            .to_string()
            .starts_with("the covariance that all components share collapsed")
    );
}

#[test]
fn messages_name_the_cause() {
    let new = |weights, variances| {
        let means = array![[0.0], [1.0]];
        Mixture::new(weights, means, Covariances::Diagonal(variances))
            .unwrap_err()
            .to_string()
    };
    let error = new(array![-0.5, 1.5], array![[1.0], [1.0]]);
    assert!(error.contains("one of them is negative"), "{error}");
    let error = new(array![0.5, 0.5], array![[1.0], [f64::INFINITY]]);
    assert!(
        error.contains("component 1") && error.contains("infinite"),
        "{error}"
    );
    // Valid alone, but it overflows in the units of the other component.
    let means = array![[-1e153, 0.0], [1e153, 1.0]];
    let variances = Covariances::Diagonal(array![[1e-100, 1.0], [1.0, 1.0]]);
    let mixture = Mixture::new(array![0.5, 0.5], means, variances).unwrap();
    let error = mixture.log_density(&array![[0.0, 0.0]]).unwrap_err();
    assert!(
        matches!(error, Error::InComponent { component: 0, .. }),
        "{error:?}"
    );
}

#[test]
fn invalid_parameters_are_refused() {
    let unit = || Array3::from_shape_fn((2, 2, 2), |(_, i, j)| f64::from(u8::from(i == j)));
    let with = |weights, means, covariances: Covariances| {
        Mixture::new(weights, means, covariances).unwrap_err()
    };
    let (weights, means) = (array![0.5, 0.5], Array2::zeros((2, 2)));
    let new = |covariances| with(weights.clone(), means.clone(), covariances);

    let mut singular = unit();
    singular.slice_mut(s![1, .., ..]).fill(1.0);
    let expected = Error::InComponent {
        component: 1,
        error: Box::new(Error::NotPositiveDefinite { row: 1, pivot: 0.0 }),
    };
    assert_eq!(new(singular.into()), expected);
    let mut lopsided = unit();
    lopsided[[0, 0, 1]] = 0.5;
    assert!(matches!(
        new(lopsided.into()),
        Error::InComponent { component: 0, .. }
    ));
    // Asymmetry is found in the upper triangle and in very large and small matrices.
    for (scale, above) in [(1.0, f64::NAN), (1e200, 5e199), (1e-200, 5e-201)] {
        let mut lopsided = unit() * scale;
        lopsided[[0, 0, 1]] = above;
        let expected = Error::InComponent {
            component: 0,
            error: Box::new(Error::NotSymmetric { row: 0, column: 1 }),
        };
        assert_eq!(new(lopsided.into()), expected);
    }
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        for covariances in [
            Covariances::Diagonal(array![[1.0, 1.0], [1.0, bad]]),
            Covariances::Spherical(array![1.0, bad]),
            Covariances::Tied(array![[bad, 0.0], [0.0, 1.0]]),
        ] {
            assert!(matches!(new(covariances), Error::InComponent { .. }));
        }
    }
    for covariances in [
        Covariances::Full(Array3::ones((3, 2, 2))),
        Covariances::Full(Array3::ones((2, 3, 3))),
        Covariances::Tied(Array2::eye(3)),
        Covariances::Diagonal(Array2::ones((2, 3))),
        Covariances::Spherical(Array1::ones(3)),
    ] {
        assert!(matches!(new(covariances), Error::ShapeMismatch { .. }));
    }
    let tall = Covariances::Full(Array3::ones((2, 2, 3)));
    assert!(matches!(new(tall), Error::NotSquare { .. }));
    for bad in [array![0.5, 0.6], array![1.5, -0.5], array![f64::NAN, 1.0]] {
        let error = with(bad, means.clone(), unit().into());
        assert!(matches!(error, Error::InvalidWeights { .. }), "{error:?}");
    }
    let error = with(
        weights.clone(),
        array![[0.0, 1.0], [f64::NAN, 0.0]],
        unit().into(),
    );
    assert!(matches!(
        error,
        Error::NotFiniteValue {
            row: 1,
            column: 0,
            ..
        }
    ));
    let none = with(Array1::zeros(0), Array2::zeros((0, 2)), unit().into());
    assert_eq!(none, Error::NoComponents);
    let none = with(array![1.0], Array2::zeros((1, 0)), unit().into());
    assert_eq!(none, Error::NoFeatures);
}

#[test]
fn chunks_that_do_not_fit_together_are_refused() {
    let data = old_faithful();
    let mut ragged = || vec![Ok(data.clone()), Ok(Array2::zeros((3, 5)))].into_iter();
    let expected = Error::RaggedChunk {
        chunk: 1,
        expected: 2,
        found: 5,
    };
    let options = GaussianMixture::new(2);
    assert_eq!(options.fit_chunks(&mut ragged).unwrap_err(), expected);

    let mut readings = 0;
    let mut shrinking = || {
        readings += 1;
        vec![Ok(data.slice(s![..273 - readings, ..]).to_owned())].into_iter()
    };
    let expected = Error::ChangedSource {
        expected: 272,
        found: 271,
    };
    assert_eq!(options.fit_chunks(&mut shrinking).unwrap_err(), expected);

    let silent = || Error::of_source("the sensor does not answer");
    let mut failing = || vec![Ok(data.clone()), Err(silent())].into_iter();
    assert_eq!(options.fit_chunks(&mut failing).unwrap_err(), silent());

    let mut spoiled = data.clone();
    spoiled[[5, 1]] = f64::NAN;
    let mut chunks = || vec![Ok(data.clone()), Ok(spoiled.clone())].into_iter();
    let error = options.fit_chunks(&mut chunks).unwrap_err();
    // Rows are counted from the first row of the first chunk.
    assert!(
        matches!(
            error,
            Error::NotFiniteValue {
                row: 277,
                column: 1,
                ..
            }
        ),
        "{error:?}"
    );
}

#[test]
fn statistics_refuse_samples_whose_squares_overflow_and_stay_unchanged() {
    let far = Mixture::new(
        array![1.0],
        array![[1e153]],
        Covariances::Spherical(array![0.01]),
    )
    .unwrap();
    let data = array![[0.875], [1.0]];
    let mut statistics = SufficientStatistics::new(&far).unwrap();
    let before = statistics.to_bytes();
    assert_eq!(statistics.update(&data), Err(Error::SumsTooLarge));
    assert_eq!(statistics.to_bytes(), before);
    let heavy = array![f64::MAX, f64::MAX];
    let near = Problem::random(1, 9, 1, 1).start;
    let mut statistics = SufficientStatistics::new(&near).unwrap();
    assert_eq!(
        statistics.update_weighted(&data, &heavy),
        Err(Error::SumsTooLarge)
    );
    let refused = GaussianMixture::new(1).warm_start(&far).fit(&data);
    assert_eq!(refused.unwrap_err(), Error::SumsTooLarge);
}

/// The bytes of statistics with some words replaced, counted from the end, and a valid checksum.
fn with_words(statistics: &SufficientStatistics, words: &[(usize, [u8; 8])]) -> Vec<u8> {
    let mut bytes = statistics.to_bytes();
    let end = bytes.len();
    for (from_end, word) in words {
        bytes[end - 8 * from_end..][..8].copy_from_slice(word);
    }
    let step = |sum: u64, &byte: &u8| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    let checksum = bytes[..end - 8].iter().fold(0xcbf2_9ce4_8422_2325, step);
    bytes[end - 8..].copy_from_slice(&checksum.to_le_bytes());
    bytes
}

#[test]
fn k_means_with_an_infinite_inertia_is_refused() {
    let data = Array2::from_shape_fn((40, 12), |(n, _)| if n % 2 == 0 { 1e153 } else { -1e153 });
    assert_eq!(k_means(&data, 1, 0).unwrap_err(), Error::SumsTooLarge);
    let labels = k_means(&data, 2, 0).unwrap().labels;
    assert!((1..40).all(|n| labels[n] != labels[n - 1]), "{labels}");
}

#[test]
fn statistics_near_overflow_give_a_symmetric_covariance() {
    let means = array![[0.0, 0.0]];
    let shared = Covariances::Tied(array![[441.0, 0.0], [0.0, 1e-8]]);
    let mixture = Mixture::new(array![1.0], means.clone(), shared).unwrap();
    let mut statistics = SufficientStatistics::new(&mixture).unwrap();
    statistics.update(&means).unwrap();
    // From the end: the checksum, the second square, and the product.
    let bytes = with_words(&statistics, &[(3, f64::MAX.to_le_bytes())]);
    let statistics = SufficientStatistics::from_bytes(&bytes).unwrap();
    let covariances = statistics.maximize(f64::MAX).unwrap().covariances();
    assert!(covariances[[0, 0, 1]].is_finite(), "{covariances}");
    assert_eq!(covariances[[0, 0, 1]], covariances[[0, 1, 0]]);
}

#[test]
fn statistics_of_impossibly_many_samples_are_refused() {
    let mixture = Problem::random(1, 9, 1, 1).start;
    let statistics = SufficientStatistics::new(&mixture).unwrap();
    // From the end: the checksum, square, sum, count, log-likelihood, weight, and n_samples.
    let bytes = with_words(&statistics, &[(7, [0xff; 8])]);
    let error = SufficientStatistics::from_bytes(&bytes).map(drop);
    let message = error.unwrap_err().to_string();
    assert!(message.contains("more samples than"), "{message}");
}

#[test]
fn an_unknown_feature_is_reported_with_a_remedy() {
    let mixture = Problem::random(1, 9, 2, 1).start;
    for features in [&[2][..], &[0, 0]] {
        let message = mixture.marginal(features).unwrap_err().to_string();
        assert!(message.contains(": name each once"), "{message}");
    }
}
