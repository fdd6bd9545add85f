//! Exports the accounts of the list, or the selected ones, as a file.

use super::context::{ListContext, use_list_context};
use crate::actions::pluralize_accounts;
use crate::browser::file_download::FileDownload;
use crate::browser::scheduler::{FRAME_BUDGET_MS, now_ms, yield_to_browser};
use crate::components::{Icon, IconName, Menu, MenuItem, Toast, Toasts, use_toasts};
use account_api::UserType;
use account_index::{Export, Format, Row};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// Which accounts are exported.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ExportScope {
    /// All accounts in the list.
    Listed,
    /// The selected accounts.
    Selected,
}

/// The button that offers the formats. Replaced by the progress during an export.
#[component]
pub fn ExportButton(scope: ExportScope) -> impl IntoView {
    let ListContext { kind, live_query, selection, .. } = use_list_context();
    let label = match scope {
        ExportScope::Listed => "Export",
        ExportScope::Selected => "Export selected",
    };
    let rows = move || match scope {
        ExportScope::Listed => {
            untrack(|| live_query.with(|result| result.map(|result| Rc::clone(&result.rows)))).unwrap_or_default()
        }
        ExportScope::Selected => selection.rows(),
    };
    let run = ExportRun::new();
    let items = move |()| {
        let accounts = pluralize_accounts(rows().len(), Some(kind));
        [(Format::Csv, "as CSV (for spreadsheets)"), (Format::Json, "as JSON (for scripts)")]
            .into_iter()
            .map(|(format, description)| MenuItem {
                label: format!("{accounts} {description}"),
                is_danger: false,
                action: Callback::new(move |()| {
                    run.start(format, rows());
                }),
            })
            .collect()
    };
    view! {
        <Show
            when=move || run.progress.get().is_none()
            fallback=move || {
                view! {
                    <span class="muted" role="status">
                        "Exporting… " {move || run.progress.get().map(|percent| format!("{percent}%"))}
                    </span>
                }
            }
        >
            <Menu button_class="button" items=items>
                <Icon glyph=IconName::Download />
                <span class="button-text">{label}</span>
            </Menu>
        </Show>
    }
}

/// Runs exports and reports their progress.
#[derive(Clone, Copy)]
struct ExportRun {
    list: ListContext,
    toasts: Toasts,
    /// The progress in percent; `None` if no export is running.
    progress: RwSignal<Option<u32>>,
}

impl ExportRun {
    fn new() -> Self {
        Self { list: use_list_context(), toasts: use_toasts(), progress: RwSignal::new(None) }
    }

    fn start(self, format: Format, rows: Rc<Vec<Row>>) {
        self.progress.set(Some(0));
        spawn_local(self.run(format, rows));
    }

    /// Writes the file in slices of a frame, then saves it. Ends early if the user leaves the page.
    async fn run(self, format: Format, rows: Rc<Vec<Row>>) {
        let count = rows.len();
        let mut export = Export::new(format, rows);
        let file = FileDownload::default();
        let mut deadline = now_ms() + FRAME_BUDGET_MS;
        // `None` if the signal is disposed: the user has left the page.
        while self.progress.try_get_untracked().is_some() {
            let Some(chunk) = self.list.live_query.with_store(|store| export.next_chunk(store)) else { break };
            if file.add(&chunk).is_err() {
                return self.fail();
            }
            if now_ms() > deadline {
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
                self.progress.try_set(Some((export.progress() * 100.0) as u32));
                yield_to_browser().await;
                deadline = now_ms() + FRAME_BUDGET_MS;
            }
        }
        // `try_set` returns the value if the signal is disposed.
        if self.progress.try_set(None).is_some() {
            return;
        }
        let name = match self.list.kind {
            UserType::User => "users",
            UserType::ServiceAccount => "service-accounts",
        };
        match file.save(&format!("{name}.{}", format.extension()), format.media_type()) {
            Ok(()) => {
                self.toasts.show(Toast::done(format!("Exported {}.", pluralize_accounts(count, Some(self.list.kind)))))
            }
            Err(_) => self.fail(),
        }
    }

    fn fail(self) {
        self.progress.try_set(None);
        let message = "The file is too large for this browser. Filter the list and try again.";
        self.toasts.show(Toast::failed(message.to_owned()));
    }
}
