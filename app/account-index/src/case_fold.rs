//! Texts without case.

/// A text as it is searched and ordered: without case, in any script. `ς` counts as `σ`, since a word may end where a search does
/// not.
#[must_use]
pub fn case_fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

pub(crate) fn fold_into(text: &str, folded: &mut String) {
    if text.is_ascii() {
        let start = folded.len();
        folded.push_str(text);
        if let Some(added) = folded.get_mut(start..) {
            added.make_ascii_lowercase();
        }
        return;
    }
    for letter in text.chars() {
        for lower in letter.to_lowercase() {
            folded.push(if lower == 'ς' { 'σ' } else { lower });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_case_is_left_in_any_script() {
        for (text, expected) in [
            ("Jane.DOE", "jane.doe"),
            ("ΟΔΟΣ", "οδοσ"),
            ("Μάρκος", "μάρκοσ"),
            ("ÉÀ", "éà"),
            ("МАРИЯ", "мария"),
            ("İ", "i\u{307}"),
        ] {
            assert_eq!(case_fold(text), expected);
        }
    }
}
