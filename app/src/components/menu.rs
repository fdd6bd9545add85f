//! A menu button, after the [ARIA authoring practices]. The browser's popover closes the menu on a
//! click elsewhere.
//!
//! [ARIA authoring practices]: https://www.w3.org/WAI/ARIA/apg/patterns/menu-button/

use super::placement::{Placement, keep_beside};
use super::shortcuts::{KeyPress, Scope, ShortcutId, find};
use super::{Icon, IconName, Toast, Toasts, unique_id};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// One entry of a menu.
#[derive(Clone)]
pub struct MenuItem {
    /// What it does.
    label: String,
    /// The line below the label.
    hint: Option<&'static str>,
    /// Whether it is set apart because its consequences are serious.
    is_danger: bool,
    /// Called when it is chosen.
    action: Callback<()>,
}

impl MenuItem {
    /// Creates an entry that calls `action` when it is chosen.
    pub fn new(label: impl Into<String>, action: impl Into<Callback<()>>) -> Self {
        Self { label: label.into(), hint: None, is_danger: false, action: action.into() }
    }

    /// Adds a line below the label.
    #[must_use]
    pub fn with_hint(self, hint: Option<&'static str>) -> Self {
        Self { hint, ..self }
    }

    /// Sets the entry apart if its consequences are serious.
    #[must_use]
    pub fn with_danger(self, is_danger: bool) -> Self {
        Self { is_danger, ..self }
    }
}

/// Alternatives among the entries of a menu, of which one is chosen.
pub struct MenuChoices {
    /// What is chosen.
    pub label: &'static str,
    /// The alternatives.
    pub choices: Vec<MenuChoice>,
    /// How many entries stand before them.
    pub position: usize,
}

/// One of several alternatives in a menu.
pub struct MenuChoice {
    /// Its name.
    pub label: &'static str,
    /// Whether it is the chosen one.
    pub is_checked: bool,
    /// Called to choose it.
    pub action: Callback<()>,
}

/// A button that opens a menu. The entries are created when it opens, so that only one menu of a
/// page is in the DOM.
#[component]
pub fn Menu(
    /// The name of the button for screen readers, unless its content says it.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    /// The classes of the button.
    #[prop(default = "icon-button")]
    button_class: &'static str,
    /// Where the menu stands.
    #[prop(optional)]
    placement: Placement,
    /// Why there is nothing to choose, if so. The button then shows this instead of a menu.
    #[prop(optional, into)]
    unavailable: Signal<Option<&'static str>>,
    /// The entries at the time the menu opens.
    #[prop(into)]
    items: Callback<(), Vec<MenuItem>>,
    /// Alternatives among the entries, at the time the menu opens.
    #[prop(optional, into)]
    choices: Option<Callback<(), MenuChoices>>,
    /// The content of the button.
    children: Children,
) -> impl IntoView {
    let open = RwSignal::new(false);
    let button = NodeRef::<html::Button>::new();
    let toasts = use_context::<Toasts>();
    let open_menu = move || match unavailable.get_untracked() {
        None => open.set(true),
        // The title is not shown to those who touch the button or use the keyboard.
        Some(reason) => {
            if let Some(toasts) = toasts {
                toasts.show(Toast::failed(reason.to_owned()));
            }
        }
    };
    // Pressing the button while the menu is open makes the browser close the menu, as for a click
    // elsewhere. Without this flag, the click that follows would open it again.
    let pressed_while_open = StoredValue::new(false);
    let close = move |returns_focus: bool| {
        if returns_focus && let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
        open.set(false);
    };
    view! {
        <button
            type="button"
            class=button_class
            node_ref=button
            aria-label=label
            aria-haspopup="menu"
            aria-expanded=move || open.get().to_string()
            aria-disabled=move || unavailable.get().map(|_| "true")
            title=unavailable
            on:pointerdown=move |_| pressed_while_open.set_value(open.get_untracked())
            on:click=move |_| {
                if pressed_while_open.get_value() {
                    open.set(false);
                } else {
                    open_menu();
                }
                pressed_while_open.set_value(false);
            }
            on:keydown=move |event| {
                if find(Scope::MenuButton, &KeyPress::from(&event)) == Some(ShortcutId::OpenMenu) {
                    event.prevent_default();
                    open_menu();
                }
            }
        >
            {children()}
        </button>
        <Show when=move || open.get()>
            <MenuEntries
                label
                button=move || button.try_get_untracked().flatten().map(|button| button.clone().into())
                placement
                entries=items.run(())
                choices=choices.map(|choices| choices.run(()))
                close
            />
        </Show>
    }
}

/// An open menu beside its button. It takes the focus on appearing.
#[component]
pub fn MenuEntries(
    /// The name for screen readers, if there is one.
    label: Option<Signal<String>>,
    /// Finds the button. The menu closes when there is none any more.
    button: impl Fn() -> Option<Element> + 'static,
    /// Where the menu stands.
    #[prop(optional)]
    placement: Placement,
    /// What the entries act on, shown above them.
    #[prop(optional)]
    heading: Option<AnyView>,
    /// The entries.
    entries: Vec<MenuItem>,
    /// Alternatives among the entries.
    #[prop(optional_no_strip)]
    choices: Option<MenuChoices>,
    /// Removes the menu. The argument is whether the button should get the focus back.
    #[prop(into)]
    close: Callback<bool>,
) -> impl IntoView {
    let list = NodeRef::<html::Div>::new();
    list.on_load(move |list| {
        // Fails only if the popover is open already.
        let _ = list.show_popover();
        // Before the focus moves, so that nothing is scrolled.
        keep_beside(list.clone().into(), placement, button);
        move_focus(&list, Step::First);
    });
    // When the browser has closed the popover after a click elsewhere, remove it as well. The event
    // comes later, when the menu may be gone.
    let on_toggle = move |_| {
        if list.try_get_untracked().flatten().is_some_and(|list| list.matches(":popover-open") != Ok(true)) {
            close.run(false);
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        let step = match find(Scope::Menu, &KeyPress::from(&event)) {
            Some(ShortcutId::NextMenuItem) => Step::Next,
            Some(ShortcutId::PreviousMenuItem) => Step::Previous,
            Some(ShortcutId::FirstMenuItem) => Step::First,
            Some(ShortcutId::LastMenuItem) => Step::Last,
            Some(ShortcutId::CloseMenu) => {
                event.prevent_default();
                close.run(true);
                return;
            }
            // The default action of Tab then moves on from the button.
            Some(ShortcutId::LeaveMenu) => {
                close.run(true);
                return;
            }
            _ => return,
        };
        event.prevent_default();
        if let Some(list) = list.get_untracked() {
            move_focus(&list, step);
        }
    };
    let mut entries: Vec<AnyView> = entries.into_iter().map(|item| view! { <Entry item close /> }.into_any()).collect();
    if let Some(choices) = choices {
        entries.insert(choices.position.min(entries.len()), view! { <Choices choices close /> }.into_any());
    }
    view! {
        <div
            class="menu"
            role="menu"
            popover="auto"
            node_ref=list
            aria-label=label
            on:keydown=on_keydown
            on:toggle=on_toggle
        >
            {heading}
            {entries}
        </div>
    }
}

#[component]
fn Entry(item: MenuItem, close: Callback<bool>) -> impl IntoView {
    // The hint describes the entry, but is not part of its name.
    let name = item.hint.map(|_| item.label.clone());
    let hint_id = item.hint.map(|_| unique_id("menu-hint"));
    let hint = item.hint.map(|hint| {
        view! {
            <span class="menu-detail" id=hint_id.clone()>
                {hint}
            </span>
        }
    });
    view! {
        <button
            type="button"
            class="menu-item"
            class:menu-item-danger=item.is_danger
            role="menuitem"
            tabindex="-1"
            aria-label=name
            aria-describedby=hint_id
            on:click=move |_| {
                close.run(true);
                item.action.run(());
            }
        >
            {item.label}
            {hint}
        </button>
    }
}

#[component]
fn Choices(choices: MenuChoices, close: Callback<bool>) -> impl IntoView {
    let choice = |MenuChoice { label, is_checked, action }: MenuChoice| {
        view! {
            <button
                type="button"
                class="menu-item menu-choice"
                role="menuitemradio"
                aria-checked=is_checked.to_string()
                tabindex="-1"
                on:click=move |_| {
                    close.run(true);
                    action.run(());
                }
            >
                {is_checked.then(|| view! { <Icon glyph=IconName::Check /> })}
                {label}
            </button>
        }
    };
    view! {
        <div class="menu-choices" role="group" aria-label=choices.label>
            <div class="menu-choices-label" aria-hidden="true">
                {choices.label}
            </div>
            {choices.choices.into_iter().map(choice).collect_view()}
        </div>
    }
}

/// Where the focus moves among the entries.
#[derive(Clone, Copy)]
enum Step {
    First,
    Last,
    Next,
    Previous,
}

/// Moves the focus among the entries, wrapping around at the ends.
fn move_focus(list: &HtmlElement, step: Step) {
    let Ok(nodes) = list.query_selector_all("[role^=menuitem]") else { return };
    let entries: Vec<HtmlElement> =
        (0..nodes.length()).filter_map(|index| nodes.get(index)?.dyn_into::<HtmlElement>().ok()).collect();
    let Some(last) = entries.len().checked_sub(1) else { return };
    let focused = document().active_element();
    let current = entries.iter().position(|entry| focused.as_deref() == Some(entry.as_ref()));
    let next = match (step, current) {
        (Step::First, _) | (Step::Next, None) => 0,
        (Step::Last, _) | (Step::Previous, None) => last,
        (Step::Next, Some(current)) => {
            if current == last {
                0
            } else {
                current + 1
            }
        }
        (Step::Previous, Some(current)) => current.checked_sub(1).unwrap_or(last),
    };
    let _ = entries[next].focus();
}
