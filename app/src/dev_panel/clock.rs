//! The Clock tab: shows the world's time, stops it, and moves it forward.

use super::control::clock::{self, ClockChange};
use super::fields::{ActionButton, Section, Select};
use super::panel::use_panel;
use crate::components::TextField;
use js_sys::{Date, Object, Reflect};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen::JsValue;

/// Durations to advance the clock by with one click, in seconds.
const ADVANCE_STEPS: [(&str, i64); 4] =
    [("1 minute", 60), ("1 hour", 3_600), ("1 day", 86_400), ("30 days", 30 * 86_400)];

/// The units of the form that advances the clock, in seconds.
const UNITS: [(&str, i64); 4] = [("seconds", 1), ("minutes", 60), ("hours", 3_600), ("days", 86_400)];

/// The Clock tab.
#[component]
pub fn ClockTab() -> impl IntoView {
    let panel = use_panel();
    // The clock, and when it was read by the browser's clock, in milliseconds.
    let reading = panel.watch(|world| async move { clock::read(&world).await.map(|clock| (clock, Date::now())) });
    let now_ms = RwSignal::new(Date::now());
    if let Ok(interval) = set_interval_with_handle(move || now_ms.set(Date::now()), Duration::from_secs(1)) {
        on_cleanup(move || interval.clear());
    }
    let is_frozen = Memo::new(move |_| reading.get().is_some_and(|(clock, _)| clock.frozen));
    let time = Memo::new(move |_| {
        let (clock, read_at_ms) = reading.get()?;
        #[expect(clippy::cast_possible_truncation, reason = "the seconds that a page is open")]
        let elapsed_secs =
            if clock.frozen { 0 } else { ((now_ms.get() - read_at_ms) / 1000.0).round().max(0.0) as i64 };
        Some(clock.now + elapsed_secs)
    });
    let change = move |change: ClockChange| {
        let world = panel.world.get_untracked();
        panel.run(async move {
            let clock = clock::change(&world, change).await?;
            Ok(format!("It is {} in {world}.", format_local(clock.now)))
        });
    };
    let toggle_frozen =
        move || change(if is_frozen.get_untracked() { ClockChange::Resume(None) } else { ClockChange::Freeze(None) });
    view! {
        <Section title="Time">
            <div class="dev-clock">
                <time class="dev-time" datetime=move || time.get().map(format_iso)>
                    {move || time.get().map(format_local)}
                </time>
                <span class="muted">
                    {move || if is_frozen.get() { "frozen" } else { "running" }}
                    {move || time.get().map(|seconds| format!(" · {seconds}"))}
                </span>
            </div>
            <div class="button-row">
                {move || {
                    view! { <ActionButton label=if is_frozen.get() { "Resume" } else { "Freeze" } on_click=toggle_frozen /> }
                }}
            </div>
        </Section>
        <Section title="Advance by">
            <div class="chips">
                {ADVANCE_STEPS
                    .into_iter()
                    .map(|(label, seconds)| {
                        view! { <ActionButton label class="chip" on_click=move || change(ClockChange::Advance(seconds)) /> }
                    })
                    .collect_view()}
            </div>
            <Advance on_advance=move |seconds| change(ClockChange::Advance(seconds)) />
        </Section>
        <Section title="Set">
            <SetTime on_set=move |seconds| {
                change(if is_frozen.get_untracked() { ClockChange::Freeze(Some(seconds)) } else { ClockChange::Resume(Some(seconds)) });
            } />
        </Section>
    }
}

/// A form that advances the clock by a number of units.
#[component]
fn Advance(#[prop(into)] on_advance: Callback<i64>) -> impl IntoView {
    let number = RwSignal::new(String::new());
    let unit = RwSignal::new(UNITS[2].0.to_owned());
    let error = RwSignal::new(None);
    let unit_options = UNITS.map(|(unit, _)| (unit.to_owned(), unit.to_owned())).to_vec();
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let unit_secs =
            UNITS.into_iter().find(|(name, _)| *unit.read_untracked() == *name).map_or(1, |(_, seconds)| seconds);
        let seconds = number.with_untracked(|text| text.trim().parse::<i64>().ok()?.checked_mul(unit_secs));
        error.set(seconds.is_none().then(|| "Enter a whole number".to_owned()));
        if let Some(seconds) = seconds {
            on_advance.run(seconds);
        }
    };
    view! {
        <form class="dev-line" on:submit=submit novalidate>
            <TextField label="Number" kind="number" value=number error=error max_length=12 />
            <Select label="Unit" value=unit options=unit_options />
            <button type="submit" class="button">
                "Advance"
            </button>
        </form>
    }
}

/// A form that sets the clock to a date and time, without stopping or starting it.
#[component]
fn SetTime(#[prop(into)] on_set: Callback<i64>) -> impl IntoView {
    let local_time = RwSignal::new(String::new());
    let error = RwSignal::new(None);
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        // JavaScript parses a date and time without a zone as local time.
        let seconds = Date::new(&JsValue::from_str(&local_time.read_untracked())).get_time() / 1000.0;
        error.set(seconds.is_nan().then(|| "Enter a date and time".to_owned()));
        if !seconds.is_nan() {
            #[expect(clippy::cast_possible_truncation, reason = "a date field accepts no date beyond 2^53 seconds")]
            on_set.run(seconds as i64);
        }
    };
    view! {
        <form class="dev-line" on:submit=submit novalidate>
            <TextField
                label="Date and time"
                kind="datetime-local"
                value=local_time
                error=error
                hint="Your time zone. The clock only moves forward; reset the world to go back."
                max_length=32
            />
            <button type="submit" class="button">
                "Set"
            </button>
        </form>
    }
}

fn date_from_secs(seconds: i64) -> Date {
    #[expect(clippy::cast_precision_loss, reason = "the mock's clocks end in the year 9999")]
    Date::new(&JsValue::from_f64(seconds as f64 * 1000.0))
}

fn format_iso(seconds: i64) -> String {
    date_from_secs(seconds).to_iso_string().into()
}

/// Formats an instant in the user's locale and time zone.
fn format_local(seconds: i64) -> String {
    let options = Object::new();
    for part in ["dateStyle", "timeStyle"] {
        // Setting a property of a new object cannot fail.
        let _ = Reflect::set(&options, &JsValue::from_str(part), &JsValue::from_str("medium"));
    }
    date_from_secs(seconds).to_locale_string("default", &options).into()
}
