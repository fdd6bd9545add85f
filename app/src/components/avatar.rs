//! A person's initials in a circle.

use leptos::prelude::*;

/// The initials of a name. Decorative: the name itself has to stand beside it.
#[component]
pub fn Avatar(
    /// The name.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    view! {
        <span class="avatar" aria-hidden="true">
            {move || name.with(|name| initials(name))}
        </span>
    }
}

/// The first letters of the first two words, or the first two letters if there is one word.
///
/// The style makes them uppercase: the standard library's table of letters would add 12 kB to the
/// Wasm file.
fn initials(name: &str) -> String {
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).take(2).collect();
    match words.as_slice() {
        [first, second] => first.chars().take(1).chain(second.chars().take(1)).collect(),
        [only] => only.chars().take(2).collect(),
        _ => "?".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn two_words_contribute_a_letter_each() {
        assert_eq!(initials("erin.walker"), "ew");
        assert_eq!(initials("erin van der walker"), "ev");
        assert_eq!(initials("admin"), "ad");
        assert_eq!(initials("é"), "é");
        assert_eq!(initials("…"), "?");
        assert_eq!(initials(""), "?");
    }
}
