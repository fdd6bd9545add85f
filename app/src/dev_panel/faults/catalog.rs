//! Lookups in the generated table of effects.

use super::effect_table::EFFECTS;
use super::effects::Kind;

/// Returns the effect with a name, if the panel knows it.
pub fn find(name: &str) -> Option<Kind> {
    EFFECTS.iter().copied().find(|kind| kind.name == name)
}

/// Returns the effect with a name, or the first one, which is the form's default.
pub fn find_or_default(name: &str) -> Kind {
    find(name).unwrap_or(EFFECTS[0])
}
