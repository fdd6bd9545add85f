//! The accounts of a job with their status, and the accounts its plan skipped.

use super::text::status_text;
use crate::actions::targets::MAX_UNFOLDED;
use crate::components::{BadgeShape, VirtualList, format_count};
use crate::jobs::{ItemStatus, Job, Phase, SkippedItem};
use crate::messages::{Message, reveal_hidden};
use core::ops::Range;
use leptos::prelude::*;

/// Lists the accounts. Once the job has ended, those that need attention come first.
#[component]
pub fn ItemList(job: Job) -> impl IntoView {
    let order = Memo::new(move |_| {
        let phase = job.phase();
        let mut order: Vec<usize> = (0..job.counts().total).collect();
        if phase == Phase::Ended {
            order.sort_by_key(|index| match untrack(|| job.status_at(*index)) {
                ItemStatus::Failed(_) => 0,
                ItemStatus::Unknown(_) => 1,
                ItemStatus::Waiting | ItemStatus::InProgress => 2,
                ItemStatus::Done => 3,
            });
        }
        order
    });
    let count = Signal::derive(move || order.with(Vec::len));
    // Then the rows are high enough for reasons of several lines. The style sheet has the same
    // heights.
    let has_problems = Memo::new(move |_| {
        let counts = job.counts();
        job.phase() == Phase::Ended && counts.failed + counts.unknown > 0
    });
    let height = move |usual: f64, with_problems: f64| {
        Signal::derive(move || if has_problems.get() { with_problems } else { usual })
    };
    view! {
        <div class="job-list" class:has-problems=has_problems>
            <VirtualList
                label="Accounts"
                class="job-rows"
                count
                row_height=height(2.25, 3.25)
                narrow_row_height=height(3.5, 5.75)
                items={move |range: Range<usize>| order.with(|order| order[range].to_vec())}
                row=move |(index, _)| view! { <ItemRow job index /> }.into_any()
            />
        </div>
    }
}

#[component]
fn ItemRow(job: Job, index: usize) -> impl IntoView {
    let status = Memo::new(move |_| job.status_at(index));
    let text = move || status.with(|status| status_text(job, index, status));
    let shape = move || match status.get() {
        ItemStatus::Done => BadgeShape::Check,
        ItemStatus::InProgress | ItemStatus::Unknown(_) => BadgeShape::Half,
        ItemStatus::Waiting => BadgeShape::Ring,
        ItemStatus::Failed(_) => BadgeShape::Cross,
    };
    view! { <Row name=job.name_at(index) shape=Signal::derive(shape) text=Signal::derive(text) /> }
}

/// Lists the accounts that the plan skipped, collapsed if there are many. Empty if there are none.
#[component]
pub fn SkippedList(job: Job) -> impl IntoView {
    let skipped = job.skipped();
    let count = skipped.len();
    if count == 0 {
        return None;
    }
    let summary = format!("{} skipped", format_count(count));
    let row = move |(index, _): (usize, Signal<usize>)| {
        let SkippedItem { name, reason } = skipped[index].clone();
        let (shape, text) = (Signal::stored(BadgeShape::Ring), Signal::stored(reason.message()));
        view! { <Row name shape text /> }.into_any()
    };
    Some(view! {
        <details class="job-skipped" open=count <= MAX_UNFOLDED>
            <summary>{summary}</summary>
            <VirtualList
                label="Skipped"
                class="job-rows"
                count=Signal::stored(count)
                row_height=2.25
                narrow_row_height=3.5
                items={|range: Range<usize>| range.collect()}
                row
            />
        </details>
    })
}

#[component]
fn Row(name: String, shape: Signal<BadgeShape>, text: Signal<String>) -> impl IntoView {
    let name = reveal_hidden(&name);
    view! {
        <div role="listitem" class="job-row">
            <span class=move || shape.get().class() aria-hidden="true"></span>
            <span class="clip job-name" title=name.clone()>
                {name.clone()}
            </span>
            <span class="job-outcome" title=text>
                {text}
            </span>
        </div>
    }
}
