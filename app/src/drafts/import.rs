//! Importing files and pasted text into a draft, reading them in another way, and undoing that.

use super::DraftRow;
use super::draft::Draft;
use super::history::{Change, History, Snapshot};
use super::source::{Choices, Content, Source};
use crate::browser::scheduler::{FRAME_BUDGET_MS, now_ms, yield_to_browser, yield_until_rendered};
use crate::components::pluralize;
use leptos::prelude::*;
use people_import::Record;
use std::sync::Arc;

/// Appends imported rows. Blank rows make way for them.
fn append_rows(rows: &mut Vec<DraftRow>, imported: Vec<DraftRow>) {
    rows.retain(|row| !row.is_blank());
    rows.extend(imported);
}

/// Replaces the rows of a source. The new ones take the place of the first of the old ones.
fn replace_rows_of(source: u32, rows: &mut Vec<DraftRow>, imported: Vec<DraftRow>) {
    let is_of_source = |row: &DraftRow| row.source == Some(source);
    let position = rows.iter().position(is_of_source).unwrap_or(rows.len());
    let position = rows[..position].iter().filter(|row| !row.is_blank()).count();
    // Blank rows make way, as they do for an import.
    rows.retain(|row| !is_of_source(row) && !row.is_blank());
    rows.splice(position..position, imported);
}

/// Says how many rows came from a source.
fn import_note(record_count: usize, source: &str) -> String {
    match record_count {
        0 => format!("No accounts found in {source}."),
        count => format!("Added {} from {source}.", pluralize(count, "row", "rows")),
    }
}

impl Draft {
    /// Imports files or texts, each with its name. `problems` says what was not read, and is shown
    /// with what cannot be read here. Yields to the browser between steps.
    pub async fn import(self, contents: Vec<(String, Content)>, mut problems: Vec<String>) {
        if self.refuse_while_sending() {
            return;
        }
        self.pending_imports.update(|pending| *pending += 1);
        let (mut sources, mut imported, mut announcements) = (Vec::new(), Vec::new(), Vec::new());
        for (name, content) in contents {
            let Some(id) = self.next_id() else { return };
            match Source::read(id, name.as_str().into(), content, Choices::default(), self.purpose()).await {
                Ok((source, records)) => {
                    announcements.push(import_note(records.len(), &name));
                    imported.extend(self.rows_of(records, id).await);
                    sources.push(source);
                }
                Err(refusal) => problems.push(format!("Could not import {name}. {refusal}")),
            }
            yield_to_browser().await;
        }
        // Rendering thousands of rows takes most of a frame.
        yield_until_rendered().await;
        // The session may have ended, or a job may have started, while the rows were made.
        if self.pending_imports.try_update(|pending| *pending -= 1).is_none() || self.refuse_while_sending() {
            return;
        }
        if !sources.is_empty() {
            self.record(Change::Import);
            self.rows.update(|rows| append_rows(rows, imported));
            self.sources.update(|all| all.extend(sources));
            self.ensure_not_empty();
        }
        self.announcement.set(announcements.join(" "));
        self.notes.set(problems);
    }

    /// Reads a source in another way, and replaces its rows. What was typed into them is lost, but
    /// can be brought back with undo.
    pub async fn reread(self, id: u32, choices: Choices) {
        if self.refuse_while_sending() {
            return;
        }
        let find = |sources: &Vec<Source>| sources.iter().find(|source| source.id == id).cloned();
        let Some(before) = self.sources.with_untracked(find) else { return };
        let (source, records) = match before.reread(choices, self.purpose()).await {
            Ok(read) => read,
            Err(refusal) => {
                self.notes.set(vec![format!("Could not read {} that way. {refusal}", before.name)]);
                // Makes the controls show again what still applies.
                self.sources.notify();
                return;
            }
        };
        let rows = self.rows_of(records, id).await;
        yield_until_rendered().await;
        // Another choice may have been made while the rows were made; then this one is outdated.
        let is_current = self.sources.try_with_untracked(|sources| {
            find(sources).is_some_and(|current| Arc::ptr_eq(&current.reading, &before.reading))
        });
        if is_current != Some(true) || self.refuse_while_sending() {
            return;
        }
        self.record(Change::Reread);
        self.announcement.set(format!("{} from {}.", pluralize(source.record_count, "row", "rows"), source.name));
        self.notes.set(Vec::new());
        self.rows.update(|all| replace_rows_of(id, all, rows));
        self.sources.update(|all| {
            if let Some(current) = all.iter_mut().find(|current| current.id == id) {
                *current = source;
            }
        });
        self.ensure_not_empty();
    }

    /// Undoes the last import, other reading, pasted column or removal of all rows.
    pub fn undo(self) {
        self.travel(History::undo);
    }

    /// Redoes what was undone.
    pub fn redo(self) {
        self.travel(History::redo);
    }

    /// The change that undo takes back, if there is one. Reactive.
    pub fn last_change(self) -> Option<Change> {
        self.history.with(History::last_change)
    }

    /// The change that redo repeats, if there is one. Reactive.
    pub fn next_change(self) -> Option<Change> {
        self.history.with(History::next_change)
    }

    /// Whether files are being read. Reactive.
    pub fn is_importing(self) -> bool {
        self.pending_imports.get() > 0
    }

    fn travel(self, step: impl FnOnce(&mut History, Snapshot) -> Option<Snapshot>) {
        if self.is_sending_untracked() != Some(false) {
            return;
        }
        let current = self.snapshot();
        let restored = self.history.try_update(|history| step(history, current)).flatten();
        if let Some(Snapshot { rows, sources }) = restored {
            self.rows.set(rows);
            self.sources.set(sources);
            self.notes.set(Vec::new());
            self.announcement.set(String::new());
            self.ensure_not_empty();
        }
    }

    /// Records the current state before a change, so that it can be undone.
    pub(super) fn record(self, change: Change) {
        let before = self.snapshot();
        self.history.update(|history| history.record(change, before));
    }

    fn snapshot(self) -> Snapshot {
        Snapshot { rows: self.rows.get_untracked(), sources: self.sources.get_untracked() }
    }

    /// Whether a job is creating the accounts, which is then said; also if the session has ended.
    pub(super) fn refuse_while_sending(self) -> bool {
        match self.is_sending_untracked() {
            Some(false) => false,
            Some(true) => {
                self.notes.set(vec!["Wait until the current accounts are created, then try again.".to_owned()]);
                true
            }
            None => true,
        }
    }

    /// Makes the rows of records, and checks them. Yields to the browser: a generated password
    /// takes a call of the browser each.
    async fn rows_of(self, records: Vec<Record>, source: u32) -> Vec<DraftRow> {
        let mut rows = Vec::with_capacity(records.len());
        let mut slice_start = now_ms();
        for record in records {
            let row = DraftRow { source: Some(source), ..self.new_row(record) };
            self.prepare(&row);
            rows.push(row);
            if now_ms() - slice_start > FRAME_BUDGET_MS {
                yield_to_browser().await;
                slice_start = now_ms();
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(id: u32, name: &str) -> DraftRow {
        DraftRow { id, name: name.into(), ..DraftRow::default() }
    }

    fn ids(rows: &[DraftRow]) -> Vec<u32> {
        rows.iter().map(|row| row.id).collect()
    }

    #[test]
    fn imported_rows_replace_blank_rows_and_follow_the_others() {
        let generated = DraftRow { password: "abcd".into(), is_generated: true, ..row(2, "") };
        let mut rows = vec![row(1, "ada"), generated, row(3, "")];
        append_rows(&mut rows, vec![row(4, "alan"), row(5, "grace")]);
        assert_eq!(ids(&rows), [1, 4, 5]);
    }

    #[test]
    fn a_row_with_a_typed_password_is_not_blank() {
        let mut rows = vec![DraftRow { password: "typed".into(), ..row(1, "") }];
        append_rows(&mut rows, vec![row(2, "ada")]);
        assert_eq!(rows.len(), 2);
    }

    #[test]
    fn rows_that_are_read_again_stay_in_their_place() {
        let of_source = |id| DraftRow { source: Some(7), ..row(id, "x") };
        let mut rows = vec![row(1, "ada"), of_source(2), of_source(3), row(4, "grace")];
        replace_rows_of(7, &mut rows, vec![of_source(5)]);
        assert_eq!(ids(&rows), [1, 5, 4]);
        replace_rows_of(8, &mut rows, vec![row(6, "y")]);
        assert_eq!(ids(&rows), [1, 5, 4, 6]);
        let mut rows = vec![row(1, ""), row(2, "ada")];
        replace_rows_of(7, &mut rows, vec![of_source(3)]);
        assert_eq!(ids(&rows), [2, 3]);
    }

    #[test]
    fn the_note_says_how_many_rows_came_from_where() {
        assert_eq!(import_note(0, "people.csv"), "No accounts found in people.csv.");
        assert_eq!(import_note(1, "people.csv"), "Added 1 row from people.csv.");
        assert_eq!(import_note(2, "people.csv"), "Added 2 rows from people.csv.");
    }
}
