//! What people really paste, and what they mean by it.

use people_import::{ImportResult, MAX_ROWS, decode, people};

/// User names, addresses and passwords.
fn rows(pasted: &ImportResult) -> Vec<(&str, &str, Option<&str>)> {
    pasted.people.iter().map(|one| (&*one.username, &*one.email, one.password.as_deref())).collect()
}

/// User names and addresses of a text without passwords.
fn read(text: &str) -> Vec<(String, String)> {
    let pasted = people(text);
    assert!(pasted.people.iter().all(|one| one.password.is_none()));
    pasted.people.into_iter().map(|one| (one.username, one.email)).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, email)| ((*name).to_owned(), (*email).to_owned())).collect()
}

#[test]
fn a_german_excel_saves_semicolons_in_windows_1252() {
    let file = b"Benutzername;E-Mail-Adresse;Passwort;Abteilung\r\n\
        j\xf6rg;joerg@x.example;gr\xfcn,rot;Einkauf\r\n\
        \"M\xfcller; Ida\";ida@x.example;\"a\"\"b\";\r\n\
        ;;;\r\n";
    let pasted = people(&decode(file));
    assert_eq!(
        rows(&pasted),
        [("jörg", "joerg@x.example", Some("grün,rot")), ("Müller; Ida", "ida@x.example", Some("a\"b"))]
    );
    assert_eq!(pasted.header.unwrap(), ["Benutzername", "E-Mail-Adresse", "Passwort", "Abteilung"]);
    assert_eq!(pasted.unused_columns, ["Abteilung"]);
}

#[test]
fn a_spreadsheet_copies_tabs() {
    let pasted = people("Email\tUser name\tInitial password\njane@x.example\tjane\tp@ss, word;\n\tbot-1\t\n");
    assert_eq!(rows(&pasted), [("jane", "jane@x.example", Some("p@ss, word;")), ("bot-1", "", Some(""))]);
    assert!(pasted.unused_columns.is_empty());
    let lines: Vec<usize> = pasted.people.iter().map(|one| one.line).collect();
    assert_eq!(lines, [2, 3]);
}

#[test]
fn a_row_of_a_spreadsheet_may_be_addresses() {
    assert_eq!(read("a@x.example\tb@x.example"), pairs(&[("a", "a@x.example"), ("b", "b@x.example")]));
}

#[test]
fn outlook_copies_recipients_with_semicolons() {
    assert_eq!(
        read("Lovelace, Ada <ada@x.example>; Hopper, Grace <ghopper@x.example>; 'joe@x.example' <joe@x.example>;"),
        pairs(&[("ada", "ada@x.example"), ("ghopper", "ghopper@x.example"), ("joe", "joe@x.example")])
    );
}

#[test]
fn apple_mail_copies_recipients_with_commas() {
    assert_eq!(
        read("To: \"Lovelace, Ada\" <ada@x.example>, Grace Hopper <grace@x.example>, jane <jd@x.example>"),
        pairs(&[("ada", "ada@x.example"), ("grace", "grace@x.example"), ("jane", "jd@x.example")])
    );
}

#[test]
fn recipients_stand_one_a_line_too() {
    assert_eq!(
        read(
            "Ada Lovelace <ada@x.example>\r\n\"Hopper, Grace\" <grace@x.example>\r\nLovelace, Bob <bob@x.example>\r\njoe"
        ),
        pairs(&[("ada", "ada@x.example"), ("grace", "grace@x.example"), ("bob", "bob@x.example"), ("joe", "")])
    );
}

#[test]
fn addresses_stand_in_lines_or_beside_each_other() {
    let both = pairs(&[("a", "a@x.example"), ("b", "b@x.example")]);
    for text in [
        "a@x.example\nb@x.example",
        "a@x.example, b@x.example",
        "a@x.example; b@x.example;",
        "a@x.example b@x.example",
        "mailto:a@x.example\rMAILTO:b@x.example?subject=Hello",
        "\"a@x.example\",\"b@x.example\"",
        "\"a@x.example, b@x.example\"",
        "Email\na@x.example\nb@x.example",
        "Email\na@x.example, b@x.example",
    ] {
        assert_eq!(read(text), both, "{text}");
    }
    assert_eq!(people("a@x, b@x\nc@x, d@x, e@x\n\nf@x").people.len(), 6);
}

#[test]
fn words_without_any_address_are_user_names() {
    assert_eq!(
        read("jane\njoe\nAnna Maria\nDoe, Jane\n"),
        pairs(&[("jane", ""), ("joe", ""), ("Anna Maria", ""), ("Doe, Jane", "")])
    );
    assert_eq!(read("bot-1, bot-2, bot-3"), pairs(&[("bot-1", ""), ("bot-2", ""), ("bot-3", "")]));
    assert_eq!(
        read("username\nDoe, Jane\n\"x, y\"\nj@x.example"),
        pairs(&[("Doe, Jane", ""), ("x, y", ""), ("j@x.example", "")])
    );
}

#[test]
fn columns_without_heads_are_known_by_what_is_in_them() {
    assert_eq!(read("jane,jane@x.example\njoe,joe@x.example"), read("jane@x.example,jane\njoe@x.example,joe"));
    let pasted = people("p@ssw0rd,jane,jane@x.example\nsecret,joe,joe@x.example");
    assert_eq!(
        rows(&pasted)[1],
        ("secret", "joe@x.example", None),
        "the first is the user name, whatever it looks like"
    );
    let pasted = people("jane;jane@x.example;secret;Sales\n;joe@x.example;;");
    assert_eq!(rows(&pasted), [("jane", "jane@x.example", None), ("", "joe@x.example", None)]);
    assert_eq!(pasted.unused_columns, ["column 3", "column 4"]);
}

#[test]
fn nothing_is_a_password_that_is_not_called_one() {
    for text in ["Ada\tLovelace\tada@x.example", "jane,jane@x.example,p@ss\njoe,joe@x.example,pa@ss"] {
        let pasted = people(text);
        assert!(pasted.people.iter().all(|one| one.password.is_none()), "{text}");
        assert_eq!(pasted.unused_columns.len(), 1, "{text}");
    }
    let pasted = people("Name,Email,Department\nada,ada@x.example,Sales");
    assert_eq!(rows(&pasted), [("ada", "ada@x.example", None)]);
    assert_eq!(pasted.unused_columns, ["Department"]);
}

#[test]
fn two_addresses_in_a_cell_are_both_seen() {
    let pasted = people("username,email\nada,Ada <a@x.example> or <b@x.example>\nalan,Alan <c@x.example> (work)");
    assert_eq!(rows(&pasted), [("ada", "Ada <a@x.example> or <b@x.example>", None), ("alan", "c@x.example", None)]);
}

#[test]
fn what_people_are_called_in_life_is_no_user_name() {
    let pasted = people("First name,Last name,Email\nAda,Lovelace,ada@x.example\nAnna Maria,Doe,Anna <am@x.example>");
    assert_eq!(rows(&pasted), [("ada", "ada@x.example", None), ("Anna", "am@x.example", None)]);
    assert_eq!(pasted.unused_columns, ["First name", "Last name"]);
    assert_eq!(
        read("Name;E-Mail\nAda Lovelace;al@x.example\nBob;b@x.example"),
        pairs(&[("al", "al@x.example"), ("b", "b@x.example")])
    );
    assert_eq!(read("Name;E-Mail\nada;al@x.example"), pairs(&[("ada", "al@x.example")]));
    assert_eq!(read("Name,Email\n,al@x.example"), pairs(&[("al", "al@x.example")]));
    assert_eq!(read("Login,Username,Mail\nx,jane,j@x.example"), pairs(&[("jane", "j@x.example")]));
}

#[test]
fn other_columns_may_hold_the_addresses() {
    let pasted = people("username,contact,phone\njane,jane@x.example,1\njoe,,2");
    assert_eq!(rows(&pasted), [("jane", "jane@x.example", None), ("joe", "", None)]);
    assert_eq!(pasted.unused_columns, ["phone"]);
}

#[test]
fn a_row_of_which_nothing_is_understood_is_still_a_row() {
    let pasted = people("username,email,phone\njane,j@x.example,1\n,,2\n,,,,3");
    assert_eq!(rows(&pasted)[1..], [("", "", None), ("", "", None)]);
    assert_eq!(pasted.unused_columns, ["phone", "column 5"]);
}

#[test]
fn names_may_be_anything() {
    let text = "user,email\n\"a,\"\"b\"\"\r\nc\",x@x.example\nעדה,y@x.example\n😀 =1+1,z@x.example\n\"=HYPERLINK(\"\"x\"\")\",'=1@x\n";
    assert_eq!(
        read(text),
        pairs(&[
            ("a,\"b\"\r\nc", "x@x.example"),
            ("עדה", "y@x.example"),
            ("😀 =1+1", "z@x.example"),
            ("=HYPERLINK(\"x\")", "'=1@x")
        ])
    );
}

#[test]
fn a_directory_dump_is_not_understood_but_nothing_of_it_is_missing() {
    let text = "dn: uid=jane,ou=people,dc=x\nobjectClass: person\nuid: jane\nmail: jane@x.example\n\ndn: uid=joe,ou=people\nmail: joe@x.example\n";
    let pasted = people(text);
    assert_eq!(pasted.people.len(), 6);
}

#[test]
fn nothing_is_nobody() {
    for text in ["", "\u{feff}", "\r\n \t\n", ";;;\n,,\n", "\"\""] {
        assert_eq!(people(text), ImportResult::default(), "{text:?}");
    }
    assert_eq!(people("username,email").people.len(), 0);
}

#[test]
fn what_is_too_much_is_counted() {
    let many = MAX_ROWS + 3;
    let list: String = (0..many).map(|at| format!("u{at}@x.example, ")).collect();
    let table: String = (0..many).map(|at| format!("u{at},u{at}@x.example\n")).collect();
    for text in [list, table] {
        let pasted = people(&text);
        assert_eq!((pasted.people.len(), pasted.truncated_rows), (MAX_ROWS, 3));
    }
}

#[test]
fn passwords_are_never_printed() {
    let printed = format!("{:?}", people("username,password\njane,hunter2"));
    assert!(printed.contains("jane") && !printed.contains("hunter2"), "{printed}");
}
