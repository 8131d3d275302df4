//! Measurements of penguins of three species, some of them missing.

use ndarray::{Array2, Axis};

/// The columns of the file that are measurements.
const FEATURES: [usize; 4] = [2, 3, 4, 5];

/// Measurements of penguins, with the species of each.
#[derive(Debug, Clone, PartialEq)]
pub struct Penguins {
    /// The species of each penguin, `(n_samples)`: Adelie, Chinstrap or Gentoo.
    pub species: Vec<String>,
    /// Bill length, bill depth and flipper length in millimeters, body mass in grams,
    /// `(n_samples, 4)`; NaN where the measurement is missing.
    pub features: Array2<f64>,
    /// Name of each column of `features`, with its unit.
    pub feature_names: Vec<String>,
}

impl Penguins {
    /// The penguins with all four measurements, and how many others were left out.
    ///
    /// # Examples
    /// ```
    /// let (penguins, n_dropped) = gmm::data::penguins().complete();
    /// assert_eq!((penguins.features.nrows(), n_dropped), (342, 2));
    /// assert_eq!(penguins.species.len(), 342);
    /// ```
    pub fn complete(&self) -> (Penguins, usize) {
        let rows = self.features.rows().into_iter().enumerate();
        let kept: Vec<usize> = rows
            .filter(|(_, row)| !row.iter().any(|value| value.is_nan()))
            .map(|(n, _)| n)
            .collect();
        let n_dropped = self.species.len() - kept.len();
        let complete = Penguins {
            species: kept.iter().map(|&n| self.species[n].clone()).collect(),
            features: self.features.select(Axis(0), &kept),
            feature_names: self.feature_names.clone(),
        };
        (complete, n_dropped)
    }
}

/// 344 penguins around Palmer Station, Antarctica, two of them without measurements.
///
/// Gorman, Williams & Fraser 2014, *PLoS ONE* 9(3), e90081.
pub fn penguins() -> Penguins {
    let mut lines = include_str!("penguins.csv").lines();
    let header: Vec<&str> = lines.next().unwrap_or("").split(',').collect();
    let records: Vec<Vec<&str>> = lines.map(|line| line.split(',').collect()).collect();
    let measurement = |(n, d): (usize, usize)| match records[n][FEATURES[d]] {
        "NA" => f64::NAN,
        field => field.parse().expect("an embedded file holds numbers"),
    };
    Penguins {
        species: records.iter().map(|record| record[0].into()).collect(),
        features: Array2::from_shape_fn((records.len(), FEATURES.len()), measurement),
        feature_names: FEATURES.map(|column| header[column].into()).to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_344_penguins_have_no_measurements() {
        let all = penguins();
        assert_eq!(all.features.dim(), (344, 4));
        assert_eq!(all.feature_names[3], "body_mass_g");
        assert_eq!(all.features.row(0).to_vec(), [39.1, 18.7, 181.0, 3750.0]);
        assert!(all.features.row(3).iter().all(|value| value.is_nan()));
        let (complete, n_dropped) = all.complete();
        assert_eq!((complete.features.dim(), n_dropped), ((342, 4), 2));
        assert!(complete.features.iter().all(|value| value.is_finite()));
    }

    #[test]
    fn complete_penguins_keep_their_species() {
        let (complete, _) = penguins().complete();
        let count = |name| complete.species.iter().filter(|s| *s == name).count();
        let counts = ["Adelie", "Chinstrap", "Gentoo"].map(count);
        // 152, 68 and 124 in the paper; one Adelie and one Gentoo were not measured.
        assert_eq!(counts, [151, 68, 123]);
        let last = complete.features.row(341).to_vec();
        assert_eq!(last, penguins().features.row(343).to_vec());
    }

    #[test]
    fn complete_penguins_have_none_to_drop() {
        let (complete, _) = penguins().complete();
        assert_eq!(complete.complete(), (complete, 0));
    }
}
