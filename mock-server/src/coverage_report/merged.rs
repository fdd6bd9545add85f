//! Merges the coverage of tests.

use crate::world::coverage::{Coverage, Report};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use thiserror::Error;

/// The group of the branches that do not depend on the operation.
pub(super) const ANY_REQUEST: &str = "any request";

/// The group of the kinds of faults.
pub(super) const FAULTS: &str = "faults";

/// A line of a coverage file.
#[derive(Debug, Deserialize)]
struct Line {
    /// The title of the test.
    test: String,
    coverage: Counts,
}

/// The counts in a report of the control API. Its sums are left out.
#[derive(Debug, Deserialize)]
struct Counts {
    operations: BTreeMap<String, BTreeMap<String, u64>>,
    requests: BTreeMap<String, u64>,
    #[serde(default)]
    faults: BTreeMap<String, u64>,
}

/// Why a coverage file cannot be read.
#[derive(Debug, Error)]
pub enum CoverageFileError {
    /// A line is no JSON, or misses a field.
    #[error("line {line}: {error}")]
    Json {
        /// From 1.
        line: usize,
        /// What the parser says.
        error: serde_json::Error,
    },
    /// Another version of the mock has written the file.
    #[error("line {line}: there is no outcome {outcome}. Was the file written by another version of the mock?")]
    Unknown {
        /// From 1.
        line: usize,
        /// The group and the outcome.
        outcome: String,
    },
}

/// How often each test has exercised an outcome, by its title.
pub(super) type Tests = BTreeMap<String, u64>;

/// The merged coverage of test runs.
#[derive(Clone, Debug)]
pub struct MergedCoverage {
    /// By group, which is an operation, and by outcome.
    pub(super) groups: BTreeMap<String, BTreeMap<String, Tests>>,
    pub(super) requests: BTreeMap<String, Tests>,
    pub(super) faults: BTreeMap<String, Tests>,
    /// All tests, also those that have covered nothing.
    tests: BTreeSet<String>,
}

impl Default for MergedCoverage {
    fn default() -> Self {
        let Report { operations, requests, faults, .. } = Coverage::default().report();
        let empty = |counts: BTreeMap<&'static str, u64>| -> BTreeMap<String, Tests> {
            counts.into_keys().map(|name| (name.to_owned(), Tests::new())).collect()
        };
        Self {
            groups: operations.into_iter().map(|(name, counts)| (name.to_owned(), empty(counts))).collect(),
            requests: empty(requests),
            faults: empty(faults),
            tests: BTreeSet::new(),
        }
    }
}

impl MergedCoverage {
    /// Adds a coverage file: lines of JSON.
    ///
    /// # Errors
    /// [`CoverageFileError`], which names the line.
    pub fn add(&mut self, text: &str) -> Result<(), CoverageFileError> {
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        for (index, json) in lines {
            let line = index + 1;
            let parsed: Line = serde_json::from_str(json).map_err(|error| CoverageFileError::Json { line, error })?;
            self.add_line(&parsed).map_err(|outcome| CoverageFileError::Unknown { line, outcome })?;
        }
        Ok(())
    }

    /// Adds the counts of a test. Returns the name of an outcome that does not exist.
    fn add_line(&mut self, line: &Line) -> Result<(), String> {
        let Counts { operations, requests, faults } = &line.coverage;
        for (operation, counts) in operations {
            let group = self.groups.get_mut(operation).ok_or_else(|| operation.clone())?;
            add_counts(group, operation, counts, &line.test)?;
        }
        add_counts(&mut self.requests, ANY_REQUEST, requests, &line.test)?;
        add_counts(&mut self.faults, FAULTS, faults, &line.test)?;
        self.tests.insert(line.test.clone());
        Ok(())
    }

    /// All tests by name, and how many outcomes of the contract each has covered in all its runs.
    pub(super) fn tests(&self) -> BTreeMap<&str, usize> {
        let mut covered: BTreeMap<&str, usize> = self.tests.iter().map(|test| (test.as_str(), 0)).collect();
        for test in self.contract().flat_map(|(_, _, tests)| tests.keys()) {
            *covered.entry(test).or_default() += 1;
        }
        covered
    }

    /// `1 test`, `2 tests`.
    pub(super) fn test_count(&self) -> String {
        let count = self.tests.len();
        format!("{count} {}", if count == 1 { "test" } else { "tests" })
    }

    /// How many outcomes of the contract were covered.
    #[must_use]
    pub fn covered(&self) -> usize {
        self.contract().filter(|(_, _, tests)| !tests.is_empty()).count()
    }

    /// How many outcomes the contract has.
    #[must_use]
    pub fn total(&self) -> usize {
        self.contract().count()
    }

    /// The covered outcomes in percent.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "there are dozens of outcomes")]
    pub fn percent(&self) -> f64 {
        100.0 * self.covered() as f64 / self.total() as f64
    }

    /// The names of the outcomes that no test has covered.
    #[must_use]
    pub fn missing(&self) -> Vec<String> {
        let missing = self.contract().filter(|(_, _, tests)| tests.is_empty());
        missing.map(|(group, outcome, _)| format!("{group}: {outcome}")).collect()
    }

    /// A summary for the terminal.
    #[must_use]
    pub fn summary(&self) -> String {
        let mut text = format!(
            "{} of {} outcomes of the contract were covered ({:.1}%), by {}.\n",
            self.covered(),
            self.total(),
            self.percent(),
            self.test_count()
        );
        let missing = self.missing();
        if !missing.is_empty() {
            text += &format!("Not covered:\n  {}\n", missing.join("\n  "));
        }
        text
    }

    /// All outcomes of the contract: group, outcome, tests.
    fn contract(&self) -> impl Iterator<Item = (&str, &str, &Tests)> {
        let groups = self.groups.iter().map(|(group, outcomes)| (group.as_str(), outcomes));
        groups
            .chain([(ANY_REQUEST, &self.requests)])
            .flat_map(|(group, outcomes)| outcomes.iter().map(move |(outcome, tests)| (group, outcome.as_str(), tests)))
    }
}

/// Adds counts to a group. Returns the name of an outcome that does not exist.
fn add_counts(
    group: &mut BTreeMap<String, Tests>,
    name: &str,
    counts: &BTreeMap<String, u64>,
    test: &str,
) -> Result<(), String> {
    for (outcome, count) in counts {
        let tests = group.get_mut(outcome).ok_or_else(|| format!("{name}: {outcome}"))?;
        if *count > 0 {
            *tests.entry(test.to_owned()).or_default() += count;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::coverage::Branch;
    use account_api::Operation;

    fn line(test: &str, branches: &[Branch]) -> String {
        let coverage = Coverage::default();
        for branch in branches {
            coverage.record_outcome(Some(Operation::Disable), *branch);
        }
        serde_json::json!({ "test": test, "coverage": coverage.report() }).to_string()
    }

    #[test]
    fn runs_and_shards_are_merged_by_test() {
        let mut merged = MergedCoverage::default();
        let total = Coverage::default().report().total;
        assert_eq!((merged.covered(), merged.total()), (0, total));
        merged
            .add(&format!("{}\n\n{}\n", line("first", &[Branch::Ok]), line("second", &[Branch::NotPermitted])))
            .unwrap();
        merged.add(&line("first", &[Branch::Ok, Branch::TokenMissing])).unwrap();
        assert_eq!(merged.covered(), 3);
        assert_eq!(merged.tests(), BTreeMap::from([("first", 2), ("second", 1)]));
        merged.add(&line("second", &[Branch::Ok])).unwrap();
        assert_eq!(merged.tests()["second"], 2, "each run has covered another outcome");
        assert_eq!(merged.groups["disable"]["ok"], BTreeMap::from([("first".to_owned(), 2), ("second".to_owned(), 1)]));
        assert_eq!(merged.requests["token_missing"].len(), 1);
        assert_eq!(merged.missing().len(), total - 3);
        assert!(merged.summary().starts_with(&format!("3 of {total} outcomes")), "{}", merged.summary());
        assert!(merged.summary().contains("\n  disable: user_not_found\n"));
    }

    #[test]
    fn errors_name_the_line() {
        let mut merged = MergedCoverage::default();
        let broken = format!("{}\n{{}}", line("first", &[]));
        assert!(merged.add(&broken).unwrap_err().to_string().starts_with("line 2: missing field `test`"));
        let other = line("first", &[]).replace("user_not_found", "user_forgotten");
        let error = merged.add(&other).unwrap_err().to_string();
        assert!(error.starts_with("line 1: there is no outcome") && error.contains("user_forgotten"), "{error}");
    }
}
