//! Where samples come from: arrays, files, and chunks of data larger than memory.

mod chunks;
mod csv_chunks;
mod csv_rows;
#[cfg(feature = "npy")]
mod npy;
mod read_error;
mod samples;
mod source;
mod subsample;
mod summary;
mod table;

pub use chunks::Chunks;
pub use csv_chunks::CsvChunks;
#[cfg(feature = "npy")]
pub use npy::NpyFile;
pub use read_error::ReadError;
pub use samples::Real;
pub(crate) use samples::Samples;
pub(crate) use source::{Chunked, InMemory, Source};
pub(crate) use subsample::Subsample;
pub(crate) use summary::Summary;
pub use table::{Missing, Table, read_csv};
