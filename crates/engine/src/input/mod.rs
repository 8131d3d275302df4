//! Samples from files: tables of numbers, and files larger than memory.

mod csv_chunks;
#[cfg(feature = "npy")]
mod npy;
mod read_error;
mod table;

pub use csv_chunks::CsvChunks;
#[cfg(feature = "npy")]
pub use npy::NpyFile;
pub use read_error::ReadError;
pub use table::{Missing, Table, read_csv};
