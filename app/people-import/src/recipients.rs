//! People in running text: recipients of a mail, numbered lists, sentences.
//!
//! An entry is an email or, between delimiters, words without one. Words next to an email are its
//! name or a remark. They never become a second person's data: the username comes from the email
//! alone.

use crate::email::{Span, find_all, local_part};
use crate::markers::strip_markers;
use crate::ownership::remark_about_another;
use crate::prose::is_prose;
use crate::text::{is_blank, strip_wrappers, trim};
use account_api::case_fold;

/// One person of a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The email; empty if the entry has none.
    pub email: String,
    /// The name, as far as it is known.
    pub name: String,
}

/// The line without the name of a mail header: `To:`, `Cc:`. `None` for headers that name no
/// recipient.
pub(crate) fn strip_mail_header(line: &str) -> Option<&str> {
    const RECIPIENTS: &[&str] = &[
        "to",
        "cc",
        "bcc",
        "from",
        "reply-to",
        "an",
        "von",
        "kopie",
        "à",
        "de",
        "para",
        "a",
        "da",
        "aan",
        "van",
        "кому",
        "от",
        "копия",
        "宛先",
        "差出人",
        "收件人",
        "发件人",
        "抄送",
        "members",
        "attendees",
        "recipients",
        "participants",
        "users",
        "people",
        "mitglieder",
        "teilnehmer",
    ];
    const OTHERS: &[&str] = &[
        "subject",
        "date",
        "sent",
        "betreff",
        "datum",
        "gesendet",
        "objet",
        "envoyé",
        "asunto",
        "fecha",
        "oggetto",
        "onderwerp",
        "verzonden",
        "тема",
        "件名",
        "日時",
        "主题",
        "importance",
        "attachments",
        "message-id",
        "mime-version",
        "content-type",
    ];
    let Some((key, rest)) = line.split_once([':', '：']) else { return Some(line) };
    let key = case_fold(trim(key));
    if OTHERS.contains(&key.as_str()) {
        return None;
    }
    Some(if RECIPIENTS.contains(&key.as_str()) { trim(rest) } else { line })
}

pub(crate) const SEPARATORS: [char; 7] = [',', ';', '\t', '、', '，', '；', '|'];

/// The people of a line. `None` if the line is prose without any: a greeting, a sentence.
pub(crate) fn entries(line: &str) -> Option<Vec<Entry>> {
    let line = strip_mail_header(strip_markers(line))?;
    let spans = find_all(line);
    if spans.is_empty() {
        return (!is_prose(line)).then(|| words_only(line));
    }
    let mut entries = Vec::new();
    let has_semicolons = line.contains([';', '；']);
    let mut begin = 0;
    for (index, span) in spans.iter().enumerate() {
        let gap = &line[begin..span.start];
        // `mto (manager: iwan@x.example)`
        if let Some(start) = remark_about_another(gap, index > 0) {
            let mut pieces = split(&gap[..start]);
            // What follows the previous email is a remark about it.
            pieces.drain(..usize::from(index > 0).min(pieces.len()));
            entries.extend(
                pieces.into_iter().filter(|piece| is_name(piece)).map(|name| Entry { email: String::new(), name }),
            );
            begin = span.end;
            continue;
        }
        // `'mira@x.example' <mira@x.example>`: an email as the name of the one in brackets.
        if index > 0 && gap.trim_end().ends_with('<') && !gap.contains(SEPARATORS) && !gap.contains('>') {
            entries.pop();
        }
        let mut names = names_before(gap, index > 0, is_wrapped(line, span), has_semicolons);
        // `Mira Tolland, mira.tolland@x.example`: the name of the email, not another person.
        if let [.., name, own] = names.as_slice()
            && own.is_empty()
            && is_name_of(name, &line[span.clone()])
        {
            names.pop();
        }
        let (name, others) =
            names.split_last().map_or((String::new(), &[][..]), |(name, others)| (name.clone(), others));
        entries.extend(others.iter().map(|name| Entry { email: String::new(), name: name.clone() }));
        entries.push(Entry { email: line[span.clone()].to_owned(), name });
        begin = span.end;
    }
    let mut tail = split(&line[begin..]);
    // What follows the last email up to the next separator is a remark about it.
    let rest = if tail.is_empty() { tail } else { tail.split_off(1) };
    entries.extend(rest.into_iter().filter(|piece| is_name(piece)).map(|name| Entry { email: String::new(), name }));
    Some(entries)
}

/// The pieces of a line without emails, each a name.
pub(crate) fn words_only(line: &str) -> Vec<Entry> {
    let name = |name: String| Entry { email: String::new(), name };
    split(line).into_iter().filter(|piece| !piece.is_empty()).map(name).collect()
}

/// Whether an email stands in brackets or quotes, so that the words before them are its name.
fn is_wrapped(line: &str, span: &Span) -> bool {
    let before = line[..span.start]
        .trim_end_matches(is_blank)
        .trim_end_matches(|character: char| character.is_alphabetic() || character == ':');
    before.ends_with(['<', '(', '['])
}

/// The names in the gap before an email: others, and in the last place that of the email itself.
fn names_before(gap: &str, follows_email: bool, is_wrapped: bool, has_semicolons: bool) -> Vec<String> {
    let mut pieces = split_with_separators(gap);
    // What follows the previous email up to the separator is a remark about that one.
    let remark = usize::from(follows_email).min(pieces.len().saturating_sub(1));
    pieces.drain(..remark);
    let Some((own, _)) = pieces.pop() else { return vec![String::new()] };
    let mut own = own;
    if is_wrapped {
        // `Tolland, Mira <mira@x.example>` is one name, and so is `Feldbruck, Jonas, Dr. <…>`.
        while let Some((piece, separator)) = pieces.last() {
            let is_inverted = has_semicolons
                || is_title(&own)
                || (!own.contains(char::is_whitespace) && piece.split_whitespace().count() < 3);
            if *separator != ',' || !is_inverted || piece.is_empty() {
                break;
            }
            let was_title = is_title(&own);
            own = format!("{piece}, {own}");
            pieces.pop();
            if !has_semicolons && !was_title {
                break;
            }
        }
    }
    let mut names: Vec<String> = pieces.into_iter().map(|(piece, _)| piece).filter(|piece| is_name(piece)).collect();
    names.push(own);
    names
}

/// Whether all words of a name, two at least, are in an email before its `@`.
fn is_name_of(name: &str, email: &str) -> bool {
    let local_part = case_fold(local_part(email));
    let words: Vec<String> = name.split_whitespace().map(case_fold).collect();
    words.len() > 1 && words.iter().all(|word| word.chars().count() > 1 && local_part.contains(word.as_str()))
}

fn is_title(text: &str) -> bool {
    const TITLES: &[&str] = &[
        "dr", "prof", "phd", "md", "mba", "jr", "sr", "ii", "iii", "mr", "mrs", "ms", "mag", "dipl", "ing", "ma", "ba",
        "msc", "bsc", "esq", "ext", "external",
    ];
    text.split_whitespace().all(|word| TITLES.contains(&case_fold(word.trim_matches(['.', '(', ')'])).as_str()))
}

fn split(text: &str) -> Vec<String> {
    split_with_separators(text).into_iter().map(|(piece, _)| piece).collect()
}

/// The pieces of a text and the separator after each. Quotes keep a piece together.
fn split_with_separators(text: &str) -> Vec<(String, char)> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut is_quoted = false;
    for (index, character) in text.char_indices() {
        if character == '"' && (is_quoted || text[index + 1..].contains('"')) {
            is_quoted = !is_quoted;
        }
        if !is_quoted && SEPARATORS.contains(&character) {
            pieces.push((clean(&piece), character));
            piece.clear();
        } else {
            piece.push(character);
        }
    }
    pieces.push((clean(&piece), '\n'));
    pieces
}

/// A piece without the brackets and quotes that a cut has left open.
fn clean(piece: &str) -> String {
    // The dash before a remark.
    let piece = trim(piece);
    let before_dash = piece.trim_end_matches(['-', '–', '—']);
    let piece = if before_dash.ends_with(is_blank) { before_dash } else { piece };
    let piece = strip_wrappers(
        trim(piece)
            .trim_end_matches(['<', '(', '[', '“', '„', '‘', '«'])
            .trim_start_matches(['>', ')', ']', '”', '’', '»']),
    );
    strip_wrappers(piece).replace("\"\"", "\"")
}

/// Whether a piece between separators can be a person, rather than punctuation or a word of a
/// sentence.
fn is_name(piece: &str) -> bool {
    piece.contains(char::is_alphanumeric) && !is_prose(piece)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(line: &str) -> Vec<(String, String)> {
        entries(line).unwrap_or_default().into_iter().map(|entry| (entry.name, entry.email)).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, email)| ((*name).to_owned(), (*email).to_owned())).collect()
    }

    #[test]
    fn outlook_inverts_names_and_separates_by_semicolons() {
        assert_eq!(
            people("Tolland, Mira <mira@x.example>; Feldbruck, Jonas, Dr. <jonas@x.example>; Room 4"),
            pairs(&[("Tolland, Mira", "mira@x.example"), ("Feldbruck, Jonas, Dr.", "jonas@x.example"), ("Room 4", "")])
        );
    }

    #[test]
    fn gmail_quotes_names_and_separates_by_commas() {
        assert_eq!(
            people("Mira Tolland <mira@x.example>, \"Quillon, Petra\" <petra@x.example>, lena@x.example"),
            pairs(&[("Mira Tolland", "mira@x.example"), ("Quillon, Petra", "petra@x.example"), ("", "lena@x.example")])
        );
    }

    #[test]
    fn a_name_without_an_email_does_not_get_that_of_another_person() {
        assert_eq!(
            people("Mira Tolland, Jonas Feldbruck <jonas@x.example>"),
            pairs(&[("Mira Tolland", ""), ("Jonas Feldbruck", "jonas@x.example")])
        );
    }

    #[test]
    fn a_name_that_its_email_repeats_is_no_other_person() {
        assert_eq!(
            people("Mira Tolland, mira.tolland@x.example"),
            pairs(&[("Mira Tolland", "mira.tolland@x.example")])
        );
        assert_eq!(
            people("lena@x.example, Mira Tolland, TOLLAND_mira@x.example, Jonas Feldbruck"),
            pairs(&[("", "lena@x.example"), ("Mira Tolland", "TOLLAND_mira@x.example"), ("Jonas Feldbruck", "")])
        );
        assert_eq!(
            people("Mira Tolland, tolland@x.example"),
            pairs(&[("Mira Tolland", ""), ("", "tolland@x.example")])
        );
        assert_eq!(people("mira, mira@x.example"), pairs(&[("mira", ""), ("", "mira@x.example")]));
    }

    #[test]
    fn sentences_and_greetings_are_not_people() {
        assert_eq!(
            people("please add a@x.example, b@x.example and c@x.example."),
            pairs(&[("please add", "a@x.example"), ("", "b@x.example"), ("and", "c@x.example")])
        );
        assert_eq!(entries("Hi Lena,"), None);
        assert_eq!(entries("Subject: New people"), None);
    }
}
