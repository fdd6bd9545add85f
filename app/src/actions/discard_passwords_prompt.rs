//! The prompt before passwords are discarded that may not have been copied yet.

use crate::components::{DialogHandle, Icon, IconName};
use leptos::prelude::*;

/// Asks whether to discard the passwords; if so, closes the surrounding dialog.
#[component]
pub fn DiscardPasswordsPrompt(
    /// Whether there is a single password.
    is_single: bool,
    /// Whether the prompt is shown; set to false if the user keeps the passwords.
    is_shown: RwSignal<bool>,
    /// Discards the passwords.
    #[prop(into)]
    on_discard: Callback<()>,
) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let (title, text, keep, discard) = if is_single {
        ("You will not see this password again", "Copy it before you close.", "Go back", "Close without copying")
    } else {
        (
            "You will not see these passwords again",
            "Copy or download them before you close.",
            "Go back",
            "Close without saving",
        )
    };
    view! {
        <div class="notice notice-warning" role="alert">
            <Icon glyph=IconName::Alert />
            <div>
                <strong>{title}</strong>
                <p>{text}</p>
            </div>
            <button type="button" class="button" on:click=move |_| is_shown.set(false)>
                {keep}
            </button>
            <button
                type="button"
                class="button button-danger-quiet"
                on:click=move |_| {
                    on_discard.run(());
                    handle.close();
                }
            >
                {discard}
            </button>
        </div>
    }
}
