//! What is done from a row: the site admin switch, and the menu. Rows say where those are; who presses them is heard here, once for all
//! rows, and there is one menu.

use super::Page;
use crate::accounts::Account;
use crate::actions::{ActionRunner, Dialogs, use_dialogs};
use crate::components::{MenuEntries, MenuItem, row_index_of, use_toasts};
use crate::jobs::AccountAction;
use crate::messages::ActionMessages;
use crate::session::use_session;
use account_api::{AccountState, User, UserType};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

/// The anchor name of the button whose menu is open.
pub const ANCHOR: &str = "--row-menu";

/// The button of the menu that is open.
const OPENED: &str = ".table tbody [aria-haspopup=menu][aria-expanded=true]";

/// What is done from a row.
#[derive(Clone, Copy)]
pub struct RowActions {
    page: Page,
    dialogs: Dialogs,
    changing: ActionRunner,
    /// Whose menu is open.
    opened: RwSignal<Option<Account>>,
    /// Whose menu was open when a button was pressed. Pressing it closes the menu as a click elsewhere does, and the click that follows
    /// would open it again.
    pressed: StoredValue<Option<Account>>,
}

impl RowActions {
    /// For the rows of the page whose context this is.
    pub fn new() -> Self {
        let page: Page = expect_context();
        let actions = Self {
            page,
            dialogs: use_dialogs(),
            changing: ActionRunner { session: use_session(), toasts: use_toasts() },
            opened: RwSignal::new(None),
            pressed: StoredValue::new(None),
        };
        Effect::new(move || {
            page.finding.with(|_| ());
            actions.follow();
        });
        actions
    }

    /// Whether the menu of an account is open. Reactive.
    pub fn has_menu_of(self, account: &Account) -> bool {
        self.opened.with(|opened| opened.as_ref() == Some(account))
    }

    /// Somebody presses something.
    pub fn on_press(self, event: &PointerEvent) {
        let pressed = pressed_at(event, "[aria-haspopup=menu]").and_then(|button| self.account_at(&button));
        self.pressed.set_value(pressed.filter(|account| untrack(|| self.has_menu_of(account))));
    }

    /// Somebody clicks something.
    pub fn on_click(self, event: &MouseEvent) {
        if let Some(account) = pressed_at(event, "[role=switch]").and_then(|switch| self.account_at(&switch)) {
            self.turn(account);
        }
        if let Some(account) = pressed_at(event, "[aria-haspopup=menu]").and_then(|button| self.account_at(&button)) {
            let was_open = self.pressed.try_update_value(Option::take).flatten();
            self.opened.set((was_open.as_ref() != Some(&account)).then_some(account));
        }
    }

    /// Somebody presses a key.
    pub fn on_key(self, event: &KeyboardEvent) {
        if matches!(event.key().as_str(), "ArrowDown" | "ArrowUp")
            && let Some(button) = pressed_at(event, "[aria-haspopup=menu]")
        {
            event.prevent_default();
            self.opened.set(self.account_at(&button));
        }
    }

    /// The rows have become others. A menu goes with its account, and closes where that is out of sight.
    pub fn follow(self) {
        if self.opened.with_untracked(Option::is_none) {
            return;
        }
        spawn_local(async move {
            // When the rows are drawn.
            leptos::task::tick().await;
            if opened_button().is_none() {
                self.opened.try_set(None);
            }
        });
    }

    fn account_at(self, element: &Element) -> Option<Account> {
        let place = row_index_of(element)?;
        let row = untrack(|| self.page.finding.with(|found| found?.rows.get(place).copied()))?;
        Some(self.page.replica.account(row))
    }

    /// Turns the site admin switch of an account over.
    fn turn(self, account: Account) {
        let is_admin = account.user.with_untracked(|user| user.is_admin).unwrap_or(false);
        let change = if is_admin { AccountAction::RemoveAdmin } else { AccountAction::MakeAdmin };
        self.changing.make_by_switch(self.dialogs, change, account);
    }

    /// Closes the menu; the focus goes back to its button where that is asked for.
    fn close(self, returns_focus: bool) {
        if returns_focus && let Some(button) = opened_button() {
            let _ = button.focus();
        }
        self.opened.set(None);
    }

    /// What can be done to an account.
    fn entries(self, account: &Account) -> Vec<MenuItem> {
        let dialogs = self.dialogs;
        let mut entries = Vec::new();
        // Service accounts have no password.
        if self.page.kind == UserType::User {
            let name = account.name.clone();
            entries.push(MenuItem {
                label: "Reset password…".to_owned(),
                is_danger: false,
                action: Callback::new(move |()| dialogs.reset_password(name.clone())),
            });
        }
        let state: AccountState = account.user.with_untracked(User::state);
        entries.extend(AccountAction::available_for(state).iter().map(|&change| {
            let account = account.clone();
            MenuItem {
                label: format!("{}…", change.verb()),
                is_danger: change.is_destructive(),
                action: Callback::new(move |()| dialogs.confirm(change, account.clone())),
            }
        }));
        entries
    }
}

/// The menu of a row, while one is open.
#[component]
pub fn OpenedMenu(actions: RowActions) -> impl IntoView {
    move || {
        let account = actions.opened.get()?;
        let entries = untrack(|| actions.entries(&account));
        let label = Some(Signal::stored(format!("Actions for {}", account.name)));
        let close = move |returns_focus| actions.close(returns_focus);
        Some(view! { <MenuEntries label anchor=ANCHOR.to_owned() entries close /> })
    }
}

/// The nearest element that matches, around what an event is about.
fn pressed_at(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

fn opened_button() -> Option<HtmlElement> {
    document().query_selector(OPENED).ok()??.dyn_into().ok()
}
