//! The contexts, the router, and what is on screen before anybody is signed in.

use crate::accounts::Replicas;
use crate::actions::{DialogHost, Dialogs};
use crate::command_palette::Palette;
use crate::components::{Icon, IconName, ToastRegion, Toasts};
use crate::config::{Config, ConfigError};
use crate::jobs::Jobs;
use crate::layout::Shell;
use crate::messages::Message;
use crate::pages::{
    ActivityPage, AdminsPage, CreatePage, Drafts, LookupPage, Lookups, NotFound, OverviewPage, SignInAgain, SignInPage,
    UsersPage,
};
use crate::session::{Session, use_session};
use crate::theme::Theme;
use account_api::UserType;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider};

/// The whole app. Starts when `config.json` is known.
#[component]
pub fn App() -> impl IntoView {
    provide_context(Theme::restore());
    let config = RwSignal::new(None);
    spawn_local(async move { config.set(Some(Config::load().await)) });
    move || {
        config.get().map(|config| match config {
            Ok(config) => view! { <Console api_root=config.api_root /> }.into_any(),
            Err(error) => view! { <Misconfigured error /> }.into_any(),
        })
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

/// The pages.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Route {
    Start,
    Overview,
    Accounts(UserType),
    Create(UserType),
    Admins,
    Lookup,
    Activity,
    NotFound,
}

impl Route {
    fn of(path: &str) -> Self {
        match path.trim_end_matches('/') {
            "" => Self::Start,
            "/overview" => Self::Overview,
            "/users" => Self::Accounts(UserType::User),
            "/admins" => Self::Admins,
            "/lookup" => Self::Lookup,
            "/activity" => Self::Activity,
            "/users/new" => Self::Create(UserType::User),
            "/service-accounts/new" => Self::Create(UserType::ServiceAccount),
            "/service-accounts" => Self::Accounts(UserType::ServiceAccount),
            _ => Self::NotFound,
        }
    }
}

/// The shell around the page, and what lives as long as somebody is signed in.
///
/// The page is chosen here and not by the router's `Routes`: its paths have no parameters and nothing is loaded for them, and what the
/// router brings for that weighs more than a page.
#[component]
fn SignedIn() -> impl IntoView {
    let session = use_session();
    let replicas = Replicas::new(session);
    provide_context(replicas);
    let jobs = Jobs::new(session, replicas);
    provide_context(jobs);
    provide_context(Drafts::new());
    provide_context(Lookups::new());
    let dialogs = Dialogs::new();
    provide_context(dialogs);
    let path = use_location().pathname;
    let place = Memo::new(move |_| path.with(|path| Route::of(path)));
    let location: BrowserUrl = expect_context();
    Effect::new(move || {
        path.track();
        // The router waits with the address bar for whoever draws the page. It is drawn.
        location.ready_to_complete();
    });
    Effect::new(move |before: Option<Route>| {
        let place = place.get();
        // A question belongs to the page that it was asked on. A password that is shown belongs to whoever has it.
        if before.is_some_and(|before| before != place) && !untrack(|| jobs.is_showing_password()) {
            dialogs.close();
        }
        place
    });
    view! {
        <Shell>
            {move || match place.get() {
                Route::Start => view! { <Start /> }.into_any(),
                Route::Overview => view! { <OverviewPage /> }.into_any(),
                Route::Accounts(kind) => view! { <UsersPage kind /> }.into_any(),
                Route::Admins => view! { <AdminsPage /> }.into_any(),
                Route::Lookup => view! { <LookupPage /> }.into_any(),
                Route::Activity => view! { <ActivityPage /> }.into_any(),
                Route::Create(kind) => view! { <CreatePage kind /> }.into_any(),
                Route::NotFound => view! { <NotFound /> }.into_any(),
            }}
        </Shell>
        <DialogHost />
        <Palette />
        <Show when=move || session.reauth_reason().is_some()>
            <SignInAgain />
        </Show>
    }
}

/// Where somebody arrives who asks for no page: at the users.
#[component]
fn Start() -> impl IntoView {
    let navigate = use_navigate();
    Effect::new(move || navigate("/users", NavigateOptions { replace: true, ..NavigateOptions::default() }));
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
                    <Icon glyph=IconName::Alert />
                    <span>{error.message()}</span>
                </p>
                <p class="muted">{next}</p>
            </div>
        </main>
    }
}
