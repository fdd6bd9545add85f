//! The columns of the table: one definition each, with the cell that shows it.
//!
//! To add a column for a value that the index has:
//!
//! 1. `account-index/src/sort/column.rs`: add a variant to [`Column`] and to its list `ALL`. The
//!    compiler reports the missing arms there (E0004): its id and its sort key.
//! 2. This file: add it to [`COLUMNS`] with its cell. A test reports a column that is missing.
//! 3. `account-index/tests/queries.rs`: E0004 in the comparison that the tests sort with. Nothing
//!    reports that `account-index/benches/account_index.rs` does not measure the column.
//!
//! A value that is neither the name, a flag nor a number also takes a `SortKey` (E0004 in
//! `sort/task.rs` and in the test of `sort/mod.rs`).
//!
//! `style/components/table.css` has the widths on narrow screens, and which columns make room for
//! the details (`--shows-*`). `style/pages/users-table.css` has the cards of the narrowest screens.

use super::cell::{Cell, CellContext, CellDef};
use super::deferred_dates::DeferredDate;
use super::dom::{set_attribute, set_bool_attribute, toggle_attribute};
use super::row_labels::SITE_ADMIN;
use super::row_model::RowModel;
use crate::account_labels::{state_label, state_shape, yes_or_no};
use crate::components::{Badge, BadgeShape, HighlightedText, Switch, Timestamp, UNKNOWN_TIME};
use crate::messages::{is_plain, reveal_hidden};
use account_api::{AccountState, User, UserType};
use account_index::Column;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Element;

/// A column of the table.
pub struct ColumnDef {
    /// The value that it shows and sorts by.
    pub column: Column,
    /// Its name in the UI.
    pub label: &'static str,
    /// Its CSS grid track, unless `--width-NAME` or the user sets another.
    pub default_width: &'static str,
    /// Whether the default layout displays it.
    pub is_default: fn(UserType) -> bool,
    /// Its cell.
    pub cell: CellDef,
}

/// All columns, in their default order. The name is first: it identifies the row.
pub const COLUMNS: &[ColumnDef] = &[
    ColumnDef {
        column: Column::Name,
        label: "Username",
        default_width: "minmax(9rem, 24fr)",
        is_default: |_| true,
        cell: CellDef { template: NameCell::template, bind: NameCell::bind },
    },
    ColumnDef {
        column: Column::Email,
        label: "Email",
        default_width: "minmax(9rem, 32fr)",
        // Service accounts have no email.
        is_default: |kind| matches!(kind, UserType::User),
        cell: CellDef { template: EmailCell::template, bind: EmailCell::bind },
    },
    ColumnDef {
        column: Column::State,
        label: "Status",
        default_width: "17rem",
        is_default: |_| true,
        cell: CellDef { template: StateCell::template, bind: StateCell::bind },
    },
    ColumnDef {
        column: Column::Admin,
        label: "Site admin",
        default_width: "6rem",
        is_default: |_| true,
        cell: CellDef { template: AdminCell::template, bind: AdminCell::bind },
    },
    ColumnDef {
        column: Column::Verified,
        label: "Verified",
        default_width: "6rem",
        // The status shows which accounts are not.
        is_default: |_| false,
        cell: CellDef {
            template: FlagCell::template,
            bind: |cell, _| Some(Box::new(FlagCell { cell, flag: |user| user.is_verified })),
        },
    },
    ColumnDef {
        column: Column::Approved,
        label: "Approved",
        default_width: "6rem",
        // The status shows which accounts are not.
        is_default: |_| false,
        cell: CellDef {
            template: FlagCell::template,
            bind: |cell, _| Some(Box::new(FlagCell { cell, flag: |user| user.is_approved })),
        },
    },
    ColumnDef {
        column: Column::Registered,
        label: "Registered",
        default_width: "7.5rem",
        is_default: |_| true,
        cell: CellDef { template: RegisteredCell::template, bind: RegisteredCell::bind },
    },
];

/// The definition of a column. Every column has one.
pub fn column_def(column: Column) -> Option<&'static ColumnDef> {
    COLUMNS.iter().find(|def| def.column == column)
}

/// The name of a column in the UI.
pub fn column_label(column: Column) -> &'static str {
    column_def(column).map_or("", |def| def.label)
}

/// The username, which links to the details of the account.
struct NameCell {
    link: Element,
    text: HighlightedText,
}

impl NameCell {
    fn template(_: &[Column]) -> AnyView {
        view! {
            <th role="rowheader" scope="row" class="cell-name">
                <a class="clip" tabindex="-1" data-noscroll="true"></a>
            </th>
        }
        .into_any()
    }

    fn bind(cell: Element, context: CellContext<'_>) -> Option<Box<dyn Cell>> {
        let link = cell.first_element_child()?;
        link.set_id(context.name_id);
        let text = HighlightedText::new(&link);
        Some(Box::new(Self { link, text }))
    }
}

impl Cell for NameCell {
    fn update(&mut self, row: &RowModel, previous: Option<&RowModel>) {
        if row.differs(previous, |left, right| left.user.username != right.user.username || left.search != right.search)
        {
            let name = &row.user.username;
            let shown = if is_plain(name) { None } else { Some(reveal_hidden(name)).filter(|shown| shown != name) };
            match shown {
                None => self.text.write(name, &row.match_ranges(name)),
                // The ranges are those of the name itself.
                Some(shown) => self.text.write(&shown, &[]),
            }
        }
        if row.differs(previous, |left, right| left.details_url != right.details_url) {
            set_attribute(&self.link, "href", &row.details_url);
        }
    }

    fn on_hide(&mut self) {
        self.text.clear_highlights();
    }
}

/// The email.
struct EmailCell {
    text: HighlightedText,
}

impl EmailCell {
    fn template(_: &[Column]) -> AnyView {
        view! {
            <td role="cell" class="cell-email">
                <span class="clip"></span>
            </td>
        }
        .into_any()
    }

    fn bind(cell: Element, _: CellContext<'_>) -> Option<Box<dyn Cell>> {
        let text = HighlightedText::new(&cell.first_element_child()?);
        Some(Box::new(Self { text }))
    }
}

impl Cell for EmailCell {
    fn update(&mut self, row: &RowModel, previous: Option<&RowModel>) {
        if row.differs(previous, |left, right| left.user.email != right.user.email || left.search != right.search) {
            self.text.write(&row.user.email, &row.match_ranges(&row.user.email));
        }
    }

    fn on_hide(&mut self) {
        self.text.clear_highlights();
    }
}

/// The state, with tags for accounts that are not verified or approved.
struct StateCell {
    badge: Element,
    unverified: Element,
    unapproved: Element,
}

impl StateCell {
    fn template(displayed: &[Column]) -> AnyView {
        // If the value has a column of its own, the style sheet hides the tag, unless the screen
        // is too narrow for that column. The title tells what "+1" stands for, to which the style
        // sheet shortens the second tag.
        let tag = |label: &'static str, class: &'static str, column| {
            view! {
                <span class=class class:has-own-column=displayed.contains(&column) title=label>
                    {label}
                </span>
            }
        };
        view! {
            <td role="cell" class="cell-status">
                <Badge shape=BadgeShape::Full label="" />
                {tag("Unverified", "tag tag-unverified", Column::Verified)}
                {tag("Unapproved", "tag tag-unapproved", Column::Approved)}
            </td>
        }
        .into_any()
    }

    fn bind(cell: Element, _: CellContext<'_>) -> Option<Box<dyn Cell>> {
        let badge = cell.first_element_child()?;
        let unverified = badge.next_element_sibling()?;
        let unapproved = unverified.next_element_sibling()?;
        Some(Box::new(Self { badge, unverified, unapproved }))
    }
}

impl Cell for StateCell {
    fn update(&mut self, row: &RowModel, previous: Option<&RowModel>) {
        let values = |user: &User| (user.state(), user.is_verified, user.is_approved);
        let (state, is_verified, is_approved) = values(&row.user);
        if previous.is_none_or(|previous| values(&previous.user) != values(&row.user)) {
            set_attribute(&self.badge, "class", state_shape(state).class());
            self.badge.set_text_content(Some(state_label(state)));
            toggle_attribute(&self.unverified, "hidden", is_verified != Some(false), "");
            toggle_attribute(&self.unapproved, "hidden", is_approved != Some(false), "");
        }
    }
}

/// Whether the account is a site admin: a switch, or a text for users who cannot change it.
struct AdminCell {
    switch: Element,
    text: Element,
}

impl AdminCell {
    fn template(_: &[Column]) -> AnyView {
        view! {
            <td role="cell" class="cell-admin">
                <Switch checked=false busy=false attr:tabindex="-1" />
                <span class="muted"></span>
            </td>
        }
        .into_any()
    }

    fn bind(cell: Element, context: CellContext<'_>) -> Option<Box<dyn Cell>> {
        let switch = cell.first_element_child()?;
        let text = switch.next_element_sibling()?;
        SITE_ADMIN.apply(&switch, context.name_id);
        Some(Box::new(Self { switch, text }))
    }
}

impl Cell for AdminCell {
    fn update(&mut self, row: &RowModel, previous: Option<&RowModel>) {
        let values = |row: &RowModel| {
            // A deactivated account has no permissions and cannot be given any.
            let is_off = row.is_busy || row.user.state() == AccountState::Deactivated;
            (row.user.is_admin, is_off, row.can_make_admins)
        };
        let (is_admin, is_off, can_change) = values(row);
        if previous.is_none_or(|previous| values(previous) != values(row)) {
            toggle_attribute(&self.switch, "hidden", !can_change, "");
            toggle_attribute(&self.text, "hidden", can_change, "");
            set_bool_attribute(&self.switch, "aria-checked", is_admin == Some(true));
            toggle_attribute(&self.switch, "aria-disabled", is_off, "true");
            self.text.set_text_content(Some(yes_or_no(is_admin)));
        }
    }
}

/// A flag of the account, as "Yes", "No" or "Unknown".
struct FlagCell {
    cell: Element,
    flag: fn(&User) -> Option<bool>,
}

impl FlagCell {
    fn template(_: &[Column]) -> AnyView {
        view! { <td role="cell" class="cell-fact"></td> }.into_any()
    }
}

impl Cell for FlagCell {
    fn update(&mut self, row: &RowModel, previous: Option<&RowModel>) {
        let flag = (self.flag)(&row.user);
        if previous.is_none_or(|previous| (self.flag)(&previous.user) != flag) {
            self.cell.set_text_content(Some(yes_or_no(flag)));
        }
    }
}

/// The date of registration: the short form now, the full form (off-screen, for screen readers)
/// when idle. Both are one text node, which takes half the layout time of two.
struct RegisteredCell {
    element: Element,
    date: Rc<DeferredDate>,
}

impl RegisteredCell {
    fn template(_: &[Column]) -> AnyView {
        // The space makes a text node.
        view! {
            <td role="cell" class="cell-registered">
                <span class="clip first-line">" "</span>
            </td>
        }
        .into_any()
    }

    fn bind(cell: Element, context: CellContext<'_>) -> Option<Box<dyn Cell>> {
        let element = cell.first_element_child()?;
        let text = element.first_child()?.dyn_into().ok()?;
        let date = DeferredDate::new(element.clone(), text, context.deferred_dates);
        Some(Box::new(Self { element, date }))
    }
}

impl Cell for RegisteredCell {
    fn update(&mut self, row: &RowModel, previous: Option<&RowModel>) {
        if row.differs(previous, |left, right| left.user.registered_on != right.user.registered_on) {
            let registered_on = row.user.registered_on;
            toggle_attribute(&self.element, "hidden", registered_on.is_none(), "");
            self.date.write(registered_on.and_then(Timestamp::from_secs), UNKNOWN_TIME);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::COLUMNS;
    use account_index::Column;

    #[test]
    fn every_column_has_a_definition() {
        let defined: Vec<_> = COLUMNS.iter().map(|def| def.column).collect();
        assert_eq!(defined, Column::ALL);
    }
}
