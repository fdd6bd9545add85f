//! The frame around every page: the navigation, the job tray and the account menu.

use crate::accounts::use_replicas;
use crate::actions::{JobAnnouncement, JobTray, SessionEndedBanner, use_dialogs};
use crate::browser::system::is_apple;
use crate::browser::{ScrollMemory, clipboard};
use crate::command_palette::use_palette;
use crate::components::{
    Avatar, Icon, IconName, Menu, MenuChoice, MenuChoices, MenuItem, Placement, Toast, Toasts, format_count, pluralize,
    unique_id, use_toasts,
};
use crate::config::Config;
use crate::drafts::Drafts;
use crate::jobs::use_jobs;
use crate::routes::{ROUTES, Route, RouteDef, below_base};
use crate::session::use_session;
use crate::theme::{Choice, use_theme};
use crate::version::Version;
use account_api::UserType;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_location;

/// The frame around a page.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let main = NodeRef::<leptos::html::Main>::new();
    let scroll_memory = ScrollMemory::new();
    // A button, not a link: with the document's <base>, `#main` resolves to another URL, which
    // the router would navigate to.
    let skip_to_content = move |_| {
        if let Some(main) = main.get_untracked() {
            let _ = main.focus();
        }
    };
    view! {
        <button type="button" class="skip-link" on:click=skip_to_content>
            "Skip to content"
        </button>
        <div class="shell">
            <header class="sidebar">
                <Brand />
                <PaletteButton />
                <Navigation />
                <Account />
            </header>
            <main
                class="main"
                tabindex="-1"
                node_ref=main
                on:scroll:capture=move |event| scroll_memory.on_scroll(&event)
            >
                <SessionEndedBanner />
                {children()}
            </main>
        </div>
    }
}

/// The mark of the console, and the platform whose accounts it changes.
#[component]
fn Brand() -> impl IntoView {
    let Config { name, color, api_root, .. } = expect_context();
    let host = host_of(&api_root).or_else(|| window().location().host().ok()).unwrap_or_default();
    let has_color = color.is_some();
    let platform = name.unwrap_or_else(|| host.clone());
    view! {
        // In narrow windows it has no text.
        <a
            href=Route::HOME.url()
            class="brand"
            aria-label=format!("Account Admin · {platform}")
            class:has-color=has_color style=("--platform", color)>
            <span class="brand-mark" aria-hidden="true">
                <Icon glyph=IconName::Mark />
            </span>
            <span class="brand-text">
                <span class="brand-name">"Account Admin"</span>
                <span class="brand-platform clip" title=host.clone()>
                    {platform.clone()}
                </span>
            </span>
        </a>
    }
}

/// The host in a URL. `None` for a path.
fn host_of(url: &str) -> Option<String> {
    let (_, rest) = url.split_once("://")?;
    Some(rest.split('/').next().unwrap_or(rest).to_owned())
}

/// Opens the command palette. Looks like a search box, and shows its key.
#[component]
fn PaletteButton() -> impl IntoView {
    let palette = use_palette();
    let key = if is_apple() { "⌘K" } else { "Ctrl K" };
    view! {
        <button
            type="button"
            class="palette-button"
            aria-label="Search… or run a command"
            aria-haspopup="dialog"
            aria-keyshortcuts="Control+K Meta+K"
            on:click=move |_| palette.open()
        >
            <Icon glyph=IconName::Search />
            <span class="clip palette-button-text" aria-hidden="true">"Search…"</span>
            <kbd aria-hidden="true">{key}</kbd>
        </button>
    }
}

/// Links to the pages that the signed-in user may open.
#[component]
fn Navigation() -> impl IntoView {
    let session = use_session();
    let is_site_admin = Memo::new(move |_| session.is_site_admin());
    let links = ROUTES.iter().filter(|def| def.is_in_navigation).map(|def| {
        let is_offered = move || !def.requires_site_admin || is_site_admin.get();
        view! {
            <Show when=is_offered>
                <NavLink def />
                <DraftLink def />
            </Show>
        }
    });
    let jobs = use_jobs();
    let job_count = Memo::new(move |_| jobs.all().len());
    let menu_label = move || match job_count.get() {
        0 => "Menu".to_owned(),
        count => format!("Menu · {}", pluralize(count, "job", "jobs")),
    };
    // In a narrow window, the links are a popover that the button opens. Elsewhere the style sheet
    // shows them in any case, and no button.
    let id = unique_id("navigation");
    let menu = NodeRef::<leptos::html::Div>::new();
    let close = move |_| {
        if let Some(menu) = menu.get_untracked() {
            // Fails only if it is not open.
            let _ = menu.hide_popover();
        }
    };
    view! {
        <nav class="nav" aria-label="Main">
            <button
                type="button"
                class="nav-toggle"
                class:has-jobs=move || job_count.get() != 0
                aria-label=menu_label
                popovertarget=id.clone()
            >
                <Icon glyph=IconName::Menu />
            </button>
            <div class="nav-links" popover="auto" id=id node_ref=menu on:click=close>
                {links.collect_view()}
                <JobTray />
            </div>
        </nav>
        <JobAnnouncement />
    }
}

/// A link to a page. Account lists also show the number of accounts loaded so far.
#[component]
fn NavLink(def: &'static RouteDef) -> impl IntoView {
    let path = use_location().pathname;
    let replicas = use_replicas();
    let aria_current = move || {
        path.with(|path| match below_base(path)?.strip_prefix(def.path) {
            Some("" | "/") => Some("page"),
            Some(rest) if rest.starts_with('/') => Some("true"),
            _ => None,
        })
    };
    let count = move || {
        let Route::Accounts(kind) = def.route else { return None };
        let count = replicas.count(kind)?;
        Some(view! { <span class="nav-count">{format!(" {}", format_count(count))}</span> })
    };
    view! {
        <a href=def.url() class="nav-link" aria-current=aria_current>
            <Icon glyph=def.icon />
            {def.label}
            {count}
        </a>
    }
}

/// A link to the new accounts that are being typed or were imported, below that to their list.
#[component]
fn DraftLink(def: &'static RouteDef) -> impl IntoView {
    let Route::Accounts(kind) = def.route else { return None };
    let draft = expect_context::<Drafts>().of(kind);
    let count = Memo::new(move |_| draft.rows.with(|rows| rows.iter().filter(|row| !row.is_blank()).count()));
    let noun = match kind {
        UserType::User => "users",
        UserType::ServiceAccount => "service accounts",
    };
    Some(view! {
        <Show when=move || count.get() != 0>
            <a href=Route::Create(kind).url() class="nav-link nav-draft">
                "Not created yet"
                <span class="visually-hidden">{format!(" ({noun})")}</span>
                <span class="nav-count">
                    {move || format!(" {}", format_count(count.get()))}
                </span>
            </a>
        </Show>
    })
}

/// Opens another tab that shares the session.
///
/// A tab opened by this page gets a copy of its session storage. A tab that the user opens has
/// none, and would ask for a token.
fn open_signed_in_tab() {
    let opened = window().location().href().and_then(|url| window().open_with_url_and_target(&url, "_blank"));
    // A browser that blocks the tab reports that itself.
    if let Ok(Some(tab)) = opened {
        // The tab needs no access to this page.
        let _ = tab.set_opener(&wasm_bindgen::JsValue::NULL);
    }
}

/// A menu entry that shows the version and copies it, for reports of problems.
fn copy_version_item(version: &Version, toasts: Toasts) -> MenuItem {
    let text = version.text();
    let label = format!("Copy version {text}");
    let action = move || {
        let text = format!("Account Admin {text}");
        spawn_local(async move {
            toasts.show(match clipboard::copy(&text).await {
                true => Toast::done(format!("Copied “{text}”.")),
                false => Toast::failed(format!("The browser did not allow copying. This is {text}.")),
            });
        });
    };
    MenuItem::new(label, action)
}

/// The signed-in user, with a menu of their own settings.
#[component]
fn Account() -> impl IntoView {
    let session = use_session();
    let theme = use_theme();
    let toasts = use_toasts();
    let name = Signal::derive(move || session.identity().map(|identity| identity.username).unwrap_or_default());
    let permission = move || match session.identity() {
        Some(identity) if identity.is_site_admin => "Site admin",
        _ => "",
    };
    let dialogs = use_dialogs();
    let themes = move |()| {
        let themes = [(Choice::System, "System"), (Choice::Light, "Light"), (Choice::Dark, "Dark")];
        let choices = themes.map(|(choice, label)| MenuChoice {
            label,
            is_checked: theme.get() == choice,
            action: Callback::new(move |()| theme.choose(choice)),
        });
        MenuChoices { label: "Theme", choices: choices.into(), position: 1 }
    };
    let items = move |()| {
        let mut items = vec![MenuItem::new("Change my password…", move || dialogs.reset_own_password())];
        items.push(MenuItem::new("Open console in new tab", open_signed_in_tab));
        items.extend(Version::current().map(|version| copy_version_item(&version, toasts)));
        items.push(MenuItem::new("Sign out", move || dialogs.sign_out()));
        items
    };
    view! {
        <div class="account">
            <Menu
                label=Signal::derive(move || format!("Account menu: {}", name.get()))
                button_class="account-button"
                placement=Placement::AboveStart
                items=items
                choices=themes
            >
                <Avatar name />
                <span class="account-text">
                    <span class="account-name">{name}</span>
                    <span class="account-role">{permission}</span>
                </span>
            </Menu>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::host_of;

    #[test]
    fn a_url_has_a_host_and_a_path_has_none() {
        assert_eq!(host_of("https://api.globex.example/v1/accounts").as_deref(), Some("api.globex.example"));
        assert_eq!(host_of("http://localhost:8090").as_deref(), Some("localhost:8090"));
        assert_eq!(host_of("/api/v1/accounts"), None);
    }
}
