//! Loading data from the mock into a signal.
//!
//! Why not a Leptos `Resource`: the whole console is inside one `Suspense`, which removes it from
//! the page, including the focus, while any resource inside it loads for the first time.

use leptos::prelude::*;
use leptos::task::spawn_local;
use std::future::Future;

/// Returns a signal with the result of the latest `fetch`, or `None` before the first result.
///
/// Calls `fetch` again when a signal that it reads changes. Drops results of superseded calls.
pub fn load<T, F>(fetch: impl Fn() -> F + 'static) -> Signal<Option<T>>
where
    T: PartialEq + Clone + Send + Sync + 'static,
    F: Future<Output = T> + 'static,
{
    let result = RwSignal::new(None);
    let latest_call = StoredValue::new(0_u64);
    Effect::new(move || {
        let future = fetch();
        let call = latest_call.get_value() + 1;
        latest_call.set_value(call);
        spawn_local(async move {
            let value = Some(future.await);
            if latest_call.try_get_value() == Some(call) && result.with_untracked(|previous| *previous != value) {
                result.set(value);
            }
        });
    });
    result.into()
}
