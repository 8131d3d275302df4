// Woven by `cargo run -- weave` from the blocks of book/en/13-fast.md.
use gmm::prelude::*;

#[test]
fn chapter_13_fast() {
// count
let (n_features, n_components) = (8, 8);
let whiten = n_features * (n_features + 1) / 2;
let square = n_features;
let add_up = (n_features + 1) * (n_features + 2) / 2;
let operations = 2 * n_components * (whiten + square + add_up);
println!("{whiten} + {square} + {add_up} = {} multiply-adds a component", whiten + square + add_up);
println!("{operations} operations, {n_components} exponentials, {} bytes a sample", 8 * n_features);

// limits
let limits = measured("limits");
println!("{}\n", limits.head);
fn per_second(limits: &Measured, name: &str) -> f64 {
    let row = limits.rows.iter().find(|row| row.text("limit") == name);
    row.unwrap().number("per_second")
}
let peak = per_second(&limits, "flops");
let exponentials = per_second(&limits, "exponentials");
let bandwidth = per_second(&limits, "bytes");
for (what, amount, rate) in [
    ("operations", operations as f64, peak),
    ("exponentials", n_components as f64, exponentials),
    ("bytes", 8.0 * n_features as f64, bandwidth),
] {
    let nanoseconds = amount / rate * 1e9;
    println!("{:5.1} billion {what:12} a second: {nanoseconds:5.1} ns a sample", rate / 1e9);
}

// problem
use fast::*;
use std::f64::consts::{LN_2, LOG2_E};

let mut rng = StdRng::seed_from_u64(13);
let centers = Array2::from_shape_fn((8, 8), |_| rng.random_range(-1.5..1.5));
let unit = Array3::from_shape_fn((8, 8, 8), |(_, i, j)| if i == j { 1.0 } else { 0.0 });
let equal = Array1::from_elem(8, 1.0 / 8.0);
let (data, _) = sample_mixture(1000, &equal, &centers, &unit, &mut rng).unwrap();
let before = Parameters { weights: equal, means: centers + 0.1, covariances: unit * 1.3 };

fn largest_difference(left: &Parameters, right: &Parameters) -> f64 {
    let weights = (&left.weights - &right.weights).into_dyn();
    let means = (&left.means - &right.means).into_dyn();
    let covariances = (&left.covariances - &right.covariances).into_dyn();
    let all = [weights, means, covariances];
    all.iter().flatten().fold(0.0, |most: f64, x| most.max(x.abs()))
}
fn check(step: Step, data: &Array2<f64>, before: &Parameters, expected: &Parameters) {
    let (found, log_likelihood) = step(data, before);
    let same = largest_difference(&found, expected) < 1e-10;
    println!("log-likelihood {log_likelihood:.4}, the textbook's parameters to 1e-10: {same}");
}
let steps = measured("steps");
fn pace(steps: &Measured, number: usize) {
    let (before, now) = (&steps.rows[number - 1], &steps.rows[number]);
    let (slow, quick) = (before.number("nanoseconds"), now.number("nanoseconds"));
    let factor = slow / quick;
    println!("{} {slow:.0} ns, {} {quick:.0} ns: {factor:.1} times as fast",
        before.text("step"), now.text("step"));
}

// textbook
/// Step 0: the body of the loop in `em`.
pub fn textbook(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    let Parameters {
        weights,
        means,
        covariances,
    } = before;
    let log_likelihood = log_likelihood(data, weights, means, covariances);
    let resp = compute_responsibilities(data, weights, means, covariances);
    let counts = compute_soft_counts(&resp);
    let weights = compute_weights(&counts);
    let means = compute_means(data, &resp, &counts);
    let covariances = compute_covariances(data, &resp, &counts, &means);
    (
        Parameters {
            weights,
            means,
            covariances,
        },
        log_likelihood,
    )
}
let (expected, log_likelihood) = textbook(&data, &before);
println!("log-likelihood {log_likelihood:.4}, weight 0 {:.4}", expected.weights[0]);
println!("{:.0} ns a sample", steps.rows[0].number("nanoseconds"));

// once
/// Step 1: each covariance is factored once, and each density serves both the
/// log-likelihood and the responsibilities.
pub fn once(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    let (n_components, n_features) = before.means.dim();
    let mut factors = Vec::new();
    let mut log_scales = Vec::new();
    for (k, covariance) in before.covariances.outer_iter().enumerate() {
        let factor = cholesky(&covariance).unwrap_or_else(|error| panic!("{error}"));
        let log_normalizer = 0.5 * n_features as f64 * (2.0 * PI).ln();
        let log_root_determinant = factor.diag().mapv(f64::ln).sum();
        log_scales.push(before.weights[k].ln() - log_normalizer - log_root_determinant);
        factors.push(factor);
    }
    let mut resp = Array2::zeros((data.nrows(), n_components));
    let mut log_likelihood = 0.0;
    for (sample, mut row) in data.rows().into_iter().zip(resp.rows_mut()) {
        let log_joint = Array1::from_shape_fn(n_components, |k| {
            let y = solve_lower(&factors[k], &(&sample - &before.means.row(k)));
            log_scales[k] - 0.5 * y.dot(&y)
        });
        let log_total = log_sum_exp(&log_joint);
        log_likelihood += log_total;
        row.assign(&log_joint.mapv(|value| (value - log_total).exp()));
    }
    let counts = compute_soft_counts(&resp);
    let weights = compute_weights(&counts);
    let means = compute_means(data, &resp, &counts);
    let covariances = compute_covariances(data, &resp, &counts, &means);
    (
        Parameters {
            weights,
            means,
            covariances,
        },
        log_likelihood,
    )
}
check(once, &data, &before, &expected);
pace(&steps, 1);

// flat
/// ln πₖ 𝒩(x | μₖ, Σₖ): forward substitution in `y`, row by row.
pub fn log_joint(x: &[f64], mean: &[f64], factor: &[f64], log_scale: f64, y: &mut [f64]) -> f64 {
    let d = x.len();
    let mut distance = 0.0;
    for i in 0..d {
        let (known, row) = (&y[..i], &factor[i * d..][..=i]);
        let explained: f64 = row.iter().zip(known).map(|(l, y)| l * y).sum();
        y[i] = (x[i] - mean[i] - explained) / row[i];
        distance += y[i] * y[i];
    }
    log_scale - 0.5 * distance
}

/// Step 2: rows of one slice in place of arrays, and all room made before the loop.
pub fn flat(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    let (n_components, d) = before.means.dim();
    let means = before.means.as_slice().expect("means are in row order");
    let mut factors = Vec::new();
    let mut log_scales = Vec::new();
    for (k, covariance) in before.covariances.outer_iter().enumerate() {
        let factor = cholesky(&covariance).unwrap_or_else(|error| panic!("{error}"));
        let log_root_determinant = factor.diag().mapv(f64::ln).sum();
        let log_normalizer = 0.5 * d as f64 * (2.0 * PI).ln() + log_root_determinant;
        log_scales.push(before.weights[k].ln() - log_normalizer);
        factors.extend(factor);
    }
    let rows = data.as_slice().expect("data are in row order");
    let mut resp = vec![0.0; data.nrows() * n_components];
    let mut y = vec![0.0; d];
    let mut log_likelihood = 0.0;
    for (x, resp) in rows
        .chunks_exact(d)
        .zip(resp.chunks_exact_mut(n_components))
    {
        for (k, resp) in resp.iter_mut().enumerate() {
            let (mean, factor) = (&means[k * d..][..d], &factors[k * d * d..][..d * d]);
            *resp = log_joint(x, mean, factor, log_scales[k], &mut y);
        }
        let largest = resp.iter().fold(f64::NEG_INFINITY, |a, &b| a.max(b));
        let sum: f64 = resp.iter().map(|value| (value - largest).exp()).sum();
        let log_total = largest + sum.ln();
        log_likelihood += log_total;
        resp.iter_mut()
            .for_each(|value| *value = (*value - log_total).exp());
    }
    (m_step(rows, &resp, n_components, d), log_likelihood)
}
check(flat, &data, &before, &expected);
pace(&steps, 2);

// whitened
/// Fills `resp` with the responsibilities for one sample; returns log₂ of its density.
pub fn responsibilities(x: &[f64], bells: &Whitened, resp: &mut [f64]) -> f64 {
    let d = x.len();
    let mut largest = f64::NEG_INFINITY;
    for (k, resp) in resp.iter_mut().enumerate() {
        let mut distance = 0.0;
        for i in 0..d {
            let mut y = -bells.offsets[k * d + i];
            for (p, x) in bells.factors[(k * d + i) * d..][..=i].iter().zip(x) {
                y += p * x;
            }
            distance += y * y;
        }
        *resp = bells.log_scales[k] - distance;
        largest = largest.max(*resp);
    }
    let mut sum = 0.0;
    for resp in &mut *resp {
        *resp = (*resp - largest).exp2();
        sum += *resp;
    }
    let scale = 1.0 / sum;
    resp.iter_mut().for_each(|resp| *resp *= scale);
    largest + sum.log2()
}

/// Step 3: no division but one a sample, and one exponential a component.
pub fn whitened(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    let (n_components, d) = before.means.dim();
    let bells = Whitened::new(before);
    let rows = data.as_slice().expect("data are in row order");
    let mut resp = vec![0.0; data.nrows() * n_components];
    let mut log2_likelihood = 0.0;
    for (x, resp) in rows
        .chunks_exact(d)
        .zip(resp.chunks_exact_mut(n_components))
    {
        log2_likelihood += responsibilities(x, &bells, resp);
    }
    (m_step(rows, &resp, n_components, d), log2_likelihood * LN_2)
}
check(whitened, &data, &before, &expected);
pace(&steps, 3);

// fused
/// Step 4: each sample is added to the sums while it is at hand; nothing of size N × K is kept.
pub fn fused(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    let (n_components, d) = before.means.dim();
    let bells = Whitened::new(before);
    let means = before.means.as_slice().expect("means are in row order");
    let rows = data.as_slice().expect("data are in row order");
    let mut moments = Moments::zero(n_components, d);
    let mut resp = vec![0.0; n_components];
    let mut z = vec![0.0; d];
    let mut log2_likelihood = 0.0;
    for x in rows.chunks_exact(d) {
        log2_likelihood += responsibilities(x, &bells, &mut resp);
        for (k, &r) in resp.iter().enumerate() {
            let mean = &means[k * d..][..d];
            moments.counts[k] += r;
            for i in 0..d {
                z[i] = x[i] - mean[i];
                let weighted = r * z[i];
                moments.sums[k * d + i] += weighted;
                let row = &mut moments.second[(k * d + i) * d..][..=i];
                for (second, z_j) in row.iter_mut().zip(&z) {
                    *second += weighted * z_j;
                }
            }
        }
    }
    (moments.maximize(before), log2_likelihood * LN_2)
}
check(fused, &data, &before, &expected);
pace(&steps, 4);

// score
/// a · b + c, in one instruction where the processor is known to have it.
#[inline(always)]
pub fn mul_add<const FUSED: bool>(a: f64, b: f64, c: f64) -> f64 {
    if FUSED { a.mul_add(b, c) } else { a * b + c }
}

/// log₂ πₖ 𝒩(xₙ | μₖ, Σₖ) of a tile's samples.
#[inline(always)]
pub fn score<const FUSED: bool>(x: &[Column], bells: &Whitened, k: usize, scores: &mut Column) {
    let d = x.len();
    for first in (0..TILE).step_by(LANES) {
        let mut distance = [0.0; LANES];
        for i in 0..d {
            let mut y = [-bells.offsets[k * d + i]; LANES];
            for (p, x) in bells.factors[(k * d + i) * d..][..=i].iter().zip(x) {
                let x = &x[first..][..LANES];
                for n in 0..LANES {
                    y[n] = mul_add::<FUSED>(*p, x[n], y[n]);
                }
            }
            for n in 0..LANES {
                distance[n] = mul_add::<FUSED>(y[n], y[n], distance[n]);
            }
        }
        for n in 0..LANES {
            scores[first + n] = bells.log_scales[k] - distance[n];
        }
    }
}

// normalize
/// Turns scores into responsibilities; returns the sum of log₂ density of the tile's `n` samples.
#[inline(always)]
pub fn normalize<const FUSED: bool, const OWN_EXP: bool>(scores: &mut [Column], n: usize) -> f64 {
    let mut largest = scores[0];
    for column in &scores[1..] {
        for n in 0..TILE {
            largest[n] = if column[n] > largest[n] {
                column[n]
            } else {
                largest[n]
            };
        }
    }
    let mut sum = [0.0; TILE];
    for column in &mut *scores {
        for n in 0..TILE {
            let below = column[n] - largest[n];
            column[n] = if OWN_EXP {
                exp2::<FUSED>(below)
            } else {
                below.exp2()
            };
            sum[n] += column[n];
        }
    }
    // One logarithm of sixteen sums, each between 1 and K, in place of sixteen.
    let products = sum[..n].chunks(16).map(|sums| sums.iter().product());
    let log2_sums: f64 = products.map(f64::log2).sum();
    for sum in &mut sum {
        *sum = 1.0 / *sum;
    }
    for column in scores {
        for (power, scale) in column.iter_mut().zip(&sum) {
            *power *= scale;
        }
        // What fills the last tile counts for nothing.
        column[n..].fill(0.0);
    }
    log2_sums + largest[..n].iter().sum::<f64>()
}

// tiled
/// Adds a tile's samples to the moments of component `k`.
#[inline(always)]
pub fn accumulate<const FUSED: bool>(
    x: &[Column],
    means: &[f64],
    resp: &Column,
    z: &mut [Column],
    moments: &mut Moments,
    k: usize,
) {
    let d = x.len();
    moments.counts[k] += sum(resp);
    for i in 0..d {
        let mut weighted = [0.0; TILE];
        for n in 0..TILE {
            z[i][n] = x[i][n] - means[i];
            weighted[n] = resp[n] * z[i][n];
        }
        moments.sums[k * d + i] += sum(&weighted);
        let row = &mut moments.second[(k * d + i) * d..][..=i];
        for (second, z_j) in row.iter_mut().zip(&*z) {
            *second += dot::<FUSED>(&weighted, z_j);
        }
    }
}

/// Σₙ aₙ in `LANES` sums side by side: no addition waits for the one before it.
#[inline(always)]
pub fn sum(a: &Column) -> f64 {
    let mut sums = [0.0; LANES];
    for a in a.chunks_exact(LANES) {
        for n in 0..LANES {
            sums[n] += a[n];
        }
    }
    sums.iter().sum()
}

/// Σₙ aₙ bₙ, likewise.
#[inline(always)]
pub fn dot<const FUSED: bool>(a: &Column, b: &Column) -> f64 {
    let mut sums = [0.0; LANES];
    for (a, b) in a.chunks_exact(LANES).zip(b.chunks_exact(LANES)) {
        for n in 0..LANES {
            sums[n] = mul_add::<FUSED>(a[n], b[n], sums[n]);
        }
    }
    sums.iter().sum()
}

/// Samples of a tile: few enough that its columns stay in cache.
pub const TILE: usize = 256;
/// Samples that are worked on at once.
pub const LANES: usize = 16;
/// A number for each sample of a tile.
pub type Column = [f64; TILE];

/// Step 5: the samples in tiles, each feature of a tile in a column of its own.
#[inline(always)]
pub fn tiled<const FUSED: bool, const OWN_EXP: bool>(
    data: &Array2<f64>,
    before: &Parameters,
) -> (Parameters, f64) {
    let (n_components, d) = before.means.dim();
    let bells = Whitened::new(before);
    let means = before.means.as_slice().expect("means are in row order");
    let rows = data.as_slice().expect("data are in row order");
    let mut moments = Moments::zero(n_components, d);
    let mut x = vec![[0.0; TILE]; d];
    let mut z = vec![[0.0; TILE]; d];
    let mut resp = vec![[0.0; TILE]; n_components];
    let mut log2_likelihood = 0.0;
    for samples in rows.chunks(TILE * d) {
        for (n, sample) in samples.chunks_exact(d).enumerate() {
            for (column, value) in x.iter_mut().zip(sample) {
                column[n] = *value;
            }
        }
        for (k, resp) in resp.iter_mut().enumerate() {
            score::<FUSED>(&x, &bells, k, resp);
        }
        log2_likelihood += normalize::<FUSED, OWN_EXP>(&mut resp, samples.len() / d);
        for (k, resp) in resp.iter().enumerate() {
            accumulate::<FUSED>(&x, &means[k * d..][..d], resp, &mut z, &mut moments, k);
        }
    }
    (moments.maximize(before), log2_likelihood * LN_2)
}
check(tiled::<false, false>, &data, &before, &expected);
pace(&steps, 5);

// wide
/// Steps 6 and 7: asks the processor what it can do, and runs the tiles compiled for that.
pub fn wide<const OWN_EXP: bool>(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    #[cfg(target_arch = "x86_64")]
    {
        let has_avx2 = is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma");
        if has_avx2 && is_x86_feature_detected!("avx512f") {
            // SAFETY: the processor has AVX-512.
            return unsafe { with_avx512::<OWN_EXP>(data, before) };
        }
        if has_avx2 {
            // SAFETY: the processor has AVX2 and fused multiply-add.
            return unsafe { with_avx2::<OWN_EXP>(data, before) };
        }
    }
    tiled::<false, OWN_EXP>(data, before)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx2,fma")]
fn with_avx512<const OWN_EXP: bool>(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    tiled::<true, OWN_EXP>(data, before)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn with_avx2<const OWN_EXP: bool>(data: &Array2<f64>, before: &Parameters) -> (Parameters, f64) {
    tiled::<true, OWN_EXP>(data, before)
}
check(wide::<false>, &data, &before, &expected);
pace(&steps, 6);

// degrees
fn taylor(f: f64, degree: i32) -> f64 {
    let (mut term, mut sum) = (1.0, 1.0);
    for i in 1..=degree {
        term *= f * LN_2 / f64::from(i);
        sum += term;
    }
    sum
}
for degree in [3, 6, 9, 11, 12, 13] {
    let errors = (-50..=50).map(|i| {
        let f = f64::from(i) / 100.0;
        (taylor(f, degree) / f.exp2() - 1.0).abs()
    });
    let worst = errors.fold(0.0, f64::max);
    if worst > 1e-15 {
        println!("degree {degree:2}: off by {worst:.0e} at most");
    } else {
        println!("degree {degree:2}: off by roundings only");
    }
}

// own-exp
/// 2ᶠ for |f| ≤ ½: 1 + f · (c₁ + c₂ f + …), where the bracket interpolates (2ᶠ − 1) / f.
pub const COEFFICIENTS: [f64; 12] = [
    1.0,
    LN_2,
    0.240_226_506_959_100_97,
    0.055_504_108_664_821_6,
    0.009_618_129_107_606_888,
    0.001_333_355_814_641_693_6,
    0.000_154_035_304_417_360_5,
    1.525_273_382_983_612e-5,
    1.321_544_258_792_169e-6,
    1.017_806_244_584_577_4e-7,
    7.072_585_949_269_223e-9,
    4.454_960_598_186_518_6e-10,
];

/// 2ˣ for x ≤ 0, where x below −1000 counts as −1000: 2ˣ = 2ⁿ 2ᶠ, n whole, |f| ≤ ½.
#[inline(always)]
pub fn exp2<const FUSED: bool>(x: f64) -> f64 {
    // Beside 1.5 · 2⁵² there is no room for a fraction: the sum is rounded to a whole number, and
    // its last bits are n.
    let rounder = 6_755_399_441_055_744.0;
    let x = if x > -1000.0 { x } else { -1000.0 };
    let shifted = x + rounder;
    let f = x - (shifted - rounder);
    let mut power = COEFFICIENTS[11];
    for i in (0..11).rev() {
        power = mul_add::<FUSED>(power, f, COEFFICIENTS[i]);
    }
    // The exponent of a number stands above its 52 bits of fraction: adding n there multiplies by 2ⁿ.
    f64::from_bits(power.to_bits().wrapping_add(shifted.to_bits() << 52))
}
let mut worst: f64 = 0.0;
for i in 0..=10000 {
    let x = -f64::from(i) / 100.0;
    worst = worst.max((exp2::<false>(x) / x.exp2() - 1.0).abs());
}
println!("off by less than two roundings: {}", worst < 2.0 * f64::EPSILON);
let (small, smaller) = (exp2::<false>(-800.0), exp2::<false>(-2000.0));
println!("2^-800 = {small:.0e}, 2^-2000 counts as {smaller:.0e}");
check(wide::<true>, &data, &before, &expected);
pace(&steps, 7);

// engine-pace
let mut numbered = steps.clone();
numbered.rows.retain(|row| !row.text("number").is_empty());
pace(&numbered, 8);
print!("on two threads: ");
pace(&numbered, 9);

// all-steps
println!("step                    threads      ns  median");
for row in &steps.rows {
    println!("{:>1} {:22}{:>7}{:8.0}{:8.0}", row.text("number"), row.text("step"),
        row.text("threads"), row.number("nanoseconds"), row.number("median"));
}
let limit = (operations as f64 / peak + n_components as f64 / exponentials) * 1e9;
println!("  the limit of one core        {limit:8.0}");
let factor = numbered.rows[0].number("nanoseconds") / numbered.rows[8].number("nanoseconds");
println!("from step 0 to step 8: {factor:.0} times as fast");

// all-steps-drawn
let points: Vec<(f64, f64)> =
    numbered.rows.iter().map(|row| (row.number("number"), row.number("nanoseconds"))).collect();
Plot::new()
    .labels("step", "ns per sample")
    .line("", points.iter().copied())
    .dots("", points.iter().copied())
    .horizontal(limit, "limit of one core")
    .log_y(10.0)
    .y_range(5.0, 20000.0)
    .size(600, 380);

// roofline-table
fn operations_of(case: &Row) -> f64 {
    let (d, k) = (case.number("d"), case.number("k"));
    // Of a diagonal covariance: whiten, square, two sums for every feature, and the count.
    let multiply_adds = match case.text("covariance") {
        "diagonal" => 4.0 * d + 1.0,
        _ => d * d + 3.0 * d + 1.0,
    };
    2.0 * k * multiply_adds
}
let cases = measured("cases");
println!("  d  k           | least ns: memory multiply-adds  exp | measured ns  share");
for case in &cases.rows {
    let (d, k, now) = (case.number("d"), case.number("k"), case.number("nanoseconds"));
    let memory = 8.0 * d / bandwidth * 1e9;
    let multiply_adds = operations_of(case) / peak * 1e9;
    let exp = k / exponentials * 1e9;
    let share = 100.0 * memory.max(multiply_adds + exp) / now;
    print!("{d:3}{k:3} {:9} | {memory:16.1} {multiply_adds:13.1}", case.text("covariance"));
    println!(" {exp:4.1} | {now:11.1} {share:5.0}%");
}

// roofline
let corner = peak / bandwidth;
let roof = [(1.0, bandwidth), (corner, peak), (1000.0, peak)];
let names = ["2 features", "8 features", "32 features", "64 features", "16 features, diagonal"];
let under_roof = Plot::new()
    .labels("operations per byte", "billion operations per second")
    .line("the limit", roof.map(|(x, y)| (x, y / 1e9)))
    .log_x(10.0)
    .log_y(10.0)
    .x_range(1.0, 1000.0)
    .y_range(5.0, 200.0)
    .size(600, 400);
cases.rows.iter().zip(names).fold(under_roof.clone(), |plot, (case, name)| {
    let work = operations_of(case);
    plot.dots(name, [(work / (8.0 * case.number("d")), work / case.number("nanoseconds"))])
});

// growth
let growth = measured("growth");
fn grown(growth: &Measured, vary: &str) -> Plot {
    // One line for all rows that differ in what varies alone.
    let mut lines: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
    for row in growth.rows.iter().filter(|row| row.text("vary") == vary) {
        let label = match vary {
            "n" => format!("d = {}, K = {}", row.text("d"), row.text("k")),
            _ => row.text("covariance").to_owned(),
        };
        let point = (row.number(vary), row.number("nanoseconds"));
        match lines.iter_mut().find(|(known, _)| *known == label) {
            Some((_, points)) => points.push(point),
            None => lines.push((label, vec![point])),
        }
    }
    let panel = Plot::new().title(format!("ns per sample, by {vary}"));
    lines.into_iter().fold(panel.log_y(10.0).y_range(1.0, 10000.0), |plot, (label, points)| {
        plot.line(label, points.iter().copied()).dots("", points)
    })
}
row([
    grown(&growth, "n").log_x(10.0),
    grown(&growth, "d").log_x(2.0),
    grown(&growth, "k").log_x(2.0),
]);

// peers
let mut peers = measured("peers");
peers.rows.retain(|row| row.text("threads") == "1" && row.text("peer") != "engine");
// For each peer, the number of a problem in `cases` and the ratio, once for every run.
let mut ratios: Vec<(String, Vec<(f64, f64)>)> = Vec::new();
for row in &peers.rows {
    let same = |case: &Row, column: &str| case.text(column) == row.text(column);
    let is_this = |case: &Row| ["d", "k", "covariance"].iter().all(|column| same(case, column));
    let Some(at) = cases.rows.iter().position(is_this) else { continue };
    let point = (at as f64 + 1.0, row.number("ratio"));
    match ratios.iter_mut().find(|(peer, _)| peer == row.text("peer")) {
        Some((_, points)) => points.push(point),
        None => ratios.push((row.text("peer").to_owned(), vec![point])),
    }
}
println!("one thread: how many times as long as the engine an iteration takes");
print!("   d  K          ");
for (peer, _) in &ratios {
    print!(" | {peer:>14}");
}
println!();
for (at, case) in (1..).zip(&cases.rows) {
    print!("{at}: {:>2} {:>2} {:8}", case.text("d"), case.text("k"), case.text("covariance"));
    for (_, points) in &ratios {
        let here = points.iter().filter(|(x, _)| *x == f64::from(at)).map(|(_, ratio)| *ratio);
        let (least, most) = here.fold((f64::INFINITY, 0.0), |(least, most): (f64, f64), ratio| {
            (least.min(ratio), most.max(ratio))
        });
        let said = match () {
            () if most == 0.0 => String::new(),
            () if least == most => format!("{least:.1}"),
            () => format!("{least:.1} to {most:.1}"),
        };
        print!(" | {said:>14}");
    }
    println!();
}

// peers-drawn
let above_engine = Plot::new()
    .labels("problem", "times as long as the engine")
    .horizontal(1.0, "the engine")
    .x_range(0.5, 5.5)
    .log_y(10.0)
    .y_range(0.5, 200.0)
    .size(600, 380);
ratios.iter().fold(above_engine.clone(), |plot, (peer, points)| {
    plot.dots(peer.as_str(), points.iter().copied())
});

// not-shifted
let side = 3.0_f64.sqrt();
// From an even distribution of width 2√3, whose variance is 1; the sample has a variance of its own.
let far: Vec<f64> = (0..1000).map(|_| 1e8 + rng.random_range(-side..side)).collect();
fn variance(values: &[f64], shift: f64) -> f64 {
    let (mut sum, mut squares) = (0.0, 0.0);
    for x in values {
        sum += x - shift;
        squares += (x - shift).powi(2);
    }
    let n = values.len() as f64;
    squares / n - (sum / n).powi(2)
}
println!("not shifted {:.1}, shifted {:.4}", variance(&far, 0.0), variance(&far, far[0]));

// far-away
// Multiples of 2⁻²⁰: moving them by 10⁸ rounds nothing.
fn on_grid(values: &Array2<f64>) -> Array2<f64> {
    values.mapv(|x| (x * 1048576.0).round() / 1048576.0)
}
let as_drawn = (data.clone(), before.means.clone());
let gridded = (on_grid(&data), on_grid(&before.means));
for (kind, (near, means)) in [("as drawn", as_drawn), ("on the grid", gridded)] {
    let (far, far_means) = (&near + 1e8, &means + 1e8);
    let near_before = Parameters { means, ..before.clone() };
    let far_before = Parameters { means: far_means, ..before.clone() };
    for (name, step) in [("textbook", textbook as Step), ("whitened", whitened)] {
        let off = step(&far, &far_before).1 - step(&near, &near_before).1;
        println!("{kind}, {name}: the log-likelihood is off by {:.0e}", off.abs());
    }
}

// underflow
println!("exp(-800) = {}, over itself = {}", (-800_f64).exp(), (-800_f64).exp() / (-800_f64).exp());

// single
let (mut single, mut double) = (0.0_f32, 0.0_f64);
for _ in 0..1_000_000 {
    single += 0.1;
    double += f64::from(0.1_f32);
}
println!("a million times 0.1: {single:.1} in f32, {double:.4} in f64");

// order
let values: Vec<f64> = (0..8000).map(|_| rng.random::<f64>()).collect();
let parts: Vec<f64> = values.chunks(1000).map(|part| part.iter().sum()).collect();
let mut order = [0, 1, 2, 3, 4, 5, 6, 7];
let mut sums = std::collections::BTreeSet::new();
for _ in 0..1000 {
    let (i, j) = (rng.random_range(0..8), rng.random_range(0..8));
    order.swap(i, j);
    sums.insert(order.iter().map(|&part| parts[part]).sum::<f64>().to_bits());
}
println!("different sums: {}", sums.len());

// same-bits
use gmm::gaussian_mixture::{Covariances, GaussianMixture, Mixture};
let rows = data.select(Axis(0), &(0..20000).map(|n| n % 1000).collect::<Vec<_>>());
let start = Mixture::new(before.weights.clone(), before.means.clone(),
    Covariances::Full(before.covariances.clone())).unwrap();
fn fit_on(threads: usize, rows: &Array2<f64>, start: &Mixture) -> Mixture {
    let fit = GaussianMixture::new(8).warm_start(start).max_iter(2).tolerance(0.0);
    fit.threads(threads).fit(rows).unwrap().mixture
}
let (one, two) = (fit_on(1, &rows, &start), fit_on(2, &rows, &start));
let same = one.means().iter().zip(two.means()).all(|(a, b)| a.to_bits() == b.to_bits());
println!("one thread and two, the same bits: {same}");
}
