//! The overview: how many accounts there are, in what state, since when. Every number leads to the list of those whom it counts.

use super::users::{DateRange, Filter, Query};
use crate::accounts::sync_status::{LoadFailure, RefreshButton, Skeleton, SyncStatus};
use crate::accounts::{LiveQuery, Replica, use_replicas};
use crate::components::{Bar, Bars, Icon, IconName, Timeline, clock_time, format_count};
use account_api::UserType;
use account_index::{Bucket, Granularity, Histogram, Phase, QueryResult, Sort, State, Store};
use leptos::prelude::*;

/// How many domains are shown.
const MAX_DOMAINS: usize = 8;

/// The page.
#[component]
pub fn OverviewPage() -> impl IntoView {
    let replicas = use_replicas();
    let (replica, services) = (replicas.get_or_start(UserType::User), replicas.get_or_start(UserType::ServiceAccount));
    provide_context(replica);
    let finding = LiveQuery::new(replica, Memo::new(|_| (account_index::Query::default(), Sort::default())));
    Effect::new(|| document().set_title("Overview · Account Admin"));
    let shown = Memo::new(move |_| {
        let is_found = finding.with(|found| found.is_some_and(|found| !found.rows.is_empty()));
        match replica.with_status(|status| status.phase) {
            _ if is_found => Shown::Charts,
            Phase::Stopped => Shown::Unreadable,
            Phase::Complete => Shown::Nobody,
            _ => Shown::Skeleton,
        }
    });
    view! {
        <div class="page">
            <div class="page-head">
                <Heading replica services />
            </div>
            <SyncStatus />
            {move || match shown.get() {
                Shown::Charts => view! { <Charts finding services /> }.into_any(),
                Shown::Unreadable => view! { <LoadFailure /> }.into_any(),
                Shown::Skeleton => view! { <Skeleton /> }.into_any(),
                Shown::Nobody => view! { <Nobody replica /> }.into_any(),
            }}
        </div>
    }
}

/// What is in the place of the charts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shown {
    Skeleton,
    Charts,
    Unreadable,
    Nobody,
}

#[component]
fn Heading(replica: Replica, services: Replica) -> impl IntoView {
    let summary = move || {
        let status = replica.status();
        let time = clock_time(status.as_of?);
        let so_far = if status.is_complete() { "" } else { " so far" };
        Some(format!("{} users{so_far} · as of {time}", format_count(status.accounts)))
    };
    let is_loading = move || replica.with_status(|status| status.phase == Phase::Loading);
    view! {
        <div class="heading">
            <h1 class="page-title">"Overview"</h1>
            <output class="page-summary" aria-live=move || if is_loading() { "off" } else { "polite" }>
                {summary}
            </output>
            <RefreshButton on_refresh=move |()| {
                replica.refresh();
                services.refresh();
            } />
        </div>
    }
}

/// There is nobody to be counted.
#[component]
fn Nobody(replica: Replica) -> impl IntoView {
    view! {
        <div class="empty" role="status">
            <Icon glyph=IconName::Chart />
            <h2 class="empty-title">"Nobody to count yet"</h2>
            <p class="muted">"This platform has no users. As soon as somebody is registered, they are counted here."</p>
            <button type="button" class="button" on:click=move |_| replica.refresh()>
                "Look again"
            </button>
        </div>
    }
}

#[component]
fn Charts(finding: LiveQuery, services: Replica) -> impl IntoView {
    // What it is counted from is read in place; nothing of it is copied.
    let of = move |what: fn(&QueryResult, &Store) -> Vec<Bar>| {
        Memo::new(move |_| {
            finding.with(|found| found.map(|found| finding.with_store(|store| what(found, store))).unwrap_or_default())
        })
    };
    let all = Memo::new(move |_| finding.with(|found| found.map_or(0, |found| found.rows.len())));
    let states = of(|found, _| {
        [State::Active, State::Disabled, State::Deactivated].map(|state| counted(Filter::State(state), found)).to_vec()
    });
    let flags = of(|found, _| {
        [Filter::Admin, Filter::Unverified, Filter::Unapproved].map(|filter| counted(filter, found)).to_vec()
    });
    let domains = of(|found, store| {
        let largest = found.most_frequent_domains(store, MAX_DOMAINS);
        largest
            .into_iter()
            .map(|(domain, count)| Bar {
                label: domain.to_owned(),
                count,
                href: Query::all(UserType::User).with_domain_toggled(domain).to_url(),
            })
            .collect()
    });
    let registered = of(|found, store| {
        let Histogram { span, spans } = Histogram::of(store, &found.matching);
        spans.into_iter().map(|spanned| column(span, spanned)).collect()
    });
    let kinds = move || {
        let bar = |label: &str, count, kind| Bar { label: label.to_owned(), count, href: Query::all(kind).to_url() };
        vec![
            bar("Users", all.get(), UserType::User),
            bar("Service accounts", services.with_status(|status| status.accounts), UserType::ServiceAccount),
        ]
    };
    let both = move || all.get() + services.with_status(|status| status.accounts);
    view! {
        <div class="charts">
            <Chart title="Users by state">
                <Bars bars=states whole=all />
            </Chart>
            <Chart title="To look after">
                <Bars bars=flags whole=all />
            </Chart>
            <Chart title="Registrations" is_wide=true>
                <Timeline bars=registered />
            </Chart>
            <Chart title="Largest domains">
                <Bars bars=domains whole=all />
            </Chart>
            <Chart title="Accounts">
                <Bars bars=Signal::derive(kinds) whole=Signal::derive(both) />
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

fn counted(filter: Filter, found: &QueryResult) -> Bar {
    Bar {
        label: filter.label().to_owned(),
        count: filter.count(&found.counts),
        href: Query::all(UserType::User).with_toggled(filter).to_url(),
    }
}

fn column(span: Granularity, Bucket { from, to, accounts }: Bucket) -> Bar {
    let (year, month, _) = from.date();
    let label = match span {
        Granularity::Day => from.to_string(),
        Granularity::Month => format!("{year}-{month:02}"),
        Granularity::Years if year == to.date().0 => year.to_string(),
        Granularity::Years => format!("{year}–{}", to.date().0),
    };
    let between = DateRange { from: Some(from), to: Some(to) };
    Bar { label, count: accounts, href: Query::all(UserType::User).with_registered(between).to_url() }
}
