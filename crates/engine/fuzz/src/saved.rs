//! Mixtures in JSON and statistics in bytes: arbitrary, valid, and damaged.

use arbitrary::{Arbitrary, Result, Unstructured};
use gaussian_mixture::{Error, Mixture, SufficientStatistics};
use ndarray::Array2;

use crate::{check_message, mixture, values};

/// The input to load.
#[derive(Debug)]
pub enum Case {
    /// Parameters, and samples to predict for.
    New(Box<std::result::Result<Mixture, Error>>, Array2<f64>),
    /// A saved mixture.
    Text(Vec<u8>),
    /// Statistics, and a regularization.
    Bytes(Vec<u8>, f64),
}

impl<'a> Arbitrary<'a> for Case {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let kind = u.int_in_range(0..=7)?;
        if kind < 2 {
            let bytes = u.bytes(u.len())?.to_vec();
            return Ok(match kind {
                0 => Self::Text(bytes),
                _ => Self::Bytes(bytes, 0.0),
            });
        }
        let (k, d) = (u.int_in_range(0..=3)?, u.int_in_range(0..=10)?);
        let mixture = mixture::any(u, k, d)?;
        let n = u.int_in_range(0..=4)?;
        let data = values::array(u, (n, d), values::tame)?;
        Ok(match mixture {
            Ok(mixture) if kind < 5 => Self::Text(text(u, &mixture)?),
            Ok(mixture) if kind < 7 => Self::Bytes(bytes(u, &mixture, &data)?, values::any(u)?),
            mixture => Self::New(Box::new(mixture), data),
        })
    }
}

/// A saved mixture with a few characters changed.
fn text(u: &mut Unstructured, mixture: &Mixture) -> Result<Vec<u8>> {
    const WORDS: [&str; 16] = [
        "", "0", "-", "e", "1e999", "-1e-400", "null", "[", "]", ",", "\"", "{}", "[]", "NaN", "9",
        "\"x\":1,",
    ];
    let mut text = serde_json::to_vec(mixture).expect("a mixture can be saved");
    for _ in 0..u.int_in_range(0..=3)? {
        let from = u.choose_index(text.len() + 1)?;
        let length = u.int_in_range(0..=3)?.min(text.len() - from);
        let word = u.choose(&WORDS)?;
        text.splice(from..from + length, word.bytes());
    }
    Ok(text)
}

/// Statistics of the data with a few words changed, mostly with a valid checksum.
fn bytes(u: &mut Unstructured, mixture: &Mixture, data: &Array2<f64>) -> Result<Vec<u8>> {
    let Ok(mut statistics) = SufficientStatistics::new(mixture) else {
        return Ok(vec![]);
    };
    if let Err(error) = statistics.update(data) {
        check_message(&error);
    }
    let mut bytes = statistics.to_bytes();
    bytes.truncate(bytes.len() - 8);
    for _ in 0..u.int_in_range(0..=3)? {
        // Most fields have eight bytes.
        let place = u.choose_index(bytes.len() / 8)? * 8;
        let word = match u.int_in_range(0..=3)? {
            0 => u.arbitrary::<u64>()?,
            1 => u64::from(u.arbitrary::<u8>()?),
            _ => values::any(u)?.to_bits(),
        };
        bytes[place..][..8].copy_from_slice(&word.to_le_bytes());
    }
    if u.ratio(1, 8)? {
        let length = u.choose_index(bytes.len() + 16)?;
        bytes.resize(length, 0);
    }
    let damage = u64::from(u.ratio(1, 8)?);
    let sum = checksum(&bytes) ^ damage;
    bytes.extend(sum.to_le_bytes());
    Ok(bytes)
}

/// FNV-1a, as in the engine.
fn checksum(bytes: &[u8]) -> u64 {
    let step = |sum: u64, &byte: &u8| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

impl Case {
    pub fn check(self) {
        match self {
            Self::New(mixture, data) => match *mixture {
                Ok(mixture) => check_mixture(&mixture, &data),
                Err(error) => check_message(&error),
            },
            Self::Text(text) => match serde_json::from_slice::<Mixture>(&text) {
                Ok(mixture) => check_mixture(&mixture, mixture.means()),
                Err(error) => assert!(!error.to_string().is_empty()),
            },
            Self::Bytes(bytes, ridge) => match SufficientStatistics::from_bytes(&bytes) {
                Ok(statistics) => check_statistics(statistics, &bytes, ridge),
                Err(error) => check_message(&error),
            },
        }
    }
}

fn check_mixture(mixture: &Mixture, data: &Array2<f64>) {
    mixture::check_parameters(mixture);
    mixture::check_answers(mixture, data);
    if data.iter().all(|x| x.abs() <= 1e153) {
        mixture::check_saved(mixture, data);
    }
    if let Some(sample) = data.rows().into_iter().next() {
        mixture::check_derived(mixture, sample);
    }
}

fn check_statistics(mut statistics: SufficientStatistics, bytes: &[u8], ridge: f64) {
    assert_eq!(statistics.to_bytes(), bytes);
    mixture::check_parameters(statistics.mixture());
    let counts = statistics.soft_counts();
    assert!(counts.iter().all(|count| count.is_finite()));
    let means = statistics.mixture().means().clone();
    if let Err(error) = statistics.update(&means) {
        check_message(&error);
    }
    let again = SufficientStatistics::from_bytes(bytes).unwrap();
    if let Err(error) = statistics.merge(&again) {
        check_message(&error);
    }
    match statistics.maximize(ridge) {
        Ok(mixture) => mixture::check_parameters(&mixture),
        Err(error) => check_message(&error),
    }
}
