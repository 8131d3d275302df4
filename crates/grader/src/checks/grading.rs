//! What a grader is made of: cases, laws, checks and known mistakes.

use super::compare::Tolerance;
use super::values::{Arguments, Value};
use crate::curriculum::Exercise;
use crate::curriculum::Section;
use crate::language::Text;

/// The learner's function, on a tuple of its arguments. Boxed, so that all of grading is
/// compiled here and not again with every change of an exercise.
pub(crate) type Candidate<A, R> = Box<dyn Fn(&A) -> R + Send + Sync>;

/// A law that each answer obeys; the text says how one does not.
pub(crate) type Law<A, R> = fn(&A, &R) -> Result<(), Text>;

/// One input, and how exactly its answer is known.
pub(crate) struct Case<A, R> {
    pub(crate) about: Text,
    pub(crate) input: A,
    /// The right answer where it was worked by hand; otherwise the reference gives it.
    pub(crate) expected: Option<R>,
    pub(crate) tolerance: Tolerance,
}

/// A known wrong formula.
pub(crate) struct Mistake<A, R> {
    pub(crate) id: &'static str,
    pub(crate) formula: fn(&A) -> R,
    pub(crate) message: Text,
    /// Where the book explains it.
    pub(crate) section: &'static Section,
}

/// A grader: filled in by the functions below, then run on a candidate.
pub(crate) struct Grading<A, R> {
    pub(crate) exercise: &'static Exercise,
    pub(crate) reference: fn(&A) -> R,
    pub(crate) tolerance: Tolerance,
    pub(crate) by_hand: Vec<Case<A, R>>,
    pub(crate) random: Vec<Case<A, R>>,
    /// Tried only where the others cannot tell two known mistakes apart.
    pub(crate) reserve: Vec<Case<A, R>>,
    pub(crate) extremes: Vec<(Text, Vec<Case<A, R>>)>,
    pub(crate) laws: Vec<(Text, Law<A, R>)>,
    pub(crate) mistakes: Vec<Mistake<A, R>>,
}

impl<A: Arguments, R: Value> Grading<A, R> {
    pub(crate) fn new(id: &str, reference: fn(&A) -> R) -> Self {
        Self {
            exercise: Exercise::find(id).expect("a grader grades an exercise"),
            reference,
            tolerance: Tolerance::ROUNDING,
            by_hand: Vec::new(),
            random: Vec::new(),
            reserve: Vec::new(),
            extremes: Vec::new(),
            laws: Vec::new(),
            mistakes: Vec::new(),
        }
    }

    /// Tolerance of the cases that name none; call it before adding them.
    pub(crate) fn tolerance(mut self, tolerance: Tolerance) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// A law that holds for every answer by hand and at random.
    pub(crate) fn law(mut self, en: &'static str, zh: &'static str, law: Law<A, R>) -> Self {
        self.laws.push((Text::new(en, zh), law));
        self
    }

    /// A case whose answer was worked by hand.
    pub(crate) fn by_hand(
        mut self,
        en: &'static str,
        zh: &'static str,
        input: A,
        expected: R,
    ) -> Self {
        self.by_hand.push(Case {
            about: Text::new(en, zh),
            input,
            expected: Some(expected),
            tolerance: self.tolerance,
        });
        self
    }

    /// Seeded random cases, each with its size in words. The second half is kept for answers
    /// that are those of two known mistakes on all other inputs.
    pub(crate) fn random(mut self, inputs: impl IntoIterator<Item = (Text, A)>) -> Self {
        let tolerance = self.tolerance;
        let cases = inputs.into_iter().map(|(about, input)| Case {
            about,
            input,
            expected: None,
            tolerance,
        });
        self.random = cases.collect();
        self.reserve = self.random.split_off(self.random.len() / 2);
        self
    }

    /// A check of its own for an input at the edge of the contract.
    pub(crate) fn extreme(self, en: &'static str, zh: &'static str, input: A) -> Self {
        let tolerance = self.tolerance;
        self.extreme_within(en, zh, input, tolerance)
    }

    /// The same, with the tolerance that such an input asks for.
    pub(crate) fn extreme_within(
        mut self,
        en: &'static str,
        zh: &'static str,
        input: A,
        tolerance: Tolerance,
    ) -> Self {
        let about = Text::new(en, zh);
        let case = Case {
            about: about.clone(),
            input,
            expected: None,
            tolerance,
        };
        self.extremes.push((about, vec![case]));
        self
    }

    /// A known mistake: its id, its formula, the section that explains it (`chapter#id`), and
    /// what it is.
    pub(crate) fn mistake(
        mut self,
        id: &'static str,
        formula: fn(&A) -> R,
        section: &str,
        en: &'static str,
        zh: &'static str,
    ) -> Self {
        self.mistakes.push(Mistake {
            id,
            formula,
            message: Text::new(en, zh),
            section: Section::find(section).expect("a mistake is explained in a section"),
        });
        self
    }
}
