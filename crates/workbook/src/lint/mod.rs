//! What the text of the book promises, checked: each complaint names its place.

mod arithmetic;
mod chinese;
mod crosswalk;
mod figures;
mod links;
mod lists;
mod numbers;
mod parity;
mod readings;
mod terms;

use std::path::Path;

use anyhow::Result;
use grader::Language;

use manuscript::{Chapter, chapter_ids};

/// The complaints about the whole book.
///
/// # Errors
/// If a chapter, or a list that it is checked against, cannot be read.
pub fn complaints(root: &Path) -> Result<Vec<String>> {
    let english = chapter_ids(root, "en")?;
    let chinese = chapter_ids(root, "zh")?;
    if english != chinese {
        return Ok(vec![format!(
            "book/en/SUMMARY.md lists {english:?}, book/zh/SUMMARY.md {chinese:?}"
        )]);
    }
    let mut complaints = Vec::new();
    for id in &english {
        let english = Chapter::read(root, "en", id)?;
        let chinese = Chapter::read(root, "zh", id)?;
        complaints.extend(parity::compare(&english, &chinese));
        complaints.extend(figures::unknown_words(root, &english)?);
        for (language, chapter) in Language::ALL.into_iter().zip([&english, &chinese]) {
            complaints.extend(numbers::stale(root, &english, chapter)?);
            complaints.extend(figures::undescribed(root, language, chapter)?);
        }
    }
    complaints.extend(crosswalk::strangers(root, &english)?);
    for language in Language::ALL {
        complaints.extend(links::broken(root, language)?);
    }
    for reading in readings::all(root)? {
        complaints.extend(terms::rivals(root, &reading)?);
        complaints.extend(lists::of_one_item(root, &reading)?);
        complaints.extend(arithmetic::wrong(root, &reading)?);
        if reading.language == Language::Chinese {
            complaints.extend(chinese::slips(&reading));
        }
    }
    Ok(complaints)
}
