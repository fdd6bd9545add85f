//! Suggestions for mistyped names in the dialog that adds site admins.

use crate::accounts::Replicas;
use crate::components::focus::recover_focus;
use crate::components::{format_count, pluralize};
use crate::did_you_mean::DidYouMean;
use crate::identifier_input::IdentifierInput;
use crate::messages::reveal_hidden;
use leptos::html;
use leptos::prelude::*;
use std::collections::{HashMap, HashSet};

/// How many identifiers get suggestions. Each is compared with every account.
const MAX_WITH_SUGGESTIONS: usize = 300;

/// How long a review waits for the accounts to load, which suggestions are taken from.
const MAX_LOAD_WAIT_MS: f64 = 3_000.0;

/// What takes the focus from a button that vanishes: the next suggestion, or else *Review*.
const NEXT_CONTROL: &str = ".did-you-mean button, .dialog-actions > [type=submit]";

/// An identifier that no account has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The username or email.
    pub identifier: String,
    /// The usernames of the accounts that were probably meant.
    pub names: Vec<String>,
}

/// The near misses of a list, and what the user decided about them. They outlive the dialog, so
/// that going back to it does not ask again.
#[derive(Clone, Copy)]
pub struct NearMisses {
    offered: RwSignal<Vec<NearMiss>>,
    /// The usernames that were accepted, by identifier.
    accepted: RwSignal<HashMap<String, String>>,
    /// What the user has been told is left out of the list.
    left_out: RwSignal<HashSet<String>>,
}

impl NearMisses {
    /// None yet.
    pub fn new() -> Self {
        Self { offered: RwSignal::default(), accepted: RwSignal::default(), left_out: RwSignal::default() }
    }

    /// Forgets all of them, once their list was used.
    pub fn clear(self) {
        self.offered.set(Vec::new());
        self.accepted.set(HashMap::new());
        self.left_out.set(HashSet::new());
    }

    /// Records what the user has been told is left out. Returns whether any of it is new.
    pub fn acknowledge_left_out(self, values: Vec<String>) -> bool {
        self.left_out
            .try_update(|told| values.into_iter().filter(|value| told.insert(value.clone())).count() > 0)
            .unwrap_or_default()
    }

    /// The username that was accepted for an identifier, or else the identifier. Not reactive.
    pub fn accepted_for(self, identifier: String) -> String {
        self.accepted.with_untracked(|accepted| accepted.get(&identifier).cloned()).unwrap_or(identifier)
    }

    /// Adds near misses, and returns the number of those that have not been offered before.
    pub fn offer(self, misses: Vec<NearMiss>) -> usize {
        self.offered
            .try_update(|offered| {
                let is_new = |miss: &NearMiss| offered.iter().all(|earlier| earlier.identifier != miss.identifier);
                let new: Vec<NearMiss> = misses.into_iter().filter(is_new).collect();
                let count = new.len();
                offered.extend(new);
                count
            })
            .unwrap_or_default()
    }

    fn accept(self, choices: impl IntoIterator<Item = (String, String)>) {
        self.accepted.update(|accepted| accepted.extend(choices));
        recover_focus(NEXT_CONTROL);
    }

    fn take_back(self, identifier: &str) {
        self.accepted.update(|accepted| {
            accepted.remove(identifier);
        });
        recover_focus(NEXT_CONTROL);
    }
}

/// Suggests accounts for those of some targets that were not found. Waits a moment for the lists to
/// load; without them, there is nothing to suggest. Empty if it is no longer wanted.
pub async fn near_misses_of(not_found: Vec<String>, replicas: Replicas, is_wanted: impl Fn() -> bool) -> Vec<NearMiss> {
    if not_found.is_empty() {
        return Vec::new();
    }
    replicas.wait_until_loaded(MAX_LOAD_WAIT_MS, &is_wanted).await;
    let identifiers = not_found.iter().take(MAX_WITH_SUGGESTIONS);
    let Some(nearest) = replicas.find_near_matches(identifiers.map(String::as_str), is_wanted).await else {
        return Vec::new();
    };
    let suggested = not_found.into_iter().zip(nearest);
    suggested.filter_map(|(identifier, nearest)| Some(NearMiss { identifier, names: nearest?.names })).collect()
}

/// The near misses that are still in the list, with what they were probably meant to be.
#[component]
pub fn NearMissList(near_misses: NearMisses, input: IdentifierInput) -> impl IntoView {
    let NearMisses { offered, accepted, .. } = near_misses;
    let listed = Memo::new(move |_| {
        let identifiers: HashSet<String> = input.identifiers().into_iter().collect();
        offered.with(|offered| {
            offered.iter().filter(|miss| identifiers.contains(&miss.identifier)).cloned().collect::<Vec<_>>()
        })
    });
    let open = Memo::new(move |_| {
        accepted.with(|accepted| {
            let is_open = |miss: &&NearMiss| !accepted.contains_key(&miss.identifier);
            listed.with(|listed| listed.iter().filter(is_open).cloned().collect::<Vec<_>>())
        })
    });
    // Those with one suggestion, which can be accepted all at once.
    let certain = Memo::new(move |_| {
        let choice = |miss: &NearMiss| match miss.names.as_slice() {
            [name] => Some((miss.identifier.clone(), name.clone())),
            _ => None,
        };
        open.with(|open| open.iter().filter_map(choice).collect::<Vec<_>>())
    });
    let lead = move || match open.with(Vec::len) {
        0 => "Select Review to continue.".to_owned(),
        1 => "1 was not found. Choose who you meant, or review the list without it.".to_owned(),
        count => {
            format!("{} were not found. Choose who you meant, or review the list without them.", format_count(count))
        }
    };
    let row = move |miss: NearMiss| {
        let identifier = miss.identifier.clone();
        let accepted_name = {
            let identifier = identifier.clone();
            Memo::new(move |_| accepted.with(|accepted| accepted.get(&identifier).cloned()))
        };
        let shown = reveal_hidden(&identifier);
        let answer = move || match accepted_name.get() {
            Some(name) => {
                let (label, identifier) = (format!("Do not use {name} for {identifier}"), identifier.clone());
                view! {
                    <span class="muted">"Using "</span>
                    <bdi>{reveal_hidden(&name)}</bdi>
                    " "
                    <button
                        type="button"
                        class="link"
                        aria-label=label
                        on:click=move |_| near_misses.take_back(&identifier)
                    >
                        "Undo"
                    </button>
                }
                .into_any()
            }
            None => {
                let (identifier, names) = (identifier.clone(), miss.names.clone());
                let accepted_identifier = identifier.clone();
                let on_accept =
                    Callback::new(move |name: String| near_misses.accept([(accepted_identifier.clone(), name)]));
                view! {
                    <span class="did-you-mean">
                        <DidYouMean identifier names on_accept />
                    </span>
                }
                .into_any()
            }
        };
        view! {
            <li>
                <bdi class="near-miss">{shown}</bdi>
                <span>{answer}</span>
            </li>
        }
    };
    let section = NodeRef::<html::Section>::new();
    section.on_load(|section| section.scroll_into_view_with_bool(false));
    view! {
        <Show when=move || listed.with(|listed| !listed.is_empty())>
            <section class="near-misses" aria-label="Not found" node_ref=section>
                <p>{lead}</p>
                <ul>
                    <For each=move || listed.get() key=|miss| miss.identifier.clone() children=row />
                </ul>
                <Show when=move || certain.with(|certain| certain.len() > 1)>
                    <button
                        type="button"
                        class="button"
                        on:click=move |_| near_misses.accept(certain.get_untracked())
                    >
                        {move || format!("Accept {}", pluralize(certain.with(Vec::len), "suggestion", "suggestions"))}
                    </button>
                </Show>
            </section>
        </Show>
    }
}
