//! Empty states of the list: no account matches the query, or there are no accounts at all. Each
//! offers a next step.

use super::context::{ListContext, use_list_context};
use super::create_link::CreateLink;
use super::filters::ClearButton;
use crate::accounts::{SpellingCorrector, Status, use_replicas};
use crate::browser::scheduler::sleep_ms;
use crate::components::focus::{focus_without_scrolling, recover_focus};
use crate::components::{FileDrops, Icon, IconName, pluralize};
use crate::list_query::{FilterGroup, ListQuery};
use crate::routes::Route;
use account_api::UserType;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use std::collections::HashSet;
use wasm_bindgen::JsCast;

/// How long after the last key corrections are looked for.
const TYPING_PAUSE_MS: f64 = 300.0;

/// Focuses the title of the empty state once it is shown.
pub fn focus_empty_state() {
    spawn_local(async {
        leptos::task::tick().await;
        if let Ok(Some(title)) = document().query_selector(".empty-title") {
            focus_without_scrolling(title.unchecked_ref());
        }
    });
}

/// No account matches the search and filters.
#[component]
pub fn NothingMatches() -> impl IntoView {
    let ListContext { kind, query, replica, .. } = use_list_context();
    let explanation = move || query.with(|query| no_match_text(kind, &query.search, &query.active_groups()));
    let progress = move || {
        replica.with_status(|status| {
            let loaded = pluralize(status.loaded.accounts, "account", "accounts");
            (!status.is_complete()).then(|| format!("Still loading: {loaded} checked so far."))
        })
    };
    // Accounts have to match every group, which may be stricter than intended.
    let removals = move || {
        let groups = query.with(ListQuery::active_groups);
        let remove = |group: FilterGroup| {
            let url = move || query.with(|query| query.without_group(group).to_url());
            view! {
                <a
                    class="chip"
                    href=url
                    aria-label=format!("Remove {} filter", group.label().to_lowercase())
                    on:click=|_| recover_focus(".search-box > .input")
                >
                    {group.label()}
                    <Icon glyph=IconName::Close />
                </a>
            }
        };
        (groups.len() > 1).then(|| {
            view! {
                <div class="empty-actions">
                    <span class="muted">"or remove"</span>
                    {groups.into_iter().map(remove).collect_view()}
                </div>
            }
        })
    };
    let searched_names = use_searched_names();
    let clear_label = Signal::derive(move || {
        query.with(|query| match (query.search.is_empty(), query.has_filters()) {
            (true, _) => "Clear filters",
            (false, false) => "Clear search",
            (false, true) => "Clear search and filters",
        })
    });
    view! {
        <div class="empty" role="status">
            <Icon glyph=IconName::Search />
            <h2 class="empty-title" tabindex="-1">
                "No results"
            </h2>
            <p class="muted">{explanation} " " {progress}</p>
            <Corrections />
            <LookupOffer names=searched_names />
            <div class="empty-actions">
                {move || {
                    // The offer is what was probably meant.
                    let has_offer = searched_names.with(|names| !names.is_empty());
                    let class = if has_offer { "button" } else { "button button-primary" };
                    view! { <ClearButton label=clear_label class /> }
                }}
            </div>
            {removals}
        </div>
    }
}

/// The usernames that a search consists of, if it has nothing else and more than one.
fn use_searched_names() -> Memo<Vec<String>> {
    let ListContext { query, .. } = use_list_context();
    let replicas = use_replicas();
    Memo::new(move |_| {
        replicas.track();
        let is_separator = |character: char| character.is_whitespace() || [',', ';'].contains(&character);
        let words = query.with(|query| query.search.split(is_separator).map(str::to_owned).collect::<Vec<_>>());
        let mut seen = HashSet::new();
        let names: Vec<String> =
            words.into_iter().filter(|word| !word.is_empty() && seen.insert(word.clone())).collect();
        let is_list = names.len() > 1 && names.iter().all(|name| replicas.contains(name));
        if is_list { names } else { Vec::new() }
    })
}

/// Offers to look up the usernames that a search consists of. The search itself only finds accounts
/// that match all of its words.
#[component]
fn LookupOffer(names: Memo<Vec<String>>) -> impl IntoView {
    let (drops, navigate) = (expect_context::<FileDrops>(), use_navigate());
    let look_up = StoredValue::new(move || {
        drops.hand_over_text(names.get_untracked().join("\n"));
        navigate(&Route::Lookup.url(), Default::default());
    });
    view! {
        <Show when=move || names.with(|names| !names.is_empty())>
            <button type="button" class="button button-primary" on:click=move |_| look_up.with_value(|look_up| look_up())>
                {move || format!("Look up these {}", pluralize(names.with(Vec::len), "account", "accounts"))}
            </button>
        </Show>
    }
}

/// Links to the searches that were probably meant by one that finds nothing. None while a filter is
/// active: it may be what hides the accounts.
#[component]
fn Corrections() -> impl IntoView {
    let ListContext { query, replica, .. } = use_list_context();
    let search = Memo::new(move |_| {
        query.with(|query| if query.has_filters() { String::new() } else { query.search.trim().to_owned() })
    });
    let is_complete = Memo::new(move |_| replica.with_status(Status::is_complete));
    let corrections = RwSignal::new(Vec::<String>::new());
    Effect::new(move |previous: Option<String>| {
        let text = search.get();
        if previous.as_ref() != Some(&text) {
            corrections.set(Vec::new());
        }
        if is_complete.get() && !text.is_empty() {
            let text = text.clone();
            spawn_local(async move {
                let is_wanted = || search.try_get_untracked().is_some_and(|search| search == text);
                // The next key starts another search.
                sleep_ms(TYPING_PAUSE_MS).await;
                let mut corrector = SpellingCorrector::new(&text);
                if replica.find_corrections(&mut corrector, is_wanted).await {
                    corrections.try_set(corrector.finish());
                }
            });
        }
        text
    });
    let link = move |correction: &String| {
        let search = correction.clone();
        let url = move || query.with(|query| query.with_search(search.clone()).to_url());
        view! {
            <a class="link" href=url>
                <bdi>{correction.clone()}</bdi>
            </a>
        }
    };
    let links = move || {
        corrections.with(|corrections| {
            let last = corrections.len().saturating_sub(1);
            let separator = move |index| match index {
                0 => "",
                index if index == last => " or ",
                _ => ", ",
            };
            let links = corrections.iter().enumerate();
            links.map(|(index, correction)| (separator(index), link(correction))).collect_view()
        })
    };
    view! {
        <Show when=move || corrections.with(|corrections| !corrections.is_empty())>
            <p>"Did you mean " {links} "?"</p>
        </Show>
    }
}

/// States that no account matches. `search` is empty if there is none.
fn no_match_text(kind: UserType, search: &str, groups: &[FilterGroup]) -> String {
    let accounts = match kind {
        UserType::User => "users",
        UserType::ServiceAccount => "service accounts",
    };
    let names: Vec<String> = groups.iter().map(|group| group.label().to_lowercase()).collect();
    let filters = match names.split_last() {
        None => None,
        // Within a group, one match is enough.
        Some((_, [])) => Some("these filters".to_owned()),
        Some((last, others)) => Some(format!("all of these filters: {} and {last}", others.join(", "))),
    };
    match (search, filters) {
        ("", filters) => format!("No {accounts} match {}.", filters.unwrap_or_default()),
        (search, Some(filters)) => format!("No {accounts} match “{search}” and {filters}."),
        (search, None) => format!("No {accounts} match “{search}”."),
    }
}

/// The platform has no accounts of this kind.
#[component]
pub fn NoAccounts() -> impl IntoView {
    let ListContext { kind, replica, .. } = use_list_context();
    let (glyph, title, text) = match kind {
        UserType::User => {
            (IconName::Users, "No users yet", "Users appear here when they register or when you create them.")
        }
        UserType::ServiceAccount => (
            IconName::Server,
            "No service accounts yet",
            "Service accounts let applications use the platform. Create the first one to get started.",
        ),
    };
    view! {
        <div class="empty" role="status">
            <Icon glyph />
            <h2 class="empty-title" tabindex="-1">
                {title}
            </h2>
            <p class="muted">{text}</p>
            <div class="empty-actions">
                <CreateLink kind />
                <button type="button" class="button" on:click=move |_| replica.refresh()>
                    "Refresh"
                </button>
            </div>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::no_match_text;
    use crate::list_query::FilterGroup;
    use account_api::UserType::{ServiceAccount, User};

    #[test]
    fn only_what_is_set_is_blamed() {
        let status = &[FilterGroup::Status];
        assert_eq!(no_match_text(User, "", status), "No users match these filters.");
        assert_eq!(no_match_text(User, "jane", &[]), "No users match “jane”.");
        assert_eq!(no_match_text(ServiceAccount, "ci", status), "No service accounts match “ci” and these filters.");
    }

    #[test]
    fn filters_that_must_all_match_are_named() {
        use FilterGroup::{Approval, Domain, Status};
        assert_eq!(
            no_match_text(User, "", &[Status, Approval]),
            "No users match all of these filters: status and approval."
        );
        assert_eq!(
            no_match_text(User, "jane", &[Status, Approval, Domain]),
            "No users match “jane” and all of these filters: status, approval and email domain."
        );
    }
}
