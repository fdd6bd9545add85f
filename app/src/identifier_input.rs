//! A text with usernames and emails to look up, for the forms that do so.

use crate::accounts::{Replicas, use_replicas};
use crate::components::{format_count, pluralize};
use account_api::UserType;
use leptos::prelude::*;
use people_import::{Identifiers, MAX_LEFT_OUT, Refusal};
use std::collections::HashSet;

/// How many usernames with spaces are shown.
const MAX_SPACED_SHOWN: usize = 5;

/// What is read from a text while it is typed or pasted.
#[derive(Clone, Copy)]
pub struct IdentifierInput {
    text: RwSignal<String>,
    read: Memo<Result<Identifiers, Refusal>>,
    /// What only the accounts can tell from usernames.
    doubtful: Memo<Doubtful>,
    /// Whether the user wants to look up what was left out, too.
    includes_left_out: RwSignal<bool>,
    /// Whether spaces separate usernames, instead of being part of them: what the user chose, or
    /// else whether all of the words are known usernames.
    splits_at_spaces: Memo<bool>,
    /// What the user chose.
    split_choice: RwSignal<Option<bool>>,
    replicas: Replicas,
}

impl IdentifierInput {
    /// Reads a text whenever it changes.
    pub fn new(text: RwSignal<String>) -> Self {
        let replicas = use_replicas();
        let (includes_left_out, split_choice) = (RwSignal::new(false), RwSignal::new(None));
        let read = Memo::new(move |_| text.with(|text| Identifiers::read(text)));
        let doubtful = Memo::new(move |_| {
            replicas.track();
            read.with(|read| read.as_ref().map(|read| Doubtful::new(read, replicas)).unwrap_or_default())
        });
        let splits_at_spaces = Memo::new(move |_| {
            replicas.track();
            split_choice.get().unwrap_or_else(|| {
                let spaced = read.with(|read| spaced_names(read, replicas));
                let mut words = spaced.iter().flat_map(|name| name.split_whitespace());
                !spaced.is_empty() && words.all(|word| replicas.contains(word))
            })
        });
        // The accounts tell usernames from passwords and words.
        Effect::new(move || {
            let is_doubtful =
                |read: &Identifiers| !read.left_out.is_empty() || read.found.is_empty() && !read.skipped.is_empty();
            if read.with(|read| read.as_ref().is_ok_and(is_doubtful)) {
                replicas.get_or_start(UserType::User);
                replicas.get_or_start(UserType::ServiceAccount);
            }
        });
        Effect::new(move || {
            includes_left_out.set(false);
            if text.with(|text| text.trim().is_empty()) {
                split_choice.set(None);
            }
        });
        Self { text, read, doubtful, includes_left_out, splits_at_spaces, split_choice, replicas }
    }

    /// What to look up. Reactive.
    pub fn identifiers(self) -> Vec<String> {
        let (includes_left_out, splits_at_spaces) = (self.includes_left_out.get(), self.splits_at_spaces.get());
        self.replicas.track();
        let doubtful = self.doubtful.read();
        self.read.with(|read| {
            let Ok(read) = read else { return Vec::new() };
            let is_included = |value: &&String| includes_left_out || doubtful.known.contains(*value);
            let in_skipped: &[String] = if includes_left_out { &doubtful.in_skipped } else { &[] };
            let identifiers = read.found.iter().chain(read.left_out.iter().filter(is_included)).chain(in_skipped);
            if splits_at_spaces {
                split_at_spaces(identifiers.map(String::as_str), |name| self.replicas.contains(name))
            } else {
                identifiers.cloned().collect()
            }
        })
    }

    /// How many there are to look up. Reactive.
    pub fn count(self) -> usize {
        self.identifiers().len()
    }

    /// What is not looked up because it may be a password, unless the user has included it.
    /// Reactive.
    pub fn excluded(self) -> Vec<String> {
        if self.includes_left_out.get() { Vec::new() } else { self.left_out() }
    }

    /// Whether the whole text was understood, and not too much of it. Reactive.
    pub fn is_clear(self) -> bool {
        let is_understood = |read: &Identifiers| !read.found.is_empty() && read.skipped.is_empty();
        self.read.with(|read| read.as_ref().is_ok_and(is_understood))
            && self.left_out().is_empty()
            && self.spaced().is_empty()
    }

    /// The names with spaces, each of which may be several usernames. Reactive.
    fn spaced(self) -> Vec<String> {
        self.replicas.track();
        self.read.with(|read| spaced_names(read, self.replicas))
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
        self.doubtful.with(|doubtful| doubtful.unknown.clone())
    }

    /// The usernames among the words of skipped lines, where nothing else was found. Reactive.
    fn in_skipped(self) -> Vec<String> {
        self.doubtful.with(|doubtful| doubtful.in_skipped.clone())
    }

    fn skipped(self) -> Vec<(usize, String)> {
        let lines = |read: &Identifiers| read.skipped.iter().map(|line| (line.line, line.text.clone())).collect();
        self.read.with(|read| read.as_ref().map(lines).unwrap_or_default())
    }
}

/// What of a text may be usernames.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Doubtful {
    /// What may be passwords, but is the username of an account. It is looked up: the console knows
    /// it already.
    known: Vec<String>,
    /// What may be passwords.
    unknown: Vec<String>,
    /// Usernames in sentences, which may be words.
    in_skipped: Vec<String>,
}

impl Doubtful {
    fn new(read: &Identifiers, replicas: Replicas) -> Self {
        let (known, unknown) = read.left_out.iter().cloned().partition(|value| replicas.contains(value));
        let lines = read.skipped.iter().filter(|_| read.found.is_empty()).map(|line| line.text.as_str());
        Self { known, unknown, in_skipped: known_words(lines, |word| replicas.contains(word)) }
    }
}

/// The words of some lines that are usernames, each once, and no more than can be shown.
fn known_words<'a>(lines: impl Iterator<Item = &'a str>, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    const MAX_WORDS: usize = 20_000;
    let mut seen = HashSet::new();
    let is_around = |character: char| character.is_whitespace() || ",;:.!?()<>\"'“”‘’".contains(character);
    let words = lines.flat_map(str::split_whitespace).take(MAX_WORDS).map(|word| word.trim_matches(is_around));
    let known = words.filter(|word| !word.is_empty() && seen.insert(*word) && is_known(word));
    known.take(MAX_LEFT_OUT).map(str::to_owned).collect()
}

/// The names with spaces that may be several usernames, because no account has that name.
fn spaced_names(read: &Result<Identifiers, Refusal>, replicas: Replicas) -> Vec<String> {
    let may_be_several =
        |name: &&String| name.contains(char::is_whitespace) && !is_whole(name, |name| replicas.contains(name));
    read.as_ref().map(|read| read.found.iter().filter(may_be_several).cloned().collect()).unwrap_or_default()
}

/// Whether the spaces of an identifier are part of it, as in a known username or in the quotes of
/// an email.
fn is_whole(identifier: &str, is_known: impl Fn(&str) -> bool) -> bool {
    identifier.contains('@') || is_known(identifier)
}

/// Splits usernames at their spaces, unless they are known as a whole. Returns each one once.
fn split_at_spaces<'a>(identifiers: impl Iterator<Item = &'a str>, is_known: impl Fn(&str) -> bool) -> Vec<String> {
    let mut seen = HashSet::new();
    let split = |identifier: &'a str| {
        let is_whole = is_whole(identifier, &is_known);
        identifier.split(move |character: char| !is_whole && character.is_whitespace())
    };
    identifiers.flat_map(split).filter(|word| !word.is_empty() && seen.insert(*word)).map(str::to_owned).collect()
}

/// Says why nothing can be looked up, what is in doubt or left out, and which lines are skipped.
#[component]
pub fn IdentifierReport(input: IdentifierInput) -> impl IntoView {
    let failure = move || input.failure().map(|text| view! { <p class="field-error" role="alert">{text}</p> });
    let left_out = Memo::new(move |_| input.left_out());
    let in_skipped = Memo::new(move |_| input.in_skipped());
    let is_everything =
        Memo::new(move |_| input.read.with(|read| read.as_ref().is_ok_and(|read| read.found.is_empty())));
    let skipped = Memo::new(move |_| input.skipped());
    let spaced = Memo::new(move |_| input.spaced());
    view! {
        {failure}
        <Show when=move || spaced.with(|names| !names.is_empty())>
            <Spaced names=spaced splits=input.splits_at_spaces choice=input.split_choice />
        </Show>
        <Show when=move || left_out.with(|values| !values.is_empty())>
            <LeftOut
                lead=|count| match count {
                    1 => "Left out, in case it is a password: ",
                    _ => "Left out, in case they are passwords: ",
                }
                values=left_out
                is_everything
                includes=input.includes_left_out
            />
        </Show>
        <Show when=move || in_skipped.with(|values| !values.is_empty()) && left_out.with(Vec::is_empty)>
            <LeftOut
                lead=|count| match count {
                    1 => "This word is a username: ",
                    _ => "These words are usernames: ",
                }
                values=in_skipped
                is_everything
                includes=input.includes_left_out
            />
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

/// Asks whether spaces separate usernames.
#[component]
fn Spaced(names: Memo<Vec<String>>, splits: Memo<bool>, choice: RwSignal<Option<bool>>) -> impl IntoView {
    let lead = move || match (splits.get(), names.with(Vec::len)) {
        (true, _) => "Read as separate usernames: ",
        (false, 1) => "Read as one name: ",
        (false, _) => "Each read as one name: ",
    };
    let rest = move || {
        let count = names.with(Vec::len).saturating_sub(MAX_SPACED_SHOWN);
        (count > 0).then(|| format!(" and {} more", format_count(count)))
    };
    view! {
        <div class="left-out">
            <p>{lead} {move || name_list(names.get().into_iter().take(MAX_SPACED_SHOWN))} {rest}</p>
            <label class="check">
                <input
                    type="checkbox"
                    prop:checked=splits
                    on:change:target=move |event| choice.set(Some(event.target().checked()))
                />
                "Treat each word as a username"
            </label>
        </div>
    }
}

/// Lists names with commas between them.
fn name_list(names: impl Iterator<Item = String>) -> impl IntoView {
    names
        .enumerate()
        .map(|(index, name)| {
            view! {
                {(index > 0).then_some(", ")}
                <bdi>{name}</bdi>
            }
        })
        .collect_view()
}

/// Asks whether to look up what may be something else.
#[component]
fn LeftOut(
    /// Says what it is, for a number of values.
    lead: fn(usize) -> &'static str,
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
                {move || lead(values.with(Vec::len))}
                {move || name_list(values.get().into_iter())}
            </p>
            <label class="check">
                <input type="checkbox" bind:checked=includes />
                {label}
            </label>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::{known_words, split_at_spaces};

    #[test]
    fn usernames_are_found_in_a_sentence() {
        let lines = ["Please disable adele and (azulu).", "adele, too!", "Thanks, Kim"];
        assert_eq!(known_words(lines.into_iter(), |word| ["adele", "azulu"].contains(&word)), ["adele", "azulu"]);
    }

    #[test]
    fn usernames_are_split_at_spaces_unless_they_are_known_or_emails() {
        let identifiers = ["jane bob\u{a0} mike", "\"a b\"@globex.example", "bob", "jane doe"];
        let words = split_at_spaces(identifiers.into_iter(), |name| name == "jane doe");
        assert_eq!(words, ["jane", "bob", "mike", "\"a b\"@globex.example", "jane doe"]);
    }
}
