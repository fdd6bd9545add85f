//! The site admins: who they are, and who becomes or stops being one.

mod add;

use crate::api::ApiError;
use crate::jobs::{Change, Subject, Task};
use crate::pages::acting::{Changing, use_dialogs};
use crate::pages::users::account_url;
use crate::pages::words::{state_label, state_shape};
use crate::replica::{Account, Replicas, use_replicas};
use crate::session::use_session;
use crate::ui::{Ago, Badge, Glyph, Icon, LongList, Places, Switch, clock_time, grouped, use_toasts};
use account_api::{Operation, User, UserType};
use add::AddDialog;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What tells the rows of one list from those of the next: so many rows at most, and so many lists until their numbers begin anew.
const MOST_ROWS: usize = 100_000;
const MOST_VERSIONS: usize = 40_000;

/// The list as it was read last.
#[derive(Clone, Default)]
struct List {
    users: Arc<Vec<User>>,
    /// How many entries were no accounts.
    broken: usize,
    /// As of when, in milliseconds since the epoch.
    as_of: Option<f64>,
    failure: Option<ApiError>,
    is_loading: bool,
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    list: RwSignal<List>,
    selected: RwSignal<BTreeSet<String>>,
}

/// The page.
#[component]
pub fn AdminsPage() -> impl IntoView {
    let session = use_session();
    let page = Page { list: RwSignal::default(), selected: RwSignal::default() };
    provide_context(page);
    let adds = RwSignal::new(false);
    let replicas = use_replicas();
    // Counts the reads: the answer to an older one is not news.
    let reads = StoredValue::new(0_u32);
    let read = move || {
        let Some(identity) = session.identity_untracked() else { return };
        reads.update_value(|reads| *reads += 1);
        let number = reads.get_value();
        page.list.update(|list| list.is_loading = true);
        spawn_local(async move {
            let began = js_sys::Date::now();
            let outcome = identity.client.get_admins().await;
            session.learn_from_admins(&identity.client, &outcome);
            if reads.try_get_value() != Some(number) {
                return;
            }
            if let Ok(admins) = &outcome {
                replicas.hear_of_admins(&admins.admins);
            }
            page.list.try_update(|list| {
                list.is_loading = false;
                match outcome {
                    Ok(admins) => {
                        *list = List {
                            users: Arc::new(admins.admins),
                            broken: admins.broken,
                            as_of: Some(began),
                            failure: None,
                            is_loading: false,
                        };
                    }
                    Err(error) => list.failure = Some(error),
                }
            });
            page.selected.try_update(|selected| {
                let names: BTreeSet<String> =
                    page.list.with_untracked(|list| list.users.iter().map(|user| user.username.clone()).collect());
                selected.retain(|name| names.contains(name));
            });
        });
    };
    // Read at first, and again when something was done that changes it.
    Effect::new(move |before: Option<usize>| {
        let changes = |deed: &crate::api::Deed| match deed.operation {
            Operation::SetAdmins | Operation::RemoveAdmins => true,
            Operation::Disable | Operation::Deactivate | Operation::Reactivate => {
                page.list.with_untracked(|list| list.users.iter().any(|user| deed.accounts.contains(&user.username)))
            }
            _ => false,
        };
        let (count, is_changed) = session.with_deeds(|deeds| {
            let is_changed = before.is_none_or(|before| deeds.since(before).any(|(_, deed)| changes(deed)));
            (deeds.count(), is_changed)
        });
        if is_changed {
            read();
        }
        count
    });
    Effect::new(|| document().set_title("Site admins · Account Admin"));
    let count = Memo::new(move |_| page.list.with(|list| list.users.len()));
    let is_refused = Memo::new(move |_| {
        page.list.with(|list| matches!(&list.failure, Some(ApiError::Reply(error)) if error.is_by_the_operation()))
    });
    view! {
        <div class="page">
            <div class="page-head">
                <div class="heading">
                    <h1 class="page-title">"Site admins"</h1>
                    <output class="page-summary">
                        {move || {
                            page.list
                                .with(|list| {
                                    let time = clock_time(list.as_of?);
                                    Some(format!("{} · as of {time}", grouped(list.users.len())))
                                })
                        }}
                    </output>
                    <button
                        type="button"
                        class="icon-button"
                        class:spinning=move || page.list.with(|list| list.is_loading)
                        aria-label="Refresh"
                        title="Refresh"
                        on:click=move |_| read()
                    >
                        <Icon glyph=Glyph::Refresh />
                    </button>
                    <div class="heading-actions">
                        <Show when=move || session.is_site_admin()>
                            <button type="button" class="button button-primary" on:click=move |_| adds.set(true)>
                                <Icon glyph=Glyph::Add />
                                "Add site admins"
                            </button>
                        </Show>
                    </div>
                </div>
            </div>
            {move || match (is_refused.get(), count.get()) {
                (true, _) => view! { <Refused /> }.into_any(),
                (_, 0) => view! { <NotHere retry=read /> }.into_any(),
                _ => {
                    view! {
                        <Failure retry=read />
                        <Rows />
                        <Bar />
                    }
                        .into_any()
                }
            }}
        </div>
        <Show when=move || adds.get()>
            <AddDialog on_close=move || adds.set(false) />
        </Show>
    }
}

/// Whoever is no site admin cannot see who is.
#[component]
fn Refused() -> impl IntoView {
    let Page { list, .. } = expect_context();
    let words = move || list.with(|list| list.failure.as_ref().map(ToString::to_string));
    view! {
        <div class="empty" role="alert">
            <Icon glyph=Glyph::Shield />
            <h2 class="empty-title">"Only site admins can see and change this list"</h2>
            <p class="muted">{words}</p>
            <p class="muted">"Whether somebody is one stands in the list of users all the same."</p>
            <a href="/users?admin=yes" class="button">
                "Site admins among the users"
            </a>
        </div>
    }
}

/// Nothing has been read yet, or nothing could be.
#[component]
fn NotHere(#[prop(into)] retry: Callback<()>) -> impl IntoView {
    let Page { list, .. } = expect_context();
    move || {
        list.with(|list| match &list.failure {
            Some(error) if !list.is_loading => view! {
                <div class="empty" role="alert">
                    <Icon glyph=Glyph::Alert />
                    <h2 class="empty-title">"The site admins could not be read"</h2>
                    <p class="muted">{error.to_string()}</p>
                    <button type="button" class="button" on:click=move |_| retry.run(())>
                        "Try again"
                    </button>
                </div>
            }
            .into_any(),
            _ => view! { <crate::pages::reading::Skeleton /> }.into_any(),
        })
    }
}

/// What went wrong with reading it again, and what could not be read.
#[component]
fn Failure(#[prop(into)] retry: Callback<()>) -> impl IntoView {
    let Page { list, .. } = expect_context();
    move || {
        list.with(|list| {
            let text = match (&list.failure, list.broken) {
                (Some(error), _) => {
                    format!("{error} What is shown is as of {}.", clock_time(list.as_of.unwrap_or_default()))
                }
                (None, 0) => return None,
                (None, broken) => format!("{} entries of the list cannot be read as accounts.", grouped(broken)),
            };
            Some(view! {
                <div class="notice notice-failed notice-inline" role="alert">
                    <Icon glyph=Glyph::Alert />
                    <p>{text}</p>
                    <button type="button" class="button" on:click=move |_| retry.run(())>
                        "Try again"
                    </button>
                </div>
            })
        })
    }
}

#[component]
fn Rows() -> impl IntoView {
    let Page { list, selected } = expect_context();
    let count = Signal::derive(move || list.with(|list| list.users.len()));
    // Rows are told apart by the list that they are of, and drawn anew with it.
    let rows = Memo::new_with_compare(
        move |before: Option<&(usize, Arc<Vec<User>>)>| {
            let users = list.with(|list| Arc::clone(&list.users));
            match before {
                Some((version, before)) if *before == users => (*version, users),
                Some((version, _)) => (version + 1, users),
                None => (0, users),
            }
        },
        |before, now| before.map(|(version, _)| version) != now.map(|(version, _)| version),
    );
    let all_selected = move || count.get() > 0 && selected.with(BTreeSet::len) == count.get();
    let toggle_all = move |_| {
        let names = list.with_untracked(|list| list.users.iter().map(|user| user.username.clone()).collect());
        let is_all = untrack(all_selected);
        selected.set(if is_all { BTreeSet::new() } else { names });
    };
    view! {
        <div class="admins" role="table" aria-label="Site admins" aria-rowcount=move || count.get() + 1>
            <div role="rowgroup" class="create-head">
                <div role="row" class="admin-row">
                    <span role="columnheader">
                        <input
                            type="checkbox"
                            aria-label="Select all"
                            prop:checked=all_selected
                            on:change=toggle_all
                        />
                    </span>
                    <span role="columnheader">"User name"</span>
                    <span role="columnheader">"Email"</span>
                    <span role="columnheader">"Status"</span>
                    <span role="columnheader">"Registered"</span>
                    <span role="columnheader">"Site admin"</span>
                </div>
            </div>
            <LongList
                label="Rows"
                role="rowgroup"
                class="create-rows"
                count
                row_height=2.5
                items=move |range: Places| {
                    let (version, _) = rows.get();
                    range.map(|at| version % MOST_VERSIONS * MOST_ROWS + at).collect()
                }
                row=move |(key, place): (usize, Signal<usize>)| {
                    let at = key % MOST_ROWS;
                    let user = rows.with_untracked(|(_, users)| users.get(at).cloned());
                    user.map(|user| view! { <AdminRow user place /> }).into_any()
                }
            />
        </div>
    }
}

#[component]
fn AdminRow(user: User, place: Signal<usize>) -> impl IntoView {
    let Page { selected, .. } = expect_context();
    let session = use_session();
    let replicas = use_replicas();
    let dialogs = use_dialogs();
    let changing = Changing { session, toasts: use_toasts() };
    let state = user.state();
    let name = user.username.clone();
    let kind = if user.email.is_empty() {
        replicas.user_named(&name).map_or(UserType::User, |(kind, _)| kind)
    } else {
        UserType::User
    };
    let is_selected = {
        let name = name.clone();
        move || selected.with(|selected| selected.contains(&name))
    };
    let toggle = {
        let name = name.clone();
        move |_| {
            selected.update(|selected| {
                if !selected.remove(&name) {
                    selected.insert(name.clone());
                }
            });
        }
    };
    let remove = {
        let user = user.clone();
        move |_| match account(replicas, &user) {
            Some((_, account)) if session.is_named(&user.username) => dialogs.confirm(Change::RemoveAdmin, account),
            Some((_, account)) => changing.make_and_tell(Change::RemoveAdmin, account),
            None => dialogs.plan(Task::Change(Change::RemoveAdmin), None, vec![subject(&user)]),
        }
    };
    view! {
        <div role="row" class="admin-row" aria-rowindex=move || place.get() + 2>
            <span role="cell">
                <input
                    type="checkbox"
                    aria-label=format!("Select {name}")
                    prop:checked=is_selected
                    on:change=toggle
                />
            </span>
            <span role="rowheader" class="clip">
                <a class="link" href=account_url(kind, &name)>
                    {name.clone()}
                </a>
            </span>
            <span role="cell" class="clip muted" title=user.email.clone()>
                {user.email.clone()}
            </span>
            <span role="cell">
                <Badge shape=state_shape(state) label=state_label(state) />
            </span>
            <span role="cell" class="muted">
                {user.registered_on.map(|seconds| view! { <Ago seconds /> })}
            </span>
            <span role="cell">
                <Switch label=format!("Site admin: {name}") checked=true busy=false on:click=remove />
            </span>
        </div>
    }
}

/// The account, which need not have been read yet. Whether one without an address is a user is not told.
fn account(replicas: Replicas, user: &User) -> Option<(UserType, Account)> {
    replicas.account_named(&user.username).or_else(|| {
        if user.email.is_empty() {
            return None;
        }
        replicas.as_it_is(UserType::User).know(user);
        replicas.account_named(&user.username)
    })
}

fn subject(user: &User) -> Subject {
    Subject::of(User { is_admin: Some(true), ..user.clone() }, UserType::User)
}

/// What can be done with those who are selected.
#[component]
fn Bar() -> impl IntoView {
    let Page { list, selected } = expect_context();
    let dialogs = use_dialogs();
    let count = Memo::new(move |_| selected.with(BTreeSet::len));
    let replicas = use_replicas();
    let remove = move |_| {
        // Known from now on, so that it can be taken back.
        selected.with_untracked(|selected| {
            list.with_untracked(|list| {
                list.users.iter().filter(|user| selected.contains(&user.username)).for_each(|user| {
                    let _ = account(replicas, user);
                });
            });
        });
        let subjects = selected.with_untracked(|selected| {
            list.with_untracked(|list| {
                list.users.iter().filter(|user| selected.contains(&user.username)).map(subject).collect()
            })
        });
        dialogs.plan(Task::Change(Change::RemoveAdmin), None, subjects);
    };
    view! {
        <div class="selection" class:is-empty=move || count.get() == 0>
            <output class="selection-count">
                {move || match count.get() {
                    0 => String::new(),
                    count => format!("{} selected", grouped(count)),
                }}
            </output>
            <Show when=move || count.get() != 0>
                <button type="button" class="link" on:click=move |_| selected.set(BTreeSet::new())>
                    "Clear selection"
                </button>
                <div class="selection-actions">
                    <button type="button" class="button" on:click=remove>
                        "Remove site admin…"
                    </button>
                </div>
            </Show>
        </div>
    }
}
