//! Toasts: short messages about what happened, which do not take the focus.

use super::{Icon, IconName, is_second_click, unique_id};
use crate::browser::on_resize;
use leptos::html;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// How long a toast without an action stays.
const VISIBLE_FOR: Duration = Duration::from_secs(8);

/// How long a toast with an action stays, unless it is [lasting](Toast::lasting). Activity offers
/// the same Undo without a time limit (WCAG 2.2.1).
const ACTION_VISIBLE_FOR: Duration = Duration::from_secs(60);

/// What keeps toasts on screen: the pointer on one of them, or the focus in one.
const IN_USE: &str = ".toasts:hover, .toasts :focus";

/// The most toasts on screen while the list is collapsed. The oldest ones without an action make
/// room for new ones; those with an action are kept in the list.
const MAX_VISIBLE: usize = 3;

/// The outcome that a toast reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// Something succeeded.
    Done,
    /// Something failed.
    Failed,
}

/// A message to show.
#[derive(Clone)]
pub struct Toast {
    /// The outcome.
    pub kind: ToastKind,
    /// What happened.
    pub text: String,
    /// The account it is about. A newer toast about the same one replaces it, because the action of
    /// the older one may be outdated.
    pub about: Option<String>,
    /// The action that it offers, with its label.
    pub action: Option<(&'static str, Action)>,
    /// Whether it stays until it is dismissed. A failure does in any case.
    pub is_lasting: bool,
    /// Whether the toast is out of date, so that it is removed. Reactive.
    pub is_outdated: Option<Arc<dyn Fn() -> bool + Send + Sync>>,
}

/// What a toast offers to do. Not a `Callback`, which is disposed with the component that created
/// it: a toast outlives the row or the dialog it comes from.
pub type Action = Arc<dyn Fn() + Send + Sync>;

impl Toast {
    /// A toast about something that succeeded.
    #[must_use]
    pub fn done(text: String) -> Self {
        Self { kind: ToastKind::Done, text, about: None, action: None, is_lasting: false, is_outdated: None }
    }

    /// A toast about something that failed.
    #[must_use]
    pub fn failed(text: String) -> Self {
        Self { kind: ToastKind::Failed, ..Self::done(text) }
    }

    /// Sets the account that the toast is about.
    #[must_use]
    pub fn about(self, name: &str) -> Self {
        Self { about: Some(name.to_owned()), ..self }
    }

    /// Sets the action that the toast offers.
    #[must_use]
    pub fn with_action(self, label: &'static str, action: impl Fn() + Send + Sync + 'static) -> Self {
        Self { action: Some((label, Arc::new(action))), ..self }
    }

    /// Keeps the toast until it is dismissed: nothing else on the page offers its action.
    #[must_use]
    pub fn lasting(self) -> Self {
        Self { is_lasting: true, ..self }
    }

    /// Removes the toast once `is_outdated` returns true, which is reactive: what its action would
    /// undo, for instance, was undone elsewhere.
    #[must_use]
    pub fn until(self, is_outdated: impl Fn() -> bool + Send + Sync + 'static) -> Self {
        Self { is_outdated: Some(Arc::new(is_outdated)), ..self }
    }
}

/// The room between toasts and the rows above them, and the edge below them, in CSS pixels.
const ROOM_PX: i32 = 24;

/// The toasts on screen.
#[derive(Clone, Copy)]
pub struct Toasts {
    /// The toasts with their ids, the oldest first.
    list: RwSignal<Vec<(String, Toast)>>,
    /// How much of the end of the page they cover, in CSS pixels.
    covered_px: RwSignal<i32>,
}

impl Toasts {
    /// No toasts.
    #[must_use]
    pub fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), covered_px: RwSignal::new(0) }
    }

    /// Shows a toast.
    pub fn show(self, toast: Toast) {
        let id = unique_id("toast");
        let visible_for = if toast.action.is_some() { ACTION_VISIBLE_FOR } else { VISIBLE_FOR };
        let is_temporary = !toast.is_lasting && toast.kind == ToastKind::Done;
        self.list.update(|toasts| {
            toasts.retain(|(_, other)| other.about.is_none() || other.about != toast.about);
            toasts.push((id.clone(), toast));
            drop_excess(toasts);
        });
        if is_temporary {
            self.dismiss_after(visible_for, id);
        }
    }

    /// Removes a toast after a time, or later if toasts are then being read or used.
    fn dismiss_after(self, delay: Duration, id: String) {
        let is_shown = move |id: &str| {
            self.list.try_with_untracked(|toasts| toasts.iter().any(|(other, _)| other == id)) == Some(true)
        };
        let dismiss = move || match document().query_selector(IN_USE) {
            Ok(Some(_)) if is_shown(&id) => self.dismiss_after(VISIBLE_FOR, id),
            _ => self.dismiss(&id),
        };
        set_timeout(dismiss, delay);
    }

    /// Removes all toasts.
    pub fn clear(self) {
        self.list.update(Vec::clear);
    }

    fn dismiss(self, id: &str) {
        self.list.try_update(|toasts| toasts.retain(|(other, _)| other != id));
    }
}

/// Removes the oldest toasts without an action beyond the number that is visible at once.
fn drop_excess(toasts: &mut Vec<(String, Toast)>) {
    let mut excess = toasts.len().saturating_sub(MAX_VISIBLE);
    let newest = toasts.pop();
    toasts.retain(|(_, toast)| {
        let is_dropped = excess > 0 && toast.action.is_none();
        excess -= usize::from(is_dropped);
        !is_dropped
    });
    toasts.extend(newest);
}

impl Default for Toasts {
    fn default() -> Self {
        Self::new()
    }
}

/// The toasts of the app, from context.
///
/// # Panics
/// Panics outside the app.
#[must_use]
pub fn use_toasts() -> Toasts {
    expect_context()
}

/// The region of the toasts. It is in the DOM before any toast is, so that screen readers announce
/// them.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let region = NodeRef::<html::Section>::new();
    // A focused button that is removed with its toast would lose the focus.
    let keep_focus = move || {
        if let Some(region) = region.get_untracked() {
            let _ = region.focus();
        }
    };
    let stack = NodeRef::<html::Div>::new();
    Effect::new(move || {
        if let Some(element) = stack.get() {
            on_resize(&[&element], move || {
                let height_px = stack.try_get_untracked().flatten().map_or(0, |stack| stack.offset_height());
                let covered_px = if height_px == 0 { 0 } else { height_px + ROOM_PX };
                toasts.covered_px.try_set(covered_px);
                set_on_root("--toast-room", covered_px);
            });
        }
    });
    Effect::new(move || {
        let is_outdated = |toast: &Toast| toast.is_outdated.as_ref().is_some_and(|is_outdated| is_outdated());
        let outdated: Vec<String> = toasts
            .list
            .with(|list| list.iter().filter(|(_, toast)| is_outdated(toast)).map(|(id, _)| id.clone()).collect());
        let active = document().active_element();
        let region = region.get_untracked();
        if !outdated.is_empty() && region.is_some_and(|region| region.contains(active.as_deref())) {
            keep_focus();
        }
        outdated.iter().for_each(|id| toasts.dismiss(id));
    });
    let is_expanded = RwSignal::new(false);
    let hidden_count = Memo::new(move |_| toasts.list.with(Vec::len).saturating_sub(MAX_VISIBLE));
    // The newest first.
    let visible = move || {
        let count = if is_expanded.get() { usize::MAX } else { MAX_VISIBLE };
        toasts.list.with(|toasts| toasts.iter().rev().take(count).cloned().collect::<Vec<_>>())
    };
    Effect::new(move || {
        if hidden_count.get() == 0 {
            is_expanded.set(false);
        }
    });
    let toggle_label = move || match hidden_count.get() {
        _ if is_expanded.get() => "Show fewer messages".to_owned(),
        1 => "Show 1 more message".to_owned(),
        count => format!("Show {count} more messages"),
    };
    view! {
        <section class="toasts" aria-label="Notifications" tabindex="-1" node_ref=region>
            <div class="toast-stack" node_ref=stack>
                <Show when=move || hidden_count.get() != 0>
                    <button
                        type="button"
                        class="button toasts-toggle"
                        aria-expanded=move || is_expanded.get().to_string()
                        on:click=move |_| is_expanded.update(|is_expanded| *is_expanded = !*is_expanded)
                    >
                        {toggle_label}
                    </button>
                </Show>
                <div role="status" aria-atomic="false">
                    <For
                        each=visible
                        key=|(id, _)| id.clone()
                        children=move |(id, toast)| {
                            let glyph = match toast.kind {
                                ToastKind::Done => IconName::Check,
                                ToastKind::Failed => IconName::Alert,
                            };
                            let action_id = id.clone();
                            let about = toast.about.clone();
                            let describe = move |label: &str| {
                                about.as_ref().map_or_else(|| label.to_owned(), |name| format!("{label}: {name}"))
                            };
                            let dismiss_label = describe("Dismiss");
                            view! {
                                <div class="toast" class:toast-failed=toast.kind == ToastKind::Failed>
                                    <Icon glyph />
                                    <p>{toast.text}</p>
                                    {toast
                                        .action
                                        .map(|(label, action)| {
                                            view! {
                                                <button
                                                    type="button"
                                                    class="button button-quiet"
                                                    aria-label=describe(label)
                                                    on:click=move |event| {
                                                        if is_second_click(&event) {
                                                            return;
                                                        }
                                                        keep_focus();
                                                        toasts.dismiss(&action_id);
                                                        action();
                                                    }
                                                >
                                                    {label}
                                                </button>
                                            }
                                        })}
                                    <button
                                        type="button"
                                        class="icon-button"
                                        aria-label=dismiss_label
                                        on:click=move |event| {
                                            if is_second_click(&event) {
                                                return;
                                            }
                                            keep_focus();
                                            toasts.dismiss(&id);
                                        }
                                    >
                                        <Icon glyph=IconName::Close />
                                    </button>
                                </div>
                            }
                        }
                    />
                </div>
            </div>
        </section>
    }
}

/// Keeps toasts above a bar at the bottom of the page, whose buttons they would cover.
pub fn keep_toasts_above(bar: NodeRef<html::Div>) {
    Effect::new(move || {
        if let Some(element) = bar.get() {
            on_resize(&[&element], move || {
                reserve_space(bar.try_get_untracked().flatten().map_or(0, |bar| bar.offset_height()))
            });
        }
    });
    on_cleanup(|| reserve_space(0));
}

fn reserve_space(height_px: i32) {
    set_on_root("--page-foot", height_px);
}

/// How much of the end of the page toasts cover, in CSS pixels. Lists can be scrolled out of there.
pub fn covered_by_toasts() -> Signal<i32> {
    use_context::<Toasts>().map_or(Signal::stored(0), |toasts| toasts.covered_px.into())
}

/// Sets a length for the style sheets.
fn set_on_root(property: &str, length_px: i32) {
    if let Some(Ok(root)) = document().document_element().map(JsCast::dyn_into::<HtmlElement>) {
        // Fails only for a read-only style.
        let _ = HtmlElement::style(&root).set_property(property, &format!("{length_px}px"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts_left(toasts: Vec<Toast>) -> Vec<String> {
        let mut toasts = toasts.into_iter().map(|toast| (toast.text.clone(), toast)).collect();
        drop_excess(&mut toasts);
        toasts.into_iter().map(|(_, toast)| toast.text).collect()
    }

    #[test]
    fn plain_toasts_push_out_plain_ones_only() {
        let plain = |text: &str| Toast::done(text.to_owned());
        let undoable = |text: &str| plain(text).with_action("Undo", || {});
        assert_eq!(texts_left(vec![plain("1"), plain("2"), plain("3"), plain("4")]), ["2", "3", "4"]);
        let toasts = vec![undoable("1"), plain("2"), undoable("3"), undoable("4"), plain("5")];
        assert_eq!(texts_left(toasts), ["1", "3", "4", "5"]);
    }
}
