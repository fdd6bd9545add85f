//! What stands around every page: the navigation, and who is signed in.

use crate::accounts::use_replicas;
use crate::actions::{JobTray, SessionEndedBanner, use_dialogs};
use crate::components::{Avatar, Icon, IconName, Menu, MenuItem, format_count};
use crate::session::use_session;
use crate::theme::{Choice, use_theme};
use account_api::UserType;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The frame around a page.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let session = use_session();
    let main = NodeRef::<leptos::html::Main>::new();
    // No link: with the page's <base>, `#main` would be an address, and the router would go there.
    let skip = move |_| {
        if let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
    };
    view! {
        <button type="button" class="skip-link" on:click=skip>
            "Skip to content"
        </button>
        <div class="shell">
            <header class="sidebar">
                <a href="/users" class="brand" aria-label="Account Admin">
                    <span class="brand-mark" aria-hidden="true">
                        <Icon glyph=IconName::Person />
                    </span>
                    <span class="brand-name">"Account Admin"</span>
                </a>
                <nav class="nav" aria-label="Main">
                    <NavLink href="/overview" glyph=IconName::Chart label="Overview" />
                    <NavLink href="/users" glyph=IconName::Users label="Users" kind=UserType::User />
                    <NavLink
                        href="/service-accounts"
                        glyph=IconName::Server
                        label="Service accounts"
                        kind=UserType::ServiceAccount
                    />
                    <Show when=move || session.is_site_admin()>
                        <NavLink href="/admins" glyph=IconName::Shield label="Site admins" />
                    </Show>
                    <NavLink href="/lookup" glyph=IconName::Search label="Lookup" />
                    <NavLink href="/activity" glyph=IconName::Pulse label="Activity" />
                </nav>
                <JobTray />
                <Account />
            </header>
            <main class="main" tabindex="-1" node_ref=main>
                <SessionEndedBanner />
                {children()}
            </main>
        </div>
    }
}

/// A link to a page, and how many accounts are there, as far as that is known.
#[component]
fn NavLink(
    href: &'static str,
    glyph: IconName,
    label: &'static str,
    #[prop(optional)] kind: Option<UserType>,
) -> impl IntoView {
    let path = use_location().pathname;
    let replicas = use_replicas();
    let is_here = move || {
        path.with(|path| match path.strip_prefix(href) {
            Some("" | "/") => Some("page"),
            // A page below it.
            Some(rest) if rest.starts_with('/') => Some("true"),
            _ => None,
        })
    };
    let count = move || {
        let count = replicas.count(kind?)?;
        Some(view! { <span class="nav-count">{format!(" {}", format_count(count))}</span> })
    };
    view! {
        <a href=href class="nav-link" aria-current=is_here>
            <Icon glyph />
            {label}
            {count}
        </a>
    }
}

/// Another tab with the same session. A browser gives a tab that a page opens a copy of its session storage; a tab that somebody opens
/// themself has none of it, and asks for a token.
fn open_signed_in() {
    let opened = window().location().href().and_then(|url| window().open_with_url_and_target(&url, "_blank"));
    // Where the browser allows no other tab, it says so itself.
    if let Ok(Some(other)) = opened {
        // The tabs have nothing else to do with one another.
        let _ = other.set_opener(&wasm_bindgen::JsValue::NULL);
    }
}

/// Who is signed in, and what they can do for themselves.
#[component]
fn Account() -> impl IntoView {
    let session = use_session();
    let theme = use_theme();
    let name = Signal::derive(move || session.identity().map(|identity| identity.username).unwrap_or_default());
    let right = move || match session.identity() {
        Some(identity) if identity.is_site_admin => "Site admin",
        _ => "Not a site admin",
    };
    let dialogs = use_dialogs();
    let items = move |()| {
        let themes =
            [(Choice::System, "Theme: as the system"), (Choice::Light, "Theme: light"), (Choice::Dark, "Theme: dark")];
        let mut items = vec![MenuItem {
            label: "Reset my password…".to_owned(),
            is_danger: false,
            action: Callback::new(move |()| dialogs.reset_own_password()),
        }];
        items.extend(themes.into_iter().filter(|(choice, _)| *choice != theme.get()).map(|(choice, label)| MenuItem {
            label: label.to_owned(),
            is_danger: false,
            action: Callback::new(move |()| theme.choose(choice)),
        }));
        items.push(MenuItem {
            label: "Open another tab, signed in".to_owned(),
            is_danger: false,
            action: Callback::new(move |()| open_signed_in()),
        });
        items.push(MenuItem {
            label: "Sign out".to_owned(),
            is_danger: false,
            action: Callback::new(move |()| dialogs.sign_out()),
        });
        items
    };
    view! {
        <div class="account">
            <Menu
                label=Signal::derive(move || format!("Your account, {}", name.get()))
                button_class="account-button"
                items=items
            >
                <Avatar name />
                <span class="account-text">
                    <span class="account-name">{name}</span>
                    <span class="account-role">{right}</span>
                </span>
            </Menu>
        </div>
    }
}
