//! The library of *Gaussian Mixtures, Step by Step*: what a notebook and every block of the book stand
//! on. Data sets and samples drawn from a mixture ([`data`]), figures ([`plot`]), and one
//! [`prelude`] with these, the solutions and the graders.
//!
//! ```text
//! :dep gmm-tutorial = { path = "../.." }
//! use gmm::prelude::*;
//! gmm::start("en");
//! ```
//!
//! Arrays are [`ndarray`]'s, of `f64`; `n_samples`, `n_features` and `n_components` name
//! their axes. One row is one sample.

use std::collections::BTreeSet;
use std::fmt::Debug;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Mutex;

#[doc(hidden)]
pub mod common;
pub mod data;
mod measured;
mod mishap;
pub mod plot;

// The kernel names the type of every variable it keeps, and must find a path to each.
pub use measured::{Measured, Row, measured};
pub use {gaussian_mixture, grader, ndarray, ndarray_rand, solutions};

/// Everything that a lesson uses, in one line.
pub mod prelude {
    pub use std::f64::consts::PI;

    pub use crate::data::{Penguins, Photo};
    pub use crate::data::{coffee, old_faithful, penguins, sample_mixture, uw_mixture};
    pub use crate::plot::{Figure, Plot, Steps, row, steps};
    pub use crate::{Measured, Row, attempt, measured, your_turn};
    pub use grader;
    pub use ndarray::{Array1, Array2, Array3, ArrayView1, ArrayView2, Axis, array, s, stack};
    pub use ndarray_rand::rand::rngs::StdRng;
    pub use ndarray_rand::rand::{Rng, SeedableRng};
    pub use solutions::*;
}

/// Prepares a kernel for a lesson: verdicts in `language` (`en` or `zh`), panics in one line, each
/// exercise graded in a process of its own.
///
/// The language is kept in the environment, because statics begin anew with every cell; the
/// standard library, and with it the hook for panics, is the same for all of them.
///
/// # Panics
/// If another thread runs, and the environment is not yet as the lesson needs it.
///
/// # Examples
/// ```standalone_crate
/// gmm::start("en");
/// assert_eq!(std::env::var("GMM_LANG").as_deref(), Ok("en"));
/// // To start again in the same language changes nothing, and other threads do no harm.
/// std::thread::spawn(std::thread::park);
/// gmm::start("en");
/// assert!(std::panic::catch_unwind(|| gmm::start("zh")).is_err());
/// ```
pub fn start(language: &str) {
    remember("GMM_LANG", language);
    remember("RUST_BACKTRACE", "0");
    remember("GMM_SANDBOX", "1");
    panic::set_hook(Box::new(|info| eprintln!("{}", mishap::describe(info))));
}

/// Sets an environment variable for this cell and all later ones.
#[allow(unsafe_code)]
fn remember(name: &str, value: &str) {
    if std::env::var_os(name).is_some_and(|old| old == value) {
        return;
    }
    assert!(
        cfg!(windows) || grader::is_only_thread() != Some(false),
        "{name} cannot be set while other threads run: restart the kernel and run this cell first"
    );
    // SAFETY: Windows guards its environment. Elsewhere no other thread may read it meanwhile; this
    // one is alone, or, where the system does not say so, runs the first cell of a kernel, which
    // runs all cells on its only thread.
    unsafe { std::env::set_var(name, value) }
}

/// Runs what may fail and prints how it ends: the value, or the message of the panic.
///
/// A notebook's variables survive the failure, which they would not outside of it.
pub fn attempt<T: Debug>(action: impl FnOnce() -> T) {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let outcome = panic::catch_unwind(AssertUnwindSafe(action));
    panic::set_hook(hook);
    match outcome {
        Ok(value) => println!("{value:?}"),
        Err(payload) => println!("panicked: {}", mishap::message(&*payload)),
    }
}

/// Stands in a notebook for the body of an exercise not yet written.
///
/// The grader finds nothing begun; the rest of the notebook gets the solution's answer.
///
/// ```
/// use gmm::prelude::*;
/// fn compute_weights(counts: &Array1<f64>) -> Array1<f64> {
///     your_turn!(compute_weights(counts))
/// }
/// assert_eq!(compute_weights(&array![1.0, 3.0]), array![0.25, 0.75]);
/// assert!(!grader::compute_weights(compute_weights).passed());
/// ```
#[macro_export]
macro_rules! your_turn {
    ($function:ident($($argument:expr),* $(,)?)) => {{
        if $crate::grader::is_grading() {
            todo!(stringify!($function))
        }
        $crate::note_stand_in(stringify!($function));
        $crate::solutions::$function($($argument),*)
    }};
}

/// Says, once a cell, that the solution of `function` stands in.
#[doc(hidden)]
pub fn note_stand_in(function: &'static str) {
    static NOTED: Mutex<BTreeSet<&str>> = Mutex::new(BTreeSet::new());
    let mut noted = NOTED
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    if noted.insert(function) {
        match grader::Language::current() {
            grader::Language::English => {
                println!("({function} is not written yet: the solution stands in)");
            }
            grader::Language::Chinese => {
                println!("（{function} 还没有写：由参考答案顶替）");
            }
        }
    }
}
