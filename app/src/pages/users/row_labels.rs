//! The accessible names of the controls in a row.
//!
//! Every control is labelled by two elements: a text that all rows share, and the username in its
//! row. So a recycled row has to write only the username.

use super::dom::set_attribute;
use leptos::prelude::*;
use web_sys::Element;

/// A text that the controls of all rows refer to, by its element id.
#[derive(Clone, Copy)]
pub struct RowLabel(&'static str);

/// Labels the check box.
pub const SELECT: RowLabel = RowLabel("row-select");
/// Labels the site admin switch.
pub const SITE_ADMIN: RowLabel = RowLabel("row-site-admin");
/// Labels the menu button.
pub const ACTIONS: RowLabel = RowLabel("row-actions");

impl RowLabel {
    /// Labels a control by this text and the username in the element with the id `name_id`.
    pub fn apply(self, control: &Element, name_id: &str) {
        set_attribute(control, "aria-labelledby", &format!("{} {name_id}", self.0));
    }
}

/// The texts. Must be in the document together with the rows.
#[component]
pub fn RowLabels() -> impl IntoView {
    view! {
        <div hidden>
            <span id=SELECT.0>"Select"</span>
            <span id=SITE_ADMIN.0>"Site admin:"</span>
            <span id=ACTIONS.0>"Actions for"</span>
        </div>
    }
}
