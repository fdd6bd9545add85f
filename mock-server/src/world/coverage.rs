//! Coverage: which operations, outcomes and error branches of the contract have been exercised, and
//! which faults.

use super::faults::Effect;
use super::faults::catalog::EFFECTS;
use account_api::Operation;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};
use utoipa::ToSchema;

macro_rules! branches {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),* $(,)?) => {
        /// An outcome of a request (contract, "Rulings").
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Branch { $($(#[$doc])* $variant),* }

        impl Branch {
            const ALL: &[Self] = &[$(Self::$variant),*];

            /// The stable name in reports, in snake case.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }
        }
    };
}

branches! {
    /// An OK envelope, and everything was done; for a list, its last page.
    Ok = "ok",
    /// An OK envelope that names accounts which were not created.
    PartiallyCreated = "partially_created",
    /// A page of a list that has more pages.
    MorePages = "more_pages",
    /// Site admins were set or removed, except for some names.
    PartiallyApplied = "partially_applied",
    /// The caller lacks the permission.
    NotPermitted = "not_permitted",
    /// No user has this name.
    UserNotFound = "user_not_found",
    /// No account has this name.
    AccountNotFound = "account_not_found",
    /// Refused to deactivate an owner of teams.
    StillOwnsTeams = "still_owns_teams",
    /// Refused to deactivate an owner of organizations.
    StillOwnsOrganizations = "still_owns_organizations",
    /// Refused to deactivate an owner of both.
    StillOwnsTeamsAndOrganizations = "still_owns_teams_and_organizations",
    /// Refused to disable a deactivated user.
    DisableDeactivated = "disable_deactivated",
    /// A service account has no password to reset.
    NoPassword = "no_password",
    /// The caller's own password, without the old one.
    OldPasswordMissing = "old_password_missing",
    /// The caller's own password, with a wrong old one.
    OldPasswordWrong = "old_password_wrong",
    /// Shorter than the platform's policy requires.
    PasswordTooShort = "password_too_short",
    /// Longer than the maximum.
    PasswordTooLong = "password_too_long",
    /// A required body is missing.
    BodyMissing = "body_missing",
    /// A body that is not JSON.
    BodyNotJson = "body_not_json",
    /// A JSON body that is not an object.
    BodyNotAnObject = "body_not_an_object",
    /// A required field is missing.
    FieldMissing = "field_missing",
    /// A field has the wrong type or is out of range.
    FieldInvalid = "field_invalid",
    /// No `Authorization` header.
    TokenMissing = "token_missing",
    /// A header that is not `Bearer` and a token.
    TokenNotBearer = "token_not_bearer",
    /// Not a token of this platform.
    TokenMalformed = "token_malformed",
    /// A token for a world that does not exist.
    TokenWorldNotFound = "token_world_not_found",
    /// A token of a user that does not exist.
    TokenUserNotFound = "token_user_not_found",
    /// A token from before a password reset.
    TokenRevoked = "token_revoked",
    /// A token of a generation that has not started.
    TokenTooNew = "token_too_new",
    /// A token of a disabled user.
    TokenAccountDisabled = "token_account_disabled",
    /// A token of a deactivated user.
    TokenAccountDeactivated = "token_account_deactivated",
    /// The token and the path select different worlds.
    WorldMismatch = "world_mismatch",
    /// The path selects a world that does not exist.
    WorldNotFound = "world_not_found",
    /// The decoded path is not UTF-8.
    PathNotUtf8 = "path_not_utf8",
    /// 404.
    RouteNotFound = "route_not_found",
    /// 405.
    MethodNotAllowed = "method_not_allowed",
    /// 413.
    BodyTooLarge = "body_too_large",
    /// The body ended early.
    BodyIncomplete = "body_incomplete",
}

use Branch as B;

/// Branches that do not depend on the operation. They are counted for all operations together.
const REQUEST_BRANCHES: &[Branch] = &[
    B::TokenMissing,
    B::TokenNotBearer,
    B::TokenMalformed,
    B::TokenWorldNotFound,
    B::TokenUserNotFound,
    B::TokenRevoked,
    B::TokenTooNew,
    B::TokenAccountDisabled,
    B::TokenAccountDeactivated,
    B::WorldMismatch,
    B::WorldNotFound,
    B::PathNotUtf8,
    B::RouteNotFound,
    B::MethodNotAllowed,
    B::BodyTooLarge,
    B::BodyIncomplete,
];

impl Branch {
    /// The possible branches of an operation, in addition to `REQUEST_BRANCHES`.
    pub fn possible_for(operation: Operation) -> impl Iterator<Item = Self> {
        Self::rule_branches(operation).iter().chain(Self::body_branches(operation)).copied()
    }

    /// The branches that follow from what an operation does.
    const fn rule_branches(operation: Operation) -> &'static [Self] {
        match operation {
            Operation::CreateUsers => &[B::Ok, B::PartiallyCreated, B::NotPermitted],
            Operation::Deactivate => &[
                B::Ok,
                B::NotPermitted,
                B::UserNotFound,
                B::StillOwnsTeams,
                B::StillOwnsOrganizations,
                B::StillOwnsTeamsAndOrganizations,
            ],
            Operation::Disable => &[B::Ok, B::NotPermitted, B::UserNotFound, B::DisableDeactivated],
            Operation::Reactivate => &[B::Ok, B::NotPermitted, B::UserNotFound],
            Operation::GetAdmins => &[B::Ok, B::NotPermitted],
            Operation::SetAdmins | Operation::RemoveAdmins => &[B::Ok, B::PartiallyApplied, B::NotPermitted],
            Operation::ListUsers => &[B::Ok, B::MorePages],
            Operation::AccountType => &[B::Ok, B::AccountNotFound],
            Operation::ResetPassword => {
                &[B::Ok, B::NotPermitted, B::UserNotFound, B::NoPassword, B::PasswordTooShort, B::PasswordTooLong]
            }
            Operation::ResetOwnPassword => &[
                B::Ok,
                B::NoPassword,
                B::OldPasswordMissing,
                B::OldPasswordWrong,
                B::PasswordTooShort,
                B::PasswordTooLong,
            ],
        }
    }

    /// The branches of an operation that reads a body, when the body is invalid.
    const fn body_branches(operation: Operation) -> &'static [Self] {
        match operation {
            Operation::CreateUsers
            | Operation::SetAdmins
            | Operation::RemoveAdmins
            | Operation::ResetPassword
            | Operation::ResetOwnPassword => {
                &[B::BodyMissing, B::BodyNotJson, B::BodyNotAnObject, B::FieldMissing, B::FieldInvalid]
            }
            // All of its fields are optional.
            Operation::ListUsers => &[B::BodyMissing, B::BodyNotJson, B::BodyNotAnObject, B::FieldInvalid],
            Operation::Deactivate
            | Operation::Disable
            | Operation::Reactivate
            | Operation::GetAdmins
            | Operation::AccountType => &[],
        }
    }

    const fn is_request_branch(self) -> bool {
        self as u8 >= Self::TokenMissing as u8
    }
}

/// Counts what has been exercised so far. The counters are atomics, since every request of a server
/// updates the same ones, and are allocated by the first request, since most worlds see few.
#[derive(Debug, Default)]
pub struct Coverage(OnceLock<Box<Counters>>);

/// Row 0 has the branches of any request, and the others those of each operation.
const ROWS: usize = 1 + Operation::ALL.len();

#[derive(Debug)]
struct Counters {
    outcomes: [[AtomicU64; Branch::ALL.len()]; ROWS],
    faults: [AtomicU64; EFFECTS.len()],
}

impl Default for Counters {
    fn default() -> Self {
        Self {
            outcomes: core::array::from_fn(|_| core::array::from_fn(|_| AtomicU64::new(0))),
            faults: core::array::from_fn(|_| AtomicU64::new(0)),
        }
    }
}

impl Counters {
    const fn outcome(&self, operation: Option<Operation>, branch: Branch) -> &AtomicU64 {
        let row = match operation {
            None => 0,
            Some(operation) => 1 + operation as usize,
        };
        &self.outcomes[row][branch as usize]
    }
}

/// A report: how often each branch occurred, including those that never did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Coverage)]
pub struct Report {
    /// How many of the possible branches occurred.
    pub covered: usize,
    /// How many branches are possible.
    pub total: usize,
    /// The counts of each operation.
    pub operations: BTreeMap<&'static str, BTreeMap<&'static str, u64>>,
    /// The counts of branches that do not depend on the operation: tokens, routes, bodies.
    pub requests: BTreeMap<&'static str, u64>,
    /// How often each kind of fault was injected. Not part of `covered`.
    pub faults: BTreeMap<&'static str, u64>,
}

impl Coverage {
    /// Counts the outcome of a request.
    pub fn record_outcome(&self, operation: Option<Operation>, branch: Branch) {
        let operation = operation.filter(|_| !branch.is_request_branch());
        self.counters().outcome(operation, branch).fetch_add(1, Ordering::Relaxed);
    }

    /// Counts an injected fault.
    pub fn record_fault(&self, effect: &Effect) {
        if let Some(index) = EFFECTS.iter().position(|info| info.name == effect.name()) {
            self.counters().faults[index].fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Resets all counters.
    pub fn clear(&self) {
        let counters = self.counters();
        for counter in counters.outcomes.iter().flatten().chain(&counters.faults) {
            counter.store(0, Ordering::Relaxed);
        }
    }

    /// Reports all counters.
    #[must_use]
    pub fn report(&self) -> Report {
        let counters = self.counters();
        let count =
            |operation, branch: Branch| (branch.name(), counters.outcome(operation, branch).load(Ordering::Relaxed));
        let operations: BTreeMap<_, _> = Operation::ALL
            .into_iter()
            .map(|operation| {
                let counts = Branch::possible_for(operation).map(|branch| count(Some(operation), branch));
                (operation.name(), counts.collect())
            })
            .collect();
        let requests: BTreeMap<_, _> = REQUEST_BRANCHES.iter().map(|branch| count(None, *branch)).collect();
        let all_counts = || operations.values().chain([&requests]).flat_map(BTreeMap::values);
        Report {
            covered: all_counts().filter(|count| **count > 0).count(),
            total: all_counts().count(),
            faults: EFFECTS
                .iter()
                .map(|info| info.name)
                .zip(counters.faults.iter().map(|counter| counter.load(Ordering::Relaxed)))
                .collect(),
            requests,
            operations,
        }
    }

    fn counters(&self) -> &Counters {
        self.0.get_or_init(Box::default)
    }
}

impl Report {
    /// Formats the report as a table for the terminal.
    #[must_use]
    pub fn table(&self) -> String {
        let mut table = format!("{} of {} outcomes of the contract were covered.\n", self.covered, self.total);
        let groups = self
            .operations
            .iter()
            .map(|(name, counts)| (*name, counts))
            .chain([("any request", &self.requests), ("faults", &self.faults)]);
        for (group, counts) in groups {
            // Writing to a `String` cannot fail.
            let _ = writeln!(table, "\n{group}");
            for (name, count) in counts {
                let count = if *count == 0 { "-".to_owned() } else { count.to_string() };
                let _ = writeln!(table, "  {name:36} {count:>8}");
            }
        }
        table
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_has_all_branches_with_their_counts() {
        let coverage = Coverage::default();
        coverage.record_outcome(Some(Operation::Disable), Branch::Ok);
        coverage.record_outcome(Some(Operation::Disable), Branch::Ok);
        coverage.record_outcome(Some(Operation::Disable), Branch::TokenMissing);
        coverage.record_outcome(None, Branch::RouteNotFound);
        coverage.record_fault(&Effect::Reset);
        let report = coverage.report();
        assert_eq!((report.covered, report.operations["disable"]["ok"]), (3, 2));
        assert_eq!(report.operations["disable"]["user_not_found"], 0);
        assert_eq!((report.requests["token_missing"], report.requests["route_not_found"]), (1, 1));
        assert_eq!((report.faults["reset"], report.faults["hang"]), (1, 0));
        assert_eq!(report.operations.len(), Operation::ALL.len());
        let table = report.table();
        assert!(table.starts_with("3 of ") && table.contains("  ok "), "{table}");
        coverage.clear();
        assert_eq!(coverage.report().covered, 0);
    }

    #[test]
    fn every_branch_is_of_an_operation_or_of_any_request() {
        for operation in Operation::ALL {
            assert!(Branch::possible_for(operation).all(|branch| !branch.is_request_branch()), "{operation}");
        }
        assert!(REQUEST_BRANCHES.iter().all(|branch| branch.is_request_branch()));
    }
}
