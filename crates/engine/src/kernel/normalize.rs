//! From log densities to responsibilities: log-sum-exp across the components.

use super::exp::exp2;
use super::simd::Simd;
use super::tile::Tile;

/// Turns a tile's scores into powers of two over the largest of each row, and finds what scales
/// them to responsibilities. Returns the sum over the samples of weight · log₂ density.
///
/// ```text
/// log₂ Σₖ 2^sₖ = m + log₂ Σₖ 2^(sₖ − m),    m = maxₖ sₖ
/// ```
///
/// # Numerics
/// Where every weight is 1 the sums, each between 1 and K, are multiplied together for as long
/// as they cannot overflow, and one logarithm is taken of the product.
#[inline(always)]
pub(super) fn normalize<S: Simd, const V: usize>(
    simd: S,
    tile: &mut Tile,
    n_components: usize,
) -> f64 {
    let capacity = tile.capacity;
    let one = simd.splat(1.0);
    // K^(factors · LANES) < 2^1000
    let bits = libm::log2(n_components as f64).max(1e-3) * S::LANES as f64;
    let factors = (1000.0 / bits).min(1e6) as usize;
    let mut largest_sum = simd.splat(0.0);
    let mut product = one;
    let mut product_log = 0.0;
    let mut n_factors = 0;
    let mut n = 0;
    while n < tile.padded {
        let mut largest = [simd.splat(f64::NEG_INFINITY); V];
        for scores in tile.scores.chunks_exact(capacity) {
            let scores = &scores[n..][..V * S::LANES];
            for v in 0..V {
                largest[v] = simd.max(largest[v], simd.load(&scores[v * S::LANES..]));
            }
        }
        let mut sum = [simd.splat(0.0); V];
        for scores in tile.scores.chunks_exact_mut(capacity) {
            let scores = &mut scores[n..][..V * S::LANES];
            for v in 0..V {
                let score = &mut scores[v * S::LANES..];
                let power = exp2(simd, simd.sub(simd.load(score), largest[v]));
                simd.store(power, score);
                sum[v] = simd.add(sum[v], power);
            }
        }
        for v in 0..V {
            let weight = simd.load(&tile.weights[n..]);
            simd.store(simd.div(weight, sum[v]), &mut tile.scales[n..]);
            if tile.uniform {
                largest_sum = simd.add(largest_sum, largest[v]);
                product = simd.mul(product, sum[v]);
                n_factors += 1;
                if n_factors == factors {
                    product_log += log2_of_product(simd, product);
                    product = one;
                    n_factors = 0;
                }
            } else {
                simd.store(largest[v], &mut tile.log_densities[n..]);
                simd.store(sum[v], &mut tile.sums[n..]);
            }
            n += S::LANES;
        }
    }
    if tile.uniform {
        return product_log + log2_of_product(simd, product) + sum_of(simd, largest_sum);
    }
    let mut total = 0.0;
    for n in 0..tile.padded {
        tile.log_densities[n] += simd.log2(tile.sums[n]);
        total += tile.weights[n] * tile.log_densities[n];
    }
    total
}

/// log₂ of the product of all lanes.
#[inline(always)]
fn log2_of_product<S: Simd>(simd: S, factors: S::Vector) -> f64 {
    let mut lanes = [1.0; 8];
    simd.store(factors, &mut lanes);
    simd.log2(lanes.iter().product())
}

/// The sum of all lanes.
#[inline(always)]
pub(super) fn sum_of<S: Simd>(simd: S, vector: S::Vector) -> f64 {
    let mut lanes = [0.0; 8];
    simd.store(vector, &mut lanes);
    ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5]))
        + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
}
