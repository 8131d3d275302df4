//! Finds mistakes in the text of the book. Each complaint names the file and the line.

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
/// If a chapter or a list cannot be read.
pub fn complaints(root: &Path) -> Result<Vec<String>> {
    let ids = chapter_ids(root, "en")?;
    let chinese_ids = chapter_ids(root, "zh")?;
    if ids != chinese_ids {
        return Ok(vec![format!(
            "book/en/SUMMARY.md lists {ids:?}, book/zh/SUMMARY.md {chinese_ids:?}"
        )]);
    }
    let read = |language: &str| -> Result<Vec<Chapter>> {
        let chapters = ids.iter().map(|id| Chapter::read(root, language, id));
        chapters.collect()
    };
    let (english, chinese) = (read("en")?, read("zh")?);
    let mut complaints = Vec::new();
    for (english, chinese) in english.iter().zip(&chinese) {
        complaints.extend(parity::difference(english, chinese));
        complaints.extend(figures::untranslated(root, english)?);
        for (language, chapter) in Language::ALL.into_iter().zip([english, chinese]) {
            complaints.extend(numbers::unknown(root, english, chapter)?);
            complaints.extend(figures::undescribed(root, language, chapter)?);
        }
    }
    complaints.extend(crosswalk::unknown_names(root, &ids)?);
    complaints.extend(links::broken(&english));
    complaints.extend(links::broken(&chinese));
    let terms = terms::read(root)?;
    for reading in readings::all(root)? {
        complaints.extend(terms::rivals(&terms, &reading));
        complaints.extend(lists::of_one_item(&reading));
        complaints.extend(arithmetic::wrong(&reading));
        if reading.language == Language::Chinese {
            complaints.extend(chinese::slips(&reading));
        }
    }
    Ok(complaints)
}
