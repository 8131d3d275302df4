//! Saved mixtures, and NumPy files: `cargo test --features npy,serde --test files`.

#![cfg(all(feature = "npy", feature = "serde"))]

mod data;

use std::error::Error as StdError;
use std::{fs, io};

use data::old_faithful;
use gaussian_mixture::input::{NpyFile, ReadError};
use gaussian_mixture::{Chunks as _, Error, Fit, GaussianMixture, Mixture};
use ndarray::Array2;
use ndarray_npy::WriteNpyExt as _;

mod problems;
use problems::{Problem, SHAPES, start_of_shape};

#[test]
fn saving_and_loading_a_mixture_changes_no_bit() {
    let problem = Problem::random(3, 10, 3, 2);
    for shape in SHAPES {
        let mixture = start_of_shape(&problem.start, shape);
        let text = serde_json::to_string(&mixture).unwrap();
        assert!(text.starts_with(r#"{"version":1,"#), "{text}");
        assert_eq!(serde_json::from_str::<Mixture>(&text).unwrap(), mixture);
    }
}

#[test]
fn an_invalid_saved_mixture_is_refused() {
    let good = r#"{"version":1,"weights":[0.5,0.5],"means":[[0.0],[1.0]],"covariance":"full","covariances":[[[1.0]],[[2.0]]]}"#;
    assert!(serde_json::from_str::<Mixture>(good).is_ok());
    for (from, to, reason) in [
        ("\"version\":1", "\"version\":2", "version 2"),
        ("[0.5,0.5]", "[0.5,0.6]", "sum to 1.1"),
        ("[0.5,0.5]", "[1.0]", "number of weights"),
        ("[[0.0],[1.0]]", "[[0.0],[1.0,2.0]]", "different lengths"),
        ("[[2.0]]", "[[-2.0]]", "not positive definite"),
        ("[[2.0]]", "[[2.0],[1.0]]", "different sizes"),
        ("\"full\"", "\"round\"", "unknown variant"),
    ] {
        let bad = good.replace(from, to);
        assert_ne!(bad, good);
        let error = serde_json::from_str::<Mixture>(&bad)
            .unwrap_err()
            .to_string();
        assert!(error.contains(reason), "{bad}: {error}");
    }
    for length in 0..good.len() {
        assert!(serde_json::from_str::<Mixture>(&good[..length]).is_err());
    }
}

#[test]
fn the_number_of_threads_changes_no_byte_of_a_saved_mixture() {
    let data = Problem::random(8, 40_000, 3, 4).data;
    let saved = |threads| {
        let fit = GaussianMixture::new(4)
            .seed(42)
            .max_iter(8)
            .threads(threads)
            .fit(&data);
        serde_json::to_vec(&fit.unwrap().mixture).unwrap()
    };
    assert_eq!(saved(1), saved(2));
    assert_eq!(saved(1), saved(4));
}

#[test]
fn a_numpy_file_gives_the_same_fit_as_a_view_and_in_chunks() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data.npy");
    let options = GaussianMixture::new(2).seed(1);
    let single: Array2<f32> = old_faithful().mapv(|x| x as f32);
    single.write_npy(fs::File::create(&path).unwrap()).unwrap();
    let mut file = NpyFile::open(&path).unwrap();
    let whole = options.fit(&single).unwrap();
    assert_eq!(options.fit(&file.view::<f32>().unwrap()).unwrap(), whole);
    let chunked = options.fit_chunks(&mut file).unwrap();
    approx::assert_abs_diff_eq!(
        *chunked.mixture.means(),
        *whole.mixture.means(),
        epsilon = 1e-10
    );
    assert!(matches!(file.view::<f64>(), Err(ReadError::OtherType(_))));
}

#[test]
fn a_numpy_file_of_another_type_or_shape_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("other.npy");
    ndarray_npy::write_npy(&path, &Array2::<f32>::ones((3, 2))).unwrap();
    let whole = fs::read(&path).unwrap();
    let single = NpyFile::open(&path).unwrap();
    let error = single.view::<f64>().unwrap_err().to_string();
    assert!(
        error.contains("<f4") && error.contains("read f32 as f32"),
        "{error}"
    );
    fs::write(&path, &whole[..whole.len() - 5]).unwrap();
    let mut cut = NpyFile::open(&path).unwrap();
    let error = cut.for_each(&mut |_| Ok(())).unwrap_err();
    assert_eq!(error, cut.view::<f32>().unwrap_err().into());
    ndarray_npy::write_npy(&path, &ndarray::Array1::<f64>::ones(3)).unwrap();
    let error = NpyFile::open(&path)
        .unwrap()
        .view::<f64>()
        .unwrap_err()
        .to_string();
    assert!(error.contains("it has 1 dimension(s)"), "{error}");
}

#[test]
fn a_truncated_numpy_file_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data.npy");
    old_faithful()
        .write_npy(fs::File::create(&path).unwrap())
        .unwrap();
    let whole = fs::read(&path).unwrap();
    for length in (0..whole.len()).step_by(7) {
        fs::write(&path, &whole[..length]).unwrap();
        let mut file = NpyFile::open(&path).unwrap();
        let fit = GaussianMixture::new(2).fit_chunks(&mut file);
        assert!(is_malformed(&fit), "{length}: {fit:?}");
    }
    let missing = NpyFile::open(dir.path().join("none.npy")).unwrap_err();
    let said = missing.source().and_then(|source| source.downcast_ref());
    assert_eq!(said.map(io::Error::kind), Some(io::ErrorKind::NotFound));
}

/// Whether the fit failed because its file cannot be decoded.
fn is_malformed(fit: &Result<Fit, Error>) -> bool {
    let source = fit.as_ref().err().and_then(StdError::source);
    let of_file = source.and_then(|source| source.downcast_ref());
    matches!(of_file, Some(ReadError::Malformed { .. }))
}

/// A NumPy file, of format version 2, with this header and without data.
fn numpy_file(header: &str) -> Vec<u8> {
    // The data begin at a multiple of 64 bytes.
    let length = (12 + header.len() + 1).next_multiple_of(64) - 12;
    let mut file = b"\x93NUMPY\x02\x00".to_vec();
    file.extend((length as u32).to_le_bytes());
    file.extend(format!("{header:width$}\n", width = length - 1).bytes());
    file
}

#[test]
fn a_numpy_file_with_an_invalid_header_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data.npy");
    let refused = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let mut file = NpyFile::open(&path).unwrap();
        let fit = GaussianMixture::new(1).fit_chunks(&mut file);
        assert!(is_malformed(&fit), "{fit:?}");
    };
    refused(&numpy_file(&"(".repeat(60_000)));
    // The parser needs a time exponential in the depth of such brackets.
    refused(&numpy_file(&("[".repeat(40) + &"]".repeat(40))));
    for shape in [
        format!("0, {}, 1", u64::MAX),
        format!("{0}, 0, {0}", 1u64 << 40),
    ] {
        let kind = "'descr': '<f8', 'fortran_order': False";
        refused(&numpy_file(&format!("{{{kind}, 'shape': ({shape}), }}")));
    }
    // A header that claims to have 4 GB.
    let mut long = numpy_file("{}");
    long[8..12].fill(0xff);
    refused(&long);
}

#[test]
fn a_numpy_file_with_many_rows_and_no_columns_is_refused_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("data.npy");
    let header = format!(
        "{{'descr': '<f8', 'fortran_order': False, 'shape': ({}, 0), }}",
        1u64 << 62
    );
    fs::write(&path, numpy_file(&header)).unwrap();
    let mut file = NpyFile::open(&path).unwrap();
    let fit = GaussianMixture::new(1).fit_chunks(&mut file);
    assert_eq!(fit.unwrap_err(), Error::NoFeatures);
}
