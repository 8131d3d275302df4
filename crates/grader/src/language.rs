//! The reader's language, and text that exists in both.

use std::borrow::Cow;

/// A language that the grader speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// American English.
    English,
    /// Simplified Chinese.
    Chinese,
}

impl Language {
    /// Both languages, English first.
    pub const ALL: [Self; 2] = [Self::English, Self::Chinese];

    /// The reader's language: `GMM_LANG` (`en` or `zh`), else Chinese if `LANG` starts with
    /// `zh`, else English.
    pub fn current() -> Self {
        let variable = |name| std::env::var(name).unwrap_or_default().to_lowercase();
        Self::choose(&variable("GMM_LANG"), &variable("LANG"))
    }

    fn choose(gmm_lang: &str, lang: &str) -> Self {
        if gmm_lang.starts_with("en") {
            Self::English
        } else if gmm_lang.starts_with("zh") || lang.starts_with("zh") {
            Self::Chinese
        } else {
            Self::English
        }
    }

    /// `en` or `zh`: the folder of the book, and the value of `GMM_LANG`.
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }
}

/// A text in both languages.
///
/// # Examples
/// ```
/// # use grader::{Language, Text};
/// const SHAPE: Text = Text::new("shape", "形状");
/// assert_eq!(SHAPE.get(Language::Chinese), "形状");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    en: Cow<'static, str>,
    zh: Cow<'static, str>,
}

impl Text {
    /// A text fixed at compile time.
    pub const fn new(en: &'static str, zh: &'static str) -> Self {
        Self {
            en: Cow::Borrowed(en),
            zh: Cow::Borrowed(zh),
        }
    }

    /// A text composed at run time, such as one with numbers.
    pub fn owned(en: String, zh: String) -> Self {
        Self {
            en: Cow::Owned(en),
            zh: Cow::Owned(zh),
        }
    }

    /// A text that is the same in both languages, such as a number or code.
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::owned(text.clone(), text)
    }

    /// The text in one language.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::English => &self.en,
            Language::Chinese => &self.zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gmm_lang_goes_before_lang() {
        for (gmm_lang, lang, expected) in [
            ("", "", Language::English),
            ("", "zh_cn.utf-8", Language::Chinese),
            ("en", "zh_cn.utf-8", Language::English),
            ("zh", "en_us.utf-8", Language::Chinese),
            ("fr", "c", Language::English),
        ] {
            assert_eq!(Language::choose(gmm_lang, lang), expected);
        }
    }
}
