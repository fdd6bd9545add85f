//! Toasts: short messages about what happened, which do not take the focus.

use super::{Icon, IconName, unique_id};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long a toast without an action stays. One with an action stays until it is dismissed or
/// pushed out, so that no Undo is lost to a timer (WCAG 2.2.1).
const VISIBLE_FOR: Duration = Duration::from_secs(8);

/// The most toasts on screen. The oldest ones make room.
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
}

/// What a toast offers to do. Not a `Callback`, which is disposed with the component that created
/// it: a toast outlives the row or the dialog it comes from.
pub type Action = Arc<dyn Fn() + Send + Sync>;

impl Toast {
    /// A toast about something that succeeded.
    #[must_use]
    pub fn done(text: String) -> Self {
        Self { kind: ToastKind::Done, text, about: None, action: None }
    }

    /// A toast about something that failed.
    #[must_use]
    pub fn failed(text: String) -> Self {
        Self { kind: ToastKind::Failed, text, about: None, action: None }
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
}

/// The toasts on screen, by id.
#[derive(Clone, Copy)]
pub struct Toasts(RwSignal<Vec<(String, Toast)>>);

impl Toasts {
    /// No toasts.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Shows a toast.
    pub fn show(self, toast: Toast) {
        let id = unique_id("toast");
        let is_temporary = toast.action.is_none() && toast.kind == ToastKind::Done;
        self.0.update(|toasts| {
            toasts.retain(|(_, other)| other.about.is_none() || other.about != toast.about);
            toasts.push((id.clone(), toast));
            let excess = toasts.len().saturating_sub(MAX_VISIBLE);
            toasts.drain(..excess);
        });
        if is_temporary {
            set_timeout(move || self.dismiss(&id), VISIBLE_FOR);
        }
    }

    /// Removes all toasts.
    pub fn clear(self) {
        self.0.update(Vec::clear);
    }

    fn dismiss(self, id: &str) {
        self.0.try_update(|toasts| toasts.retain(|(other, _)| other != id));
    }
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
    let region = NodeRef::<leptos::html::Section>::new();
    // A focused button that is removed with its toast would lose the focus.
    let keep_focus = move || {
        if let Some(region) = region.get_untracked() {
            let _ = region.focus();
        }
    };
    view! {
        <section class="toasts" aria-label="Notifications" tabindex="-1" node_ref=region>
            <div role="status" aria-atomic="false">
                <For
                    each=move || toasts.0.get()
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
                                                on:click=move |_| {
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
                                    on:click=move |_| {
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
        </section>
    }
}
