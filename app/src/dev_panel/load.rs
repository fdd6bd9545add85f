//! Reading from the mock into a signal.
//!
//! No resource does that here: the whole console stands in one `Suspense`, which takes it off the page, focus and all, while any
//! resource below it loads for the first time.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// What was read last. `read` runs again when a signal that it has read changes; an answer that is overtaken is thrown away.
/// `None` until something has been read.
pub fn load<T, F>(read: impl Fn() -> F + 'static) -> Signal<Option<T>>
where
    T: PartialEq + Clone + Send + Sync + 'static,
    F: Future<Output = T> + 'static,
{
    let loaded = RwSignal::new(None);
    let run = StoredValue::new(0_u64);
    Effect::new(move || {
        let reading = read();
        let this = run.get_value() + 1;
        run.set_value(this);
        spawn_local(async move {
            let now = Some(reading.await);
            if run.try_get_value() == Some(this) && loaded.with_untracked(|before| *before != now) {
                loaded.set(now);
            }
        });
    });
    loaded.into()
}
