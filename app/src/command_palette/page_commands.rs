//! The commands that only the page on screen has, such as exporting its list.

use crate::components::{IconName, unique_id};
use account_api::search_fold;
use leptos::prelude::*;

/// A command of the page on screen.
#[derive(Clone)]
pub struct PageCommand {
    /// The text that is shown and matched.
    pub text: String,
    /// The muted text beside it.
    pub hint: String,
    /// The icon before it.
    pub icon: IconName,
    /// Called when it is chosen.
    pub run: Callback<()>,
}

/// Returns the commands at the time the palette asks for them.
type Source = Callback<(), Vec<PageCommand>>;

/// What the parts of the page offer, in the order in which they appeared.
#[derive(Clone, Copy)]
pub struct PageCommands(RwSignal<Vec<(String, Source)>>);

impl PageCommands {
    /// Without commands.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// The commands that contain every word of a text, ignoring case. Reactive.
    pub(super) fn matching(self, text: &str) -> Vec<PageCommand> {
        let text = search_fold(text);
        let matches = |command: &PageCommand| {
            let command = search_fold(&command.text);
            text.split_whitespace().all(|word| command.contains(word))
        };
        let sources = self.0.get();
        sources.iter().flat_map(|(_, source)| source.run(())).filter(matches).collect()
    }
}

/// Offers commands in the palette for as long as the calling component is on screen.
pub fn offer_page_commands(commands: impl Fn() -> Vec<PageCommand> + Send + Sync + 'static) {
    let PageCommands(sources) = expect_context();
    let id = unique_id("page-commands");
    sources.update(|sources| sources.push((id.clone(), Callback::new(move |()| commands()))));
    on_cleanup(move || {
        sources.try_update(|sources| sources.retain(|(other, _)| *other != id));
    });
}
