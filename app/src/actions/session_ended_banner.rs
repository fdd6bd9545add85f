//! The banner on a page whose session has ended. After disabling or deactivating their own account,
//! users can still read the results on the page until they sign out.

use super::use_dialogs;
use crate::components::{Icon, IconName};
use crate::messages::Message;
use crate::session::{SignOutReason, use_session};
use leptos::prelude::*;

/// States that no more changes can be made, and why.
#[component]
pub fn SessionEndedBanner() -> impl IntoView {
    let session = use_session();
    let dialogs = use_dialogs();
    let reason_text = move || {
        session.ended_reason().map(|reason| match reason {
            SignOutReason::SelfBlocked(_) => reason.message(),
            SignOutReason::PasswordChanged | SignOutReason::SignedOut => String::new(),
        })
    };
    view! {
        {move || {
                reason_text()
                    .map(|text| {
                        view! {
                            <div class="notice notice-warning session-ended" role="alert">
                                <Icon glyph=IconName::Alert />
                                <div>
                                    <strong>"Your session has ended"</strong>
                                    <p>{text} " You cannot make any more changes. The results stay here until you sign out."</p>
                                </div>
                                <button type="button" class="button" on:click=move |_| dialogs.sign_out()>
                                    "Sign out"
                                </button>
                            </div>
                        }
                    })
            }}
    }
}
