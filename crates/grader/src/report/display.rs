//! A report on its way to the learner: in a terminal, in a notebook, on a page.

use std::fmt;

use super::verdict::Report;
use super::{html, terminal};
use crate::language::Language;

impl Report {
    /// The report as plain text, without escape codes.
    pub fn to_text(&self, language: Language) -> String {
        terminal::report(self, language)
    }

    /// The report as a self-contained fragment of HTML, readable on light and on dark pages.
    pub fn to_html(&self, language: Language) -> String {
        html::report(self, language)
    }

    /// Shows the report in a notebook, where it is the last value of a cell.
    pub fn evcxr_display(&self) {
        let language = Language::current();
        for (mime, content) in [
            ("text/plain", self.to_text(language)),
            ("text/html", self.to_html(language)),
        ] {
            println!("EVCXR_BEGIN_CONTENT {mime}\n{content}\nEVCXR_END_CONTENT");
        }
    }
}

/// The report as text, in the reader's language.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text(Language::current()))
    }
}
