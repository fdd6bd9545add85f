//! The People tab: signs in as a persona of the world, or as any other account by username.

use super::control::worlds::Persona;
use super::fields::Section;
use super::panel::use_panel;
use super::state::use_world_state;
use crate::components::{Avatar, TextField};
use account_api::limits::MAX_USERNAME_CHARS;
use leptos::prelude::*;

/// The People tab.
#[component]
pub fn PeopleTab() -> impl IntoView {
    let panel = use_panel();
    let state = use_world_state();
    let username = RwSignal::new(String::new());
    let personas =
        move || state.world.with(|world| world.as_ref().map_or_else(Vec::new, |world| world.personas.clone()));
    let sign_in = move |username: String| {
        let world = panel.world.get_untracked();
        panel.run(async move { panel.sign_in(&world, &username).await });
    };
    let submit = move |event: web_sys::SubmitEvent| {
        event.prevent_default();
        let name = username.with_untracked(|name| name.trim().to_owned());
        if !name.is_empty() {
            sign_in(name);
        }
    };
    view! {
        <Section title="Sign in as">
            <ul class="dev-personas">
                <For
                    each=personas
                    key=|persona| persona.username.clone()
                    children=move |persona| view! { <PersonaButton persona sign_in /> }
                />
            </ul>
        </Section>
        <Section title="Another user">
            <form class="dev-line" on:submit=submit novalidate>
                <TextField label="Username" value=username max_length=MAX_USERNAME_CHARS as u32 />
                <button type="submit" class="button">
                    "Sign in"
                </button>
            </form>
            <Show when=move || panel.signed_in().is_some()>
                <p class="dev-line">
                    <span class="muted wrap">{move || panel.signed_in()} " is signed in."</span>
                    <button type="button" class="button button-quiet" on:click=move |_| panel.sign_out()>
                        "Sign out"
                    </button>
                </p>
            </Show>
        </Section>
    }
}

/// A button that signs in as a persona.
#[component]
fn PersonaButton(persona: Persona, #[prop(into)] sign_in: Callback<String>) -> impl IntoView {
    let panel = use_panel();
    let Persona { username, description } = persona;
    let is_signed_in = Memo::new({
        let username = username.clone();
        move |_| panel.signed_in().as_ref() == Some(&username)
    });
    let on_click = {
        let username = username.clone();
        move |_| sign_in.run(username.clone())
    };
    view! {
        <li>
            <button
                type="button"
                class="dev-persona"
                aria-current=move || is_signed_in.get().then_some("true")
                on:click=on_click
            >
                <Avatar name=username.clone() />
                <span class="dev-persona-text">
                    <span class="dev-persona-name">{username.clone()}</span>
                    <span class="muted">{description}</span>
                </span>
                <Show when=move || is_signed_in.get()>
                    <span class="tag">"Signed in"</span>
                </Show>
            </button>
        </li>
    }
}
