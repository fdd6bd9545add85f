//! The effects that a fault can have. Generated from mock-server/src/world/faults/catalog.rs.
//! Do not edit. To regenerate: UPDATE_GENERATED=1 cargo test -p mock-server --test generated_files

use super::effects::{Argument, Kind, Preset, TriggerChoice};

/// All effects, in the order of the catalog.
pub const EFFECTS: &[Kind] = &[
    Kind {
        name: "delay",
        label: "Delay",
        summary: "Delayed by {}",
        argument: Argument::Milliseconds,
        allows_after_execution: true,
    },
    Kind {
        name: "long_tail",
        label: "Delay with a long tail",
        summary: "Delayed by about {}, sometimes much longer",
        argument: Argument::Duration,
        allows_after_execution: true,
    },
    Kind {
        name: "hang",
        label: "Hang (no response)",
        summary: "No response until removed",
        argument: Argument::None,
        allows_after_execution: true,
    },
    Kind {
        name: "error",
        label: "ERROR with a message",
        summary: "ERROR “{}”",
        argument: Argument::Message,
        allows_after_execution: true,
    },
    Kind {
        name: "status",
        label: "ERROR with an HTTP status",
        summary: "ERROR, HTTP {}",
        argument: Argument::Http,
        allows_after_execution: true,
    },
    Kind {
        name: "html",
        label: "HTML page",
        summary: "HTML page, HTTP {}",
        argument: Argument::Http,
        allows_after_execution: true,
    },
    Kind {
        name: "empty",
        label: "Empty body",
        summary: "Empty body, HTTP {}",
        argument: Argument::Http,
        allows_after_execution: true,
    },
    Kind {
        name: "unauthorized",
        label: "401, token rejected",
        summary: "401, token rejected",
        argument: Argument::None,
        allows_after_execution: true,
    },
    Kind {
        name: "rate_limited",
        label: "429, retry after",
        summary: "429, retry after {} s",
        argument: Argument::Seconds,
        allows_after_execution: true,
    },
    Kind {
        name: "reset",
        label: "Connection reset",
        summary: "Connection reset",
        argument: Argument::None,
        allows_after_execution: true,
    },
    Kind {
        name: "cut_off",
        label: "Connection drops midway",
        summary: "Connection drops midway",
        argument: Argument::None,
        allows_after_execution: false,
    },
    Kind {
        name: "truncated",
        label: "Truncated body",
        summary: "Truncated body",
        argument: Argument::None,
        allows_after_execution: false,
    },
    Kind {
        name: "malformed",
        label: "Malformed JSON",
        summary: "Malformed JSON",
        argument: Argument::None,
        allows_after_execution: false,
    },
    Kind {
        name: "drip",
        label: "Body in drips",
        summary: "Body in drips over {}",
        argument: Argument::Duration,
        allows_after_execution: false,
    },
    Kind {
        name: "bandwidth",
        label: "Limited bandwidth",
        summary: "{} bytes per second",
        argument: Argument::BytesPerSecond,
        allows_after_execution: false,
    },
    Kind {
        name: "stale",
        label: "Stale data",
        summary: "Stale data, from when the fault was added",
        argument: Argument::None,
        allows_after_execution: false,
    },
    Kind {
        name: "shift",
        label: "List shifts by",
        summary: "List shifts by {}",
        argument: Argument::Accounts,
        allows_after_execution: false,
    },
];

/// All choices of when a fault triggers. The first is the default.
pub const TRIGGERS: &[TriggerChoice] = &[
    TriggerChoice { name: "always", label: "Every call", takes_number: false },
    TriggerChoice { name: "nth", label: "Only the nth call", takes_number: true },
    TriggerChoice { name: "from", label: "From the nth call on", takes_number: true },
    TriggerChoice { name: "every", label: "Every nth call", takes_number: true },
    TriggerChoice { name: "probability", label: "A percentage of calls", takes_number: true },
];

/// The faults that can be added with one click.
pub const PRESETS: &[Preset] = &[
    Preset { label: "Slow 1.5 s", effect: "{\"delay\":1500}", after_execution: false },
    Preset { label: "503", effect: "{\"status\":503}", after_execution: false },
    Preset { label: "Lost response", effect: "\"reset\"", after_execution: true },
    Preset { label: "HTML page", effect: "{\"html\":502}", after_execution: false },
    Preset { label: "401 from now on", effect: "\"unauthorized\"", after_execution: false },
    Preset { label: "Hang", effect: "\"hang\"", after_execution: false },
];
