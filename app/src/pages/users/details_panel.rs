//! The details of one account, beside the table.

use super::account_history::AccountHistory;
use super::context::{ListContext, use_list_context};
use crate::account_labels::{state_label, state_shape, yes_or_no};
use crate::accounts::Account;
use crate::actions::{AccountCommand, use_dialogs};
use crate::browser::scheduler::yield_to_browser;
use crate::components::focus::{is_focus_lost, restore_focus_if_lost};
use crate::components::{Avatar, Badge, CopyButton, Icon, IconName, RelativeTime};
use crate::messages::reveal_hidden;
use crate::opened_from::use_opened_from;
use crate::routes::{Route, navigate_options};
use crate::session::use_session;
use account_api::{User, UserType};
use account_index::Phase;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The panel of the account that the URL names, if any.
#[component]
pub fn DetailsPanel() -> impl IntoView {
    let ListContext { query, .. } = use_list_context();
    let name = Memo::new(move |_| query.with(|query| query.user.clone()));
    move || name.get().map(|name| view! { <OpenPanel name /> })
}

/// The open panel. Takes the focus, and returns it when closed.
#[component]
fn OpenPanel(name: String) -> impl IntoView {
    let list = use_list_context();
    let ListContext { query, replica, .. } = list;
    let navigate = use_navigate();
    let title = NodeRef::<html::H2>::new();
    // The element that had the focus when the panel was opened. Rows are recycled for others.
    let opener = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let opener = opener.filter(|opener| opener.closest("tbody").is_ok_and(|tbody| tbody.is_none()));
    let opener = StoredValue::new_local(opener);
    Effect::new(move || {
        if let Some(title) = title.get() {
            let _ = title.focus();
        }
    });
    let close =
        move || navigate(&query.with_untracked(|query| query.with_user(None).to_url()), navigate_options(false));
    // Whatever closes it: a button, a key, or Back.
    on_cleanup({
        let name = name.clone();
        move || return_focus(list, opener.try_get_value().flatten(), name.clone())
    });
    let on_escape = close.clone();
    let is_loaded = Memo::new({
        let name = name.clone();
        move |_| replica.contains(&name)
    });
    Effect::new({
        let name = name.clone();
        move || {
            if !is_loaded.get() {
                spawn_local(replica.search(name.clone()));
            }
        }
    });
    let opened_from = use_opened_from();
    let back = Memo::new({
        let name = name.clone();
        move |_| opened_from.route_of(&name)
    });
    let label = reveal_hidden(&name);
    let heading = reveal_hidden(&name);
    let avatar = Signal::stored(name.clone());
    let copied_name = Signal::stored(name.clone());
    view! {
        <aside
            class="panel"
            aria-label=label
            on:keydown=move |event| {
                if event.key() == "Escape" && !event.default_prevented() {
                    on_escape();
                }
            }
        >
            <Show when=move || back.get().is_some()>
                <a class="link panel-back" href=move || back.get().map(Route::url)>
                    <Icon glyph=IconName::Chevron />
                    {move || back.get().map(Route::label)}
                </a>
            </Show>
            <div class="panel-head">
                // Nothing to show or to copy unless there is such an account.
                <Show when=move || is_loaded.get()>
                    <Avatar name=avatar />
                </Show>
                <h2 class="panel-title" tabindex="-1" node_ref=title>
                    <bdi>{heading}</bdi>
                </h2>
                <Show when=move || is_loaded.get()>
                    <CopyButton text=copied_name about="username" is_icon=true />
                </Show>
                <button type="button" class="icon-button" aria-label="Close" title="Close" on:click=move |_| close()>
                    <Icon glyph=IconName::Close />
                </button>
            </div>
            {move || {
                if is_loaded.get() {
                    replica.account_named(&name).map(|account| view! { <Facts account /> }.into_any())
                } else {
                    Some(view! { <Missing name=name.clone() /> }.into_any())
                }
            }}
        </aside>
    }
}

/// Returns the focus after the panel is gone: to the element that opened it, or else to the row of
/// the account. Does nothing if another panel has opened, or if something else has the focus.
fn return_focus(list: ListContext, opener: Option<HtmlElement>, name: String) {
    spawn_local(async move {
        // On narrow screens the panel replaces the table, which has to be shown again first.
        yield_to_browser().await;
        if let Some(opener) = &opener {
            restore_focus_if_lost(opener);
        }
        // None once the page is gone.
        let is_closed = list.query.try_with_untracked(|query| query.user.is_none()) == Some(true);
        if is_closed && is_focus_lost() {
            list.focus_request.try_set(list.live_query.with_store(|store| store.find(&name)));
        }
    });
}

/// Shown for an account that is not in the replica: not yet, or because it does not exist.
#[component]
fn Missing(name: String) -> impl IntoView {
    let ListContext { replica, kind, .. } = use_list_context();
    let kind = match kind {
        UserType::User => "user",
        UserType::ServiceAccount => "service account",
    };
    let text = move || match replica.with_status(|status| status.phase) {
        Phase::Complete => format!("No {kind} called “{name}”."),
        Phase::Stopped => format!("{name} is not among the accounts loaded so far."),
        _ => format!("Looking for {name}…"),
    };
    view! {
        <p class="muted" role="status">
            {text}
        </p>
    }
}

/// The values of the account, and its actions.
#[component]
fn Facts(account: Account) -> impl IntoView {
    let ListContext { kind, .. } = use_list_context();
    let flag = {
        let user = account.user.clone();
        move |flag: fn(&User) -> Option<bool>| {
            let user = user.clone();
            move || yes_or_no(user.with(flag))
        }
    };
    let state = Signal::derive({
        let user = account.user.clone();
        move || user.with(User::state)
    });
    let email = {
        let user = account.user.clone();
        Memo::new(move |_| user.with(|user| user.email.clone()))
    };
    let has_email = move || email.with(|email| !email.is_empty());
    let registered = {
        let user = account.user.clone();
        move || match user.with(|user| user.registered_on) {
            Some(seconds) => view! { <RelativeTime seconds with_full_date=true /> }.into_any(),
            None => "Unknown".into_any(),
        }
    };
    let account_type = match kind {
        UserType::User => "User",
        UserType::ServiceAccount => "Service account",
    };
    view! {
        <dl class="facts">
            <dt class="visually-hidden">"Email"</dt>
            <dd class="facts-copy">
                <Show when=has_email fallback=|| view! { <span class="muted">"No email"</span> }>
                    <bdi class="panel-email">
                        {move || {
                            // A long email breaks before its domain.
                            let email = email.get();
                            let (local, domain) = email.split_at(email.find('@').unwrap_or(email.len()));
                            view! {
                                {local.to_owned()}
                                <wbr />
                                {domain.to_owned()}
                            }
                        }}
                    </bdi>
                    <CopyButton text=email about="email" is_icon=true />
                </Show>
            </dd>
            <dt>"Status"</dt>
            <dd>
                {move || {
                    let state = state.get();
                    view! { <Badge shape=state_shape(state) label=state_label(state) /> }
                }}
            </dd>
            <dt>"Account type"</dt>
            <dd>{account_type}</dd>
            <dt>"Site admin"</dt>
            <dd>{flag(|user| user.is_admin)}</dd>
            <dt>"Email verified"</dt>
            <dd>{flag(|user| user.is_verified)}</dd>
            <dt>"Approved"</dt>
            <dd>{flag(|user| user.is_approved)}</dd>
            <dt>"Registered"</dt>
            <dd>{registered}</dd>
        </dl>
        <AccountHistory name=account.name.clone() />
        <Actions account />
    }
}

/// The commands available for the account: reversible ones first, destructive ones set apart.
#[component]
fn Actions(account: Account) -> impl IntoView {
    let ListContext { kind, .. } = use_list_context();
    let session = use_session();
    let commands = {
        let user = account.user.clone();
        Memo::new(move |_| {
            let is_site_admin = session.is_site_admin();
            user.with(|user| AccountCommand::available_for(kind, user, is_site_admin).collect::<Vec<_>>())
        })
    };
    let account = StoredValue::new(account);
    let buttons = move |is_destructive: bool| {
        commands
            .get()
            .into_iter()
            .filter(|command| command.is_destructive() == is_destructive)
            .map(|command| view! { <CommandButton command account=account.get_value() /> })
            .collect::<Vec<_>>()
    };
    let destructive = move || {
        let buttons = buttons(true);
        (!buttons.is_empty()).then(|| {
            view! {
                <section class="panel-actions panel-danger" aria-label="Danger zone">
                    <h3 class="section-title">"Danger zone"</h3>
                    {buttons}
                </section>
            }
        })
    };
    view! {
        <div class="panel-actions">{move || buttons(false)}</div>
        {destructive}
    }
}

#[component]
fn CommandButton(command: AccountCommand, account: Account) -> impl IntoView {
    let dialogs = use_dialogs();
    let class = match command {
        AccountCommand::ResetPassword => "button button-primary",
        command if command.is_destructive() => "button button-danger-quiet",
        _ => "button",
    };
    let effect = command.effect(account.user.with_untracked(User::state));
    view! {
        <button type="button" class=class on:click=move |_| command.open(dialogs, account.clone())>
            {command.label()}
            "…"
        </button>
        <p class="panel-hint">{effect}</p>
    }
}
