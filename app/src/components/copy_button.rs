//! A button that copies text to the clipboard.

use super::{Icon, IconName};
use crate::browser::clipboard;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// Copies a text, and shows whether that worked. If the browser does not allow it, shows the text
/// selected, to be copied by hand.
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
    /// Whether only the icon is shown.
    #[prop(optional)]
    is_icon: bool,
    /// Called once the text is on the clipboard.
    #[prop(optional, into)]
    on_copied: Option<Callback<()>>,
) -> impl IntoView {
    let was_copied = RwSignal::new(None::<bool>);
    let button = NodeRef::<html::Button>::new();
    let report = move |copied: bool| {
        was_copied.try_set(Some(copied));
        if let Some(on_copied) = on_copied.filter(|_| copied) {
            on_copied.try_run(());
        }
    };
    let copy = move |_| {
        let text = text.get_untracked();
        spawn_local(async move { report(clipboard::copy(&text).await) });
    };
    // A new text has not been copied yet.
    Effect::new(move || {
        text.track();
        was_copied.set(None);
    });
    let on_copied_by_hand = move |_| {
        // The browser copies after this event, from the field that the report removes.
        let finish = move || {
            if let Some(button) = button.try_get_untracked().flatten() {
                let _ = button.focus();
            }
            report(true);
        };
        set_timeout(finish, Duration::ZERO);
    };
    let by_hand = move || {
        let field = NodeRef::<html::Textarea>::new();
        field.on_load(move |field| {
            // Otherwise the value may be set later, which ends the selection.
            field.set_value(&text.get_untracked());
            let _ = field.focus();
            field.select();
        });
        view! {
            <textarea
                class="input copy-by-hand"
                rows="1"
                readonly
                aria-label="Text to copy"
                prop:value=text
                node_ref=field
                on:copy=on_copied_by_hand
            ></textarea>
        }
    };
    let title = about.as_ref().map(|about| format!("{label}: {about}")).filter(|_| is_icon);
    let is_by_hand = move || was_copied.get() == Some(false);
    let shown_label = Memo::new(move |_| match was_copied.get() {
        Some(true) => "Copied",
        Some(false) => "Press Ctrl+C",
        None => label,
    });
    let name = about.map(|about| {
        // The name begins with the label that is shown.
        move || format!("{}: {about}", if is_icon { label } else { shown_label.get() })
    });
    view! {
        <button
            type="button"
            class=if is_icon { "icon-button" } else { "button" }
            node_ref=button
            title=title
            aria-label=name
            on:click=copy
        >
            {move || {
                let glyph = if was_copied.get() == Some(true) { IconName::Check } else { IconName::Copy };
                view! { <Icon glyph /> }
            }}
            {(!is_icon).then(|| view! { <Label label shown_label /> })}
        </button>
        {move || is_by_hand().then(by_hand)}
        <span class="copy-outcome" class:visually-hidden=move || !is_by_hand() role="status">
            {move || match was_copied.get() {
                Some(true) => "Copied",
                Some(false) => "Copying is blocked. Press Ctrl+C, or ⌘C on a Mac.",
                None => "",
            }}
        </span>
    }
}

/// The label that is shown. It takes the room of the longer one that may follow, so that nothing
/// beside the button moves.
#[component]
fn Label(label: &'static str, shown_label: Memo<&'static str>) -> impl IntoView {
    view! {
        <span class="copy-label">
            <span>{shown_label}</span>
            <span class="copy-label-room" aria-hidden="true">
                {label}
            </span>
            <span class="copy-label-room" aria-hidden="true">
                "Copied"
            </span>
        </span>
    }
}
