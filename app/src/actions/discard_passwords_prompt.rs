//! The prompt before passwords are discarded that may not have been copied yet.

use crate::components::focus::focus_without_scrolling;
use crate::components::{DialogHandle, Icon, IconName};
use leptos::html;
use leptos::prelude::*;

/// Asks whether to discard the passwords; if so, closes the surrounding dialog. It takes the place
/// of the dialog's buttons, so that it is in view however long the dialog is.
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
            "Close without copying",
        )
    };
    let keep_button = NodeRef::<html::Button>::new();
    keep_button.on_load(|button| focus_without_scrolling(&button));
    view! {
        <div class="dialog-actions">
            <div class="notice notice-warning" role="alert">
                <Icon glyph=IconName::Alert />
                <div>
                    <strong>{title}</strong>
                    <p>{text}</p>
                </div>
            </div>
            <button type="button" class="button" node_ref=keep_button on:click=move |_| is_shown.set(false)>
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
