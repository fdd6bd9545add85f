//! What went wrong, where it went wrong.

use super::{Icon, IconName};
use leptos::prelude::*;

/// Where a failure is said once there is one. It is there before, so that screen readers notice what appears.
#[component]
pub fn FailureNotice(
    /// What failed, and what is known about it.
    #[prop(into)]
    text: Signal<Option<String>>,
    /// Whether it is being tried again. Then there is nothing to say, so that the same failure is heard a second time.
    #[prop(into)]
    pending: Signal<bool>,
) -> impl IntoView {
    view! {
        <div role="alert">
            {move || {
                text.get()
                    .filter(|_| !pending.get())
                    .map(|text| {
                        view! {
                            <p class="notice notice-failed">
                                <Icon glyph=IconName::Alert />
                                <span>{text}</span>
                            </p>
                        }
                    })
            }}
        </div>
    }
}

/// What should be known before something is done.
#[component]
pub fn Warning(
    /// It, in a sentence or two.
    text: String,
) -> impl IntoView {
    view! {
        <p class="notice notice-warning">
            <Icon glyph=IconName::Alert />
            <span>{text}</span>
        </p>
    }
}
