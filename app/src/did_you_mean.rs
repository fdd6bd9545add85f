//! A question about who was meant by an identifier that no account has.

use crate::messages::reveal_hidden;
use leptos::prelude::*;

/// Offers the accounts that were probably meant, each of which can be accepted.
#[component]
pub fn DidYouMean(
    /// The username or email that was not found.
    identifier: String,
    /// The usernames of the accounts.
    names: Vec<String>,
    /// Called with the username that was accepted.
    on_accept: Callback<String>,
) -> impl IntoView {
    let buttons = names.into_iter().enumerate().map(move |(index, name)| {
        let text = reveal_hidden(&name);
        let label = format!("Use {text} for {}", reveal_hidden(&identifier));
        view! {
            {(index > 0).then_some(" or ")}
            <button type="button" class="link" aria-label=label on:click=move |_| on_accept.run(name.clone())>
                <bdi>{text}</bdi>
            </button>
        }
    });
    view! { <span class="muted">"Did you mean "</span> {buttons.collect_view()} <span class="muted">"?"</span> }
}
