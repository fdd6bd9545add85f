//! The menu that saves the listed requests as a file.

use super::export_script;
use crate::actions::{notify_not_saved, save_activity_csv};
use crate::api::LoggedRequest;
use crate::browser::file_download::FileDownload;
use crate::components::{Icon, IconName, Menu, MenuItem, use_toasts};
use crate::session::use_session;
use leptos::prelude::*;
use std::sync::Arc;
use wasm_bindgen::JsValue;

/// Saves requests to the API at a root.
type Save = fn(&[Arc<LoggedRequest>], &str) -> Result<(), JsValue>;

/// Saves the requests at some indices of the log, the latest first.
#[component]
pub fn ExportMenu(shown: Memo<Vec<usize>>) -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let run = move |save: Save| {
        // Files start with the oldest request, so that a script repeats them in order.
        let requests: Vec<Arc<LoggedRequest>> = untrack(|| {
            session.with_activity_log(|log| {
                shown.with(|shown| shown.iter().rev().filter_map(|index| log.get(*index).cloned()).collect())
            })
        });
        if save(&requests, &session.absolute_root()).is_err() {
            notify_not_saved(toasts);
        }
    };
    let item = move |label: &str, save: Save| MenuItem::new(label, move || run(save));
    let items = move |()| {
        vec![
            item("CSV (for spreadsheets)", |requests, _| save_activity_csv(requests)),
            item("Shell script", |requests, api_root| {
                save_script("activity.sh", "text/x-shellscript", &export_script::shell(requests, api_root))
            }),
            item("Python script", |requests, api_root| {
                save_script("activity.py", "text/x-python", &export_script::python(requests, api_root))
            }),
        ]
    };
    view! {
        <Menu button_class="button" items=items>
            <Icon glyph=IconName::Download />
            <span class="button-text">"Export"</span>
        </Menu>
    }
}

fn save_script(name: &str, media_type: &str, script: &str) -> Result<(), JsValue> {
    let file = FileDownload::default();
    file.add(script)?;
    file.save(name, media_type)
}
