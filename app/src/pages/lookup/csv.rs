//! Exports the results of a lookup as CSV.

use super::labels::kind_label;
use super::state::LookupRow;
use crate::accounts::labels::{state_label, yes_or_no};
use crate::jobs::Resolution;
use account_index::{BYTE_ORDER_MARK, csv_row};

/// Formats rows as CSV. An email that several accounts share takes a line for each of them.
pub fn lookup_csv(rows: &[LookupRow]) -> String {
    let mut csv = String::from(BYTE_ORDER_MARK);
    csv.push_str(&csv_row(["looked_for", "user_name", "email", "type", "status", "site_admin"]));
    for LookupRow { identifier, resolution } in rows {
        for (kind, user) in resolution.iter().flat_map(Resolution::accounts) {
            let state = state_label(user.state()).to_lowercase();
            let (kind, is_admin) = (kind_label(kind).to_lowercase(), yes_or_no(user.is_admin).to_lowercase());
            csv.push_str(&csv_row([&**identifier, &user.username, &user.email, &kind, &state, &is_admin]));
        }
        let kind = match resolution {
            Some(Resolution::Account(..) | Resolution::Ambiguous(_)) => continue,
            Some(Resolution::Organization) => "organization",
            Some(Resolution::UserOutsideList) => "user",
            Some(Resolution::NotFound) => "none",
            Some(Resolution::Unknown(_)) | None => "not known",
        };
        csv.push_str(&csv_row([identifier, "", "", kind, "", ""]));
    }
    csv
}

#[cfg(test)]
mod tests {
    use super::super::state::test_rows::{account, found, row};
    use super::*;

    #[test]
    fn each_resolution_has_its_line() {
        let shared = Resolution::Ambiguous(vec![account("grace"), account("hopper")]);
        let csv = lookup_csv(&[
            row("ada", found("ada")),
            row("g@globex.net", Some(shared)),
            row("globex", Some(Resolution::Organization)),
            row("nobody", Some(Resolution::NotFound)),
        ]);
        let lines: Vec<&str> = csv.trim_start_matches(BYTE_ORDER_MARK).lines().skip(1).collect();
        assert_eq!(
            lines,
            [
                "ada,ada,ada@globex.net,user,active,no",
                "g@globex.net,grace,grace@globex.net,user,active,no",
                "g@globex.net,hopper,hopper@globex.net,user,active,no",
                "globex,,,organization,,",
                "nobody,,,none,,",
            ]
        );
    }
}
