//! The book as a site: both languages rendered in one run, written as static
//! files or served on loopback.

mod book;
mod card;
mod complaints;
mod maths;
pub mod page;
mod search;
mod serve;
mod side_by_side;
mod site_files;
#[path = "../../../../src/plot/slider.rs"]
mod slider;
mod symbols;

use grader::Language;
use std::path::Path;

pub use serve::{Served, serve};

/// Turns a chapter's source into the Markdown that is rendered: language, the
/// file's stem (`06-e-step`; the introduction is `index`), the source.
///
/// Formulas stay as they are, `$…$` and `$$…$$`. Inside an HTML block Markdown,
/// and so a formula, needs a blank line before and after it.
pub type PageSource<'a> = &'a dyn Fn(Language, &str, &str) -> anyhow::Result<String>;

/// Writes the site of the checkout `root` to the folder `out`: `index.html`,
/// `en/`, `zh/` and the `assets/` that both share. Every path in it is
/// relative, so that it can be hosted anywhere.
///
/// # Errors
/// A page that cannot be made, a formula that KaTeX refuses, HTML that does not
/// close, a file that cannot be read or written: the message names the place,
/// and `out` stays as it was. So it does when it holds files, but not the
/// style sheet of KaTeX, by which a site of this book is told.
pub fn build(root: &Path, out: &Path, page: PageSource) -> anyhow::Result<()> {
    let site = book::Builder::new(root).build(page)?;
    site_files::write(&site, out)
}
