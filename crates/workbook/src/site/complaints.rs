//! Warnings that mdBook logs, as errors: a tag that is never closed spoils its page.

use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use tracing::field::Field;
use tracing::{Event, Level, Metadata, Subscriber, span};

#[derive(Clone, Default)]
struct Complaints(Arc<Mutex<Vec<String>>>);

/// Runs `work` and fails if it logged a warning.
pub(super) fn refused<T>(work: impl FnOnce() -> anyhow::Result<T>) -> anyhow::Result<T> {
    let complaints = Complaints::default();
    let done = tracing::subscriber::with_default(complaints.clone(), work)?;
    let complaints = complaints.0.lock().expect("no logger panics");
    if complaints.is_empty() {
        Ok(done)
    } else {
        anyhow::bail!("{}", complaints.join("\n"))
    }
}

impl Subscriber for Complaints {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::WARN
    }

    fn event(&self, event: &Event<'_>) {
        event.record(&mut |field: &Field, value: &dyn Debug| {
            if field.name() == "message" {
                let mut complaints = self.0.lock().expect("no logger panics");
                complaints.push(format!("{value:?}"));
            }
        });
    }

    // mdBook logs no spans.
    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }
    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}
