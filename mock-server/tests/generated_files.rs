//! Generates everything that lists fault effects from the effect catalog, and fails when a file is
//! out of date.
//!
//! To regenerate: `UPDATE_GENERATED=1 cargo test -p mock-server --test generated_files`.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test's helpers may fail as its body may")]

use account_api::Operation;
use mock_server::world::faults::catalog::{EFFECTS, EffectInfo, PRESETS, Parameter, ParameterKind, TRIGGERS};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

const EFFECTS_SOURCE: &str = "mock-server/src/world/faults/catalog.rs";
const UPDATE: &str = "UPDATE_GENERATED=1 cargo test -p mock-server --test generated_files";

fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}

/// Compares a file with its generated content, or writes it when asked to.
fn check(path: &str, generated: &str) {
    let file = repository(path);
    if std::fs::read_to_string(&file).is_ok_and(|current| current == generated) {
        return;
    }
    assert!(std::env::var_os("UPDATE_GENERATED").is_some(), "{path} is out of date. Run: {UPDATE}");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, generated).unwrap();
}

/// An effect as a TypeScript type: `'hang'`, `{ html: number }`, `{ error: { msg: string; … } }`.
fn typescript_type(info: &EffectInfo) -> String {
    let field = |parameter: &Parameter| {
        let optional = if parameter.default.is_some() { "?" } else { "" };
        format!("{}{optional}: {}", parameter.name.unwrap(), parameter.kind.typescript())
    };
    match info.parameters {
        [] => format!("'{}'", info.name),
        [Parameter { name: None, kind, .. }] => format!("{{ {}: {} }}", info.name, kind.typescript()),
        fields => format!("{{ {}: {{ {} }} }}", info.name, fields.iter().map(field).collect::<Vec<_>>().join("; ")),
    }
}

#[test]
fn the_typescript_type_of_effects_is_up_to_date() {
    let mut text = format!("// Generated from {EFFECTS_SOURCE}. Do not edit. To regenerate:\n// {UPDATE}\n\n");
    text += "/** What a fault does. docs/MOCK.md describes each effect. */\nexport type Effect =";
    for info in EFFECTS {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  /** {} */\n  | {}", info.description, typescript_type(info));
    }
    text += ";\n";
    check("e2e/fixtures/generated/effects.ts", &text);
}

/// The variant of the panel's `Argument` that edits the parameters of an effect.
fn panel_argument(info: &EffectInfo) -> &'static str {
    match info.parameters {
        [] => "None",
        [Parameter { name: None, kind, .. }] => match kind {
            ParameterKind::Milliseconds { .. } => "Milliseconds",
            ParameterKind::Duration { .. } => "Duration",
            ParameterKind::BytesPerSecond { .. } => "BytesPerSecond",
            ParameterKind::Seconds { .. } => "Seconds",
            ParameterKind::HttpStatus => "Http",
            ParameterKind::AccountDelta { .. } => "Accounts",
            ParameterKind::Text { .. } | ParameterKind::TextMap { .. } => {
                panic!("{}: the panel has no field", info.name)
            }
        },
        [Parameter { name: Some("msg"), .. }, ..] => "Message",
        _ => panic!("{}: the panel has no field for these parameters", info.name),
    }
}

#[test]
fn the_choices_of_the_developer_panel_are_up_to_date() {
    let mut text = format!(
        "//! The effects that a fault can have. Generated from {EFFECTS_SOURCE}.\n//! Do not edit. To regenerate: {UPDATE}\n\n"
    );
    text += "use super::effects::{Argument, Kind, Preset, TriggerChoice};\n\n/// All effects, in the order of the catalog.\npub const EFFECTS: &[Kind] = &[\n";
    for info in EFFECTS {
        let _ = writeln!(
            text,
            "    Kind {{\n        name: {:?},\n        label: {:?},\n        summary: {:?},\n        argument: Argument::{},\n        \
             allows_after_execution: {},\n    }},",
            info.name,
            info.label,
            info.summary,
            panel_argument(info),
            info.injection_point.allows_after_execution(),
        );
    }
    text += "];\n\n/// All choices of when a fault triggers. The first is the default.\npub const TRIGGERS: &[TriggerChoice] = &[\n";
    for info in TRIGGERS {
        let _ = writeln!(
            text,
            "    TriggerChoice {{ name: {:?}, label: {:?}, takes_number: {} }},",
            info.name, info.label, info.takes_number
        );
    }
    text += "];\n\n/// The faults that can be added with one click.\npub const PRESETS: &[Preset] = &[\n";
    for preset in PRESETS {
        let _ = writeln!(
            text,
            "    Preset {{ label: {:?}, effect: {:?}, after_execution: {} }},",
            preset.label, preset.effect, preset.after_execution
        );
    }
    text += "];\n";
    check("app/src/dev_panel/faults/effect_table.rs", &text);
}

/// What the form of the control room needs to know of a parameter.
fn room_parameter(parameter: &Parameter) -> Value {
    let (label, initial) = parameter.kind.field();
    let initial = parameter.default.filter(|default| !default.starts_with('{')).unwrap_or(initial);
    let kind = match parameter.kind {
        ParameterKind::Milliseconds { .. } | ParameterKind::Duration { .. } => "milliseconds",
        ParameterKind::Text { .. } => "text",
        ParameterKind::TextMap { .. } => "texts",
        ParameterKind::BytesPerSecond { .. }
        | ParameterKind::Seconds { .. }
        | ParameterKind::HttpStatus
        | ParameterKind::AccountDelta { .. } => "number",
    };
    let range = match parameter.kind {
        ParameterKind::TextMap { .. } => {
            format!("One “name: reason” per line: {}", parameter.kind.describe())
        }
        _ => parameter.kind.describe(),
    };
    json!({ "name": parameter.name, "label": label, "initial": initial, "kind": kind, "range": range })
}

#[test]
fn the_choices_of_the_control_room_are_up_to_date() {
    let effects: Vec<Value> = EFFECTS
        .iter()
        .map(|info| {
            json!({
                "name": info.name, "label": info.label, "summary": info.summary, "description": info.description.replace('`', ""),
                "allows_after_execution": info.injection_point.allows_after_execution(),
                "parameters": info.parameters.iter().map(room_parameter).collect::<Vec<_>>(),
            })
        })
        .collect();
    let triggers: Vec<Value> = TRIGGERS
        .iter()
        .map(|info| json!({ "name": info.name, "label": info.label, "phrase": info.phrase, "takes_number": info.takes_number }))
        .collect();
    let presets: Vec<Value> = PRESETS
        .iter()
        .map(|preset| {
            let effect: Value = serde_json::from_str(preset.effect).unwrap();
            json!({ "label": preset.label, "effect": effect, "after_execution": preset.after_execution })
        })
        .collect();
    let names = |is_listed: fn(Operation) -> bool| -> Vec<&str> {
        // The two operations that reset a password share a name in requests.
        let listed = Operation::ALL.into_iter().filter(|operation| is_listed(*operation));
        listed.map(Operation::name).collect()
    };
    let mut text = format!("// Generated from {EFFECTS_SOURCE}. Do not edit. To regenerate:\n// {UPDATE}\n");
    for (name, about, value) in [
        ("OPERATIONS", "All operations of the Account API.", json!(names(|_| true))),
        ("CHANGES", "The operations that change accounts.", json!(names(Operation::is_mutation))),
        ("EFFECTS", "What a fault can do.", json!(effects)),
        ("TRIGGERS", "On which of the matching calls it does that. The first is the default.", json!(triggers)),
        ("PRESETS", "Faults that can be added with one click.", json!(presets)),
    ] {
        let _ = write!(text, "\n/** {about} */\nexport const {name} = {value:#};\n");
    }
    check("mock-server/src/control_room/page/descriptions.js", &text);
}

/// What the documentation says of the parameters of an effect: ranges and defaults.
fn parameter_notes(info: &EffectInfo) -> String {
    let note = |parameter: &Parameter| {
        let range = parameter.kind.describe();
        let name = parameter.name.map(|name| format!("`{name}`, ")).unwrap_or_default();
        let default = parameter.default.map(|json| format!(" (default `{json}`)")).unwrap_or_default();
        format!("{name}{range}{default}")
    };
    info.parameters.iter().map(note).collect::<Vec<_>>().join("; ")
}

#[test]
fn the_table_in_the_documentation_is_up_to_date() {
    const START: &str = "<!-- effects: generated from mock-server/src/world/faults/catalog.rs -->\n";
    const END: &str = "<!-- /effects -->\n";
    let mut table = String::from("\n| `effect` | parameter | what happens |\n|---|---|---|\n");
    for info in EFFECTS {
        let examples = info.examples.iter().map(|example| format!("`{example}`")).collect::<Vec<_>>().join(", ");
        let only = info.operations.iter().map(|operation| format!("`{}`", operation.name())).collect::<Vec<_>>();
        let only = if only.is_empty() { String::new() } else { format!(" Only {}.", only.join(", ")) };
        let _ = writeln!(table, "| {examples} | {} | {}{only} |", parameter_notes(info), info.description);
    }
    table += "\n";
    let page = std::fs::read_to_string(repository("docs/MOCK.md")).unwrap();
    let (before, rest) = page.split_once(START).expect("docs/MOCK.md has a start marker");
    let (_, after) = rest.split_once(END).expect("docs/MOCK.md has an end marker");
    check("docs/MOCK.md", &format!("{before}{START}{table}{END}{after}"));
}
