//! The question before passwords are forgotten that nobody may have a copy of.

use crate::components::{DialogHandle, Icon, IconName};
use leptos::prelude::*;

/// Asks, and closes the dialog around it where they may be forgotten.
#[component]
pub fn DiscardPrompt(
    /// Whether it is about a single password.
    is_one: bool,
    /// Whether it is asked.
    is_asked: RwSignal<bool>,
    /// Forgets them.
    #[prop(into)]
    on_forget: Callback<()>,
) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let (title, text, keep, forget) = if is_one {
        (
            "The password is forgotten when this closes",
            "It is nowhere else. Copy it first, unless you have.",
            "Keep it",
            "Forget it",
        )
    } else {
        (
            "The passwords are forgotten when this closes",
            "They are nowhere else. Copy or download them first, unless you have.",
            "Keep them",
            "Forget them",
        )
    };
    view! {
        <div class="notice notice-warning" role="alert">
            <Icon glyph=IconName::Alert />
            <div>
                <strong>{title}</strong>
                <p>{text}</p>
            </div>
            <button type="button" class="button" on:click=move |_| is_asked.set(false)>
                {keep}
            </button>
            <button
                type="button"
                class="button button-danger-quiet"
                on:click=move |_| {
                    on_forget.run(());
                    handle.close();
                }
            >
                {forget}
            </button>
        </div>
    }
}
