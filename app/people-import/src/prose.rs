//! Words around a list: greetings, sentences, headings, and signatures.

use crate::text::trim;
use account_api::case_fold;

fn contains_word(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|other| other == word)
}

/// The case-folded words of a text without the punctuation around them.
fn folded_words(text: &str) -> Vec<String> {
    let is_around = |character: char| !character.is_alphanumeric() && character != '\'';
    let words = text.split_whitespace().map(|word| case_fold(word.trim_matches(is_around)));
    words.filter(|word| !word.is_empty()).collect()
}

/// Whether a line or piece is a greeting, a closing or a sentence.
pub(crate) fn is_prose(text: &str) -> bool {
    // None of these is a given name, so the first word alone marks a line as prose.
    const GREETINGS: &str = "hi hello dear hey please thanks thank regards cheers sincerely hallo liebe lieber \
        guten bitte danke viele grüße gruß bonjour cordialement salut hola gracias saludos ciao grazie \
        saluti groeten bedankt здравствуйте привет спасибо note notes p.s. ps fyi";
    // Some are names too (Kind, Merci), so they count only alone or in a sentence.
    const OPENERS: &str = "best kind merci mit and und et y or the";
    const MAX_NAME_WORDS: usize = 7;
    const MIN_SENTENCE_WORDS: usize = 4;
    let text = trim(text);
    let count = text.split_whitespace().count();
    let Some(first) = text.split_whitespace().next() else { return false };
    let first = case_fold(first.trim_end_matches([',', '!', '.', ':']));
    let is_sentence = count >= MIN_SENTENCE_WORDS;
    contains_word(GREETINGS, &first)
        || (contains_word(OPENERS, &first) && (count == 1 || is_sentence))
        || count > MAX_NAME_WORDS
        || (is_sentence && text.ends_with(['!', '?']))
}

/// Whether a line without emails is prose rather than a username: stricter than [`is_prose`], which
/// has to leave people's full names alone.
pub(crate) fn is_sentence(text: &str) -> bool {
    // None of them is a particle of names, as `von` or `de` are.
    const STOPWORDS: &str = "in of for the are is was were has have had will would should can could please by on at \
        from to with this that these those our my your their we you they i me us he she it its them who which when \
        if as be been not do does did done also see below above attached following left let know before after until \
        und oder der die das für im am bitte sind ist war hat haben wird werden wurde sollen soll mit ich wir sie \
        ihr euch uns nicht auch bei zum zur noch folgende folgenden diese dieser unsere unten anbei siehe alle \
        pour les sur avec est sont nous vous ils ces cette ont été qui dans aux ci-dessous suivants \
        para los las con por favor son están estos estas que siguientes \
        per gli sono questi questo che seguenti met het voor zijn hebben deze onze niet graag";
    const MAX_NAME_WORDS: usize = 4;
    let words = folded_words(text);
    if words.len() < 2 {
        return is_prose(text);
    }
    let has_separators = text.contains([',', ';', '|', '\t', '、', '，', '；']);
    is_prose(text)
        || words.iter().any(|word| contains_word(STOPWORDS, word))
        || (words.len() > MAX_NAME_WORDS && !has_separators)
        || (words.len() > 2 && text.ends_with(['.', '!', '?', '。', '！', '？']))
}

/// Whether a line is the heading of a list: `Leavers March:`, `Accounts`.
pub(crate) fn is_heading(text: &str, is_first: bool) -> bool {
    let text = trim(text);
    let words = folded_words(text);
    let Some(first) = words.first() else { return false };
    let is_capitalized = text.starts_with(char::is_uppercase);
    if text.ends_with([':', '：']) {
        return words.len() > 1 || is_capitalized || names_list(first);
    }
    match words.len() {
        1 => is_first && is_capitalized && names_list(first),
        2 | 3 => names_list(first) && words[1..].iter().all(|word| is_heading_word(word)),
        _ => false,
    }
}

/// Whether what stands before a colon is the heading of the list behind it rather than an entry:
/// `Please disable`, `Leavers`.
pub(crate) fn is_inline_heading(key: &str) -> bool {
    folded_words(key).iter().any(|word| names_list(word)) || is_sentence(key)
}

/// Whether a word names what a list is of, or what is to be done with it.
fn names_list(word: &str) -> bool {
    const LISTS: &str = "leavers joiners starters accounts users people names usernames logins members employees staff \
        colleagues robots bots list participants attendees externals contractors interns students admins \
        benutzer konten nutzer abgänge austritte zugänge neuzugänge mitarbeiter kollegen kolleginnen namen liste \
        teilnehmer externe praktikanten roboter dienstkonten utilisateurs comptes départs arrivées membres \
        usuarios cuentas bajas altas utenti gebruikers vertrekkers пользователи сотрудники \
        disable deactivate reactivate remove delete lock unlock reset lookup todo sperren löschen deaktivieren \
        désactiver supprimer desactivar eliminar";
    contains_word(LISTS, word)
}

/// Whether a word can accompany the name of a list in a heading: a month, a year, an adjective.
fn is_heading_word(word: &str) -> bool {
    const BESIDE: &str = "january february march april may june july august september october november december jan \
        feb mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember q1 q2 q3 q4 \
        week kw list new old all active inactive disabled sales it hr team external internal today tomorrow";
    word.bytes().all(|byte| byte.is_ascii_digit()) || contains_word(BESIDE, word) || names_list(word)
}

/// Whether a line closes a letter: what follows is a signature, or an older mail.
pub(crate) fn is_closing(line: &str) -> bool {
    const CLOSINGS: &str = "thanks thank regards cheers sincerely best kind warm many yours cordially greetings grüße gruß \
        viele beste liebe freundliche danke mfg lg vg bg vielen schöne cordialement merci bien saludos gracias un \
        atentamente atenciosamente obrigado saluti grazie cordiali groeten groetjes bedankt спасибо pozdrawiam \
        s pozdravem hilsen";
    // Words that may begin a closing, but only together with another one.
    const SECOND: &str = "you regards wishes grüße grüßen gruß dank danke à saludo saluti groet groeten уважением truly \
        sincerely advance very thanks all everyone";
    const AMBIGUOUS: &str = "best kind warm many yours viele beste liebe freundliche vielen schöne bien un s bg cordiali \
        merci";
    const MAX_WORDS: usize = 5;
    let line = trim(line);
    if line == "--" || line == "—" || line.contains("-----Original Message-----") {
        return true;
    }
    let words = folded_words(line);
    let Some(first) = words.first() else { return false };
    let second = words.get(1).map(String::as_str);
    let is_in = |list: &str, word: Option<&str>| word.is_some_and(|word| contains_word(list, word));
    // `mit freundlichen Grüßen`, `met vriendelijke groet`, `с уважением`.
    let is_with = is_in("mit met с z", Some(first))
        && is_in("freundlichen freundlichem besten vriendelijke hartelijke уважением poważaniem lieben", second);
    let is_sent_from = is_in("sent von envoyé enviado", Some(first)) && is_in("from meinem de mon my desde", second);
    let is_quote = line.ends_with([':', '：'])
        && words.len() > 3
        && words.iter().any(|word| contains_word("wrote schrieb écrit escribió scritto schreef написал", word));
    if is_with || is_sent_from || is_quote {
        return true;
    }
    if words.len() > MAX_WORDS || !contains_word(CLOSINGS, first) {
        return false;
    }
    let is_alone = words.len() == 1 && line.trim_end_matches(is_end).chars().all(char::is_alphabetic);
    !contains_word(AMBIGUOUS, first) || is_in(SECOND, second) || is_alone && !contains_word("un s bien", first)
}

fn is_end(character: char) -> bool {
    matches!(character, ',' | '!' | '.')
}

/// Whether a word is that of a sum below a list.
pub(crate) fn is_total(word: &str) -> bool {
    contains_word("total sum count summe anzahl gesamt somme suma totale totaal итого 合計", &case_fold(trim(word)))
}

/// Whether a line counts the rows of a table above it, as databases print it: `(2 rows)`.
pub(crate) fn is_row_count(text: &str) -> bool {
    // Rows of wide tables are many and long.
    const MAX_LEN: usize = 100;
    if text.len() > MAX_LEN {
        return false;
    }
    let text = trim(text).trim_start_matches('(');
    let mut words = text.split_whitespace();
    words.next().is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
        && words.next().is_some_and(|word| {
            let word = case_fold(word.trim_end_matches([')', '.', ',']));
            contains_word("row rows zeile zeilen ligne lignes fila filas record records rij rijen", &word)
        })
}

/// Whether two cells are a sum and its label: `Total`, `12`. `sum` and `count` alone may be names.
pub(crate) fn is_labeled_total(label: &str, number: &str) -> bool {
    let words = folded_words(label);
    let is_ambiguous = words.len() == 1 && contains_word("sum suma count somme", &words[0]);
    words.first().is_some_and(|word| is_total(word))
        && !is_ambiguous
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a line below a table is about the report: `Page 1 of 3`, `Total users: 12`, `End of
/// report`, `Printed on 11/29/2026`.
pub(crate) fn is_report_footer(text: &str) -> bool {
    const MAX_LEN: usize = 100;
    const MAX_WORDS: usize = 6;
    if text.len() > MAX_LEN || text.contains('@') {
        return false;
    }
    let words = folded_words(text);
    let (Some(first), Some(last), true) = (words.first(), words.last(), words.len() <= MAX_WORDS) else { return false };
    let is_number = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    let is_of = |word: &String| contains_word("of von de di van sur z av af из", word);
    let is_counter = |word: &String| word.split('/').all(|part| is_number(&part.to_owned()));
    let is_page = contains_word("page seite página pagina pág strona sida side страница", first)
        && words.len() > 1
        && words[1..].iter().all(|word| is_counter(word) || is_of(word) || contains_word(first, word));
    let is_sum = words.len() > 1 && is_total(first) && is_number(last);
    let is_end = contains_word("end ende fin fine koniec", first)
        && words.get(1).is_some_and(|word| is_of(word) || contains_word("des der du del", word))
        && contains_word(
            "report file list export data document bericht berichts liste datei rapport fichier informe",
            last,
        );
    // The digits and separators of a date or a time of day.
    let is_date = |word: &String| {
        word.starts_with(|character: char| character.is_ascii_digit())
            && word.bytes().filter(u8::is_ascii_digit).count() >= 3
            && word.contains(['/', '.', '-', ':'])
    };
    let is_stamp =
        contains_word("printed generated exported gedruckt erstellt exportiert imprimé généré exporté", first)
            && words.iter().any(is_date);
    is_page || is_sum || is_end || is_stamp
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_about_a_report_are_not_people() {
        for line in [
            "Page 1 of 1",
            "Seite 2 von 3",
            "page 1/4",
            "Total: 2",
            "Total users: 12",
            "Summe 7",
            "End of report",
            "*** End of file ***",
            "Printed 11/29/2026",
            "Generated on 2026-11-29 10:15",
        ] {
            assert!(is_report_footer(line), "{line}");
        }
        for line in
            ["page", "jimmy page", "page.1", "Page Miller", "total", "end", "printed", "Page 1 page@x.org", "sum"]
        {
            assert!(!is_report_footer(line), "{line}");
        }
    }

    #[test]
    fn letters_are_closed_by_greetings_and_not_by_names() {
        for line in [
            "Thanks,",
            "Thanks",
            "Best regards",
            "Best,",
            "Kind regards, Jane",
            "Viele Grüße",
            "Mit freundlichen Grüßen",
            "--",
            "Many thanks!",
            "On 3 Feb 2031, Lena Varga wrote:",
            "Sent from my phone",
            "Un saludo",
            "Cheers Iwan",
        ] {
            assert!(is_closing(line), "{line}");
        }
        for line in
            ["mto", "Kind Jonas", "Best Western", "Merci Dupont", "Mira Tolland", "yours@x.example", "s.tolland"]
        {
            assert!(!is_closing(line), "{line}");
        }
    }

    #[test]
    fn headings_and_sentences_are_not_usernames() {
        for line in ["Leavers March:", "Robots:", "Leavers", "Leavers March 2031", "Users to disable:"] {
            assert!(is_heading(line, true), "{line}");
        }
        for line in ["Leavers in March", "Accounts to disable", "They are gone.", "we need these robots"] {
            assert!(is_sentence(line), "{line}");
        }
        for line in ["mto", "mto:", "users", "Anna Maria", "user", "mail", "Build robot 7", "Maria de la Cruz"] {
            assert!(!is_heading(line, true) && !is_sentence(line), "{line}");
        }
    }
}
