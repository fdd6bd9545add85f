//! Those who are in the table, or selected, as a file.

use super::Page;
use crate::browser::file_download::FileDownload;
use crate::browser::scheduler::{FRAME_BUDGET_MS, now_ms, yield_to_browser};
use crate::components::{Icon, IconName, Menu, MenuItem, Toast, format_count, use_toasts};
use account_api::UserType;
use account_index::{Export, Format};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::rc::Rc;

/// Who is exported.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ExportScope {
    /// Those in the list.
    Listed,
    /// Those who are selected.
    Selected,
}

/// The button that offers it, and tells how far it is.
#[component]
pub fn ExportButton(whom: ExportScope) -> impl IntoView {
    let Page { finding, kind, selected, .. } = expect_context();
    let toasts = use_toasts();
    // How much is written, in percent.
    let progress = RwSignal::new(None::<u32>);
    let rows = move || match whom {
        ExportScope::Listed => {
            untrack(|| finding.with(|found| found.map(|found| Rc::clone(&found.rows)))).unwrap_or_default()
        }
        ExportScope::Selected => selected.rows(),
    };
    let export = move |format: Format| {
        let rows = rows();
        let many = rows.len();
        let mut export = Export::new(format, rows);
        progress.set(Some(0));
        spawn_local(async move {
            let file = FileDownload::default();
            let mut until = now_ms() + FRAME_BUDGET_MS;
            // The page may be left meanwhile, and the export with it.
            while progress.try_get_untracked().is_some() {
                let part = finding.with_store(|store| export.next_part(store));
                let Some(part) = part else { break };
                if file.add(&part).is_err() {
                    return give_up(progress, toasts);
                }
                if now_ms() > until {
                    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
                    progress.try_set(Some((export.progress() * 100.0) as u32));
                    yield_to_browser().await;
                    until = now_ms() + FRAME_BUDGET_MS;
                }
            }
            let what = match kind {
                UserType::User => "users",
                UserType::ServiceAccount => "service-accounts",
            };
            if progress.try_set(None).is_some() {
                return;
            }
            match file.save(&format!("{what}.{}", format.extension()), format.media_type()) {
                Ok(()) => toasts.show(Toast::done(format!("{} accounts were exported.", format_count(many)))),
                Err(_) => give_up(progress, toasts),
            }
        });
    };
    let items = move |()| {
        let many = format_count(rows().len());
        [(Format::Csv, "as CSV, for spreadsheets"), (Format::Json, "as JSON, for programs")]
            .into_iter()
            .map(|(format, what)| MenuItem {
                label: format!("{many} {what}"),
                is_danger: false,
                action: Callback::new(move |()| export(format)),
            })
            .collect()
    };
    view! {
        <Show
            when=move || progress.get().is_none()
            fallback=move || {
                view! {
                    <span class="muted" role="status">
                        "Exporting… " {move || progress.get().map(|percent| format!("{percent} %"))}
                    </span>
                }
            }
        >
            <Menu button_class="button" items=items>
                <Icon glyph=IconName::Download />
                <span class="button-text">
                    {match whom {
                        ExportScope::Listed => "Export",
                        ExportScope::Selected => "Export selected",
                    }}
                </span>
            </Menu>
        </Show>
    }
}

fn give_up(progress: RwSignal<Option<u32>>, toasts: crate::components::Toasts) {
    progress.try_set(None);
    toasts.show(Toast::failed("The browser has no room for so large a file. Filter for fewer accounts.".to_owned()));
}
