//! The commands that apply to no account: pages to open, and actions of the console.
//!
//! To give an entry of [`ACTIONS`] a shortcut, wrap it in [`with_shortcut`]. The listener and the
//! dialog that lists the shortcuts read it from there, and a test reports a character that is used
//! twice. Pages, which come from [`ROUTES`], have no shortcuts.

use crate::actions::use_dialogs;
use crate::components::IconName;
use crate::list_query::{Filter, ListQuery};
use crate::routes::{ROUTES, Route, RouteDef};
use crate::theme::{Choice, use_theme};
use account_api::UserType;
use account_api::search_fold;
use account_index::State;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// A command of the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    /// The text that is shown and matched.
    pub text: &'static str,
    /// Whether it opens a page.
    pub is_page: bool,
    /// The icon before it.
    pub icon: IconName,
    /// The character that runs it from anywhere on the page.
    pub shortcut: Option<&'static str>,
    action: Action,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    OpenPage(Route),
    OpenFiltered(Filter),
    SetTheme(Choice),
    ResetOwnPassword,
    ShowShortcuts,
    SignOut,
}

const fn page(def: &RouteDef) -> Command {
    Command {
        text: def.label,
        is_page: def.is_in_navigation,
        icon: def.icon,
        shortcut: None,
        action: Action::OpenPage(def.route),
    }
}

const fn action(text: &'static str, icon: IconName, action: Action) -> Command {
    Command { text, is_page: false, icon, shortcut: None, action }
}

/// Gives a command a shortcut: a character that no shortcut of the page uses.
const fn with_shortcut(character: &'static str, command: Command) -> Command {
    Command { shortcut: Some(character), ..command }
}

/// Commands that do not open a page.
const ACTIONS: &[Command] = &[
    action("Show unapproved users", IconName::Users, Action::OpenFiltered(Filter::Unapproved)),
    action("Show unverified users", IconName::Users, Action::OpenFiltered(Filter::Unverified)),
    action("Show disabled users", IconName::Users, Action::OpenFiltered(Filter::State(State::Disabled))),
    action("Show deactivated users", IconName::Users, Action::OpenFiltered(Filter::State(State::Deactivated))),
    action("Change accounts from a pasted list", IconName::Search, Action::OpenPage(Route::Lookup)),
    action("Undo a change", IconName::Pulse, Action::OpenPage(Route::Activity)),
    action("Change my password", IconName::Person, Action::ResetOwnPassword),
    action("Theme: system", IconName::Info, Action::SetTheme(Choice::System)),
    action("Theme: light", IconName::Info, Action::SetTheme(Choice::Light)),
    action("Theme: dark", IconName::Info, Action::SetTheme(Choice::Dark)),
    with_shortcut("?", action("Help: keyboard shortcuts", IconName::Info, Action::ShowShortcuts)),
    action("Sign out", IconName::Close, Action::SignOut),
];

/// Returns the commands that contain every word of a text, ignoring case.
pub fn matching_commands(text: &str, is_site_admin: bool) -> Vec<Command> {
    let folded_text = search_fold(text);
    let matches = |command: &Command| {
        let folded_command = search_fold(command.text);
        folded_text.split_whitespace().all(|word| folded_command.contains(word))
    };
    let mut routes: Vec<&RouteDef> = ROUTES.iter().filter(|def| is_site_admin || !def.requires_site_admin).collect();
    // The account lists are what most users look for.
    routes.sort_by_key(|def| !matches!(def.route, Route::Accounts(_)));
    routes.into_iter().map(page).chain(ACTIONS.iter().copied()).filter(matches).collect()
}

/// Returns the commands that have a shortcut, with the character that runs them.
pub fn commands_with_shortcut() -> impl Iterator<Item = (&'static str, Command)> {
    ACTIONS.iter().filter_map(|command| Some((command.shortcut?, *command)))
}

/// Returns what runs a command.
pub fn use_run_command(shows_shortcuts: RwSignal<bool>) -> UnsyncCallback<Command> {
    let dialogs = use_dialogs();
    let theme = use_theme();
    let navigate = use_navigate();
    UnsyncCallback::new(move |command: Command| match command.action {
        Action::OpenPage(route) => navigate(&route.url(), NavigateOptions::default()),
        Action::OpenFiltered(filter) => {
            let query = ListQuery::all(UserType::User).with_toggled(filter);
            navigate(&query.to_url(), NavigateOptions::default());
        }
        Action::SetTheme(choice) => theme.choose(choice),
        Action::ResetOwnPassword => dialogs.reset_own_password(),
        Action::ShowShortcuts => shows_shortcuts.set(true),
        Action::SignOut => dialogs.sign_out(),
    })
}

#[cfg(test)]
mod tests {
    use super::{ACTIONS, ROUTES, commands_with_shortcut, matching_commands};
    use crate::components::shortcuts::{KeyPress, Scope, find};
    use std::collections::HashSet;

    fn texts(text: &str, is_site_admin: bool) -> Vec<&'static str> {
        matching_commands(text, is_site_admin).into_iter().map(|command| command.text).collect()
    }

    #[test]
    fn a_command_matches_if_it_contains_every_word() {
        assert_eq!(texts("cre serv", true), ["Create service accounts"]);
        assert_eq!(texts("SIGN", false), ["Sign out"]);
        assert_eq!(texts("zzz", true), Vec::<&str>::new());
    }

    #[test]
    fn an_empty_text_matches_everything_with_the_account_lists_first() {
        let all = texts("", true);
        assert_eq!(all.len(), ROUTES.len() + ACTIONS.len());
        assert_eq!(all[..2], ["Users", "Service accounts"]);
    }

    #[test]
    fn no_shortcut_is_used_twice() {
        let mut characters = HashSet::new();
        for (character, command) in commands_with_shortcut() {
            assert!(characters.insert(character), "{}", command.text);
            let press = KeyPress { key: character.to_owned(), ..KeyPress::default() };
            assert_eq!(find(Scope::Page, &press), None, "{}", command.text);
        }
        assert!(characters.contains("?"));
    }

    #[test]
    fn pages_for_site_admins_are_hidden_from_others() {
        assert_eq!(texts("site admins", true), ["Site admins"]);
        assert!(texts("site admins", false).is_empty());
    }
}
