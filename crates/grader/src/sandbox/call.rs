//! Calls a learner's function, and keeps its panics and its endless loops from the caller.

use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;
use std::thread;
use std::time::Duration;

use crate::curriculum::Exercise;

/// How long one exercise may take. The right answers take well under a tenth of a second.
pub(crate) const TIME_LIMIT: Duration = Duration::from_secs(10);

/// Stack of the grading thread: large enough for a deep recursion that ends.
const STACK_BYTES: usize = 64 << 20;

thread_local! {
    static GRADING: Cell<bool> = const { Cell::new(false) };
    static LAST_PANIC: RefCell<Option<Panic>> = const { RefCell::new(None) };
    static LIMIT: Cell<Duration> = const { Cell::new(TIME_LIMIT) };
}

/// What a panic said, and where.
#[derive(Debug, Clone)]
pub(crate) struct Panic {
    pub(crate) message: String,
    pub(crate) location: String,
}

impl Panic {
    /// Whether the panic comes from the `todo!` of exercise `id`, and not from another exercise that it
    /// calls.
    pub(crate) fn is_the_stub_of(&self, id: &str) -> bool {
        let Some(rest) = self.message.strip_prefix("not yet implemented") else {
            return false;
        };
        let named = rest.trim_start_matches(": ").split(':').next();
        named == Some(id) || named.is_none_or(|name| Exercise::find(name).is_none())
    }
}

/// Whether the current thread grades a candidate. The grader catches a panic on it and reports it.
///
/// A stub asks this to print a message only when a reader calls it directly.
pub fn is_grading() -> bool {
    GRADING.get()
}

/// Runs `work` with another time limit for every exercise that this thread grades. Tests use it.
#[doc(hidden)]
pub fn with_time_limit<T>(limit: Duration, work: impl FnOnce() -> T) -> T {
    let before = LIMIT.replace(limit);
    let result = work();
    LIMIT.set(before);
    result
}

/// The time limit of the exercises that this thread grades.
pub(crate) fn time_limit() -> Duration {
    LIMIT.get()
}

/// Starts a thread that records panics instead of printing them.
pub(crate) fn spawn<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> thread::JoinHandle<T> {
    silence_panics();
    thread::Builder::new()
        .name("grader".to_owned())
        .stack_size(STACK_BYTES)
        .spawn(move || {
            GRADING.set(true);
            work()
        })
        .expect("the system starts a thread")
}

/// Calls a function on a grading thread; a panic in it becomes a value.
pub(crate) fn call<R>(function: impl FnOnce() -> R) -> Result<R, Panic> {
    panic::catch_unwind(AssertUnwindSafe(function)).map_err(|_payload| {
        LAST_PANIC.take().unwrap_or_else(|| Panic {
            message: "panic".to_owned(),
            location: "?".to_owned(),
        })
    })
}

/// Installs, once, a panic hook that records the panics of grading threads.
fn silence_panics() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !is_grading() {
                return previous(info);
            }
            let payload = info.payload();
            let text = payload.downcast_ref::<&str>().copied();
            let text = text.or(payload.downcast_ref::<String>().map(String::as_str));
            LAST_PANIC.set(Some(Panic {
                message: text.unwrap_or("panic").to_owned(),
                location: info.location().map_or("?".to_owned(), ToString::to_string),
            }));
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stub_is_told_from_another_exercise_s_stub() {
        let panic = |message: &str| Panic {
            message: message.to_owned(),
            location: String::new(),
        };
        for (message, expected) in [
            ("not yet implemented", true),
            ("not yet implemented: em: The EM algorithm", true),
            ("not yet implemented: later", true),
            (
                "not yet implemented: compute_means: Weighted average",
                false,
            ),
            ("index out of bounds", false),
        ] {
            assert_eq!(panic(message).is_the_stub_of("em"), expected, "{message}");
        }
    }
}
