//! Reads the usernames and emails out of files, for the pages that look accounts up.

use crate::browser::read_bytes;
use crate::messages::file_error_message;
use people_import::{MAX_FILE_BYTES, Overrides, Purpose, identifiers_of, read_file};
use std::collections::HashSet;
use web_sys::File;

/// Returns the usernames and emails in files, each once, and what was not read. Nothing else of the
/// files is kept: a password column ends here.
pub async fn identifiers_in_files(files: Vec<File>) -> (Vec<String>, Vec<String>) {
    let (mut identifiers, mut problems) = (Vec::new(), Vec::new());
    let mut seen = HashSet::new();
    for file in files {
        let name = file.name();
        let bytes = match read_bytes(&file, MAX_FILE_BYTES).await {
            Ok(bytes) => bytes,
            Err(error) => {
                problems.push(file_error_message(&name, error, MAX_FILE_BYTES));
                continue;
            }
        };
        match read_file(&bytes, None, Purpose::Identifiers, &Overrides::default()) {
            Ok((reading, _)) => {
                let found = identifiers_of(&reading);
                if found.is_empty() {
                    problems.push(format!("No usernames or emails found in {name}."));
                }
                identifiers.extend(found.into_iter().filter(|identifier| seen.insert(identifier.clone())));
            }
            Err(refusal) => problems.push(format!("Could not read {name}. {refusal}")),
        }
    }
    (identifiers, problems)
}
