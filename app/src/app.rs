//! The contexts, the router, and what is on screen before anybody is signed in.

use crate::config::{Config, ConfigError};
use crate::pages::{NotFound, SignInPage, UsersPage};
use crate::replica::Replicas;
use crate::session::{Session, use_session};
use crate::shell::Shell;
use crate::theme::Theme;
use crate::ui::{Glyph, Icon, ToastRegion, Toasts};
use account_api::UserType;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{Redirect, Route, Router, Routes};
use leptos_router::path;

/// The whole app. Starts when `config.json` is known.
#[component]
pub fn App() -> impl IntoView {
    provide_context(Theme::restore());
    let config = LocalResource::new(Config::load);
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                match config.await {
                    Ok(config) => view! { <Console api_root=config.api_root /> }.into_any(),
                    Err(error) => view! { <Misconfigured error /> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// The console for one deployment: sign-in, or the shell around the page that the URL names. The URL stays as it is while
/// somebody signs in, so that they arrive where they wanted to go.
#[component]
fn Console(api_root: String) -> impl IntoView {
    let session = Session::restore(api_root);
    let toasts = Toasts::new();
    provide_context(session);
    provide_context(toasts);
    // Messages may name accounts; they go with the one who was shown them.
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

/// The shell around the page, and what lives as long as somebody is signed in.
#[component]
fn SignedIn() -> impl IntoView {
    provide_context(Replicas::new(use_session()));
    view! {
        <Shell>
            <Routes fallback=|| view! { <NotFound /> }>
                <Route
                    path=path!("/")
                    view=|| {
                        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                        view! { <Redirect path="/users" options /> }
                    }
                />
                <Route path=path!("/users") view=|| view! { <UsersPage kind=UserType::User /> } />
                <Route
                    path=path!("/service-accounts")
                    view=|| view! { <UsersPage kind=UserType::ServiceAccount /> }
                />
            </Routes>
        </Shell>
    }
}

#[component]
fn Misconfigured(error: ConfigError) -> impl IntoView {
    let next = match error {
        ConfigError::Unreadable(_) => "Reload the page to try again.",
        _ => "Whoever installed this console can correct the file; nothing has to be built anew.",
    };
    view! {
        <main class="sign-in">
            <div class="sign-in-card" role="alert">
                <h1 class="sign-in-title">"Account Admin cannot start"</h1>
                <p class="notice notice-failed">
                    <Icon glyph=Glyph::Alert />
                    <span>{error.to_string()}</span>
                </p>
                <p class="muted">{next}</p>
            </div>
        </main>
    }
}
