//! Compares what was read with what is right, case by case.
//!
//! A row that needs attention is judged more leniently than one that is ready: nothing is created
//! before a person has looked at it. Data of two people in one row is always wrong.

use account_api::case_fold;
use serde_json::Value;
use std::collections::{HashMap, HashSet};

/// A row as it was read.
#[derive(Debug, Default, Clone)]
pub struct Row {
    pub username: String,
    pub email: String,
    pub password: Option<String>,
    pub is_ready: bool,
}

/// What was read of a case.
#[derive(Debug, Default)]
pub struct Answer {
    pub is_refused: bool,
    pub rows: Vec<Row>,
    pub identifiers: Vec<String>,
    pub unused: Vec<String>,
}

/// What is wrong with an answer; empty if it is right.
pub fn judge(case: &Value, answer: &Answer) -> Vec<String> {
    let is = |key: &str| case[key] == Value::Bool(true);
    if case["for"] == "identifiers" {
        return judge_identifiers(case, answer);
    }
    if answer.is_refused || is("refused") {
        let is_allowed = answer.is_refused && (is("refused") || is("may_refuse"));
        return if is_allowed { Vec::new() } else { vec!["refused, or not refused".to_owned()] };
    }
    judge_rows(case, answer)
}

fn judge_identifiers(case: &Value, answer: &Answer) -> Vec<String> {
    let lists = std::iter::once(&case["identifiers"]).chain(case["any_of"].as_array().into_iter().flatten());
    let lists: Vec<Vec<&str>> = lists.map(|list| texts(list)).collect();
    let found: Vec<&str> = answer.identifiers.iter().map(String::as_str).collect();
    if lists.contains(&found) { Vec::new() } else { vec![format!("looked up: {found:?}")] }
}

fn judge_rows(case: &Value, answer: &Answer) -> Vec<String> {
    let is_robot = case["for"] == "service-accounts";
    let expected: Vec<&Value> = case["rows"].as_array().into_iter().flatten().collect();
    let pairs = align(&expected, &answer.rows, is_robot);
    let mut owners: HashMap<String, HashSet<usize>> = HashMap::new();
    for (index, person) in expected.iter().enumerate() {
        for text in own_texts(person) {
            owners.entry(text).or_default().insert(index);
        }
    }
    let mut wrong = Vec::new();
    for (person, row) in &pairs {
        let read = &answer.rows[*row];
        if !fits(expected[*person], read, is_robot) {
            wrong.push(format!("{}: {read:?}", if read.is_ready { "wrong but ready" } else { "false alarm" }));
        }
        let fields = [&read.username, &read.email, read.password.as_ref().unwrap_or(&read.email)];
        let is_mixed =
            fields.iter().filter_map(|text| owners.get(&case_fold(text))).any(|owners| !owners.contains(person));
        wrong.extend(is_mixed.then(|| format!("mixed: {read:?}")));
    }
    for (index, person) in expected.iter().enumerate() {
        let is_found = pairs.iter().any(|(paired, _)| *paired == index) || person["optional"] == Value::Bool(true);
        wrong.extend((!is_found).then(|| format!("lost: {person}")));
    }
    let never: Vec<String> = texts(&case["never"]).into_iter().map(case_fold).collect();
    for (index, row) in answer.rows.iter().enumerate() {
        let is_nobody = pairs.iter().all(|(_, paired)| *paired != index);
        if is_nobody && (row.is_ready || case["extras"] != "attention") {
            wrong.push(format!("nobody: {row:?}"));
        }
        let leaks = [&row.username, &row.email].into_iter().any(|text| never.contains(&case_fold(text)));
        wrong.extend(leaks.then(|| format!("never to be read: {row:?}")));
    }
    let missing =
        texts(&case["unused"]).into_iter().filter(|header| !answer.unused.iter().any(|other| other == header));
    wrong.extend(missing.map(|header| format!("not reported as unused: {header}")));
    wrong
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}

/// A person, and the alternatives that are as good: the same with some fields changed.
fn alternatives(person: &Value) -> Vec<Value> {
    let mut all = vec![person.clone()];
    for changed in person["any_of"].as_array().into_iter().flatten() {
        let mut other = person.clone();
        for (key, value) in changed.as_object().into_iter().flatten() {
            other[key] = value.clone();
        }
        all.push(other);
    }
    all
}

fn own_texts(person: &Value) -> HashSet<String> {
    let fields =
        |one: &Value| ["username", "email", "password"].map(|key| one[key].as_str().map(case_fold).unwrap_or_default());
    alternatives(person).iter().flat_map(fields).filter(|text| !text.is_empty()).collect()
}

fn fits(person: &Value, row: &Row, is_robot: bool) -> bool {
    alternatives(person).iter().any(|one| {
        let is_status = one["status"] == "either" || (one["status"] == "ready") == row.is_ready;
        let is_lenient = !row.is_ready && person["exact"] != Value::Bool(true);
        let is_same = row.username == one["username"]
            && (is_robot || one["email"].is_null() || row.email == one["email"])
            && (is_robot || row.password.as_deref() == one["password"].as_str());
        is_status && (is_lenient || is_same)
    })
}

/// The words that tell people apart, without the domains of their emails.
fn words(text: &str) -> Vec<String> {
    let local = text.rsplit_once('@').map_or(text, |(local, _)| local);
    let words = local.split(|character: char| !character.is_alphanumeric() && character != '_');
    words.filter(|word| word.chars().count() > 1).map(case_fold).collect()
}

/// How much speaks for a row being a person; 0 if it has nothing of theirs.
fn worth(person: &Value, row: &Row, is_robot: bool) -> u32 {
    let mine = own_texts(person);
    let read = [Some(&row.username), Some(&row.email), row.password.as_ref()];
    let read: Vec<String> = read.into_iter().flatten().map(|text| case_fold(text)).collect();
    let is_unknown =
        alternatives(person).iter().any(|one| one["username"] == "" && (one["email"] == "" || one["email"].is_null()));
    let my_words: HashSet<String> = mine.iter().flat_map(|text| words(text)).collect();
    let shares_word = read.iter().flat_map(|text| words(text)).any(|word| my_words.contains(&word));
    let shares_text = mine.iter().any(|text| read.iter().any(|other| other.contains(text)));
    match () {
        () if !(is_unknown && !row.is_ready || shares_word || shares_text) => 0,
        () if fits(person, row, is_robot) => 10,
        () => 3,
    }
}

/// The best pairs of people and rows that keep the order of both.
fn align(expected: &[&Value], rows: &[Row], is_robot: bool) -> Vec<(usize, usize)> {
    let worths: Vec<Vec<u32>> =
        expected.iter().map(|person| rows.iter().map(|row| worth(person, row, is_robot)).collect()).collect();
    let mut score = vec![vec![0_u32; rows.len() + 1]; expected.len() + 1];
    for person in (0..expected.len()).rev() {
        for row in (0..rows.len()).rev() {
            let skip = score[person + 1][row].max(score[person][row + 1]);
            let pair = worths[person][row];
            score[person][row] = if pair > 0 { skip.max(score[person + 1][row + 1] + pair) } else { skip };
        }
    }
    let (mut person, mut row, mut pairs) = (0, 0, Vec::new());
    while person < expected.len() && row < rows.len() {
        let pair = worths[person][row];
        if pair > 0 && score[person][row] == score[person + 1][row + 1] + pair {
            pairs.push((person, row));
            (person, row) = (person + 1, row + 1);
        } else if score[person][row] == score[person + 1][row] {
            person += 1;
        } else {
            row += 1;
        }
    }
    pairs
}
