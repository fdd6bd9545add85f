//! What time it is in the world: look, freeze, let run, move on.

use super::control::clock::{self, Change};
use super::fields::{ActionButton, Section, Select};
use super::panel::use_panel;
use crate::components::TextField;
use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// Spans to move on by with one click.
const STEPS: [(&str, i64); 4] = [("1 minute", 60), ("1 hour", 3_600), ("1 day", 86_400), ("30 days", 30 * 86_400)];

/// Units to move on by a number of.
const UNITS: [(&str, i64); 4] = [("seconds", 1), ("minutes", 60), ("hours", 3_600), ("days", 86_400)];

/// The tab.
#[component]
pub fn ClockTab() -> impl IntoView {
    let panel = use_panel();
    // With the moment, on the browser's clock, at which it was read.
    let read = panel.watch(|world| async move { clock::show(&world).await.map(|clock| (clock, Date::now())) });
    let now = RwSignal::new(Date::now());
    if let Ok(ticking) = set_interval_with_handle(move || now.set(Date::now()), Duration::from_secs(1)) {
        on_cleanup(move || ticking.clear());
    }
    let is_frozen = Memo::new(move |_| read.get().is_some_and(|(clock, _)| clock.frozen));
    let time = Memo::new(move |_| {
        let (clock, since) = read.get()?;
        #[expect(clippy::cast_possible_truncation, reason = "a span in seconds")]
        let passed = if clock.frozen { 0 } else { ((now.get() - since) / 1000.0).round().max(0.0) as i64 };
        Some(clock.now + passed)
    });
    let change = move |change: Change| {
        let world = panel.world.get_untracked();
        panel.act(async move {
            let clock = clock::change(&world, change).await?;
            Ok(format!("It is {} in {world}.", written(clock.now)))
        });
    };
    let stop_or_go =
        move || change(if is_frozen.get_untracked() { Change::Resume(None) } else { Change::Freeze(None) });
    view! {
        <Section title="Time">
            <div class="dev-clock">
                <time class="dev-time" datetime=move || time.get().map(iso)>
                    {move || time.get().map(written)}
                </time>
                <span class="muted">
                    {move || if is_frozen.get() { "stands still" } else { "is running" }}
                    {move || time.get().map(|seconds| format!(" · {seconds}"))}
                </span>
            </div>
            <div class="button-row">
                {move || {
                    view! { <ActionButton label=if is_frozen.get() { "Let it run" } else { "Freeze" } on_click=stop_or_go /> }
                }}
            </div>
        </Section>
        <Section title="Move on by">
            <div class="chips">
                {STEPS
                    .into_iter()
                    .map(|(label, seconds)| {
                        view! { <ActionButton label class="chip" on_click=move || change(Change::Advance(seconds)) /> }
                    })
                    .collect_view()}
            </div>
            <Advance on_advance=move |seconds| change(Change::Advance(seconds)) />
        </Section>
        <Section title="Set">
            <SetTo on_set=move |moment| {
                change(if is_frozen.get_untracked() { Change::Freeze(Some(moment)) } else { Change::Resume(Some(moment)) });
            } />
        </Section>
    }
}

/// Moves on by a number of some unit.
#[component]
fn Advance(#[prop(into)] on_advance: Callback<i64>) -> impl IntoView {
    let number = RwSignal::new(String::new());
    let unit = RwSignal::new(UNITS[2].0.to_owned());
    let wrong = RwSignal::new(None);
    let units = UNITS.map(|(unit, _)| (unit.to_owned(), unit.to_owned())).to_vec();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let length =
            UNITS.into_iter().find(|(name, _)| *unit.read_untracked() == *name).map_or(1, |(_, length)| length);
        let seconds = number.with_untracked(|text| text.trim().parse::<i64>().ok()?.checked_mul(length));
        wrong.set(seconds.is_none().then(|| "A whole number.".to_owned()));
        if let Some(seconds) = seconds {
            on_advance.run(seconds);
        }
    };
    view! {
        <form class="dev-line" on:submit=submit novalidate>
            <TextField label="Number" kind="number" value=number error=wrong max_length=12 />
            <Select label="Unit" value=unit choices=units />
            <button type="submit" class="button">
                "Move on"
            </button>
        </form>
    }
}

/// Sets it to a moment, standing or running as it is.
#[component]
fn SetTo(#[prop(into)] on_set: Callback<i64>) -> impl IntoView {
    let moment = RwSignal::new(String::new());
    let wrong = RwSignal::new(None);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        // Without a zone, that is the viewer's own time.
        let seconds = Date::new(&JsValue::from_str(&moment.read_untracked())).get_time() / 1000.0;
        wrong.set(seconds.is_nan().then(|| "Date and time.".to_owned()));
        if !seconds.is_nan() {
            #[expect(clippy::cast_possible_truncation, reason = "no date in a field is beyond 2^53 seconds")]
            on_set.run(seconds as i64);
        }
    };
    view! {
        <form class="dev-line" on:submit=submit novalidate>
            <TextField
                label="Date and time"
                kind="datetime-local"
                value=moment
                error=wrong
                hint="In your own time zone. A clock goes only forward; reset the world to go back."
                max_length=32
            />
            <button type="submit" class="button">
                "Set"
            </button>
        </form>
    }
}

fn date(seconds: i64) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "the mock's clocks end with the year 9999")]
    Date::new(&JsValue::from_f64(seconds as f64 * 1000.0))
}

fn iso(seconds: i64) -> String {
    date(seconds).to_iso_string().into()
}

/// A moment in the viewer's locale and time zone.
fn written(seconds: i64) -> String {
    let style = Object::new();
    for part in ["dateStyle", "timeStyle"] {
        // Setting a property on a fresh object cannot fail.
        let _ = Reflect::set(&style, &JsValue::from_str(part), &JsValue::from_str("medium"));
    }
    date(seconds).to_locale_string("default", &style).into()
}
