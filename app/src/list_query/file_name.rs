//! The names of exported files: what is in them, and of which day they are.

use super::model::{DateRange, ListQuery};
use account_api::UserType;

/// The longest part of a name that comes from a search or domain, in characters.
const MAX_PART_CHARS: usize = 30;

impl ListQuery {
    /// A file name such as `users-disabled-globex.example-2026-11-27-incomplete.csv`. `scope` names
    /// a part of the list, and `day` is the day in ISO 8601.
    pub fn file_name(&self, scope: Option<&str>, day: &str, is_complete: bool, extension: &str) -> String {
        let list = match self.kind {
            UserType::User => "users",
            UserType::ServiceAccount => "service-accounts",
        };
        let mut parts = vec![list.to_owned()];
        parts.extend(scope.map(str::to_owned));
        parts.extend(self.filters.iter().map(|filter| slug(filter.label())));
        parts.extend(self.domains.iter().map(|domain| slug(domain)));
        parts.extend(registered_part(self.registered));
        parts.push(slug(&self.search));
        parts.push(day.to_owned());
        if !is_complete {
            parts.push("incomplete".to_owned());
        }
        parts.retain(|part| !part.is_empty());
        format!("{}.{extension}", parts.join("-"))
    }
}

fn registered_part(DateRange { from, to }: DateRange) -> Option<String> {
    match (from, to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from-{from}")),
        (None, Some(to)) => Some(format!("to-{to}")),
        (Some(from), Some(to)) => Some(format!("{from}-to-{to}")),
    }
}

/// A text without what file systems forbid or shells interpret.
fn slug(text: &str) -> String {
    let is_kept = |character: char| character.is_alphanumeric() || matches!(character, '.' | '_');
    let words = text.split(|character: char| !is_kept(character)).filter(|word| !word.is_empty());
    let slug: String = words.collect::<Vec<_>>().join("-").to_lowercase().chars().take(MAX_PART_CHARS).collect();
    slug.trim_matches(['-', '.']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::model::Filter;
    use super::*;
    use account_index::State;

    const DAY: &str = "2026-11-27";

    #[test]
    fn the_name_says_what_is_in_the_file() {
        let all = ListQuery::all(UserType::User);
        assert_eq!(all.file_name(None, DAY, true, "csv"), "users-2026-11-27.csv");
        assert_eq!(all.file_name(Some("selected"), DAY, false, "json"), "users-selected-2026-11-27-incomplete.json");
        let filtered = all.with_toggled(Filter::State(State::Disabled)).with_domain_toggled("globex.example");
        assert_eq!(filtered.file_name(None, DAY, true, "csv"), "users-disabled-globex.example-2026-11-27.csv");
        let robots = ListQuery::all(UserType::ServiceAccount).with_search("Deploy / bot".into());
        assert_eq!(robots.file_name(None, DAY, true, "csv"), "service-accounts-deploy-bot-2026-11-27.csv");
    }

    #[test]
    fn a_search_cannot_leave_the_folder() {
        let name =
            |search: &str| ListQuery::all(UserType::User).with_search(search.into()).file_name(None, DAY, true, "csv");
        assert_eq!(name("../../etc/passwd"), "users-etc-passwd-2026-11-27.csv");
        assert_eq!(name("...."), "users-2026-11-27.csv");
        assert!(name(&"ж".repeat(400)).chars().count() < 60);
    }
}
