//! A text with usernames and emails to look up, for the forms that do so.

use crate::components::pluralize;
use leptos::prelude::*;
use people_import::{Identifiers, MAX_LEFT_OUT, Refusal};

/// What is read from a text while it is typed or pasted.
#[derive(Clone, Copy)]
pub struct IdentifierInput {
    text: RwSignal<String>,
    read: Memo<Result<Identifiers, Refusal>>,
    /// Whether the user wants to look up what was left out, too.
    includes_left_out: RwSignal<bool>,
}

impl IdentifierInput {
    /// Reads a text whenever it changes.
    pub fn new(text: RwSignal<String>) -> Self {
        let includes_left_out = RwSignal::new(false);
        Effect::new(move || {
            text.track();
            includes_left_out.set(false);
        });
        Self { text, read: Memo::new(move |_| text.with(|text| Identifiers::read(text))), includes_left_out }
    }

    /// What to look up. Reactive.
    pub fn identifiers(self) -> Vec<String> {
        let includes_left_out = self.includes_left_out.get();
        self.read.with(|read| {
            let Ok(read) = read else { return Vec::new() };
            let left_out = if includes_left_out { read.left_out.as_slice() } else { &[] };
            read.found.iter().chain(left_out).cloned().collect()
        })
    }

    /// How many there are to look up. Reactive.
    pub fn count(self) -> usize {
        let includes_left_out = self.includes_left_out.get();
        self.read.with(|read| {
            read.as_ref().map_or(0, |read| read.found.len() + if includes_left_out { read.left_out.len() } else { 0 })
        })
    }

    /// Whether the whole text was understood, and not too much of it. Reactive.
    pub fn is_clear(self) -> bool {
        self.read.with(|read| {
            read.as_ref()
                .is_ok_and(|read| !read.found.is_empty() && read.left_out.is_empty() && read.skipped.is_empty())
        })
    }

    /// Why nothing can be looked up, if a text is there. Reactive.
    fn failure(self) -> Option<String> {
        self.read.with(|read| match read {
            Err(refusal) => Some(refusal.to_string()),
            Ok(_) if self.count() == 0 && self.text.with(|text| !text.trim().is_empty()) => {
                Some("No usernames or email addresses found. Put each on a line of its own.".to_owned())
            }
            Ok(_) => None,
        })
    }

    fn left_out(self) -> Vec<String> {
        self.read.with(|read| read.as_ref().map(|read| read.left_out.clone()).unwrap_or_default())
    }

    fn skipped(self) -> Vec<(usize, String)> {
        let lines = |read: &Identifiers| read.skipped.iter().map(|line| (line.line, line.text.clone())).collect();
        self.read.with(|read| read.as_ref().map(lines).unwrap_or_default())
    }
}

/// Says why nothing can be looked up, what is left out, and which lines are skipped.
#[component]
pub fn IdentifierReport(input: IdentifierInput) -> impl IntoView {
    let failure = move || input.failure().map(|text| view! { <p class="field-error" role="alert">{text}</p> });
    let left_out = Memo::new(move |_| input.left_out());
    let is_everything =
        Memo::new(move |_| input.read.with(|read| read.as_ref().is_ok_and(|read| read.found.is_empty())));
    let skipped = Memo::new(move |_| input.skipped());
    view! {
        {failure}
        <Show when=move || left_out.with(|values| !values.is_empty())>
            <LeftOut values=left_out is_everything includes=input.includes_left_out />
        </Show>
        <Show when=move || skipped.with(|lines| !lines.is_empty())>
            <details class="left-out-lines">
                <summary>{move || pluralize(skipped.with(Vec::len), "line skipped", "lines skipped")}</summary>
                <ol>
                    {move || {
                        skipped
                            .get()
                            .into_iter()
                            .map(|(line, text)| view! { <li value=line.to_string()>{text}</li> })
                            .collect_view()
                    }}
                </ol>
            </details>
        </Show>
    }
}

#[component]
fn LeftOut(
    values: Memo<Vec<String>>,
    /// Whether nothing else was found.
    is_everything: Memo<bool>,
    includes: RwSignal<bool>,
) -> impl IntoView {
    let label = move || {
        let which = match values.with(Vec::len) {
            1 => "this one".to_owned(),
            count if count < MAX_LEFT_OUT => format!("these {count}"),
            _ => format!("the first {MAX_LEFT_OUT}"),
        };
        format!("Look up {which}{}", if is_everything.get() { "" } else { ", too" })
    };
    view! {
        <div class="left-out">
            <p>
                "Left out, in case they are passwords: "
                {move || {
                    values
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(index, value)| {
                            view! {
                                {(index > 0).then_some(", ")}
                                <bdi>{value}</bdi>
                            }
                        })
                        .collect_view()
                }}
            </p>
            <label class="check">
                <input type="checkbox" bind:checked=includes />
                {label}
            </label>
        </div>
    }
}
