//! The table of keyboard shortcuts, and how a key press is matched with it.
//!
//! A command of the palette names its shortcut itself, in `command_palette/commands.rs`. Any other
//! shortcut takes a [`ShortcutId`] and an entry in [`SHORTCUTS`] here. The component it acts on
//! handles it with [`on_shortcut`](super::on_shortcut) or, if it belongs to an element, with
//! [`find`] in its `keydown` handler. The dialog that lists the shortcuts renders both tables.

use web_sys::KeyboardEvent;

/// Names a shortcut for its handler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShortcutId {
    OpenPalette,
    FocusSearch,
    PreviousRow,
    NextRow,
    PageUp,
    PageDown,
    FirstRow,
    LastRow,
    OpenRow,
    SelectRow,
    NextRowControl,
    PreviousRowControl,
    EnterTable,
    OpenResult,
    FocusBulkActions,
    ExtendSelection,
    SelectAllRows,
    Close,
    NextControl,
    OpenMenu,
    PreviousMenuItem,
    NextMenuItem,
    FirstMenuItem,
    LastMenuItem,
    CloseMenu,
    LeaveMenu,
    PreviousOption,
    NextOption,
    RunOption,
    AddGridRow,
}

/// Where a shortcut applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// On the whole page, even while the user types. A modal dialog disables it.
    Everywhere,
    /// On the whole page, unless the user types or something is in front of the page.
    Page,
    /// In a search box above a table.
    SearchBox,
    /// On a row of a table.
    Table,
    /// On a button that opens a menu.
    MenuButton,
    /// In an open menu.
    Menu,
    /// In the input of the command palette.
    Palette,
    /// In the last row of the grid of new accounts.
    Grid,
    /// Handled by the browser, and listed for the help dialog only.
    Browser,
}

/// An entry of the table.
pub struct Shortcut {
    pub id: ShortcutId,
    pub scope: Scope,
    /// Any of these triggers it. Empty if no handler matches it on its own.
    keys: &'static [Key],
    /// How the help dialog shows the keys and what they do. None for what needs no explanation, or
    /// shares the line of another entry.
    pub help: Option<Help>,
}

/// A line of the help dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Help {
    /// The keys, each with its modifiers, as on Windows and Linux.
    pub keys: &'static [&'static str],
    pub label: &'static str,
}

impl Help {
    /// The keys as the viewer's system names them.
    pub fn keys_on(&self, is_apple: bool) -> Vec<String> {
        let name = |key: &&str| if is_apple { key.replace("Ctrl ", "⌘") } else { (*key).to_owned() };
        self.keys.iter().map(name).collect()
    }
}

/// A key together with the modifiers that have to be held.
pub(super) struct Key {
    /// As in [`KeyPress::key`]. Letters match in both cases.
    key: &'static str,
    modifiers: Modifiers,
}

enum Modifiers {
    /// Whatever is held.
    Any,
    /// Neither Ctrl, ⌘ nor Alt. Shift may be held.
    Plain,
    /// Neither Ctrl nor ⌘, for a character. Some layouts need Shift to type it, or Alt (Option).
    Typed,
    /// Ctrl or ⌘ alone.
    Primary,
    /// Ctrl or ⌘, with or without Shift.
    PrimaryAnyShift,
}

const fn any(key: &'static str) -> Key {
    Key { key, modifiers: Modifiers::Any }
}

const fn plain(key: &'static str) -> Key {
    Key { key, modifiers: Modifiers::Plain }
}

pub(super) const fn typed(key: &'static str) -> Key {
    Key { key, modifiers: Modifiers::Typed }
}

const fn help(keys: &'static [&'static str], label: &'static str) -> Option<Help> {
    Some(Help { keys, label })
}

const fn entry(id: ShortcutId, scope: Scope, keys: &'static [Key], help: Option<Help>) -> Shortcut {
    Shortcut { id, scope, keys, help }
}

/// All shortcuts, in the order of the help dialog.
pub const SHORTCUTS: &[Shortcut] = &[
    entry(
        ShortcutId::OpenPalette,
        Scope::Everywhere,
        &[Key { key: "k", modifiers: Modifiers::Primary }],
        help(&["Ctrl K"], "Search or run a command"),
    ),
    entry(ShortcutId::FocusSearch, Scope::Page, &[typed("/")], help(&["/"], "Search")),
    entry(
        ShortcutId::EnterTable,
        Scope::SearchBox,
        &[plain("ArrowDown")],
        help(&["↓"], "Go from the search box to the first result"),
    ),
    entry(
        ShortcutId::OpenResult,
        Scope::SearchBox,
        &[plain("Enter")],
        help(&["Enter"], "Open the only result, or go to the first one"),
    ),
    // With Shift, the keys that move also select the rows in between.
    entry(ShortcutId::PreviousRow, Scope::Table, &[plain("ArrowUp")], help(&["↑", "↓"], "Move between rows")),
    entry(ShortcutId::NextRow, Scope::Table, &[plain("ArrowDown")], None),
    entry(
        ShortcutId::PageUp,
        Scope::Table,
        &[plain("PageUp")],
        help(&["Page Up", "Page Down"], "Move up or down one screen"),
    ),
    entry(ShortcutId::PageDown, Scope::Table, &[plain("PageDown")], None),
    entry(ShortcutId::FirstRow, Scope::Table, &[plain("Home")], help(&["Home", "End"], "Go to the first or last row")),
    entry(ShortcutId::LastRow, Scope::Table, &[plain("End")], None),
    entry(
        ShortcutId::NextRowControl,
        Scope::Table,
        &[plain("ArrowRight")],
        help(&["←", "→"], "Move between the controls of a row"),
    ),
    entry(ShortcutId::PreviousRowControl, Scope::Table, &[plain("ArrowLeft")], None),
    entry(ShortcutId::OpenRow, Scope::Browser, &[], help(&["Enter"], "Open the account")),
    entry(ShortcutId::SelectRow, Scope::Table, &[plain(" ")], help(&["Space"], "Select the row")),
    entry(ShortcutId::ExtendSelection, Scope::Table, &[], help(&["Shift ↑", "Shift ↓"], "Extend the selection")),
    entry(
        ShortcutId::SelectAllRows,
        Scope::Table,
        &[Key { key: "a", modifiers: Modifiers::PrimaryAnyShift }],
        help(&["Ctrl A"], "Select all results"),
    ),
    entry(
        ShortcutId::FocusBulkActions,
        Scope::Page,
        &[typed(".")],
        help(&["."], "Go to the actions for the selected rows"),
    ),
    entry(ShortcutId::Close, Scope::Browser, &[], help(&["Esc"], "Close the dialog, menu or panel")),
    entry(ShortcutId::NextControl, Scope::Browser, &[], help(&["Tab"], "Move to the next control")),
    // The ARIA authoring practices for menus and comboboxes, which users know from everywhere.
    entry(ShortcutId::OpenMenu, Scope::MenuButton, &[any("ArrowDown"), any("ArrowUp")], None),
    entry(ShortcutId::PreviousMenuItem, Scope::Menu, &[any("ArrowUp")], None),
    entry(ShortcutId::NextMenuItem, Scope::Menu, &[any("ArrowDown")], None),
    entry(ShortcutId::FirstMenuItem, Scope::Menu, &[any("Home")], None),
    entry(ShortcutId::LastMenuItem, Scope::Menu, &[any("End")], None),
    entry(ShortcutId::CloseMenu, Scope::Menu, &[any("Escape")], None),
    entry(ShortcutId::LeaveMenu, Scope::Menu, &[any("Tab")], None),
    entry(ShortcutId::PreviousOption, Scope::Palette, &[any("ArrowUp")], None),
    entry(ShortcutId::NextOption, Scope::Palette, &[any("ArrowDown")], None),
    entry(ShortcutId::RunOption, Scope::Palette, &[any("Enter")], None),
    entry(ShortcutId::AddGridRow, Scope::Grid, &[any("Enter")], None),
];

/// A pressed key with its modifiers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyPress {
    /// `KeyboardEvent.key`. For a letter that is not Latin, as on a Russian or Greek layout, the
    /// Latin letter of the same key.
    pub key: String,
    /// Whether Ctrl or ⌘ is held, and not as a part of AltGr.
    pub primary: bool,
    pub alt: bool,
    pub shift: bool,
}

impl From<&KeyboardEvent> for KeyPress {
    fn from(event: &KeyboardEvent) -> Self {
        // Windows reports AltGr, which only types a character, as Ctrl and Alt.
        let is_alt_graph = event.get_modifier_state("AltGraph");
        Self {
            key: latin_key(event.key(), &event.code()),
            primary: (event.ctrl_key() || event.meta_key()) && !is_alt_graph,
            alt: event.alt_key() && !is_alt_graph,
            shift: event.shift_key(),
        }
    }
}

/// What [`KeyPress::key`] is for a `KeyboardEvent.key` and a `KeyboardEvent.code`.
fn latin_key(key: String, code: &str) -> String {
    let is_foreign_letter = !key.is_ascii() && key.chars().all(char::is_alphabetic);
    match code.strip_prefix("Key") {
        Some(letter) if is_foreign_letter => letter.to_owned(),
        _ => key,
    }
}

impl Key {
    /// Whether a key press is this key with its modifiers.
    pub(super) fn matches(&self, press: &KeyPress) -> bool {
        let KeyPress { key, primary, alt, shift } = press;
        let has_modifiers = match self.modifiers {
            Modifiers::Any => true,
            Modifiers::Plain => !primary && !alt,
            Modifiers::Typed => !primary,
            Modifiers::Primary => *primary && !alt && !shift,
            Modifiers::PrimaryAnyShift => *primary && !alt,
        };
        has_modifiers && key.eq_ignore_ascii_case(self.key)
    }
}

/// The shortcut of a scope that a key press triggers.
pub fn find(scope: Scope, press: &KeyPress) -> Option<ShortcutId> {
    let mut in_scope = SHORTCUTS.iter().filter(|shortcut| shortcut.scope == scope);
    in_scope.find(|shortcut| shortcut.keys.iter().any(|key| key.matches(press))).map(|shortcut| shortcut.id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> KeyPress {
        KeyPress { key: key.to_owned(), ..KeyPress::default() }
    }

    #[test]
    fn no_id_and_no_key_of_a_scope_is_used_twice() {
        for (index, shortcut) in SHORTCUTS.iter().enumerate() {
            for other in &SHORTCUTS[..index] {
                assert_ne!(shortcut.id, other.id);
                let shares_key = shortcut.keys.iter().any(|key| other.keys.iter().any(|other| key.key == other.key));
                assert!(shortcut.scope != other.scope || !shares_key, "{:?}, {:?}", shortcut.id, other.id);
            }
        }
    }

    #[test]
    fn the_help_names_the_keys_of_the_system() {
        let help = Help { keys: &["Ctrl K", "Esc"], label: "" };
        assert_eq!(help.keys_on(false), ["Ctrl K", "Esc"]);
        assert_eq!(help.keys_on(true), ["⌘K", "Esc"]);
    }

    #[test]
    fn the_palette_opens_with_ctrl_or_command_alone() {
        let primary_k = KeyPress { primary: true, ..press("k") };
        assert_eq!(find(Scope::Everywhere, &primary_k), Some(ShortcutId::OpenPalette));
        let with_caps_lock = KeyPress { primary: true, ..press("K") };
        assert_eq!(find(Scope::Everywhere, &with_caps_lock), Some(ShortcutId::OpenPalette));
        assert_eq!(find(Scope::Everywhere, &press("k")), None);
        assert_eq!(find(Scope::Everywhere, &KeyPress { shift: true, ..primary_k.clone() }), None);
        assert_eq!(find(Scope::Everywhere, &KeyPress { alt: true, ..primary_k }), None);
    }

    #[test]
    fn characters_match_on_layouts_that_need_shift() {
        assert_eq!(find(Scope::Page, &press("/")), Some(ShortcutId::FocusSearch));
        assert_eq!(find(Scope::Page, &KeyPress { shift: true, ..press("/") }), Some(ShortcutId::FocusSearch));
        assert_eq!(
            find(Scope::Page, &KeyPress { alt: true, ..press("/") }),
            Some(ShortcutId::FocusSearch),
            "with Option, as on some layouts of the Mac"
        );
        assert_eq!(find(Scope::Page, &KeyPress { primary: true, ..press("/") }), None);
    }

    #[test]
    fn letters_are_found_on_layouts_without_latin_letters() {
        let key = |key: &str, code| latin_key(key.to_owned(), code);
        assert_eq!([key("л", "KeyK"), key("Л", "KeyK"), key("κ", "KeyK"), key("ش", "KeyA")], ["K", "K", "K", "A"]);
        // On AZERTY and Dvorak the key of a letter is elsewhere, and what is typed counts.
        assert_eq!([key("a", "KeyQ"), key("k", "KeyV"), key("é", "Digit2"), key("/", "KeyQ")], ["a", "k", "é", "/"]);
        assert_eq!(
            [key("Escape", "Escape"), key("Process", "KeyK"), key("ArrowUp", "")],
            ["Escape", "Process", "ArrowUp"]
        );
    }

    #[test]
    fn a_key_means_something_else_in_each_scope() {
        assert_eq!(find(Scope::Table, &press("ArrowDown")), Some(ShortcutId::NextRow));
        assert_eq!(find(Scope::Menu, &press("ArrowDown")), Some(ShortcutId::NextMenuItem));
        assert_eq!(find(Scope::MenuButton, &press("ArrowDown")), Some(ShortcutId::OpenMenu));
        assert_eq!(find(Scope::Table, &KeyPress { shift: true, ..press("ArrowDown") }), Some(ShortcutId::NextRow));
        assert_eq!(find(Scope::Table, &KeyPress { primary: true, ..press("ArrowDown") }), None);
        assert_eq!(
            find(Scope::Table, &KeyPress { primary: true, shift: true, ..press("A") }),
            Some(ShortcutId::SelectAllRows)
        );
    }
}
