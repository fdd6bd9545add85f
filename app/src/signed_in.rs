//! What exists while a user is signed in: the contexts that pages share, the frame around the
//! current page, the dialogs and the command palette.

use crate::accounts::Replicas;
use crate::actions::{DialogHost, Dialogs};
use crate::command_palette::{PageCommands, Palette, PaletteState};
use crate::components::{DropHint, FileDrops, Toast, use_toasts};
use crate::drafts::Drafts;
use crate::jobs::{JobKind, Jobs, check_cut_off_requests};
use crate::layout::Shell;
use crate::opened_from::OpenedFrom;
use crate::pages::{self, Lookups, SignInAgain};
use crate::routes::{Route, navigate_options};
use crate::session::use_session;
use crate::updates::watch_for_updates;
use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::location::{BrowserUrl, LocationProvider};

/// The signed-in console. Dropped on sign-out, with everything that was loaded or typed.
#[component]
pub fn SignedIn() -> impl IntoView {
    let session = use_session();
    let replicas = Replicas::new(session);
    provide_context(replicas);
    let jobs = Jobs::new(session, replicas);
    provide_context(jobs);
    provide_context(PaletteState::new());
    provide_context(PageCommands::new());
    provide_context(Drafts::new());
    provide_context(Lookups::new());
    provide_context(OpenedFrom::new());
    let dialogs = Dialogs::new();
    provide_context(dialogs);
    let toasts = use_toasts();
    let on_unused_drop = move |()| {
        toasts.show(Toast::failed(
            "Files cannot be used here. Drop them on Users, Bulk lookup or Site admins.".to_owned(),
        ));
    };
    provide_context(FileDrops::listen(Callback::new(on_unused_drop)));
    if session.is_fresh_sign_in() && !untrack(|| session.is_site_admin()) {
        toasts.show(Toast::done(
            "You can view all accounts. Changing them needs the Manage users permission.".to_owned(),
        ));
    }
    mention_unfinished_jobs();
    check_cut_off_requests(session, replicas);
    watch_for_updates();
    let path = use_location().pathname;
    let route = Memo::new(move |_| path.with(|path| Route::from_path(path)));
    let location: BrowserUrl = expect_context();
    Effect::new(move || {
        path.track();
        // The router updates the URL once the page reports that it has rendered.
        location.ready_to_complete();
    });
    Effect::new(move || {
        if let Some(title) = route.get().document_title() {
            document().set_title(&title);
        }
    });
    Effect::new(move |previous: Option<Route>| {
        let route = route.get();
        // A dialog belongs to the page that opened it, except for generated passwords: they are
        // shown only once.
        if previous.is_some_and(|previous| previous != route) && !untrack(|| jobs.is_showing_password()) {
            dialogs.close();
        }
        route
    });
    view! {
        <Shell>{move || pages::render(route.get())}</Shell>
        <DialogHost />
        <Palette />
        <DropHint />
        <Show when=move || session.reauth_reason().is_some()>
            <SignInAgain />
        </Show>
    }
}

/// After a reload that cut off a bulk change, says so, and leads to where it can be continued.
fn mention_unfinished_jobs() {
    let session = use_session();
    let is_interrupted = untrack(|| {
        session.with_activity_log(|log| {
            let can_continue = |job: u64| {
                let mut requests = log.since(0).map(|(_, request)| request);
                // Of new accounts, the passwords are gone.
                requests.any(|request| request.job == Some(job) && JobKind::of_operation(request.operation).is_some())
            };
            let mut jobs = log.incomplete_jobs().filter(|(_, left)| !left.was_stopped && !left.names.is_empty());
            jobs.any(|(job, _)| can_continue(job))
        })
    });
    if !is_interrupted {
        return;
    }
    let navigate = StoredValue::new_local(use_navigate());
    let show = move || {
        navigate.with_value(|navigate| navigate(&Route::Activity.url(), navigate_options(false)));
    };
    // How many accounts are left is known when those of the last requests are loaded.
    let text = "A bulk change was interrupted. See Activity for its progress.".to_owned();
    use_toasts().show(Toast::failed(text).with_action("Show", show));
}
