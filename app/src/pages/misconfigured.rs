//! The page shown instead of the console if `config.json` cannot be used.

use crate::components::{Icon, IconName};
use crate::config::ConfigError;
use crate::messages::Message;
use leptos::prelude::*;

/// States what is wrong with the configuration and who can fix it.
#[component]
pub fn Misconfigured(error: ConfigError) -> impl IntoView {
    let next_step = match error {
        ConfigError::Unreadable(_) => "Reload the page to try again.",
        _ => "Ask whoever deployed this console to fix the file. No rebuild is needed.",
    };
    view! {
        <main class="sign-in">
            <div class="sign-in-card" role="alert">
                <h1 class="sign-in-title">"Account Admin cannot start"</h1>
                <p class="notice notice-failed">
                    <Icon glyph=IconName::Alert />
                    <span>{error.message()}</span>
                </p>
                <p class="muted">{next_step}</p>
            </div>
        </main>
    }
}
