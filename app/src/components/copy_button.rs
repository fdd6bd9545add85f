//! A button that copies text to the clipboard.

use super::{Icon, IconName};
use crate::browser::clipboard;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Copies a text, and shows whether that worked.
#[component]
pub fn CopyButton(
    /// The text to copy.
    #[prop(into)]
    text: Signal<String>,
    /// The label of the button.
    #[prop(default = "Copy")]
    label: &'static str,
    /// What the text belongs to, to tell several such buttons apart.
    #[prop(optional, into)]
    about: Option<String>,
    /// Called once the text is on the clipboard.
    #[prop(optional, into)]
    on_copied: Option<Callback<()>>,
) -> impl IntoView {
    let was_copied = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let copied = clipboard::copy(&text).await;
            was_copied.try_set(Some(copied));
            if let Some(on_copied) = on_copied.filter(|_| copied) {
                on_copied.try_run(());
            }
        });
    };
    // A new text has not been copied yet.
    Effect::new(move || {
        text.track();
        was_copied.set(None);
    });
    view! {
        <button type="button" class="button" aria-label=about.map(|about| format!("{label}: {about}")) on:click=copy>
            <Icon glyph=IconName::Copy />
            {label}
        </button>
        <span class="copy-outcome" role="status">
            {move || match was_copied.get() {
                Some(true) => "Copied",
                Some(false) => "Copying is blocked. Select the text and copy it yourself.",
                None => "",
            }}
        </span>
    }
}
