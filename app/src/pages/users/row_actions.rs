//! The controls of rows: the site admin switch and the menu.
//!
//! Events are delegated: the table listens once for all rows, and all rows share one menu.

use super::context::{ListContext, use_list_context};
use crate::accounts::Account;
use crate::actions::{ActionRunner, Dialogs, SwitchPromptRequest, account_menu_items, use_dialogs};
use crate::components::shortcuts::{KeyPress, Scope, ShortcutId, find};
use crate::components::{MenuEntries, Toast, is_second_click, row_index_of, use_toasts};
use crate::jobs::AccountAction;
use crate::messages::{isolate, reveal_hidden};
use crate::session::use_session;
use account_api::AccountState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

/// Selects the button whose menu is open.
const OPEN_MENU_BUTTON: &str = ".table tbody [aria-haspopup=menu][aria-expanded=true]";

/// Handles the events of the controls in rows.
#[derive(Clone, Copy)]
pub struct RowActions {
    list: ListContext,
    dialogs: Dialogs,
    runner: ActionRunner,
    /// The account whose menu is open.
    menu_account: RwSignal<Option<Account>>,
    /// The account whose menu was open when its button was pressed. The press closes the menu, as
    /// any press outside of it does, and the click that follows must not open it again.
    closed_by_press: StoredValue<Option<Account>>,
}

impl RowActions {
    /// The controls of the current page.
    pub fn new() -> Self {
        let list = use_list_context();
        Self {
            list,
            dialogs: use_dialogs(),
            runner: ActionRunner { session: use_session(), toasts: use_toasts() },
            menu_account: RwSignal::new(None),
            closed_by_press: StoredValue::new(None),
        }
    }

    /// Whether the menu of an account is open. Reactive.
    pub fn has_open_menu(self, account: &Account) -> bool {
        self.menu_account.with(|open| open.as_ref() == Some(account))
    }

    /// Handles `pointerdown` in the table.
    pub fn on_press(self, event: &PointerEvent) {
        let pressed = closest(event, "[aria-haspopup=menu]").and_then(|button| self.account_at(&button));
        self.closed_by_press.set_value(pressed.filter(|account| untrack(|| self.has_open_menu(account))));
    }

    /// Handles `click` in the table.
    pub fn on_click(self, event: &MouseEvent) {
        // The first click of a double click may have opened the details, which move the columns.
        if is_second_click(event) && closest(event, "[role=switch], [aria-haspopup=menu]").is_some() {
            return;
        }
        if let Some(account) = closest(event, "[role=switch]").and_then(|switch| self.account_at(&switch)) {
            self.toggle_admin(account, closest(event, "[role=switch]"));
        }
        if let Some(account) = closest(event, "[aria-haspopup=menu]").and_then(|button| self.account_at(&button)) {
            let just_closed = self.closed_by_press.try_update_value(Option::take).flatten();
            self.menu_account.set((just_closed.as_ref() != Some(&account)).then_some(account));
        }
        if let Some(link) = link_of_pressed_row(event) {
            // Not at once: its click ends up here, and a closure cannot call itself.
            spawn_local(async move { link.click() });
        }
    }

    /// Handles `keydown` in the table: opens the menu of a focused button.
    pub fn on_key(self, event: &KeyboardEvent) {
        if find(Scope::MenuButton, &KeyPress::from(event)) == Some(ShortcutId::OpenMenu)
            && let Some(button) = closest(event, "[aria-haspopup=menu]")
        {
            event.prevent_default();
            self.menu_account.set(self.account_at(&button));
        }
    }

    fn account_at(self, element: &Element) -> Option<Account> {
        let index = row_index_of(element)?;
        let row = untrack(|| self.list.live_query.with(|result| result?.rows.get(index).copied()))?;
        Some(self.list.replica.account(row))
    }

    /// Toggles whether an account is a site admin.
    fn toggle_admin(self, account: Account, switch: Option<Element>) {
        let (is_admin, state) = account.user.with_untracked(|user| (user.is_admin.unwrap_or(false), user.state()));
        if state == AccountState::Deactivated {
            return self.runner.toasts.show(Toast::failed(format!(
                "{} is deactivated and cannot be a site admin. Reactivate the account first.",
                isolate(&account.name)
            )));
        }
        let change = if is_admin { AccountAction::RemoveAdmin } else { AccountAction::MakeAdmin };
        let of = account.clone();
        // A recycled row shows another account.
        let switch_of_account = move || {
            switch.clone().filter(|switch| switch.is_connected() && self.account_at(switch).as_ref() == Some(&of))
        };
        self.runner
            .confirm_from_switch(self.dialogs, SwitchPromptRequest::new(change, account, switch_of_account, || {}));
    }

    /// Closes the menu. Returns the focus to its button if `returns_focus`.
    fn close(self, returns_focus: bool) {
        if returns_focus && let Some(button) = open_menu_button() {
            let _ = button.focus();
        }
        self.menu_account.set(None);
    }
}

/// The menu of a row, if one is open.
#[component]
pub fn RowMenu(actions: RowActions) -> impl IntoView {
    move || {
        let account = actions.menu_account.get()?;
        let entries = untrack(|| account_menu_items(actions.list.kind, &account, actions.dialogs, actions.runner));
        let name = reveal_hidden(&account.name);
        let label = Some(Signal::stored(format!("Actions for {name}")));
        let close = move |returns_focus| actions.close(returns_focus);
        // The rows below look alike: the menu says whose it is. Screen readers have the label.
        let email = account.user.with_untracked(|user| user.email.clone());
        let heading = view! {
            <div class="menu-heading" aria-hidden="true">
                <div class="menu-title">{name}</div>
                <div class="menu-detail">{email}</div>
            </div>
        }
        .into_any();
        Some(view! { <MenuEntries label button=visible_menu_button heading entries close /> })
    }
}

/// The link of the row that was clicked beside its controls. Not if the click ends a selection of
/// text, or has a meaning to the browser.
fn link_of_pressed_row(event: &MouseEvent) -> Option<HtmlElement> {
    let is_plain = event.button() == 0 && !event.ctrl_key() && !event.meta_key() && !event.shift_key();
    let selects_text = window().get_selection().ok().flatten().is_some_and(|selection| !selection.is_collapsed());
    if !is_plain || selects_text || closest(event, "a, button, input, .cell-select, .cell-admin, .cell-menu").is_some()
    {
        return None;
    }
    closest(event, "tbody tr")?.query_selector("[role=rowheader] a").ok()??.dyn_into().ok()
}

/// The closest element around the target of an event that matches a selector.
fn closest(event: &Event, selector: &str) -> Option<Element> {
    event.target()?.dyn_into::<Element>().ok()?.closest(selector).ok()?
}

/// The button whose menu is open, unless its row is scrolled out of sight.
fn visible_menu_button() -> Option<Element> {
    let button = open_menu_button()?;
    let (scroller, head) =
        (button.closest(".table-scroll").ok()??, button.closest("table").ok()??.first_element_child()?);
    let (scroller, head) = (scroller.get_bounding_client_rect(), head.get_bounding_client_rect());
    let button_rect = button.get_bounding_client_rect();
    let center = f64::midpoint(button_rect.top(), button_rect.bottom());
    let is_visible = center > head.bottom().max(scroller.top()) && center < scroller.bottom();
    is_visible.then(|| button.into())
}

fn open_menu_button() -> Option<HtmlElement> {
    document().query_selector(OPEN_MENU_BUTTON).ok()??.dyn_into().ok()
}
