//! The coverage report as one HTML file.

use super::merged::{ANY_REQUEST, FAULTS, MergedCoverage, Tests};
use std::collections::BTreeMap;
use std::fmt::Write as _;

const STYLE: &str = "\
:root { color-scheme: light dark; --muted: light-dark(#5a6172, #a0a7b8); --line: light-dark(#e4e7ee, #313745); \
--good: light-dark(#0b7a3e, #57c785); --bad: light-dark(#bb1e2d, #ff8a80) } \
body { max-width: 60rem; margin: 0 auto; padding: 1rem; background: light-dark(#ffffff, #14161d); \
color: light-dark(#1a1d27, #eceef4); font: 0.875rem/1.25rem system-ui, sans-serif; overflow-wrap: anywhere } \
h1 { font-size: 1.25rem } h2 { margin: 1.5rem 0 0.5rem; font-size: 1rem } \
table { width: 100%; border-collapse: collapse } caption { text-align: start } \
th, td { padding: 0.25rem 0.5rem; border-bottom: 1px solid var(--line); text-align: start; vertical-align: top } \
th { font-weight: 400 } thead th { color: var(--muted) } td:nth-child(2) { width: 8rem } \
ul { margin: 0.25rem 0; padding-inline-start: 1.25rem } summary { cursor: pointer } \
meter { width: 100%; height: 1rem } .muted { color: var(--muted) } .yes { color: var(--good) } .no { color: var(--bad) }";

/// A report as one HTML file that needs nothing else.
#[must_use]
pub fn report(merged: &MergedCoverage) -> String {
    let (covered, total) = (merged.covered(), merged.total());
    // Writing to a String cannot fail.
    let mut html = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    let _ = write!(
        html,
        "<title>Coverage of the Account API: {covered} of {total}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>Coverage of the Account API</h1>\n\
         <p><strong>{covered} of {total}</strong> outcomes of the contract were covered ({:.1}%), by {}.</p>\n\
         <meter min=\"0\" max=\"{total}\" value=\"{covered}\" aria-label=\"Covered outcomes\">{:.1}%</meter>\n",
        merged.percent(),
        merged.test_count(),
        merged.percent(),
    );
    for (operation, outcomes) in &merged.groups {
        write_group(&mut html, operation, outcomes);
    }
    write_group(&mut html, ANY_REQUEST, &merged.requests);
    write_group(&mut html, FAULTS, &merged.faults);
    html += "<h2>Tests</h2>\n<table>\n<thead><tr><th scope=\"col\">Test</th><th scope=\"col\">Outcomes</th></tr></thead>\n<tbody>\n";
    for (test, covered) in merged.tests() {
        let _ = writeln!(html, "<tr><th scope=\"row\">{}</th><td>{covered}</td></tr>", escape(test));
    }
    html += "</tbody>\n</table>\n</main>\n</body>\n</html>\n";
    html
}

/// Writes a table of outcomes with the tests that have covered each.
fn write_group(html: &mut String, name: &str, outcomes: &BTreeMap<String, Tests>) {
    let covered = outcomes.values().filter(|tests| !tests.is_empty()).count();
    let note = if name == FAULTS { ". Not part of the contract, so they do not count" } else { "" };
    let _ = write!(
        html,
        "<h2>{}</h2>\n<table>\n<caption class=\"muted\">{covered} of {}{note}</caption>\n<thead><tr>\
         <th scope=\"col\">Outcome</th><th scope=\"col\">Times</th><th scope=\"col\">Tests</th></tr></thead>\n<tbody>\n",
        escape(name),
        outcomes.len(),
    );
    for (outcome, tests) in outcomes {
        let times: u64 = tests.values().sum();
        let (class, times) = if times == 0 { ("no", "never".to_owned()) } else { ("yes", times.to_string()) };
        let _ = writeln!(
            html,
            "<tr><th scope=\"row\">{}</th><td class=\"{class}\">{times}</td><td>{}</td></tr>",
            escape(outcome),
            test_list(tests)
        );
    }
    html.push_str("</tbody>\n</table>\n");
}

fn test_list(tests: &Tests) -> String {
    if tests.is_empty() {
        return String::new();
    }
    let items: String = tests.keys().map(|test| format!("<li>{}</li>", escape(test))).collect();
    let noun = if tests.len() == 1 { "test" } else { "tests" };
    format!("<details><summary>{} {noun}</summary><ul>{items}</ul></details>", tests.len())
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::coverage::{Branch, Coverage};
    use account_api::Operation;

    #[test]
    fn the_report_is_one_file_and_shows_titles_as_text() {
        let mut merged = MergedCoverage::default();
        let coverage = Coverage::default();
        coverage.record_outcome(Some(Operation::Disable), Branch::Ok);
        let line = serde_json::json!({ "test": "<script>alert(1)</script> & more", "coverage": coverage.report() });
        merged.add(&line.to_string()).unwrap();
        let html = report(&merged);
        assert!(
            html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; more") && !html.contains("<script"),
            "{html}"
        );
        assert!(!html.contains("http"), "it refers to nothing else");
        assert!(html.contains("<strong>1 of "), "{html}");
    }
}
