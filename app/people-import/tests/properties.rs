//! What holds for any text at all.

use account_api::User;
use people_import::{Identifiers, Overrides, Purpose, Reading, identifiers, read};
use proptest::prelude::*;
use proptest::test_runner::FileFailurePersistence;

/// Texts that resemble people's lists: more of what matters than chance would produce.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-d]{1,3}",
        2 => "[a-d]{1,2}@[a-d]\\.[a-d]{2}",
        4 => prop::sample::select(vec![",", ";", "\t", "\n", "\r\n", "\r", " ", "\"", "\"\"", "<", ">", "@", ", ", "|", ": "]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["username", "email", "name", "Passwort", "mailto:", "sep=;\n", "\0", "\u{feff}", "\u{a0}", "'", "\u{202b}א", "=1", "1. ", "- ", "[{", "<p>"]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn purposes() -> impl Strategy<Value = Purpose> {
    prop::sample::select(vec![Purpose::Users, Purpose::ServiceAccounts, Purpose::Identifiers])
}

/// The lines of a reading: records, skipped lines and header.
fn covered_lines(reading: &Reading) -> Vec<usize> {
    let records = reading.records.iter().map(|record| record.line);
    records.chain(reading.skipped.iter().map(|skipped| skipped.line)).chain(reading.header_line).collect()
}

/// Failing cases are kept next to this file, and committed.
fn config() -> ProptestConfig {
    let persistence = FileFailurePersistence::WithSource("proptest-regressions");
    ProptestConfig { failure_persistence: Some(Box::new(persistence)), ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_read_or_refused(text in "\\PC*|[\\x00-\\x7f]*", purpose in purposes()) {
        if let Ok(reading) = read(&text, purpose, &Overrides::default()) {
            prop_assert!(reading.records.len() <= text.len());
        }
        if let Ok(found) = identifiers(&text) {
            prop_assert!(found.len() <= text.len());
        }
    }

    #[test]
    fn every_line_with_a_letter_is_a_record_or_skipped(text in texts(), purpose in purposes()) {
        // Quoted cells may span lines, which begin in another one.
        let text = text.replace('"', "");
        let Ok(reading) = read(&text, purpose, &Overrides::default()) else { return Ok(()) };
        prop_assume!(matches!(reading.format, people_import::Format::Table | people_import::Format::List));
        let covered = covered_lines(&reading);
        let lines = text.replace("\r\n", "\n").replace('\r', "\n");
        for (index, line) in lines.split('\n').enumerate() {
            let is_declaration = index == 0 && line.to_ascii_lowercase().contains("sep=");
            let has_letter = line.contains(char::is_alphanumeric) && !is_declaration;
            prop_assert!(!has_letter || covered.contains(&(index + 1)), "line {}: {line:?} of {reading:?}", index + 1);
        }
    }

    #[test]
    fn no_field_has_text_of_another_line(people in prop::collection::vec(("[a-z]{3,8}", "[a-z]{3,8}"), 1..12), style in 0_usize..7) {
        let line = |(index, (given, local)): (usize, &(String, String))| {
            let (given, email) = (format!("{given}{index}q"), format!("{local}{index}z@x.example"));
            match style {
                0 => format!("{given} <{email}>"),
                1 => format!("{given},{email}"),
                2 => format!("{given};{email};Sales"),
                3 => format!("- {email} ({given})"),
                4 => format!("{given}\t{email}"),
                5 => format!("{index}. {given} {email}"),
                _ => format!("\"{given}, X\" <{email}>"),
            }
        };
        let text: Vec<String> = people.iter().enumerate().map(line).collect();
        let reading = read(&text.join("\n"), Purpose::Users, &Overrides::default()).unwrap();
        prop_assert_eq!(reading.records.len(), people.len());
        for (index, record) in reading.records.iter().enumerate() {
            let tail = format!("{index}z@x.example");
            prop_assert!(record.email.ends_with(&tail) && record.email.len() < 20 + tail.len(), "{record:?}");
            let is_own = text[index].contains(&record.username) && text[index].contains(&record.name);
            prop_assert!(is_own, "{record:?} of {:?}", text[index]);
        }
    }

    #[test]
    fn each_person_of_a_mail_is_looked_up_or_offered_whatever_the_form_of_the_line(
        people in prop::collection::vec(("[A-D][a-d]{2,6}", "[a-d]{3,8}", 0_usize..7), 1..8),
        greeting in prop::sample::select(vec!["", "Hi, please disable these:\n", "Hello team\n", "Hi Ann,\n\n"]),
    ) {
        let email = |index: usize, local: &str| format!("{local}{index}z@x.example");
        let line = |(index, (given, local, style)): (usize, &(String, String, usize))| {
            let email = email(index, local);
            match style {
                0 => format!("{given} Quillon <{email}>"),
                1 => format!("{given} Quillon, {email}"),
                2 => format!("• {given} Quillon ({email})"),
                3 => format!("- {email}"),
                4 => format!("{given}; {email}"),
                5 => format!("{}. {given} {email}", index + 1),
                _ => format!("Quillon, {given} <{email}>;"),
            }
        };
        let lines: Vec<String> = people.iter().enumerate().map(line).collect();
        let text = format!("{greeting}{}", lines.join("\n"));
        let read = Identifiers::read(&text).unwrap();
        for (index, (_, local, _)) in people.iter().enumerate() {
            let email = email(index, local);
            let is_offered = read.left_out.iter().any(|value| value.contains(&email));
            prop_assert!(read.found.contains(&email) || is_offered, "{text}\n{read:?}");
        }
    }

    #[test]
    fn identifiers_are_never_blank_or_repeated(text in texts()) {
        let Ok(found) = identifiers(&text) else { return Ok(()) };
        for (index, identifier) in found.iter().enumerate() {
            prop_assert!(!identifier.trim().is_empty(), "{found:?}");
            prop_assert!(!found[..index].contains(identifier), "{found:?}");
        }
    }

    #[test]
    fn each_name_between_commas_is_looked_up_or_offered(
        lines in prop::collection::vec(
            prop::collection::vec("[a-z]{3,7}(\\.[a-z]{3,5})?[0-9]{0,2}(@[a-z]{3,5}\\.example)?", 1..5),
            1..4,
        ),
        separator in prop::sample::select(vec![", ", "; "]),
    ) {
        let text = lines.iter().map(|names| names.join(separator)).collect::<Vec<_>>().join("\n");
        let Ok(read) = Identifiers::read(&text) else { return Ok(()) };
        let is_skipped = |index: usize| read.skipped.iter().any(|line| line.line == index + 1);
        for (index, names) in lines.iter().enumerate().filter(|(index, _)| !is_skipped(*index)) {
            for name in names {
                let is_known = read.found.contains(name) || read.left_out.contains(name);
                prop_assert!(is_known, "{name} of line {}: {read:?}", index + 1);
            }
        }
    }

    #[test]
    fn a_password_column_is_never_looked_up(
        people in prop::collection::vec(("[a-z]{2,8}", "[A-Z][a-z]{4,8}-[0-9]{2}"), 1..9),
        delimiter in prop::sample::select(vec!["\t", ";", ","]),
    ) {
        let mut text = format!("Username{delimiter}Password\n");
        for (name, password) in &people {
            text.push_str(&format!("{name}{delimiter}{password}\n"));
        }
        let found = identifiers(&text).unwrap();
        prop_assert!(people.iter().all(|(_, password)| !found.contains(password)), "{found:?}");
        prop_assert!(people.iter().all(|(name, _)| found.contains(name)), "{found:?}");
    }

    #[test]
    fn a_table_with_headers_is_read_back(
        // The digit keeps chance from making a remark, such as `by it 00`, which is no password.
        people in prop::collection::vec(("[a-z]{1,6}[0-9a-z._-]{0,3}", "[a-z]{1,5}", "[A-Za-z][0-9][a-z,@;:\"' ß]{1,6}[0-9]{2}"), 1..9),
        order in Just(vec![0_usize, 1, 2, 3]).prop_shuffle(),
        delimiter in prop::sample::select(vec!["\t", ";", ",", "|"]),
        line_break in prop::sample::select(vec!["\r\n", "\n", "\r"]),
    ) {
        let mut passwords: Vec<&String> = people.iter().map(|(.., password)| password).collect();
        passwords.sort();
        passwords.dedup();
        prop_assume!(passwords.len() == people.len());
        let quote = |cell: &str| format!("\"{}\"", cell.replace('"', "\"\""));
        let headers = ["User name", "E-Mail", "Password", "Phone"].map(str::to_owned);
        let rows = people.iter().map(|(name, local, password)| [name.clone(), format!("{local}@x.example"), password.clone(), "1".to_owned()]);
        let mut text = String::new();
        for row in std::iter::once(headers).chain(rows) {
            let cells: Vec<String> = order.iter().map(|column| quote(&row[*column])).collect();
            text.push_str(&cells.join(delimiter));
            text.push_str(line_break);
        }
        let reading = read(&text, Purpose::Users, &Overrides::default()).unwrap();
        prop_assert_eq!(reading.unused_columns().collect::<Vec<_>>(), ["Phone"]);
        let read: Vec<_> = reading.records.into_iter().map(|record| (record.username, record.email, record.password)).collect();
        let written: Vec<_> = people.into_iter().map(|(name, local, password)| (name, format!("{local}@x.example"), Some(password))).collect();
        prop_assert_eq!(read, written);
    }
}

/// The usernames and emails of the console's own exports come back exactly as they went out.
mod export_then_import {
    use super::*;
    use account_index::{BYTE_ORDER_MARK, csv_row};

    fn users() -> impl Strategy<Value = Vec<User>> {
        let name = "[a-zéß=+@'\" ;,|<>(){}_*#“”\\[\\]-]{0,6}[a-z0-9\\]”)>]";
        prop::collection::vec((name, "[a-z]{1,6}"), 1..8).prop_map(|users| {
            let user = |(index, (name, local)): (usize, (String, String))| User {
                username: format!("{}{index}", name.trim_start()),
                email: format!("{local}{index}@x.example"),
                ..User::default()
            };
            users.into_iter().enumerate().map(user).collect()
        })
    }

    proptest! {
        #![proptest_config(config())]

        #[test]
        fn csv_is_the_identity(users in users()) {
            let mut text = String::from(BYTE_ORDER_MARK);
            text.push_str(&csv_row(["username", "email", "status", "site_admin"]));
            for user in &users {
                text.push_str(&csv_row([user.username.as_str(), &user.email, "active", "no"]));
            }
            let reading = read(&text, Purpose::Users, &Overrides::default()).unwrap();
            let read: Vec<_> = reading.records.into_iter().map(|record| (record.username, record.email)).collect();
            let written: Vec<_> = users.into_iter().map(|user| (user.username, user.email)).collect();
            prop_assert_eq!(read, written);
        }

        #[test]
        fn json_is_the_identity(users in users()) {
            let objects: Vec<_> = users.iter().map(|user| serde_json::json!({ "username": user.username, "email": user.email, "is_admin": false })).collect();
            let text = serde_json::to_string_pretty(&objects).unwrap();
            let reading = read(&text, Purpose::Users, &Overrides::default()).unwrap();
            let read: Vec<_> = reading.records.into_iter().map(|record| (record.username, record.email)).collect();
            let written: Vec<_> = users.into_iter().map(|user| (user.username, user.email)).collect();
            prop_assert_eq!(read, written);
        }
    }
}
