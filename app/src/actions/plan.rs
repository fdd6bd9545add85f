//! The plan of a job: what would be done to whom, before anything is sent.

use super::targets::pluralize_accounts;
use super::{last_admin_warning, use_dialogs};
use crate::accounts::{Target, use_replicas};
use crate::components::{BadgeShape, Dialog, DialogHandle, LongList, Places, Warning, format_count};
use crate::jobs::{AccountAction, JobItem, JobKind, MAX_TARGETS, Plan, Prediction, use_jobs};
use crate::messages::{ActionMessages, JobMessages, Message};
use crate::pages::Drafts;
use crate::password;
use crate::session::use_session;
use account_api::{Operation, UserType};
use leptos::prelude::*;
use std::collections::HashMap;

/// Shows the plan, lets lines be struck and taken in, and begins the job.
#[component]
pub fn PlanDialog(
    task: JobKind,
    /// What kind of accounts they are, where they are of one.
    kind: Option<UserType>,
    subjects: Vec<Target>,
    #[prop(into)] on_close: Callback<()>,
) -> impl IntoView {
    let session = use_session();
    let all = subjects.len();
    let oneself = session.identity_untracked().map(|identity| identity.username).unwrap_or_default();
    let refusal = {
        // The latest word about each.
        let refusals: HashMap<String, Option<String>> = untrack(|| {
            session.with_activity_log(|deeds| {
                let of = deeds.since(0).filter(|(_, deed)| deed.operation == Operation::Deactivate);
                of.filter_map(|(_, deed)| Some((deed.accounts.first()?.clone(), deed.refusal().map(str::to_owned))))
                    .collect()
            })
        });
        move |name: &str| refusals.get(name).cloned().flatten()
    };
    let plan = RwSignal::new(Plan::new(task, subjects.into_iter().take(MAX_TARGETS), &oneself, refusal));
    let groups = plan.with_untracked(|plan| plan.groups().to_vec());
    let surplus = all.saturating_sub(MAX_TARGETS);
    view! {
        <Dialog title=task.title(&pluralize_accounts(all, kind)) on_close class="dialog dialog-wide">
            <p class="muted plan-lead">"Nothing has been sent yet. This is what will happen."</p>
            {(surplus > 0)
                .then(|| {
                    view! {
                        <Warning text=format!(
                            "At most {} accounts go into one job. {} are not in this plan.",
                            format_count(MAX_TARGETS),
                            format_count(surplus),
                        ) />
                    }
                })}
            <ul class="plan-groups">
                {groups
                    .into_iter()
                    .map(|(expected, places)| view! { <Group plan task expected places /> })
                    .collect_view()}
            </ul>
            <Warnings plan />
            <Actions plan kind />
        </Dialog>
    }
}

#[component]
fn Warnings(plan: RwSignal<Plan>) -> impl IntoView {
    let replicas = use_replicas();
    let jobs = use_jobs();
    let drafts: Drafts = expect_context();
    let oneself = move || {
        let task = plan.with(|plan| plan.kind);
        let is_in = plan.with(|plan| {
            plan.items().iter().any(|line| line.is_included && line.prediction == Prediction::CurrentUser)
        });
        match task {
            JobKind::Change(change) if is_in => change.self_warning().map(str::to_owned),
            _ => None,
        }
    };
    let warnings = move || {
        let last = last_admin_warning(replicas, plan.with(Plan::removed_admin_count));
        let oneself = oneself();
        let other_job = untrack(|| jobs.is_busy() && oneself.is_some() && ends_session(plan))
            .then(|| "Another job is still under way. What it has not sent by then is never sent.".to_owned());
        let drafts = untrack(|| drafts.have_content() && oneself.is_some() && ends_session(plan)).then(|| {
            "Accounts are typed in that have not been created yet. They can no longer be sent then.".to_owned()
        });
        [oneself, other_job, drafts, last]
            .into_iter()
            .flatten()
            .map(|text| {
                view! { <Warning text=text /> }
            })
            .collect_view()
    };
    view! { <div role="alert" class="plan-warnings">{warnings}</div> }
}

fn ends_session(plan: RwSignal<Plan>) -> bool {
    matches!(plan.with(|plan| plan.kind), JobKind::Change(AccountAction::Disable | AccountAction::Deactivate))
}

#[component]
fn Actions(plan: RwSignal<Plan>, kind: Option<UserType>) -> impl IntoView {
    let jobs = use_jobs();
    let dialogs = use_dialogs();
    let handle: DialogHandle = expect_context();
    let task = plan.with_untracked(|plan| plan.kind);
    let count = Memo::new(move |_| plan.with(Plan::included_count));
    let drafts: Drafts = expect_context();
    let failure = RwSignal::new(None::<&'static str>);
    let begin = move |_| {
        let (names, left_out) = plan.with_untracked(|plan| (plan.included_names(), plan.skipped()));
        if names.is_empty() {
            return;
        }
        match items(task, names) {
            Some(items) => {
                if let Some(job) = jobs.start(task, kind, items, left_out) {
                    if task == JobKind::Change(AccountAction::MakeAdmin) && kind.is_none() {
                        drafts.admins.set(String::new());
                    }
                    dialogs.job(job);
                }
            }
            None => failure.set(Some("The browser has no randomness to make passwords of, so nothing was begun.")),
        }
    };
    let class = if task.is_destructive() { "button button-danger" } else { "button button-primary" };
    view! {
        <p class="notice notice-failed" role="alert" hidden=move || failure.get().is_none()>
            {failure}
        </p>
        <div class="dialog-actions">
            <button type="button" class="button" on:click=move |_| handle.close()>
                "Cancel"
            </button>
            <button
                type="button"
                class=class
                aria-disabled=move || (count.get() == 0).then_some("true")
                on:click=begin
            >
                {move || task.title(&pluralize_accounts(count.get(), kind))}
            </button>
        </div>
    }
}

/// The accounts of a job, with a password each where it sets one. `None` where the browser can make none.
fn items(task: JobKind, names: Vec<String>) -> Option<Vec<JobItem>> {
    names
        .into_iter()
        .map(|name| {
            let mut item = JobItem::named(name);
            if task == JobKind::ResetPasswords {
                item.password = Some(password::generate().ok()?);
            }
            Some(item)
        })
        .collect()
}

/// Those of whom the same is to be expected.
#[component]
fn Group(plan: RwSignal<Plan>, task: JobKind, expected: Prediction, places: Vec<usize>) -> impl IntoView {
    let all = places.len();
    let is_possible = expected.is_possible();
    let is_open = RwSignal::new(false);
    let is_oneself = expected == Prediction::CurrentUser;
    let places = StoredValue::new(places);
    let chosen = Memo::new(move |_| {
        plan.with(|plan| places.with_value(|places| places.iter().filter(|at| plan.items()[**at].is_included).count()))
    });
    let title = {
        let expected = expected.clone();
        move || title(task, &expected, chosen.get(), all)
    };
    let lead = move || {
        (is_possible && !is_oneself && chosen.get() < all).then(|| format!("{} of ", format_count(chosen.get())))
    };
    let first = plan.with_untracked(|plan| places.with_value(|places| plan.items()[places[0]].name.clone()));
    let toggle_all = move |is_in: bool| {
        plan.update(|plan| places.with_value(|places| places.iter().for_each(|at| plan.set_included(*at, is_in))));
    };
    let name = title_of_group(task, &expected, all);
    view! {
        <li class="plan-group">
            <div class="plan-group-head">
                <span
                    class=shape(&expected).class()
                    class:badge-bad=task.is_destructive() && expected == Prediction::Done
                    aria-hidden="true"
                ></span>
                <p class="plan-group-title">
                    {lead} <strong>{format_count(all)}</strong> " " {title}
                </p>
                {if is_oneself && all == 1 {
                    view! {
                        <button type="button" class="link" on:click=move |_| toggle_all(chosen.get_untracked() == 0)>
                            {move || if chosen.get() == 0 { "Include" } else { "Leave out" }}
                        </button>
                    }
                        .into_any()
                } else {
                    view! {
                        <button
                            type="button"
                            class="link"
                            aria-expanded=move || is_open.get().to_string()
                            aria-label=move || format!("{} those who {name}", if is_open.get() { "Hide" } else { "Show" })
                            on:click=move |_| is_open.update(|is_open| *is_open = !*is_open)
                        >
                            {move || if is_open.get() { "Hide" } else { "Show" }}
                        </button>
                    }
                        .into_any()
                }}
            </div>
            <p class="plan-group-text">{text(task, &expected, &first, all)}</p>
            <Show when=move || is_open.get()>
                <LongList
                    label="Accounts"
                    class="plan-lines"
                    count=Signal::stored(all)
                    row_height=2.0
                    items=move |range: Places| places.with_value(|places| places[range].to_vec())
                    row=move |(at, _)| view! { <PlanLine plan at is_possible /> }.into_any()
                />
            </Show>
        </li>
    }
}

#[component]
fn PlanLine(plan: RwSignal<Plan>, at: usize, is_possible: bool) -> impl IntoView {
    let name = plan.with_untracked(|plan| plan.items()[at].name.clone());
    let is_in = move || plan.with(|plan| plan.items()[at].is_included);
    if !is_possible {
        return view! {
            <div role="listitem" class="plan-line">
                <span class="clip">{name}</span>
            </div>
        }
        .into_any();
    }
    view! {
        <div role="listitem" class="plan-line" class:is-struck=move || !is_in()>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=is_in
                    on:change:target=move |event| {
                        let is_in = event.target().checked();
                        plan.update(|plan| plan.set_included(at, is_in));
                    }
                />
                <span class="clip">{name}</span>
            </label>
        </div>
    }
    .into_any()
}

const fn shape(expected: &Prediction) -> BadgeShape {
    match expected {
        Prediction::Done => BadgeShape::Full,
        Prediction::DoneWithoutAccess | Prediction::MayBeRefused(_) | Prediction::CurrentUser => BadgeShape::Half,
        Prediction::NoChange | Prediction::Impossible(_) | Prediction::Unknown => BadgeShape::Ring,
    }
}

/// What is to be expected of so many, as it follows their number. Of those who are in it, where some are struck.
fn title(task: JobKind, expected: &Prediction, chosen: usize, all: usize) -> String {
    match expected {
        Prediction::Done | Prediction::DoneWithoutAccess if chosen == 0 => "would be, and are struck".to_owned(),
        _ => title_of_group(task, expected, all),
    }
}

fn title_of_group(task: JobKind, expected: &Prediction, all: usize) -> String {
    let (is, done) = (if all == 1 { "is" } else { "are" }, task.past_participle());
    match expected {
        Prediction::Done => format!("will be {done}"),
        Prediction::DoneWithoutAccess => format!("will be {done} with access to nothing"),
        Prediction::MayBeRefused(_) => "may be refused".to_owned(),
        Prediction::NoChange => match task {
            JobKind::Change(AccountAction::Reactivate) => format!("{is} active already"),
            JobKind::Change(AccountAction::MakeAdmin) if all == 1 => "is a site admin already".to_owned(),
            JobKind::Change(AccountAction::MakeAdmin) => "are site admins already".to_owned(),
            JobKind::Change(AccountAction::RemoveAdmin) if all == 1 => "is no site admin".to_owned(),
            JobKind::Change(AccountAction::RemoveAdmin) => "are no site admins".to_owned(),
            _ => format!("{is} already {done}"),
        },
        Prediction::CurrentUser => format!("{is} you"),
        Prediction::Impossible(_) => format!("cannot be {done}"),
        Prediction::Unknown => format!("{is} unknown"),
    }
}

fn text(task: JobKind, expected: &Prediction, first: &str, all: usize) -> String {
    match expected {
        Prediction::Done => match task {
            JobKind::Change(AccountAction::Disable) => {
                "They can no longer sign in or use the API. Teams, organizations, access and rights are kept, and come back \
                 when they are reactivated."
            }
            JobKind::Change(AccountAction::Deactivate) => {
                "They lose sign-in, API use, and all teams and organizations. The memberships cannot be brought back. The \
                 platform refuses for whoever owns a team or an organization."
            }
            JobKind::Change(AccountAction::Reactivate) => "They get back what they had, and can sign in and use the API again.",
            JobKind::Change(AccountAction::MakeAdmin) => "They may then do everything on this platform.",
            JobKind::Change(AccountAction::RemoveAdmin) => "They keep their accounts, without the rights of a site admin.",
            JobKind::ResetPasswords => {
                "Each gets a password of their own, made here. It is shown to you once, to be handed over. They are signed \
                 out of all sessions, and tokens made so far stop working."
            }
            JobKind::Create(_) => "",
        }
        .to_owned(),
        Prediction::DoneWithoutAccess => {
            "They were deactivated: teams, organizations, access and rights were lost then and stay lost.".to_owned()
        }
        Prediction::MayBeRefused(words) => format!("When it was tried before, the platform said: {words}"),
        Prediction::NoChange => "Skipped.".to_owned(),
        Prediction::CurrentUser => {
            "Left out. Include yourself only if another site admin can bring you back.".to_owned()
        }
        Prediction::Impossible(why) => why.message(),
        Prediction::Unknown if all == 1 => format!("“{first}”: no such account."),
        Prediction::Unknown => format!("“{first}” and others: no such accounts."),
    }
}
