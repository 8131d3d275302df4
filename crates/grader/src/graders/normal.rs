//! The normal distribution, and a weighted sum of several.

use ndarray::{Array1, array};

use super::mistakes::normal as wrong;
use crate::checks::grading::{Candidate, Grading};
use crate::checks::inputs::{self, Random};
use crate::checks::laws;
use crate::checks::values::{BellInput, MixtureDensityInput};
use crate::report::Report;

/// Grades `gaussian_pdf(x, mean, std_dev)`.
pub fn gaussian_pdf(candidate: impl Fn(f64, f64, f64) -> f64 + Send + Sync + 'static) -> Report {
    bell(Box::new(move |&(x, mean, std_dev)| {
        candidate(x, mean, std_dev)
    }))
}

fn bell(candidate: Candidate<BellInput, f64>) -> Report {
    let mut random = Random::new(1);
    let bells = inputs::sizes().map(move |_| {
        let (mean, std_dev) = (3.0 * random.normal(), random.scale());
        (
            inputs::any(),
            (mean + std_dev * 1.5 * random.normal(), mean, std_dev),
        )
    });
    Grading::new("gaussian_pdf", |&(x, mean, std_dev)| solutions::gaussian_pdf(x, mean, std_dev))
        .law("a density is not negative", "密度不为负",
            |_, density| laws::between([density], 0.0, f64::INFINITY))
        .by_hand("at the mean of a standard normal, 1/√(2π)", "标准正态分布的均值处，1/√(2π)", (0.0, 0.0, 1.0), 0.3989422804014327)
        .by_hand("one standard deviation of 2 away, exp(−½)/(2√(2π))", "标准差为 2，偏离一个标准差，exp(−½)/(2√(2π))",
            (3.0, 1.0, 2.0), 0.12098536225957168)
        .random(bells)
        // exp(−200): its relative error is 200 ε.
        .extreme("20 standard deviations from the mean", "偏离均值 20 个标准差", (20.0, 0.0, 1.0))
        .extreme("a narrow bell, higher than 1", "很窄的钟形，高于 1", (0.0005, 0.0, 0.001))
        .extreme("far from the origin", "远离原点", (1e6 + 0.5, 1e6, 0.5))
        .mistake("variance-for-std-dev", wrong::std_dev_as_variance, "01-mixture#one-bell",
            "the standard deviation stands where the variance belongs; the formula has σ², and the argument is σ.",
            "把标准差当成了方差；公式里是 σ²，而参数是 σ。")
        .mistake("missing-half", wrong::bell_without_half, "01-mixture#one-bell",
            "the exponent lacks its ½: it is −½ ((x − μ)/σ)².",
            "指数里少了 ½：应为 −½ ((x − μ)/σ)²。")
        .mistake("missing-normalizer", wrong::bell_without_normalizer, "01-mixture#one-bell",
            "the height at the mean is 1; divide by σ√(2π), so that the area is 1.",
            "均值处的高度成了 1；应当除以 σ√(2π)，使面积为 1。")
        .mistake("normalizer-without-std-dev", wrong::normalizer_without_std_dev, "01-mixture#one-bell",
            "the normalizer is √(2π) whatever the width; a wider bell is lower: divide by σ too.",
            "归一化因子只有 √(2π)，与宽度无关；钟形越宽就越矮，还应当除以 σ。")
        .mistake("normalizer-with-variance", wrong::normalizer_with_variance, "01-mixture#one-bell",
            "the bell is divided by σ²√(2π); the σ² belongs under the root, so divide by σ√(2π).",
            "除以了 σ²√(2π)；σ² 应在根号内，所以除以 σ√(2π)。")
        .mistake("distance-not-divided", wrong::distance_not_divided, "01-mixture#one-bell",
            "the exponent takes the distance from the mean as it is; divide it by σ first, so that it counts standard deviations.",
            "指数里用的是离均值的原始距离；应当先除以 σ，换算成几个标准差。")
        .mistake("sign-of-exponent", wrong::exponent_without_minus, "01-mixture#one-bell",
            "the exponent lacks its minus, so the density grows away from the mean: −½ ((x − μ)/σ)².",
            "指数里少了负号，离均值越远密度反而越大；应为 −½ ((x − μ)/σ)²。")
        .run(candidate)
}

/// Grades `mixture_pdf(x, weights, means, std_devs)`.
pub fn mixture_pdf(
    candidate: impl Fn(f64, &Array1<f64>, &Array1<f64>, &Array1<f64>) -> f64 + Send + Sync + 'static,
) -> Report {
    mixture(Box::new(move |(x, weights, means, std_devs)| {
        candidate(*x, weights, means, std_devs)
    }))
}

fn mixture(candidate: Candidate<MixtureDensityInput, f64>) -> Report {
    let mut random = Random::new(10);
    let mixtures = inputs::sizes().map(move |(n_components, ..)| {
        let (data, weights, means, std_devs) = random.mixture_1d(n_components, 1);
        (
            inputs::components(n_components),
            (data[0], weights, means, std_devs),
        )
    });
    Grading::new("mixture_pdf", |(x, weights, means, std_devs)| {
        solutions::mixture_pdf(*x, weights, means, std_devs)
    })
    .law(
        "a density is not negative",
        "密度不为负",
        |_, density| laws::between([density], 0.0, f64::INFINITY),
    )
    .by_hand(
        "halfway between two equal bells",
        "两个相同钟形的正中间",
        (0.0, array![0.5, 0.5], array![-1.0, 1.0], array![1.0, 1.0]),
        0.24197072451914337,
    )
    .by_hand(
        "two bells of different width over one mean, (¼ + ⅜)/√(2π)",
        "均值相同、宽度不同的两个钟形，(¼ + ⅜)/√(2π)",
        (0.0, array![0.25, 0.75], array![0.0, 0.0], array![1.0, 2.0]),
        0.24933892525089543,
    )
    .random(mixtures)
    .extreme(
        "K = 1",
        "K = 1",
        (1.0, array![1.0], array![0.0], array![2.0]),
    )
    .extreme(
        "a weight of 1e-300",
        "权重为 1e-300",
        (0.5, array![1e-300, 1.0], array![0.5, 0.0], array![1.0, 1.0]),
    )
    .extreme(
        "a weight of 0",
        "权重为 0",
        (0.5, array![0.0, 1.0], array![0.5, 0.0], array![1.0, 1.0]),
    )
    .extreme(
        "far from the origin",
        "远离原点",
        (
            1e6,
            array![0.25, 0.75],
            array![1e6 - 1.0, 1e6 + 1.0],
            array![1.0, 2.0],
        ),
    )
    .mistake(
        "forgot-weights",
        wrong::mixture_without_weights,
        "01-mixture#mixture",
        "the bells were added up without their weights; multiply each by its weight first.",
        "钟形直接相加了，没有乘权重；每个钟形应当先乘以自己的权重。",
    )
    .mistake(
        "averaged",
        wrong::mixture_averaged,
        "01-mixture#mixture",
        "every component has the same weight, 1/K; multiply each density by its own weight.",
        "每个分量的权重都成了 1/K；每个密度应当乘以自己的权重。",
    )
    .mistake(
        "variance-for-std-dev",
        wrong::mixture_with_variance,
        "01-mixture#mixture",
        "the standard deviations stand where variances belong; the arguments are σ, not σ².",
        "把标准差当成了方差；参数是 σ，不是 σ²。",
    )
    .run(candidate)
}
