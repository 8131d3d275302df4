//! The words that pages and notebooks add to a chapter, in both languages.

use grader::Language;

/// `english` or `chinese`, by `language`.
pub fn pick<'a>(language: Language, english: &'a str, chinese: &'a str) -> &'a str {
    match language {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

/// The title of a callout such as `> [!NOTE]`.
pub fn callout(language: Language, kind: &str) -> &str {
    match kind {
        "NOTE" => pick(language, "Note", "注"),
        "TIP" => pick(language, "Tip", "提示"),
        "IMPORTANT" => pick(language, "Important", "要点"),
        "WARNING" => pick(language, "Warning", "注意"),
        "CAUTION" => pick(language, "Caution", "当心"),
        other => other,
    }
}
