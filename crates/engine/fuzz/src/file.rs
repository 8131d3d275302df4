//! Bytes in a file, for what reads nothing else.

use std::io::Write as _;

use tempfile::{NamedTempFile, TempPath};

/// A file of these bytes, which is removed when the path is dropped.
pub fn holding(bytes: &[u8]) -> TempPath {
    let mut file = NamedTempFile::new().expect("there is room for a small file");
    file.write_all(bytes).expect("there is room for it");
    file.into_temp_path()
}
