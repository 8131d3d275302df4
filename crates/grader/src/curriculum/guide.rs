//! The help for an exercise: three hints before it is solved, an explanation after.
//!
//! `guides/NAME.en.md` and `guides/NAME.zh.md` hold the texts, one section each. They use only
//! paragraphs, fenced code and code spans, which read well in a terminal too.

use super::exercise::Exercise;
use crate::language::Text;

/// The help that goes with one exercise, as Markdown.
#[derive(Debug, Clone)]
pub struct Guide {
    /// From the idea over the formula to almost the code.
    pub hints: [Text; 3],
    /// Why the solution works, what it costs, what can go wrong next and what comes next.
    pub explanation: Text,
}

impl Guide {
    /// The title of each hint.
    pub const HINT_TITLES: [Text; 3] = [
        Text::new("Hint 1: the idea", "提示一：思路"),
        Text::new("Hint 2: the formula", "提示二：公式"),
        Text::new("Hint 3: nearly the code", "提示三：差不多就是代码"),
    ];

    /// The title of the explanation.
    pub const EXPLANATION_TITLE: Text = Text::new("Why it works", "为什么这样就对");
}

impl Exercise {
    /// Its hints and its explanation.
    ///
    /// # Examples
    /// ```
    /// # use grader::{Exercise, Language};
    /// let guide = Exercise::find("compute_weights").unwrap().guide();
    /// assert!(guide.hints[0].get(Language::English).starts_with("A weight is the share"));
    /// ```
    pub fn guide(&self) -> Guide {
        let (en, zh) = source(self.id);
        let section = |name| Text::new(section(en, name), section(zh, name));
        Guide {
            hints: ["idea", "formula", "code"].map(section),
            explanation: section("why"),
        }
    }
}

/// The section headed `## name`, without its heading; empty if there is none.
fn section(guide: &'static str, name: &str) -> &'static str {
    let heading = format!("## {name}\n");
    let rest = guide
        .split_once(&heading)
        .map(|(_, rest)| rest)
        .unwrap_or_default();
    rest.split("\n## ").next().unwrap_or_default().trim()
}

/// The English and the Chinese file of an exercise.
fn source(id: &str) -> (&'static str, &'static str) {
    macro_rules! files {
        ($($id:ident($($argument:ident),*) in $file:ident of $chapter:literal: $en:literal, $zh:literal;)*) => {
            match id {
                $(stringify!($id) => (
                    include_str!(concat!("guides/", stringify!($id), ".en.md")),
                    include_str!(concat!("guides/", stringify!($id), ".zh.md")),
                ),)*
                _ => unreachable!("`{id}` is not in the table of exercises"),
            }
        };
    }
    crate::for_each_exercise!(files)
}

#[cfg(test)]
mod tests {
    use crate::{EXERCISES, Language};

    #[test]
    fn every_exercise_has_three_hints_and_an_explanation_in_both_languages() {
        for exercise in &EXERCISES {
            let guide = exercise.guide();
            let texts = guide.hints.iter().chain([&guide.explanation]);
            for (number, text) in texts.enumerate() {
                for language in Language::ALL {
                    let (id, code) = (exercise.id, language.code());
                    let text = text.get(language);
                    let place = format!("guides/{id}.{code}.md, section {number}");
                    assert!(text.chars().count() > 40, "{place}: too short");
                    assert_eq!(text.matches("```").count() % 2, 0, "{place}: open fence");
                }
            }
        }
    }

    #[test]
    fn code_in_both_languages_differs_in_comments_only() {
        let code = |text: &str| -> Vec<String> {
            let fenced = text.split("```").skip(1).step_by(2);
            let lines = fenced.flat_map(str::lines);
            let without_comment = |line: &str| line.split("//").next().unwrap_or(line).to_owned();
            lines.map(without_comment).collect()
        };
        for exercise in &EXERCISES {
            let guide = exercise.guide();
            for text in guide.hints.iter().chain([&guide.explanation]) {
                let [english, chinese] = Language::ALL.map(|language| code(text.get(language)));
                assert_eq!(english, chinese, "{}", exercise.id);
            }
        }
    }
}
