//! Renders the rows of the table by hand: one effect per row, which writes to DOM nodes directly.
//!
//! **Why not `<For>` and views?** A row shows a dozen values, and the virtual table recycles its
//! rows: while the user scrolls or types, dozens of rows change to other accounts per frame. One
//! effect per value took longer to run than the comparison of all values of a row, and rendering
//! new elements longer than both (docs/BENCHMARKS.md). The rest of the app uses plain Leptos views.
//!
//! **Who owns a node?** The virtual table creates and removes the `<tr>`. [`RowTemplate`] fills it
//! with cells once. From then on each [`Cell`] owns the nodes in its cell, and the effect of the
//! row owns the cells and the attributes of the `<tr>`. Nothing else writes to them.
//!
//! **What may be written when?** Only inside the effect, and only what differs from the previous
//! [`RowModel`]: writing an unchanged text or attribute still invalidates layout. A hidden row is
//! not updated; [`Cell::on_hide`] clears what would remain visible or be found. Slow texts are
//! deferred to idle time ([`DeferredDates`]).
//!
//! **How to add a cell:** see `columns.rs`. Compare with the previous model in `update`, and read
//! no signals there: all reactive values are read by [`RowRenderer`] into the model.

use super::cell::Cell;
use super::column_layout::ColumnLayout;
use super::context::{ListContext, use_list_context};
use super::deferred_dates::DeferredDates;
use super::dom::{set_attribute, toggle_attribute};
use super::row_actions::RowActions;
use super::row_model::RowModel;
use super::row_template::RowTemplate;
use crate::accounts::Account;
use crate::components::{clear_tooltip, set_row_index};
use crate::session::Session;
use account_index::{Row, SearchText};
use leptos::prelude::*;
use std::sync::Arc;
use web_sys::Element;

/// Renders the rows of one table.
#[derive(Clone, Copy)]
pub struct RowRenderer {
    list: ListContext,
    session: Session,
    actions: RowActions,
    /// The search, to highlight its matches.
    search: Memo<Arc<SearchText>>,
    template: StoredValue<Option<RowTemplate>, LocalStorage>,
    deferred_dates: DeferredDates,
}

impl RowRenderer {
    /// A renderer for the current page.
    pub fn new(session: Session, actions: RowActions) -> Self {
        let list = use_list_context();
        let search = Memo::new(move |_| Arc::new(list.query.with(|query| SearchText::parse(&query.search))));
        let (template, deferred_dates) = (StoredValue::new_local(None), DeferredDates::new());
        Self { list, session, actions, search, template, deferred_dates }
    }

    /// Renders a recycled row; `row` may change to another account, and `index` to `None` while
    /// the row is not needed.
    ///
    /// One effect per row writes only what differs. One effect per cell was slower than comparing
    /// about twelve values.
    pub fn render(self, row: Signal<Row>, index: Signal<Option<usize>>) -> AnyView {
        let replica = self.list.replica;
        // Keeps the shared handle of the account alive: dialogs and toasts refer to the same one.
        let account = Memo::new(move |_| replica.account(row.get()));
        let attach = move |tr: Element| {
            let mut cells = self.fill(&tr);
            let effect = RenderEffect::new(move |previous: Option<Option<RowModel>>| {
                let previous = previous.flatten();
                let Some(index) = index.get() else {
                    hide(&tr, &mut cells);
                    return previous.map(RowModel::into_hidden);
                };
                let model = self.model(account, row, index);
                update(&tr, &mut cells, &model, previous.as_ref());
                Some(model)
            });
            // The effect lives as long as the row.
            StoredValue::new_local(effect);
        };
        view! { <tr role="row" use:attach></tr> }.into_any()
    }

    /// Fills a row with the cells of the displayed columns.
    fn fill(self, tr: &Element) -> Vec<Box<dyn Cell>> {
        self.list.layout.with_untracked(|layout| {
            let displayed = || layout.displayed().map(|setting| setting.column);
            let fill = |template: &mut Option<RowTemplate>| {
                let current = template.take().filter(|template| template.is_for(displayed()));
                let current = current.unwrap_or_else(|| RowTemplate::new(ColumnLayout::displayed_columns(layout)));
                template.insert(current).fill(tr, self.deferred_dates)
            };
            self.template.try_update_value(fill).unwrap_or_default()
        })
    }

    /// Reads everything that a row shows. Reactive.
    fn model(self, account: Memo<Account>, row: Signal<Row>, index: usize) -> RowModel {
        let ListContext { query, selection, .. } = self.list;
        let account = account.get();
        let (details_url, is_open) = query.with(|query| {
            let is_open = query.user.as_ref() == Some(&account.name);
            (query.with_user(Some(account.name.clone())).to_url(), is_open)
        });
        RowModel {
            index: Some(index),
            details_url,
            search: self.search.get(),
            is_open,
            is_selected: selection.contains(row.get()),
            can_make_admins: self.session.is_site_admin(),
            is_busy: account.busy.get(),
            has_open_menu: self.actions.has_open_menu(&account),
            user: account.user.get(),
        }
    }
}

/// Writes what differs from the previous model.
fn update(tr: &Element, cells: &mut [Box<dyn Cell>], row: &RowModel, previous: Option<&RowModel>) {
    if row.differs(previous, |left, right| left.user != right.user) {
        clear_tooltip();
    }
    if row.differs(previous, |left, right| left.index != right.index) {
        set_row_index(tr, row.index);
        toggle_attribute(tr, "class", false, "");
    }
    if row.differs(previous, |left, right| left.is_open != right.is_open) {
        toggle_attribute(tr, "aria-current", row.is_open, "true");
    }
    for cell in cells {
        cell.update(row, previous);
    }
}

/// Hides a row that is kept for later use.
fn hide(tr: &Element, cells: &mut [Box<dyn Cell>]) {
    set_attribute(tr, "class", "is-spare");
    set_row_index(tr, None);
    for cell in cells {
        cell.on_hide();
    }
}
