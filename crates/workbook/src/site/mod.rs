//! The book as a site: both languages rendered in one run, written as static
//! files or served on loopback.

mod book;
mod card;
mod complaints;
mod formula;
mod maths;
mod page;
mod search;
mod serve;
mod side_by_side;
mod site_files;
#[path = "../../../../src/plot/slider.rs"]
mod slider;
mod symbols;

use std::path::Path;

pub use serve::{Served, serve};

/// Writes the site of the checkout `root` to the folder `out`: `index.html`,
/// `en/`, `zh/` and the `assets/` that both share. Every path in it is
/// relative, so that it can be hosted anywhere.
///
/// # Errors
/// A page that cannot be made, a formula that KaTeX refuses, HTML that does not
/// close, a file that cannot be read or written: the message names the place,
/// and `out` stays as it was. So it does when it holds files, but not the
/// style sheet of KaTeX, by which a site of this book is told.
pub fn build(root: &Path, out: &Path) -> anyhow::Result<()> {
    let site = book::Builder::new(root).build()?;
    site_files::write(&site, out)
}
