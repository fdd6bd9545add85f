//! Which columns the table has, in which order and how wide, and how dense its rows are. A matter of the browser, not of an
//! account, and kept for the next visit: there is nothing of a person in it.

use crate::list_query::{COLUMN_NAMES, column_name};
use account_api::UserType;
use account_index::Column;
use core::fmt::Write;

/// The narrowest and the widest that a column is made, in pixels.
pub const WIDTHS: core::ops::RangeInclusive<u32> = 64..=1_200;

/// What a column is called on the page.
pub const fn label_of(column: Column) -> &'static str {
    match column {
        Column::Name => "User name",
        Column::Email => "Email",
        Column::State => "Status",
        Column::Admin => "Site admin",
        Column::Verified => "Verified",
        Column::Approved => "Approved",
        Column::Registered => "Registered",
    }
}

/// How a table is arranged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Columns {
    /// All columns, in their order; the name is the first.
    all: Vec<ColumnSetting>,
    /// Whether more rows are in sight.
    pub is_dense: bool,
}

/// A column in its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSetting {
    /// Which it is.
    pub column: Column,
    /// Whether it is in the table.
    pub is_shown: bool,
    /// How wide somebody made it, in pixels.
    pub width: Option<u32>,
}

impl Columns {
    /// As they are until somebody arranges them. Unconfirmed accounts are marked beside their state while what is confirmed has no
    /// column.
    pub fn new(kind: UserType) -> Self {
        let is_shown = |column| match column {
            Column::Verified | Column::Approved => false,
            // Service accounts have none.
            Column::Email => kind == UserType::User,
            _ => true,
        };
        let arranged = |(column, _)| ColumnSetting { column, is_shown: is_shown(column), width: None };
        Self { all: COLUMN_NAMES.iter().copied().map(arranged).collect(), is_dense: false }
    }

    /// Reads what [`Columns::to_text`] wrote. What is not understood is as if it were not there.
    pub fn from_text(kind: UserType, text: &str) -> Self {
        let mut columns = Self::new(kind);
        let mut all = Vec::new();
        for word in text.split_ascii_whitespace() {
            if word == "dense" {
                columns.is_dense = true;
                continue;
            }
            let (word, width) = word.split_once('=').map_or((word, None), |(word, width)| (word, width.parse().ok()));
            let (name, is_shown) = word.strip_prefix('-').map_or((word, true), |name| (name, false));
            let found = COLUMN_NAMES.iter().copied().find(|(_, other)| *other == name);
            let Some((column, _)) =
                found.filter(|(column, _)| all.iter().all(|at: &ColumnSetting| at.column != *column))
            else {
                continue;
            };
            let width = width.filter(|width| WIDTHS.contains(width));
            all.push(ColumnSetting { column, is_shown: is_shown || column == Column::Name, width });
        }
        // Columns that were not there at the last visit.
        all.extend(
            columns
                .all
                .iter()
                .filter(|at| all.iter().all(|other| other.column != at.column))
                .copied()
                .collect::<Vec<_>>(),
        );
        all.sort_by_key(|at| at.column != Column::Name);
        columns.all = all;
        columns
    }

    /// As text: each column, `-` in front of those that are not shown, the width behind.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for ColumnSetting { column, is_shown, width } in &self.all {
            text.push_str(if *is_shown { "" } else { "-" });
            text.push_str(column_name(*column));
            if let Some(width) = width {
                // Writing to a text cannot fail.
                let _ = write!(text, "={width}");
            }
            text.push(' ');
        }
        if self.is_dense {
            text.push_str("dense");
        }
        text
    }

    /// All, in their order.
    pub fn all(&self) -> &[ColumnSetting] {
        &self.all
    }

    /// Those in the table, in their order.
    pub fn shown(&self) -> impl Iterator<Item = ColumnSetting> + '_ {
        self.all.iter().filter(|at| at.is_shown).copied()
    }

    /// A number that is another when others are in the table, or in another order. How wide they are is a matter of the style.
    pub fn layout_key(&self) -> u32 {
        // Seven columns, three bits each, and a one in front of them.
        self.shown().fold(1, |number, at| number << 3 | at.column as u32)
    }

    /// Whether a column is in the table.
    pub fn shows(&self, column: Column) -> bool {
        self.shown().any(|at| at.column == column)
    }

    /// Takes a column in or out. The name stays.
    pub fn toggle(&mut self, column: Column) {
        if column != Column::Name {
            self.change(column, |at| at.is_shown = !at.is_shown);
        }
    }

    /// Makes a column so wide, or as wide as it is on its own.
    pub fn resize(&mut self, column: Column, width: Option<u32>) {
        let width = width.map(|width| width.clamp(*WIDTHS.start(), *WIDTHS.end()));
        self.change(column, |at| at.width = width);
    }

    /// Moves a column a place up or down. Not past the name.
    pub fn shift(&mut self, column: Column, is_down: bool) {
        let Some(at) = self.all.iter().position(|other| other.column == column) else { return };
        let to = if is_down { at + 1 } else { at.saturating_sub(1) };
        if at > 0 && to > 0 && to < self.all.len() {
            self.all.swap(at, to);
        }
    }

    /// The tracks of the grid that a row is, for CSS: `--width-…` is how wide a column is on its own.
    pub fn grid_template_columns(&self) -> String {
        let mut tracks = String::from("var(--width-select)");
        for ColumnSetting { column, width, .. } in self.shown() {
            // Writing to a text cannot fail.
            let _ = match width {
                Some(width) => write!(tracks, " {width}px"),
                None => write!(tracks, " var(--width-{})", column_name(column)),
            };
        }
        tracks.push_str(" var(--width-menu)");
        tracks
    }

    fn change(&mut self, column: Column, change: impl FnOnce(&mut ColumnSetting)) {
        if let Some(at) = self.all.iter_mut().find(|at| at.column == column) {
            change(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(columns: &Columns) -> Vec<Column> {
        columns.shown().map(|at| at.column).collect()
    }

    #[test]
    fn they_are_kept_as_they_were_arranged() {
        let mut columns = Columns::new(UserType::User);
        assert_eq!(Columns::from_text(UserType::User, &columns.to_text()), columns);
        columns.toggle(Column::Verified);
        columns.toggle(Column::Email);
        columns.resize(Column::State, Some(200));
        columns.resize(Column::Admin, Some(1));
        columns.shift(Column::Registered, false);
        columns.is_dense = true;
        assert_eq!(columns.to_text(), "name -email status=200 admin=64 verified registered -approved dense");
        assert_eq!(Columns::from_text(UserType::User, &columns.to_text()), columns);
        assert_eq!(
            columns.grid_template_columns(),
            "var(--width-select) var(--width-name) 200px 64px var(--width-verified) var(--width-registered) var(--width-menu)"
        );
    }

    #[test]
    fn the_name_is_always_the_first() {
        let mut columns = Columns::from_text(UserType::User, "status -name email");
        assert_eq!(shown(&columns)[..3], [Column::Name, Column::State, Column::Email]);
        columns.toggle(Column::Name);
        columns.shift(Column::Name, true);
        columns.shift(Column::State, false);
        assert_eq!(shown(&columns)[..3], [Column::Name, Column::State, Column::Email]);
    }

    #[test]
    fn what_is_not_understood_is_left_out_and_what_is_missing_comes_last() {
        let columns = Columns::from_text(UserType::User, "status status=100 x=y email=99999 registered=-1 =5 dense=3");
        assert_eq!(columns.all().len(), COLUMN_NAMES.len());
        assert_eq!(columns.all().iter().filter_map(|at| at.width).count(), 0);
        assert!(!columns.is_dense);
        assert_eq!(columns.all()[1].column, Column::State);
    }

    #[test]
    fn service_accounts_have_no_address() {
        assert!(!Columns::new(UserType::ServiceAccount).shows(Column::Email));
    }
}
