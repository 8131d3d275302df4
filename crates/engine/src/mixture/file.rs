//! The file format of a mixture: it has a version, and loading checks the parameters.

use ndarray::{Array1, Array2, Array3};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::covariance::Covariances;
use super::model::Mixture;
use crate::Error;

const VERSION: u32 = 1;

/// A mixture as nested lists, which every language can read.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    weights: Vec<f64>,
    means: Vec<Vec<f64>>,
    #[serde(flatten)]
    covariances: Shape,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "covariance", content = "covariances", rename_all = "lowercase")]
enum Shape {
    Full(Vec<Vec<Vec<f64>>>),
    Tied(Vec<Vec<f64>>),
    Diagonal(Vec<Vec<f64>>),
    Spherical(Vec<f64>),
}

impl Serialize for Mixture {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        File::from(self).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Mixture {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::try_from(File::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

impl From<&Mixture> for File {
    fn from(mixture: &Mixture) -> Self {
        Self {
            version: VERSION,
            weights: mixture.weights().to_vec(),
            means: rows(mixture.means()),
            covariances: match mixture.covariance_parameters() {
                Covariances::Full(full) => {
                    Shape::Full(full.outer_iter().map(|one| rows(&one.to_owned())).collect())
                }
                Covariances::Tied(tied) => Shape::Tied(rows(tied)),
                Covariances::Diagonal(variances) => Shape::Diagonal(rows(variances)),
                Covariances::Spherical(variances) => Shape::Spherical(variances.to_vec()),
            },
        }
    }
}

impl TryFrom<File> for Mixture {
    type Error = Error;

    fn try_from(file: File) -> Result<Self, Error> {
        if file.version != VERSION {
            let version = file.version;
            return Err(malformed(format!(
                "it is of version {version}, this library reads {VERSION}"
            )));
        }
        let covariances = match file.covariances {
            Shape::Full(full) => Covariances::Full(cube(&full)?),
            Shape::Tied(tied) => Covariances::Tied(matrix(&tied)?),
            Shape::Diagonal(variances) => Covariances::Diagonal(matrix(&variances)?),
            Shape::Spherical(variances) => Covariances::Spherical(Array1::from(variances)),
        };
        Self::new(
            Array1::from(file.weights),
            matrix(&file.means)?,
            covariances,
        )
    }
}

fn rows(matrix: &Array2<f64>) -> Vec<Vec<f64>> {
    matrix.rows().into_iter().map(|row| row.to_vec()).collect()
}

fn matrix(rows: &[Vec<f64>]) -> Result<Array2<f64>, Error> {
    let width = rows.first().map_or(0, Vec::len);
    Array2::from_shape_vec((rows.len(), width), rows.concat())
        .ok()
        .filter(|_| rows.iter().all(|row| row.len() == width))
        .ok_or_else(|| malformed("its rows are of different lengths".to_owned()))
}

fn cube(matrices: &[Vec<Vec<f64>>]) -> Result<Array3<f64>, Error> {
    let matrices: Vec<Array2<f64>> = matrices
        .iter()
        .map(|rows| matrix(rows))
        .collect::<Result<_, _>>()?;
    let views: Vec<_> = matrices.iter().map(|matrix| matrix.view()).collect();
    ndarray::stack(ndarray::Axis(0), &views).map_err(|_| {
        malformed("its covariances are of different sizes, or there is none".to_owned())
    })
}

fn malformed(reason: String) -> Error {
    Error::Malformed {
        what: "the mixture's file",
        reason,
    }
}
