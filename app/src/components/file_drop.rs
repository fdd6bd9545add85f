//! Files that are dropped anywhere in the console, and what one page hands over to the next.
//!
//! A browser replaces the page with a file that nothing catches, and everything typed is lost. So
//! every drop is caught. The current page or dialog says what it does with files.

use crate::browser::files_of;
use leptos::ev;
use leptos::prelude::*;
use web_sys::{DragEvent, File};

/// What a page or dialog does with dropped files.
#[derive(Clone, Copy)]
struct Target {
    id: u32,
    /// Completes "Drop to …".
    label: &'static str,
    on_drop: Callback<Vec<File>>,
    is_dialog: bool,
}

/// The longest text that is handed over as one. A longer one is a file.
pub const MAX_TEXT_BYTES: usize = 500_000;

/// The drop targets of the console, and what is on its way to the next page.
#[derive(Clone, Copy)]
pub struct FileDrops {
    /// The last one is that of the topmost dialog, or of the page.
    targets: RwSignal<Vec<Target>>,
    last_id: StoredValue<u32>,
    is_over: RwSignal<bool>,
    /// Files that a page hands over to the page it navigates to.
    handed_over: StoredValue<Vec<File>, LocalStorage>,
    /// A text that a page hands over to the page it navigates to.
    handed_over_text: StoredValue<Option<String>>,
}

impl FileDrops {
    /// Starts to catch drops, until the current owner is disposed. `on_unused` is called for files
    /// that nothing on screen can use.
    pub fn listen(on_unused: Callback<()>) -> Self {
        let drops = Self {
            targets: RwSignal::new(Vec::new()),
            last_id: StoredValue::new(0),
            is_over: RwSignal::new(false),
            handed_over: StoredValue::new_local(Vec::new()),
            handed_over_text: StoredValue::new(None),
        };
        let on_over = window_event_listener(ev::dragover, move |event| {
            if has_files(&event) {
                event.prevent_default();
                drops.is_over.set(true);
            }
        });
        let on_leave = window_event_listener(ev::dragleave, move |event| {
            // The pointer has left the window, not just an element.
            if event.related_target().is_none() {
                drops.is_over.set(false);
            }
        });
        let on_drop = window_event_listener(ev::drop, move |event| {
            drops.is_over.set(false);
            if !has_files(&event) {
                return;
            }
            event.prevent_default();
            let files = files_of(event.data_transfer().and_then(|data| data.files()));
            match drops.target_untracked() {
                Some(target) => target.on_drop.run(files),
                None => on_unused.run(()),
            }
        });
        on_cleanup(move || {
            on_over.remove();
            on_leave.remove();
            on_drop.remove();
        });
        drops
    }

    /// Keeps files for the next page that accepts some.
    pub fn hand_over(self, files: Vec<File>) {
        self.handed_over.set_value(files);
    }

    /// Keeps a pasted text of up to [`MAX_TEXT_BYTES`] for the next page that takes one.
    pub fn hand_over_text(self, text: String) {
        self.handed_over_text.set_value(Some(text));
    }

    /// The text that the page before handed over, once.
    pub fn take_text(self) -> Option<String> {
        self.handed_over_text.try_update_value(Option::take).flatten()
    }

    /// The target of a drop. None if an open dialog covers the page and accepts no files.
    fn target_untracked(self) -> Option<Target> {
        let target = self.targets.with_untracked(|targets| targets.last().copied())?;
        let is_covered = document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some());
        (target.is_dialog || !is_covered).then_some(target)
    }

    fn register(self, label: &'static str, on_drop: Callback<Vec<File>>, is_dialog: bool) {
        let id = self.last_id.try_update_value(|last_id| {
            *last_id += 1;
            *last_id
        });
        let id = id.unwrap_or_default();
        self.targets.update(|targets| targets.push(Target { id, label, on_drop, is_dialog }));
        on_cleanup(move || {
            self.targets.try_update(|targets| targets.retain(|target| target.id != id));
        });
    }
}

/// Accepts dropped files while the current page is shown. `label` completes "Drop to …". Files that
/// the page before handed over are accepted at once.
pub fn accept_files(label: &'static str, on_drop: impl Fn(Vec<File>) + Send + Sync + 'static) {
    let drops: FileDrops = expect_context();
    let on_drop = Callback::new(on_drop);
    drops.register(label, on_drop, false);
    let files = drops.handed_over.try_update_value(core::mem::take).unwrap_or_default();
    if !files.is_empty() {
        on_drop.run(files);
    }
}

/// Accepts dropped files while the current dialog is shown.
pub fn accept_files_in_dialog(label: &'static str, on_drop: impl Fn(Vec<File>) + Send + Sync + 'static) {
    let drops: FileDrops = expect_context();
    drops.register(label, Callback::new(on_drop), true);
}

fn has_files(event: &DragEvent) -> bool {
    event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0))
}

/// Says what a drop would do, while files are dragged over the page.
#[component]
pub fn DropHint() -> impl IntoView {
    let drops: FileDrops = expect_context();
    let label = move || {
        drops.targets.track();
        let target = drops.target_untracked();
        target.map_or_else(|| "Files cannot be used here".to_owned(), |target| format!("Drop to {}", target.label))
    };
    view! {
        <Show when=move || drops.is_over.get()>
            <div class="drop-hint" aria-hidden="true">
                {label}
            </div>
        </Show>
    }
}
