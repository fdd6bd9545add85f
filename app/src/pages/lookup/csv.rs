//! Exports the results of a lookup as CSV.

use super::labels::kind_label;
use super::state::LookupRow;
use crate::account_labels::{state_label, yes_or_no};
use crate::accounts::Resolution;
use account_index::csv_row;

/// The columns of the file.
pub const LOOKUP_HEADER: [&str; 6] = ["identifier", "username", "email", "type", "status", "site_admin"];

/// Formats rows as CSV. An email that several accounts share takes a line for each of them.
pub fn lookup_csv_rows(rows: &[LookupRow]) -> Vec<String> {
    let mut lines = Vec::new();
    for LookupRow { identifier, resolution, .. } in rows {
        for (kind, user) in resolution.iter().flat_map(Resolution::accounts) {
            let state = state_label(user.state()).to_lowercase();
            let (kind, is_admin) = (kind_label(kind).to_lowercase(), yes_or_no(user.is_admin).to_lowercase());
            lines.push(csv_row([&**identifier, &user.username, &user.email, &kind, &state, &is_admin]));
        }
        let kind = match resolution {
            Some(Resolution::Account(..) | Resolution::Ambiguous(_)) => continue,
            Some(Resolution::Organization) => "organization",
            Some(Resolution::UserOutsideList) => "user",
            Some(Resolution::NotFound) => "not found",
            Some(Resolution::Unknown(_)) | None => "unknown",
        };
        lines.push(csv_row([identifier, "", "", kind, "", ""]));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::state::test_rows::{account, found, row};
    use super::*;

    #[test]
    fn each_resolution_has_its_line() {
        let shared = Resolution::Ambiguous(vec![account("grace"), account("hopper")]);
        let lines = lookup_csv_rows(&[
            row("ada", found("ada")),
            row("g@globex.net", Some(shared)),
            row("globex", Some(Resolution::Organization)),
            row("nobody", Some(Resolution::NotFound)),
        ]);
        let lines: Vec<&str> = lines.iter().map(|line| line.trim_end()).collect();
        assert_eq!(
            lines,
            [
                "ada,ada,ada@globex.net,user,active,no",
                "g@globex.net,grace,grace@globex.net,user,active,no",
                "g@globex.net,hopper,hopper@globex.net,user,active,no",
                "globex,,,organization,,",
                "nobody,,,not found,,",
            ]
        );
    }
}
