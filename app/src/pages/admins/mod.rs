//! The site admins page: lists, adds and removes site admins.

mod add;
mod load;
mod messages;
mod near_misses;
mod rows;
mod selection_bar;
mod state;

use crate::accounts::{Replicas, use_replicas};
use crate::api::ApiError;
use crate::components::{FilterBox, Icon, IconName, PageFoot, Toast, accept_files, clock_time, pluralize, use_toasts};
use crate::drafts::Drafts;
use crate::identifier_files::identifiers_in_files;
use crate::session::use_session;
use account_api::UserType;
use add::AddDialog;
use leptos::prelude::*;
use leptos::task::spawn_local;
use load::use_admin_list;
use messages::{Failure, NotPermitted, NothingMatches, Placeholder};
use near_misses::NearMisses;
use rows::Rows;
use selection_bar::SelectionBar;
use state::{AdminList, AdminsContext, is_service_account};
use std::collections::BTreeSet;

/// The page.
#[component]
pub fn AdminsPage() -> impl IntoView {
    let context = AdminsContext::new();
    provide_context(context);
    let AdminsContext { list, filter, shown, .. } = context;
    load_missing_types(context);
    let load = use_admin_list(context);
    let is_adding = RwSignal::new(false);
    let (session, toasts, drafts) = (use_session(), use_toasts(), expect_context::<Drafts>());
    accept_files("add site admins", move |files| {
        spawn_local(async move {
            let (identifiers, problems) = identifiers_in_files(files).await;
            for problem in problems {
                toasts.show(Toast::failed(problem));
            }
            if !identifiers.is_empty() && session.is_site_admin() {
                drafts.admins.try_set(identifiers.join("\n"));
                is_adding.try_set(true);
            }
        });
    });
    let near_misses = NearMisses::new();
    let forget_names = Callback::new(move |_| {
        drafts.admins.set(String::new());
        near_misses.clear();
    });
    let add_again = Callback::new(move |()| is_adding.set(true));
    let count = Memo::new(move |_| list.with(|list| list.users.len()));
    let is_refused = Memo::new(move |_| {
        list.with(|list| matches!(&list.failure, Some(ApiError::Reply(error)) if error.is_operation_error()))
    });
    view! {
        <div class="page">
            <div class="page-head">
                <Heading load is_adding />
                <Show when=move || { count.get() > 0 && !is_refused.get() }>
                    <div class="toolbar">
                        <FilterBox label="Filter by username or email" value=filter />
                    </div>
                </Show>
            </div>
            {move || match (is_refused.get(), count.get()) {
                (true, _) => view! { <NotPermitted /> }.into_any(),
                (false, 0) => {
                    view! {
                        <div class="page-table">
                            <Placeholder retry=load />
                        </div>
                    }
                        .into_any()
                }
                (false, _) => {
                    view! {
                        <div class="page-table">
                            <Show when=move || !shown.with(Vec::is_empty) fallback=NothingMatches>
                                <Rows />
                            </Show>
                        </div>
                        <PageFoot>
                            <Failure retry=load />
                            <SelectionBar />
                        </PageFoot>
                    }
                        .into_any()
                }
            }}
        </div>
        <Show when=move || is_adding.get()>
            <AddDialog near_misses on_start=forget_names on_back=add_again on_close=move || is_adding.set(false) />
        </Show>
    }
}

/// Loads the service accounts if one of the site admins may be one: the list does not tell the type
/// of accounts, and only those without an email can be service accounts.
fn load_missing_types(AdminsContext { list, .. }: AdminsContext) {
    let replicas = use_replicas();
    Effect::new(move || {
        if list.with(|list| has_unknown_type(list, replicas)) {
            replicas.get_or_start(UserType::ServiceAccount);
        }
    });
}

/// Whether one of the site admins may be a service account or not.
fn has_unknown_type(list: &AdminList, replicas: Replicas) -> bool {
    list.users.iter().any(|user| user.email.is_empty() && !replicas.contains(&user.username))
}

#[component]
fn Heading(load: Callback<()>, is_adding: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let AdminsContext { list, removed, .. } = expect_context();
    let replicas = use_replicas();
    let summary = move || {
        list.with(|list| {
            let time = clock_time(list.as_of_ms?);
            let count = list.admins().count();
            // The Users page counts only users.
            let service_count = list.admins().filter(|user| is_service_account(&user.username, replicas)).count();
            let has_unknown_type = has_unknown_type(list, replicas);
            let parts = (service_count > 0 && service_count < count && !has_unknown_type).then(|| {
                let users = pluralize(count - service_count, "user", "users");
                format!(": {users} and {}", pluralize(service_count, "service account", "service accounts"))
            });
            let admins = pluralize(count, "site admin", "site admins");
            Some(view! { {admins} <span class="admins-parts">{parts}</span> {format!(" · Updated {time}")} })
        })
    };
    let refresh = move |_| {
        removed.set(BTreeSet::new());
        load.run(());
    };
    view! {
        <div class="heading">
            <h1 class="page-title">"Site admins"</h1>
            <output class="page-summary">{summary}</output>
            <button
                type="button"
                class="icon-button"
                class:spinning=move || list.with(|list| list.is_loading)
                aria-label="Refresh"
                title="Refresh"
                on:click=refresh
            >
                <Icon glyph=IconName::Refresh />
            </button>
            <div class="heading-actions">
                <Show when=move || session.is_site_admin()>
                    <button type="button" class="button button-primary" on:click=move |_| is_adding.set(true)>
                        <Icon glyph=IconName::Add />
                        <span class="button-text">"Add site admins"</span>
                    </button>
                </Show>
            </div>
        </div>
    }
}
