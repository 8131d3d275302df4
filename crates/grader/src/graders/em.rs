//! The EM algorithm.

use ndarray::{Array1, Array2, Array3, Axis, array, stack};
use solutions::EmFit;

use super::mistakes::em as wrong;
use crate::checks::compare::{self, Tolerance};
use crate::checks::grading::{Candidate, Grading};
use crate::checks::inputs::{self, Random};
use crate::checks::laws;
use crate::checks::numbers::significant;
use crate::checks::values::{EmInput, Value};
use crate::language::Text;
use crate::report::Report;

/// Grades `em(data, init_means, init_covariances, init_weights, max_iter, tol)`.
pub fn em(
    candidate: impl Fn(&Array2<f64>, &Array2<f64>, &Array3<f64>, &Array1<f64>, usize, f64) -> EmFit
    + Send
    + Sync
    + 'static,
) -> Report {
    grade(Box::new(
        move |(data, means, covariances, weights, max_iter, tol)| {
            candidate(data, means, covariances, weights, *max_iter, *tol)
        },
    ))
}

fn grade(candidate: Candidate<EmInput, EmFit>) -> Report {
    Grading::new("em", reference)
        .law("no more updates than max_iter", "更新次数不超过 max_iter", as_many_updates_as_asked)
        .law("converged says whether the last gain is below tol", "converged 表明最后一次增量是否小于 tol", converged_is_true)
        .law("the log-likelihood never falls", "对数似然从不下降", never_falls)
        .law("the weights sum to 1", "权重之和等于 1",
            |_, fit| laws::sums_to(("the weights", "权重"), fit.weights.view(), 1.0))
        .law("the last log-likelihood is that of the parameters returned", "最后一个对数似然是由返回的参数算出的", last_belongs)
        .law("the responsibilities are those under the parameters returned", "责任度是由返回的参数算出的", responsibilities_belong)
        .by_hand("one component: one update, to the sample mean and variance", "一个分量：更新一次就到样本的均值和方差",
            by_hand(100), one_component())
        .random(random_runs())
        .extreme("max_iter = 0", "max_iter = 0", by_hand(0))
        .extreme("max_iter = 1", "max_iter = 1", by_hand(1))
        .extreme("the update that converges is the last one allowed", "恰好在最后一次更新时收敛", by_hand(2))
        .extreme("tol is coarse: it stops early", "tol 很大：很早就停", converging_run(20.0))
        .extreme("tol is fine: it goes on until the gain is small", "tol 较小：直到增量很小才停", converging_run(1e-4))
        .extreme("the simulated data, 23 updates", "模拟数据，更新 23 次", simulated_run())
        // Means near 1e6 are rounded by 4e-9, whatever the spread; each update passes this error on.
        .extreme_within("data far from the origin", "远离原点的数据", far_run(), Tolerance::absolute(1e-6))
        .mistake("stale-means", wrong::stale_means, "07-m-step#what-can-go-wrong",
            "the covariances were taken around the old means; compute the means first and hand the new ones on.",
            "协方差是围绕旧均值算的；应当先算出新均值，再用新均值。")
        .mistake("weights-not-updated", wrong::weights_not_updated, "08-em#loop",
            "the weights stay where they started; the M-step updates them too.",
            "权重一直停在初始值；M 步也要更新权重。")
        .mistake("covariances-not-updated", wrong::covariances_not_updated, "08-em#loop",
            "the covariances stay where they started; the M-step updates them too.",
            "协方差一直停在初始值；M 步也要更新协方差。")
        .mistake("means-not-updated", wrong::means_not_updated, "08-em#loop",
            "the means stay where they started; the M-step updates them too.",
            "均值一直停在初始值；M 步也要更新均值。")
        .mistake("ignores-tol", wrong::ignores_tol, "08-em#stopping",
            "it always makes max_iter updates; stop after the one that gains less than tol.",
            "总是更新 max_iter 次；增量小于 tol 的那次更新之后就应当停。")
        .mistake("ignores-tol", wrong::ignores_tol_and_never_converges, "08-em#stopping",
            "it always makes max_iter updates; stop after the one that gains less than tol.",
            "总是更新 max_iter 次；增量小于 tol 的那次更新之后就应当停。")
        .mistake("ignores-max-iter", wrong::ignores_max_iter, "08-em#stopping",
            "it goes on until it converges, whatever max_iter says; count the updates.",
            "不管 max_iter 是多少，一直更新到收敛；应当数更新次数。")
        .mistake("stops-at-once", wrong::stops_at_once, "08-em#stopping",
            "it stops after one update, though that gained more than tol; stop where the gain is below tol.",
            "只更新一次就停了，增量还不小于 tol；应当等增量小于 tol 时再停。")
        .mistake("stops-at-once", wrong::one_update_and_never_converges, "08-em#stopping",
            "it makes one update and returns; go on until the gain is below tol.",
            "更新一次就返回了；应当继续，直到增量小于 tol。")
        .mistake("trace-off-by-one", wrong::trace_without_start, "08-em#stopping",
            "log_likelihoods lacks its first entry: the one of the starting parameters.",
            "log_likelihoods 少了第一项：初始参数的对数似然。")
        .mistake("trace-off-by-one", wrong::trace_without_end, "08-em#stopping",
            "log_likelihoods lacks its last entry: the one of the parameters returned.",
            "log_likelihoods 少了最后一项：返回的参数的对数似然。")
        .mistake("stale-responsibilities", wrong::stale_responsibilities, "08-em#stopping",
            "the responsibilities are those of the last E-step, before the last update; run the E-step once more at the end.",
            "责任度是最后一次更新之前的那个 E 步的；结束时应当再做一次 E 步。")
        .mistake("updates-off-by-one", wrong::one_update_too_few, "08-em#stopping",
            "it makes max_iter − 1 updates where it may make max_iter; the log-likelihood of the start is no update.",
            "本来可以更新 max_iter 次，只更新了 max_iter − 1 次；初始参数的对数似然不算一次更新。")
        .mistake("updates-off-by-one", wrong::one_update_too_many, "08-em#stopping",
            "it makes one update more than max_iter; count them before each one.",
            "比 max_iter 多更新了一次；每次更新之前应当先看次数。")
        .mistake("never-converged", wrong::never_converged, "08-em#stopping",
            "converged is false even where the last gain is below tol; set it there.",
            "最后一次增量已经小于 tol，converged 却还是 false；那时应当把它设为 true。")
        .mistake("averaged", wrong::averaged, "08-em#stopping",
            "log_likelihoods holds means over the samples; they are sums, and tol is compared with gains of the sums.",
            "log_likelihoods 里存的是对样本的平均；应当是总和，tol 也是同总和的增量比较。")
        .run(candidate)
}

fn reference((data, means, covariances, weights, max_iter, tol): &EmInput) -> EmFit {
    solutions::em(data, means, covariances, weights, *max_iter, *tol)
}

fn as_many_updates_as_asked((.., max_iter, _): &EmInput, fit: &EmFit) -> Result<(), Text> {
    let entries = fit.log_likelihoods.len();
    if (1..=max_iter + 1).contains(&entries) && (fit.converged || entries == max_iter + 1) {
        return Ok(());
    }
    let converged = fit.converged;
    Err(Text::owned(
        format!(
            "log_likelihoods has {entries} entries with max_iter = {max_iter} and converged = {converged}; it has one for the start and one for each update"
        ),
        format!(
            "max_iter = {max_iter}，converged = {converged}，而 log_likelihoods 有 {entries} 项；应当是初始一项，每次更新再加一项"
        ),
    ))
}

fn converged_is_true((.., tol): &EmInput, fit: &EmFit) -> Result<(), Text> {
    let gain = match fit.log_likelihoods.as_slice() {
        [.., before, after] => after - before,
        _ => f64::INFINITY,
    };
    if fit.converged == (gain < *tol) {
        return Ok(());
    }
    let (converged, gain, tol) = (fit.converged, significant(gain, 6), significant(*tol, 6));
    Err(Text::owned(
        format!("converged is {converged}, but the last gain is {gain} and tol is {tol}"),
        format!("converged 是 {converged}，而最后一次增量是 {gain}，tol 是 {tol}"),
    ))
}

fn never_falls(_: &EmInput, fit: &EmFit) -> Result<(), Text> {
    let mut updates = fit.log_likelihoods.windows(2).enumerate();
    // At a fixed point of EM, rounding may lower the last few digits of the sum.
    let fell = updates.find(|(_, pair)| pair[1] < pair[0] - 1e-9 * pair[0].abs().max(1.0));
    fell.map_or(Ok(()), |(update, pair)| {
        let (before, after) = (significant(pair[0], 8), significant(pair[1], 8));
        let update = update + 1;
        Err(Text::owned(
            format!("update {update} takes it from {before} down to {after}"),
            format!("第 {update} 次更新使它从 {before} 降到 {after}"),
        ))
    })
}

fn last_belongs((data, ..): &EmInput, fit: &EmFit) -> Result<(), Text> {
    let last = fit.log_likelihoods.last().copied().unwrap_or(f64::NAN);
    let right = solutions::log_likelihood(data, &fit.weights, &fit.means, &fit.covariances);
    agree(&right, &last, Tolerance::ROUNDING.at_scale(1.0))
}

fn responsibilities_belong((data, ..): &EmInput, fit: &EmFit) -> Result<(), Text> {
    let right =
        solutions::compute_responsibilities(data, &fit.weights, &fit.means, &fit.covariances);
    agree(&right, &fit.responsibilities, Tolerance::ROUNDING)
}

fn agree(right: &impl Value, found: &impl Value, tolerance: Tolerance) -> Result<(), Text> {
    match compare::first_difference(&right.parts(), &found.parts(), tolerance) {
        None => Ok(()),
        Some(difference) => Err(difference.to_text()),
    }
}

/// Three numbers and one component, which has converged after two updates.
fn by_hand(max_iter: usize) -> EmInput {
    (
        array![[1.0], [2.0], [6.0]],
        array![[0.0]],
        Array3::ones((1, 1, 1)),
        array![1.0],
        max_iter,
        1e-6,
    )
}

/// Mean 3 and variance 14/3; −½ (3 ln 2π + 41) at the start, −½ · 3 (ln 2π + ln 14/3 + 1) then.
fn one_component() -> EmFit {
    let ln_two_pi = std::f64::consts::TAU.ln();
    let variance: f64 = 14.0 / 3.0;
    let start = -0.5 * (3.0 * ln_two_pi + 41.0);
    let end = -1.5 * (ln_two_pi + variance.ln() + 1.0);
    EmFit {
        weights: array![1.0],
        means: array![[3.0]],
        covariances: array![[[variance]]],
        responsibilities: Array2::ones((3, 1)),
        log_likelihoods: vec![start, end, end],
        converged: true,
    }
}

/// A few updates from a rough start; most runs do not converge in so few.
fn random_runs() -> Vec<(Text, EmInput)> {
    let mut random = Random::new(8);
    let sizes = [
        (2, 1, 30),
        (2, 2, 40),
        (3, 2, 60),
        (2, 3, 60),
        (4, 1, 80),
        (5, 5, 150),
    ];
    let run = |sizes| (inputs::size(sizes), start(&mut random, sizes, 4, 1e-3));
    sizes.into_iter().chain(sizes).map(run).collect()
}

fn converging_run(tol: f64) -> EmInput {
    start(&mut Random::new(80), (2, 2, 40), 200, tol)
}

fn far_run() -> EmInput {
    let (data, means, covariances, weights, max_iter, tol) =
        start(&mut Random::new(800), (2, 2, 40), 3, 1e-3);
    (data + 1e6, means + 1e6, covariances, weights, max_iter, tol)
}

/// Samples around well separated centers; the start is too wide, its weights are equal.
fn start(
    random: &mut Random,
    (n_components, n_features, n_samples): (usize, usize, usize),
    max_iter: usize,
    tol: f64,
) -> EmInput {
    let centers = random.normals(n_components, n_features) * 4.0;
    let mut data = random.normals(n_samples, n_features);
    for (n, mut sample) in data.rows_mut().into_iter().enumerate() {
        // Components differ in size: the first has half of all samples.
        let k = if n % 2 == 0 { 0 } else { n / 2 % n_components };
        sample += &centers.row(k);
    }
    let means = centers + random.normals(n_components, n_features);
    let mut covariances = Array3::zeros((n_components, n_features, n_features));
    for mut covariance in covariances.outer_iter_mut() {
        covariance.assign(&(random.covariance(n_features) * 4.0));
    }
    let weights = Array1::from_elem(n_components, 1.0 / n_components as f64);
    (data, means, covariances, weights, max_iter, tol)
}

/// The assignment's run: samples 20, 10, 96 as means, the sample covariance for all three.
fn simulated_run() -> EmInput {
    let numbers = include_str!("../../../../src/data/uw_mixture.csv").split([',', '\n']);
    let numbers: Vec<f64> = numbers
        .filter_map(|number| number.trim().parse().ok())
        .collect();
    let data = Array2::from_shape_vec((100, 2), numbers).expect("100 points in the plane");
    let centered = &data - &(data.sum_axis(Axis(0)) / data.nrows() as f64);
    let covariance = centered.t().dot(&centered) / (data.nrows() as f64 - 1.0);
    let covariances = stack![Axis(0), covariance, covariance, covariance];
    let means = data.select(Axis(0), &[20, 10, 96]);
    (
        data,
        means,
        covariances,
        Array1::from_elem(3, 1.0 / 3.0),
        100,
        1e-4,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_run_stops_on_a_knife_edge() {
        let runs = random_runs().into_iter().map(|(_, run)| run);
        let others = [
            by_hand(100),
            converging_run(20.0),
            converging_run(1e-4),
            simulated_run(),
            far_run(),
        ];
        for run in runs.chain(others) {
            for pair in reference(&run).log_likelihoods.windows(2) {
                // Rounding of the sum of 100 logarithms is near 1e-12 of it.
                let margin = (pair[1] - pair[0] - run.5).abs();
                assert!(
                    margin > 1e-10 * pair[1].abs(),
                    "gain {}, tol {}",
                    pair[1] - pair[0],
                    run.5
                );
            }
        }
    }

    #[test]
    fn the_simulated_run_takes_23_updates() {
        assert_eq!(reference(&simulated_run()).log_likelihoods.len(), 24);
    }
}
