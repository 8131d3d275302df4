//! The two languages of the book.

/// A language of the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    En,
    /// Chinese, in simplified characters.
    Zh,
}

impl Language {
    /// Both, in the order in which they are listed to a reader.
    pub const ALL: [Language; 2] = [Language::En, Language::Zh];

    /// The name of the language's folder in `book/`, `notebooks/` and on the site.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Language::En => "en",
            Language::Zh => "zh",
        }
    }
}
