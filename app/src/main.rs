//! Account Admin: an admin console for the Account API that runs in the browser.

mod account_labels;
mod accounts;
mod actions;
mod api;
mod app;
mod browser;
mod command_palette;
mod components;
mod config;
mod csv_download;
#[cfg(debug_assertions)]
mod dev_panel;
mod did_you_mean;
mod drafts;
mod identifier_files;
mod identifier_input;
mod jobs;
mod layout;
mod list_query;
mod messages;
mod opened_from;
mod pages;
mod panic_screen;
mod password;
mod routes;
mod session;
mod signed_in;
mod sync_status;
#[cfg(all(test, not(target_arch = "wasm32")))]
mod test_support;
mod theme;
mod updates;
mod version;

fn main() {
    panic_screen::install();
    // What index.html says until the console starts, or that this browser is too old for it.
    let explanation = leptos::prelude::document().get_element_by_id("startup");
    let problem = explanation.as_ref().and_then(|explanation| explanation.get_attribute("data-problem"));
    // Whatever else went wrong before did not keep it from starting.
    if problem.as_deref() == Some("too-old") {
        return;
    }
    leptos::mount::mount_to_body(app::App);
    if let Some(explanation) = explanation {
        explanation.remove();
    }
}

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
