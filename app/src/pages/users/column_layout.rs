//! The layout of the table: which columns it displays, in which order and how wide, and whether its
//! rows are dense.

use super::columns::{COLUMNS, column_def};
use account_api::UserType;
use account_index::Column;
use core::fmt::Write;
use core::ops::RangeInclusive;

/// The widths that a user can give to a column, in pixels.
pub const WIDTH_RANGE_PX: RangeInclusive<u32> = 64..=1_200;

/// The word for dense rows in the stored text.
const DENSE: &str = "dense";

/// The layout of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnLayout {
    /// All columns in their order, the name first.
    settings: Vec<ColumnSetting>,
    /// Whether rows are less high.
    pub is_dense: bool,
}

/// The settings of one column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSetting {
    /// The column.
    pub column: Column,
    /// Whether the table displays it.
    pub is_displayed: bool,
    /// The width that the user has set, in pixels.
    pub width_px: Option<u32>,
}

impl ColumnLayout {
    /// The default layout for a kind of accounts.
    pub fn new(kind: UserType) -> Self {
        let settings = COLUMNS.iter().map(|def| ColumnSetting {
            column: def.column,
            is_displayed: (def.is_default)(kind),
            width_px: None,
        });
        Self { settings: settings.collect(), is_dense: false }
    }

    /// Parses the output of [`ColumnLayout::to_text`]. Ignores what it does not recognize, and
    /// appends columns that are missing: they did not exist at the last visit.
    pub fn from_text(kind: UserType, text: &str) -> Self {
        let mut layout = Self { settings: Vec::new(), is_dense: false };
        for word in text.split_ascii_whitespace() {
            if word == DENSE {
                layout.is_dense = true;
            } else if let Some(setting) = ColumnSetting::from_text(word)
                && layout.setting(setting.column).is_none()
            {
                layout.settings.push(setting);
            }
        }
        for default in Self::new(kind).settings {
            if layout.setting(default.column).is_none() {
                layout.settings.push(default);
            }
        }
        layout.settings.sort_by_key(|setting| setting.column != Column::Name);
        layout
    }

    /// Encodes the layout as text: the columns in their order, each as `name`, `-name` if it is not
    /// displayed, or `name=width`.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for ColumnSetting { column, is_displayed, width_px } in &self.settings {
            text.push_str(if *is_displayed { "" } else { "-" });
            text.push_str(column.id());
            if let Some(width_px) = width_px {
                // Writing to a `String` does not fail.
                let _ = write!(text, "={width_px}");
            }
            text.push(' ');
        }
        if self.is_dense {
            text.push_str(DENSE);
        }
        text
    }

    /// The settings of all columns, in their order.
    pub fn all(&self) -> &[ColumnSetting] {
        &self.settings
    }

    /// The settings of a column.
    pub fn setting(&self, column: Column) -> Option<ColumnSetting> {
        self.settings.iter().copied().find(|setting| setting.column == column)
    }

    /// The settings of the displayed columns, in their order.
    pub fn displayed(&self) -> impl Iterator<Item = ColumnSetting> + '_ {
        self.settings.iter().filter(|setting| setting.is_displayed).copied()
    }

    /// The displayed columns, in their order.
    pub fn displayed_columns(&self) -> Vec<Column> {
        self.displayed().map(|setting| setting.column).collect()
    }

    /// Shows or hides a column. The name is always displayed.
    pub fn toggle(&mut self, column: Column) {
        if column != Column::Name {
            self.change(column, |setting| setting.is_displayed = !setting.is_displayed);
        }
    }

    /// Sets the width of a column, clamped to [`WIDTH_RANGE_PX`]; `None` for its default.
    pub fn resize(&mut self, column: Column, width_px: Option<u32>) {
        let width_px = width_px.map(|width| width.clamp(*WIDTH_RANGE_PX.start(), *WIDTH_RANGE_PX.end()));
        self.change(column, |setting| setting.width_px = width_px);
    }

    /// Moves a column by one position. The name stays first.
    pub fn shift(&mut self, column: Column, is_down: bool) {
        let Some(from) = self.settings.iter().position(|setting| setting.column == column) else { return };
        let to = if is_down { from + 1 } else { from.saturating_sub(1) };
        if from > 0 && to > 0 && to < self.settings.len() {
            self.settings.swap(from, to);
        }
    }

    /// The CSS `grid-template-columns` of a row. The style sheet can override the default width of
    /// a column by `--width-NAME`, and hide a column with `--shows-NAME: 0`.
    pub fn grid_template_columns(&self) -> String {
        let mut tracks = String::from("var(--width-select)");
        for ColumnSetting { column, width_px, .. } in self.displayed() {
            let default = column_def(column).map_or("auto", |def| def.default_width);
            // Writing to a `String` does not fail.
            let name = column.id();
            let _ = match width_px {
                Some(width_px) => write!(tracks, " calc({width_px}px * var(--shows-{name}, 1))"),
                None => write!(tracks, " var(--width-{name}, {default})"),
            };
        }
        tracks.push_str(" var(--width-menu)");
        tracks
    }

    fn change(&mut self, column: Column, change: impl FnOnce(&mut ColumnSetting)) {
        if let Some(setting) = self.settings.iter_mut().find(|setting| setting.column == column) {
            change(setting);
        }
    }
}

impl ColumnSetting {
    /// Parses one word of [`ColumnLayout::to_text`].
    fn from_text(word: &str) -> Option<Self> {
        let (name, width_px) = word.split_once('=').map_or((word, None), |(name, width)| (name, width.parse().ok()));
        let (name, is_displayed) = name.strip_prefix('-').map_or((name, true), |name| (name, false));
        let column = Column::from_id(name)?;
        Some(Self {
            column,
            is_displayed: is_displayed || column == Column::Name,
            width_px: width_px.filter(|width| WIDTH_RANGE_PX.contains(width)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_three(layout: &ColumnLayout) -> Vec<Column> {
        layout.displayed_columns().into_iter().take(3).collect()
    }

    #[test]
    fn a_layout_survives_a_round_trip_through_text() {
        let mut layout = ColumnLayout::new(UserType::User);
        assert_eq!(ColumnLayout::from_text(UserType::User, &layout.to_text()), layout);
        layout.toggle(Column::Verified);
        layout.toggle(Column::Email);
        layout.resize(Column::State, Some(200));
        layout.resize(Column::Admin, Some(1));
        layout.shift(Column::Registered, false);
        layout.is_dense = true;
        assert_eq!(layout.to_text(), "name -email status=200 admin=64 verified registered -approved dense");
        assert_eq!(ColumnLayout::from_text(UserType::User, &layout.to_text()), layout);
    }

    #[test]
    fn grid_tracks_have_the_width_of_the_user_or_a_default_that_css_can_override() {
        let mut layout = ColumnLayout::from_text(UserType::User, "name status -email -admin -registered");
        layout.resize(Column::State, Some(200));
        layout.toggle(Column::Registered);
        assert_eq!(
            layout.grid_template_columns(),
            "var(--width-select) var(--width-name, minmax(9rem, 24fr)) calc(200px * var(--shows-status, 1)) \
             var(--width-registered, 7.5rem) var(--width-menu)"
        );
    }

    #[test]
    fn the_name_is_always_displayed_first() {
        let mut layout = ColumnLayout::from_text(UserType::User, "status -name email");
        assert_eq!(first_three(&layout), [Column::Name, Column::State, Column::Email]);
        layout.toggle(Column::Name);
        layout.shift(Column::Name, true);
        layout.shift(Column::State, false);
        assert_eq!(first_three(&layout), [Column::Name, Column::State, Column::Email]);
    }

    #[test]
    fn unrecognized_words_are_ignored_and_missing_columns_are_appended() {
        let text = "status status=100 x=y email=99999 registered=-1 =5 dense=3";
        let layout = ColumnLayout::from_text(UserType::User, text);
        assert_eq!(layout.all().len(), COLUMNS.len());
        assert_eq!(layout.all().iter().filter_map(|setting| setting.width_px).count(), 0);
        assert!(!layout.is_dense);
        assert_eq!(layout.all()[1].column, Column::State);
    }

    #[test]
    fn service_accounts_have_no_email_column_by_default() {
        let layout = ColumnLayout::new(UserType::ServiceAccount);
        assert!(!layout.displayed_columns().contains(&Column::Email));
    }
}
