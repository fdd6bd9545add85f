//! What people really paste, and what they mean by it.

#![expect(clippy::unwrap_used, reason = "helpers of tests")]

use people_import::{
    Format, Identifiers, MAX_ROWS, Note, Overrides, Purpose, Reader, Reading, Refusal, Role, SkipReason, identifiers,
    read, read_file,
};
use std::task::Poll;

fn users(text: &str) -> Reading {
    read(text, Purpose::Users, &Overrides::default()).unwrap()
}

/// Usernames, emails and passwords.
fn rows(reading: &Reading) -> Vec<(&str, &str, Option<&str>)> {
    reading.records.iter().map(|record| (&*record.username, &*record.email, record.password.as_deref())).collect()
}

/// Usernames and emails of a text.
fn pairs(text: &str) -> Vec<(String, String)> {
    users(text).records.into_iter().map(|record| (record.username, record.email)).collect()
}

fn expected(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, email)| ((*name).to_owned(), (*email).to_owned())).collect()
}

#[test]
fn a_german_excel_file_has_semicolons_and_windows_1252() {
    let file = b"Benutzername;E-Mail-Adresse;Passwort;Abteilung\r\n\
        j\xf6rg;joerg@x.example;gr\xfcn,rot;Einkauf\r\n\
        \"M\xfcller; Ida\";ida@x.example;\"a\"\"b\";\r\n\
        ;;;\r\n";
    let (reading, encoding) = read_file(file, None, Purpose::Users, &Overrides::default()).unwrap();
    assert_eq!(encoding.name(), "Windows-1252");
    assert_eq!(
        rows(&reading),
        [("jörg", "joerg@x.example", Some("grün,rot")), ("Müller; Ida", "ida@x.example", Some("a\"b"))]
    );
    assert_eq!(reading.header_line, Some(1));
    assert_eq!(reading.unused_columns().collect::<Vec<_>>(), ["Abteilung"]);
}

#[test]
fn cells_copied_from_a_spreadsheet_are_separated_by_tabs() {
    let reading = users("Email\tUser name\tInitial password\njane@x.example\tjane\tp@ss, word;\n\tbot-1\t\n");
    assert_eq!(rows(&reading), [("jane", "jane@x.example", Some("p@ss, word;")), ("bot-1", "", None)]);
    let lines: Vec<usize> = reading.records.iter().map(|record| record.line).collect();
    assert_eq!(lines, [2, 3]);
}

#[test]
fn several_emails_on_a_line_are_several_people() {
    let both = expected(&[("a", "a@x.example"), ("b", "b@x.example")]);
    for text in [
        "a@x.example\nb@x.example",
        "a@x.example, b@x.example",
        "a@x.example; b@x.example;",
        "a@x.example b@x.example",
        "a@x.example\tb@x.example",
        "mailto:a@x.example\rMAILTO:b@x.example?subject=Hello",
        "\"a@x.example\",\"b@x.example\"",
        "\"a@x.example, b@x.example\"",
        "Email\na@x.example\nb@x.example",
        "Email\na@x.example, b@x.example",
    ] {
        assert_eq!(pairs(text), both, "{text}");
    }
}

#[test]
fn recipients_of_a_mail_are_read_from_its_header() {
    assert_eq!(
        pairs(
            "To: \"Lovelace, Ada\" <ada@x.example>, Grace Hopper <grace@x.example>\nSubject: Hello, all\nCc: bo@x.example"
        ),
        expected(&[("ada", "ada@x.example"), ("grace", "grace@x.example"), ("bo", "bo@x.example")])
    );
}

#[test]
fn people_without_an_email_are_records_that_need_one() {
    let reading = users("Ada Lovelace <ada@x.example>\nGrace Hopper\n");
    assert_eq!(rows(&reading), [("ada", "ada@x.example", None), ("", "", None)]);
    assert_eq!(reading.records[1].name, "Grace Hopper");
}

#[test]
fn nothing_is_a_password_unless_its_header_says_so() {
    for text in ["Ada\tLovelace\tada@x.example", "jane,jane@x.example,p@ss\njoe,joe@x.example,pa@ss"] {
        assert!(users(text).records.iter().all(|record| record.password.is_none()), "{text}");
    }
}

#[test]
fn two_emails_in_a_cell_are_both_shown_and_neither_is_chosen() {
    let reading = users("name,email\nAda L,Ada <a@x.example> or <b@x.example>\nAlan T,Alan <c@x.example> (work)");
    assert_eq!(rows(&reading), [("", "Ada <a@x.example> or <b@x.example>", None), ("c", "c@x.example", None)]);
}

#[test]
fn full_names_are_not_usernames() {
    assert_eq!(
        pairs("Name;E-Mail\nAda Lovelace;al@x.example\nBob;b@x.example"),
        expected(&[("al", "al@x.example"), ("b", "b@x.example")])
    );
    assert_eq!(pairs("Name;E-Mail\nada;al@x.example"), expected(&[("ada", "al@x.example")]));
    assert_eq!(pairs("Login,Username,Mail\nx,jane,j@x.example"), expected(&[("jane", "j@x.example")]));
}

#[test]
fn the_emails_of_other_people_are_not_read() {
    assert_eq!(pairs("username,contact,phone\njane,other@x.example,1\njoe,,2"), expected(&[("jane", ""), ("joe", "")]));
}

#[test]
fn usernames_may_be_anything_that_is_legal() {
    let text = "user,email\n\"a,\"\"b\"\"\r\nc\",x@x.example\nעדה,y@x.example\n😀 =1+1,z@x.example\n";
    assert_eq!(
        pairs(text),
        expected(&[("a,\"b\"\r\nc", "x@x.example"), ("עדה", "y@x.example"), ("😀 =1+1", "z@x.example")])
    );
}

#[test]
fn vcards_ldif_xml_and_html_tables_are_read() {
    for (text, format) in [
        (
            "BEGIN:VCARD\nFN:Ada\nEMAIL;TYPE=home:p@home.example\nEMAIL;TYPE=work:ada@x.example\nEND:VCARD\n",
            Format::VCard,
        ),
        ("dn: uid=ada,dc=x\nuid: ada\nmail: ada@x.example\n", Format::Ldif),
        ("<users><user><username>ada</username><email>ada@x.example</email></user></users>", Format::Xml),
        (
            "<table><tr><th>Name</th><th>Email</th></tr><tr><td>Ada</td><td>ada@x.example</td></tr></table>",
            Format::Html,
        ),
        ("Name: Ada L\nEmail: ada@x.example\n", Format::KeyValue),
        (
            "{\"Resources\":[{\"userName\":\"ada\",\"emails\":[{\"value\":\"ada@x.example\",\"primary\":true}]}]}",
            Format::Json,
        ),
    ] {
        let reading = users(text);
        assert_eq!(reading.format, format, "{text}");
        assert_eq!(rows(&reading), [("ada", "ada@x.example", None)], "{text}");
    }
}

#[test]
fn pages_and_broken_files_are_refused_with_a_reason() {
    let refusal = |text: &str| read(text, Purpose::Users, &Overrides::default()).unwrap_err();
    assert_eq!(refusal("<!doctype html><form><input name=user></form>"), Refusal::WebPage);
    assert_eq!(refusal("[{\"username\":\"ada\"},{\"us"), Refusal::MalformedJson { line: 1, column: 24 });
    assert_eq!(refusal("{\"name\":\"x\",\"version\":\"1\"}"), Refusal::NoAccountsInJson);
    assert_eq!(refusal("<rss><channel><title>x</title></channel></rss>"), Refusal::Xml);
    let file = read_file(b"%PDF-1.7", None, Purpose::Users, &Overrides::default());
    assert_eq!(file.unwrap_err(), Refusal::NotText("a PDF document"));
}

#[test]
fn what_somebody_decides_about_a_text_overrides_detection() {
    let text = "left,right\nada,ada@x.example\n";
    let overrides = Overrides {
        header_line: Some(Some(1)),
        roles: Some(vec![Some(Role::Password), Some(Role::Email)]),
        ..Overrides::default()
    };
    let reading = read(text, Purpose::Users, &overrides).unwrap();
    assert_eq!(rows(&reading), [("ada", "ada@x.example", Some("ada"))]);
    let overrides = Overrides { header_line: Some(None), delimiter: Some(Some(',')), ..Overrides::default() };
    assert_eq!(read(text, Purpose::Users, &overrides).unwrap().records.len(), 2);
}

#[test]
fn one_password_for_everyone_is_nobodys() {
    let reading = users("username,password\na,Welcome1!\nb,Welcome1!\nc,Welcome1!\n");
    assert!(reading.records.iter().all(|record| record.password.is_none()));
    assert!(reading.records.iter().all(|record| record.notes == [Note::SharedPassword]));
}

#[test]
fn blank_texts_have_no_records() {
    for text in ["", "\u{feff}", "\r\n \t\n", ";;;\n,,\n", "\"\""] {
        assert_eq!((users(text).records.len(), users(text).skipped.len()), (0, 0), "{text:?}");
    }
    assert_eq!(users("username,email").records.len(), 0);
}

#[test]
fn records_beyond_the_limit_are_counted() {
    let count = MAX_ROWS + 3;
    let list: String = (0..count).map(|index| format!("u{index}@x.example, ")).collect();
    let table: String = (0..count).map(|index| format!("u{index},u{index}@x.example\n")).collect();
    for text in [list, table] {
        let reading = users(&text);
        assert_eq!((reading.records.len(), reading.truncated), (MAX_ROWS, 3));
    }
}

#[test]
fn a_text_is_read_the_same_in_steps() {
    let header = "Staff\nusername;email;password\n";
    let line = |index: usize| format!("u{index};u{index}@x.example;Heron-Pine-{index}\n");
    let table: String = std::iter::once(header.to_owned()).chain((0..5_000).map(line)).collect();
    let list: String = (0..5_000).map(|index| format!("{index}. u{index}@x.example\n")).collect();
    for text in [table, list] {
        let mut reader = Reader::new(&text, Purpose::Users, &Overrides::default());
        let mut steps = 1;
        let reading = loop {
            match reader.step() {
                Poll::Ready(reading) => break reading.unwrap(),
                Poll::Pending => steps += 1,
            }
        };
        assert!(steps > 5, "{steps}");
        assert_eq!(reading, users(&text));
        assert_eq!(reading.records.len(), 5_000);
    }
}

#[test]
fn every_skipped_line_is_kept_with_its_reason() {
    let text = "Leavers March\nUsername;Email\nmto;mira@x.example\n# later\nUsername;Email\nTotal: 1\n";
    let reading = users(text);
    let skipped: Vec<_> = reading.skipped.iter().map(|line| (line.line, line.text.as_str(), line.reason)).collect();
    assert_eq!(
        skipped,
        [
            (1, "Leavers March", SkipReason::AboveHeader),
            (4, "# later", SkipReason::Comment),
            (5, "Username;Email", SkipReason::RepeatedHeader),
            (6, "Total: 1", SkipReason::Prose),
        ]
    );
    let long = format!("{}\nUsername;Email\nmto;mira@x.example\n", "Staff ".repeat(1_000));
    assert_eq!(users(&long).skipped[0].text.chars().count(), 201);
}

#[test]
fn a_person_whose_name_is_a_word_of_reports_is_not_skipped() {
    let text =
        "Username,Employee ID\npage,12\nsum,7\ntotal,3\nmto,9\nbob,4\nkim,5\ncount,8\nTotal users,7\nPage 1 of 1,\n";
    let reading = users(text);
    let names: Vec<_> = reading.records.iter().map(|record| record.username.as_str()).collect();
    assert_eq!(names, ["page", "sum", "total", "mto", "bob", "kim", "count"]);
    let skipped: Vec<_> = reading.skipped.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(skipped, ["Total users,7", "Page 1 of 1,"]);
}

#[test]
fn elements_that_are_no_accounts_are_skipped_with_a_reason() {
    for text in [
        "[{\"username\":\"mto\"},{\"note\":\"nobody\"}]",
        "dn: ou=people,dc=x\nobjectClass: top\n\ndn: uid=mto,dc=x\nuid: mto\n",
    ] {
        let reading = users(text);
        assert_eq!(reading.records.len(), 1, "{text}");
        assert_eq!(reading.skipped.iter().map(|line| line.reason).collect::<Vec<_>>(), [SkipReason::NotAnAccount]);
    }
}

#[test]
fn debug_output_has_no_passwords() {
    let printed = format!("{:?}", users("username,password\njane,hunter2"));
    assert!(printed.contains("jane") && !printed.contains("hunter2"), "{printed}");
}

#[test]
fn passwords_pasted_into_a_lookup_stay_on_the_page() {
    for text in [
        "jane,Secret1\njoe,Secret2\n",
        "username,password\njane,Secret1\njoe,Secret2",
        "jane:Secret1\njoe:Secret2\n",
        "jane  Secret1\njoe  Secret2",
        "Username: jane\nPassword: Secret1\n\nUsername: joe\nPassword: Secret2",
    ] {
        assert_eq!(identifiers(text).unwrap(), ["jane", "joe"], "{text}");
    }
}

#[test]
fn words_that_could_be_headers_are_accounts_if_nothing_stands_below_them() {
    assert_eq!(identifiers("member, manager").unwrap(), ["member", "manager"]);
    assert_eq!(identifiers("user\n").unwrap(), ["user"]);
    for empty_table in ["username,email", "Name,Email", "Login;Password\n"] {
        assert!(identifiers(empty_table).unwrap().is_empty(), "{empty_table}");
    }
}

#[test]
fn identifiers_are_what_stands_between_separators() {
    assert_eq!(identifiers("jane, joe;bob\tanna,,jane").unwrap(), ["jane", "joe", "bob", "anna"]);
    assert_eq!(identifiers("Anna Maria\n😀 x\n\"Doe, Jane\"").unwrap(), ["Anna Maria", "😀 x", "Doe, Jane"]);
    assert_eq!(identifiers("\u{feff}Username\njane").unwrap(), ["jane"]);
    assert_eq!(identifiers("user\njane").unwrap(), ["user", "jane"]);
    assert_eq!(identifiers("user,email\njane,jane@x.example").unwrap(), ["jane"]);
    assert!(identifiers(" \n;,\t\n\"\"").unwrap().is_empty());
}

#[test]
fn a_username_that_could_be_a_password_is_left_out_and_offered() {
    for (text, found, left_out) in [
        ("adele\n@ghost (left)\nbob (hunter2)", &["adele", "@ghost", "bob"][..], &["(hunter2)"][..]),
        ("vcruz, janedoe1", &["vcruz"][..], &["janedoe1"][..]),
        ("- vcruz, janedoe1", &["vcruz"], &["janedoe1"]),
        ("vcruz janedoe1", &["vcruz"], &["janedoe1"]),
        ("vcruz, janedoe1\nabruno, adele", &["vcruz", "abruno"], &["janedoe1", "adele"]),
        ("anjali.desai, ana@x.example", &["ana@x.example"], &["anjali.desai"]),
        ("anjali.desai; ana@x.example", &["ana@x.example"], &["anjali.desai"]),
        ("ana@x.example, anjali.desai", &["ana@x.example"], &["anjali.desai"]),
        ("anjali.desai, ana@x.example, vcruz", &["ana@x.example"], &["anjali.desai", "vcruz"]),
        ("anjali.desai, vcruz, ana@x.example", &["ana@x.example"], &["anjali.desai", "vcruz"]),
        ("janedoe1, vcruz", &["janedoe1", "vcruz"], &[]),
        ("Hi,\nplease disable these:\n- vcruz\n- adele.\nThanks!\nKim", &["vcruz", "adele"], &[]),
        // The username is a part of what stands beside it, by chance.
        ("vcruz, avcruz1", &["vcruz"], &["avcruz1"]),
        ("vcruz, vcruz-1", &["vcruz"], &["vcruz-1"]),
        ("Doe, Jane <jane@x.example>; Roe, Joe <joe@x.example>", &["jane@x.example", "joe@x.example"], &[]),
        ("Hi,\n\n- jane (left in March)\n- JOE\n\nBest,\nAnn", &["jane", "JOE"], &[]),
        ("username,city\njane,Berlin", &["jane"], &[]),
        // `manager` may be a header or an account.
        ("manager, janedoe1\nMEMBER, adele", &[], &["manager", "janedoe1", "MEMBER", "adele"]),
        ("password\nhunter2", &[], &["password", "hunter2"]),
    ] {
        let read = Identifiers::read(text).unwrap();
        assert_eq!(read.found, found, "{text}");
        assert_eq!(read.left_out, left_out, "{text}");
    }
}

#[test]
fn lines_without_an_identifier_are_skipped_and_can_be_shown() {
    let read = Identifiers::read("Please disable: jane, joe and bob. Thanks!\n\n- ada").unwrap();
    assert_eq!(read.found, ["ada"]);
    assert_eq!(read.skipped.iter().map(|line| line.line).collect::<Vec<_>>(), [1]);
}

#[test]
fn a_line_between_lines_with_commas_is_looked_up_or_shown_as_skipped() {
    let read = Identifiers::read(
        "Hi, please disable these:\n\
         • Mira Tolland <mira@x.example>\n\
         • Jonas Feldbruck, jonas.feldbruck@x.example\n\
         • Lena Quill, lena.quill@x.example",
    )
    .unwrap();
    assert_eq!(read.found, ["mira@x.example", "jonas.feldbruck@x.example", "lena.quill@x.example"]);
    let skipped: Vec<usize> = read.skipped.iter().map(|line| line.line).collect();
    assert_eq!(skipped, [1]);
}

#[test]
fn people_whose_names_begin_like_a_terminal_are_not_sessions() {
    for list in
        ["- sshah@globex.example (Shah)", "1. Ann console@globex.example x", "ann sshah jfe", "- ttyler@x.example (T)"]
    {
        let reading = read(list, Purpose::Users, &Overrides::default()).unwrap();
        assert!(reading.skipped.is_empty(), "{list}: {reading:?}");
        assert!(!reading.records.iter().any(|record| record.username == "-"), "{list}: {reading:?}");
    }
    let reading =
        read("mto ttyUSB0 Mar 3 09:12\njfe pts/0 Mar 3 10:00", Purpose::Users, &Overrides::default()).unwrap();
    assert_eq!(reading.records.iter().map(|record| record.username.as_str()).collect::<Vec<_>>(), ["mto", "jfe"]);
}

#[test]
fn a_second_table_does_not_hide_the_people_of_the_first() {
    let text =
        "Name;E-Mail\nMira Tolland;mira@x.example\n\nName;Telefon;E-Mail;Abteilung\nIwan Dorsch;1;iwan@x.example;HR";
    let reading = users(text);
    assert_eq!(rows(&reading)[0], ("mira", "mira@x.example", None));
    assert!(reading.records.iter().any(|record| record.name.contains("Iwan")));
}

#[test]
fn an_email_with_an_unknown_qualifier_is_another_persons() {
    for header in ["Email (billing)", "mentor.email", "Referred by (email)", "Email/Mentor", "createdBy.mail"] {
        let reading = users(&format!("Name,Email,{header}\nMira Tolland,,iwan@x.example\n"));
        assert_eq!(rows(&reading), [("", "", None)], "{header}");
    }
}

#[test]
fn an_email_below_an_unknown_header_needs_attention() {
    let reading = users("Name,Gmail address book\nMira Tolland,mt77@home.example\nJonas F,jf@home.example\n");
    assert!(reading.records.iter().all(|record| record.email.is_empty() || !record.notes.is_empty()));
}

#[test]
fn tables_drawn_with_boxes_or_by_databases_are_read() {
    for text in [
        "┌──────────┬────────────────┐\n│ username │ email          │\n├──────────┼────────────────┤\n│ mto      │ mira@x.example │\n└──────────┴────────────────┘",
        "||Username||Email||\n|mto|mira@x.example|",
        "-[ RECORD 1 ]----\nusername | mto\nemail    | mira@x.example\n",
        "User name     Email\n---------     -----\nmto           mira@x.example\njfe           jonas@x.example",
    ] {
        assert_eq!(rows(&users(text))[0], ("mto", "mira@x.example", None), "{text}");
    }
}

#[test]
fn what_a_spreadsheet_made_of_a_username_needs_attention() {
    for value in ["#N/A", "1.2E+05", "2-Mar", "01/03/2031", "NULL", "=A2&B2"] {
        let reading = users(&format!("username,email\n{value},mira@x.example\n"));
        assert_eq!(reading.records[0].notes, [Note::NotAnAccount], "{value}");
    }
}

#[test]
fn lines_with_passwords_are_looked_up_without_them() {
    for text in [
        "mto, Heron-Pine-31\njfe, Otter-Vale-52",
        "mto Heron-Pine-31\njfe Otter-Vale-52",
        "mto - Heron-Pine-31\njfe - Otter-Vale-52",
        "user: mto pass: Heron-Pine-31\nuser: jfe pass: Otter-Vale-52",
        "Heron-Pine-31,mto\nOtter-Vale-52,jfe",
        "PW,User\nHeron-Pine-31,mto\nOtter-Vale-52,jfe",
    ] {
        assert_eq!(identifiers(text).unwrap(), ["mto", "jfe"], "{text}");
    }
}
