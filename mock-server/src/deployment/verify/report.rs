//! The report: what was found of each ruling, as a table, as JSON, and as a variant.

use crate::variant::{RULINGS, Ruling, Variant};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Whether a deployment decides as the contract assumes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// As the contract assumes.
    AsAssumed,
    /// In another way.
    Differs,
    /// The responses do not tell.
    Unknown,
}

impl Verdict {
    const fn text(self) -> &'static str {
        match self {
            Self::AsAssumed => "as assumed",
            Self::Differs => "differs",
            Self::Unknown => "unknown",
        }
    }
}

/// What was found of a ruling.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The name of the ruling.
    pub ruling: &'static str,
    /// The question.
    pub question: &'static str,
    /// What the contract assumes.
    pub assumed: &'static str,
    /// Whether the deployment decides so.
    pub verdict: Verdict,
    /// The answer of the deployment, if it is one that the mock can play.
    pub found: Option<&'static str>,
    /// Why the answer is unknown, or what was seen instead of a known answer.
    pub explanation: Option<String>,
}

impl Finding {
    fn new(ruling: &Ruling, verdict: Verdict, found: Option<&'static str>, explanation: Option<String>) -> Self {
        Self { ruling: ruling.name, question: ruling.question, assumed: ruling.assumed(), verdict, found, explanation }
    }
}

/// What was found of all rulings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// One per ruling, in the order of [`RULINGS`].
    pub findings: Vec<Finding>,
}

impl Report {
    /// Records the answer to a question.
    pub(super) fn answer(&mut self, name: &str, answer: &str) {
        let Some(ruling) = Ruling::find(name) else { return };
        let Some((answer, _)) = ruling.answers.iter().find(|(known, _)| *known == answer) else { return };
        let verdict = if *answer == ruling.assumed() { Verdict::AsAssumed } else { Verdict::Differs };
        self.findings.push(Finding::new(ruling, verdict, Some(answer), None));
    }

    /// Records a behavior that is none of the known answers.
    pub(super) fn other(&mut self, name: &str, seen: impl Into<String>) {
        let Some(ruling) = Ruling::find(name) else { return };
        self.findings.push(Finding::new(ruling, Verdict::Differs, None, Some(seen.into())));
    }

    /// Records why there is no answer.
    pub(super) fn unknown(&mut self, name: &str, reason: impl Into<String>) {
        let Some(ruling) = Ruling::find(name) else { return };
        self.findings.push(Finding::new(ruling, Verdict::Unknown, None, Some(reason.into())));
    }

    /// Adds the rulings that were not asked about, and sorts.
    #[must_use]
    pub fn complete(mut self) -> Self {
        for ruling in RULINGS {
            if !self.findings.iter().any(|finding| finding.ruling == ruling.name) {
                let reason = if ruling.takes_writes { "only changes show it: --writes PREFIX" } else { "not asked" };
                self.unknown(ruling.name, reason);
            }
        }
        let position = |finding: &Finding| RULINGS.iter().position(|ruling| ruling.name == finding.ruling);
        self.findings.sort_by_key(position);
        self
    }

    /// Whether the deployment differs anywhere.
    #[must_use]
    pub fn differs(&self) -> bool {
        self.findings.iter().any(|finding| finding.verdict == Verdict::Differs)
    }

    /// The variant that decides like the deployment, as far as that is known and the mock can play
    /// it.
    #[must_use]
    pub fn variant(&self) -> Variant {
        let answers: BTreeMap<_, _> =
            self.findings.iter().filter_map(|finding| Some((finding.ruling, finding.found?))).collect();
        // All of them are answers to rulings.
        Variant::from_answers(&answers).unwrap_or_default()
    }

    /// The report as a table for people.
    #[must_use]
    pub fn table(&self) -> String {
        let width = RULINGS.iter().map(|ruling| ruling.name.len()).max().unwrap_or_default();
        let mut text = String::new();
        for finding in &self.findings {
            let meaning = finding.found.and_then(|answer| Ruling::find(finding.ruling)?.describe(answer));
            let note = finding.explanation.as_deref().or(meaning).unwrap_or_default();
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{:width$}  {:10}  {note}", finding.ruling, finding.verdict.text());
        }
        let count = |verdict| self.findings.iter().filter(|finding| finding.verdict == verdict).count();
        let _ = writeln!(
            text,
            "\n{} as assumed, {} differ, {} unknown",
            count(Verdict::AsAssumed),
            count(Verdict::Differs),
            count(Verdict::Unknown)
        );
        text
    }
}
