//! What systems print about their accounts: `/etc/passwd`, `id`, `who`, `last`, `net user`.
//!
//! Only usernames and full names are read. Ids, hashes and places never are.

use crate::grid::{Grid, GridRow};
use crate::record::{SkipReason, SkippedLine};
use crate::text::{numbered_lines, trim};

/// The lines that show which output it is: enough for a letter above it.
fn first_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    const FIRST_LINES: usize = 200;
    numbered_lines(text).take(FIRST_LINES)
}

/// A line of a known output.
enum Line<'a> {
    /// Usernames, and the full name of the only one.
    Accounts(Vec<&'a str>, &'a str),
    /// It belongs to the output, and names no account.
    Nothing,
}

/// How a kind of output is read.
type Parse = for<'a> fn(&'a str) -> Option<Line<'a>>;

/// The accounts of a text, if all of its lines are of one kind of output.
pub(crate) fn read(text: &str) -> Option<Grid> {
    // Each line of the others has one of these.
    if let Some(grid) = read_net_user(text).or_else(|| read_net_user_details(text)) {
        return Some(grid);
    }
    const KINDS: [Parse; 5] = [passwd, shadow, group, id, sessions];
    let first = numbered_lines(text).map(|(_, line)| trim(line)).find(|line| !line.is_empty())?;
    let parse = KINDS.into_iter().find(|parse| matches!(parse(first), Some(Line::Accounts(..))))?;
    let mut accounts = Accounts::default();
    for (number, line) in numbered_lines(text) {
        let line = trim(line);
        match parse(line) {
            Some(Line::Accounts(names, full_name)) => {
                names.iter().for_each(|name| accounts.add(number, name, full_name))
            }
            Some(Line::Nothing) => accounts.skip(number, line),
            None if line.is_empty() || line.starts_with('#') => accounts.skip(number, line),
            None => return None,
        }
    }
    accounts.into_grid()
}

/// Accounts, each once.
#[derive(Default)]
struct Accounts {
    rows: Vec<GridRow>,
    skipped: Vec<SkippedLine>,
}

impl Accounts {
    fn add(&mut self, line: usize, name: &str, full_name: &str) {
        if !self.rows.iter().any(|row| row.cell(0) == name) {
            let cells = vec![name.to_owned(), full_name.to_owned()];
            self.rows.push(GridRow { line, cells, ..GridRow::default() });
        }
    }

    fn skip(&mut self, line: usize, text: &str) {
        if !text.is_empty() {
            self.skipped.push(SkippedLine::new(line, text, SkipReason::NotAnAccount));
        }
    }

    fn into_grid(self) -> Option<Grid> {
        let headers = ["Username", "Full name"].map(str::to_owned).to_vec();
        let is_empty = self.rows.is_empty();
        (!is_empty).then_some(Grid { header: Some((1, headers)), rows: self.rows, skipped: self.skipped })
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && !text.contains(|character: char| character.is_whitespace() || ":@,;()".contains(character))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `mto:x:1001:1001:Mira Tolland,,,:/home/mto:/bin/bash`
fn passwd(line: &str) -> Option<Line<'_>> {
    let fields: Vec<&str> = line.split(':').collect();
    let is_entry = fields.len() == 7 && is_name(fields[0]) && is_number(fields[2]) && is_number(fields[3]);
    let full_name = |gecos: &'_ str| gecos.split(',').next().map_or(0, str::len);
    is_entry.then(|| Line::Accounts(vec![fields[0]], &fields[4][..full_name(fields[4])]))
}

/// `mto:$6$…:19000:0:99999:7:::`
fn shadow(line: &str) -> Option<Line<'_>> {
    let fields: Vec<&str> = line.split(':').collect();
    let is_entry = fields.len() == 9 && is_name(fields[0]) && (is_number(fields[2]) || fields[2].is_empty());
    is_entry.then(|| Line::Accounts(vec![fields[0]], ""))
}

/// `sales:x:2001:mto,jfe`
fn group(line: &str) -> Option<Line<'_>> {
    let fields: Vec<&str> = line.split(':').collect();
    let is_entry = fields.len() == 4 && is_name(fields[0]) && is_number(fields[2]) && fields[1].len() < 2;
    let members: Vec<&str> = fields.get(3)?.split(',').map(trim).filter(|member| is_name(member)).collect();
    is_entry.then_some(if members.is_empty() { Line::Nothing } else { Line::Accounts(members, "") })
}

/// `uid=1001(mto) gid=1001(mto) groups=1001(mto)`
fn id(line: &str) -> Option<Line<'_>> {
    let (number, rest) = line.strip_prefix("uid=")?.split_once('(')?;
    let (name, rest) = rest.split_once(')')?;
    (is_number(number) && is_name(name) && rest.contains("gid=")).then(|| Line::Accounts(vec![name], ""))
}

/// The lines of `who`, `w` and `last`: a name and a terminal.
fn sessions(line: &str) -> Option<Line<'_>> {
    let mut words = line.split_whitespace();
    let (name, terminal) = (words.next()?, words.next()?);
    if name.ends_with("tmp") && terminal == "begins" || line.starts_with("USER ") || line.contains("load average") {
        return Some(Line::Nothing);
    }
    if matches!(name, "reboot" | "shutdown" | "runlevel") && terminal == "system" {
        return Some(Line::Nothing);
    }
    let is_account = is_name(name) && name.contains(char::is_alphanumeric);
    (is_account && is_terminal(terminal) && words.next().is_some()).then(|| Line::Accounts(vec![name], ""))
}

/// Whether a word names a terminal: `tty1`, `ttys000`, `ttyAMA0`, `pts/0`, `console`, `ssh:notty`
/// or `:0`. Usernames and emails may begin like one.
fn is_terminal(word: &str) -> bool {
    let is_tty_number = |rest: &str| {
        let number = rest.trim_start_matches(|character: char| character.is_ascii_alphabetic());
        let kind = &rest[..rest.len() - number.len()];
        let is_kind = kind.len() <= 1 || kind.len() <= 3 && kind.bytes().all(|byte| byte.is_ascii_uppercase());
        is_kind && is_number(number)
    };
    word.strip_prefix("tty").is_some_and(is_tty_number)
        || word.starts_with("pts/")
        || matches!(word, "console" | "ssh" | "sshd" | "ssh:notty")
        || word.strip_prefix(':').is_some_and(is_number)
}

/// `net user mto`: what is known of one account, in two columns.
fn read_net_user_details(text: &str) -> Option<Grid> {
    let value = |key: &str| {
        let mut values = first_lines(text).filter_map(|(number, line)| Some((number, line.strip_prefix(key)?)));
        values.find(|(_, rest)| rest.starts_with("  ")).map(|(number, rest)| (number, trim(rest)))
    };
    let (line, name) = value("User name").or_else(|| value("Benutzername"))?;
    let (_, full_name) = value("Full Name").or_else(|| value("Vollständiger Name"))?;
    let mut accounts = Accounts::default();
    accounts.add(line, name, full_name);
    for (number, other) in numbered_lines(text).filter(|(number, _)| *number != line) {
        accounts.skip(number, trim(other));
    }
    accounts.into_grid().filter(|_| is_name(name) && text.contains("  "))
}

/// `net user`, `net localgroup` and `net group`: names in columns between a ruler and a sentence.
fn read_net_user(text: &str) -> Option<Grid> {
    let is_ruler = |line: &str| line.len() > 20 && line.bytes().all(|byte| byte == b'-');
    let is_title = |line: &str| line.contains("\\\\") || line.starts_with("Members") || line.starts_with("Alias name");
    let is_end = |line: &str| line.ends_with('.') && line.split_whitespace().count() > 2;
    if !first_lines(text).any(|(_, line)| is_ruler(trim(line))) {
        return None;
    }
    let mut accounts = Accounts::default();
    let (mut is_known, mut is_inside) = (false, false);
    for (number, line) in numbered_lines(text) {
        let line = trim(line);
        if is_ruler(line) {
            is_inside = true;
        } else if is_inside && is_end(line) {
            is_known |=
                line.starts_with("The command completed") || line.contains("Befehl") || line.contains("commande");
            is_inside = false;
            accounts.skip(number, line);
        } else if is_inside {
            line.split("  ").map(trim).filter(|name| !name.is_empty()).for_each(|name| accounts.add(number, name, ""));
        } else {
            is_known |= is_title(line);
            accounts.skip(number, line);
        }
    }
    accounts.into_grid().filter(|_| is_known)
}
