//! The markup of a row, without what is told of an account: made once for the columns that are shown, and copied for each row, which is
//! the quickest way to many elements that a browser has.

use super::columns::Columns;
use super::deferred_dates::DeferredDate;
use crate::components::{Badge, BadgeShape, HighlightedText, Icon, IconName, Switch, unique_id};
use account_index::Column;
use leptos::prelude::*;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{DocumentFragment, Element, HtmlInputElement};

/// The cells of a row with certain columns.
pub struct RowMarkup {
    arrangement: u32,
    columns: Vec<Column>,
    cells: DocumentFragment,
}

/// What controls of a row are called, before the name. Rows refer to these and to their name, so that nothing but the name has to be
/// written when a row becomes another's.
const SELECT: &str = "row-select";
const SITE_ADMIN: &str = "row-site-admin";
const ACTIONS: &str = "row-actions";

/// The words that rows refer to. To be somewhere beside them.
#[component]
pub fn RowLabels() -> impl IntoView {
    view! {
        <div hidden>
            <span id=SELECT>"Select"</span>
            <span id=SITE_ADMIN>"Site admin:"</span>
            <span id=ACTIONS>"Actions for"</span>
        </div>
    }
}

/// The places in a row where something is told. Those are missing whose column is not shown.
#[derive(Default)]
pub struct RowSlots {
    pub check_box: Option<HtmlInputElement>,
    pub link: Option<Element>,
    pub name: Option<HighlightedText>,
    pub email: Option<HighlightedText>,
    pub state: Option<StatePlaces>,
    pub admin: Option<AdminPlaces>,
    pub verified: Option<Element>,
    pub approved: Option<Element>,
    pub registered: Option<TimePlaces>,
    pub menu: Option<Element>,
}

/// Where the state is told.
pub struct StatePlaces {
    pub badge: Element,
    pub unverified: Element,
    pub unapproved: Element,
}

/// Where it is told whether somebody is a site admin. One of them is shown.
pub struct AdminPlaces {
    pub switch: Element,
    pub words: Element,
}

/// Where a moment is told: in short, and a little later in full on a line that is not seen; screen readers read both. One text is laid out in
/// half the time of two.
pub struct TimePlaces {
    pub moment: Element,
    pub text: Rc<DeferredDate>,
}

impl RowMarkup {
    /// For columns as they are arranged.
    pub fn new(columns: &Columns) -> Self {
        let cells = columns.shown().map(|at| cell(at.column, columns)).collect::<Vec<_>>();
        let row = view! {
            <td role="cell" class="cell-select">
                <input type="checkbox" />
            </td>
            {cells}
            <td role="cell" class="cell-menu">
                <button type="button" class="icon-button" aria-haspopup="menu">
                    <Icon glyph=IconName::More />
                </button>
            </td>
        };
        let fragment = document().create_document_fragment();
        // A row of its own to build them in; an element of this name can be made.
        if let Ok(tr) = document().create_element("tr") {
            row.into_any().build().mount(&tr, None);
            while let Some(cell) = tr.first_child() {
                let _ = fragment.append_child(&cell);
            }
        }
        let columns_shown = columns.shown().map(|at| at.column).collect();
        Self { arrangement: columns.layout_key(), columns: columns_shown, cells: fragment }
    }

    /// Whether it is for columns that are arranged like these.
    pub fn is_for(&self, columns: &Columns) -> bool {
        self.arrangement == columns.layout_key()
    }

    /// Puts the cells into a row.
    pub fn fill(&self, row: &Element) -> RowSlots {
        if let Ok(cells) = self.cells.clone_node_with_deep(true) {
            let _ = row.append_child(&cells);
        }
        let mut places = RowSlots::default();
        let mut cells = core::iter::successors(row.first_element_child(), Element::next_element_sibling);
        places.check_box = cells.next().and_then(|cell| cell.first_element_child()?.dyn_into().ok());
        for (column, cell) in self.columns.iter().zip(&mut cells) {
            places.note(*column, cell);
        }
        places.menu = cells.next().and_then(|cell| cell.first_element_child());
        if let Some(link) = &places.link {
            let name = unique_id("row-name");
            link.set_id(&name);
            let label = |element: Option<&Element>, with: &str| {
                if let Some(element) = element {
                    write(element, "aria-labelledby", &format!("{with} {name}"));
                }
            };
            label(places.check_box.as_ref().map(|input| input.as_ref()), SELECT);
            label(places.admin.as_ref().map(|admin| &admin.switch), SITE_ADMIN);
            label(places.menu.as_ref(), ACTIONS);
        }
        places
    }
}

impl RowSlots {
    fn note(&mut self, column: Column, cell: Element) -> Option<()> {
        match column {
            Column::Name => {
                let link = cell.first_element_child()?;
                self.name = Some(HighlightedText::new(&link));
                self.link = Some(link);
            }
            Column::Email => {
                let text = cell.first_element_child()?;
                self.email = Some(HighlightedText::new(&text));
            }
            Column::State => {
                let badge = cell.first_element_child()?;
                let unverified = badge.next_element_sibling()?;
                let unapproved = unverified.next_element_sibling()?;
                self.state = Some(StatePlaces { badge, unverified, unapproved });
            }
            Column::Admin => {
                let switch = cell.first_element_child()?;
                let words = switch.next_element_sibling()?;
                self.admin = Some(AdminPlaces { switch, words });
            }
            Column::Verified => self.verified = Some(cell),
            Column::Approved => self.approved = Some(cell),
            Column::Registered => {
                let moment = cell.first_element_child()?;
                let text = DeferredDate::new(moment.first_child()?.dyn_into().ok()?);
                self.registered = Some(TimePlaces { moment, text });
            }
        }
        Some(())
    }
}

fn cell(column: Column, columns: &Columns) -> AnyView {
    match column {
        Column::Name => view! {
            <th role="rowheader" scope="row" class="cell-name">
                <a class="clip" data-noscroll="true"></a>
            </th>
        }
        .into_any(),
        Column::Email => view! {
            <td role="cell" class="cell-email">
                <span class="clip"></span>
            </td>
        }
        .into_any(),
        Column::State => {
            // Where that has a column of its own, it is said there, except on screens without room for it.
            let tag = |label: &'static str, column| {
                let class = if columns.shows(column) { "tag has-own-column" } else { "tag" };
                view! { <span class=class>{label}</span> }
            };
            view! {
                <td role="cell" class="cell-status">
                    <Badge shape=BadgeShape::Full label="" />
                    {tag("Unverified", Column::Verified)}
                    {tag("Unapproved", Column::Approved)}
                </td>
            }
            .into_any()
        }
        Column::Admin => view! {
            <td role="cell" class="cell-admin">
                <Switch checked=false busy=false />
                <span class="muted"></span>
            </td>
        }
        .into_any(),
        Column::Verified | Column::Approved => view! { <td role="cell" class="cell-fact"></td> }.into_any(),
        Column::Registered => view! {
            <td role="cell" class="cell-registered">
                <span class="clip first-line">" "</span>
            </td>
        }
        .into_any(),
    }
}

/// Writes an attribute. Only names that are no names would fail.
pub fn write(element: &Element, attribute: &str, value: &str) {
    let _ = element.set_attribute(attribute, value);
}
