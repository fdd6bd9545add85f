//! Account Admin: the admin console for the Account API, in the browser.

mod api;
mod app;
mod clipboard;
mod clock;
mod config;
#[cfg(debug_assertions)]
mod dev_panel;
mod download;
mod jobs;
mod pages;
mod panic_screen;
mod password;
mod replica;
mod session;
mod shell;
mod theme;
mod ui;

fn main() {
    panic_screen::install();
    leptos::mount::mount_to_body(app::App);
}

#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);
