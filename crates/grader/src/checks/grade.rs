//! Runs the checks of a grader on a candidate, on a thread that reports them one by one.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use super::answers::{Answers, Position};
use super::compare::{self, Difference};
use super::diagnosis;
use super::grading::{Candidate, Function, Grading, Mistake, Trials, without_types};
use super::plan::{Plan, PlannedCheck, Test, show};
use super::values::{Arguments, Part, Value};
use crate::language::Text;
use crate::report::{Diagnosis, Failure, Outcome, Report, Status};
use crate::sandbox;
use crate::sandbox::call::{self, Panic};

/// A message from the grading thread.
enum Event {
    NotStarted,
    Check {
        index: usize,
        outcome: Outcome,
        panicked: bool,
    },
    Done(Vec<Diagnosis>),
}

impl<A: Arguments, R: Value> Grading<A, R> {
    /// Grades a candidate on a thread, within the time limit; in a child process if the environment asks
    /// for one.
    pub(crate) fn run(self, candidate: Candidate<A, R>) -> Report {
        let exercise = self.trials.exercise;
        let grade = || grade_here(self.trials, without_types(candidate));
        if sandbox::is_asked_for() {
            sandbox::in_child(exercise, grade)
        } else {
            grade()
        }
    }
}

/// Ids of the known mistakes, each once.
fn known(mistakes: &[Mistake]) -> Vec<&'static str> {
    let mut known: Vec<_> = mistakes.iter().map(|mistake| mistake.id).collect();
    known.dedup();
    known
}

fn grade_here(trials: Trials, candidate: Function) -> Report {
    let plan = Arc::new(Plan::new(trials));
    let position = Arc::new(Position::default());
    let (sender, receiver) = mpsc::channel();
    let limit = call::time_limit();
    let worker = {
        let (plan, position) = (Arc::clone(&plan), Arc::clone(&position));
        call::spawn(move || {
            let mut answers = Answers::new(&plan, candidate, &position);
            run(&mut answers, &sender);
        })
    };
    let mut report = Report {
        exercise: plan.exercise,
        status: Status::Passed,
        checks: plan.blank(),
        diagnoses: Vec::new(),
        known: known(&plan.mistakes),
        printed: String::new(),
    };
    match listen(&receiver, &mut report, limit) {
        Ok(()) => {}
        Err(RecvTimeoutError::Timeout) => {
            time_out(&plan, &position, &mut report, limit);
        }
        Err(RecvTimeoutError::Disconnected) => {
            drop(worker.join());
            let check = position.check.load(Ordering::Relaxed);
            panic!(
                "the grader of {} itself failed in check {check}",
                plan.exercise.id
            );
        }
    }
    report
}

fn listen(
    receiver: &Receiver<Event>,
    report: &mut Report,
    limit: Duration,
) -> Result<(), RecvTimeoutError> {
    let deadline = Instant::now() + limit;
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        match receiver.recv_timeout(left)? {
            Event::NotStarted => {
                report.status = Status::NotStarted;
                return Ok(());
            }
            Event::Check {
                index,
                outcome,
                panicked,
            } => {
                if matches!(outcome, Outcome::Failed(_)) && report.status == Status::Passed {
                    report.status = if panicked {
                        Status::Panicked
                    } else {
                        Status::Failed
                    };
                }
                report.checks[index].outcome = outcome;
            }
            Event::Done(diagnoses) => {
                report.diagnoses = diagnoses;
                return Ok(());
            }
        }
    }
}

fn time_out(plan: &Plan, position: &Position, report: &mut Report, limit: Duration) {
    report.status = Status::TimedOut;
    let check = position.check.load(Ordering::Relaxed);
    let case = position.case.load(Ordering::Relaxed);
    let seconds = limit.as_secs_f64();
    report.checks[check].outcome = Outcome::Failed(Box::new(Failure {
        case: plan.cases[case].about.clone(),
        by_hand: case < plan.by_hand,
        input: plan.show_input(case),
        expected: show(&plan.expected(case)),
        found: Vec::new(),
        difference: Text::owned(
            format!(
                "the {seconds} s for all inputs ran out at this one: is there a loop that never ends?"
            ),
            format!("所有输入共用的 {seconds} 秒在这里用完了：是不是有一个停不下来的循环？"),
        ),
    }));
}

fn run(answers: &mut Answers<'_>, sender: &Sender<Event>) {
    // After a timeout nobody receives: ignore the error.
    let tell = |event| drop(sender.send(event));
    let id = answers.plan.exercise.id;
    if let Err(panic) = answers.answer(0)
        && panic.is_the_stub_of(id)
    {
        return tell(Event::NotStarted);
    }
    let mut passed = true;
    for (index, check) in answers.plan.checks.iter().enumerate() {
        answers.position.check.store(index, Ordering::Relaxed);
        let failure = check
            .cases
            .clone()
            .find_map(|case| test(answers, check, case).err());
        let Some((failure, panicked)) = failure else {
            tell(Event::Check {
                index,
                outcome: Outcome::Held,
                panicked: false,
            });
            continue;
        };
        passed = false;
        let outcome = Outcome::Failed(failure);
        tell(Event::Check {
            index,
            outcome,
            panicked,
        });
        if matches!(check.test, Test::Shape) {
            // The later checks read the numbers of an answer by its shape.
            break;
        }
    }
    let diagnoses = if passed {
        Vec::new()
    } else {
        diagnosis::diagnose(answers)
    };
    tell(Event::Done(diagnoses));
}

/// Whether a check holds for one case; else how it fails, and whether by a panic.
fn test(
    answers: &mut Answers<'_>,
    check: &PlannedCheck,
    case: usize,
) -> Result<(), (Box<Failure>, bool)> {
    let expected = answers.expected(case).to_vec();
    let plan = answers.plan;
    let fail = |found: Vec<Part>, difference: Text| {
        Box::new(Failure {
            case: plan.cases[case].about.clone(),
            by_hand: case < plan.by_hand,
            input: plan.show_input(case),
            expected: show(&expected),
            found: show(&found),
            difference,
        })
    };
    let answer = match answers.answer(case) {
        Ok(answer) => answer,
        Err(Panic { message, location }) => {
            let difference = Text::owned(
                format!("panicked at {location}: {message}"),
                format!("在 {location} 处 panic：{message}"),
            );
            return Err((fail(Vec::new(), difference), true));
        }
    };
    let found = answer.parts();
    let violation = match &check.test {
        Test::Shape => compare::first_shape_difference(&expected, &found)
            .map(|difference| difference.to_text()),
        Test::Finite => not_finite(&expected, &found),
        // A law may pass the answer to a solution, which may panic on it.
        Test::Law(law) => call::call(|| law(&*plan.cases[case].input, answer))
            .unwrap_or_else(|panic| Err(Text::same(panic.message)))
            .err(),
        Test::Value => compare::first_difference(&expected, &found, plan.cases[case].tolerance)
            .as_ref()
            .map(Difference::to_text),
    };
    violation.map_or(Ok(()), |difference| Err((fail(found, difference), false)))
}

/// The first number that is NaN or infinite where the right one is finite.
fn not_finite(expected: &[Part], found: &[Part]) -> Option<Text> {
    expected.iter().zip(found).find_map(|(expected, found)| {
        let mut pairs = expected.values.iter().zip(&found.values);
        let first = pairs.position(|(right, value)| right.is_finite() && !value.is_finite())?;
        let place = compare::place(found, first);
        let subject = if place.is_empty() {
            String::new()
        } else {
            format!("{place} = ")
        };
        let value = super::numbers::significant(found.values[first], 6);
        Some(Text::owned(
            format!("{subject}{value}, not a finite number"),
            format!("{subject}{value}，不是有限的数"),
        ))
    })
}
