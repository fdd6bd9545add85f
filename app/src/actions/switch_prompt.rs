//! The popover at a switch that confirms granting or removing the site admin role.
//!
//! One stray click must not grant the highest role there is, and a dialog for each of several
//! switches would be tiring. Enter confirms, Escape and a click elsewhere cancel.

use super::apply_change::ActionRunner;
use super::confirmation_text::{ConfirmationText, confirm_button_class};
use super::last_admin_warning::last_admin_warning;
use super::switch_prompt_request::SwitchPromptRequest;
use crate::accounts::use_replicas;
use crate::components::{Placement, Warning, keep_beside, unique_id, use_toasts};
use crate::messages::ActionMessages;
use crate::session::use_session;
use account_api::{AccountState, User};
use leptos::html;
use leptos::prelude::*;

/// Shows the popover while it is mounted.
#[component]
pub fn SwitchPrompt(request: SwitchPromptRequest, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let (action, account) = (request.action, request.account.clone());
    let runner = ActionRunner { session: use_session(), toasts: use_toasts() };
    let name = account.name.clone();
    let (state, email, is_admin) =
        account.user.with_untracked(|user| (User::state(user), user.email.clone(), user.is_admin == Some(true)));
    let removes_admin = is_admin && state == AccountState::Active && action.removes_site_admin();
    let warning = removes_admin.then(|| last_admin_warning(use_replicas(), 1)).flatten();
    let panel = NodeRef::<html::Div>::new();
    let title_id = unique_id("switch-prompt");
    let labelled_by = title_id.clone();
    let anchor = request.clone();
    panel.on_load(move |panel| {
        // Fails only if it is shown already.
        let _ = panel.show_popover();
        let request = anchor.clone();
        keep_beside(panel.into(), Placement::BelowEnd, move || request.switch());
    });
    let close = move || {
        // The browser restores the focus. It fails only if the popover is closed already.
        if let Some(panel) = panel.get_untracked() {
            let _ = panel.hide_popover();
        }
    };
    let confirm = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        close();
        request.note_sent();
        runner.execute_and_notify(action, account.clone());
    };
    let on_toggle = move |_| {
        // The event comes later, when the popover may be gone.
        if panel.try_get_untracked().flatten().is_some_and(|panel| panel.matches(":popover-open") == Ok(false)) {
            on_close.run(());
        }
    };
    view! {
        <div
            class="popover switch-prompt"
            popover="auto"
            role="dialog"
            aria-labelledby=labelled_by
            node_ref=panel
            on:toggle=on_toggle
        >
            <h2 class="switch-prompt-title" id=title_id>
                {format!("{}?", action.command(&name))}
            </h2>
            <ConfirmationText action name email state />
            {warning
                .map(|warning| {
                    view! { <Warning text=warning /> }
                })}
            <form class="switch-prompt-actions" on:submit=confirm>
                <button type="button" class="button" on:click=move |_| close()>
                    "Cancel"
                </button>
                <button
                    type="submit"
                    class=confirm_button_class(action)
                    autofocus
                >
                    {action.verb()}
                </button>
            </form>
        </div>
    }
}
