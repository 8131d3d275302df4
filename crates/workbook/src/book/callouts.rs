//! The titles of callouts, and the choice between two languages.

use grader::{Language, Text};

/// `english` or `chinese`, by `language`.
pub fn pick<'a>(language: Language, english: &'a str, chinese: &'a str) -> &'a str {
    match language {
        Language::English => english,
        Language::Chinese => chinese,
    }
}

/// The callouts: `NOTE` is written `> [!NOTE]`. The English titles are mdBook's own.
pub static CALLOUTS: [(&str, Text); 5] = [
    ("NOTE", Text::new("Note", "说明")),
    ("TIP", Text::new("Tip", "提示")),
    ("IMPORTANT", Text::new("Important", "要点")),
    ("WARNING", Text::new("Warning", "注意")),
    ("CAUTION", Text::new("Caution", "当心")),
];

/// The title of a callout, on the page and in the notebook alike.
pub fn callout(language: Language, kind: &str) -> String {
    let known = CALLOUTS.iter().find(|(name, _)| *name == kind);
    known
        .map_or(kind, |(_, title)| title.get(language))
        .to_owned()
}
