//! Account Admin: the admin console for the Account API, in the browser.

mod accounts;
mod api;
mod app;
mod clipboard;
mod components;
mod config;
#[cfg(debug_assertions)]
mod dev_panel;
mod file_download;
mod jobs;
mod layout;
mod pages;
mod panic_screen;
mod password;
mod scheduler;
mod session;
mod theme;

fn main() {
    panic_screen::install();
    leptos::mount::mount_to_body(app::App);
}

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
