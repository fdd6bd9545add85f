//! The menu that saves the listed requests as a file.

use super::export_script;
use crate::actions::{ACTIVITY_CSV_NAME, CSV_MEDIA_TYPE, activity_csv};
use crate::api::LoggedRequest;
use crate::browser::file_download::File;
use crate::components::{Icon, IconName, Menu, MenuItem, Toast, use_toasts};
use crate::session::use_session;
use leptos::prelude::*;
use std::sync::Arc;

/// Formats requests to the API at a root.
type Format = fn(&[Arc<LoggedRequest>], &str) -> String;

/// Saves the requests at some indices of the log, the latest first.
#[component]
pub fn ExportMenu(shown: Memo<Vec<usize>>) -> impl IntoView {
    let session = use_session();
    let toasts = use_toasts();
    let save = move |name: &'static str, media_type: &'static str, format: Format| {
        let api_root = session.absolute_root();
        // Files start with the oldest request, so that a script repeats them in order.
        let requests: Vec<Arc<LoggedRequest>> = untrack(|| {
            session.with_activity_log(|log| {
                shown.with(|shown| shown.iter().rev().filter_map(|index| log.get(*index).cloned()).collect())
            })
        });
        let file = File::default();
        if file.add(&format(&requests, &api_root)).and_then(|()| file.save(name, media_type)).is_err() {
            toasts.show(Toast::failed("The browser has no room for the file.".to_owned()));
        }
    };
    let item = move |label: &str, name, media_type, format: Format| MenuItem {
        label: label.to_owned(),
        is_danger: false,
        action: Callback::new(move |()| save(name, media_type, format)),
    };
    let items = move |()| {
        vec![
            item("as CSV, for spreadsheets", ACTIVITY_CSV_NAME, CSV_MEDIA_TYPE, |requests, _| activity_csv(requests)),
            item("as a shell script", "activity.sh", "text/x-shellscript", export_script::shell),
            item("as a Python script", "activity.py", "text/x-python", export_script::python),
        ]
    };
    view! {
        <Menu button_class="button" items=items>
            <Icon glyph=IconName::Download />
            <span class="button-text">"Export"</span>
        </Menu>
    }
}
