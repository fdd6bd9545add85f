//! A source of rows: an imported file or pasted text, and how it was understood.

use crate::browser::scheduler::{FRAME_BUDGET_MS, now_ms, yield_to_browser};
use crate::components::{format_count, pluralize};
use people_import::{
    Encoding, Field, Format, MAX_ROWS, Note, Overrides, Purpose, Reader, Reading, Record, Refusal, decode_file,
};
use std::sync::Arc;
use std::task::Poll;

/// What was imported, as it came. Kept, so that the user can change how it is understood. Contains
/// passwords, so it has no debug output and goes when the rows are created.
#[derive(Clone)]
pub enum Content {
    /// The bytes of a file.
    File(Arc<[u8]>),
    /// Pasted text.
    Text(Arc<str>),
}

/// What the user decided about a source.
#[derive(Clone, Default, PartialEq)]
pub struct Choices {
    /// The encoding of a file. `None` leaves it to detection.
    pub encoding: Option<Encoding>,
    /// Delimiter, header and roles.
    pub overrides: Overrides,
}

/// An imported file or text.
#[derive(Clone)]
pub struct Source {
    /// Unique within the draft.
    pub id: u32,
    /// The name of the file, or "Pasted text".
    pub name: Arc<str>,
    /// What it was understood as, without the records, which have become rows.
    pub reading: Arc<Reading>,
    /// The number of records.
    pub record_count: usize,
    /// Why passwords of the source are not used, and of how many records.
    pub replaced_passwords: Vec<(Note, usize)>,
    /// The last line that is known of.
    pub last_line: usize,
    /// The encoding that was detected or chosen. `None` for pasted text.
    pub encoding: Option<Encoding>,
    /// What the user decided.
    pub choices: Choices,
    content: Content,
}

impl Source {
    /// Reads a source. Returns its records apart. Yields to the browser between steps.
    ///
    /// # Errors
    /// If it is not text, or cannot be a list of accounts as a whole.
    pub async fn read(
        id: u32,
        name: Arc<str>,
        content: Content,
        choices: Choices,
        purpose: Purpose,
    ) -> Result<(Self, Vec<Record>), Refusal> {
        let (mut reading, encoding) = match &content {
            Content::Text(text) => (read_in_steps(text, purpose, &choices.overrides).await?, None),
            Content::File(bytes) => {
                let decoded = decode_file(bytes, choices.encoding)?;
                let mut reading = read_in_steps(&decoded.text, purpose, &choices.overrides).await?;
                if choices.encoding.is_none() {
                    reading.note_encoding(&decoded);
                }
                (reading, Some(decoded.encoding))
            }
        };
        let records = core::mem::take(&mut reading.records);
        let lines = records.iter().map(|record| record.line).chain(reading.skipped.iter().map(|line| line.line));
        let last_line = lines.chain(reading.header_line).max().unwrap_or_default();
        let replaced_passwords = replaced_passwords(&records);
        let (record_count, reading) = (records.len(), Arc::new(reading));
        Ok((
            Self { id, name, reading, record_count, replaced_passwords, last_line, encoding, choices, content },
            records,
        ))
    }

    /// Reads the source again with other choices.
    ///
    /// # Errors
    /// If it cannot be a list of accounts that way.
    pub async fn reread(&self, choices: Choices, purpose: Purpose) -> Result<(Self, Vec<Record>), Refusal> {
        Self::read(self.id, Arc::clone(&self.name), self.content.clone(), choices, purpose).await
    }

    /// Whether delimiter and header can be chosen: of JSON, XML and the like, they cannot.
    pub fn is_delimited(&self) -> bool {
        matches!(self.reading.format, Format::Table | Format::List)
    }

    /// Returns the choices that read a field from another column.
    pub fn choices_with_column(&self, field: Field, column: Option<usize>) -> Choices {
        let roles = self.reading.mapping.roles_with(field, column, &self.reading.columns);
        let mut choices = self.choices.clone();
        choices.overrides.roles = Some(roles);
        choices
    }

    /// Returns the choices with another delimiter. The header and columns are detected again.
    pub fn choices_with_delimiter(&self, delimiter: Option<char>) -> Choices {
        let overrides =
            Overrides { delimiter: Some(delimiter), header_line: None, roles: None, ..self.choices.overrides };
        Choices { overrides, ..self.choices.clone() }
    }

    /// Returns the choices with another header line. The columns are detected again.
    pub fn choices_with_header(&self, line: Option<usize>) -> Choices {
        let overrides = Overrides { header_line: Some(line), roles: None, ..self.choices.overrides };
        Choices { overrides, ..self.choices.clone() }
    }

    /// Returns the choices with another encoding. Everything else is detected again.
    pub fn choices_with_encoding(encoding: Encoding) -> Choices {
        Choices { encoding: Some(encoding), overrides: Overrides::default() }
    }

    /// Returns the choices that use a password several people have. `None` if there is none, or it
    /// is used already.
    pub fn choices_with_shared_passwords(&self) -> Option<Choices> {
        self.replaced_passwords.iter().find(|(note, _)| *note == Note::SharedPassword)?;
        let mut choices = self.choices.clone();
        choices.overrides.keeps_shared_passwords = true;
        Some(choices)
    }

    /// Says why the passwords of the source are not used, if they are not, and what is used
    /// instead: generated ones or, without `generates_passwords`, what the user enters.
    pub fn password_text(&self, generates_passwords: bool) -> Option<String> {
        let count: usize = self.replaced_passwords.iter().map(|(_, count)| count).sum();
        let passwords = pluralize(count, "password", "passwords");
        let verb = if count == 1 { "is" } else { "are" };
        let reason = match self.replaced_passwords.as_slice() {
            [] => return None,
            [(Note::SharedPassword, _)] => {
                let remedy = if generates_passwords { "new ones are generated" } else { "enter new ones" };
                return Some(format!("Several people have the same password: {remedy}"));
            }
            [(Note::MaskedPassword, _)] => format!("{verb} masked"),
            [(Note::HashedPassword, _)] => format!("{verb} hashed"),
            _ => "cannot be used".to_owned(),
        };
        let remedy = match (generates_passwords, count) {
            (true, 1) => "a new one is generated",
            (true, _) => "new ones are generated",
            (false, 1) => "enter a new one",
            (false, _) => "enter new ones",
        };
        Some(format!("{passwords} {reason}: {remedy}"))
    }

    /// What was left out because of its length, if anything was.
    pub fn truncation(&self) -> Option<String> {
        let truncated = self.reading.truncated;
        (truncated > 0)
            .then(|| format!("{} more were not read; the limit is {}", format_count(truncated), format_count(MAX_ROWS)))
    }
}

/// Counts the records by why their passwords are not used.
fn replaced_passwords(records: &[Record]) -> Vec<(Note, usize)> {
    let mut counts: Vec<(Note, usize)> = Vec::new();
    for record in records {
        let Some(note) = record.notes.iter().find(|note| note.replaces_password()) else { continue };
        match counts.iter_mut().find(|(counted, _)| counted == note) {
            Some((_, count)) => *count += 1,
            None => counts.push((*note, 1)),
        }
    }
    counts
}

/// Reads a text in steps, and yields to the browser between them.
async fn read_in_steps(text: &str, purpose: Purpose, overrides: &Overrides) -> Result<Reading, Refusal> {
    let mut reader = Reader::new(text, purpose, overrides);
    let mut slice_start = now_ms();
    loop {
        if let Poll::Ready(result) = reader.step() {
            return result;
        }
        if reader.is_next_step_long() || now_ms() - slice_start > FRAME_BUDGET_MS {
            yield_to_browser().await;
            slice_start = now_ms();
        }
    }
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;
    use futures::FutureExt;

    /// The texts of the tests are too short to yield to the browser.
    fn now<T>(future: impl Future<Output = Result<T, Refusal>>) -> T {
        future.now_or_never().expect("it never waits").expect("it is a list")
    }

    fn source(text: &str) -> (Source, Vec<Record>) {
        now(Source::read(1, "a.csv".into(), Content::Text(text.into()), Choices::default(), Purpose::Users))
    }

    fn usernames(records: &[Record]) -> Vec<&str> {
        records.iter().map(|record| record.username.as_str()).collect()
    }

    #[test]
    fn passwords_that_are_replaced_are_counted_by_reason() {
        let source_of = |rows: &str| source(&format!("username,email,password\n{rows}")).0;
        let text_of = |rows: &str| source_of(rows).password_text(true);
        assert_eq!(text_of("ada,a@globex.example,Heron-Pine-31"), None);
        assert_eq!(
            text_of("ada,a@globex.example,****\neve,e@globex.example,****").as_deref(),
            Some("2 passwords are masked: new ones are generated")
        );
        assert_eq!(
            text_of("ada,a@globex.example,****\neve,e@globex.example,Heron-Pine-31").as_deref(),
            Some("1 password is masked: a new one is generated")
        );
        let is_masked = source_of("ada,a@globex.example,****\neve,e@globex.example,Heron-Pine-31");
        assert_eq!(is_masked.password_text(false).as_deref(), Some("1 password is masked: enter a new one"));
    }

    #[test]
    fn a_source_is_read_again_with_another_column_or_delimiter() {
        let (source, records) = source("Login,Nick,Email\nalove,ada,ada@globex.example\n");
        assert_eq!(usernames(&records), ["alove"]);
        let (source, records) = now(source.reread(source.choices_with_column(Field::Name, Some(1)), Purpose::Users));
        assert_eq!(usernames(&records), ["ada"]);
        let (source, records) = now(source.reread(source.choices_with_delimiter(Some(';')), Purpose::Users));
        assert_eq!(source.reading.columns.len(), 1);
        assert_ne!(usernames(&records), ["ada"]);
    }

    #[test]
    fn a_row_of_people_that_was_taken_for_a_header_becomes_a_row_again() {
        let (source, records) = source("login,mail\nada,ada@globex.example\n");
        assert_eq!((source.reading.header_line, records.len()), (Some(1), 1));
        let (source, records) = now(source.reread(source.choices_with_header(None), Purpose::Users));
        assert_eq!((source.reading.header_line, records.len()), (None, 2));
    }

    #[test]
    fn the_last_line_includes_skipped_ones() {
        let (source, _) = source("New people\n\nlogin,mail\nada,ada@globex.example\n# the end\n");
        assert_eq!(source.last_line, 5);
        assert_eq!(source.reading.skipped.len(), 2);
    }
}
