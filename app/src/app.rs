//! The root component: loads the configuration, then mounts the console of that deployment.

use crate::browser::content_policy::restrict_connections;
use crate::components::{ToastRegion, Toasts};
use crate::config::Config;
use crate::pages::{Misconfigured, SignInPage};
use crate::session::Session;
use crate::signed_in::SignedIn;
use crate::theme::Theme;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::Router;

/// The whole app. Renders nothing until `config.json` has been loaded.
#[component]
pub fn App() -> impl IntoView {
    provide_context(Theme::restore());
    let config = RwSignal::new(None);
    spawn_local(async move {
        let loaded = Config::load().await;
        if let Ok(Config { api_root, .. }) = &loaded {
            // If this fails, the policy that the page came with still holds.
            let _ = restrict_connections(api_root);
        }
        config.set(Some(loaded));
    });
    move || {
        config.get().map(|config| match config {
            Ok(config) => view! { <Console config /> }.into_any(),
            Err(error) => view! { <Misconfigured error /> }.into_any(),
        })
    }
}

/// The console for one deployment: the sign-in page, or the page that the URL names.
///
/// Signing in does not change the URL, so a deep link opens its page afterwards.
#[component]
fn Console(config: Config) -> impl IntoView {
    let session = Session::restore(config.api_root.clone());
    provide_context(config);
    let toasts = Toasts::new();
    provide_context(session);
    provide_context(toasts);
    // Toasts may name accounts, which the next user must not see.
    Effect::new(move || {
        if !session.is_signed_in() {
            toasts.clear();
        }
    });
    let signed_in = Memo::new(move |_| session.is_signed_in());
    let console = view! {
        <Router>
            <Show when=move || signed_in.get() fallback=|| view! { <SignInPage /> }>
                <SignedIn />
            </Show>
        </Router>
        <ToastRegion />
    };
    #[cfg(debug_assertions)]
    let console = view! {
        {console}
        <crate::dev_panel::DevPanel />
    };
    console
}
