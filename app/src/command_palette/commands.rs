//! The commands that are about nobody in particular.

use crate::actions::Dialogs;
use crate::components::IconName;
use crate::jobs::AccountAction;
use crate::routes::{ROUTES, Route, RouteDef};
use crate::theme::{Choice, Theme};
use leptos::prelude::*;
use leptos_router::NavigateOptions;

/// What is to be done with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaletteVerb {
    Change(AccountAction),
    ResetPassword,
}

/// The words for it, before whom it is about. Longer ones before those that they begin with.
pub const VERBS: [(&str, PaletteVerb); 8] = [
    ("disable", PaletteVerb::Change(AccountAction::Disable)),
    ("deactivate", PaletteVerb::Change(AccountAction::Deactivate)),
    ("reactivate", PaletteVerb::Change(AccountAction::Reactivate)),
    ("make site admin", PaletteVerb::Change(AccountAction::MakeAdmin)),
    ("make admin", PaletteVerb::Change(AccountAction::MakeAdmin)),
    ("remove site admin", PaletteVerb::Change(AccountAction::RemoveAdmin)),
    ("reset password", PaletteVerb::ResetPassword),
    ("reset", PaletteVerb::ResetPassword),
];

/// A command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    pub text: &'static str,
    pub hint: &'static str,
    pub glyph: IconName,
    action: Action,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Go(&'static str),
    Theme(Choice),
    OwnPassword,
    Keys,
    SignOut,
}

const fn page(def: &RouteDef) -> Command {
    let hint = if def.is_in_navigation { "Page" } else { "Action" };
    Command { text: def.label, hint, glyph: def.icon, action: Action::Go(def.path) }
}

const fn action(text: &'static str, glyph: IconName, action: Action) -> Command {
    Command { text, hint: "Action", glyph, action }
}

/// Commands that do not open a page.
const ACTIONS: &[Command] = &[
    action("Reset my password", IconName::Person, Action::OwnPassword),
    action("Theme: as the system", IconName::Info, Action::Theme(Choice::System)),
    action("Theme: light", IconName::Info, Action::Theme(Choice::Light)),
    action("Theme: dark", IconName::Info, Action::Theme(Choice::Dark)),
    action("Keyboard shortcuts", IconName::Info, Action::Keys),
    action("Sign out", IconName::Close, Action::SignOut),
];

/// Those in which every word of a text is found.
pub fn commands(text: &str, is_site_admin: bool) -> Vec<Command> {
    let wanted = text.to_lowercase();
    let fits = |command: &Command| {
        let text = command.text.to_lowercase();
        wanted.split_whitespace().all(|word| text.contains(word))
    };
    let mut routes: Vec<&RouteDef> = ROUTES.iter().filter(|def| is_site_admin || !def.requires_site_admin).collect();
    // The account lists are what most users look for.
    routes.sort_by_key(|def| !matches!(def.route, Route::Accounts(_)));
    routes.into_iter().map(page).chain(ACTIONS.iter().copied()).filter(fits).collect()
}

impl Command {
    /// Does it.
    pub fn run(
        self,
        navigate: &impl Fn(&str, NavigateOptions),
        dialogs: Dialogs,
        theme: Theme,
        shows_keys: RwSignal<bool>,
    ) {
        match self.action {
            Action::Go(path) => navigate(path, NavigateOptions::default()),
            Action::Theme(choice) => theme.choose(choice),
            Action::OwnPassword => dialogs.reset_own_password(),
            Action::Keys => shows_keys.set(true),
            Action::SignOut => dialogs.sign_out(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ACTIONS, ROUTES, commands};

    fn texts(text: &str, is_site_admin: bool) -> Vec<&'static str> {
        commands(text, is_site_admin).into_iter().map(|command| command.text).collect()
    }

    #[test]
    fn every_word_must_be_found() {
        assert_eq!(texts("cre serv", true), ["Create service accounts"]);
        assert_eq!(texts("zzz", true), Vec::<&str>::new());
        assert_eq!(texts("", true).len(), ROUTES.len() + ACTIONS.len());
    }

    #[test]
    fn what_somebody_may_not_see_is_not_offered() {
        assert_eq!(texts("site admins", true), ["Site admins"]);
        assert!(texts("site admins", false).is_empty());
    }
}
