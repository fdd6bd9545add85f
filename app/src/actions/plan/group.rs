//! A group of a plan: the accounts with the same prediction.

use super::text::{consequence_text, group_title, noun, prediction_text};
use crate::accounts::use_replicas;
use crate::actions::targets::MAX_UNFOLDED;
use crate::browser::has_cards;
use crate::components::{BadgeShape, VirtualList, format_count};
use crate::jobs::{JobKind, Plan, Prediction};
use crate::messages::{capitalize, reveal_hidden};
use core::ops::Range;
use leptos::prelude::*;

/// Shows how many accounts have a prediction, and which: at once if the plan is short, otherwise on
/// request.
#[component]
pub fn Group(
    plan: RwSignal<Plan>,
    job_kind: JobKind,
    prediction: Prediction,
    /// The indices of the accounts in the plan. Not empty.
    indices: Vec<usize>,
) -> impl IntoView {
    let count = indices.len();
    let is_possible = prediction.is_possible();
    let is_self = prediction == Prediction::CurrentUser;
    let is_set_apart = matches!(prediction, Prediction::SetApart(_));
    let is_open = RwSignal::new(!is_self && plan.with_untracked(|plan| plan.items().len()) <= MAX_UNFOLDED);
    let indices = StoredValue::new(indices);
    let has_cards = has_cards();
    let included_count = Memo::new(move |_| {
        plan.with(|plan| {
            indices.with_value(|indices| indices.iter().filter(|index| plan.items()[**index].is_included).count())
        })
    });
    let title = {
        let prediction = prediction.clone();
        move || group_title(job_kind, &prediction, included_count.get(), count)
    };
    let toggle_verb = move || if included_count.get() == 0 { "Include" } else { "Exclude" };
    // Several groups may have this button.
    let toggle_label = match &prediction {
        Prediction::SetApart(caution) => Some(noun(*caution, count)),
        _ => None,
    };
    // "3" and " of 4", or "You". The strong part is what the title is about.
    let (subject, of_all) = {
        let is_partial = move || {
            let is_excluded = is_set_apart && included_count.get() == 0;
            is_possible && !is_self && included_count.get() < count && !is_excluded
        };
        let subject = move || match is_self {
            true => "You".to_owned(),
            false => format_count(if is_partial() { included_count.get() } else { count }),
        };
        (subject, move || is_partial().then(|| format!(" of {}", format_count(count))))
    };
    let first_name = plan.with_untracked(|plan| indices.with_value(|indices| plan.items()[indices[0]].name.clone()));
    let set_all_included = move |is_included: bool| {
        plan.update(|plan| {
            indices.with_value(|indices| indices.iter().for_each(|index| plan.set_included(*index, is_included)));
        });
    };
    let label = {
        let accounts = if count == 1 { "the account" } else { "accounts" };
        format!("{accounts} that {}", prediction_text(job_kind, &prediction, count))
    };
    let list_label = Signal::stored(capitalize(&label));
    view! {
        <li class="plan-group">
            <div class="plan-group-head">
                <span
                    class=shape(job_kind, &prediction).class()
                    class:badge-bad=job_kind.is_destructive() && prediction == Prediction::Done
                    aria-hidden="true"
                ></span>
                <p class="plan-group-title">
                    <strong>{subject}</strong> {of_all} " " {title}
                </p>
                <span class="plan-group-buttons">
                    {(is_self || is_set_apart)
                        .then(|| {
                            let toggle = move |_| set_all_included(included_count.get_untracked() == 0);
                            view! {
                                <button
                                    type="button"
                                    class="link"
                                    aria-label=move || toggle_label.map(|label| format!("{} {label}", toggle_verb()))
                                    on:click=toggle
                                >
                                    {toggle_verb}
                                </button>
                            }
                        })}
                    {(!is_self).then(|| view! { <ShowButton label is_open /> })}
                </span>
            </div>
            <p class="plan-group-text">
                {move || consequence_text(job_kind, &prediction, &first_name, included_count.get(), count)}
            </p>
            <Show when=move || is_open.get()>
                <VirtualList
                    label=list_label
                    class="plan-lines"
                    count=Signal::stored(count)
                    row_height=2.0
                    // The style sheet has the same heights.
                    narrow_row_height=3.5
                    is_narrow=has_cards
                    items={move |range: Range<usize>| indices.with_value(|indices| indices[range].to_vec())}
                    row=move |(index, _)| view! { <PlanRow plan index is_possible /> }.into_any()
                />
            </Show>
        </li>
    }
}

#[component]
fn ShowButton(label: String, is_open: RwSignal<bool>) -> impl IntoView {
    let verb = move || if is_open.get() { "Hide" } else { "Show" };
    view! {
        <button
            type="button"
            class="link"
            aria-expanded=move || is_open.get().to_string()
            aria-label=move || format!("{} {label}", verb())
            on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
        >
            {verb}
        </button>
    }
}

#[component]
fn PlanRow(plan: RwSignal<Plan>, index: usize, is_possible: bool) -> impl IntoView {
    let name = plan.with_untracked(|plan| plan.items()[index].name.clone());
    let email = use_replicas().user_named(&name).map(|(_, user)| reveal_hidden(&user.email)).unwrap_or_default();
    // Where it takes two lines, the second begins with the domain.
    let (local_part, domain) = email.split_at(email.rfind('@').map_or(0, |at| at + 1));
    let email = view! { <span class="clip muted">{local_part.to_owned()} <wbr /> {domain.to_owned()}</span> };
    let name = reveal_hidden(&name);
    let is_included = move || plan.with(|plan| plan.items()[index].is_included);
    if !is_possible {
        return view! {
            <div role="listitem" class="plan-line">
                <span class="clip">{name}</span>
                " "
                {email}
            </div>
        }
        .into_any();
    }
    view! {
        <div role="listitem" class="plan-line" class:is-excluded=move || !is_included()>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=is_included
                    on:change:target=move |event| {
                        let is_included = event.target().checked();
                        plan.update(|plan| plan.set_included(index, is_included));
                    }
                />
                <span class="clip">{name}</span>
            </label>
            " "
            {email}
        </div>
    }
    .into_any()
}

/// The shape before a group. Accounts that will be disabled or deactivated have the one of that
/// state, and those that will not be site admins any more have an empty one.
const fn shape(job_kind: JobKind, prediction: &Prediction) -> BadgeShape {
    match prediction {
        Prediction::Done if job_kind.blocks_accounts() && !job_kind.is_destructive() => BadgeShape::Half,
        Prediction::Done if job_kind.blocks_accounts() || job_kind.removes_site_admins() => BadgeShape::Ring,
        Prediction::Done => BadgeShape::Full,
        Prediction::DoneWithoutAccess
        | Prediction::MayBeRefused(_)
        | Prediction::SetApart(_)
        | Prediction::CurrentUser => BadgeShape::Half,
        Prediction::NoChange | Prediction::Impossible(_) | Prediction::Unknown => BadgeShape::Ring,
    }
}
