//! A modal dialog: the browser's own `<dialog>`, which traps the focus, makes the rest inert, and gives the focus back.

use super::unique_id;
use leptos::html;
use leptos::prelude::*;

/// Closes the dialog that a component stands in.
#[derive(Clone, Copy)]
pub struct DialogHandle(NodeRef<html::Dialog>);

impl DialogHandle {
    /// Closes it. The focus goes back to where it was before it opened. A dialog that has gone with its page stays gone.
    pub fn close(self) {
        if let Some(dialog) = self.element() {
            dialog.close();
        }
    }

    /// Whether it is still on screen. What happens in a dialog that is not has to be told elsewhere.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.element().is_some_and(|dialog| dialog.is_connected() && dialog.open())
    }

    fn element(self) -> Option<web_sys::HtmlDialogElement> {
        self.0.try_get_untracked().flatten()
    }
}

/// A modal dialog. It is open while it is mounted; whoever mounts it unmounts it in `on_close`.
#[component]
pub fn Dialog(
    /// What it is about. Its heading, and its name for a screen reader.
    #[prop(into)]
    title: Signal<String>,
    /// Called after it closed, however that happened.
    #[prop(into)]
    on_close: Callback<()>,
    /// Called when somebody wants it closed by Escape, in the place of closing it.
    #[prop(optional, into)]
    on_cancel: Option<Callback<DialogHandle>>,
    /// Its classes.
    #[prop(default = "dialog")]
    class: &'static str,
    /// While true, it cannot be closed: something has been sent, and its result is to be seen.
    #[prop(into, default = false.into())]
    busy: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let title_id = unique_id("dialog");
    let labelled_by = title_id.clone();
    provide_context(DialogHandle(element));
    element.on_load(|dialog| {
        // Fails only for a dialog that is open already.
        let _ = dialog.show_modal();
    });
    let is_here = StoredValue::new(());
    // Whoever takes it away open has it closed first, or the focus would be lost.
    on_cleanup(move || {
        if let Some(dialog) = element.try_get_untracked().flatten() {
            dialog.close();
        }
    });
    view! {
        <dialog
            class=class
            node_ref=element
            aria-labelledby=labelled_by
            on:cancel=move |event: web_sys::Event| {
                if busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(cancel) = on_cancel {
                    event.prevent_default();
                    cancel.run(DialogHandle(element));
                }
            }
            on:close=move |_| {
                // Told late: it has gone with its page, or the next dialog has opened in the same element.
                if is_here.try_get_value().is_none() || DialogHandle(element).is_open() {
                    return;
                }
                // Browsers let a page keep a dialog open against so many Escapes only.
                match element.get_untracked().filter(|_| busy.get_untracked()) {
                    Some(dialog) => {
                        let _ = dialog.show_modal();
                    }
                    None => on_close.run(()),
                }
            }
        >
            <h2 class="dialog-title" id=title_id>
                {title}
            </h2>
            {children()}
        </dialog>
    }
}

/// The two ways out of a dialog: cancel, and do it. While something is under way, the one no longer waits for it, and the other does
/// nothing, but keeps the focus, which a disabled button would lose.
#[component]
pub fn DialogActions(
    /// Whether it is being done.
    #[prop(into)]
    pending: Signal<bool>,
    /// What it does.
    label: &'static str,
    /// The same, while it is being done.
    working: &'static str,
    /// How its button looks.
    #[prop(default = "button button-primary")]
    class: &'static str,
    /// No longer waits for what is under way. Without one, it is waited for.
    #[prop(optional, into)]
    on_give_up: Option<Callback<()>>,
    /// Does it, and closes the dialog once it is done. Without one, the button submits the form around it.
    #[prop(optional, into)]
    on_confirm: Option<Callback<DialogHandle>>,
) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let disabled = move || pending.get().then_some("true");
    view! {
        <div class="dialog-actions">
            <button
                type="button"
                class="button"
                aria-disabled=move || disabled().filter(|_| on_give_up.is_none())
                on:click=move |_| match on_give_up {
                    _ if !pending.get_untracked() => handle.close(),
                    Some(give_up) => give_up.run(()),
                    None => {}
                }
            >
                {move || if pending.get() && on_give_up.is_some() { "Stop waiting" } else { "Cancel" }}
            </button>
            <button
                type=if on_confirm.is_some() { "button" } else { "submit" }
                class=class
                aria-disabled=disabled
                on:click=move |_| {
                    if let Some(confirm) = on_confirm.filter(|_| !pending.get_untracked()) {
                        confirm.run(handle);
                    }
                }
            >
                {move || if pending.get() { working } else { label }}
            </button>
        </div>
    }
}

/// The way out of a dialog that only tells something.
#[component]
pub fn CloseAction() -> impl IntoView {
    let handle: DialogHandle = expect_context();
    view! {
        <div class="dialog-actions">
            <button type="button" class="button button-primary" on:click=move |_| handle.close()>
                "Close"
            </button>
        </div>
    }
}
