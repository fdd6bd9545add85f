//! The icons: strokes on a grid of 24 by 24, drawn at 16 by 16 pixels unless CSS says otherwise.

use leptos::prelude::*;

/// The available icons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IconName {
    Users,
    Server,
    Search,
    Refresh,
    Close,
    More,
    Check,
    Copy,
    Alert,
    Info,
    Dice,
    Person,
    Download,
    Columns,
    Up,
    Down,
    Add,
    Chart,
    Pulse,
    Shield,
    Chevron,
    Menu,
    Mark,
}

impl IconName {
    /// The `d` attribute of the icon's path.
    const fn path(self) -> &'static str {
        match self {
            Self::Users => {
                "M9 11.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 19.5c.5-3.2 3-5 6.5-5s6 1.8 6.5 5M16 4.9a3.5 3.5 0 0 \
                 1 0 6.3M18.5 14.9c1.7.8 2.7 2.3 3 4.6"
            }
            Self::Server => {
                "M5.5 4.5h13a2 2 0 0 1 2 2v2a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-2a2 2 0 0 1 2-2M5.5 13.5h13a2 2 0 0 1 2 \
                 2v2a2 2 0 0 1-2 2h-13a2 2 0 0 1-2-2v-2a2 2 0 0 1 2-2M7.5 7.5h.01M7.5 16.5h.01"
            }
            Self::Search => "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.2 15.2 20 20",
            Self::Refresh => "M19.5 12a7.5 7.5 0 1 1-2.2-5.3L19.5 9M19.5 4.5V9H15",
            Self::Close => "M6 6l12 12M18 6 6 18",
            Self::More => "M5 12h.01M12 12h.01M19 12h.01",
            Self::Check => "M5 12.5l4.5 4.5L19 7.5",
            Self::Copy => {
                "M10.5 8.5h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2M5.5 15.5h-.5a1.5 1.5 0 0 \
                 1-1.5-1.5V5A1.5 1.5 0 0 1 5 3.5h9A1.5 1.5 0 0 1 15.5 5v.5"
            }
            Self::Alert => "M12 4 2.8 19.5h18.4ZM12 10v4M12 17h.01",
            Self::Info => "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18M12 11v5M12 8h.01",
            Self::Dice => {
                "M6.5 4.5h11a2 2 0 0 1 2 2v11a2 2 0 0 1-2 2h-11a2 2 0 0 1-2-2v-11a2 2 0 0 1 2-2M9 9h.01M15 9h.01M12 \
                 12h.01M9 15h.01M15 15h.01"
            }
            Self::Download => "M12 4v11M7.5 10.5 12 15l4.5-4.5M5 19.5h14",
            Self::Columns => "M4.5 5.5h15v13h-15ZM9.5 5.5v13M14.5 5.5v13",
            Self::Add => "M12 5v14M5 12h14",
            Self::Chart => "M5 19.5v-7M12 19.5v-15M19 19.5v-10",
            Self::Pulse => "M3 12h4l3-7.5 4 15 3-7.5h4",
            Self::Shield => "M12 3.5l7 2.5v5.5c0 4.4-2.9 7.5-7 9-4.1-1.5-7-4.6-7-9V6Z",
            Self::Menu => "M4.5 7h15M4.5 12h15M4.5 17h15",
            // A person in the shape of an A. The same as in style/icon.svg.
            Self::Mark => "M12 8.5a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5M5 20.5l7-8.5 7 8.5M8.3 16.5h7.4",
            Self::Chevron => "M6.5 9.5 12 15l5.5-5.5",
            Self::Up => "M12 19V5M6 11l6-6 6 6",
            Self::Down => "M12 5v14M6 13l6 6 6-6",
            Self::Person => {
                "M12 11.5a3.75 3.75 0 1 0 0-7.5 3.75 3.75 0 0 0 0 7.5M4.5 20c.7-3.6 3.6-5.5 7.5-5.5s6.8 1.9 7.5 5.5"
            }
        }
    }
}

/// An icon. Decorative: its meaning has to be said in words as well.
#[component]
pub fn Icon(
    /// The icon to show.
    glyph: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" class:icon-dots=glyph == IconName::More viewBox="0 0 24 24" aria-hidden="true">
            <path d=glyph.path() />
        </svg>
    }
}
