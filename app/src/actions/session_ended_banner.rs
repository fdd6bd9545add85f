//! What is said on a page whose session is over: whoever blocked their own account may still read what came of it.

use super::use_dialogs;
use crate::components::{Icon, IconName};
use crate::messages::Message;
use crate::session::{SignOutReason, use_session};
use leptos::prelude::*;

/// Says that nothing more is sent, and why.
#[component]
pub fn SessionEndedBanner() -> impl IntoView {
    let session = use_session();
    let dialogs = use_dialogs();
    let words = move || {
        session.ended_reason().map(|notice| match notice {
            SignOutReason::SelfBlocked(_) => notice.message(),
            SignOutReason::PasswordChanged | SignOutReason::SignedOut => String::new(),
        })
    };
    view! {
        {move || {
                words()
                    .map(|words| {
                        view! {
                            <div class="notice notice-warning session-over" role="alert">
                                <Icon glyph=IconName::Alert />
                                <div>
                                    <strong>"Your session has ended"</strong>
                                    <p>{words} " Nothing more is sent. What came of it stays here until you sign out."</p>
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
