//! What holds for whatever is pasted.

use people_import::{ImportResult, names, people};
use proptest::prelude::*;

/// Texts that are nearly what people paste: more of what matters than chance would have.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-d]{1,3}",
        2 => "[a-d]{1,2}@[a-d]\\.[a-d]{2}",
        4 => prop::sample::select(vec![",", ";", "\t", "\n", "\r\n", "\r", " ", "\"", "\"\"", "<", ">", "@", ", "]).prop_map(str::to_owned),
        1 => prop::sample::select(vec!["username", "email", "name", "Passwort", "mailto:", "sep=;\n", "\0", "\u{feff}", "\u{a0}", "'", "\u{202b}א", "=1"]).prop_map(str::to_owned),
        1 => "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

/// A cell of a table, as it is after trimming.
fn cells(letters: &'static str) -> impl Strategy<Value = String> {
    letters.prop_map(|cell: String| cell.trim().to_owned())
}

/// A text as a table has it.
fn cell(text: &str, is_quoted: bool) -> String {
    if is_quoted || text.contains(['\t', ';', ',', '"', '\r', '\n']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

proptest! {
    #[test]
    fn any_text_is_read(text in "\\PC*|[\\x00-\\x7f]*") {
        let (people, names) = (people(&text), names(&text));
        prop_assert!(people.people.len() <= text.len() && names.len() <= text.len());
    }

    #[test]
    fn each_line_that_has_a_letter_is_accounted_for(text in texts()) {
        let text = text.replace(['"', '='], "");
        let lines = text.split(['\r', '\n']).filter(|line| line.contains(char::is_alphanumeric)).count();
        let ImportResult { people, header, truncated_rows, .. } = people(&text);
        prop_assert!(people.len() + truncated_rows + usize::from(header.is_some()) >= lines, "{people:?}");
    }

    #[test]
    fn no_name_to_look_up_is_blank_or_there_twice(text in texts()) {
        let names = names(&text);
        for (at, name) in names.iter().enumerate() {
            prop_assert!(!name.trim().is_empty(), "{names:?}");
            prop_assert!(!names[..at].contains(name));
        }
    }

    #[test]
    fn words_to_look_up_are_all_there(words in prop::collection::vec("[a-dé]{1,4}( [a-d]{1,4})?", 1..9), separator in prop::sample::select(vec!["\n", ", ", ";", "\t", "\r\n"])) {
        let mut once = Vec::new();
        for word in &words {
            if !once.contains(word) {
                once.push(word.clone());
            }
        }
        prop_assert_eq!(names(&words.join(separator)), once);
    }

    #[test]
    fn a_table_with_heads_is_read_back(
        people_written in prop::collection::vec(
            (cells("[a-z@,;\"\t\r\n 'é中😀א\0=<>]{0,6}"), cells("[a-z@.,; \"]{0,8}"), cells("[a-z@,;\"\n ß]{0,6}"), cells("[a-z,@]{1,3}")),
            0..9,
        ),
        order in Just(vec![0usize, 1, 2, 3]).prop_shuffle(),
        separator in prop::sample::select(vec!["\t", ";", ","]),
        end in prop::sample::select(vec!["\r\n", "\n", "\r"]),
        is_quoted in prop::collection::vec(any::<bool>(), 7),
        mark in prop::sample::select(vec!["", "\u{feff}"]),
    ) {
        let mut is_quoted = is_quoted.into_iter().cycle();
        let mut text = mark.to_owned();
        let heads = ["User name", "E-Mail", "Password", "Phone"].map(str::to_owned);
        let rows = people_written.iter().map(|(name, email, password, phone)| [name, email, password, phone].map(String::clone));
        for row in std::iter::once(heads).chain(rows) {
            let row: Vec<String> = order.iter().map(|column| cell(&row[*column], is_quoted.next() == Some(true))).collect();
            text.push_str(&row.join(separator));
            text.push_str(end);
        }
        let pasted = people(&text);
        prop_assert_eq!(pasted.header.map(|header| header.len()), Some(4));
        prop_assert_eq!(pasted.unused_columns.len(), usize::from(!people_written.is_empty()));
        let read: Vec<_> = pasted.people.into_iter().map(|one| (one.username, one.email, one.password)).collect();
        let written: Vec<_> = people_written.into_iter().map(|(name, email, password, _)| (name, email, Some(password))).collect();
        prop_assert_eq!(read, written);
    }

    #[test]
    fn addresses_are_found_in_any_list(
        names in prop::collection::vec(("[A-Z][a-z]{1,5} [A-Z][a-z]{1,5}|[A-Z][a-z]{1,5}, [A-Z][a-z]{1,5}", "[a-z]{1,6}"), 1..9),
        style in 0usize..4,
        separator in prop::sample::select(vec![", ", "; ", ";", "\n", "\r\n"]),
    ) {
        let one = |(name, local): &(String, String)| match style {
            0 => format!("{local}@x.example"),
            1 => format!("\"{name}\" <{local}@x.example>"),
            2 => format!("{} <{local}@x.example>", name.replace(',', "")),
            _ => format!("<mailto:{local}@x.example>"),
        };
        let text = names.iter().map(one).collect::<Vec<_>>().join(separator);
        let read: Vec<_> = people(&text).people.into_iter().map(|one| (one.username, one.email)).collect();
        let written: Vec<_> = names.into_iter().map(|(_, local)| (local.clone(), format!("{local}@x.example"))).collect();
        prop_assert_eq!(read, written);
    }
}
