//! Parses what is typed into the palette: a command and a username, or just a search text.

use crate::actions::AccountCommand;

/// What is typed into the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteQuery {
    /// The command that the text starts with, if it does.
    pub command: Option<AccountCommand>,
    /// The text after the command, trimmed.
    pub text: String,
}

impl PaletteQuery {
    /// Parses a text. The words of a command only count if a space follows them, so that an account
    /// named "disable" can be found. If several commands match, the longest words win.
    pub fn parse(text: &str) -> Self {
        let text = text.trim_start();
        let phrases = || {
            AccountCommand::ALL
                .iter()
                .flat_map(|command| command.palette_words().iter().map(move |words| (*command, *words)))
        };
        // `reset password` is not the command `reset` for an account named "password".
        let is_command_alone = phrases().any(|(_, words)| words.eq_ignore_ascii_case(text));
        let longest_match = phrases()
            .filter(|(_, words)| !is_command_alone && starts_with_words(text, words))
            .max_by_key(|(_, words)| words.len());
        match longest_match {
            // The words are ASCII and so is what matched them, so this is a character boundary.
            Some((command, words)) => Self { command: Some(command), text: text[words.len()..].trim().to_owned() },
            None => Self { command: None, text: text.trim().to_owned() },
        }
    }
}

/// The commands that a text begins to name, by their words or by a part of them: typing one and a
/// name applies it.
pub fn commands_named(text: &str) -> Vec<AccountCommand> {
    let text = text.trim().to_ascii_lowercase();
    let starts_with_text = |command: &&AccountCommand| {
        !text.is_empty() && command.palette_words().iter().any(|words| words.starts_with(&text))
    };
    AccountCommand::ALL.iter().filter(starts_with_text).copied().collect()
}

fn starts_with_words(text: &str, words: &str) -> bool {
    let (Some(start), Some(rest)) = (text.get(..words.len()), text.get(words.len()..)) else { return false };
    start.eq_ignore_ascii_case(words) && rest.starts_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::AccountAction;

    fn parse(text: &str) -> (Option<AccountCommand>, String) {
        let PaletteQuery { command, text } = PaletteQuery::parse(text);
        (command, text)
    }

    #[test]
    fn a_text_without_a_command_is_a_search() {
        assert_eq!(parse(" jane "), (None, "jane".to_owned()));
        assert_eq!(parse(""), (None, String::new()));
    }

    #[test]
    fn a_command_applies_to_the_name_after_it() {
        let disable = AccountCommand::Change(AccountAction::Disable);
        assert_eq!(parse("Disable Jane Doe"), (Some(disable), "Jane Doe".to_owned()));
        assert_eq!(
            parse(" make ADMIN  jane"),
            (Some(AccountCommand::Change(AccountAction::MakeAdmin)), "jane".to_owned())
        );
    }

    #[test]
    fn words_with_nothing_after_them_are_a_search() {
        assert_eq!(parse("disable"), (None, "disable".to_owned()));
        assert_eq!(parse("disabled"), (None, "disabled".to_owned()));
        assert_eq!(parse("Reset password"), (None, "Reset password".to_owned()));
        assert_eq!(parse("disableé"), (None, "disableé".to_owned()));
    }

    #[test]
    fn the_longest_words_win() {
        assert_eq!(parse(" reset password jane "), (Some(AccountCommand::ResetPassword), "jane".to_owned()));
        assert_eq!(parse("reset jane"), (Some(AccountCommand::ResetPassword), "jane".to_owned()));
    }

    #[test]
    fn a_verb_alone_names_commands() {
        let disable = AccountCommand::Change(AccountAction::Disable);
        assert_eq!(commands_named("Disable"), [disable]);
        assert_eq!(commands_named("dis"), [disable]);
        assert_eq!(commands_named("reset"), [AccountCommand::ResetPassword]);
        assert_eq!(commands_named("password"), [AccountCommand::ResetPassword]);
        assert!(commands_named("disabled").is_empty());
        assert!(commands_named(" ").is_empty());
    }

    #[test]
    fn every_command_can_be_typed() {
        for command in AccountCommand::ALL {
            for words in command.palette_words() {
                assert_eq!(parse(&format!("{words} jane")), (Some(*command), "jane".to_owned()));
            }
        }
    }
}
