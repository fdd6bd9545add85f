//! The overview page: charts of how many accounts there are, in which state, and since when. Every
//! bar links to the list of the accounts it counts.

mod attention;
mod skeleton;

use crate::accounts::{LiveQuery, Replica, use_replicas};
use crate::components::{
    Bar, Bars, Icon, IconName, Tile, Tiles, Timeline, clock_time, format_count, format_day, pluralize, share_text,
};
use crate::list_query::{DateRange, Filter, ListQuery};
use crate::routes::Route;
use crate::session::use_session;
use crate::sync_status::{LoadFailure, RefreshButton, SyncStatus};
use account_api::UserType;
use account_index::{Bucket, Granularity, Histogram, Phase, QueryResult, Sort, State, Store};
use attention::NeedsAttention;
use leptos::prelude::*;
use skeleton::OverviewSkeleton;

/// How many email domains are shown.
const MAX_DOMAINS: usize = 8;

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let replicas = use_replicas();
    let (users, service_accounts) =
        (replicas.get_or_start(UserType::User), replicas.get_or_start(UserType::ServiceAccount));
    // For the components that show the sync status.
    provide_context(users);
    let all_users = LiveQuery::new(users, Memo::new(|_| (account_index::Query::default(), Sort::default())));
    let content = Memo::new(move |_| {
        let has_users = all_users.with(|result| result.is_some_and(|result| !result.rows.is_empty()));
        match users.with_status(|status| status.phase) {
            _ if has_users => Content::Charts,
            Phase::Stopped => Content::Unreadable,
            Phase::Complete => Content::Empty,
            _ => Content::Skeleton,
        }
    });
    view! {
        <div class="page">
            <div class="page-head">
                <Heading users service_accounts />
            </div>
            <SyncStatus />
            {move || match content.get() {
                Content::Charts => view! { <Charts all_users users service_accounts /> }.into_any(),
                Content::Unreadable => view! { <LoadFailure /> }.into_any(),
                Content::Skeleton => view! { <OverviewSkeleton /> }.into_any(),
                Content::Empty => view! { <Empty users /> }.into_any(),
            }}
        </div>
    }
}

/// What the page shows below its heading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Content {
    Skeleton,
    Charts,
    Unreadable,
    Empty,
}

#[component]
fn Heading(users: Replica, service_accounts: Replica) -> impl IntoView {
    let summary = move || {
        let status = users.status();
        let time = clock_time(status.as_of?);
        let so_far = if status.is_complete() { "" } else { " loaded so far" };
        Some(format!("{}{so_far} · Updated {time}", pluralize(status.accounts, "user", "users")))
    };
    let is_loading = move || users.with_status(|status| status.phase == Phase::Loading);
    view! {
        <div class="heading">
            <h1 class="page-title">"Overview"</h1>
            <output class="page-summary" aria-live=move || if is_loading() { "off" } else { "polite" }>
                {summary}
            </output>
            <RefreshButton on_refresh=move |()| {
                users.refresh();
                service_accounts.refresh();
            } />
        </div>
    }
}

/// Shown if the platform has no users.
#[component]
fn Empty(users: Replica) -> impl IntoView {
    view! {
        <div class="empty" role="status">
            <Icon glyph=IconName::Chart />
            <h2 class="empty-title">"No users yet"</h2>
            <p class="muted">"Counts appear here when the first user registers."</p>
            <button type="button" class="button" on:click=move |_| users.refresh()>
                "Refresh"
            </button>
        </div>
    }
}

#[component]
fn Charts(all_users: LiveQuery, users: Replica, service_accounts: Replica) -> impl IntoView {
    // Computes bars from the query result in place, without cloning it.
    let bars = move |compute: fn(&QueryResult, &Store) -> Vec<Bar>| {
        Memo::new(move |_| {
            all_users.with(|result| {
                result.map(|result| all_users.with_store(|store| compute(result, store))).unwrap_or_default()
            })
        })
    };
    let user_count = Memo::new(move |_| all_users.with(|result| result.map_or(0, |result| result.rows.len())));
    let states = bars(|result, _| {
        [State::Active, State::Disabled, State::Deactivated]
            .map(|state| filter_bar(Filter::State(state), result))
            .to_vec()
    });
    let flags = bars(|result, _| {
        [Filter::Admin, Filter::Unverified, Filter::Unapproved].map(|filter| filter_bar(filter, result)).to_vec()
    });
    let domains = bars(|result, store| {
        let largest = result.top_domains(store, MAX_DOMAINS);
        largest.into_iter().map(|(domain, count)| domain_bar(domain, count)).collect()
    });
    let registrations = bars(|result, store| {
        let Histogram { granularity, buckets } = Histogram::from_rows(store, &result.matching);
        buckets.into_iter().map(|bucket| registration_bar(granularity, bucket)).collect()
    });
    let service_account_count = move || service_accounts.with_status(|status| status.accounts);
    let count_of =
        move |filter: Filter| all_users.with(|result| result.map_or(0, |result| filter.count(&result.counts)));
    let service_admins = LiveQuery::new(service_accounts, Memo::new(|_| Default::default()));
    let service_admin_count =
        move || service_admins.with(|result| result.map_or(0, |result| Filter::Admin.count(&result.counts)));
    let session = use_session();
    let tiles = move || {
        let all = ListQuery::all(UserType::User);
        let tile = |label: &'static str, value: String, query: ListQuery| Tile {
            label,
            value,
            hint: None,
            href: query.to_url(),
        };
        let of_filter = |filter: Filter| all.with_toggled(filter);
        let active = Filter::State(State::Active);
        vec![
            tile("Users", format_count(user_count.get()), all.clone()),
            tile("Active", share_text(count_of(active), user_count.get()), of_filter(active)),
            admins_tile(count_of(Filter::Admin), service_admin_count(), session.is_site_admin()),
            tile("Service accounts", format_count(service_account_count()), ListQuery::all(UserType::ServiceAccount)),
        ]
    };
    view! {
        <div class="charts">
            <Tiles label="Totals" tiles=Signal::derive(tiles) />
            <NeedsAttention users />
            <Chart title="Users by status">
                <Bars bars=states total=user_count />
            </Chart>
            <Chart title="Registrations (UTC)" is_wide=true>
                <Timeline bars=registrations />
            </Chart>
            <Chart title="Roles and verification">
                <Bars bars=flags total=user_count />
            </Chart>
            <Chart title="Top email domains">
                <Bars bars=domains total=user_count />
            </Chart>
        </div>
    }
}

#[component]
fn Chart(title: &'static str, #[prop(optional)] is_wide: bool, children: Children) -> impl IntoView {
    view! {
        <section class="chart" class:chart-wide=is_wide aria-label=title>
            <h2 class="chart-title">{title}</h2>
            {children()}
        </section>
    }
}

/// The tile of the site admins. They have a page of their own, which only site admins may open.
fn admins_tile(users: usize, service_accounts: usize, is_site_admin: bool) -> Tile {
    let hint = (service_accounts > 0).then(|| {
        let users = pluralize(users, "user", "users");
        format!("{users} and {}", pluralize(service_accounts, "service account", "service accounts"))
    });
    let href = match is_site_admin {
        true => Route::Admins.url(),
        false => ListQuery::all(UserType::User).with_toggled(Filter::Admin).to_url(),
    };
    Tile { label: "Site admins", value: format_count(users + service_accounts), hint, href }
}

/// The bar of a filter: links to the users that match it.
fn filter_bar(filter: Filter, result: &QueryResult) -> Bar {
    Bar {
        label: filter.label().to_owned(),
        count: filter.count(&result.counts),
        href: ListQuery::all(UserType::User).with_toggled(filter).to_url(),
    }
}

fn domain_bar(domain: &str, count: usize) -> Bar {
    let href = ListQuery::all(UserType::User).with_domain_toggled(domain).to_url();
    Bar { label: domain.to_owned(), count, href }
}

/// The bar of a period: links to the users registered in it.
fn registration_bar(granularity: Granularity, Bucket { first_day, last_day, count }: Bucket) -> Bar {
    let (year, month, _) = first_day.ymd();
    let is_one_month = (year, month) == (last_day.ymd().0, last_day.ymd().1);
    // Outliers have a longer bucket than the others.
    let label = match granularity {
        Granularity::Day if first_day == last_day => format_day(&first_day.to_string()),
        Granularity::Month if is_one_month => format!("{year}-{month:02}"),
        _ if year == last_day.ymd().0 => year.to_string(),
        _ => format!("{year}–{}", last_day.ymd().0),
    };
    let range = DateRange { from: Some(first_day), to: Some(last_day) };
    Bar { label, count, href: ListQuery::all(UserType::User).with_registered(range).to_url() }
}
