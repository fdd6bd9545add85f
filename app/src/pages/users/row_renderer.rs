//! One account in the table.

use super::Page;
use super::deferred_dates::DeferredDates;
use super::row_actions::{ANCHOR, RowActions};
use super::row_template::{RowMarkup, RowSlots, write};
use crate::accounts::Account;
use crate::accounts::labels::{state_label, state_shape, yes_or_no};
use crate::components::{HighlightedText, Timestamp, UNKNOWN_TIME, clear_tooltip, set_row_index};
use crate::session::Session;
use account_api::{AccountState, User, match_ranges};
use account_index::Row;
use leptos::prelude::*;
use web_sys::Element;

/// What the rows of the table share.
#[derive(Clone, Copy)]
pub struct Rows {
    page: Page,
    session: Session,
    actions: RowActions,
    /// What was searched for, to be marked.
    search: Signal<String>,
    markup: StoredValue<Option<RowMarkup>, LocalStorage>,
    late: DeferredDates,
}

impl Rows {
    /// For the page whose context this is.
    pub fn new(session: Session, actions: RowActions) -> Self {
        let page: Page = expect_context();
        let search = Signal::derive(move || page.query.with(|query| query.search.clone()));
        Self { page, session, actions, search, markup: StoredValue::new_local(None), late: DeferredDates::new() }
    }

    /// A row: who it is, in what state, and what can be done. Of whom may change: rows are shown again with other accounts.
    ///
    /// It is one effect, which writes what is another. What is told of two accounts differs in a dozen places, and an effect for each
    /// took longer than to find them and to write what is needed.
    pub fn row(self, row: Signal<Row>, place: Signal<Option<usize>>) -> AnyView {
        let replica = self.page.replica;
        // Held as long as the row shows it: dialogs and messages speak of the same one.
        let account = Memo::new(move |_| replica.account(row.get()));
        let fill = move |tr: Element| {
            let mut places = self.places(&tr);
            let effect = RenderEffect::new(move |before: Option<Option<RowModel>>| {
                let before = before.flatten();
                let Some(place) = place.get() else {
                    hide(&tr, &mut places);
                    return before.map(|before| RowModel {
                        place: None,
                        search: String::new(),
                        has_menu: false,
                        ..before
                    });
                };
                let told = self.told(account, row, place);
                told.write(&tr, &mut places, self.late, before.as_ref());
                Some(told)
            });
            // As long as the row.
            StoredValue::new_local(effect);
        };
        view! { <tr role="row" use:fill></tr> }.into_any()
    }

    /// Fills a row with cells.
    fn places(self, tr: &Element) -> RowSlots {
        self.page.columns.with_untracked(|columns| {
            self.markup
                .try_update_value(|markup| {
                    let kept = markup.take().filter(|markup| markup.is_for(columns));
                    markup.insert(kept.unwrap_or_else(|| RowMarkup::new(columns))).fill(tr)
                })
                .unwrap_or_default()
        })
    }

    /// What a row tells. Reactive.
    fn told(self, account: Memo<Account>, row: Signal<Row>, place: usize) -> RowModel {
        let Page { query, selected, .. } = self.page;
        let account = account.get();
        let (url, is_open) = query.with(|query| {
            let is_open = query.user.as_ref() == Some(&account.name);
            (query.with_user(Some(account.name.clone())).to_url(), is_open)
        });
        RowModel {
            place: Some(place),
            url,
            search: self.search.get(),
            is_open,
            is_selected: selected.has(row.get()),
            may_change: self.session.is_site_admin(),
            is_busy: account.busy.get(),
            has_menu: self.actions.has_menu_of(&account),
            user: account.user.get(),
        }
    }
}

/// What a row tells.
struct RowModel {
    /// Its place in the list, from 0, while it is seen.
    place: Option<usize>,
    /// Where the account is shown in full.
    url: String,
    /// What was searched for.
    search: String,
    /// Whether the account is shown in full, beside the table.
    is_open: bool,
    is_selected: bool,
    /// Whether whoever looks at it may make site admins, as far as is known.
    may_change: bool,
    /// Whether a change is under way.
    is_busy: bool,
    /// Whether its menu is open.
    has_menu: bool,
    user: User,
}

impl RowModel {
    /// Writes what is another than before.
    fn write(&self, tr: &Element, places: &mut RowSlots, late: DeferredDates, before: Option<&Self>) {
        let Self { user, .. } = self;
        let name = user.username.as_str();
        let is_other = before.is_none_or(|before| before.user.username != name);
        let differs = |is: fn(&Self, &Self) -> bool| before.is_none_or(|before| !is(before, self));
        let is_searched = differs(|left, right| left.search == right.search);

        if differs(|left, right| left.user == right.user) {
            clear_tooltip();
        }
        if let Some(place) = self.place.filter(|_| differs(|left, right| left.place == right.place)) {
            set_row_index(tr, Some(place));
            write_if(tr, "class", false, "");
        }
        if differs(|left, right| left.is_open == right.is_open) {
            write_if(tr, "aria-current", self.is_open, "true");
        }
        if let Some(check_box) = &places.check_box
            && differs(|left, right| left.is_selected == right.is_selected)
        {
            check_box.set_checked(self.is_selected);
        }
        if let (Some(link), Some(marked)) = (&places.link, &mut places.name) {
            if is_other || is_searched {
                marked.write(name, &match_ranges(name, &self.search));
            }
            if differs(|left, right| left.url == right.url) {
                write(link, "href", &self.url);
            }
        }
        if let Some(marked) = &mut places.email
            && (is_searched || differs(|left, right| left.user.email == right.user.email))
        {
            marked.write(&user.email, &match_ranges(&user.email, &self.search));
        }
        if let Some(state) = &places.state
            && differs(|left, right| {
                let of = |told: &Self| (told.user.state(), told.user.is_verified, told.user.is_approved);
                of(left) == of(right)
            })
        {
            write(&state.badge, "class", state_shape(user.state()).class());
            state.badge.set_text_content(Some(state_label(user.state())));
            write_if(&state.unverified, "hidden", user.is_verified != Some(false), "");
            write_if(&state.unapproved, "hidden", user.is_approved != Some(false), "");
        }
        if let Some(admin) = &places.admin {
            // A deactivated account has no rights and can be given none.
            let of = |told: &Self| {
                let may_change = told.may_change && told.user.state() != AccountState::Deactivated;
                (told.user.is_admin, told.is_busy, may_change)
            };
            let (is_admin, is_busy, may_change) = of(self);
            if before.is_none_or(|before| of(before) != of(self)) {
                write_if(&admin.switch, "hidden", !may_change, "");
                write_if(&admin.words, "hidden", may_change, "");
                write(&admin.switch, "aria-checked", if is_admin == Some(true) { "true" } else { "false" });
                write_if(&admin.switch, "aria-disabled", is_busy, "true");
                admin.words.set_text_content(Some(yes_or_no(is_admin)));
            }
        }
        if let Some(cell) = &places.verified
            && differs(|left, right| left.user.is_verified == right.user.is_verified)
        {
            cell.set_text_content(Some(yes_or_no(user.is_verified)));
        }
        if let Some(cell) = &places.approved
            && differs(|left, right| left.user.is_approved == right.user.is_approved)
        {
            cell.set_text_content(Some(yes_or_no(user.is_approved)));
        }
        if let Some(places) = &places.registered
            && differs(|left, right| left.user.registered_on == right.user.registered_on)
        {
            write_if(&places.moment, "hidden", user.registered_on.is_none(), "");
            late.tell(&places.text, user.registered_on.and_then(Timestamp::from_secs), UNKNOWN_TIME);
        }
        if let Some(menu) = &places.menu
            && differs(|left, right| left.has_menu == right.has_menu)
        {
            write_menu(menu, self.has_menu);
        }
    }
}

/// Takes a row out of sight, with what could be found in it there: its place, its marks, an open menu.
fn hide(tr: &Element, places: &mut RowSlots) {
    write(tr, "class", "is-spare");
    set_row_index(tr, None);
    [&mut places.name, &mut places.email].into_iter().flatten().for_each(HighlightedText::clear_highlights);
    if let Some(menu) = &places.menu {
        write_menu(menu, false);
    }
}

/// Writes whether a row's menu is open.
fn write_menu(button: &Element, is_open: bool) {
    write(button, "aria-expanded", if is_open { "true" } else { "false" });
    write_if(button, "style", is_open, &format!("anchor-name: {ANCHOR}"));
}

/// Writes an attribute, or takes it away.
fn write_if(element: &Element, attribute: &str, is_there: bool, value: &str) {
    if is_there {
        write(element, attribute, value);
    } else {
        let _ = element.remove_attribute(attribute);
    }
}
