//! The accounts that an admin should look at: short lists, each with a link to all of them.

use crate::accounts::{LiveQuery, Replica};
use crate::browser::scheduler::epoch_secs;
use crate::components::{format_count, pluralize};
use crate::list_query::{DateRange, Filter, ListQuery};
use crate::opened_from::use_opened_from;
use crate::routes::{Route, account_url};
use account_api::UserType;
use account_index::{Day, Sort, State};
use leptos::prelude::*;

/// How many accounts of each list are named.
const MAX_NAMED: usize = 3;
/// How long a new user may take to verify their email address.
const VERIFICATION_SECS: i64 = 30 * 86_400;

/// Lists the accounts. Says so if there are none.
#[component]
pub fn NeedsAttention(users: Replica) -> impl IntoView {
    let all = ListQuery::all(UserType::User);
    let active = all.with_toggled(Filter::State(State::Active));
    let a_month_ago = Day::from_unix_secs(epoch_secs() - VERIFICATION_SECS);
    let unverified = DateRange { from: None, to: a_month_ago };
    let lists = [
        List {
            query: active.with_toggled(Filter::Unapproved),
            accounts: LiveList::new(users, &active.with_toggled(Filter::Unapproved)),
            one: "active user is not approved",
            many: "active users are not approved",
        },
        List {
            query: active.with_toggled(Filter::Unverified).with_registered(unverified),
            accounts: LiveList::new(users, &active.with_toggled(Filter::Unverified).with_registered(unverified)),
            one: "active user has not verified their email after 30 days",
            many: "active users have not verified their email after 30 days",
        },
        List {
            query: all.with_toggled(Filter::Admin).with_toggled(Filter::State(State::Disabled)),
            accounts: LiveList::new(
                users,
                &all.with_toggled(Filter::Admin).with_toggled(Filter::State(State::Disabled)),
            ),
            one: "site admin is disabled",
            many: "site admins are disabled",
        },
    ];
    let counts = lists.each_ref().map(|list| list.accounts.count);
    let has_none = move || counts.iter().all(|count| count.get() == Some(0));
    view! {
        <section class="chart" aria-label="Needs attention">
            <h2 class="chart-title">"Needs attention"</h2>
            <ul class="attention">{lists.map(|list| view! { <AttentionItem list /> }).collect_view()}</ul>
            <Show when=has_none>
                <p class="muted">"Nothing right now."</p>
            </Show>
        </section>
    }
}

struct List {
    query: ListQuery,
    accounts: LiveList,
    one: &'static str,
    many: &'static str,
}

/// The matching accounts as they are now.
#[derive(Clone, Copy)]
struct LiveList {
    /// How many there are. `None` until that is known.
    count: Memo<Option<usize>>,
    /// The usernames of the first ones.
    names: Memo<Vec<String>>,
}

impl LiveList {
    fn new(users: Replica, query: &ListQuery) -> Self {
        let query = query.to_index_query();
        let live = LiveQuery::new(users, Memo::new(move |_| (query.clone(), Sort::default())));
        let names = Memo::new(move |_| {
            live.with(|result| {
                let rows = result.map(|result| result.rows.iter().take(MAX_NAMED).copied().collect::<Vec<_>>());
                live.with_store(|store| {
                    rows.unwrap_or_default().into_iter().map(|row| store.user(row).username).collect()
                })
            })
        });
        Self { count: Memo::new(move |_| live.with(|result| result.map(|result| result.rows.len()))), names }
    }
}

#[component]
fn AttentionItem(list: List) -> impl IntoView {
    let List { query, accounts: LiveList { count, names }, one, many } = list;
    let count = move || count.get().unwrap_or_default();
    let href = query.to_url();
    let title = move || pluralize(count(), one, many);
    let opened_from = use_opened_from();
    let links = move || {
        let links = names.get().into_iter().map(|name| {
            let href = account_url(UserType::User, &name);
            let opened = name.clone();
            view! {
                <a class="name-link" href=href on:click=move |_| opened_from.set(opened.clone(), Route::Overview)>
                    <bdi>{name}</bdi>
                </a>
            }
        });
        links.collect_view()
    };
    let more = move || {
        let more = count().saturating_sub(MAX_NAMED);
        (more > 0).then(|| format!("and {} more", format_count(more)))
    };
    view! {
        <Show when={move || count() > 0}>
            <li class="attention-item">
                <p class="attention-title">{title}</p>
                <p class="attention-names">{links} <span class="muted">{more}</span></p>
                <a class="button" href=href.clone() aria-label=move || format!("Review: {}", title())>
                    "Review"
                </a>
            </li>
        </Show>
    }
}
