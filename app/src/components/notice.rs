//! Inline notices: failures and warnings.

use super::{Icon, IconName};
use leptos::prelude::*;

/// A region that announces a failure. It is in the DOM before there is one, so that screen readers
/// notice what appears in it.
#[component]
pub fn FailureNotice(
    /// The failure, if there is one.
    #[prop(into)]
    text: Signal<Option<String>>,
    /// Whether a retry is pending. The text is removed meanwhile, so that the same failure is
    /// announced again.
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

/// A warning about the consequences of an action.
#[component]
pub fn Warning(
    /// The warning, in a sentence or two.
    text: String,
) -> impl IntoView {
    view! {
        <p class="notice notice-warning">
            <Icon glyph=IconName::Alert />
            <span>{text}</span>
        </p>
    }
}
