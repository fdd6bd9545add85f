//! Short messages about what was done, which do not take the focus.

use super::{Icon, IconName, unique_id};
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

/// How long a message stays that offers nothing to do. One with an action stays until it is dismissed or pushed out
/// (WCAG 2.2.1: nobody loses an Undo to a clock).
const STAYS: Duration = Duration::from_secs(8);

/// How many messages are shown at once; older ones make room.
const MAX_VISIBLE: usize = 3;

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ToastKind {
    /// Something was done.
    Done,
    /// Something failed.
    Failed,
}

/// A message.
#[derive(Clone)]
pub struct Toast {
    /// What it is about.
    pub tone: ToastKind,
    /// What happened.
    pub text: String,
    /// Whom it is about. A newer message about the same takes its place: what the older one offers may be wrong by now.
    pub about: Option<String>,
    /// What can be done about it: a label and what it does.
    pub action: Option<(&'static str, Action)>,
}

/// What a message offers to do. No `Callback`: that goes with the component that made it, and a message outlives the row or
/// the dialog that it is about.
pub type Action = Arc<dyn Fn() + Send + Sync>;

impl Toast {
    /// Something was done.
    #[must_use]
    pub fn done(text: String) -> Self {
        Self { tone: ToastKind::Done, text, about: None, action: None }
    }

    /// Something failed.
    #[must_use]
    pub fn failed(text: String) -> Self {
        Self { tone: ToastKind::Failed, text, about: None, action: None }
    }

    /// The message with whom it is about.
    #[must_use]
    pub fn about(self, name: &str) -> Self {
        Self { about: Some(name.to_owned()), ..self }
    }

    /// The message with something to do.
    #[must_use]
    pub fn with_action(self, label: &'static str, action: impl Fn() + Send + Sync + 'static) -> Self {
        Self { action: Some((label, Arc::new(action))), ..self }
    }
}

/// The messages on screen.
#[derive(Clone, Copy)]
pub struct Toasts(RwSignal<Vec<(String, Toast)>>);

impl Toasts {
    /// No messages.
    #[must_use]
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Shows a message.
    pub fn show(self, toast: Toast) {
        let id = unique_id("toast");
        let passes = toast.action.is_none() && toast.tone == ToastKind::Done;
        self.0.update(|toasts| {
            toasts.retain(|(_, other)| other.about.is_none() || other.about != toast.about);
            toasts.push((id.clone(), toast));
            let surplus = toasts.len().saturating_sub(MAX_VISIBLE);
            toasts.drain(..surplus);
        });
        if passes {
            set_timeout(move || self.dismiss(&id), STAYS);
        }
    }

    /// Takes all messages away.
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

/// The messages, provided above every page.
///
/// # Panics
/// Outside the app.
#[must_use]
pub fn use_toasts() -> Toasts {
    expect_context()
}

/// Where messages appear. It is there before any message is, so that screen readers notice them.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let region = NodeRef::<leptos::html::Section>::new();
    // A button that goes with its message would take the focus to the top of the page.
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
                        let glyph = match toast.tone {
                            ToastKind::Done => IconName::Check,
                            ToastKind::Failed => IconName::Alert,
                        };
                        let acted = id.clone();
                        let about = toast.about.clone();
                        let describe = move |what: &str| about.as_ref().map_or_else(|| what.to_owned(), |name| format!("{what}: {name}"));
                        let dismiss_label = describe("Dismiss");
                        view! {
                            <div class="toast" class:toast-failed=toast.tone == ToastKind::Failed>
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
                                                    toasts.dismiss(&acted);
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
