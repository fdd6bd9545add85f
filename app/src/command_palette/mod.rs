//! The command palette: anybody, any page and any action, from the keyboard; and what the keys are.

mod commands;
mod shortcuts;

use crate::accounts::{Account, LiveQuery, Replica, use_replicas};
use crate::actions::use_dialogs;
use crate::components::{Dialog, DialogHandle, Icon, IconName, shortcuts_blocked, unique_id};
use crate::jobs::AccountAction;
use crate::messages::ActionMessages;
use crate::session::use_session;
use crate::theme::use_theme;
use account_api::{AccountState, User, UserType};
use account_index::{Query, Sort};
use commands::{Command, PaletteVerb, VERBS, commands};
use leptos::prelude::*;
use leptos::{ev, html};
use leptos_router::hooks::use_navigate;
use shortcuts::ShortcutsDialog;
use web_sys::KeyboardEvent;

/// The longest text that is looked for, in UTF-16 units.
const MAX_INPUT_LEN: u32 = 300;

/// How many people are shown.
const MAX_ACCOUNTS: usize = 8;

/// How many of those who are found are looked at, whether what was told can be done with them.
const MAX_SCANNED: usize = 2_000;

/// Opens the palette on Ctrl or ⌘ and K, and the list of keys on `?`.
#[component]
pub fn Palette() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let shows_keys = RwSignal::new(false);
    let on_key = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        let is_command = (event.ctrl_key() || event.meta_key()) && !event.alt_key() && !event.shift_key();
        if is_command && event.key().eq_ignore_ascii_case("k") {
            event.prevent_default();
            let is_behind = document().query_selector("dialog:modal").is_ok_and(|dialog| dialog.is_some());
            if !is_behind {
                is_open.set(true);
            }
        } else if event.key() == "?" && !is_command && !event.alt_key() && !shortcuts_blocked() {
            event.prevent_default();
            shows_keys.set(true);
        }
    });
    on_cleanup(move || on_key.remove());
    view! {
        <Show when=move || is_open.get()>
            <Dialog title="Go to or do" on_close=move |()| is_open.set(false) class="dialog palette">
                <Search shows_keys />
            </Dialog>
        </Show>
        <Show when=move || shows_keys.get()>
            <ShortcutsDialog on_close=move || shows_keys.set(false) />
        </Show>
    }
}

/// An entry of the list.
#[derive(Clone)]
enum Entry {
    Command(Command),
    Open(Account, UserType),
    Change(AccountAction, Account),
    ResetPassword(Account),
}

impl Entry {
    fn text(&self) -> String {
        match self {
            Self::Command(command) => command.text.to_owned(),
            Self::Open(account, _) => account.name.clone(),
            Self::Change(change, account) => format!("{}…", change.question(&account.name).trim_end_matches('?')),
            Self::ResetPassword(account) => format!("Reset the password of {}…", account.name),
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Command(command) => command.hint.to_owned(),
            Self::Open(account, _) => account.user.with_untracked(|user| user.email.clone()),
            Self::Change(..) | Self::ResetPassword(_) => "Action".to_owned(),
        }
    }

    const fn glyph(&self) -> IconName {
        match self {
            Self::Command(command) => command.glyph,
            Self::Open(_, UserType::User) => IconName::Person,
            Self::Open(_, UserType::ServiceAccount) => IconName::Server,
            Self::Change(..) | Self::ResetPassword(_) => IconName::Pulse,
        }
    }
}

/// What is typed: a verb and whom it is about, or either of them.
fn split(text: &str) -> (Option<PaletteVerb>, String) {
    let lower = text.trim_start().to_lowercase();
    for (verb, told) in VERBS {
        if let Some(rest) = lower.strip_prefix(verb)
            && rest.starts_with(' ')
        {
            let kept = text.trim_start().chars().skip(verb.chars().count()).collect::<String>();
            return (Some(told), kept.trim().to_owned());
        }
    }
    (None, text.trim().to_owned())
}

#[component]
fn Search(shows_keys: RwSignal<bool>) -> impl IntoView {
    let handle: DialogHandle = expect_context();
    let replicas = use_replicas();
    let session = use_session();
    let dialogs = use_dialogs();
    let theme = use_theme();
    let navigate = use_navigate();
    let text = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let whom = Memo::new(move |_| text.with(|text| split(text)));
    let wanted = Memo::new(move |_| {
        let (_, text) = whom.get();
        (Query { text, ..Query::default() }, Sort::default())
    });
    let people = [UserType::User, UserType::ServiceAccount].map(|kind| {
        let replica = replicas.get_or_start(kind);
        (kind, replica, LiveQuery::new(replica, wanted))
    });
    let make = move || {
        let (told, text) = whom.get();
        let is_site_admin = session.is_site_admin();
        let is_offered = |kind: UserType, user: &User| is_offered(told, kind, user, is_site_admin);
        // Whoever is called exactly that comes first, whatever else there is.
        let exact = replicas.account_named(&text).filter(|(kind, account)| is_offered(*kind, &account.user.get()));
        let mut entries: Vec<Entry> = exact.iter().map(|(kind, account)| entry(told, *kind, account.clone())).collect();
        if told.is_none() {
            entries.extend(commands(&text, is_site_admin).into_iter().map(Entry::Command));
        }
        let others = people
            .iter()
            .filter(|_| !text.is_empty())
            .flat_map(|(kind, replica, finding)| found(*kind, *replica, *finding, &is_offered))
            .filter(|(_, account)| exact.as_ref().is_none_or(|(_, exact)| exact.name != account.name));
        entries.extend(others.take(MAX_ACCOUNTS).map(|(kind, account)| entry(told, kind, account)));
        entries
    };
    // Whether they are others is not worth to be found out: they are few.
    let entries = Memo::new_with_compare(move |_| make(), |_, _| true);
    let count = move || entries.with(Vec::len);
    Effect::new(move || {
        text.track();
        at.set(0);
    });
    let run = move |entry: Entry| {
        handle.close();
        match entry {
            Entry::Command(command) => {
                command.run(&navigate, dialogs, theme, shows_keys);
            }
            Entry::Open(account, kind) => {
                navigate(&crate::pages::account_url(kind, &account.name), Default::default());
            }
            Entry::Change(change, account) => dialogs.confirm(change, account),
            Entry::ResetPassword(account) => dialogs.reset_password(account.name.clone()),
        }
    };
    let run = StoredValue::new_local(run);
    let list_id = unique_id("palette");
    let option_id = {
        let list_id = list_id.clone();
        move |at: usize| format!("{list_id}-{at}")
    };
    let on_key = move |event: KeyboardEvent| {
        if event.is_composing() {
            return;
        }
        let last = untrack(count).saturating_sub(1);
        let to = match event.key().as_str() {
            "ArrowDown" => {
                if at.get_untracked() >= last {
                    0
                } else {
                    at.get_untracked() + 1
                }
            }
            "ArrowUp" => at.get_untracked().checked_sub(1).unwrap_or(last),
            "Enter" => {
                event.prevent_default();
                let entry = entries.with_untracked(|entries| entries.get(at.get_untracked()).cloned());
                if let Some(entry) = entry {
                    run.with_value(|run| run(entry));
                }
                return;
            }
            _ => return,
        };
        event.prevent_default();
        at.set(to);
    };
    let input = NodeRef::<html::Input>::new();
    input.on_load(|input| {
        let _ = input.focus();
    });
    let list = NodeRef::<html::Div>::new();
    Effect::new(move || {
        let at = at.get();
        let child = list.get().and_then(|list| list.children().item(u32::try_from(at).ok()?));
        if let Some(option) = child {
            let how = web_sys::ScrollIntoViewOptions::new();
            how.set_block(web_sys::ScrollLogicalPosition::Nearest);
            option.scroll_into_view_with_scroll_into_view_options(&how);
        }
    });
    let active = {
        let option_id = option_id.clone();
        move || (count() > 0).then(|| option_id(at.get()))
    };
    view! {
        <div class="search-box">
            <Icon glyph=IconName::Search />
            <input
                type="text"
                class="input"
                role="combobox"
                aria-label="Somebody, a page or an action"
                placeholder="Somebody, a page, or “disable jane”"
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls=list_id.clone()
                aria-activedescendant=active
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                maxlength=MAX_INPUT_LEN
                node_ref=input
                prop:value=text
                on:input:target=move |event| text.set(event.target().value())
                on:keydown=on_key
            />
        </div>
        <div class="palette-list" role="listbox" aria-label="What there is" id=list_id node_ref=list>
            {move || {
                entries
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(place, entry)| {
                        let (words, hint, glyph) = (entry.text(), entry.hint(), entry.glyph());
                        view! {
                            <div
                                role="option"
                                class="palette-option"
                                id=option_id(place)
                                aria-selected=move || (at.get() == place).to_string()
                                on:mousemove=move |_| at.set(place)
                                on:click=move |_| run.with_value(|run| run(entry.clone()))
                            >
                                <Icon glyph />
                                <span class="clip">{words}</span>
                                <span class="clip muted palette-hint">{hint}</span>
                            </div>
                        }
                    })
                    .collect_view()
            }}
        </div>
        <p class="muted palette-told" role="status">
            {move || match count() {
                0 => "Nothing fits.".to_owned(),
                1 => "1 fits.".to_owned(),
                many => format!("{many} fit."),
            }}
        </p>
    }
}

/// The first of those who are found with whom it can be done.
fn found(
    kind: UserType,
    replica: Replica,
    finding: LiveQuery,
    is_offered: &impl Fn(UserType, &User) -> bool,
) -> Vec<(UserType, Account)> {
    finding.with(|found| {
        let rows = found.map(|found| found.rows.as_slice()).unwrap_or_default();
        let of = rows.iter().take(MAX_SCANNED).filter(|row| is_offered(kind, &replica.user(**row)));
        of.take(MAX_ACCOUNTS + 1).map(|row| (kind, replica.account(*row))).collect()
    })
}

/// Whether what was told can be done with somebody. Anybody can be looked at.
fn is_offered(told: Option<PaletteVerb>, kind: UserType, user: &User, is_site_admin: bool) -> bool {
    let (state, is_admin) = (user.state(), user.is_admin == Some(true));
    match told {
        None => true,
        Some(PaletteVerb::ResetPassword) => kind == UserType::User,
        Some(PaletteVerb::Change(AccountAction::MakeAdmin)) => {
            is_site_admin && !is_admin && state != AccountState::Deactivated
        }
        Some(PaletteVerb::Change(AccountAction::RemoveAdmin)) => is_site_admin && is_admin,
        Some(PaletteVerb::Change(change)) => AccountAction::available_for(state).contains(&change),
    }
}

const fn entry(told: Option<PaletteVerb>, kind: UserType, account: Account) -> Entry {
    match told {
        None => Entry::Open(account, kind),
        Some(PaletteVerb::ResetPassword) => Entry::ResetPassword(account),
        Some(PaletteVerb::Change(change)) => Entry::Change(change, account),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verb_says_what_is_to_be_done_with_whom_comes_after_it() {
        assert_eq!(split("jane"), (None, "jane".to_owned()));
        assert_eq!(
            split("Disable Jane Doe"),
            (Some(PaletteVerb::Change(AccountAction::Disable)), "Jane Doe".to_owned())
        );
        assert_eq!(split("disable"), (None, "disable".to_owned()));
        assert_eq!(split(" reset password jane "), (Some(PaletteVerb::ResetPassword), "jane".to_owned()));
        assert_eq!(split("disabled"), (None, "disabled".to_owned()));
    }
}
