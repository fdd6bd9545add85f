//! Which accounts are selected on the page, and what can be done with them.

use super::Page;
use super::export::{ExportButton, ExportScope};
use crate::accounts::LiveQuery;
use crate::actions::{targets_from_rows, use_dialogs};
use crate::components::{Icon, IconName, Menu, MenuItem, format_count};
use crate::jobs::{AccountAction, JobKind};
use crate::messages::ActionMessages;
use crate::session::use_session;
use account_api::UserType;
use account_index::{Query, Row, Rows, Selection, Sort};
use leptos::prelude::*;
use std::rc::Rc;

/// The selection. It stays while the list shows others.
#[derive(Clone, Copy)]
pub struct Selected {
    selection: RwSignal<Selection, LocalStorage>,
    finding: LiveQuery,
}

/// How many of those who match are selected.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum SelectionState {
    /// Nobody.
    None,
    /// Some.
    Some,
    /// Everybody.
    All,
}

impl Selected {
    /// Nobody, to begin with. `wanted` is the question that the list answers.
    pub fn new(finding: LiveQuery, wanted: Memo<(Query, Sort)>) -> Self {
        let selected = Self { selection: RwSignal::new_local(Selection::default()), finding };
        let asked = Memo::new(move |_| wanted.with(|(query, _)| query.clone()));
        Effect::new(move |before: Option<Query>| {
            let asked = asked.get();
            if before.is_some_and(|before| before != asked)
                && selected.selection.with_untracked(Selection::is_everything)
            {
                selected.selection.update(Selection::freeze);
            }
            asked
        });
        Effect::new(move || {
            finding.with(|found| {
                if let Some(found) = found
                    && selected.selection.with_untracked(Selection::is_everything)
                {
                    selected.selection.update(|selection| selection.on_matches_changed(&found.matching));
                }
            });
        });
        selected
    }

    /// Whether an account is selected. Reactive.
    pub fn has(self, row: Row) -> bool {
        self.selection.with(|selection| selection.has(row))
    }

    /// Whether the account at a place of the list is.
    pub fn has_at(self, place: usize) -> bool {
        untrack(|| {
            self.finding
                .with(|found| found.and_then(|found| found.rows.get(place).copied()))
                .is_some_and(|row| self.has(row))
        })
    }

    /// How many are. Reactive.
    pub fn count(self) -> usize {
        self.selection.with(|selection| self.finding.with_store(|store| selection.count(store)))
    }

    /// How many of those are in the list. Reactive.
    fn count_in_list(self) -> usize {
        self.finding.with(|found| {
            found.map_or(0, |found| self.selection.with(|selection| selection.count_among(&found.matching)))
        })
    }

    /// How many of those in the list are. Reactive.
    pub fn share(self) -> SelectionState {
        let all = self.finding.with(|found| found.map_or(0, |found| found.rows.len()));
        match self.count_in_list() {
            0 => SelectionState::None,
            some if some < all => SelectionState::Some,
            _ => SelectionState::All,
        }
    }

    /// Those who are.
    pub fn rows(self) -> Rc<Vec<Row>> {
        Rc::new(self.selection.with_untracked(|selection| self.finding.with_store(|store| selection.rows(store))))
    }

    /// Selects the account at a place of the list, or takes it back; with the others between it and the last one, where
    /// somebody extends.
    pub fn select(self, place: usize, extends: bool) {
        self.with_list(|rows, _| {
            let Some(row) = rows.get(place) else { return };
            self.selection.update(|selection| {
                if extends {
                    selection.extend_to(*row, rows);
                } else {
                    selection.toggle(*row);
                }
            });
        });
    }

    /// Extends the selection from a place of the list to another; from where a range began before, if one did.
    pub fn extend(self, from: usize, to: usize) {
        self.with_list(|rows, _| {
            let (Some(from), Some(to)) = (rows.get(from), rows.get(to)) else { return };
            self.selection.update(|selection| {
                selection.begin_at(*from);
                selection.extend_to(*to, rows);
            });
        });
    }

    /// Selects everybody in the list, or takes them back where they are all selected.
    pub fn toggle_all(self) {
        let takes_back = untrack(|| self.share()) == SelectionState::All;
        self.with_list(|_, matching| {
            self.selection.update(|selection| {
                if takes_back {
                    selection.deselect_all(matching);
                } else {
                    selection.select_all(matching);
                }
            });
        });
    }

    /// Selects nobody.
    pub fn clear(self) {
        self.selection.set(Selection::default());
    }

    fn with_list(self, of: impl FnOnce(&[Row], &Rows)) {
        untrack(|| self.finding.with(|found| found.map(|found| of(&found.rows, &found.matching))));
    }
}

/// How many are selected, and what can be done with them. Nothing while nobody is.
#[component]
pub fn SelectionBar() -> impl IntoView {
    let Page { selected, finding, .. } = expect_context();
    let count = Memo::new(move |_| selected.count());
    let text = move || {
        let (count, in_list) = (count.get(), selected.count_in_list());
        if count == 0 {
            return String::new();
        }
        let hidden = count.saturating_sub(in_list);
        let mut text = format!("{} selected", format_count(count));
        if hidden > 0 {
            text.push_str(&format!(", {} of them not in this list", format_count(hidden)));
        }
        text
    };
    let all = move || {
        let all = finding.with(|found| found.map_or(0, |found| found.rows.len()));
        (selected.share() != SelectionState::All && all > 0).then(|| {
            view! {
                <button type="button" class="link" on:click=move |_| selected.toggle_all()>
                    {format!("Select all {}", format_count(all))}
                </button>
            }
        })
    };
    view! {
        <div class="selection" class:is-empty=move || count.get() == 0>
            // Always there, so that what is written into it is read out.
            <output class="selection-count">{text}</output>
            <Show when=move || count.get() != 0>
                {all}
                <button type="button" class="link" on:click=move |_| selected.clear()>
                    "Clear selection"
                </button>
                <SelectionActions />
            </Show>
        </div>
    }
}

/// What can be done to all who are selected. Each leads to a plan first.
#[component]
fn SelectionActions() -> impl IntoView {
    let Page { selected, replica, kind, .. } = expect_context();
    let dialogs = use_dialogs();
    let session = use_session();
    let plan = move |task: JobKind| dialogs.plan(task, Some(kind), targets_from_rows(replica, kind, &selected.rows()));
    let button = move |change: AccountAction, class: &'static str| {
        view! {
            <button type="button" class=class on:click=move |_| plan(JobKind::Change(change))>
                {change.verb()}
                "…"
            </button>
        }
    };
    let more = move |()| {
        let item = move |task: JobKind, label: &str| MenuItem {
            label: format!("{label}…"),
            is_danger: false,
            action: Callback::new(move |()| plan(task)),
        };
        let passwords = (kind == UserType::User).then(|| item(JobKind::ResetPasswords, "Reset passwords"));
        let rights = [AccountAction::MakeAdmin, AccountAction::RemoveAdmin]
            .into_iter()
            .filter(|_| untrack(|| session.is_site_admin()))
            .map(|change| item(JobKind::Change(change), change.verb()));
        passwords.into_iter().chain(rights).collect::<Vec<_>>()
    };
    let has_more = move || kind == UserType::User || session.is_site_admin();
    view! {
        <div class="selection-actions">
            {button(AccountAction::Disable, "button")} {button(AccountAction::Reactivate, "button")}
            <Show when=has_more>
                <Menu button_class="button" items=more>
                    "More"
                    <Icon glyph=IconName::Down />
                </Menu>
            </Show> <ExportButton whom=ExportScope::Selected /> <span class="selection-apart"></span>
            {button(AccountAction::Deactivate, "button button-danger-quiet")}
        </div>
    }
}
