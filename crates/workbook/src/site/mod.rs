//! The book as a site: both languages, written as static files or served on loopback.

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

/// Writes the site of the checkout at `root` to the folder `out`: `index.html`, `en/`, `zh/` and the
/// `assets/` that both share. Every path in it is relative, so that it can be hosted anywhere.
///
/// # Errors
/// If a page or a formula cannot be rendered, HTML does not close, or a file cannot be read or
/// written: the message names the place. If `out` holds files, but not the style sheet of KaTeX,
/// which every site of this book has. In each case `out` stays as it was.
pub fn build(root: &Path, out: &Path) -> anyhow::Result<()> {
    let site = book::Builder::new(root).build()?;
    site_files::write(&site, out)
}
