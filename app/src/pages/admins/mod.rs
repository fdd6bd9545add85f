//! The site admins: who they are, and who becomes or stops being one.

mod add;
mod rows;

use crate::accounts::{Target, use_replicas};
use crate::actions::use_dialogs;
use crate::api::ApiError;
use crate::components::{Icon, IconName, clock_time, format_count};
use crate::jobs::{AccountAction, JobKind};
use crate::messages::Message;
use crate::session::use_session;
use account_api::{Operation, User, UserType};
use add::AddDialog;
use leptos::prelude::*;
use leptos::task::spawn_local;
use rows::{Rows, account};
use std::collections::BTreeSet;
use std::sync::Arc;

/// The list as it was read last.
#[derive(Clone, Default)]
struct List {
    /// The site admins, and those who were until their switch was turned here: their rows stay, so that no other row comes under
    /// the pointer, and the switch can be turned back.
    users: Arc<Vec<User>>,
    /// How many entries were no accounts.
    broken: usize,
    /// As of when, in milliseconds since the epoch.
    as_of: Option<f64>,
    failure: Option<ApiError>,
    is_loading: bool,
}

impl List {
    fn admins(&self) -> impl Iterator<Item = &User> {
        self.users.iter().filter(|user| is_admin(user))
    }
}

/// Whether somebody in the list is a site admin, and not one who was until a moment ago.
fn is_admin(user: &User) -> bool {
    user.is_admin != Some(false)
}

/// The site admins as they are listed, and those of `before` who have just been unmade, in their places.
fn with_those_unmade(admins: Vec<User>, before: &[User], unmade: &BTreeSet<String>) -> Vec<User> {
    let mut users: Vec<User> = admins.into_iter().map(|user| User { is_admin: Some(true), ..user }).collect();
    for (at, user) in before.iter().enumerate() {
        if unmade.contains(&user.username) && users.iter().all(|other| other.username != user.username) {
            let left = before[..at].iter().rev();
            let place = left.filter_map(|left| users.iter().position(|other| other.username == left.username)).next();
            users.insert(place.map_or(0, |place| place + 1), User { is_admin: Some(false), ..user.clone() });
        }
    }
    users
}

/// What the parts of the page share.
#[derive(Clone, Copy)]
struct Page {
    list: RwSignal<List>,
    selected: RwSignal<BTreeSet<String>>,
    /// Those whose switch was turned off here.
    unmade: RwSignal<BTreeSet<String>>,
}

/// The page.
#[component]
pub fn AdminsPage() -> impl IntoView {
    let session = use_session();
    let page = Page { list: RwSignal::default(), selected: RwSignal::default(), unmade: RwSignal::default() };
    provide_context(page);
    let adds = RwSignal::new(false);
    let replicas = use_replicas();
    // Which of those without an address are service accounts is not told in this list.
    Effect::new(move || {
        let has_strangers = page.list.with(|list| {
            list.users.iter().any(|user| user.email.is_empty() && replicas.user_named(&user.username).is_none())
        });
        if has_strangers {
            replicas.get_or_start(UserType::ServiceAccount);
        }
    });
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
            session.learn_from_admins(&identity, &outcome);
            if reads.try_get_value() != Some(number) {
                return;
            }
            page.list.try_update(|list| {
                list.is_loading = false;
                match outcome {
                    Ok(admins) => {
                        let users =
                            page.unmade.with_untracked(|unmade| with_those_unmade(admins.admins, &list.users, unmade));
                        *list = List {
                            users: Arc::new(users),
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
                    page.list.with_untracked(|list| list.admins().map(|user| user.username.clone()).collect());
                selected.retain(|name| names.contains(name));
            });
        });
    };
    // Read at first, and again when something was done that changes it.
    Effect::new(move |before: Option<usize>| {
        let changes = |deed: &crate::api::LoggedRequest| match deed.operation {
            Operation::SetAdmins | Operation::RemoveAdmins => true,
            Operation::Disable | Operation::Deactivate | Operation::Reactivate => {
                page.list.with_untracked(|list| list.users.iter().any(|user| deed.accounts.contains(&user.username)))
            }
            _ => false,
        };
        let (count, is_changed) = session.with_activity_log(|deeds| {
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
        page.list.with(|list| matches!(&list.failure, Some(ApiError::Reply(error)) if error.is_operation_error()))
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
                                    Some(format!("{} · as of {time}", format_count(list.admins().count())))
                                })
                        }}
                    </output>
                    <button
                        type="button"
                        class="icon-button"
                        class:spinning=move || page.list.with(|list| list.is_loading)
                        aria-label="Refresh"
                        title="Refresh"
                        on:click=move |_| {
                            page.unmade.set(BTreeSet::new());
                            read();
                        }
                    >
                        <Icon glyph=IconName::Refresh />
                    </button>
                    <div class="heading-actions">
                        <Show when=move || session.is_site_admin()>
                            <button type="button" class="button button-primary" on:click=move |_| adds.set(true)>
                                <Icon glyph=IconName::Add />
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
    let words = move || list.with(|list| list.failure.as_ref().map(Message::message));
    view! {
        <div class="empty" role="alert">
            <Icon glyph=IconName::Shield />
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
                    <Icon glyph=IconName::Alert />
                    <h2 class="empty-title">"The site admins could not be read"</h2>
                    <p class="muted">{error.message()}</p>
                    <button type="button" class="button" on:click=move |_| retry.run(())>
                        "Try again"
                    </button>
                </div>
            }
            .into_any(),
            _ => view! { <crate::accounts::sync_status::Skeleton /> }.into_any(),
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
                    format!(
                        "{} What is shown is as of {}.",
                        error.message(),
                        clock_time(list.as_of.unwrap_or_default())
                    )
                }
                (None, 0) => return None,
                (None, broken) => format!("{} entries of the list cannot be read as accounts.", format_count(broken)),
            };
            Some(view! {
                <div class="notice notice-failed notice-inline" role="alert">
                    <Icon glyph=IconName::Alert />
                    <p>{text}</p>
                    <button type="button" class="button" on:click=move |_| retry.run(())>
                        "Try again"
                    </button>
                </div>
            })
        })
    }
}

fn subject(user: &User) -> Target {
    Target::from_user(User { is_admin: Some(true), ..user.clone() }, UserType::User)
}

/// What can be done with those who are selected.
#[component]
fn Bar() -> impl IntoView {
    let Page { list, selected, .. } = expect_context();
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
        dialogs.plan(JobKind::Change(AccountAction::RemoveAdmin), None, subjects);
    };
    view! {
        <div class="selection" class:is-empty=move || count.get() == 0>
            <output class="selection-count">
                {move || match count.get() {
                    0 => String::new(),
                    count => format!("{} selected", format_count(count)),
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
