//! The panel's form controls, in addition to those of `components`.

use account_api::Operation;
use leptos::prelude::*;

/// An option of a [`Select`]: the value and the label.
pub type SelectOption = (String, String);

/// A labeled `<select>`.
#[component]
pub fn Select(
    /// The label. It must be unique among the selects on screen: the element id derives from it.
    label: &'static str,
    /// The selected value.
    value: RwSignal<String>,
    /// The options.
    #[prop(into)]
    options: Signal<Vec<SelectOption>>,
    /// Called with the new value when the user selects one.
    #[prop(optional, into)]
    on_select: Option<Callback<String>>,
) -> impl IntoView {
    let select = move |selected: String| {
        value.set(selected.clone());
        if let Some(on_select) = on_select {
            on_select.run(selected);
        }
    };
    let option_views = move || {
        options.get().into_iter().map(move |(option, text)| {
            let is_selected = {
                let option = option.clone();
                move || value.with(|value| *value == option)
            };
            view! {
                <option value=option prop:selected=is_selected>
                    {text}
                </option>
            }
        })
    };
    let id = format!("dev-{}", label.to_lowercase());
    view! {
        <div class="field">
            <label class="field-label" for=id.clone()>
                {label}
            </label>
            <select class="input" id=id on:change:target=move |event| select(event.target().value())>
                {move || option_views().collect_view()}
            </select>
        </div>
    }
}

/// Returns the options of an operation select: all operations of the Account API, and "any".
pub fn operation_options() -> Vec<SelectOption> {
    let names = Operation::ALL.map(|operation| (operation.name().to_owned(), operation.name().to_owned()));
    [(String::new(), "Any operation".to_owned())].into_iter().chain(names).collect()
}

/// Returns the selected operation as fault and gate specs expect it: empty means any.
pub fn selected_operations(operation: RwSignal<String>) -> Vec<String> {
    operation.with_untracked(|name| if name.is_empty() { Vec::new() } else { vec![name.clone()] })
}

/// A section with a heading.
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

/// A button that runs an action.
#[component]
pub fn ActionButton(
    /// The text on the button.
    #[prop(into)]
    label: String,
    /// The accessible name, if the label alone is ambiguous.
    #[prop(optional, into)]
    aria_label: Option<String>,
    /// The CSS classes.
    #[prop(default = "button")]
    class: &'static str,
    /// Called on click.
    #[prop(into)]
    on_click: Callback<()>,
) -> impl IntoView {
    view! {
        <button type="button" class=class aria-label=aria_label on:click=move |_| on_click.run(())>
            {label}
        </button>
    }
}
