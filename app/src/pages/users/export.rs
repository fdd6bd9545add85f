//! Exports the accounts of the list, or the selected ones, as a file.

use super::context::{ListContext, use_list_context};
use crate::accounts::Status;
use crate::actions::pluralize_accounts;
use crate::browser::file_download::FileDownload;
use crate::browser::scheduler::{FRAME_BUDGET_MS, local_day, now_ms, yield_to_browser};
use crate::command_palette::{PageCommand, offer_page_commands};
use crate::components::{Icon, IconName, Menu, MenuItem, Toast, Toasts, use_toasts};
use crate::list_query::ListQuery;
use account_index::{Export, Format, Row};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

const NOTHING_TO_EXPORT: &str = "There are no accounts to export.";

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
    let ListContext { kind, live_query, replica, selection, .. } = use_list_context();
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
    let count = Memo::new(move |_| match scope {
        ExportScope::Listed => live_query.with(|result| result.map_or(0, |result| result.rows.len())),
        ExportScope::Selected => selection.count(),
    });
    let run = ExportRun::new();
    offer_page_commands(move || {
        let count = count.get();
        let command = |(format, name): (Format, &str)| PageCommand {
            text: format!("{label} as {name}"),
            hint: pluralize_accounts(count, Some(kind)),
            icon: IconName::Download,
            run: Callback::new(move |()| run.start(scope, format, rows())),
        };
        [(Format::Csv, "CSV"), (Format::Json, "JSON")].into_iter().filter(|_| count > 0).map(command).collect()
    });
    let items = move |()| {
        // Of an incomplete list, the menu, the file name and the message say so.
        let so_far = if untrack(|| replica.with_status(Status::is_complete)) { "" } else { " loaded so far" };
        let accounts = format!("{}{so_far}", pluralize_accounts(rows().len(), Some(kind)));
        [(Format::Csv, "as CSV (for spreadsheets)"), (Format::Json, "as JSON (for scripts)")]
            .into_iter()
            .map(|(format, description)| {
                MenuItem::new(format!("{accounts} {description}"), move || run.start(scope, format, rows()))
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
            <Menu
                button_class="button"
                unavailable=Signal::derive(move || (count.get() == 0).then_some(NOTHING_TO_EXPORT))
                items=items
            >
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

    fn start(self, scope: ExportScope, format: Format, rows: Rc<Vec<Row>>) {
        if rows.is_empty() {
            self.toasts.show(Toast::failed(NOTHING_TO_EXPORT.to_owned()));
            return;
        }
        self.progress.set(Some(0));
        spawn_local(self.run(scope, format, rows));
    }

    /// Writes the file in slices of a frame, then saves it. Ends early if the user leaves the page.
    async fn run(self, scope: ExportScope, format: Format, rows: Rc<Vec<Row>>) {
        let count = rows.len();
        let is_complete = self.list.replica.status_untracked().is_complete();
        let scope_name = match scope {
            ExportScope::Listed => None,
            ExportScope::Selected => Some("selected"),
        };
        let name = self.list.query.with_untracked(|query| {
            // The selection need not match the filters.
            let all = ListQuery::all(query.kind);
            let query = if scope == ExportScope::Selected { &all } else { query };
            query.file_name(scope_name, &local_day(), is_complete, format.extension())
        });
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
        let accounts = pluralize_accounts(count, Some(self.list.kind));
        match file.save(&name, format.media_type()) {
            Ok(()) if is_complete => self.toasts.show(Toast::done(format!("Exported {accounts}."))),
            Ok(()) => {
                self.toasts.show(Toast::done(format!("Exported {accounts} loaded so far. The list was not complete.")))
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
