//! One account in full, beside the table.

use super::Page;
use crate::accounts::Account;
use crate::accounts::labels::{state_label, state_shape, yes_or_no};
use crate::actions::{AccountCommand, use_dialogs};
use crate::browser::scheduler::yield_to_browser;
use crate::components::{Avatar, Badge, Icon, IconName, RelativeTime, WALKED};
use crate::routes::navigate_options;
use crate::session::use_session;
use account_api::{User, UserType};
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
        move |_| replica.has(&name)
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
        <Actions account />
    }
}

/// The commands available for the account. Destructive ones stand apart.
#[component]
fn Actions(account: Account) -> impl IntoView {
    let Page { kind, .. } = expect_context();
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
        let commands: Vec<AccountCommand> =
            commands.get().into_iter().filter(|command| command.is_destructive() == is_destructive).collect();
        let buttons = commands
            .into_iter()
            .map(|command| view! { <CommandButton command account=account.get_value() /> })
            .collect::<Vec<_>>();
        (!buttons.is_empty()).then_some(buttons)
    };
    view! {
        <div class="panel-actions">{move || buttons(false)}</div>
        {move || buttons(true).map(|buttons| view! { <div class="panel-actions panel-apart">{buttons}</div> })}
    }
}

#[component]
fn CommandButton(command: AccountCommand, account: Account) -> impl IntoView {
    let dialogs = use_dialogs();
    let class = if command.is_destructive() { "button button-danger-quiet" } else { "button" };
    let consequence = command.consequence(&account.name, account.user.with_untracked(User::state));
    view! {
        <button type="button" class=class on:click=move |_| command.open(dialogs, account.clone())>
            {command.label()}
            "…"
        </button>
        {consequence.map(|text| view! { <p class="panel-hint">{text}</p> })}
    }
}
