//! Places menus and popovers beside their buttons, and keeps them there.
//!
//! Why not CSS anchor positioning: Safari before 26 and Firefox before 147 do not have it, and most
//! browsers that do ignore transforms, which the rows of the virtual table are moved by. A menu
//! would open beside another account.

use super::virtual_table::metrics::css_px;
use crate::browser::scheduler::next_frame;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{Element, HtmlElement};

/// The distance to the button, in CSS pixels.
const GAP_PX: f64 = 4.0;

/// The minimum distance to the edges of the window, in CSS pixels.
const EDGE_PX: f64 = 8.0;

/// Where a panel stands if there is room.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Placement {
    /// Below the button, with their right edges aligned.
    #[default]
    BelowEnd,
    /// Below the button, with their left edges aligned.
    BelowStart,
    /// Above the button, with their left edges aligned.
    AboveStart,
}

/// Keeps an open popover beside its button until it closes. Closes it when `button` returns None:
/// the button is gone or out of sight.
///
/// It looks once per frame. Events would have to cover scrolling, resizing, a changed list and
/// changed contents, and would still not say when the rows have been moved.
pub fn keep_beside(panel: HtmlElement, placement: Placement, button: impl Fn() -> Option<Element> + 'static) {
    let follow = move || {
        let is_open = panel.is_connected() && panel.matches(":popover-open") == Ok(true);
        if !is_open {
            return false;
        }
        match button() {
            Some(button) => place(&panel, placement, &button),
            // Fails only if the popover is closed already.
            None => drop(panel.hide_popover()),
        }
        true
    };
    if follow() {
        spawn_local(async move {
            next_frame().await;
            while follow() {
                next_frame().await;
            }
        });
    }
}

fn place(panel: &HtmlElement, placement: Placement, button: &Element) {
    let Some(root) = document().document_element() else { return };
    let window = Size { width: f64::from(root.client_width()), height: f64::from(root.client_height()) };
    let button = button.get_bounding_client_rect();
    let button = Rect { left: button.left(), top: button.top(), right: button.right(), bottom: button.bottom() };
    // The height without the limit that an earlier placement has set.
    let border_px = panel.offset_height() - panel.client_height();
    let panel_size =
        Size { width: f64::from(panel.offset_width()), height: f64::from(panel.scroll_height() + border_px) };
    let Position { left, top, max_height } = position(button, panel_size, window, placement);
    let style = HtmlElement::style(panel);
    for (property, length_px) in [("left", left), ("top", top), ("max-height", max_height)] {
        let length = css_px(length_px);
        if style.get_property_value(property).as_deref() != Ok(length.as_str()) {
            // Fails only for a read-only style.
            let _ = style.set_property(property, &length);
        }
    }
}

#[derive(Clone, Copy)]
struct Rect {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

#[derive(Clone, Copy)]
struct Size {
    width: f64,
    height: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Position {
    left: f64,
    top: f64,
    max_height: f64,
}

/// Where a panel goes: on the preferred side if it fits there or nowhere, otherwise on the other
/// one. Never beyond the window.
fn position(button: Rect, panel: Size, window: Size, placement: Placement) -> Position {
    let room_above = button.top - GAP_PX - EDGE_PX;
    let room_below = window.height - button.bottom - GAP_PX - EDGE_PX;
    let is_below = match placement {
        Placement::BelowEnd | Placement::BelowStart => {
            panel.height <= room_below || (panel.height > room_above && room_below >= room_above)
        }
        Placement::AboveStart => panel.height > room_above && (panel.height <= room_below || room_below > room_above),
    };
    let max_height = if is_below { room_below } else { room_above }.max(0.0);
    let height = panel.height.min(max_height);
    let top = if is_below { button.bottom + GAP_PX } else { button.top - GAP_PX - height };
    let (start, end) = (button.left, button.right - panel.width);
    let max_left = window.width - EDGE_PX - panel.width;
    let fits = |left: f64| left >= EDGE_PX && left <= max_left;
    let left = match placement {
        Placement::BelowEnd if fits(end) || !fits(start) => end,
        Placement::BelowStart | Placement::AboveStart if !fits(start) && fits(end) => end,
        _ => start,
    };
    Position { left: left.min(max_left).max(EDGE_PX), top, max_height }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW: Size = Size { width: 1_000.0, height: 800.0 };
    const PANEL: Size = Size { width: 200.0, height: 150.0 };

    fn button_at(left: f64, top: f64) -> Rect {
        Rect { left, top, right: left + 30.0, bottom: top + 30.0 }
    }

    #[test]
    fn a_panel_stands_where_it_is_meant_to() {
        let position = |placement| position(button_at(500.0, 400.0), PANEL, WINDOW, placement);
        assert_eq!(position(Placement::BelowEnd), Position { left: 330.0, top: 434.0, max_height: 358.0 });
        assert_eq!(position(Placement::BelowStart), Position { left: 500.0, top: 434.0, max_height: 358.0 });
        assert_eq!(position(Placement::AboveStart), Position { left: 500.0, top: 246.0, max_height: 388.0 });
    }

    #[test]
    fn a_panel_without_room_changes_sides() {
        let at_the_end = position(button_at(500.0, 760.0), PANEL, WINDOW, Placement::BelowEnd);
        assert_eq!((at_the_end.left, at_the_end.top), (330.0, 606.0));
        let at_the_start = position(button_at(10.0, 10.0), PANEL, WINDOW, Placement::BelowEnd);
        assert_eq!((at_the_start.left, at_the_start.top), (10.0, 44.0));
        let account_menu = position(button_at(960.0, 10.0), PANEL, WINDOW, Placement::AboveStart);
        assert_eq!((account_menu.left, account_menu.top), (790.0, 44.0));
    }

    #[test]
    fn a_panel_never_reaches_beyond_the_window() {
        let narrow = Size { width: 360.0, height: 300.0 };
        let panel = Size { width: 340.0, height: 900.0 };
        for top in [0.0, 60.0, 140.0, 270.0] {
            for left in [-100.0, 0.0, 150.0, 330.0, 500.0] {
                for placement in [Placement::BelowEnd, Placement::BelowStart, Placement::AboveStart] {
                    let Position { left, top, max_height } = position(button_at(left, top), panel, narrow, placement);
                    assert!((EDGE_PX..=narrow.width - EDGE_PX - panel.width + 4.0).contains(&left), "{left}");
                    assert!(top >= EDGE_PX && top + max_height <= narrow.height - EDGE_PX, "{top} {max_height}");
                }
            }
        }
    }
}
