//! A modal dialog: the browser's `<dialog>`, which traps the focus, makes the rest of the page
//! inert and restores the focus.

use super::focus::{focus_without_scrolling, recover_focus};
use super::unique_id;
use crate::browser::intercept_traversal;
use core::cell::{Cell, RefCell};
use leptos::html;
use leptos::prelude::*;

/// A handle to the dialog around a component, provided as context.
#[derive(Clone, Copy)]
pub struct DialogHandle(NodeRef<html::Dialog>);

impl DialogHandle {
    /// Closes the dialog. The browser restores the focus. Does nothing if the dialog was removed
    /// with its page.
    pub fn close(self) {
        if let Some(dialog) = self.element() {
            dialog.close();
        }
    }

    /// Whether the dialog is still on screen. If it is not, outcomes have to be reported elsewhere.
    #[must_use]
    pub fn is_open(self) -> bool {
        self.element().is_some_and(|dialog| dialog.is_connected() && dialog.open())
    }

    fn element(self) -> Option<web_sys::HtmlDialogElement> {
        self.0.try_get_untracked().flatten()
    }
}

thread_local! {
    /// The open dialogs, the topmost last.
    static OPEN_DIALOGS: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
    static NEXT_ID: Cell<u64> = const { Cell::new(0) };
}

/// The place of a dialog among those that are open. Belongs to the current reactive owner.
fn stack_dialog() -> u64 {
    let id = NEXT_ID.replace(NEXT_ID.get() + 1);
    OPEN_DIALOGS.with_borrow_mut(|dialogs| dialogs.push(id));
    on_cleanup(move || OPEN_DIALOGS.with_borrow_mut(|dialogs| dialogs.retain(|other| *other != id)));
    id
}

/// A modal dialog. It is open while it is mounted, and its parent has to unmount it in `on_close`.
#[component]
pub fn Dialog(
    /// The heading, and the name for screen readers.
    #[prop(into)]
    title: Signal<String>,
    /// Called after it has closed for any reason.
    #[prop(into)]
    on_close: Callback<()>,
    /// Called on Escape instead of closing the dialog.
    #[prop(optional, into)]
    on_cancel: Option<Callback<DialogHandle>>,
    /// The classes of the element.
    #[prop(default = "dialog")]
    class: &'static str,
    /// While true, Escape does not close it: a request is pending, and its outcome has to be seen.
    #[prop(into, default = false.into())]
    busy: Signal<bool>,
    /// Focuses the heading instead of the first control, which may be at the end of a long text.
    #[prop(optional)]
    focus_title: bool,
    children: Children,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    let title_id = unique_id("dialog");
    let labelled_by = title_id.clone();
    provide_context(DialogHandle(element));
    let heading = NodeRef::<html::H2>::new();
    element.on_load(move |dialog| {
        // Fails only if the dialog is open already.
        let _ = dialog.show_modal();
        if let Some(heading) = heading.get_untracked().filter(|_| focus_title) {
            focus_without_scrolling(&heading);
        }
        // In a low window, the control that has the focus may be at the end, far from what it is
        // about.
        dialog.set_scroll_top(0);
    });
    // Disposed together with the component.
    let mounted = StoredValue::new(());
    let id = stack_dialog();
    // Only the topmost dialog closes: the others cannot be seen.
    let is_topmost = move || OPEN_DIALOGS.with_borrow(|dialogs| dialogs.last() == Some(&id));
    let go_back = move || match on_cancel {
        // A request is pending, and its outcome has to be seen.
        _ if busy.get_untracked() => {}
        Some(cancel) => cancel.run(DialogHandle(element)),
        None => DialogHandle(element).close(),
    };
    // Back closes the dialog, as on phones, and does not leave the page behind it as well.
    intercept_traversal(move || {
        let is_about_this = is_topmost() && DialogHandle(element).is_open();
        if is_about_this {
            go_back();
        }
        is_about_this
    });
    // Where this cannot be prevented, the page changes, and with it what the dialog is about.
    let on_back = window_event_listener_untyped("popstate", move |_| {
        if is_topmost() {
            go_back();
        }
    });
    on_cleanup(move || on_back.remove());
    // A dialog that is removed while open would lose the focus instead of restoring it.
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
                // That of a file picker bubbles, and may come when the dialog is gone.
                if mounted.try_get_value().is_none() || event.target() != event.current_target() {
                    return;
                }
                if busy.get_untracked() {
                    event.prevent_default();
                } else if let Some(cancel) = on_cancel {
                    event.prevent_default();
                    cancel.run(DialogHandle(element));
                }
            }
            on:close=move |_| {
                // The event is asynchronous. By now the dialog may have been unmounted, or another
                // one may have opened in the same element.
                if mounted.try_get_value().is_none() || DialogHandle(element).is_open() {
                    return;
                }
                // Browsers close a dialog on repeated Escape even if `cancel` is prevented.
                match element.get_untracked().filter(|_| busy.get_untracked()) {
                    Some(dialog) => {
                        let _ = dialog.show_modal();
                    }
                    None => {
                        on_close.run(());
                        // What opened it may be gone, as the actions on a selection are.
                        recover_focus(".table-scroll:not(.is-away) tbody");
                        recover_focus("main");
                    }
                }
            }
        >
            <h2 class="dialog-title" id=title_id node_ref=heading tabindex=focus_title.then_some("-1")>
                {title}
            </h2>
            {children()}
        </dialog>
    }
}

/// The buttons of a dialog: cancel and confirm. While the action is pending, cancel stops waiting
/// for it, and confirm does nothing. Confirm is not `disabled`, because it would lose the focus.
#[component]
pub fn DialogActions(
    /// Whether the action is pending.
    #[prop(into)]
    pending: Signal<bool>,
    /// The label of the confirm button.
    label: &'static str,
    /// The label while the action is pending.
    working: &'static str,
    /// The classes of the confirm button.
    #[prop(default = "button button-primary")]
    class: &'static str,
    /// Stops waiting for the pending action. Without it, the dialog stays until the action ends.
    #[prop(optional, into)]
    on_stop_waiting: Option<Callback<()>>,
    /// Starts the action, and closes the dialog once it has succeeded. Without it, the button
    /// submits the form around it.
    #[prop(optional, into)]
    on_confirm: Option<Callback<DialogHandle>>,
    /// Whether Enter confirms at once: the confirm button has the focus at first.
    #[prop(optional)]
    focuses_confirm: bool,
) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let disabled = move || pending.get().then_some("true");
    view! {
        <div class="dialog-actions">
            <button
                type="button"
                class="button"
                aria-disabled=move || disabled().filter(|_| on_stop_waiting.is_none())
                on:click=move |_| match on_stop_waiting {
                    _ if !pending.get_untracked() => handle.close(),
                    Some(stop_waiting) => stop_waiting.run(()),
                    None => {}
                }
            >
                {move || if pending.get() && on_stop_waiting.is_some() { "Stop waiting" } else { "Cancel" }}
            </button>
            <button
                type=if on_confirm.is_some() { "button" } else { "submit" }
                class=class
                autofocus=focuses_confirm
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

/// The close button of a dialog that only shows something.
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
