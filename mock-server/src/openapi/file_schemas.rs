//! The JSON Schemas of the files that people edit: seeds, worlds, states. They are taken from the
//! description of the APIs.

use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Where the description has its schemas.
const COMPONENTS: &str = "#/components/schemas/";

/// A file format that has a JSON Schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FileFormat {
    /// The path of its schema.
    pub(super) path: &'static str,
    title: &'static str,
    /// The schema in the description.
    schema: &'static str,
}

/// All file formats.
pub(super) const FILE_FORMATS: [FileFormat; 4] = [
    FileFormat { path: "/__mock/schemas/seed.json", title: "A seed of the Account Admin mock", schema: "SeedFile" },
    FileFormat {
        path: "/__mock/schemas/world.json",
        title: "An exported world of the Account Admin mock",
        schema: "WorldFile",
    },
    FileFormat { path: "/__mock/schemas/state.json", title: "The state of an Account Admin mock", schema: "StateFile" },
    FileFormat { path: "/__mock/schemas/variant.json", title: "A variant of the platform", schema: "Variant" },
];

/// The JSON Schema of a file format, for editors and validators.
pub(super) fn schema_of(format: FileFormat, api: &Value) -> Value {
    let mut names = BTreeSet::new();
    collect(&api["components"]["schemas"], format.schema, &mut names);
    let definitions: Map<String, Value> = names
        .iter()
        .map(|name| (name.clone(), with_local_references(&api["components"]["schemas"][name.as_str()])))
        .collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format.title,
        "$ref": format!("#/$defs/{}", format.schema),
        "$defs": definitions,
    })
}

/// Collects a schema and all that it refers to.
fn collect(schemas: &Value, name: &str, names: &mut BTreeSet<String>) {
    if names.insert(name.to_owned()) {
        for reference in references(&schemas[name]) {
            collect(schemas, &reference, names);
        }
    }
}

/// The names of the schemas that a schema refers to.
fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(fields) => {
            let own = fields.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix(COMPONENTS));
            own.map(str::to_owned).into_iter().chain(fields.values().flat_map(references)).collect()
        }
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

/// A copy of a schema that refers to the definitions beside it.
fn with_local_references(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), with_local_references(value))).collect()
        }
        Value::Array(items) => items.iter().map(with_local_references).collect(),
        Value::String(text) => Value::String(text.replace(COMPONENTS, "#/$defs/")),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_of_seeds_stands_on_its_own() {
        let schema = schema_of(FILE_FORMATS[0], &super::super::description());
        let names: Vec<_> = schema["$defs"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["AccountFile", "GroupFile", "SeedFile", "State"]);
        let text = schema.to_string();
        assert!(!text.contains(COMPONENTS) && text.contains("#/$defs/AccountFile"), "{text}");
        let fields = schema["$defs"]["SeedFile"]["properties"].as_object().unwrap();
        assert!(fields.contains_key("$schema") && fields.contains_key("users"), "{fields:?}");
        assert_eq!(schema["$defs"]["SeedFile"]["additionalProperties"], false);
    }
    #[test]
    fn each_file_format_has_a_schema() {
        let api = super::super::description();
        for (format, first) in FILE_FORMATS.into_iter().zip(["SeedFile", "WorldFile", "StateFile", "Variant"]) {
            let schema = schema_of(format, &api);
            assert_eq!(schema["$ref"], format!("#/$defs/{first}"));
            assert!(schema["$defs"][first]["properties"]["$schema"].is_object(), "{first}");
            assert_eq!(schema["$defs"]["SeedFile"].is_object(), first != "Variant");
            assert_eq!(schema["$defs"]["Effect"].is_object(), matches!(first, "WorldFile" | "StateFile"));
        }
    }
}
