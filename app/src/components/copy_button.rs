//! Copying to the clipboard.

use super::{Icon, IconName};
use crate::browser::clipboard;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Copies a text, and says whether that worked.
#[component]
pub fn CopyButton(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
    /// What the button says.
    #[prop(default = "Copy")]
    label: &'static str,
    /// Whom or what the text is about, where there are several buttons.
    #[prop(optional, into)]
    about: Option<String>,
    /// Called when it is on the clipboard.
    #[prop(optional, into)]
    on_copied: Option<Callback<()>>,
) -> impl IntoView {
    let outcome = RwSignal::new(None::<bool>);
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move {
            let copied = clipboard::copy(&text).await;
            outcome.try_set(Some(copied));
            if let Some(on_copied) = on_copied.filter(|_| copied) {
                on_copied.try_run(());
            }
        });
    };
    // Another text has not been copied yet.
    Effect::new(move || {
        text.track();
        outcome.set(None);
    });
    view! {
        <button type="button" class="button" aria-label=about.map(|about| format!("{label}: {about}")) on:click=copy>
            <Icon glyph=IconName::Copy />
            {label}
        </button>
        <span class="copy-outcome" role="status">
            {move || match outcome.get() {
                Some(true) => "Copied",
                Some(false) => "The browser did not allow it: select the text and copy it",
                None => "",
            }}
        </span>
    }
}
