//! The parts of a grader: cases, laws and known mistakes.

use std::any::Any;
use std::marker::PhantomData;

use super::compare::Tolerance;
use super::values::{Arguments, Part, Value};
use crate::curriculum::Exercise;
use crate::curriculum::Section;
use crate::language::Text;

/// The learner's function, on a tuple of its arguments. It is boxed, so that a change of an exercise
/// does not compile its grader again.
pub(crate) type Candidate<A, R> = Box<dyn Fn(&A) -> R + Send + Sync>;

/// A law that every right answer obeys. The error says how an answer breaks it.
pub(crate) type Law<A, R> = fn(&A, &R) -> Result<(), Text>;

/// A [`Candidate`] or a formula without its types, so that grading is compiled once for all exercises.
pub(crate) type Function = Box<dyn Fn(&dyn Arguments) -> Box<dyn Value> + Send + Sync>;

/// A [`Law`] without its types.
pub(crate) type AnyLaw = Box<dyn Fn(&dyn Arguments, &dyn Value) -> Result<(), Text> + Send + Sync>;

/// One input, and how exactly its answer is known.
pub(crate) struct Case {
    pub(crate) about: Text,
    pub(crate) input: Box<dyn Arguments>,
    /// The right answer where it was worked by hand; otherwise the reference gives it.
    pub(crate) expected: Option<Vec<Part>>,
    pub(crate) tolerance: Tolerance,
}

/// A known wrong formula.
pub(crate) struct Mistake {
    pub(crate) id: &'static str,
    pub(crate) formula: Function,
    pub(crate) message: Text,
    /// Where the book explains it.
    pub(crate) section: &'static Section,
}

/// What a grader tries on a candidate.
pub(crate) struct Trials {
    pub(crate) exercise: &'static Exercise,
    pub(crate) reference: Function,
    pub(crate) by_hand: Vec<Case>,
    pub(crate) random: Vec<Case>,
    /// Tried only where the others cannot tell two known mistakes apart.
    pub(crate) reserve: Vec<Case>,
    pub(crate) extremes: Vec<Case>,
    pub(crate) laws: Vec<(Text, AnyLaw)>,
    pub(crate) mistakes: Vec<Mistake>,
}

/// A grader, filled in by the functions below with the types of its exercise.
pub(crate) struct Grading<A, R> {
    pub(crate) trials: Trials,
    tolerance: Tolerance,
    types: PhantomData<fn(A) -> R>,
}

/// `function` without its types.
pub(crate) fn without_types<A: Arguments, R: Value>(
    function: impl Fn(&A) -> R + Send + Sync + 'static,
) -> Function {
    Box::new(move |input| Box::new(function(typed(input))))
}

/// Downcasts a value to its type.
fn typed<T: Any>(value: &dyn Any) -> &T {
    value
        .downcast_ref()
        .expect("a grader has one type of input and one of answer")
}

impl<A: Arguments, R: Value> Grading<A, R> {
    pub(crate) fn new(id: &str, reference: fn(&A) -> R) -> Self {
        Self {
            trials: Trials {
                exercise: Exercise::find(id).expect("a grader grades an exercise"),
                reference: without_types(reference),
                by_hand: Vec::new(),
                random: Vec::new(),
                reserve: Vec::new(),
                extremes: Vec::new(),
                laws: Vec::new(),
                mistakes: Vec::new(),
            },
            tolerance: Tolerance::ROUNDING,
            types: PhantomData,
        }
    }

    /// Sets the tolerance of all cases added later, unless they name their own.
    pub(crate) fn tolerance(mut self, tolerance: Tolerance) -> Self {
        self.tolerance = tolerance;
        self
    }

    /// A law that holds for every answer by hand and at random.
    pub(crate) fn law(mut self, en: &'static str, zh: &'static str, law: Law<A, R>) -> Self {
        let law = move |input: &dyn Arguments, answer: &dyn Value| law(typed(input), typed(answer));
        self.trials.laws.push((Text::new(en, zh), Box::new(law)));
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
        let expected = Some(expected.parts());
        self.trials.by_hand.push(Case {
            expected,
            ..self.case(Text::new(en, zh), input)
        });
        self
    }

    fn case(&self, about: Text, input: A) -> Case {
        Case {
            about,
            input: Box::new(input),
            expected: None,
            tolerance: self.tolerance,
        }
    }

    /// Seeded random cases, each with a description. The second half is the reserve: it is tried only to
    /// tell two known mistakes apart that agree on all other inputs.
    pub(crate) fn random(mut self, inputs: impl IntoIterator<Item = (Text, A)>) -> Self {
        let cases = inputs.into_iter();
        let mut cases: Vec<_> = cases
            .map(|(about, input)| self.case(about, input))
            .collect();
        self.trials.reserve = cases.split_off(cases.len() / 2);
        self.trials.random = cases;
        self
    }

    /// A check of its own for an input at the edge of the contract.
    pub(crate) fn extreme(self, en: &'static str, zh: &'static str, input: A) -> Self {
        let tolerance = self.tolerance;
        self.extreme_within(en, zh, input, tolerance)
    }

    /// The same, with a tolerance of its own.
    pub(crate) fn extreme_within(
        mut self,
        en: &'static str,
        zh: &'static str,
        input: A,
        tolerance: Tolerance,
    ) -> Self {
        let case = self.case(Text::new(en, zh), input);
        self.trials.extremes.push(Case { tolerance, ..case });
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
        self.trials.mistakes.push(Mistake {
            id,
            formula: without_types(formula),
            message: Text::new(en, zh),
            section: Section::find(section).expect("a mistake is explained in a section"),
        });
        self
    }
}
