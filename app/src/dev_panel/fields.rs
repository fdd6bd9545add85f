//! What the panel's forms are made of, beside the fields of `ui`.

use account_api::Operation;
use leptos::prelude::*;

/// A choice: what it stands for, and how it reads.
pub type Choice = (String, String);

/// A labelled choice among some.
#[component]
pub fn Select(
    /// What it asks for.
    label: &'static str,
    /// What is chosen.
    value: RwSignal<String>,
    /// What there is to choose from.
    #[prop(into)]
    choices: Signal<Vec<Choice>>,
    /// Told what is chosen by hand.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
) -> impl IntoView {
    let choose = move |chosen: String| {
        value.set(chosen.clone());
        if let Some(on_choose) = on_choose {
            on_choose.run(chosen);
        }
    };
    let options = move || {
        choices.get().into_iter().map(move |(this, text)| {
            let is_chosen = {
                let this = this.clone();
                move || value.with(|value| *value == this)
            };
            view! {
                <option value=this prop:selected=is_chosen>
                    {text}
                </option>
            }
        })
    };
    // No two choices with the same label are on screen at once.
    let id = format!("dev-{}", label.to_lowercase());
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>
                {label}
            </label>
            <select class="input" id=id on:change:target=move |event| choose(event.target().value())>
                {move || options().collect_view()}
            </select>
        </div>
    }
}

/// All operations of the Account API to choose from, and none of them in particular.
pub fn operations() -> Vec<Choice> {
    let names = Operation::ALL.map(|operation| (operation.name().to_owned(), operation.name().to_owned()));
    [(String::new(), "Any operation".to_owned())].into_iter().chain(names).collect()
}

/// The chosen operation as orders take it.
pub fn chosen(operation: RwSignal<String>) -> Vec<String> {
    operation.with_untracked(|name| if name.is_empty() { Vec::new() } else { vec![name.clone()] })
}

/// A heading and what it is about.
#[component]
pub fn Section(
    /// The heading.
    title: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <section class="dev-section" aria-label=title>
            <h3 class="dev-heading">{title}</h3>
            {children()}
        </section>
    }
}

/// A button in a row of them.
#[component]
pub fn ActionButton(
    /// What it says.
    #[prop(into)]
    label: String,
    /// What it is called where its label alone would not do.
    #[prop(optional, into)]
    name: Option<String>,
    /// How it looks beside others.
    #[prop(default = "button")]
    class: &'static str,
    /// Does it.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class=class aria-label=name on:click=move |_| on_click.run(())>
            {label}
        </button>
    }
}
