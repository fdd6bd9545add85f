//! What a fault may do, and what that takes: mock-server/src/world/faults/effect.rs.

/// What an effect is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    None,
    /// Milliseconds, or a range of them.
    Milliseconds,
    /// A `msg`, and an HTTP status.
    Message,
    /// An HTTP status.
    Http,
    /// Seconds.
    Seconds,
    /// How many accounts, or less.
    Accounts,
}

impl Argument {
    /// What a field asks for, and what it holds at first.
    pub const fn field(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::None => None,
            Self::Milliseconds => Some(("Milliseconds", "1500")),
            Self::Message => Some(("Message", "Ordered by a fault")),
            Self::Http => Some(("HTTP status", "503")),
            Self::Seconds => Some(("Seconds", "2")),
            Self::Accounts => Some(("Accounts", "1")),
        }
    }

    /// What its field holds at first.
    pub fn at_first(self) -> String {
        self.field().map(|(_, at_first)| at_first.to_owned()).unwrap_or_default()
    }
}

/// An effect to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// How it is ordered.
    pub name: &'static str,
    /// How it reads.
    pub label: &'static str,
    /// What it takes.
    pub argument: Argument,
    /// Whether one can choose that the operation is carried out before.
    pub may_apply: bool,
}

const fn kind(name: &'static str, label: &'static str, argument: Argument, may_apply: bool) -> Kind {
    Kind { name, label, argument, may_apply }
}

/// All there are.
pub const ALL: [Kind; 14] = [
    kind("delay", "Later", Argument::Milliseconds, true),
    kind("hang", "No answer while it is there", Argument::None, true),
    kind("error", "ERROR with a message", Argument::Message, true),
    kind("status", "ERROR with an HTTP status", Argument::Http, true),
    kind("html", "HTML page", Argument::Http, true),
    kind("empty", "Nothing", Argument::Http, true),
    kind("unauthorized", "401, token refused", Argument::None, true),
    kind("rate_limited", "429, retry after", Argument::Seconds, true),
    kind("reset", "Connection reset", Argument::None, true),
    kind("cut_off", "Connection breaks midway", Argument::None, false),
    kind("truncated", "First half of the answer", Argument::None, false),
    kind("malformed", "No JSON", Argument::None, false),
    kind("stale", "Old data", Argument::None, false),
    kind("shift", "List shifts by", Argument::Accounts, false),
];

/// The one of that name, or else the first.
pub fn find(name: &str) -> Kind {
    ALL.into_iter().find(|kind| kind.name == name).unwrap_or(ALL[0])
}
