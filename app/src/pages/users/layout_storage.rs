//! Keeps the column layout in local storage. It contains no personal data.

use super::column_layout::ColumnLayout;
use crate::browser::storage::StorageArea;
use account_api::UserType;
use leptos::prelude::*;

/// The layout of the last visit, or the default. Changes are stored for the next visit.
pub fn persisted_layout(kind: UserType) -> RwSignal<ColumnLayout> {
    let key = match kind {
        UserType::User => "account-admin.columns.users",
        UserType::ServiceAccount => "account-admin.columns.service-accounts",
    };
    let stored = StorageArea::Local.get_text(key);
    let layout =
        RwSignal::new(stored.map_or_else(|| ColumnLayout::new(kind), |text| ColumnLayout::from_text(kind, &text)));
    Effect::new(move |is_restored: Option<()>| {
        let text = layout.with(ColumnLayout::to_text);
        if is_restored.is_some() {
            StorageArea::Local.set_text(key, &text);
        }
    });
    layout
}
