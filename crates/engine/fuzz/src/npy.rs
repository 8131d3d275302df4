//! Any bytes, read as a NumPy file.

use arbitrary::{Arbitrary, Result, Unstructured};
use gaussian_mixture::input::{NpyFile, ReadError};
use gaussian_mixture::{Chunks as _, GaussianMixture};
use ndarray::{Array2, ArrayView2, Axis};

use crate::{check_message, mixture, temporary_file, values};

/// A file, and its samples if it is valid.
#[derive(Debug)]
pub struct Case {
    file: Vec<u8>,
    samples: Option<Array2<f64>>,
}

const TYPES: [&str; 8] = [
    "'<f8'",
    "'<f4'",
    "'>f8'",
    "'<i8'",
    "'|O'",
    "[('x', '<f8'), ('y', '<f8')]",
    "'<f8",
    "None",
];

const SIZES: [&str; 12] = [
    "",
    "0",
    "1",
    "-1",
    "4294967296",
    "4611686018427387904",
    "9223372036854775807",
    "18446744073709551615",
    "340282366920938463463374607431768211456",
    "1.0",
    "'1'",
    "(1,)",
];

impl<'a> Arbitrary<'a> for Case {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        if u.ratio(1, 4)? {
            let file = u.bytes(u.len())?.to_vec();
            return Ok(Self {
                file,
                samples: None,
            });
        }
        let good = u.ratio(1, 4)?;
        let (n, d) = (u.int_in_range(0..=9)?, u.int_in_range(0..=4)?);
        let fortran = u.ratio(1, 2)?;
        let samples = values::array(u, (n, d), values::any)?;
        let in_order = if fortran { samples.t() } else { samples.view() };
        let body: Vec<u8> = in_order.iter().flat_map(|x| x.to_le_bytes()).collect();
        let format = if good {
            let order = if fortran { "True" } else { "False" };
            format!("{{'descr': '<f8', 'fortran_order': {order}, 'shape': ({n}, {d}), }}")
        } else {
            format(u, n, d)?
        };
        let version = if good { 1 } else { u.int_in_range(1..=4)? };
        let mut file = b"\x93NUMPY".to_vec();
        file.extend([version, 0]);
        let prefix = if version == 1 { 10 } else { 12 };
        let length = (prefix + format.len() + 1).next_multiple_of(64) - prefix;
        let told = match u.int_in_range(0..=15)? {
            0 if !good => u.arbitrary()?,
            1 if !good => length as u32 - 1,
            _ => length as u32,
        };
        match version {
            1 => file.extend((told as u16).to_le_bytes()),
            _ => file.extend(told.to_le_bytes()),
        }
        file.extend(format.bytes());
        file.resize(prefix + length - 1, b' ');
        file.push(b'\n');
        file.extend(body);
        if !good && u.ratio(1, 2)? {
            file.truncate(u.choose_index(file.len())?);
        }
        let samples = good.then_some(samples);
        Ok(Self { file, samples })
    }
}

/// The dictionary in the header of a file, mostly valid.
fn format(u: &mut Unstructured, n: usize, d: usize) -> Result<String> {
    let kind = if u.ratio(3, 4)? {
        TYPES[0]
    } else {
        u.choose(&TYPES)?
    };
    let order = values::one_of(u, &["True", "False", "False", "False", "1"])?;
    let mut sizes = vec![];
    for size in [n, d] {
        sizes.push(match u.ratio(1, 2)? {
            true => (*u.choose(&SIZES)?).to_owned(),
            false => size.to_string(),
        });
    }
    let shape = match u.int_in_range(0..=7)? {
        0 => format!("({},)", sizes[0]),
        1 => "()".to_owned(),
        2 => format!("({}, {}, 1)", sizes[0], sizes[1]),
        3 => format!("[{}, {}]", sizes[0], sizes[1]),
        _ => format!("({}, {})", sizes[0], sizes[1]),
    };
    // No digits: with them the instrumented parser takes a second.
    let extra = if u.ratio(1, 16)? {
        let open = values::one_of(u, &["(", "[", "{", "{1:", "((),", "'", "\\", "-"])?;
        format!("'more': {}", open.repeat(u.int_in_range(0..=12_000)?))
    } else {
        String::new()
    };
    Ok(format!(
        "{{'descr': {kind}, 'fortran_order': {order}, 'shape': {shape}, {extra}}}"
    ))
}

impl Case {
    pub fn check(self) {
        let path = temporary_file(&self.file);
        let mut file = match NpyFile::open(&path) {
            Ok(file) => file,
            Err(error) => return check_message(&error),
        };
        let double = owned(&self.file, file.view::<f64>());
        let single = owned(&self.file, file.view::<f32>());
        let mut chunks = vec![];
        let read = file.for_each(&mut |chunk| {
            chunks.push(chunk.to_owned());
            Ok(())
        });
        let whole = match (&double, &single) {
            (Ok(_), Ok(_)) => panic!("the numbers are either f64 or f32"),
            (Ok(whole), Err(_)) => Some(whole.clone()),
            (Err(_), Ok(whole)) => Some(whole.mapv(f64::from)),
            (Err(_), Err(_)) => None,
        };
        match whole {
            Some(whole) => {
                read.unwrap();
                check_chunks(&chunks, &whole);
            }
            None => check_message(&read.unwrap_err()),
        }
        if let Some(samples) = &self.samples {
            assert!(same_bits(&double.unwrap(), samples));
        }
        match GaussianMixture::new(1).max_iter(2).fit_chunks(&mut file) {
            Ok(fit) => mixture::check_parameters(&fit.mixture),
            Err(error) => check_message(&error),
        }
    }
}

/// The samples of a view, which must fit into the file.
fn owned<T: Clone>(
    file: &[u8],
    view: std::result::Result<ArrayView2<T>, ReadError>,
) -> std::result::Result<Array2<T>, ReadError> {
    match view {
        Ok(view) => {
            assert!(view.len() * size_of::<T>() <= file.len());
            Ok(view.to_owned())
        }
        Err(error) => {
            check_message(&error);
            Err(error)
        }
    }
}

fn check_chunks(chunks: &[Array2<f64>], whole: &Array2<f64>) {
    let views: Vec<_> = chunks.iter().map(|chunk| chunk.view()).collect();
    if !whole.is_empty() {
        assert!(same_bits(
            &ndarray::concatenate(Axis(0), &views).unwrap(),
            whole
        ));
    }
}

fn same_bits(found: &Array2<f64>, expected: &Array2<f64>) -> bool {
    found.dim() == expected.dim()
        && found
            .iter()
            .zip(expected)
            .all(|(a, b)| a.to_bits() == b.to_bits())
}
