//! How many statements a request costs: what takes as many steps takes about as long.

use std::sync::atomic::{AtomicUsize, Ordering};

use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

static EXECUTED: AtomicUsize = AtomicUsize::new(0);

/// Counts what the database's driver tells about each statement.
struct Counter;

impl Subscriber for Counter {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, _: &Event<'_>) {
        EXECUTED.fetch_add(1, Ordering::SeqCst);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

/// Begins to count the statements of this process.
pub(super) fn count() {
    tracing::subscriber::set_global_default(Counter).expect("nothing else counts in this process");
}

/// How many there were so far.
pub(super) fn executed() -> usize {
    EXECUTED.load(Ordering::SeqCst)
}
