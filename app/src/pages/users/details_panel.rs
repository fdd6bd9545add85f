//! One account in full, beside the table.

use super::Page;
use super::toolbar::navigate_options;
use crate::accounts::Account;
use crate::accounts::labels::{state_label, state_shape, yes_or_no};
use crate::actions::use_dialogs;
use crate::browser::scheduler::yield_to_browser;
use crate::components::{Avatar, Badge, Icon, IconName, RelativeTime, WALKED};
use crate::jobs::AccountAction;
use crate::messages::ActionMessages;
use crate::session::use_session;
use account_api::{AccountState, User, UserType};
use account_index::Phase;
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// The panel of the account that the URL names, if it names one.
#[component]
pub fn Panel() -> impl IntoView {
    let Page { query, .. } = expect_context();
    let name = Memo::new(move |_| query.with(|query| query.user.clone()));
    move || name.get().map(|name| view! { <Opened name /> })
}

/// The name of somebody in the table, if it is in sight.
fn link_of(name: &str) -> Option<HtmlElement> {
    let links = document().query_selector_all(&format!("[aria-rowindex] {WALKED}")).ok()?;
    let mut links = (0..links.length()).filter_map(|at| links.get(at)?.dyn_into::<HtmlElement>().ok());
    links.find(|link| link.text_content().as_deref() == Some(name))
}

/// Whether an element is the name of another in the table.
fn is_of_another(element: &HtmlElement, name: &str) -> bool {
    let is_name = element.matches(WALKED).unwrap_or(false);
    is_name && link_of(name).as_ref() != Some(element)
}

#[component]
fn Opened(name: String) -> impl IntoView {
    let Page { query, replica, .. } = expect_context();
    let navigate = use_navigate();
    let title = NodeRef::<html::H2>::new();
    // Whoever opened it gets the focus back.
    let opener = document().active_element().and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let opener = StoredValue::new_local(opener);
    Effect::new(move || {
        if let Some(title) = title.get() {
            let _ = title.focus();
        }
    });
    let opened = name.clone();
    let close = move || {
        navigate(&query.with_untracked(|query| query.with_user(None).to_url()), navigate_options(false));
        let opener = opener.get_value();
        let name = opened.clone();
        spawn_local(async move {
            // Where there was no room for both, the table comes back first.
            yield_to_browser().await;
            // The row that it was opened from may be another's by now.
            let opener = opener.filter(|opener| !is_of_another(opener, &name));
            if let Some(opener) = opener.or_else(|| link_of(&name)) {
                let _ = opener.focus();
            }
        });
    };
    let on_escape = close.clone();
    let is_here = Memo::new({
        let name = name.clone();
        move |_| replica.contains(&name)
    });
    Effect::new({
        let name = name.clone();
        move || {
            if !is_here.get() {
                spawn_local(replica.search(name.clone()));
            }
        }
    });
    let label = name.clone();
    let heading = name.clone();
    let avatar = Signal::stored(name.clone());
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
            <div class="panel-head">
                <Avatar name=avatar />
                <h2 class="panel-title" tabindex="-1" node_ref=title>
                    {heading}
                </h2>
                <button type="button" class="icon-button" aria-label="Close" title="Close" on:click=move |_| close()>
                    <Icon glyph=IconName::Close />
                </button>
            </div>
            {move || {
                if is_here.get() {
                    replica.account_named(&name).map(|account| view! { <Facts account /> }.into_any())
                } else {
                    Some(view! { <Missing name=name.clone() /> }.into_any())
                }
            }}
        </aside>
    }
}

/// An account that is not here: not yet, or not at all.
#[component]
fn Missing(name: String) -> impl IntoView {
    let Page { replica, kind, .. } = expect_context();
    let kind = match kind {
        UserType::User => "user",
        UserType::ServiceAccount => "service account",
    };
    let text = move || match replica.with_status(|status| status.phase) {
        Phase::Complete => format!("There is no {kind} named “{name}”."),
        Phase::Stopped => format!("{name} is not among the accounts that could be read."),
        _ => format!("Looking for {name}…"),
    };
    view! {
        <p class="muted" role="status">
            {text}
        </p>
    }
}

#[component]
fn Facts(account: Account) -> impl IntoView {
    let Page { kind, .. } = expect_context();
    let of = {
        let user = account.user.clone();
        move |fact: fn(&User) -> Option<bool>| {
            let user = user.clone();
            move || yes_or_no(user.with(fact))
        }
    };
    let state = Signal::derive({
        let user = account.user.clone();
        move || user.with(User::state)
    });
    let email = {
        let user = account.user.clone();
        move || {
            let email = user.with(|user| user.email.clone());
            if email.is_empty() { "None".to_owned() } else { email }
        }
    };
    let registered = {
        let user = account.user.clone();
        move || match user.with(|user| user.registered_on) {
            Some(seconds) => view! { <RelativeTime seconds in_full=true /> }.into_any(),
            None => "Unknown".into_any(),
        }
    };
    let account_type = match kind {
        UserType::User => "User",
        UserType::ServiceAccount => "Service account",
    };
    view! {
        <dl class="facts">
            <dt>"Email"</dt>
            <dd>{email}</dd>
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
            <dd>{of(|user| user.is_admin)}</dd>
            <dt>"Email verified"</dt>
            <dd>{of(|user| user.is_verified)}</dd>
            <dt>"Approved"</dt>
            <dd>{of(|user| user.is_approved)}</dd>
            <dt>"Registered"</dt>
            <dd>{registered}</dd>
        </dl>
        <Actions account state />
    }
}

/// What can be done: what can be taken back first, and apart from it what cannot.
#[component]
fn Actions(account: Account, state: Signal<AccountState>) -> impl IntoView {
    let Page { kind, .. } = expect_context();
    let dialogs = use_dialogs();
    let session = use_session();
    let is_admin = Signal::derive({
        let user = account.user.clone();
        move || user.with(|user| user.is_admin.unwrap_or(false))
    });
    let may_make_admins = Memo::new(move |_| session.is_site_admin());
    let button = {
        let account = account.clone();
        move |change: AccountAction| {
            let account = account.clone();
            let name = account.name.clone();
            view! {
                <button type="button" class="button" on:click=move |_| dialogs.confirm(change, account.clone())>
                    {change.verb()}
                    "…"
                </button>
                <p class="panel-hint">{change.consequences(&name, state.get()).into_iter().next()}</p>
            }
        }
    };
    let reset = {
        let account = account.clone();
        (kind == UserType::User).then(move || {
            view! {
                <button
                    type="button"
                    class="button"
                    on:click=move |_| dialogs.reset_password(account.name.clone())
                >
                    "Reset password…"
                </button>
            }
        })
    };
    view! {
        <div class="panel-actions">
            {reset}
            {move || {
                let state = state.get();
                // Deactivated accounts have no rights and can be given none.
                let admin = (may_make_admins.get() && state != AccountState::Deactivated)
                    .then_some(if is_admin.get() { AccountAction::RemoveAdmin } else { AccountAction::MakeAdmin });
                let states = AccountAction::available_for(state).iter().copied().filter(|change| !change.is_destructive());
                admin.into_iter().chain(states).map(&button).collect_view()
            }}
        </div>
        {
            let account = account.clone();
            move || {
                let destructive = AccountAction::available_for(state.get()).iter().copied().find(|change| change.is_destructive());
                destructive
                    .map(|change| {
                        let account = account.clone();
                        let hint = change.consequences(&account.name, state.get_untracked()).into_iter().nth(1);
                        view! {
                            <div class="panel-actions panel-apart">
                                <button
                                    type="button"
                                    class="button button-danger-quiet"
                                    on:click=move |_| dialogs.confirm(change, account.clone())
                                >
                                    {change.verb()}
                                    "…"
                                </button>
                                <p class="panel-hint">{hint}</p>
                            </div>
                        }
                    })
            }
        }
    }
}
